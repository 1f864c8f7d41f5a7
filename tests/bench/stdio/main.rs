//! How long an editor waits, and what it costs: the real program over standard input and output.
//!
//! `cargo bench --bench stdio` measures this server, then other servers that read the same files, and
//! compares them in a table. `CRAFT_LS` and `YAML_LANGUAGE_SERVER` say how the others are started; else
//! they are looked for on the `PATH`, and yaml-language-server also where its test keeps it. Command lines of
//! further servers can be given, each as one argument after `--`. What is not there is left out.
//!
//! With `requests` after `--` only the requests of this server are measured, each of them on the longest charm.
//!
//! Times are in milliseconds, from the first byte written to the last byte read.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on has failed, and prints what it found"
)]

mod client;
mod peers;
mod requests;
mod table;
#[path = "../texts.rs"]
mod texts;
#[path = "../times.rs"]
mod times;

use serde_json::{Value, json};

use client::Server;
use peers::Peer;
use texts::Text;
use times::{Times, timed};

const STARTS: usize = 30;
const REPEATS: usize = 200;

/// What was measured, and the median: milliseconds, or MiB. `None` where no answer came.
type Results = Vec<(String, Option<f64>)>;

/// A document that is open in a server.
struct Editor<'a> {
    server: Server,
    text: &'a Text,
    uri: String,
    version: i64,
}

impl<'a> Editor<'a> {
    fn start(peer: &Peer, text: &'a Text) -> Option<Editor<'a>> {
        let server = Server::start(&peer.command, &peer.settings)?;
        let uri = format!("file:///nowhere/{}", text.file);
        Some(Editor { server, text, uri, version: 1 })
    }

    fn open(&mut self) -> Option<()> {
        let content = &self.text.content;
        let item = json!({ "uri": self.uri, "languageId": "yaml", "version": 1, "text": content });
        self.server.notify("textDocument/didOpen", json!({ "textDocument": item }))?;
        self.server.published(&self.uri, 1).map(drop)
    }

    /// One keystroke, until its diagnostics have come.
    fn replace(&mut self, (line, start): (usize, usize), length: usize, text: &str) -> Option<()> {
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let at = |character| json!({ "line": line, "character": character });
        let change =
            json!({ "range": { "start": at(start), "end": at(start + length) }, "text": text });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.server.notify("textDocument/didChange", params)?;
        self.server.published(&self.uri, self.version).map(drop)
    }

    /// So many characters typed one after the other from a place on.
    fn type_from(&mut self, (line, column): (usize, usize)) -> Option<Times> {
        Times::of(REPEATS, |turn| {
            let mut done = None;
            let time = timed(|| done = self.replace((line, column + turn), 0, "x"));
            done.map(|()| time)
        })
    }

    fn ask(&mut self, method: &str, (line, character): (usize, usize)) -> Option<Times> {
        Times::of(REPEATS, |_| {
            let position = json!({ "line": line, "character": character });
            let params = json!({ "textDocument": { "uri": self.uri }, "position": position });
            let mut answer = None;
            let time = timed(|| answer = self.server.call(method, params));
            answer.map(|_| time)
        })
    }
}

fn measure(peer: &Peer, texts: &[Text]) -> Results {
    println!("\n{}\n{:<52} {:>10} {:>10} {:>10}", peer.name, "", "median", "min", "p95");
    let mut results = Results::new();
    let started = Times::of(STARTS, |_| {
        let mut answer = None;
        let time = timed(|| {
            let mut server = Server::spawn(&peer.command, &Value::Null)?;
            answer = server.initialize();
            Some(server)
        });
        answer.map(|_| time)
    });
    report(&mut results, "spawn to initialize answered".to_owned(), started);
    for text in texts {
        measure_text(peer, text, &mut results);
    }
    results
}

fn report(results: &mut Results, name: String, times: Option<Times>) {
    let shown = times.as_ref().map_or_else(|| format!("{:>10}", "none"), Times::shown);
    println!("{name:<52} {shown}");
    results.push((name, times.map(|times| times.median())));
}

fn measure_text(peer: &Peer, text: &Text, results: &mut Results) {
    let mut add = |what: &str, times| report(results, format!("{}: {what}", text.name), times);
    let opened = Times::of(STARTS, |_| {
        let mut editor = Editor::start(peer, text)?;
        let mut done = None;
        let time = timed(|| done = editor.open());
        done.map(|()| time)
    });
    add("opened to diagnostics", opened);

    let Some(mut editor) = Editor::start(peer, text) else { return };
    let is_open = editor.open().is_some();
    let memory = is_open.then(|| editor.server.resident());
    let keys = "key to diagnostics";
    add(&format!("{keys}, in a word"), editor.type_from(text.word));
    add(&format!("{keys}, at the end"), editor.type_from(text.end()));
    // Without its colon the line is broken.
    let colon = (text.word.0, text.word.1 - 2);
    let broken = editor.replace(colon, 1, "").and_then(|()| editor.type_from(colon));
    add(&format!("{keys}, in a broken line"), broken);
    add("completion", editor.ask("textDocument/completion", text.completion));
    add("hover", editor.ask("textDocument/hover", text.hover));
    let memory_name = format!("{}: memory, opened", text.name);
    println!(
        "{memory_name:<52} {:>10.1} MiB, {:.1} at the end",
        memory.unwrap_or_default(),
        editor.server.resident()
    );
    results.push((memory_name, memory));
}

fn main() {
    // Cargo adds `--bench`.
    let further: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let texts = texts::all();
    let ours = Peer::new(
        "flask-lsp",
        vec![env!("CARGO_BIN_EXE_flask-lsp").to_owned(), "--stdio".to_owned()],
    );
    let longest = texts.iter().max_by_key(|text| text.line_count()).unwrap();
    if further == ["requests"] {
        requests::measure(&ours.command, longest).unwrap();
        return;
    }
    let mut measured = vec![(ours.name.clone(), measure(&ours, &texts))];
    for peer in peers::found(&further) {
        measured.push((peer.name.clone(), measure(&peer, &texts)));
    }
    requests::measure(&ours.command, longest).unwrap();
    println!("\n{}", table::markdown(&measured));
}
