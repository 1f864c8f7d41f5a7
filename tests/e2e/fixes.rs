//! What the fixes do to the example project when an editor applies them.

use serde_json::{Value, json};

use crate::client::{Client, Directory, codes, range};

const CHARM: &str = include_str!("../projects/flask-shop/charm/charmcraft.yaml");
const ROCK: &str = include_str!("../projects/flask-shop/rockcraft.yaml");

/// The text after all edits of an action; they refer to the text before, and all is ASCII.
fn applied(text: &str, action: &Value) -> String {
    let starts: Vec<usize> = text
        .split_inclusive('\n')
        .scan(0, |at, line| Some(std::mem::replace(at, *at + line.len())))
        .collect();
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        starts.get(line).copied().unwrap_or(text.len())
            + position["character"].as_u64().unwrap() as usize
    };
    let changes = action["edit"]["documentChanges"].as_array().unwrap();
    let mut edits: Vec<_> = changes
        .iter()
        .flat_map(|change| change["edits"].as_array().unwrap())
        .map(|edit| {
            let place = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
            (place, edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_by_key(|(place, _)| place.start);
    let mut text = text.to_owned();
    for (place, new) in edits.into_iter().rev() {
        text.replace_range(place, new);
    }
    text
}

fn actions(client: &mut Client, uri: &str, at: Value, only: &str) -> Vec<Value> {
    let context = json!({ "diagnostics": [], "only": [only] });
    let params = json!({ "textDocument": { "uri": uri }, "range": at, "context": context });
    serde_json::from_value(client.call("textDocument/codeAction", params)).unwrap()
}

fn start() -> Client {
    let literals = json!({ "codeActionKind": { "valueSet": ["quickfix", "source"] } });
    Client::start(json!({
        "textDocument": { "codeAction": { "codeActionLiteralSupport": literals } },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    }))
}

/// Applies each fix of each finding alone; the rule then has nothing more to say. Returns the codes
/// of the findings that have fixes.
fn apply_each(name: &str, text: &str) -> Vec<String> {
    let mut client = start();
    let directory = Directory::new(&[
        ("app.py", "app = object()\n"),
        ("requirements.txt", "flask\n"),
        ("migrate.sh", ""),
        ("static/style.css", ""),
        ("templates/index.html", ""),
    ]);
    let uri = directory.uri(name);
    let found = client.open_and_wait(&uri, text);
    let mut mended = Vec::new();
    let mut version = 1;
    for finding in &found {
        let line = finding["range"]["start"]["line"].as_u64().unwrap() as u32;
        let touching = actions(&mut client, &uri, finding["range"].clone(), "quickfix");
        // The start of the line is enough to say what is meant.
        let on_line = actions(&mut client, &uri, range((line, 0), (line, 0)), "quickfix");
        assert_eq!(on_line, touching);
        let code = finding["code"].as_str().unwrap();
        let is_fix = |action: &&Value| !action["title"].as_str().unwrap().starts_with("Ignore");
        assert_eq!(touching.iter().filter(is_fix).count() + 1, touching.len());
        for action in touching.iter().filter(is_fix) {
            version += 1;
            client.change(&uri, version, json!([{ "text": applied(text, action) }]));
            let left = client.published(&uri, version);
            assert!(!codes(&left).contains(&code), "{}: {left:#?}", action["title"]);
            assert_eq!(left.len(), found.len() - 1, "{}: {left:#?}", action["title"]);
            mended.push(code.to_owned());
        }
        version += 1;
        client.change(&uri, version, json!([{ "text": text }]));
        client.published(&uri, version);
    }
    mended
}

#[test]
fn each_fix_of_the_example_ends_what_it_was_offered_for() {
    let charm = [
        "config-option-type",
        "ignored-option-prefix",
        "database-endpoint-name",
        "misspelled-interface",
    ];
    assert_eq!(apply_each("charmcraft.yaml", CHARM), charm);
    assert_eq!(apply_each("rockcraft.yaml", ROCK), ["prime-prefix"]);
}

#[test]
fn all_safe_fixes_at_once_leave_what_needs_a_decision() {
    let mut client = start();
    let uri = "file:///nowhere/charmcraft.yaml";
    let before = client.open_and_wait(uri, CHARM);
    let all = actions(&mut client, uri, range((0, 0), (0, 0)), "source.fixAll");
    assert_eq!(all.len(), 1, "{all:#?}");
    client.change(uri, 2, json!([{ "text": applied(CHARM, &all[0]) }]));
    let after = client.published(uri, 2);
    assert!(after.len() < before.len(), "{after:#?}");
    let again = actions(&mut client, uri, range((0, 0), (0, 0)), "source.fixAll");
    assert_eq!(again, [] as [Value; 0], "once is enough");
}
