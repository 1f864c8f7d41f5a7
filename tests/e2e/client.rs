//! A strict client: every message that the server sends has to be consumed by the test.

#![allow(dead_code, reason = "two programs share it, and neither needs all of it")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Long, because a test that waits this long has failed already.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A charm with nothing wrong in it but a key that stands twice.
pub(crate) const TWICE: &str = "title: Ab\ntitle: Ab\nname: ab\ntype: charm\nsummary: b\n\
     description: c\nbase: ubuntu@24.04\nplatforms: {amd64: }\nparts: {a: {plugin: nil}}\n";

pub(crate) struct Client {
    process: Child,
    stdin: Option<ChildStdin>,
    received: Receiver<Value>,
    /// Received, and not consumed yet.
    waiting: VecDeque<Value>,
    next_id: i64,
    ended: bool,
}

impl Client {
    /// A server that has not been spoken to.
    pub(crate) fn spawn() -> Client {
        Client::spawn_with(|_| ())
    }

    /// The same with another environment.
    pub(crate) fn spawn_with(prepare: impl FnOnce(&mut Command)) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flask-lsp"));
        command.arg("--stdio").stdin(Stdio::piped()).stdout(Stdio::piped());
        prepare(&mut command);
        let mut process = command.spawn().unwrap();
        let stdin = process.stdin.take();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let (sender, received) = channel();
        std::thread::spawn(move || {
            let mut stdout = stdout;
            while let Some(message) = read_message(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client { process, stdin, received, waiting: VecDeque::new(), next_id: 1, ended: false }
    }

    /// A server after the handshake, for a client that can do what `capabilities` say.
    pub(crate) fn start(capabilities: Value) -> Client {
        Client::start_with(json!({ "capabilities": capabilities }))
    }

    /// The same with all parameters of `initialize`.
    pub(crate) fn start_with(params: Value) -> Client {
        let mut client = Client::spawn();
        client.call("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes).unwrap();
        stdin.flush().unwrap();
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.write(&encode(message));
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&notification(method, params));
    }

    /// Sends a request and returns its id.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i64 {
        let (id, message) = self.request_message(method, params);
        self.send(&message);
        id
    }

    /// A request that is to be sent later, and its id.
    pub(crate) fn request_message(&mut self, method: &str, params: Value) -> (i64, Value) {
        let id = self.next_id;
        self.next_id += 1;
        let mut message = notification(method, params);
        message["id"] = id.into();
        (id, message)
    }

    /// The answer to a request, whole.
    pub(crate) fn response(&mut self, id: i64) -> Value {
        self.take(&format!("the answer {id}"), |message| {
            message["id"] == id && message.get("method").is_none()
        })
    }

    /// The result of a request that has to succeed.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let mut response = self.response(id);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].take()
    }

    /// The parameters of the next notification of this name.
    pub(crate) fn notification(&mut self, method: &str) -> Value {
        let is_it = |message: &Value| message["method"] == method && message.get("id").is_none();
        self.take(method, is_it)["params"].take()
    }

    /// Id and parameters of the next request of this name that the server sends.
    pub(crate) fn server_request(&mut self, method: &str) -> (Value, Value) {
        let is_it = |message: &Value| message["method"] == method && message.get("id").is_some();
        let mut message = self.take(method, is_it);
        (message["id"].take(), message["params"].take())
    }

    pub(crate) fn reply(&mut self, id: Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// Everything that came until the answer to a request sent now.
    pub(crate) fn drain(&mut self) -> Vec<Value> {
        let id = self.request("textDocument/hover", hover_at("file:///none.yaml", 0, 0));
        self.response(id);
        self.waiting.drain(..).collect()
    }

    fn take(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        if let Some(at) = self.waiting.iter().position(&is_it) {
            return self.waiting.remove(at).unwrap();
        }
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.received.recv_timeout(left) {
                Ok(message) if is_it(&message) => return message,
                Ok(message) => self.waiting.push_back(message),
                Err(RecvTimeoutError::Timeout) => {
                    panic!("{what} did not come; instead: {:#?}", self.waiting)
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the server ended before {what}; before: {:#?}", self.waiting)
                }
            }
        }
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Opens and returns what is published about it.
    pub(crate) fn open_and_wait(&mut self, uri: &str, text: &str) -> Vec<Value> {
        self.open(uri, text);
        self.published(uri, 1)
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        self.notify("textDocument/didChange", change_params(uri, version, changes));
    }

    /// The next publication, which has to be about this version.
    pub(crate) fn published(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let mut params = self.notification("textDocument/publishDiagnostics");
        assert_eq!((&params["uri"], &params["version"]), (&uri.into(), &version.into()));
        serde_json::from_value(params["diagnostics"].take()).unwrap()
    }

    /// Takes all publications until the end of the server, for tests that are not about them.
    pub(crate) fn forget_publications(&mut self) {
        self.waiting.extend(self.received.iter());
        self.waiting.retain(|message| message["method"] != "textDocument/publishDiagnostics");
    }

    pub(crate) fn close_input(&mut self) {
        self.stdin = None;
    }

    /// Waits for the end of the process.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.ended = true;
        let deadline = Instant::now() + TIMEOUT;
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn end(&mut self) {
        self.call("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert!(self.wait().success());
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.process.kill();
            let _ = self.process.wait();
            return;
        }
        if !self.ended {
            self.end();
        }
        self.waiting.extend(self.received.iter());
        assert!(self.waiting.is_empty(), "nobody asked for {:#?}", self.waiting);
    }
}

fn read_message(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                let value = header.strip_prefix("Content-Length: ");
                length = value.map(|value| value.parse().unwrap()).or(length);
            }
        }
    }
    let mut body = vec![0; length.unwrap()];
    stdout.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

pub(crate) fn encode(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub(crate) fn notification(method: &str, params: Value) -> Value {
    let mut message = json!({ "jsonrpc": "2.0", "method": method });
    if !params.is_null() {
        message["params"] = params;
    }
    message
}

pub(crate) fn change_params(uri: &str, version: i32, changes: Value) -> Value {
    json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes })
}

pub(crate) fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let at = |(line, character)| json!({ "line": line, "character": character });
    json!({ "start": at(start), "end": at(end) })
}

pub(crate) fn document(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

pub(crate) fn hover_at(uri: &str, line: u32, character: u32) -> Value {
    let position = json!({ "line": line, "character": character });
    json!({ "textDocument": { "uri": uri }, "position": position })
}

pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

/// A directory that is gone after the test.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new(files: &[(&str, &str)]) -> Directory {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("e2e-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = Directory(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        std::fs::create_dir_all(&directory.0).unwrap();
        for (path, text) in files {
            directory.write(path, text);
        }
        directory
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}", self.0.join(path).display())
    }

    /// The directory itself.
    pub(crate) fn root(&self) -> String {
        format!("file://{}", self.0.display())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
