//! The server in this process, with rules of the test's own, spoken to as by any client.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use analysis::rules::JudgedBy;
use analysis::{FileKind, Rule, Severity};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tower_lsp_server::{LspService, Server};

use super::server::Backend;

/// Bytes on their way from one side to the other.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Bytes>>);

#[derive(Default)]
struct Bytes {
    waiting: VecDeque<u8>,
    is_closed: bool,
    reader: Option<Waker>,
}

impl Pipe {
    fn write(&self, bytes: &[u8]) {
        let mut pipe = self.0.lock().unwrap();
        pipe.waiting.extend(bytes);
        pipe.reader.take().into_iter().for_each(Waker::wake);
    }

    fn close(&self) {
        let mut pipe = self.0.lock().unwrap();
        pipe.is_closed = true;
        pipe.reader.take().into_iter().for_each(Waker::wake);
    }

    fn send(&self, message: &Value) {
        let body = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// The messages that have come and not been taken.
    fn take(&self) -> Vec<Value> {
        let bytes: Vec<u8> = self.0.lock().unwrap().waiting.drain(..).collect();
        let text = String::from_utf8(bytes).unwrap();
        let bodies = text.split("Content-Length: ").filter_map(|it| it.split_once("\r\n\r\n"));
        bodies.map(|(_, body)| serde_json::from_str(body).unwrap()).collect()
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut pipe = self.0.lock().unwrap();
        if pipe.waiting.is_empty() && !pipe.is_closed {
            pipe.reader = Some(context.waker().clone());
            return Poll::Pending;
        }
        let count = buffer.remaining().min(pipe.waiting.len());
        let bytes: Vec<u8> = pipe.waiting.drain(..count).collect();
        buffer.put_slice(&bytes);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// What the server says to each of the messages, until it has nothing more to say.
fn conversation(rules: &'static [&'static Rule], messages: &[Value]) -> Vec<Vec<Value>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let (service, socket) = LspService::new(Backend::new);
        service.inner().shared().state().set_rules(rules);
        let (input, output) = (Pipe::default(), Pipe::default());
        let server = Server::new(input.clone(), output.clone(), socket).serve(service);
        let client = async {
            let mut answers = Vec::new();
            for message in messages {
                input.send(message);
                // One thread runs both sides, so each turn brings the server further.
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                answers.push(output.take());
            }
            input.close();
            answers
        };
        let (mut server, mut client) = (Box::pin(server), Box::pin(client));
        let mut answers = None;
        std::future::poll_fn(|context| {
            let _ = server.as_mut().poll(context);
            match client.as_mut().poll(context) {
                Poll::Ready(said) => {
                    answers = Some(said);
                    Poll::Ready(())
                }
                Poll::Pending => Poll::Pending,
            }
        })
        .await;
        answers.unwrap()
    })
}

fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

fn request(id: i64, method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

static BROKEN: Rule = Rule {
    id: "broken",
    severity: Severity::Error,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: "",
    check: |_, _| panic!("a fault of the rule"),
};

#[test]
fn a_rule_that_panics_costs_one_line_in_the_log_and_its_own_findings() {
    let duplicate_key = Rule::by_id("duplicate-key").unwrap();
    let rules: &'static [&'static Rule] = Box::leak(Box::new([&BROKEN, duplicate_key]));
    let uri = "file:///nowhere/charmcraft.yaml";
    let change = |version: i64| {
        let document = json!({ "uri": uri, "version": version });
        let range =
            json!({ "start": { "line": 0, "character": 8 }, "end": { "line": 0, "character": 8 } });
        let changes = json!([{ "range": range, "text": "x" }]);
        let params = json!({ "textDocument": document, "contentChanges": changes });
        notification("textDocument/didChange", params)
    };
    let text = "name: ab\nname: b\n";
    let item = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
    let said = conversation(
        rules,
        &[
            request(1, "initialize", json!({ "capabilities": {} })),
            notification("initialized", json!({})),
            notification("textDocument/didOpen", json!({ "textDocument": item })),
            change(2),
            change(3),
            request(
                2,
                "textDocument/hover",
                json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 1 } }),
            ),
        ],
    );
    let all: Vec<&Value> = said.iter().flatten().collect();
    let lines: Vec<_> = all.iter().filter(|it| it["method"] == "window/logMessage").collect();
    assert_eq!(lines.len(), 1, "{all:#?}");
    let line = lines[0]["params"]["message"].as_str().unwrap();
    assert_eq!(line, "rule `broken` ran into a fault of its own; its findings are missing");
    for (turn, version) in [(2, 1), (3, 2), (4, 3)] {
        let is_it = |it: &&Value| it["method"] == "textDocument/publishDiagnostics";
        let published = said[turn].iter().find(is_it).unwrap();
        assert_eq!(published["params"]["version"], version);
        let codes = published["params"]["diagnostics"].as_array().unwrap().iter();
        assert_eq!(codes.map(|it| it["code"].clone()).collect::<Vec<_>>(), ["duplicate-key"]);
    }
    assert_eq!(said[5][0]["id"], 2);
    assert!(said[5][0]["result"]["contents"].is_object());
}
