//! What each request costs on the longest charm: every one that the server answers about documents, asked
//! again and again, and before each time a word of the charm is changed.
//!
//! A request that is not in the list would go unmeasured, so the list is held to what the server announces.

use serde_json::{Value, json};

use crate::REPEATS;
use crate::client::Server;
use crate::texts::Text;
use crate::times::Times;

const URI: &str = "file:///nowhere/charmcraft.yaml";

/// As an editor that can do everything: the answers are the longest.
fn capabilities() -> Value {
    let item = json!({ "snippetSupport": true, "documentationFormat": ["markdown"] });
    json!({
        "textDocument": {
            "completion": { "completionItem": item },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
                "resolveSupport": { "properties": ["edit"] },
                "dataSupport": true,
            },
            "diagnostic": {},
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "hover": { "contentFormat": ["markdown"] },
            "rename": { "prepareSupport": true },
        },
        "experimental": { "expandedDocument": true },
    })
}

/// A request by its method, what about it, and what is asked.
type Asked = (&'static str, &'static str, Value);

fn requests(text: &Text) -> Vec<Asked> {
    let document = || json!({ "uri": URI });
    let whole = json!({ "textDocument": document() });
    let at = |(line, character): (usize, usize)| {
        let position = json!({ "line": line, "character": character });
        json!({ "textDocument": document(), "position": position })
    };
    let with = |mut params: Value, key: &str, value: Value| {
        params[key] = value;
        params
    };
    let lines = |first: usize, last: usize| {
        let place = |line: usize| json!({ "line": line, "character": 0 });
        json!({ "start": place(first), "end": place(last) })
    };
    let everything = lines(0, text.line_count());
    let shown = lines(text.word.0, text.word.0 + 60);
    let option = (text.word.0 - 3, 6);
    let actions = |range: &Value| json!({ "textDocument": document(), "range": range, "context": { "diagnostics": [] } });
    let hints = |range: &Value| json!({ "textDocument": document(), "range": range });
    let context = json!({ "includeDeclaration": true });
    let position = json!({ "line": option.0, "character": option.1 });
    vec![
        ("textDocument/completion", "an endpoint", at((9, 4))),
        ("textDocument/completion", "an interface", at(text.completion)),
        ("textDocument/completion", "an option", at(option)),
        ("textDocument/completion", "a key of an option", at((option.0 + 1, 8))),
        ("textDocument/completion", "a type", at((option.0 + 1, 12))),
        ("textDocument/completion", "a key of the file", at((0, 2))),
        ("completionItem/resolve", "", json!({ "label": "redis", "data": "documentation" })),
        ("textDocument/hover", "an option", at(option)),
        ("textDocument/hover", "an endpoint", at((9, 4))),
        ("textDocument/documentSymbol", "", whole.clone()),
        ("textDocument/diagnostic", "", whole.clone()),
        ("workspace/diagnostic", "", json!({ "previousResultIds": [] })),
        ("textDocument/inlayHint", "60 lines", hints(&shown)),
        ("textDocument/inlayHint", "the whole file", hints(&everything)),
        ("textDocument/codeLens", "", whole.clone()),
        ("textDocument/codeAction", "an option", actions(&lines(option.0, option.0))),
        ("textDocument/codeAction", "60 lines", actions(&shown)),
        ("textDocument/codeAction", "the whole file", actions(&everything)),
        ("textDocument/foldingRange", "", whole.clone()),
        ("textDocument/documentLink", "", whole.clone()),
        ("textDocument/selectionRange", "", with(whole.clone(), "positions", json!([position]))),
        ("textDocument/linkedEditingRange", "", at(option)),
        ("textDocument/definition", "an option", at(option)),
        ("textDocument/references", "an option", with(at(option), "context", context)),
        ("textDocument/documentHighlight", "an option", at(option)),
        ("textDocument/prepareRename", "an option", at(option)),
        ("textDocument/rename", "an option", with(at(option), "newName", json!("other"))),
        ("workspace/symbol", "`option-7`", json!({ "query": "option-7" })),
        ("workspace/symbol", "all", json!({ "query": "" })),
        ("flask-lsp/environment", "", whole.clone()),
        ("flask-lsp/expand", "", whole),
        ("flask-lsp/explain", "", json!({ "code": "duplicate-key" })),
    ]
}

/// What is announced under one of these is no request about a document, or is asked for by its name above.
const NOT_MEASURED: &[&str] = &[
    "positionEncoding",
    "textDocumentSync",
    "executeCommandProvider",
    "workspace",
    "experimental",
];

/// Measures and prints; `None` where the server gave no answer.
pub(crate) fn measure(command: &[String], text: &Text) -> Option<()> {
    let mut server = Server::spawn(command, &Value::Null)?;
    let params = json!({ "rootUri": "file:///nowhere", "capabilities": capabilities() });
    let announced = server.call("initialize", params)?["result"]["capabilities"].clone();
    server.notify("initialized", json!({}))?;
    let item = json!({ "uri": URI, "languageId": "yaml", "version": 1, "text": text.content });
    server.notify("textDocument/didOpen", json!({ "textDocument": item }))?;
    let requests = requests(text);
    for provider in announced.as_object()?.keys() {
        let name = provider.trim_end_matches("Provider").to_lowercase();
        let is_of = |method: &str| method.to_lowercase().replace('/', "").ends_with(&name);
        let is_known = NOT_MEASURED.contains(&provider.as_str())
            || requests.iter().any(|(method, ..)| is_of(method));
        assert!(is_known, "nothing is asked of {provider}");
    }

    println!("\nrequests, {}\n{:<52} {:>10} {:>10} {:>10}", text.name, "", "median", "min", "p95");
    let mut slowest: Option<(f64, String)> = None;
    let mut version = 1;
    for (method, what, params) in requests {
        let mut length = 0;
        let times = Times::of(REPEATS, |turn| {
            version += 1;
            type_or_delete(&mut server, text, version, turn)?;
            let (time, bytes) = server.time_call(method, params.clone())?;
            length = bytes;
            Some(time)
        })?;
        let name = if what.is_empty() { method.to_owned() } else { format!("{method}: {what}") };
        println!("{name:<52} {} {:>7.1} KB", times.shown(), length as f64 / 1000.0);
        if slowest.as_ref().is_none_or(|(median, _)| times.median() > *median) {
            slowest = Some((times.median(), name));
        }
    }
    let (median, name) = slowest?;
    println!("the slowest: {name}, {median:.2} ms");
    Some(())
}

/// A letter comes into the word in the middle and goes again. Nothing is waited for but that it has been read.
fn type_or_delete(server: &mut Server, text: &Text, version: usize, turn: usize) -> Option<()> {
    let (line, start) = text.word;
    let at = |character| json!({ "line": line, "character": character });
    let (length, typed) = if turn.is_multiple_of(2) { (0, "x") } else { (1, "") };
    let change =
        json!({ "range": { "start": at(start), "end": at(start + length) }, "text": typed });
    let document = json!({ "uri": URI, "version": version });
    let params = json!({ "textDocument": document, "contentChanges": [change] });
    server.notify("textDocument/didChange", params)?;
    let pause = json!({ "textDocument": { "uri": URI }, "positions": [] });
    server.call("textDocument/selectionRange", pause).map(drop)
}
