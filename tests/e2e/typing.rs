//! Somebody types, one character after the other: what is shown in between must not flicker.

use serde_json::{Value, json};

use crate::client::{Client, codes, range};

const CHARM: &str = "\
name: shop
type: charm
base: ubuntu@24.04
platforms:
  amd64:
summary: A shop.
description: It sells things.
extensions:
  - flask-framework
";

const ROCK: &str = "\
name: shop
version: '1.0'
summary: A shop.
description: It sells things.
base: ubuntu@24.04
platforms:
  amd64:
extensions:
  - flask-framework
";

const OPTION: &str = "\
config:
  options:
    token:
      description: The token for the service.
      type: string
";

const ENDPOINT: &str = "\
requires:
  postgresql:
    interface: postgresql_client
    optional: True
";

const FILES: &str = "\
parts:
  flask-framework/install-app:
    prime:
      - flask/app/.env
      - flask/app/app.py
      - flask/app/templates
";

const PACKAGES: &str = "\
parts:
  flask-framework/dependencies:
    stage-packages:
      # what the application needs besides Python packages
      - libpq-dev
";

/// Types `added` on a new line of `text`, before the line of that number. After each character there is at most one finding about the
/// syntax and two in all, and none at the end. Returns the hints of the finished text.
fn type_into(uri: &str, text: &str, line: u32, added: &str) -> Vec<(u64, String)> {
    let mut client = Client::start(json!({}));
    assert_eq!(client.open_and_wait(uri, text), [] as [Value; 0]);
    let (mut row, mut column) = (line, 0);
    let mut version = 2;
    client.change(uri, version, json!([{ "range": range((row, 0), (row, 0)), "text": "\n" }]));
    assert_eq!(client.published(uri, version), [] as [Value; 0]);
    let added = added.trim_end();
    let mut typed = String::new();
    for ch in added.chars() {
        version += 1;
        let at = range((row, column), (row, column));
        client.change(uri, version, json!([{ "range": at, "text": ch }]));
        typed.push(ch);
        (row, column) = if ch == '\n' { (row + 1, 0) } else { (row, column + 1) };
        let found = client.published(uri, version);
        let syntax = codes(&found).iter().filter(|code| code.starts_with("yaml-")).count();
        assert!(syntax <= 1 && found.len() <= 2, "after\n{typed}|\n{found:#?}");
        let is_finished = typed == added;
        assert!(!is_finished || found.is_empty(), "after\n{typed}|\n{found:#?}");
    }
    hints(&mut client, uri)
}

fn hints(client: &mut Client, uri: &str) -> Vec<(u64, String)> {
    let whole = range((0, 0), (999, 0));
    let params = json!({ "textDocument": { "uri": uri }, "range": whole });
    let hints = client.call("textDocument/inlayHint", params);
    let hints = hints.as_array().into_iter().flatten();
    hints
        .map(|hint| {
            let line = hint["position"]["line"].as_u64().unwrap();
            (line, hint["label"].as_str().unwrap().to_owned())
        })
        .collect()
}

const CHARM_URI: &str = "file:///nowhere/charmcraft.yaml";
const ROCK_URI: &str = "file:///nowhere/rockcraft.yaml";

#[test]
fn a_config_option_is_typed_in_peace_and_shows_its_variable() {
    let hints = type_into(CHARM_URI, CHARM, 9, OPTION);
    assert_eq!(hints.len(), 1, "{hints:?}");
    assert_eq!(hints[0].0, 11);
    assert!(hints[0].1.contains("FLASK_TOKEN"), "{hints:?}");
}

#[test]
fn an_endpoint_is_typed_in_peace_and_shows_its_variables() {
    let hints = type_into(CHARM_URI, CHARM, 9, ENDPOINT);
    assert_eq!(hints.len(), 1, "{hints:?}");
    assert_eq!(hints[0].0, 10);
    assert!(hints[0].1.contains("POSTGRESQL_DB_CONNECT_STRING"), "{hints:?}");
}

#[test]
fn snippets_are_typed_in_peace_between_other_keys() {
    // In front of `extensions`, so that what follows could be drawn in.
    let hints = type_into(CHARM_URI, CHARM, 7, &format!("{OPTION}{ENDPOINT}"));
    assert_eq!(hints.len(), 2, "{hints:?}");
}

#[test]
fn parts_of_the_rock_are_typed_in_peace() {
    type_into(ROCK_URI, ROCK, 9, FILES);
    type_into(ROCK_URI, ROCK, 9, PACKAGES);
    type_into(ROCK_URI, ROCK, 7, PACKAGES);
}
