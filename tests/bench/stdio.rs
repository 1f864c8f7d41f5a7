//! How long an editor waits: the real binary over standard input and output.
//!
//! `cargo bench --bench stdio` measures this server; command lines of other servers, each as one
//! argument, are measured after it and compared: `cargo bench --bench stdio -- "other-ls --stdio"`.
//! Times are in milliseconds, from the first byte written to the last byte read.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on has failed, and prints what it found"
)]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

const STARTS: usize = 30;
const REPEATS: usize = 100;
const SIZES: [usize; 3] = [20, 220, 5_000];
const URI: &str = "file:///nowhere/charmcraft.yaml";

struct Server {
    process: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    next_id: i64,
    version: i64,
}

impl Server {
    fn spawn(command: &[String]) -> Server {
        let mut process = Command::new(&command[0])
            .args(&command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdin = process.stdin.take().unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        Server { process, stdin, stdout, next_id: 1, version: 1 }
    }

    fn start(command: &[String]) -> Server {
        let mut server = Server::spawn(command);
        server.call("initialize", initialize());
        server.notify("initialized", json!({}));
        server
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.stdin.write_all(frame.as_bytes()).unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.until(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Reads until a message comes that is waited for; requests of the server are answered with null.
    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.read();
            if is_it(&message) {
                return message;
            }
            if message.get("method").is_some() && message.get("id").is_some() {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).unwrap() > 0, "the server has ended");
            match line.trim_end() {
                "" => break,
                header => {
                    let value = header.strip_prefix("Content-Length: ");
                    length = value.map_or(length, |value| value.parse().unwrap());
                }
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    fn open(&mut self, text: &str) {
        let document = json!({ "uri": URI, "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.published();
    }

    /// One keystroke: a character at a place, until its diagnostics have come.
    fn type_at(&mut self, line: usize, column: usize, text: &str) {
        self.replace(line, column, column, text);
    }

    fn replace(&mut self, line: usize, start: usize, end: usize, text: &str) {
        self.version += 1;
        let document = json!({ "uri": URI, "version": self.version });
        let at = |character| json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": at(start), "end": at(end) }, "text": text });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
        self.published();
    }

    fn published(&mut self) {
        let version = self.version;
        self.until(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == URI
                && (params["version"].is_null() || params["version"] == version)
        });
    }

    /// In MiB; 0 where the system does not tell.
    fn resident(&self) -> f64 {
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
    }
}

fn initialize() -> Value {
    json!({
        "processId": std::process::id(),
        "rootUri": "file:///nowhere",
        "capabilities": { "textDocument": { "hover": { "contentFormat": ["markdown"] } } },
    })
}

/// A charm of about as many lines, nearly all of them options, as large charms are.
fn charm(lines: usize) -> String {
    let mut text = String::from(
        "name: shop\ntype: charm\nbase: ubuntu@24.04\nplatforms:\n  amd64:\nsummary: A shop.\n\
         description: It sells things.\nextensions: [flask-framework]\nrequires:\n  postgresql:\n    \
         interface: postgresql_client\n    optional: true\n    limit: 1\nconfig:\n  options:\n",
    );
    let options = lines.saturating_sub(text.lines().count()).div_ceil(4);
    for index in 0..options {
        let _ = write!(
            text,
            "    option-{index}:\n      type: string\n      default: value {index}\n      \
             description: What option {index} is for.\n"
        );
    }
    text
}

struct Times(Vec<f64>);

impl Times {
    fn of(repeats: usize, mut once: impl FnMut(usize)) -> Times {
        let mut times: Vec<_> = (0..repeats)
            .map(|index| {
                let start = Instant::now();
                once(index);
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        Times(times)
    }

    fn at(&self, part: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * part) as usize]
    }

    fn median(&self) -> f64 {
        self.at(0.5)
    }
}

/// Name and median of each measurement.
type Results = Vec<(String, f64)>;

fn report(results: &mut Results, name: String, times: &Times) {
    let (median, min, p95) = (times.median(), times.at(0.0), times.at(0.95));
    println!("{name:<44} {median:>9.3} {min:>9.3} {p95:>9.3}");
    results.push((name, median));
}

fn measure(command: &[String]) -> Results {
    println!("\n{}\n{:<44} {:>9} {:>9} {:>9}", command.join(" "), "", "median", "min", "p95");
    let mut results = Results::new();
    let starts = Times::of(STARTS, |_| {
        Server::spawn(command).call("initialize", initialize());
    });
    report(&mut results, "spawn to initialize answered".to_owned(), &starts);
    for lines in SIZES {
        measure_size(command, lines, &mut results);
    }
    results
}

fn measure_size(command: &[String], lines: usize, results: &mut Results) {
    let text = charm(lines);
    let mut server = Server::start(command);
    server.open(&text);
    let resident = server.resident();
    let count = text.lines().count();
    // A `description:` in the middle of the file.
    let middle = 14 + (count - 14) / 8 * 4;
    let middle = (middle..count).find(|&line| {
        text.lines().nth(line).is_some_and(|line| line.starts_with("      description:"))
    });
    let middle = middle.unwrap();
    let end = text.lines().nth(count - 1).unwrap().len();

    let typed = Times::of(REPEATS, |index| server.type_at(middle, 22 + index, "x"));
    report(results, format!("{lines} lines: key in a word"), &typed);
    let typed = Times::of(REPEATS, |index| server.type_at(count - 1, end + index, "x"));
    report(results, format!("{lines} lines: key at the end"), &typed);
    // The colon goes and comes: every other keystroke breaks the line.
    let typed = Times::of(REPEATS, |index| match index % 2 {
        0 => server.replace(middle, 17, 18, ""),
        _ => server.type_at(middle, 17, ":"),
    });
    report(results, format!("{lines} lines: key that breaks or mends a line"), &typed);
    server.replace(middle, 17, 18, "");
    let typed = Times::of(REPEATS, |index| server.type_at(middle, 17 + index, "x"));
    report(results, format!("{lines} lines: key in a broken line"), &typed);

    let at = |line: usize, character: usize| {
        let position = json!({ "line": line, "character": character });
        json!({ "textDocument": { "uri": URI }, "position": position })
    };
    let asked = Times::of(REPEATS, |_| {
        server.call("textDocument/hover", at(15, 6));
    });
    report(results, format!("{lines} lines: hover on an option"), &asked);
    let asked = Times::of(REPEATS, |_| {
        server.call("textDocument/completion", at(10, 15));
    });
    report(results, format!("{lines} lines: completion of an interface"), &asked);
    let asked = Times::of(REPEATS, |_| {
        server.call("textDocument/completion", at(16, 12));
    });
    report(results, format!("{lines} lines: completion of a type"), &asked);
    let whole = json!({
        "start": { "line": 0, "character": 0 }, "end": { "line": 60, "character": 0 },
    });
    let asked = Times::of(REPEATS, |_| {
        let params = json!({ "textDocument": { "uri": URI }, "range": whole });
        server.call("textDocument/inlayHint", params);
    });
    report(results, format!("{lines} lines: inlay hints of one screen"), &asked);
    println!("{:<44} {resident:>9.1} MiB, {:.1} at the end", "  resident", server.resident());
}

fn main() {
    // Cargo adds `--bench`.
    let others: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let ours = [env!("CARGO_BIN_EXE_flask-lsp").to_owned(), "--stdio".to_owned()];
    let results = measure(&ours);

    println!("\nratios");
    let median = |name: &str| results.iter().find(|(known, _)| known == name).unwrap().1;
    for key in ["key in a word", "key at the end", "key in a broken line"] {
        let ratio = median(&format!("5000 lines: {key}")) / median(&format!("220 lines: {key}"));
        println!("{:<44} {ratio:>9.2}", format!("{key}: 5000 lines to 220"));
    }
    for other in others {
        let command: Vec<_> = other.split_whitespace().map(str::to_owned).collect();
        let theirs = measure(&command);
        println!("\nhow many times our time");
        for ((name, ours), (_, theirs)) in results.iter().zip(theirs) {
            println!("{name:<44} {:>9.1}", theirs / ours);
        }
    }
}
