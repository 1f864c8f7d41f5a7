//! What the client shows beside the text, and what it can do with it.

use serde_json::{Value, json};

use crate::client::{Client, Directory, document, hover_at, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";

const CHARM: &str = "\
name: shop
type: charm
base: ubuntu@24.04
platforms:
  amd64:
summary: A shop.
description: It sells things.
extensions: [flask-framework]
config:
  options:
    token:
      description: The token for the service.
      type: string
requires:
  postgresql:
    interface: postgresql_client
    optional: true
    limit: 1
";

fn can_act() -> Value {
    let literals = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
    json!({
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": literals, "isPreferredSupport": true,
        } },
        "workspace": { "workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["rename"],
        } },
    })
}

fn hints(client: &mut Client, uri: &str, lines: (u32, u32)) -> Vec<(u64, String)> {
    let range = range((lines.0, 0), (lines.1, 0));
    let params = json!({ "textDocument": { "uri": uri }, "range": range });
    let hints = client.call("textDocument/inlayHint", params);
    let hints = hints.as_array().unwrap().iter();
    hints
        .map(|hint| {
            let line = hint["position"]["line"].as_u64().unwrap();
            (line, hint["label"].as_str().unwrap().to_owned())
        })
        .collect()
}

fn actions(client: &mut Client, uri: &str, range: Value, only: Option<&str>) -> Vec<Value> {
    let mut context = json!({ "diagnostics": [] });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let actions = client.call("textDocument/codeAction", params);
    serde_json::from_value(actions).unwrap()
}

fn labels(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn a_sound_charm_has_no_findings() {
    let mut client = Client::start(json!({}));
    assert_eq!(client.open_and_wait(URI, CHARM), [] as [Value; 0]);
}

#[test]
fn hover_names_the_variable_in_the_form_that_the_client_shows() {
    for (formats, kind) in [(json!(["markdown"]), "markdown"), (json!(["plaintext"]), "plaintext")]
    {
        let hover = json!({ "contentFormat": formats });
        let mut client = Client::start(json!({ "textDocument": { "hover": hover } }));
        client.open_and_wait(URI, CHARM);
        let hover = client.call("textDocument/hover", hover_at(URI, 10, 6));
        assert_eq!(hover["range"], range((10, 4), (10, 9)));
        assert_eq!(hover["contents"]["kind"], kind);
        let text = hover["contents"]["value"].as_str().unwrap();
        assert!(text.contains("FLASK_TOKEN"), "{text}");
        assert_eq!(text.contains('`'), kind == "markdown", "{text}");
        assert!(client.call("textDocument/hover", hover_at(URI, 900, 0)).is_null());
    }
}

#[test]
fn inlay_hints_are_those_of_the_range_asked_for() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    let all = hints(&mut client, URI, (0, 99));
    let lines: Vec<_> = all.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [10, 14], "{all:?}");
    assert!(all[0].1.contains("FLASK_TOKEN"), "{all:?}");
    assert!(all[1].1.contains("POSTGRESQL_DB_CONNECT_STRING"), "{all:?}");
    assert_eq!(hints(&mut client, URI, (12, 99)), all[1..]);
    assert_eq!(hints(&mut client, URI, (11, 13)), []);
    let off = json!({ "settings": { "flask-lsp": { "inlayHints": { "enable": false } } } });
    client.notify("workspace/didChangeConfiguration", off);
    assert_eq!(hints(&mut client, URI, (0, 99)), []);
}

#[test]
fn completion_replaces_the_half_typed_word() {
    let mut client = Client::start(json!({}));
    let text = CHARM.replace("postgresql_client", "post");
    client.open_and_wait(URI, &text);
    let items = client.call("textDocument/completion", hover_at(URI, 15, 19));
    assert!(labels(&items).contains(&"postgresql_client"));
    let found = items.as_array().unwrap().iter();
    let item = found.clone().find(|item| item["label"] == "postgresql_client").unwrap();
    let edit = json!({ "range": range((15, 15), (15, 19)), "newText": "postgresql_client" });
    assert_eq!(item["textEdit"], edit);
    for extra in ["labelDetails", "command", "insertTextMode", "tags"] {
        assert!(found.clone().all(|item| item.get(extra).is_none()), "{extra}");
    }
    assert!(found.clone().all(|item| item["insertTextFormat"] == 1));
    let plain = |item: &Value| item["documentation"]["kind"] != "markdown";
    assert!(found.clone().all(plain));
}

#[test]
fn completion_uses_what_the_client_announces() {
    let mut client = Client::start_with(json!({
        "clientInfo": { "name": "Visual Studio Code" },
        "capabilities": { "textDocument": { "completion": { "completionItem": {
            "snippetSupport": true,
            "insertReplaceSupport": true,
            "labelDetailsSupport": true,
            "documentationFormat": ["markdown"],
            "tagSupport": { "valueSet": [1] },
            "insertTextModeSupport": { "valueSet": [1, 2] },
        } } } },
    }));
    let text = CHARM.replace("    interface: postgresql_client\n", "    interf\n");
    client.open_and_wait(URI, &text);
    let items = client.call("textDocument/completion", hover_at(URI, 15, 8));
    let mut found = items.as_array().unwrap().iter();
    let item = found.find(|item| item["label"] == "interface").unwrap();
    assert_eq!(item["textEdit"]["insert"], range((15, 4), (15, 8)));
    assert_eq!(item["textEdit"]["replace"]["start"], item["textEdit"]["insert"]["start"]);
    assert_eq!(item["command"]["command"], "editor.action.triggerSuggest");
    assert!(item.get("insertTextMode").is_none(), "one line needs no indent");
    let last = text.lines().count() as u32;
    client.change(URI, 2, json!([{ "range": range((last, 0), (last, 0)), "text": "  " }]));
    client.published(URI, 2);
    let items = client.call("textDocument/completion", hover_at(URI, last, 2));
    let mut items = items.as_array().unwrap().iter();
    let block = items.find(|item| item["insertTextFormat"] == 2).unwrap();
    assert_eq!(block["insertTextMode"], 2, "{block}");
}

#[test]
fn documentation_of_the_long_list_comes_when_it_is_asked_for() {
    let resolve = json!({ "resolveSupport": { "properties": ["documentation"] } });
    let able = json!({ "textDocument": { "completion": { "completionItem": resolve } } });
    let text = CHARM.replace("postgresql_client", "");
    let item = |items: &Value, label: &str| {
        let mut items = items.as_array().unwrap().iter();
        items.find(|item| item["label"] == label).unwrap().clone()
    };
    let mut client = Client::start(able);
    client.open_and_wait(URI, &text);
    let items = client.call("textDocument/completion", hover_at(URI, 15, 15));
    let handled = item(&items, "postgresql_client");
    let words = handled["documentation"]["value"].as_str().unwrap();
    assert!(words.contains("POSTGRESQL_DB_CONNECT_STRING"), "{words}");
    let other = item(&items, "kafka_client");
    assert!(other.get("documentation").is_none(), "{other}");
    let whole = client.call("completionItem/resolve", other.clone());
    let words = whole["documentation"]["value"].as_str().unwrap();
    assert!(words.contains("Provided by"), "{words}");
    assert_eq!(whole["textEdit"], other["textEdit"]);
    let again = client.call("completionItem/resolve", handled.clone());
    assert_eq!(again, handled);

    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, &text);
    let items = client.call("textDocument/completion", hover_at(URI, 15, 15));
    let other = item(&items, "kafka_client");
    let words = other["documentation"]["value"].as_str().unwrap();
    assert!(!words.is_empty() && !words.contains("Provided by"), "{words}");
}

#[test]
fn a_new_option_is_asked_for_again_while_its_name_grows() {
    let mut client = Client::start(json!({}));
    let text = CHARM.replace("    token:\n", "    to\n    token:\n");
    client.open_and_wait(URI, &text);
    let list = client.call("textDocument/completion", hover_at(URI, 10, 6));
    assert_eq!(list["isIncomplete"], true, "{list}");
    let edit = &list["items"][0]["textEdit"];
    assert_eq!(edit["range"], range((10, 4), (10, 6)));
    let added = edit["newText"].as_str().unwrap();
    assert!(added.starts_with("to:\n  description: "), "{added}");
}

#[test]
fn a_fix_mends_the_text_that_it_was_asked_about() {
    let mut client = Client::start(can_act());
    let text = CHARM.replace("type: string", "type: str");
    let found = client.open_and_wait(URI, &text);
    assert_eq!(found[0]["code"], "config-option-type");
    let place = range((12, 12), (12, 15));
    assert_eq!(found[0]["range"], place);
    let actions = actions(&mut client, URI, place.clone(), None);
    let fix = actions.iter().find(|action| action["isPreferred"] == true).unwrap();
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"][0]["code"], "config-option-type");
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": URI, "version": 1 }));
    let edits = &change["edits"];
    client.change(URI, 2, json!([{ "range": edits[0]["range"], "text": edits[0]["newText"] }]));
    assert_eq!(client.published(URI, 2), [] as [Value; 0], "{edits}");
}

#[test]
fn actions_are_of_the_kinds_asked_for_only() {
    let mut client = Client::start(can_act());
    let rock = "file:///nowhere/rockcraft.yaml";
    let text = "\
name: shop
version: '1'
summary: A shop.
description: It sells things.
base: ubuntu@24.04
platforms: {amd64: }
extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
      - app.py
      - templates
";
    client.open_and_wait(rock, text);
    let whole = range((0, 0), (12, 0));
    let kinds = |actions: &[Value]| -> Vec<String> {
        actions.iter().map(|action| action["kind"].as_str().unwrap().to_owned()).collect()
    };
    let quick = actions(&mut client, rock, whole.clone(), Some("quickfix"));
    assert_eq!(kinds(&quick), ["quickfix", "quickfix", "quickfix"]);
    assert_eq!(quick[2]["title"], "Fix 2 problems of the kind `prime-prefix`");
    let all = actions(&mut client, rock, range((0, 0), (0, 0)), Some("source.fixAll"));
    assert_eq!(kinds(&all), ["source.fixAll.flask-lsp"]);
    let edits = all[0]["edit"]["documentChanges"][0]["edits"].as_array().unwrap().clone();
    assert_eq!(edits.len(), 2, "{edits:?}");
    assert!(actions(&mut client, rock, whole, Some("refactor")).is_empty());
    // Later edits first, so that the earlier ones keep their places.
    let changes = edits.iter().rev();
    let changes = changes.map(|edit| json!({ "range": edit["range"], "text": edit["newText"] }));
    client.change(rock, 2, changes.collect());
    assert_eq!(client.published(rock, 2), [] as [Value; 0]);
}

#[test]
fn the_list_of_files_in_the_image_is_written_when_asked_for() {
    let directory = Directory::new(&[("app.py", "app = object()\n"), ("static/shop.css", "")]);
    let rock = directory.uri("rockcraft.yaml");
    let mut client = Client::start(can_act());
    client.open_and_wait(&rock, "name: shop\nextensions:\n  - flask-framework\n");
    let offered = actions(&mut client, &rock, range((2, 6), (2, 6)), Some("refactor"));
    assert_eq!(offered[0]["kind"], "refactor.rewrite", "{offered:#?}");
    let title = "List the files that go into the image (app.py, static)";
    assert_eq!(offered[0]["title"], title);
    let edit = &offered[0]["edit"]["documentChanges"][0]["edits"][0];
    let list = "\nparts:\n  flask-framework/install-app:\n    prime:\n      - flask/app/app.py\n      - flask/app/static\n";
    assert_eq!(edit["newText"], list);
    let elsewhere = actions(&mut client, &rock, range((0, 0), (0, 0)), Some("refactor"));
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

#[test]
fn a_fix_that_renames_the_file_is_for_clients_that_can() {
    let directory = Directory::new(&[]);
    let (wrong, right) = (directory.uri("rockfile.yaml"), directory.uri("rockcraft.yaml"));
    let start = range((0, 0), (0, 1));
    let rock = "name: shop\nversion: '1'\nsummary: a\ndescription: b\nbase: ubuntu@24.04\n\
                platforms: {amd64: }\nparts: {a: {plugin: nil}}\n";
    let mut client = Client::start(can_act());
    let found = client.open_and_wait(&wrong, rock);
    assert!(found.iter().any(|found| found["code"] == "unread-file-name"), "{found:?}");
    let offered = actions(&mut client, &wrong, start.clone(), None);
    let rename = json!({ "kind": "rename", "oldUri": wrong, "newUri": right });
    let renames = |action: &Value| action["edit"]["documentChanges"] == json!([rename]);
    assert!(offered.iter().any(renames), "{offered:#?}");

    let mut less_able = can_act();
    less_able["workspace"]["workspaceEdit"] = json!({});
    let mut client = Client::start(less_able);
    client.open_and_wait(&wrong, rock);
    let offered = actions(&mut client, &wrong, start, Some("quickfix"));
    let titles: Vec<_> = offered.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Ignore `unread-file-name` here"]);
}

#[test]
fn clients_without_document_changes_get_plain_edits() {
    let mut able = can_act();
    able["workspace"] = json!({});
    let mut client = Client::start(able);
    client.open_and_wait(URI, &CHARM.replace("type: string", "type: str"));
    let offered = actions(&mut client, URI, range((12, 12), (12, 12)), None);
    assert_eq!(offered[0]["edit"]["changes"][URI][0]["newText"], "string", "{offered:#?}");

    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, &CHARM.replace("type: string", "type: str"));
    assert!(actions(&mut client, URI, range((12, 12), (12, 12)), None).is_empty());
}

#[test]
fn symbols_nest_where_the_client_shows_it() {
    let nested = json!({ "hierarchicalDocumentSymbolSupport": true });
    let mut client = Client::start(json!({ "textDocument": { "documentSymbol": nested } }));
    client.open_and_wait(URI, CHARM);
    let symbols = client.call("textDocument/documentSymbol", document(URI));
    let config = symbols.as_array().unwrap().iter().find(|found| found["name"] == "config");
    let token = &config.unwrap()["children"][0]["children"][0];
    assert_eq!(token["name"], "token");
    assert_eq!(token["selectionRange"], range((10, 4), (10, 9)));

    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    let symbols = client.call("textDocument/documentSymbol", document(URI));
    let token = symbols.as_array().unwrap().iter().find(|found| found["name"] == "token");
    assert_eq!(token.unwrap()["containerName"], "options");
    assert_eq!(token.unwrap()["location"]["uri"], URI);
}
