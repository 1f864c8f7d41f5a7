//! Lenses, and what clients can do with them.

use serde_json::{Value, json};

use crate::client::{Client, document, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";
const CHARM: &str = "extensions: [go-framework]\nconfig: {options: {token: {type: string}}}\n";

fn lenses(client: &mut Client) -> Vec<Value> {
    serde_json::from_value(client.call("textDocument/codeLens", document(URI))).unwrap()
}

#[test]
fn a_lens_counts_variables_and_can_be_switched_off() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    let lens = json!({
        "range": range((1, 0), (1, 6)),
        "command": { "title": "1 variable", "command": "" },
    });
    assert!(lenses(&mut client).contains(&lens), "{:#?}", lenses(&mut client));
    for (value, shown) in [(json!(false), false), (json!({ "enable": true }), true)] {
        let settings = json!({ "settings": { "flask-lsp": { "codeLens": value } } });
        client.notify("workspace/didChangeConfiguration", settings);
        assert_eq!(!lenses(&mut client).is_empty(), shown);
    }
}

#[test]
fn clients_that_can_show_the_environment_do_so_on_a_click() {
    let commands = json!({ "commands": ["flask-lsp.showEnvironment"] });
    let mut client = Client::start(json!({ "experimental": { "commands": commands } }));
    client.open_and_wait(URI, CHARM);
    let found = lenses(&mut client);
    let lens = found.iter().find(|lens| lens["command"]["title"] == "1 variable").unwrap();
    assert_eq!(lens["command"]["command"], "flask-lsp.showEnvironment");
    assert_eq!(lens["command"]["arguments"], json!([URI]));
}

#[test]
fn lenses_are_refreshed_when_something_around_the_file_changed() {
    let able = json!({ "workspace": { "codeLens": { "refreshSupport": true } } });
    let mut client = Client::start(able);
    client.open_and_wait(URI, CHARM);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let (id, _) = client.server_request("workspace/codeLens/refresh");
    client.reply(id, Value::Null);
}
