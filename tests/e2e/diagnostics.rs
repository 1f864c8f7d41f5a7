//! Diagnostics pushed, pulled, and what stands in them.

use serde_json::{Value, json};

use crate::client::{Client, Directory, TWICE, codes, document, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";

fn pulling() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

#[test]
fn a_diagnostic_says_who_what_why_and_what_to_do() {
    let mut client = Client::start(json!({}));
    let found = client.open_and_wait(URI, TWICE);
    assert_eq!(codes(&found), ["duplicate-key"]);
    assert_eq!(found[0]["source"], "flask-lsp");
    assert_eq!(found[0]["severity"], 1);
    let message = found[0]["message"].as_str().unwrap();
    let starts: Vec<_> = message.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(starts, ["the", "note:", "help:"], "{message}");
    for extra in ["relatedInformation", "codeDescription", "data", "tags"] {
        assert!(found[0].get(extra).is_none(), "{extra} was not announced");
    }
}

#[test]
fn more_is_said_to_clients_that_announce_it() {
    let mut client = Client::start(json!({ "textDocument": { "publishDiagnostics": {
        "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true,
    } } }));
    let found = client.open_and_wait(URI, TWICE);
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"], json!({ "uri": URI, "range": range((0, 0), (0, 5)) }));
    assert!(related["message"].as_str().is_some_and(|message| !message.is_empty()));
    let href = found[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(href.ends_with("duplicate-key.md"), "{href}");
    assert_eq!(found[0]["data"]["rejectedBy"], "charmcraft");
    assert_eq!(found[0]["data"]["keyPath"], json!(["title"]));
}

#[test]
fn a_client_that_pulls_is_not_pushed_to() {
    let mut client = Client::spawn();
    let result = client.call("initialize", json!({ "capabilities": pulling() }));
    let provider = &result["capabilities"]["diagnosticProvider"];
    assert_eq!(provider["workspaceDiagnostics"], true);
    client.notify("initialized", json!({}));
    client.open(URI, TWICE);
    client.change(URI, 2, json!([{ "text": TWICE }]));
    let report = client.call("textDocument/diagnostic", document(URI));
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"][0]["code"], "duplicate-key");
    client.notify("textDocument/didClose", document(URI));
    assert!(client.drain().is_empty());
}

#[test]
fn what_the_client_has_already_is_not_sent_again() {
    let mut client = Client::start(pulling());
    client.open(URI, TWICE);
    let first = client.call("textDocument/diagnostic", document(URI));
    let again = |id: &Value| json!({ "textDocument": { "uri": URI }, "previousResultId": id });
    let second = client.call("textDocument/diagnostic", again(&first["resultId"]));
    assert_eq!(second, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    client.change(URI, 2, json!([{ "text": format!("\n{TWICE}") }]));
    let third = client.call("textDocument/diagnostic", again(&first["resultId"]));
    assert_eq!(third["kind"], "full");
    assert_ne!(third["resultId"], first["resultId"]);
}

#[test]
fn pulling_for_a_file_that_is_not_ours_gives_an_empty_report() {
    let mut client = Client::start(pulling());
    client.open("file:///nowhere/values.yaml", TWICE);
    let report = client.call("textDocument/diagnostic", document("file:///nowhere/values.yaml"));
    assert_eq!(report, json!({ "kind": "full", "items": [] }));
}

#[test]
fn the_mode_can_be_chosen_against_what_the_client_announces() {
    let with = |capabilities: Value, mode: &str| {
        let mut client = Client::spawn();
        let options = json!({ "diagnosticMode": mode });
        let params = json!({ "capabilities": capabilities, "initializationOptions": options });
        let result = client.call("initialize", params);
        client.notify("initialized", json!({}));
        (client, !result["capabilities"]["diagnosticProvider"].is_null())
    };
    let (mut pushed, offers_pull) = with(pulling(), "push");
    assert!(!offers_pull);
    assert_eq!(pushed.open_and_wait(URI, TWICE).len(), 1);
    let (mut pulled, offers_pull) = with(json!({}), "pull");
    assert!(offers_pull);
    pulled.open(URI, TWICE);
    assert!(pulled.drain().is_empty());
    let (_, offers_pull) = with(pulling(), "auto");
    assert!(offers_pull);
}

#[test]
fn the_workspace_is_what_is_open_and_what_lies_below_the_folders() {
    let directory = Directory::new(&[
        ("rockcraft.yaml", TWICE),
        ("charm/charmcraft.yaml", TWICE),
        ("charm/values.yaml", TWICE),
        ("old/charmcraft.yaml", TWICE),
        (".gitignore", "old/\n"),
    ]);
    let folders = json!([{ "uri": directory.root(), "name": "shop" }]);
    let params = json!({ "capabilities": pulling(), "workspaceFolders": folders });
    let mut client = Client::start_with(params);
    let charm = directory.uri("charm/charmcraft.yaml");
    client.open(&charm, "name: shop\n");
    let asked = json!({ "previousResultIds": [] });
    let report = client.call("workspace/diagnostic", asked);
    let found: Vec<_> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let duplicates = item["items"].as_array().unwrap().iter();
            let duplicates = duplicates.filter(|item| item["code"] == "duplicate-key").count();
            (item["uri"].as_str().unwrap(), item["version"].clone(), duplicates)
        })
        .collect();
    let rock = directory.uri("rockcraft.yaml");
    // The open buffer counts, not the file on the disk, which has a key twice.
    assert_eq!(found, [(charm.as_str(), json!(1), 0), (rock.as_str(), Value::Null, 1)]);

    let known = report["items"].as_array().unwrap().iter();
    let known: Vec<_> =
        known.map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    let report = client.call("workspace/diagnostic", json!({ "previousResultIds": known }));
    let kinds = report["items"].as_array().unwrap().iter().map(|item| item["kind"].clone());
    assert_eq!(kinds.collect::<Vec<_>>(), ["unchanged", "unchanged"]);
}

#[test]
fn folders_come_and_go() {
    let directory = Directory::new(&[("rockcraft.yaml", TWICE)]);
    let mut client = Client::start(pulling());
    let count = |client: &mut Client| {
        let report = client.call("workspace/diagnostic", json!({ "previousResultIds": [] }));
        report["items"].as_array().unwrap().len()
    };
    let folder = json!([{ "uri": directory.root(), "name": "shop" }]);
    assert_eq!(count(&mut client), 0);
    let event = json!({ "added": folder, "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(count(&mut client), 1);
    let event = json!({ "added": [], "removed": folder });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(count(&mut client), 0);
}

#[test]
fn of_very_many_findings_the_most_severe_are_told_and_how_many_more_there_are() {
    // 1,500 options of a type that Juju refuses, and behind them keys that are a matter of taste.
    let options: String =
        (0..1_500).map(|number| format!("    o{number}: {{type: str}}\n")).collect();
    let text = format!("name: many\nx-unknown: 1\nconfig:\n  options:\n{options}");
    let mut client = Client::start(json!({}));
    let found = client.open_and_wait(URI, &text);
    assert_eq!(found.len(), 1_001);
    assert_eq!(found[0]["code"], "more-problems");
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.contains("more problems are not shown here: "), "{message}");
    assert!(message.contains("flask-lsp --check charmcraft.yaml"), "{message}");
    assert!(found[1..].iter().all(|it| it["severity"] == 1), "the worst come first");
    let lines: Vec<_> = found[1..].iter().map(|it| it["range"]["start"]["line"].as_u64()).collect();
    assert!(lines.is_sorted(), "in the order of the text");

    let mut client = Client::start(pulling());
    client.open(URI, &text);
    let report = client.call("textDocument/diagnostic", document(URI));
    assert_eq!(report["items"].as_array().unwrap().len(), 1_001);

    let directory = Directory::new(&[("charmcraft.yaml", &text)]);
    let all = std::process::Command::new(env!("CARGO_BIN_EXE_flask-lsp"))
        .args(["--check", "--format", "json-lines"])
        .arg(directory.root().trim_start_matches("file://"))
        .output()
        .unwrap();
    let count = String::from_utf8(all.stdout).unwrap().lines().count();
    assert!(count > 1_500, "{count}");
}
