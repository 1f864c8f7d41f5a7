//! `metadata.yaml`, `config.yaml` and `actions.yaml`: ours beside a charm, and nowhere else.

use serde_json::{Value, json};

use crate::client::{Client, Directory, codes, document, hover_at};

const CHARM: &str = "type: charm\nname: notes\nsummary: Keeps notes.\ndescription: Keeps notes.\n";
const CONFIG: &str = "options:\n  port: {type: int, default: text}\n";

#[test]
fn a_file_beside_a_charm_has_diagnostics_hover_completion_and_fixes() {
    let directory = Directory::new(&[("charmcraft.yaml", CHARM), ("config.yaml", CONFIG)]);
    let uri = directory.uri("config.yaml");
    let mut client = Client::start(json!({}));
    let found = client.open_and_wait(&uri, CONFIG);
    assert_eq!(codes(&found), ["config-option-default"]);
    let hover = client.call("textDocument/hover", hover_at(&uri, 1, 10));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("type"), "{hover}");
    client.change(&uri, 2, json!([{ "text": "options:\n  port:\n    type: \n" }]));
    assert!(client.published(&uri, 2).is_empty());
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 10 } });
    let items = client.call("textDocument/completion", at);
    let items = items.get("items").unwrap_or(&items).as_array().unwrap().clone();
    let labels: Vec<_> = items.iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert!(labels.contains(&"secret"), "{labels:?}");
    let symbols = client.call("textDocument/documentSymbol", document(&uri));
    assert!(!symbols.as_array().unwrap().is_empty());
}

#[test]
fn a_fix_changes_the_file_that_it_is_about() {
    let metadata = "name: notes\nsummary: 12\ndescription: x\n";
    let directory = Directory::new(&[("charmcraft.yaml", "type: charm\n")]);
    let uri = directory.uri("metadata.yaml");
    let literals = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
    let mut client = Client::start(json!({
        "textDocument": { "codeAction": { "codeActionLiteralSupport": literals } },
    }));
    let found = client.open_and_wait(&uri, metadata);
    assert_eq!(codes(&found), ["metadata-value"]);
    let params = json!({
        "textDocument": { "uri": uri },
        "range": found[0]["range"],
        "context": { "diagnostics": [found[0]] },
    });
    let actions = client.call("textDocument/codeAction", params);
    let edits = &actions[0]["edit"]["changes"][&uri];
    assert_eq!(edits[0]["newText"], "'12'", "{actions}");
}

#[test]
fn the_same_name_elsewhere_is_left_alone_until_a_charm_is_there() {
    let directory = Directory::new(&[("config.yaml", CONFIG)]);
    let uri = directory.uri("config.yaml");
    let charm = directory.uri("charmcraft.yaml");
    let mut client = Client::start(json!({}));
    client.open(&uri, CONFIG);
    assert_eq!(client.call("textDocument/hover", hover_at(&uri, 1, 10)), Value::Null);
    // An unsaved charm is one.
    client.open(&charm, CHARM);
    // The charm's own publication comes before it or after it, as the server got to know of both.
    let mut seen = client.notification("textDocument/publishDiagnostics");
    while seen["uri"] != uri.as_str() {
        seen = client.notification("textDocument/publishDiagnostics");
    }
    assert_eq!(codes(seen["diagnostics"].as_array().unwrap()), ["config-option-default"]);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": charm } }));
    let mut seen = client.notification("textDocument/publishDiagnostics");
    while seen["uri"] != uri.as_str() {
        seen = client.notification("textDocument/publishDiagnostics");
    }
    assert_eq!(seen["diagnostics"], json!([]));
}

#[test]
fn files_beside_charms_are_part_of_the_workspace() {
    let directory = Directory::new(&[
        ("a/charmcraft.yaml", CHARM),
        ("a/config.yaml", CONFIG),
        ("b/config.yaml", CONFIG),
    ]);
    let params = json!({
        "capabilities": { "textDocument": { "diagnostic": {} } },
        "workspaceFolders": [{ "uri": directory.root(), "name": "all" }],
    });
    let mut client = Client::start_with(params);
    let report = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let uris: Vec<_> =
        report["items"].as_array().unwrap().iter().map(|item| item["uri"].clone()).collect();
    assert!(uris.contains(&json!(directory.uri("a/config.yaml"))), "{uris:?}");
    assert!(!uris.contains(&json!(directory.uri("b/config.yaml"))), "{uris:?}");
}
