//! From the first message to the last.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::client::{Client, document, encode, hover_at, notification};

#[test]
fn initialize_tells_name_version_and_what_works() {
    let mut client = Client::spawn();
    let result = client.call("initialize", json!({ "capabilities": {} }));
    assert_eq!(result["serverInfo"]["name"], "flask-lsp");
    assert_eq!(result["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    let capabilities = &result["capabilities"];
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    let provided = [
        "hoverProvider",
        "completionProvider",
        "inlayHintProvider",
        "codeActionProvider",
        "documentSymbolProvider",
    ];
    for provider in provided {
        assert!(!capabilities[provider].is_null(), "{provider}");
    }
    assert!(capabilities["diagnosticProvider"].is_null());
    assert!(capabilities["documentFormattingProvider"].is_null());
}

#[test]
fn the_best_encoding_that_the_client_offers_is_taken() {
    let chosen = |offered: Value| {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let mut client = Client::spawn();
        let mut result = client.call("initialize", json!({ "capabilities": capabilities }));
        result["capabilities"]["positionEncoding"].take()
    };
    assert_eq!(chosen(json!(["utf-16", "utf-8", "utf-32"])), "utf-8");
    assert_eq!(chosen(json!(["utf-16", "utf-32"])), "utf-32");
    assert_eq!(chosen(json!(["utf-16"])), "utf-16");
    assert_eq!(chosen(json!([])), "utf-16");
}

#[test]
fn everything_may_be_written_before_anything_is_read() {
    let mut client = Client::spawn();
    let mut burst = Vec::new();
    let mut ids = Vec::new();
    for (method, params) in [
        ("initialize", json!({ "capabilities": {} })),
        ("textDocument/hover", hover_at("file:///other.yaml", 0, 0)),
        ("shutdown", Value::Null),
    ] {
        let (id, message) = client.request_message(method, params);
        burst.extend(encode(&message));
        ids.push(id);
    }
    burst.extend(encode(&notification("exit", Value::Null)));
    client.write(&burst);
    for id in ids {
        let response = client.response(id);
        assert!(response.get("error").is_none(), "{response}");
    }
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::spawn();
    let id = client.request("textDocument/hover", hover_at("file:///charmcraft.yaml", 0, 0));
    assert_eq!(client.response(id)["error"]["code"], -32002);
    client.call("initialize", json!({ "capabilities": {} }));
}

/// Their answers do not go through the transport, and all else does.
#[test]
fn requests_with_long_answers_are_refused_like_all_others() {
    let methods = [
        "textDocument/documentSymbol",
        "textDocument/inlayHint",
        "textDocument/completion",
        "textDocument/diagnostic",
        "workspace/diagnostic",
        "workspace/symbol",
        "flask-lsp/environment",
    ];
    let refused = |client: &mut Client, params: &Value| -> Vec<i64> {
        let ids = methods.map(|method| client.request(method, params.clone()));
        ids.map(|id| client.response(id)["error"]["code"].as_i64().unwrap()).to_vec()
    };
    let file = document("file:///nowhere/charmcraft.yaml");
    let mut client = Client::spawn();
    assert_eq!(refused(&mut client, &file), [-32002; 7]);
    client.call("initialize", json!({ "capabilities": {} }));

    let mut client = Client::start(json!({}));
    assert_eq!(refused(&mut client, &json!({ "textDocument": 1 })), [-32602; 7]);
    assert_eq!(refused(&mut client, &Value::Null), [-32602; 7]);
    for method in methods {
        client.notify(method, file.clone());
    }
    assert!(client.drain().is_empty(), "nobody asked");
    assert_eq!(client.call("shutdown", Value::Null), Value::Null);
    assert_eq!(refused(&mut client, &file), [-32600; 7]);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn exit_without_shutdown_ends_with_1() {
    let mut client = Client::start(json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(1));
}

#[test]
fn exit_after_shutdown_ends_with_0_though_the_input_stays_open() {
    let mut client = Client::start(json!({}));
    assert_eq!(client.call("shutdown", Value::Null), Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn the_end_of_input_ends_the_server() {
    let mut client = Client::start(json!({}));
    client.close_input();
    assert_eq!(client.wait().code(), Some(1));
}

#[cfg(unix)]
#[test]
fn the_death_of_the_client_ends_the_server_though_the_input_stays_open() {
    let mut editor = Command::new("sleep").arg("60").stdin(Stdio::null()).spawn().unwrap();
    let params = json!({ "processId": editor.id(), "capabilities": {} });
    let mut client = Client::start_with(params);
    client.call("textDocument/documentSymbol", document("file:///none.yaml"));
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert_eq!(client.wait().code(), Some(1));
}

#[test]
fn a_living_client_keeps_the_server() {
    let params = json!({ "processId": std::process::id(), "capabilities": {} });
    let mut client = Client::start_with(params);
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_ne!(client.process_id(), 0);
    assert_eq!(client.call("shutdown", Value::Null), Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn malformed_messages_cost_only_themselves() {
    let mut client = Client::start(json!({}));
    let id = client.request("textDocument/hover", json!({ "textDocument": 1 }));
    assert_eq!(client.response(id)["error"]["code"], -32602);
    let id = client.request("textDocument/hover", Value::Null);
    assert_eq!(client.response(id)["error"]["code"], -32602);
    let id = client.request("textDocument/fortuneTelling", json!({}));
    assert_eq!(client.response(id)["error"]["code"], -32601);
    client.notify("textDocument/didChange", json!({ "textDocument": [] }));
    client.notify("textDocument/didOpen", json!("?"));
    client.notify("$/unheardOf", json!({}));
    assert!(client.drain().is_empty());
    for (body, code) in [("{\"a\":", -32700), ("[]", -32600)] {
        client.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let error = client.drain();
        assert_eq!(error.len(), 1, "{error:?}");
        assert_eq!((&error[0]["error"]["code"], &error[0]["id"]), (&code.into(), &Value::Null));
    }
}

#[test]
fn a_cancelled_request_is_answered_all_the_same() {
    let mut client = Client::start(json!({}));
    let id = client.request("textDocument/hover", hover_at("file:///charmcraft.yaml", 0, 0));
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.response(id)["id"], id);
}
