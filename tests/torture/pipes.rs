//! The pipes themselves: cut, blocked, with wrong lengths, or with nobody at the other end.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, TWICE, document, encode, hover_at, notification};

const URI: &str = "file:///nowhere/charmcraft.yaml";
const PATIENCE: Duration = Duration::from_secs(60);

fn hover(id: i64) -> Value {
    let mut message = notification("textDocument/hover", hover_at(URI, 0, 0));
    message["id"] = id.into();
    message
}

#[test]
fn a_header_may_come_in_two_halves() {
    let mut client = Client::start(json!({}));
    let message = encode(&hover(70));
    for cut in [3, 16, 18, 20, message.len() - 1] {
        let (first, second) = message.split_at(cut);
        client.write(first);
        std::thread::sleep(Duration::from_millis(20));
        client.write(second);
        assert_eq!(client.response(70)["result"], Value::Null);
    }
}

#[test]
fn half_a_header_at_the_end_of_input_is_the_end() {
    for half in ["Content-Le", "Content-Length: 20", "Content-Length: 20\r\n\r\n{", "\r\n\r\n"] {
        let mut client = Client::start(json!({}));
        client.write(half.as_bytes());
        client.close_input();
        assert_eq!(client.wait().code(), Some(1), "{half}");
    }
}

/// The wrong one is answered with an error, and the server is back in step with the next message.
#[test]
fn a_wrong_length_costs_that_message_alone() {
    let body = hover(70).to_string();
    for length in [body.len() as u64 - 5, 3, 1 << 40, u64::MAX] {
        let mut client = Client::start(json!({}));
        client.write(format!("Content-Length: {length}\r\n\r\n{body}").as_bytes());
        client.send(&hover(71));
        assert_eq!(client.response(71)["result"], Value::Null, "{length}");
        let others = client.drain();
        assert_eq!(others.len(), 1, "{others:?}");
        assert!(others[0]["error"]["code"].is_i64(), "{others:?}");
    }
}

/// Too long a length eats the message behind it: nobody can tell where that one began.
#[test]
fn a_length_that_is_too_large_costs_the_next_message_too() {
    let mut client = Client::start(json!({}));
    let body = hover(70).to_string();
    client.write(format!("Content-Length: {}\r\n\r\n{body}", body.len() + 30).as_bytes());
    client.send(&hover(71));
    client.send(&hover(72));
    assert_eq!(client.response(72)["result"], Value::Null);
    let others = client.drain();
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!(others[0]["error"]["code"], -32700);
}

#[test]
fn lengths_that_are_no_numbers_are_skipped() {
    let mut client = Client::start(json!({}));
    for length in ["", "-1", "ten", "0x10", "99999999999999999999999"] {
        client.write(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    }
    client.write(&[0xff; 100_000]);
    client.write(b"\r\n\r\n");
    client.send(&hover(71));
    assert_eq!(client.response(71)["result"], Value::Null);
}

/// A server whose output nobody reads, blocked by more than a pipe holds.
fn blocked(params: Value) -> Child {
    let mut server = Command::new(env!("CARGO_BIN_EXE_flask-lsp"))
        .arg("--stdio")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut initialize = notification("initialize", params);
    initialize["id"] = 1.into();
    let item = json!({ "uri": URI, "languageId": "yaml", "version": 1, "text": TWICE });
    let open = notification("textDocument/didOpen", json!({ "textDocument": item }));
    let stdin = server.stdin.as_mut().unwrap();
    for message in [initialize, notification("initialized", json!({})), open] {
        stdin.write_all(&encode(&message)).unwrap();
    }
    // About 1.5 KB each: several pipes full.
    for id in 0..QUESTIONS {
        let mut message = notification("textDocument/documentSymbol", document(URI));
        message["id"] = (100 + id).into();
        stdin.write_all(&encode(&message)).unwrap();
    }
    stdin.flush().unwrap();
    server
}

const QUESTIONS: i64 = 1_000;

fn wait(server: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = server.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            server.kill().unwrap();
            panic!("the server does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Time on the processor in ticks of the system.
fn ticks(server: &Child) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", server.id())).ok()?;
    let fields: Vec<_> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

#[test]
fn a_client_that_stops_reading_gets_everything_when_it_reads_again() {
    let mut server = blocked(json!({ "capabilities": {} }));
    std::thread::sleep(Duration::from_millis(1500));
    let before = ticks(&server);
    std::thread::sleep(Duration::from_millis(500));
    let after = ticks(&server);
    // A hundred in a second: it waits, and does not try again and again.
    assert!(after.unwrap_or(0) - before.unwrap_or(0) < 20, "{before:?}, {after:?}");
    let mut answered = 0;
    let mut stdout = BufReader::new(server.stdout.take().unwrap());
    while answered < QUESTIONS {
        let mut header = String::new();
        stdout.read_line(&mut header).unwrap();
        let length: usize =
            header.trim().strip_prefix("Content-Length: ").unwrap().parse().unwrap();
        let mut rest = vec![0; length + 2];
        stdout.read_exact(&mut rest).unwrap();
        let message: Value = serde_json::from_slice(&rest).unwrap();
        answered += i64::from(message["id"].as_i64().is_some_and(|id| id >= 100));
    }
    drop(server.stdin.take());
    assert_eq!(wait(&mut server).code(), Some(1));
}

#[test]
fn a_client_that_stops_reading_and_goes_away_ends_the_server() {
    let mut server = blocked(json!({ "capabilities": {} }));
    std::thread::sleep(Duration::from_millis(200));
    drop(server.stdin.take());
    drop(server.stdout.take());
    assert_eq!(wait(&mut server).code(), Some(1));
}

#[test]
fn the_death_of_the_parent_ends_a_server_that_is_blocked() {
    let mut editor = Command::new("sleep").arg("120").stdin(Stdio::null()).spawn().unwrap();
    let mut server = blocked(json!({ "processId": editor.id(), "capabilities": {} }));
    std::thread::sleep(Duration::from_millis(200));
    editor.kill().unwrap();
    editor.wait().unwrap();
    // Both pipes stay open: another process may have inherited them.
    assert_eq!(wait(&mut server).code(), Some(1));
}
