//! What a client says, and what nobody should.

use serde_json::{Value, json};

use super::{Piece, Session, process, texts};
use crate::mutate::{TOKENS, mutate, place};
use crate::random::Random;
use crate::seeds;

const URIS: &[&str] = &[
    "file:///nowhere/charmcraft.yaml",
    "file:///nowhere/charmcraft.yaml",
    "file:///nowhere/charmcraft.yaml",
    "file:///nowhere/charm/charmcraft.yaml",
    "file:///nowhere/rockcraft.yaml",
    "file:///nowhere/paas-config.yaml",
    "file:///nowhere/other.yaml",
    "file:///nowhere/app.py",
];

/// Requests that take a document and a place.
const AT_A_PLACE: &[&str] = &[
    "hover",
    "completion",
    "completion",
    "definition",
    "references",
    "documentHighlight",
    "prepareRename",
    "rename",
    "linkedEditingRange",
    "selectionRange",
    "codeAction",
    "inlayHint",
    "documentSymbol",
    "foldingRange",
    "codeLens",
    "documentLink",
    "diagnostic",
];

const COMMANDS: &[&str] =
    &["packCharm", "packRock", "uploadRock", "refresh", "updateImage", "deploy", "config", "none"];

pub(crate) fn session(random: &mut Random) -> Session {
    let mut pieces = vec![Piece::Message(initialize(random))];
    pieces.push(Piece::Message(notification("initialized", json!({}))));
    let is_sound = random.one_in(3);
    let breaks_json = random.one_in(2);
    for turn in 0..8 + random.below(40) as i64 {
        let message = message(random, &pieces, turn);
        let is_broken = !is_sound && random.one_in(4);
        pieces.push(match is_broken {
            false => Piece::Message(message),
            true if breaks_json => Piece::Message(other_json(random, message)),
            true => Piece::Bytes(other_bytes(random, process::encode(&message))),
        });
    }
    if !is_sound && random.one_in(4) {
        let at = random.below(pieces.len());
        let Piece::Message(message) = pieces[at].clone() else {
            return Session { pieces, is_sound };
        };
        pieces[at] = Piece::Message(other_json(random, message));
    }
    Session { pieces, is_sound }
}

fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

fn initialize(random: &mut Random) -> Value {
    let mut yes = || json!(random.one_in(2));
    let mut capabilities = json!({
        "textDocument": {
            "diagnostic": { "relatedDocumentSupport": yes() },
            "publishDiagnostics": { "relatedInformation": yes(), "dataSupport": yes(), "versionSupport": yes() },
            "completion": { "completionItem": {
                "snippetSupport": yes(), "insertReplaceSupport": yes(), "deprecatedSupport": yes(),
                "resolveSupport": { "properties": ["documentation"] },
            }, "insertTextMode": 1 },
            "hover": { "contentFormat": ["markdown"] },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
                "isPreferredSupport": yes(),
                "resolveSupport": { "properties": ["edit"] },
            },
            "definition": { "linkSupport": yes() },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": yes() },
            "rename": { "prepareSupport": yes() },
        },
        "workspace": {
            "configuration": yes(),
            "workspaceEdit": {
                "documentChanges": yes(), "resourceOperations": ["create", "rename", "delete"],
                "changeAnnotationSupport": {},
            },
            "didChangeConfiguration": { "dynamicRegistration": yes() },
            "didChangeWatchedFiles": { "dynamicRegistration": yes() },
            "inlayHint": { "refreshSupport": yes() },
        },
        "window": { "workDoneProgress": yes(), "showDocument": { "support": yes() } },
        "experimental": { "runInTerminal": yes(), "views": yes() },
    });
    if random.one_in(3) {
        // Diagnostics are pushed then.
        capabilities["textDocument"]["diagnostic"].take();
    }
    let params = json!({
        "processId": std::process::id(),
        "rootUri": "file:///nowhere",
        "capabilities": capabilities,
        "initializationOptions": { "trusted": false },
    });
    json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params })
}

/// What a client could say next.
fn message(random: &mut Random, so_far: &[Piece], turn: i64) -> Value {
    let open = texts(so_far);
    let uri = random.pick(URIS);
    let Some((uri, text)) = open.iter().nth(random.below(open.len() + usize::from(open.len() < 3)))
    else {
        return open_document(random, uri);
    };
    let id = turn + 1;
    match random.below(20) {
        0..8 => change(random, uri, text, turn),
        8..16 => request(random, uri, text, id),
        16 => other_request(random, uri, id),
        17 => other_notification(random, uri, id),
        18 => notification("textDocument/didClose", json!({ "textDocument": { "uri": uri } })),
        _ => notification("textDocument/didSave", json!({ "textDocument": { "uri": uri } })),
    }
}

fn open_document(random: &mut Random, uri: &str) -> Value {
    let (_, mut text) = seeds::draw(random, 700);
    while random.one_in(2) {
        mutate(&mut text, random);
    }
    let item = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
    notification("textDocument/didOpen", json!({ "textDocument": item }))
}

fn change(random: &mut Random, uri: &str, text: &str, turn: i64) -> Value {
    let mut now = text.to_owned();
    let mut changes = Vec::new();
    for _ in 0..1 + random.below(3) {
        let (start, end) = (place(&now, random), place(&now, random));
        let (start, end) = (start.min(end), start.max(end));
        let end = if random.one_in(4) { end } else { start };
        let insert = random.pick(TOKENS);
        if random.one_in(12) {
            mutate(&mut now, random);
            changes.push(json!({ "text": now }));
            continue;
        }
        let range = json!({ "start": position(&now, start), "end": position(&now, end) });
        changes.push(json!({ "range": range, "text": insert }));
        // Changes of one message apply one after the other.
        now.replace_range(start..end, insert);
    }
    let document = json!({ "uri": uri, "version": turn + 2 });
    notification(
        "textDocument/didChange",
        json!({ "textDocument": document, "contentChanges": changes }),
    )
}

/// Line and column in UTF-16. A place between `\r` and `\n` is the end of the line.
fn position(text: &str, at: usize) -> Value {
    let before = &text[..at];
    let bytes = before.as_bytes();
    let is_end = |index: &usize| {
        let follows_return = || text.as_bytes().get(index + 1) == Some(&b'\n');
        bytes[*index] == b'\n' || bytes[*index] == b'\r' && !follows_return()
    };
    let ends: Vec<usize> = (0..at).filter(is_end).collect();
    let start = ends.last().map_or(0, |end| end + 1);
    let column: usize = before[start..].chars().map(char::len_utf16).sum();
    json!({ "line": ends.len(), "character": column })
}

fn request(random: &mut Random, uri: &str, text: &str, id: i64) -> Value {
    let method = random.pick(AT_A_PLACE);
    let mut at = position(text, place(text, random));
    if random.one_in(10) {
        at = json!({ "line": random.below(100), "character": random.below(1_000) });
    }
    let mut end = position(text, place(text, random));
    if random.one_in(2) {
        end = at.clone();
    }
    let params = json!({
        "textDocument": { "uri": uri },
        "position": at,
        "positions": [at, end],
        "range": { "start": at, "end": end },
        "context": { "includeDeclaration": true, "diagnostics": [] },
        "newName": random.pick(&["renamed", "a b", "", "é", "x: y", "app-x"]),
    });
    json!({ "jsonrpc": "2.0", "id": id, "method": format!("textDocument/{method}"), "params": params })
}

fn other_request(random: &mut Random, uri: &str, id: i64) -> Value {
    let document = json!({ "textDocument": { "uri": uri } });
    let (method, params) = match random.below(8) {
        0 => ("workspace/symbol", json!({ "query": random.pick(TOKENS) })),
        1 => ("workspace/diagnostic", json!({ "previousResultIds": [] })),
        2 => ("flask-lsp/expand", document),
        3 => ("flask-lsp/environment", document),
        4 => ("flask-lsp/explain", json!({ "code": "duplicate-key" })),
        5 => ("completionItem/resolve", json!({ "label": random.pick(TOKENS) })),
        6 => {
            let command = format!("flask-lsp.{}", random.pick(COMMANDS));
            ("workspace/executeCommand", json!({ "command": command, "arguments": [uri] }))
        }
        _ => ("textDocument/unheardOf", document),
    };
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn other_notification(random: &mut Random, uri: &str, id: i64) -> Value {
    match random.below(5) {
        0 => notification("$/cancelRequest", json!({ "id": id - 1 })),
        1 => {
            let rules =
                json!({ "rules": { "duplicate-key": random.pick(&["off", "warning", "x"]) } });
            notification(
                "workspace/didChangeConfiguration",
                json!({ "settings": { "flask-lsp": rules } }),
            )
        }
        2 => {
            let changes = json!({ "changes": [{ "uri": uri, "type": 1 + random.below(3) }] });
            notification("workspace/didChangeWatchedFiles", changes)
        }
        3 => notification("$/setTrace", json!({ "value": "verbose" })),
        _ => json!({ "jsonrpc": "2.0", "id": 1_000_000 + id, "result": null }),
    }
}

/// One value in it becomes another, or goes.
fn other_json(random: &mut Random, mut message: Value) -> Value {
    let mut at = &mut message;
    loop {
        let count = match at {
            Value::Object(object) => object.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        if count == 0 || random.one_in(5) {
            break;
        }
        let index = random.below(count);
        at = match at {
            Value::Object(object) => object.values_mut().nth(index).unwrap(),
            Value::Array(items) => &mut items[index],
            _ => break,
        };
    }
    *at = match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!(u32::MAX),
        5 => json!(u64::MAX),
        6 => json!(""),
        7 => json!("x".repeat(random.below(2_000))),
        8 => json!([]),
        9 => json!({}),
        10 => json!({ "uri": "%zz:", "line": 0.5, "text": "\u{0}" }),
        _ => json!([at.clone(), at.clone()]),
    };
    message
}

/// Header and body with something wrong in them.
fn other_bytes(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..1 + random.below(3) {
        let at = random.below(bytes.len() + 1);
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(..at)),
            2 if at < bytes.len() => bytes[at] = random.next() as u8,
            3 => bytes.insert(at, random.next() as u8),
            4 => drop(bytes.splice(at..at, *b"Content-Length: 7\r\n\r\n")),
            5 => drop(bytes.splice(..0, *b"X-Other: 1\r\n")),
            6 => {
                let lengths: [&[u8]; 5] = [b"0", b"-1", b"99", b"x", b"99999999999999999999"];
                let header = bytes.iter().position(|byte| byte.is_ascii_digit()).unwrap_or(0);
                let end = header
                    + bytes[header..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                drop(bytes.splice(header..end, random.pick(&lengths).iter().copied()));
            }
            _ => drop(bytes.splice(at..at, *b"\\ud83e\xff\xfe")),
        }
    }
    bytes
}
