//! Completion in the forms that clients announce: blocks with and without snippets, what is replaced,
//! what accepts, what stands beside the label; and hover of values.

use serde_json::{Value, json};

use crate::client::{Client, hover_at, range};

const CHARM: &str = "file:///nowhere/charmcraft.yaml";
const ROCK: &str = "file:///nowhere/rockcraft.yaml";

fn client(item: Value) -> Client {
    Client::start(json!({ "textDocument": { "completion": { "completionItem": item } } }))
}

/// The item of this label, at a place of a text.
fn item_at(client: &mut Client, uri: &str, at: (u32, u32), label: &str) -> Value {
    let answer = client.call("textDocument/completion", hover_at(uri, at.0, at.1));
    let items = answer.get("items").unwrap_or(&answer).as_array().unwrap().clone();
    let found = items.iter().find(|item| item["label"] == label);
    found.unwrap_or_else(|| panic!("no {label} in {items:#?}")).clone()
}

#[test]
fn a_worker_is_a_snippet_only_where_the_client_expands_them() {
    let text = "name: shop\nservices:\n  mail";
    let expected = [
        (true, 2, "mail:\n  override: replace\n  command: ${2:command}\n  startup: enabled"),
        (false, 1, "mail:\n  override: replace\n  command: command\n  startup: enabled"),
    ];
    for (snippets, format, new_text) in expected {
        let mut client = client(json!({ "snippetSupport": snippets }));
        client.open_and_wait(ROCK, text);
        let item = item_at(&mut client, ROCK, (2, 6), "mail");
        assert_eq!(item["insertTextFormat"], format);
        assert_eq!(
            item["textEdit"],
            json!({ "range": range((2, 2), (2, 6)), "newText": new_text })
        );
    }
}

#[test]
fn a_known_endpoint_is_above_the_new_one_of_the_typed_name() {
    let mut client = client(json!({ "snippetSupport": true }));
    client.open_and_wait(CHARM, "extensions: [flask-framework]\nrequires:\n  mysq");
    let new = item_at(&mut client, CHARM, (2, 6), "mysq");
    let known = item_at(&mut client, CHARM, (2, 6), "mysql");
    assert_eq!((&new["detail"], &new["filterText"]), (&json!("new endpoint"), &json!("mysq:")));
    assert!(known["sortText"].as_str() < new["sortText"].as_str(), "{known:#} {new:#}");
    assert!(known.get("filterText").is_none(), "{known:#}");
}

#[test]
fn an_asterisk_offers_the_anchors_above_it() {
    let mut client = client(json!({}));
    let parts = "parts:\n  a: &base\n    plugin: nil\n  b: *\n  c: &later\n    plugin: dump\n";
    client.open_and_wait(ROCK, parts);
    let answer = client.call("textDocument/completion", hover_at(ROCK, 3, 6));
    let labels: Vec<_> = answer.as_array().unwrap().iter().map(|item| &item["label"]).collect();
    assert_eq!(labels, ["*base"]);
    let edit = json!({ "range": range((3, 5), (3, 6)), "newText": "*base" });
    assert_eq!(answer[0]["textEdit"], edit);
}

#[test]
fn the_user_chooses_between_insert_and_replace_where_the_client_lets_them() {
    let mut client = client(json!({ "insertReplaceSupport": true }));
    client.open_and_wait(ROCK, "parts:\n  a:\n    plugin: dunil\n");
    let item = item_at(&mut client, ROCK, (2, 14), "dump");
    let edit = &item["textEdit"];
    assert_eq!(edit["insert"], range((2, 12), (2, 14)));
    assert_eq!(edit["replace"], range((2, 12), (2, 17)));
}

#[test]
fn what_ends_a_value_in_brackets_accepts_it_if_the_set_is_closed() {
    let mut able = client(json!({ "commitCharactersSupport": true, "labelDetailsSupport": true }));
    let text = "extensions: [fl]\nparts:\n  a:\n    plugin: nil\n    stage-packages: [lib]\n";
    able.open_and_wait(ROCK, text);
    let item = item_at(&mut able, ROCK, (0, 15), "flask-framework");
    assert_eq!(item["commitCharacters"], json!([",", "]", "}"]));
    assert_eq!(item["labelDetails"]["description"], "Flask");
    let item = item_at(&mut able, ROCK, (4, 24), "libpq5");
    assert!(item.get("commitCharacters").is_none(), "{item:#}");
    assert_eq!(item["labelDetails"]["description"], "PostgreSQL client library at run time");

    let mut other = client(json!({}));
    other.open_and_wait(ROCK, text);
    let item = item_at(&mut other, ROCK, (0, 15), "flask-framework");
    assert!(item.get("commitCharacters").is_none(), "{item:#}");
    assert!(item.get("labelDetails").is_none(), "{item:#}");
}

#[test]
fn a_version_is_quoted_and_a_list_ends_with_the_file() {
    let mut client = client(json!({}));
    client.open_and_wait(CHARM, "charm-libs:\r\n  - lib: hydra.oauth\r\n    version:");
    let item = item_at(&mut client, CHARM, (2, 12), "0");
    assert_eq!(item["textEdit"]["newText"], " \"0\"");
}

#[test]
fn the_first_line_of_a_hover_says_it_all() {
    let mut client = Client::start(json!({}));
    client
        .open_and_wait(ROCK, "base: ubuntu@24.04\nparts:\n  a:\n    plugin: dump\n    source: .\n");
    let first = |client: &mut Client, line, column| {
        let hover = client.call("textDocument/hover", hover_at(ROCK, line, column));
        hover["contents"]["value"].as_str().unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(
        first(&mut client, 0, 10),
        "ubuntu@24.04 (noble): standard support until 2029-05-31"
    );
    assert_eq!(first(&mut client, 3, 13), "dump: Copies the source as it is.");
    let about = "source: Directory, archive or repository the part is built from.";
    assert_eq!(first(&mut client, 4, 6), about);
}
