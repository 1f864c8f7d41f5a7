//! A server and what is said to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A server that says nothing for so long will say nothing.
const PATIENCE: Duration = Duration::from_secs(20);

/// One server process. Methods return `None` once it has ended, or has been ended for saying nothing.
pub(crate) struct Server {
    process: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    settings: Value,
    /// Messages read; even while one is waited for.
    heard: Arc<AtomicU64>,
    next_id: i64,
}

impl Server {
    /// `settings` is what the server hears when it asks for its configuration.
    pub(crate) fn spawn(command: &[String], settings: &Value) -> Option<Server> {
        let mut process = Command::new(&command[0])
            .args(&command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let stdin = process.stdin.take()?;
        let stdout = BufReader::new(process.stdout.take()?);
        let heard = Arc::new(AtomicU64::new(0));
        watch(process.id(), heard.clone());
        Some(Server { process, stdin, stdout, settings: settings.clone(), heard, next_id: 1 })
    }

    pub(crate) fn start(command: &[String], settings: &Value) -> Option<Server> {
        let mut server = Server::spawn(command, settings)?;
        server.initialize()?;
        server.notify("initialized", json!({}))?;
        let settings = server.settings.clone();
        if settings != Value::Null {
            server.notify("workspace/didChangeConfiguration", json!({ "settings": settings }))?;
        }
        Some(server)
    }

    pub(crate) fn initialize(&mut self) -> Option<Value> {
        let params = json!({
            "processId": std::process::id(),
            "rootUri": "file:///nowhere",
            "capabilities": {
                "workspace": { "configuration": self.settings != Value::Null },
                "textDocument": {
                    "hover": { "contentFormat": ["markdown"] },
                    "publishDiagnostics": { "versionSupport": true },
                },
            },
        });
        self.call("initialize", params)
    }

    fn send(&mut self, message: &Value) -> Option<()> {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.stdin.write_all(frame.as_bytes()).ok()
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) -> Option<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    pub(crate) fn call(&mut self, method: &str, params: Value) -> Option<Value> {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        self.until(|message| message["id"] == id && message.get("method").is_none())
    }

    /// How long an answer takes until its last byte is read, and how many bytes it has. Taking it apart is
    /// left out.
    pub(crate) fn time_call(&mut self, method: &str, params: Value) -> Option<(Duration, usize)> {
        let id = self.next_id;
        self.next_id += 1;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.heard.fetch_add(1, Ordering::Relaxed);
        let since = Instant::now();
        self.send(&request)?;
        loop {
            let body = self.read_body()?;
            let time = since.elapsed();
            let message: Value = serde_json::from_slice(&body).ok()?;
            if message["id"] == id && message.get("method").is_none() {
                self.heard.fetch_add(1, Ordering::Relaxed);
                return Some((time, body.len()));
            }
        }
    }

    /// Waits for the diagnostics of a version of a document.
    pub(crate) fn published(&mut self, uri: &str, version: i64) -> Option<Value> {
        self.until(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && (params["version"].is_null() || params["version"] == version)
        })
    }

    /// Reads until a message comes that is waited for; requests of the server are answered.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Option<Value> {
        self.heard.fetch_add(1, Ordering::Relaxed);
        loop {
            let message = self.read()?;
            if is_it(&message) {
                self.heard.fetch_add(1, Ordering::Relaxed);
                return Some(message);
            }
            if message.get("method").is_some() && message.get("id").is_some() {
                let result = self.answer(&message);
                let reply = json!({ "jsonrpc": "2.0", "id": message["id"], "result": result });
                self.send(&reply)?;
            }
        }
    }

    fn answer(&self, request: &Value) -> Value {
        if request["method"] != "workspace/configuration" {
            return Value::Null;
        }
        let items = request["params"]["items"].as_array().into_iter().flatten();
        items.map(|item| item["section"].as_str().map(|name| self.settings[name].clone())).collect()
    }

    fn read(&mut self) -> Option<Value> {
        serde_json::from_slice(&self.read_body()?).ok()
    }

    fn read_body(&mut self) -> Option<Vec<u8>> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stdout.read_line(&mut line).ok()? == 0 {
                return None;
            }
            match line.trim_end() {
                "" => break,
                header => {
                    let value = header.strip_prefix("Content-Length: ");
                    length = value.map_or(Some(length), |value| value.parse().ok())?;
                }
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).ok()?;
        Some(body)
    }

    /// In MiB; 0 where the system does not tell.
    pub(crate) fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or_default() / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        self.heard.store(u64::MAX, Ordering::Relaxed);
    }
}

/// Ends a server that is waited for too long, which ends the waiting: reading a pipe has no time limit.
fn watch(process: u32, heard: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        let mut last = 0;
        loop {
            std::thread::sleep(PATIENCE);
            let now = heard.load(Ordering::Relaxed);
            if now == u64::MAX {
                return;
            }
            // Odd while somebody waits.
            if now == last && now % 2 == 1 {
                let _ = Command::new("kill").arg(process.to_string()).status();
                return;
            }
            last = now;
        }
    });
}
