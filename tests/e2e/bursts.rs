//! Many messages at once: no answer is older than the change before it.

use std::time::Instant;

use serde_json::{Value, json};

use crate::client::{Client, change_params, document, encode, hover_at, notification, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";
const PAIRS: i32 = 2_000;

/// Each change gives an option another name, and each hover asks for the variable behind it.
#[test]
fn no_answer_in_a_burst_is_stale_and_the_last_publication_is_the_newest() {
    let mut client = Client::start(json!({}));
    let charm = "extensions: [flask-framework]\nconfig:\n  options:\n    key-1: {type: string}\n";
    client.open_and_wait(URI, charm);
    let mut burst = Vec::new();
    let mut ids = Vec::new();
    for version in 2..2 + PAIRS {
        let end = format!("    key-{}", version - 1).len() as u32;
        let edit = json!({ "range": range((3, 8), (3, end)), "text": version.to_string() });
        let change = change_params(URI, version, json!([edit]));
        burst.extend(encode(&notification("textDocument/didChange", change)));
        let (id, message) = client.request_message("textDocument/hover", hover_at(URI, 3, 5));
        burst.extend(encode(&message));
        ids.push((version, id));
    }
    let since = Instant::now();
    client.write(&burst);
    let mut stale = Vec::new();
    for (version, id) in ids {
        let answer = client.response(id);
        let text = answer["result"]["contents"]["value"].as_str().unwrap_or_default();
        let number = text.split("FLASK_KEY_").nth(1).unwrap_or_default();
        let number = number.split(|ch: char| !ch.is_ascii_digit()).next();
        if number != Some(&version.to_string()) {
            stale.push((version, text.to_owned()));
        }
    }
    assert!(stale.is_empty(), "{} answers belong to another text: {:?}", stale.len(), stale[0]);

    let newest = 1 + PAIRS;
    let mut published = Vec::new();
    while published.last() != Some(&i64::from(newest)) {
        let params = client.notification("textDocument/publishDiagnostics");
        published.push(params["version"].as_i64().unwrap());
    }
    assert!(published.is_sorted(), "{published:?}");
    // During a burst there is one every 10 ms at most, however slow the machine is.
    let bearable = (PAIRS as u128 / 10).max(since.elapsed().as_millis() / 10 + 2);
    assert!((published.len() as u128) < bearable, "{} publications", published.len());
}

#[test]
fn a_document_closed_within_a_burst_stays_closed() {
    let mut client = Client::start(json!({}));
    let mut burst = Vec::new();
    for round in 0..200 {
        let text = format!("a: {round}\na: 1\n");
        let item = json!({ "uri": URI, "languageId": "yaml", "version": round, "text": text });
        let open = json!({ "textDocument": item });
        burst.extend(encode(&notification("textDocument/didOpen", open)));
        burst.extend(encode(&notification("textDocument/didClose", document(URI))));
    }
    client.write(&burst);
    // Documents are published in the order in which they changed, so this one comes last.
    let other = "file:///nowhere/rockcraft.yaml";
    client.open(other, "");
    let mut last = Value::Null;
    loop {
        let params = client.notification("textDocument/publishDiagnostics");
        if params["uri"] == other {
            break;
        }
        last = params;
    }
    assert_eq!(last, json!({ "uri": URI, "diagnostics": [] }));
}
