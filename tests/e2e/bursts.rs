//! Many messages at once: no answer is older than the change before it.

use serde_json::{Value, json};

use crate::client::{Client, change_params, document, encode, notification, range};

const URI: &str = "file:///nowhere/charmcraft.yaml";
const PAIRS: i32 = 2_000;

/// Each change gives the keys another name, and each question asks for something that holds it.
#[test]
fn no_answer_in_a_burst_is_stale_and_the_last_publication_is_the_newest() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, "key-1: 1\nkey-1: 2\n");
    let mut burst = Vec::new();
    let mut ids = Vec::new();
    for version in 2..2 + PAIRS {
        let end = format!("key-{}", version - 1).len() as u32;
        let edit =
            |line| json!({ "range": range((line, 4), (line, end)), "text": version.to_string() });
        let change = change_params(URI, version, json!([edit(0), edit(1)]));
        burst.extend(encode(&notification("textDocument/didChange", change)));
        let (id, message) = client.request_message("textDocument/diagnostic", document(URI));
        burst.extend(encode(&message));
        ids.push((version, id));
    }
    client.write(&burst);
    let mut stale = Vec::new();
    for (version, id) in ids {
        let answer = client.response(id);
        let message = answer["result"]["items"][0]["message"].as_str().unwrap_or_default();
        if !message.contains(&format!("`key-{version}`")) {
            stale.push(version);
        }
    }
    assert!(stale.is_empty(), "{} answers belong to an older text", stale.len());

    let newest = 1 + PAIRS;
    let mut published = Vec::new();
    while published.last() != Some(&i64::from(newest)) {
        let params = client.notification("textDocument/publishDiagnostics");
        published.push(params["version"].as_i64().unwrap());
    }
    assert!(published.is_sorted(), "{published:?}");
    assert!(published.len() < PAIRS as usize / 10, "{} publications", published.len());
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
    client.call("textDocument/documentSymbol", document(URI));
    let mut last = Value::Null;
    loop {
        let messages = client.drain();
        let Some(message) = messages.into_iter().next_back() else { break };
        last = message;
    }
    assert_eq!(last["params"], json!({ "uri": URI, "diagnostics": [] }));
}
