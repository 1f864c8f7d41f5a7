//! How texts get to the server and stay the same on both sides.
//!
//! What the server holds is read back through document symbols and duplicate keys: both name
//! things and say where they stand.

use serde_json::{Value, json};

use crate::client::{
    Client, Directory, change_params, codes, document, hover_at, notification, range,
};

const URI: &str = "file:///nowhere/charmcraft.yaml";

/// The place that the diagnostic `duplicate-key` marks.
fn duplicate(diagnostics: &[Value]) -> Value {
    let found = diagnostics.iter().find(|found| found["code"] == "duplicate-key");
    found.map(|found| found["range"].clone()).unwrap_or_default()
}

fn utf(encoding: &str) -> Value {
    json!({ "general": { "positionEncodings": [encoding] } })
}

#[test]
fn yaml_that_is_not_ours_is_answered_at_once_with_nothing() {
    let mut client = Client::start(json!({ "textDocument": {
        "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
    } }));
    let other = "file:///project/compose.yaml";
    client.open(other, "a: 1\na: 2\n: [");
    client.change(other, 2, json!([{ "text": "a: 1\na: 2\n" }]));
    client.notify("textDocument/didSave", document(other));
    assert!(client.call("textDocument/hover", hover_at(other, 0, 0)).is_null());
    assert!(client.call("textDocument/completion", hover_at(other, 0, 0)).is_null());
    assert!(client.call("textDocument/documentSymbol", document(other)).is_null());
    let whole = range((0, 0), (9, 0));
    let hints = json!({ "textDocument": { "uri": other }, "range": whole });
    assert!(client.call("textDocument/inlayHint", hints).is_null());
    let context = json!({ "diagnostics": [] });
    let actions = json!({ "textDocument": { "uri": other }, "range": whole, "context": context });
    assert!(client.call("textDocument/codeAction", actions).is_null());
    client.notify("textDocument/didClose", document(other));
    assert!(client.drain().is_empty());
}

#[test]
fn closing_clears_and_opening_again_starts_anew() {
    let mut client = Client::start(json!({}));
    assert_eq!(duplicate(&client.open_and_wait(URI, "a: 1\na: 2\n")), range((1, 0), (1, 1)));
    client.notify("textDocument/didClose", document(URI));
    let cleared = client.notification("textDocument/publishDiagnostics");
    assert_eq!(cleared["uri"], URI);
    assert_eq!(cleared["diagnostics"], json!([]));
    assert!(client.call("textDocument/hover", hover_at(URI, 0, 0)).is_null());
    client.change(URI, 2, json!([{ "text": "b: 1\nb: 1\n" }]));
    assert!(client.drain().is_empty());
    assert_eq!(duplicate(&client.open_and_wait(URI, "\na: 1\na: 2\n")), range((2, 0), (2, 1)));
}

#[test]
fn changes_of_one_message_apply_in_their_order() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "a: 1\nb: 2\n");
    // `b` becomes `a` only on the line that the first change makes the third.
    let first = json!({ "range": range((0, 0), (0, 0)), "text": "c: 0\n" });
    let second = json!({ "range": range((2, 0), (2, 1)), "text": "a" });
    client.change(URI, 2, json!([first, second]));
    assert_eq!(duplicate(&client.published(URI, 2)), range((2, 0), (2, 1)));
    let whole = json!({ "text": "x: 1\n" });
    let after = json!({ "range": range((1, 0), (1, 0)), "text": "x: 2\n" });
    client.change(URI, 3, json!([whole, after]));
    assert_eq!(duplicate(&client.published(URI, 3)), range((1, 0), (1, 1)));
}

#[test]
fn columns_count_in_the_units_agreed_on() {
    // The second `b` stands behind a character of four bytes, two UTF-16 units and one code point.
    let text = "x: {\"🦀\": 0, b: 1, b: 2}\n";
    for (encoding, column) in [("utf-8", 21), ("utf-16", 19), ("utf-32", 18)] {
        let mut client = Client::start(utf(encoding));
        let found = duplicate(&client.open_and_wait(URI, text));
        assert_eq!(found, range((0, column), (0, column + 1)), "{encoding}");
        // The same units in the other direction: it becomes `c`.
        let edit = range((0, column), (0, column + 1));
        client.change(URI, 2, json!([{ "range": edit, "text": "c" }]));
        assert_eq!(duplicate(&client.published(URI, 2)), Value::Null, "{encoding}");
    }
}

#[test]
fn positions_outside_the_text_are_clamped() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "a: 1\n");
    let far = u32::MAX;
    let edits = [
        // Behind the end of the text: appended.
        (range((900, 900), (far, far)), "b: 2\n", "a: 1\nb: 2\n"),
        // Behind the end of a line: at its end.
        (range((0, 900), (0, far)), "1", "a: 11\nb: 2\n"),
        // Inverted: turned round.
        (range((1, 1), (1, 0)), "a", "a: 11\na: 2\n"),
    ];
    let mut version = 1;
    for (edit, text, _) in &edits {
        version += 1;
        client.change(URI, version, json!([{ "range": edit, "text": text }]));
    }
    let mut last = client.notification("textDocument/publishDiagnostics");
    while last["version"] != version {
        last = client.notification("textDocument/publishDiagnostics");
    }
    let found: Vec<Value> = serde_json::from_value(last["diagnostics"].take()).unwrap();
    assert_eq!(duplicate(&found), range((1, 0), (1, 1)), "{}", edits[2].2);
    for (line, character) in [(far, far), (0, far), (far, 0), (1, 3)] {
        client.call("textDocument/hover", hover_at(URI, line, character));
        client.call("textDocument/completion", hover_at(URI, line, character));
    }
}

#[test]
fn half_a_surrogate_pair_does_not_cut_a_character() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "a: 🦀\nb: 1\n");
    // From the middle of the crab to its end: the crab goes as a whole.
    let edit = range((0, 4), (0, 5));
    client.change(URI, 2, json!([{ "range": edit, "text": "1\na: 2" }]));
    assert_eq!(duplicate(&client.published(URI, 2)), range((1, 0), (1, 1)));
}

#[test]
fn a_pair_typed_in_halves_leaves_both_sides_with_the_same_columns() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "x: {\"\": 0, b: 1, b: 2}\n");
    // What a JavaScript client sends that handles strings by their units.
    for (version, half, column) in [(2, "\\ud83e", 5), (3, "\\udd80", 6)] {
        let edit = json!({ "range": range((0, column), (0, column)), "text": "HALF" });
        let change = change_params(URI, version, json!([edit]));
        let message = notification("textDocument/didChange", change).to_string();
        let body = message.replace("HALF", half);
        client.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let found = duplicate(&client.published(URI, version));
        assert_eq!(found, range((0, column + 13), (0, column + 14)));
    }
}

#[test]
fn every_kind_of_line_end_counts_as_one() {
    let mut client = Client::start(json!({}));
    let found = client.open_and_wait(URI, "a: 1\r\nb: 2\rc: 3\na: 4\n");
    assert_eq!(duplicate(&found), range((3, 0), (3, 1)));
}

#[test]
fn a_broken_text_is_a_finding_and_not_the_end() {
    let mut client = Client::start(json!({}));
    let found = client.open_and_wait(URI, "name: shop\nrequires: [\n");
    assert_eq!(codes(&found), ["yaml-syntax"]);
    let endless = "[".repeat(20_000);
    client.change(URI, 2, json!([{ "text": endless }]));
    assert!(!client.published(URI, 2).is_empty());
    client.change(URI, 3, json!([{ "text": "" }]));
    client.published(URI, 3);
}

#[test]
fn old_revisions_under_a_files_name_are_not_ours() {
    let mut client = Client::start(json!({}));
    client.open("git:/project/charmcraft.yaml?%7B%22ref%22%3A%22~%22%7D", "a: 1\na: 2\n");
    assert!(client.drain().is_empty());
}

#[test]
fn an_edited_neighbour_is_followed_by_news_only() {
    let directory = Directory::new(&[]);
    let (charm, rock) = (directory.uri("charm/charmcraft.yaml"), directory.uri("rockcraft.yaml"));
    let mut client = Client::start(json!({}));
    client.open_and_wait(&charm, "name: shop\n");
    client.open_and_wait(&rock, "name: shop\n");
    client.change(&rock, 2, json!([{ "text": "name: shop\nversion: '1'\n" }]));
    client.published(&rock, 2);
    // The charm was looked at again and is as it was, so nothing else comes.
    assert!(client.drain().is_empty());
}
