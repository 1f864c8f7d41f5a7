//! Requests beside the protocol: the charm in full, its environment, the page of a rule.

use serde_json::{Value, json};

use crate::client::{Client, Directory, document, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";

const CHARM: &str = "\
name: shop
type: charm
summary: A shop.
description: It sells things.
base: ubuntu@24.04
platforms:
  amd64:
extensions: [flask-framework]
config:
  options:
    token: {type: string}
    app-x: {type: string}
";

fn start() -> Client {
    Client::start(json!({ "experimental": { "expandedDocument": true } }))
}

#[test]
fn the_charm_in_full_is_what_the_command_line_prints() {
    let mut client = start();
    let directory = Directory::new(&[("charmcraft.yaml", CHARM)]);
    let uri = directory.uri("charmcraft.yaml");
    let of_the_file = client.call("flask-lsp/expand", document(&uri));
    assert_eq!(of_the_file["version"], Value::Null);
    client.open_and_wait(&uri, CHARM);
    assert_eq!(client.notification("flask-lsp/didChangeExpansion"), document(&uri));
    let answer = client.call("flask-lsp/expand", document(&uri));
    assert_eq!((&answer["languageId"], &answer["version"]), (&"yaml".into(), &1.into()));
    assert_eq!(answer["text"], of_the_file["text"]);
    let printed = std::process::Command::new(env!("CARGO_BIN_EXE_flask-lsp"))
        .args(["expand", uri.strip_prefix("file://").unwrap()])
        .output()
        .unwrap();
    assert_eq!(answer["text"], String::from_utf8(printed.stdout).unwrap());
    assert_eq!(answer["problems"], json!([]));
}

#[test]
fn the_charm_in_full_may_come_in_the_order_of_the_file() {
    let mut client = start();
    client.open_and_wait(URI, CHARM);
    let text = |client: &mut Client, order: &str| {
        let params = json!({ "textDocument": { "uri": URI }, "order": order });
        client.call("flask-lsp/expand", params)["text"].as_str().unwrap().to_owned()
    };
    let ordered = text(&mut client, "document");
    assert!(ordered.starts_with("name: shop\ntype: charm\nsummary: A shop.\n"), "{ordered}");
    let printed = text(&mut client, "charmcraft");
    assert_ne!(printed, ordered);
    let lines = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&printed), lines(&ordered));
    let odd = json!({ "textDocument": { "uri": URI }, "order": "backwards" });
    let id = client.request("flask-lsp/expand", odd);
    assert_eq!(client.response(id)["error"]["code"], -32602);
}

#[test]
fn a_refused_charm_is_shown_as_far_as_it_goes_with_the_reasons() {
    let mut client = start();
    client.open_and_wait(URI, &CHARM.replace("type: charm", "type: charme"));
    let answer = client.call("flask-lsp/expand", document(URI));
    assert!(answer["text"].as_str().unwrap().contains("webserver-workers"), "{answer}");
    assert_eq!(answer["problems"][0]["code"], "unknown-project-type", "{answer}");
}

#[test]
fn a_view_that_is_shown_is_told_once_of_changes() {
    let mut client = start();
    client.open_and_wait(URI, CHARM);
    client.call("flask-lsp/expand", document(URI));
    client.call("flask-lsp/environment", document(URI));
    for version in 2..5 {
        client.change(URI, version, json!([{ "text": format!("{CHARM}#{version}\n") }]));
        client.published(URI, version);
    }
    assert_eq!(client.notification("flask-lsp/didChangeExpansion"), document(URI));
    assert_eq!(client.notification("flask-lsp/didChangeEnvironment"), document(URI));
    assert_eq!(client.drain(), [] as [Value; 0], "once is enough until it asks again");
    client.call("flask-lsp/expand", document(URI));
    client.notify("textDocument/didClose", document(URI));
    assert_eq!(client.notification("flask-lsp/didChangeExpansion"), document(URI));
    client.notification("textDocument/publishDiagnostics");
}

#[test]
fn clients_that_show_no_views_are_told_nothing() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, CHARM);
    client.call("flask-lsp/expand", document(URI));
    client.change(URI, 2, json!([{ "text": "name: other\n" }]));
    client.published(URI, 2);
    assert_eq!(client.drain(), [] as [Value; 0]);
}

#[test]
fn the_environment_says_where_each_variable_comes_from() {
    let mut client = start();
    client.open_and_wait(URI, CHARM);
    let answer = client.call("flask-lsp/environment", document(URI));
    assert_eq!((&answer["version"], &answer["framework"]), (&1.into(), &"flask".into()));
    let variables = answer["env"].as_array().unwrap();
    let named = |name: &str| variables.iter().find(|it| it["name"] == name).unwrap();
    assert_eq!(named("FLASK_TOKEN")["range"], range((10, 4), (10, 9)));
    assert!(named("FLASK_BASE_URL").get("range").is_none());
    assert_eq!(answer["ignored"][0]["range"], range((11, 4), (11, 9)));
}

#[test]
fn what_is_no_charm_has_no_view() {
    let mut client = start();
    let rock = "file:///nowhere/rockcraft.yaml";
    client.open_and_wait(rock, "name: shop\n");
    for uri in [rock, "file:///nowhere/compose.yaml", URI, "untitled:charmcraft.yaml"] {
        for method in ["flask-lsp/expand", "flask-lsp/environment"] {
            assert_eq!(client.call(method, document(uri)), Value::Null, "{method} of {uri}");
        }
    }
    let id = client.request("flask-lsp/expand", json!({ "uri": URI }));
    assert_eq!(client.response(id)["error"]["code"], -32602);
}

#[test]
fn the_page_of_a_rule_is_markdown() {
    let mut client = start();
    let answer = client.call("flask-lsp/explain", json!({ "code": "duplicate-key" }));
    assert!(answer["markdown"].as_str().unwrap().starts_with("# duplicate-key\n"), "{answer}");
    assert!(answer["url"].as_str().unwrap().ends_with("/duplicate-key.md"), "{answer}");
    assert_eq!(client.call("flask-lsp/explain", json!({ "code": "nothing" })), Value::Null);
}

#[test]
fn all_rules_are_listed_to_choose_from() {
    let mut client = start();
    let answer = client.call("flask-lsp/rules", json!({}));
    let rules = answer.as_array().unwrap();
    let codes: Vec<_> = rules.iter().map(|rule| rule["code"].as_str().unwrap()).collect();
    assert!(codes.is_sorted() && codes.contains(&"duplicate-key"), "{codes:?}");
    assert!(rules.iter().all(|rule| rule["summary"].as_str().is_some_and(|text| !text.is_empty())));
    for code in codes {
        assert_eq!(client.call("flask-lsp/explain", json!({ "code": code }))["code"], code);
    }
}
