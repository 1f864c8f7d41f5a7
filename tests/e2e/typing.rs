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

/// What an editor sends for one key: characters taken away before the cursor, then text put there.
type Keystroke = (u32, String);

/// Each character on its own, blanks at the start of a line too.
fn by_hand(added: &str) -> Vec<Keystroke> {
    added.chars().map(|ch| (0, ch.to_string())).collect()
}

/// Enter indents like the line above, further below a key; where that is wrong it is mended blank by
/// blank.
fn with_auto_indent(added: &str) -> Vec<Keystroke> {
    let mut keys = Vec::new();
    let mut above: Option<&str> = None;
    for line in added.lines() {
        let indent = |line: &str| line.len() - line.trim_start().len();
        if let Some(above) = above {
            let guess = indent(above) + if above.ends_with(':') { 2 } else { 0 };
            keys.push((0, format!("\n{}", " ".repeat(guess))));
            keys.extend((indent(line)..guess).map(|_| (1, String::new())));
            keys.extend((guess..indent(line)).map(|_| (0, " ".to_owned())));
        }
        keys.extend(by_hand(line.trim_start()));
        above = Some(line);
    }
    keys
}

/// Types `added` on a new line of `text`, before the line of that number. After each keystroke there
/// is at most one finding about the syntax and two in all, and none at the end. Returns the hints of
/// the finished text.
fn type_into(uri: &str, text: &str, line: u32, added: &str) -> Vec<(u64, String)> {
    let added = added.trim_end();
    let hints = press(uri, text, line, &by_hand(added));
    assert_eq!(press(uri, text, line, &with_auto_indent(added)), hints);
    hints
}

fn press(uri: &str, text: &str, line: u32, keys: &[Keystroke]) -> Vec<(u64, String)> {
    let mut client = Client::start(json!({}));
    assert_eq!(client.open_and_wait(uri, text), [] as [Value; 0]);
    let (mut row, mut column) = (line, 0);
    let mut version = 2;
    client.change(uri, version, json!([{ "range": range((row, 0), (row, 0)), "text": "\n" }]));
    assert_eq!(client.published(uri, version), [] as [Value; 0]);
    let mut typed = String::new();
    for (number, (taken, put)) in keys.iter().enumerate() {
        version += 1;
        let place = range((row, column - taken), (row, column));
        client.change(uri, version, json!([{ "range": place, "text": put }]));
        typed.truncate(typed.len() - *taken as usize);
        typed.push_str(put);
        row += put.matches('\n').count() as u32;
        column = (typed.len() - typed.rfind('\n').map_or(0, |end| end + 1)) as u32;
        let found = client.published(uri, version);
        let syntax = codes(&found).iter().filter(|code| code.starts_with("yaml-")).count();
        assert!(syntax <= 1 && found.len() <= 2, "after\n{typed}|\n{found:#?}");
        let is_finished = number + 1 == keys.len();
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

#[test]
fn a_line_that_slips_is_one_finding() {
    let mut client = Client::start(json!({}));
    let text =
        format!("{CHARM}{OPTION}    second:\n      type: int\n    third:\n      type: int\n");
    assert_eq!(client.open_and_wait(CHARM_URI, &text), [] as [Value; 0]);
    let options = text.lines().zip(0..).filter(|(line, _)| line.starts_with("    "));
    let mut version = 1;
    for (line, row) in options {
        let before = range((row, 0), (row, 0));
        client.change(CHARM_URI, version + 1, json!([{ "range": before, "text": " " }]));
        let found = client.published(CHARM_URI, version + 1);
        assert!(found.len() <= 1, "{line}\n{found:#?}");
        let slipped = range((row, 0), (row, 1));
        client.change(CHARM_URI, version + 2, json!([{ "range": slipped, "text": "" }]));
        assert_eq!(client.published(CHARM_URI, version + 2), [] as [Value; 0]);
        version += 2;
    }
}
