//! From a name to where it is declared and used, in the document and in the other file of the pair.

use serde_json::{Value, json};

use crate::client::{Client, Directory, hover_at, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";

const CHARM: &str = "\
containers:
  web:
    resource: ä
resources:
  ä:
    type: oci-image
";

fn references(client: &mut Client, uri: &str, at: (u32, u32), declaration: bool) -> Vec<Value> {
    let mut params = hover_at(uri, at.0, at.1);
    params["context"] = json!({ "includeDeclaration": declaration });
    serde_json::from_value(client.call("textDocument/references", params)).unwrap()
}

#[test]
fn a_definition_is_a_link_for_clients_that_take_links() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    let found = client.call("textDocument/definition", hover_at(URI, 2, 14));
    let name = range((4, 2), (4, 3));
    assert_eq!(found, json!([{ "uri": URI, "range": name }]));
    assert!(client.call("textDocument/definition", hover_at(URI, 0, 0)).is_null());

    let able = json!({ "textDocument": { "definition": { "linkSupport": true } } });
    let mut client = Client::start(able);
    client.open_and_wait(URI, CHARM);
    let found = client.call("textDocument/definition", hover_at(URI, 2, 15));
    assert_eq!(found[0]["originSelectionRange"], range((2, 14), (2, 15)));
    assert_eq!(found[0]["targetSelectionRange"], name);
    assert_eq!(found[0]["targetRange"], range((4, 2), (5, 19)));
}

#[test]
fn references_count_the_declaration_if_asked() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    let lines = |found: Vec<Value>| -> Vec<u64> {
        found.iter().map(|place| place["range"]["start"]["line"].as_u64().unwrap()).collect()
    };
    assert_eq!(lines(references(&mut client, URI, (4, 2), true)), [2, 4]);
    assert_eq!(lines(references(&mut client, URI, (4, 2), false)), [2]);
    assert_eq!(lines(references(&mut client, URI, (99, 2), true)), [] as [u64; 0]);
}

#[test]
fn charm_and_rock_lead_to_each_other_saved_or_not() {
    let rock = "name: shop\nextensions: [flask-framework]\n";
    let directory = Directory::new(&[("rockcraft.yaml", rock), ("charm/charmcraft.yaml", "")]);
    let (charm, rock) = (directory.uri("charm/charmcraft.yaml"), directory.uri("rockcraft.yaml"));
    let mut client = Client::start(json!({}));
    client.open_and_wait(&charm, "extensions: [flask-framework]\n");
    let found = client.call("textDocument/definition", hover_at(&charm, 0, 20));
    assert_eq!(found, json!([{ "uri": rock, "range": range((1, 13), (1, 28)) }]));

    client.open_and_wait(&rock, "extensions:\n- flask-framework\n");
    client.drain();
    let places = references(&mut client, &charm, (0, 20), true);
    assert_eq!(places[1], json!({ "uri": rock, "range": range((1, 2), (1, 17)) }));
}

#[test]
fn highlights_tell_declarations_from_uses() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    let found = client.call("textDocument/documentHighlight", hover_at(URI, 2, 14));
    let place = |line, column, kind: u32| json!({ "range": range((line, column), (line, column + 1)), "kind": kind });
    assert_eq!(found, json!([place(2, 14, 2), place(4, 2, 3)]));
    assert!(client.call("textDocument/documentHighlight", hover_at(URI, 5, 6)).is_null());
}

#[test]
fn an_alias_tells_on_hover_what_it_stands_for() {
    let mut client =
        Client::start(json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } }));
    client.open_and_wait(
        URI,
        "requires:\r\n  db: &db\r\n    interface: mysql_client\r\n  other: *db\r\n",
    );
    let hover = client.call("textDocument/hover", hover_at(URI, 3, 11));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("```yaml\ninterface: mysql_client\n```"), "{text}");
    assert_eq!(hover["range"], range((3, 9), (3, 12)));
}
