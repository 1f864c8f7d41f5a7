//! Streams of messages to the real server over pipes: it answers what can be answered, and ends cleanly.
//!
//! A third of the streams holds sound messages only. There every request has one answer, and after any
//! edits the server says of a document what it says of one opened with the text that the edits give.

mod draw;
mod process;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::random::Random;
use crate::run::Target;
use process::Outcome;

pub(crate) struct Messages;

/// One thing that is written to the server.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// A message in its frame.
    Message(Value),
    /// Anything.
    Bytes(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Session {
    pub(crate) pieces: Vec<Piece>,
    /// Whether a client could have said all of this.
    pub(crate) is_sound: bool,
}

impl Target for Messages {
    type Input = Session;

    const NAME: &'static str = "messages";
    const RUNS: u64 = 100;

    fn draw(random: &mut Random) -> Session {
        draw::session(random)
    }

    fn run(session: &Session) {
        run(session);
    }

    fn smaller(session: &Session) -> Vec<Session> {
        let count = session.pieces.len();
        let mut smaller = Vec::new();
        let mut length = count.div_ceil(2);
        while length > 0 {
            for start in (0..count).step_by(length) {
                let mut fewer = session.clone();
                fewer.pieces.drain(start..(start + length).min(count));
                smaller.push(fewer);
            }
            length /= 2;
        }
        smaller
    }

    fn weight(session: &Session) -> usize {
        session.pieces.len()
    }

    fn to_json(session: &Session) -> Value {
        let piece = |piece: &Piece| match piece {
            Piece::Message(message) => json!({ "message": message }),
            Piece::Bytes(bytes) => json!({ "bytes": bytes }),
        };
        let pieces: Vec<Value> = session.pieces.iter().map(piece).collect();
        json!({ "sound": session.is_sound, "pieces": pieces })
    }

    fn from_json(value: &Value) -> Option<Session> {
        let pieces = value["pieces"].as_array()?.iter().map(|piece| match piece.get("message") {
            Some(message) => Some(Piece::Message(message.clone())),
            None => serde_json::from_value(piece["bytes"].clone()).ok().map(Piece::Bytes),
        });
        Some(Session {
            pieces: pieces.collect::<Option<_>>()?,
            is_sound: value["sound"].as_bool()?,
        })
    }
}

/// The error of the protocol for faults of the server.
const INTERNAL_ERROR: i64 = -32603;

fn run(session: &Session) {
    let mut bytes = Vec::new();
    for piece in &session.pieces {
        match piece {
            Piece::Message(message) => bytes.extend(process::encode(message)),
            Piece::Bytes(raw) => bytes.extend(raw),
        }
    }
    let questions = if session.is_sound { questions(&session.pieces) } else { Vec::new() };
    let mut messages: Vec<Value> =
        questions.iter().map(|question| question.message.clone()).collect();
    messages.push(json!({ "jsonrpc": "2.0", "id": "end", "method": "shutdown" }));
    messages.push(json!({ "jsonrpc": "2.0", "method": "exit" }));
    messages.iter().for_each(|message| bytes.extend(process::encode(message)));

    let outcome = process::talk(bytes);
    assert!(!outcome.complaints.contains("panicked"), "{}", outcome.complaints);
    for answer in &outcome.answers {
        assert_eq!(answer["jsonrpc"], "2.0", "{answer}");
        assert!(answer["error"]["code"] != INTERNAL_ERROR, "{answer}");
    }
    match session.is_sound {
        true => {
            assert_eq!(outcome.code, Some(0), "{}", outcome.complaints);
            every_request_has_one_answer(session, &outcome);
            edited_and_fresh_are_alike(&questions, &outcome);
        }
        false => assert!(matches!(outcome.code, Some(0 | 1)), "{:?}", outcome.code),
    }
}

fn every_request_has_one_answer(session: &Session, outcome: &Outcome) {
    let mut answered = BTreeMap::new();
    for answer in outcome.answers.iter().filter(|it| it.get("method").is_none()) {
        *answered.entry(answer["id"].to_string()).or_insert(0) += 1;
    }
    for piece in &session.pieces {
        let Piece::Message(message) = piece else { continue };
        let Some(id) = message.get("id").filter(|_| message.get("method").is_some()) else {
            continue;
        };
        let count = answered.get(&id.to_string()).copied().unwrap_or(0);
        assert_eq!(count, 1, "answers to {message}");
    }
}

/// Asked of an edited document and of a fresh one with the same text.
struct Question {
    message: Value,
    /// The name of the pair, if an answer is expected.
    pair: Option<String>,
}

const OLD: &str = "file:///nowhere/";
const FRESH: &str = "file:///another/";

/// Opens each document that is open at the end once more, elsewhere, and asks both about the same things.
fn questions(pieces: &[Piece]) -> Vec<Question> {
    let texts = texts(pieces);
    let silent = |message| Question { message, pair: None };
    let mut questions = Vec::new();
    for (uri, text) in &texts {
        let item = json!({ "uri": uri.replace(OLD, FRESH), "languageId": "yaml", "version": 1, "text": text });
        let params = json!({ "textDocument": item });
        questions.push(silent(
            json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params }),
        ));
    }
    for uri in texts.keys().filter(|uri| uri.ends_with(".yaml")) {
        for method in ["diagnostic", "documentSymbol", "foldingRange", "inlayHint"] {
            for directory in [OLD, FRESH] {
                let end = json!({ "line": 1_000_000, "character": 0 });
                let whole = json!({ "start": { "line": 0, "character": 0 }, "end": end });
                let uri = uri.replace(OLD, directory);
                let params = json!({ "textDocument": { "uri": uri }, "range": whole });
                let pair = format!("{method} of {uri}");
                let method = format!("textDocument/{method}");
                let message =
                    json!({ "jsonrpc": "2.0", "id": pair, "method": method, "params": params });
                questions.push(Question { message, pair: Some(pair) });
            }
        }
    }
    questions
}

fn edited_and_fresh_are_alike(questions: &[Question], outcome: &Outcome) {
    let pairs: Vec<&String> =
        questions.iter().filter_map(|question| question.pair.as_ref()).collect();
    for pair in pairs.chunks_exact(2) {
        let [old, fresh] = [pair[0], pair[1]].map(|id| {
            let answer = outcome.answers.iter().find(|answer| answer["id"] == id.as_str());
            let answer = answer.unwrap_or_else(|| panic!("no answer to {id}"));
            let mut result = answer["result"].clone();
            if let Some(object) = result.as_object_mut() {
                // A hash of the answer, which holds the address.
                object.remove("resultId");
            }
            result.to_string().replace(FRESH, OLD)
        });
        assert_eq!(old, fresh, "{}", pair[0]);
    }
}

/// The documents that are open at the end, as the client has them.
pub(crate) fn texts(pieces: &[Piece]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for piece in pieces {
        if let Piece::Message(message) = piece {
            follow(&mut texts, message);
        }
    }
    texts
}

/// What a message does to the client's documents.
fn follow(texts: &mut BTreeMap<String, String>, message: &Value) -> Option<()> {
    let params = &message["params"];
    let document = &params["textDocument"];
    let uri = document["uri"].as_str()?.to_owned();
    match message["method"].as_str()? {
        "textDocument/didOpen" => {
            texts.insert(uri, document["text"].as_str()?.to_owned());
        }
        "textDocument/didClose" => {
            texts.remove(&uri);
        }
        "textDocument/didChange" => {
            let text = texts.get_mut(&uri)?;
            for change in params["contentChanges"].as_array()? {
                let insert = change["text"].as_str()?;
                let Some(range) = change.get("range") else {
                    *text = insert.to_owned();
                    continue;
                };
                let (start, end) = (place(text, &range["start"])?, place(text, &range["end"])?);
                text.replace_range(start.min(end)..start.max(end), insert);
            }
        }
        _ => {}
    }
    Some(())
}

/// The byte at a position in UTF-16, as the protocol defines it.
fn place(text: &str, position: &Value) -> Option<usize> {
    let (line, character) = (position["line"].as_u64()?, position["character"].as_u64()?);
    let bytes = text.as_bytes();
    let mut at = 0;
    for _ in 0..line {
        let end = at
            + bytes[at..]
                .iter()
                .position(|byte| matches!(byte, b'\n' | b'\r'))
                .unwrap_or(bytes.len() - at);
        let Some(byte) = bytes.get(end) else { return Some(text.len()) };
        at = end + if *byte == b'\r' && bytes.get(end + 1) == Some(&b'\n') { 2 } else { 1 };
    }
    let mut units = 0;
    for (offset, ch) in text[at..].char_indices() {
        units += ch.len_utf16() as u64;
        if units > character || matches!(ch, '\n' | '\r') {
            return Some(at + offset);
        }
    }
    Some(text.len())
}
