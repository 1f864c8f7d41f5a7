//! Messages that a client should not send, or not in this order.

use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{
    Client, TWICE, change_params, codes, document, encode, hover_at, notification, range,
};
use crate::cost::peak_memory;

const URI: &str = "file:///nowhere/charmcraft.yaml";

/// The error of the protocol for faults of the server.
const INTERNAL_ERROR: i64 = -32603;

fn raw(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

#[test]
fn halves_of_surrogate_pairs_count_as_one_unit_each() {
    let opened = |half: &str| {
        let mut client = Client::start(json!({}));
        let text = format!("# {}\\n", half.repeat(200_000));
        let twice = format!("{{{half}: 1, {half}: 1}}");
        let since = Instant::now();
        client.write(&raw(&format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":
               {{"uri":"{URI}","languageId":"yaml","version":1,"text":"{text}{twice}"}}}}}}"#
        )));
        let found = client.published(URI, 1);
        let of_key = found.iter().find(|it| it["code"] == "duplicate-key");
        let place = of_key.map(|it| it["range"].clone());
        (since.elapsed(), place)
    };
    let (plain_time, plain_place) = opened("\\u00e9");
    assert_eq!(plain_place, Some(range((1, 7), (1, 8))));
    let (time, place) = opened("\\ud83e");
    assert_eq!(place, plain_place);
    assert!(time < plain_time.max(Duration::from_millis(300)) * 12, "{time:?}, {plain_time:?}");
}

/// Every request that takes a place, at places where nothing is.
#[test]
fn places_beyond_the_end_have_answers_and_no_faults() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, TWICE);
    let far = u32::MAX;
    for (line, character) in [(far, far), (0, far), (far, 0), (9, 0), (10, 1)] {
        for method in [
            "hover",
            "completion",
            "definition",
            "references",
            "documentHighlight",
            "prepareRename",
            "rename",
            "linkedEditingRange",
            "selectionRange",
        ] {
            let mut params = hover_at(URI, line, character);
            params["context"] = json!({ "includeDeclaration": true });
            params["newName"] = "ab".into();
            params["positions"] = json!([params["position"]]);
            let id = client.request(&format!("textDocument/{method}"), params);
            let answer = client.response(id);
            assert_ne!(answer["error"]["code"], INTERNAL_ERROR, "{method}: {answer}");
        }
    }
    // A fault would have left a line in the log.
    assert_eq!(client.drain(), Vec::<Value>::new());
}

#[test]
fn ranges_that_end_before_they_start_are_answered() {
    let mut client = Client::start(json!({}));
    client.open_and_wait(URI, TWICE);
    let far = u32::MAX;
    for range in [range((8, 2), (1, 1)), range((1, 3), (1, 1)), range((far, far), (0, 0))] {
        for method in ["codeAction", "inlayHint"] {
            let context = json!({ "diagnostics": [] });
            let params =
                json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
            client.call(&format!("textDocument/{method}"), params);
        }
    }
    assert_eq!(client.drain(), Vec::<Value>::new());
}

#[test]
fn versions_that_go_backwards_are_followed_in_the_order_of_the_messages() {
    let mut client = Client::start(json!({}));
    client.open(URI, "a: 1\n");
    client.published(URI, 1);
    for version in [9, 3, 3, -7] {
        let text = format!("v: {version}\nv: 1\n");
        client.change(URI, version, json!([{ "text": text }]));
        assert!(codes(&client.published(URI, version)).contains(&"duplicate-key"));
    }
}

#[test]
fn changes_to_documents_that_are_not_open_change_nothing() {
    let mut client = Client::start(json!({}));
    client.change(URI, 2, json!([{ "text": TWICE }]));
    client.notify("textDocument/didClose", document(URI));
    client.notify("textDocument/didSave", document(URI));
    assert_eq!(client.call("textDocument/hover", hover_at(URI, 0, 0)), Value::Null);
    assert_eq!(codes(&client.open_and_wait(URI, TWICE)), ["duplicate-key"]);
    // Twice open without a close in between: the last text counts.
    assert!(!codes(&client.open_and_wait(URI, "name: ab\n")).contains(&"duplicate-key"));
}

fn options(count: usize) -> String {
    let mut text = String::from("config:\n  options:\n");
    for number in 0..count {
        writeln!(text, "    o{number}: {{type: in}}").unwrap();
    }
    text
}

#[test]
fn a_document_closed_while_it_is_looked_at_leaves_nothing_behind() {
    let mut client = Client::start(json!({}));
    client.open(URI, &options(3_000));
    // Long enough for the check to begin, and not for its end.
    std::thread::sleep(Duration::from_millis(20));
    let symbols = client.request("textDocument/documentSymbol", document(URI));
    client.notify("textDocument/didClose", document(URI));
    let after = client.request("textDocument/documentSymbol", document(URI));
    assert!(client.response(symbols).get("error").is_none());
    assert_eq!(client.response(after)["result"], Value::Null);
    loop {
        let params = client.notification("textDocument/publishDiagnostics");
        if params.get("version").is_none() {
            assert_eq!(params["diagnostics"], json!([]));
            break;
        }
    }
    assert_eq!(client.drain(), Vec::<Value>::new());
}

#[test]
fn a_thousand_open_documents_do_not_slow_down_the_one_that_is_edited() {
    let uri = |number: usize| format!("file:///nowhere/p{number}/charmcraft.yaml");
    let keystrokes = |client: &mut Client, first: i32| {
        let since = Instant::now();
        for version in first..first + 50 {
            let edit = json!({ "range": range((1, 7), (1, 7)), "text": "b" });
            client.change(&uri(0), version, json!([edit]));
            client.published(&uri(0), version);
        }
        since.elapsed()
    };
    let mut client = Client::start(json!({}));
    let since = Instant::now();
    client.open_and_wait(&uri(0), TWICE);
    let opened = since.elapsed().max(Duration::from_millis(20));
    let plain = keystrokes(&mut client, 2);
    let memory = peak_memory(&client);

    let since = Instant::now();
    let mut burst = Vec::new();
    for number in 1..1_000 {
        let item = json!({ "uri": uri(number), "languageId": "yaml", "version": 1, "text": TWICE });
        let open = json!({ "textDocument": item });
        burst.extend(encode(&notification("textDocument/didOpen", open)));
    }
    client.write(&burst);
    for number in 1..1_000 {
        assert_eq!(codes(&client.published(&uri(number), 1)), ["duplicate-key"]);
    }
    let all = since.elapsed();
    assert!(all < opened * 1_000, "{all:?} for a thousand, {opened:?} for one");
    let slow = keystrokes(&mut client, 100);
    assert!(slow < plain.max(Duration::from_millis(100)) * 8, "{slow:?} after {plain:?}");
    let memory_now = peak_memory(&client);
    assert!(memory_now < memory.max(16 * 1024) * 12, "{memory_now} KiB after {memory} KiB");
}

#[test]
fn requests_in_flight_at_shutdown_are_answered_and_the_end_is_clean() {
    let mut client = Client::start(json!({}));
    let mut burst = Vec::new();
    let item = json!({ "uri": URI, "languageId": "yaml", "version": 1, "text": options(1_000) });
    let open = notification("textDocument/didOpen", json!({ "textDocument": item }));
    burst.extend(encode(&open));
    let mut ids = Vec::new();
    for round in 0..50 {
        let edit = json!({ "range": range((2, 5), (2, 5)), "text": "x" });
        let change = change_params(URI, round + 2, json!([edit]));
        burst.extend(encode(&notification("textDocument/didChange", change)));
        for method in ["textDocument/documentSymbol", "textDocument/foldingRange"] {
            let (id, message) = client.request_message(method, document(URI));
            burst.extend(encode(&message));
            ids.push(id);
        }
    }
    let (shutdown, message) = client.request_message("shutdown", Value::Null);
    burst.extend(encode(&message));
    let (late, message) = client.request_message("textDocument/hover", hover_at(URI, 0, 0));
    burst.extend(encode(&message));
    burst.extend(encode(&notification("exit", Value::Null)));
    client.write(&burst);
    for id in ids {
        assert!(client.response(id).get("error").is_none());
    }
    assert_eq!(client.response(shutdown)["result"], Value::Null);
    assert!(client.response(late).get("error").is_some(), "asked after the end");
    assert_eq!(client.wait().code(), Some(0));
    client.forget_publications();
}
