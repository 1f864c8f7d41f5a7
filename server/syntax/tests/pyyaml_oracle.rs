//! Compares documents with what PyYAML 6 was recorded to make of the same text: the same verdict,
//! and where there is a value, the same one.
//!
//! `tests/pyyaml/README.md` describes the records. Values that hold themselves count as refused: the
//! craft tools cannot read them, and neither do we.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a damaged recording may stop the test

use serde_json::{Value, json};
use syntax::scalar::{Integer, Scalar};
use syntax::{Document, Entry, NodeRef};

const RECORDED: &str = include_str!("../../../tests/pyyaml/recorded.json");

/// Where we differ on purpose, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("double-lone-surrogate", NO_SURROGATES),
    ("double-surrogate-pair-stays-two", NO_SURROGATES),
    ("block-line-separator", PLAIN_LINE_ENDS),
    ("block-paragraph-separator-folded", PLAIN_LINE_ENDS),
    ("line-separator-in-plain-text", PLAIN_LINE_ENDS),
    ("line-separator-in-double-quotes", PLAIN_LINE_ENDS),
    ("line-separator-in-single-quotes", PLAIN_LINE_ENDS),
    ("paragraph-separator-in-double-quotes", PLAIN_LINE_ENDS),
    ("paragraph-separator-in-plain-text", PLAIN_LINE_ENDS),
    ("flow-nesting-300-levels", "our parser stops at 255 levels"),
    ("tag-str-on-mapping-with-value-key", "the verdict is the same, the value stays a mapping"),
];

const NO_SURROGATES: &str = "Python text may hold half a surrogate pair; ours has U+FFFD instead";
const PLAIN_LINE_ENDS: &str = "U+2028 and U+2029 end a line, but are folded like any line end";

/// Values deeper than this are recorded as `deep`.
const MAX_DEPTH: usize = 30;

fn records() -> Vec<Value> {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let records = recorded["records"].as_array().unwrap();
    // Documents are text: bytes that are not UTF-8 never become one.
    records.iter().filter(|record| record["text"].is_string()).cloned().collect()
}

fn holds(value: &Value, kind: &str) -> bool {
    match value {
        Value::Array(items) => {
            items.first().is_some_and(|first| first == kind)
                || items.iter().any(|item| holds(item, kind))
        }
        _ => false,
    }
}

/// The recorded answer: the value, with the entries of maps in the order of [`sorted`].
fn expected(record: &Value) -> Option<Value> {
    let is_accepted = record["accepted"] == true && !holds(&record["value"], "recursive");
    is_accepted.then(|| sorted(record["value"].clone()))
}

/// Merging puts entries in an order that nothing depends on.
fn sorted(value: Value) -> Value {
    let Value::Array(mut items) = value else { return value };
    let is_map = items.first().is_some_and(|kind| kind == "map" || kind == "set");
    if let (true, Some(Value::Array(entries))) = (is_map, items.get_mut(1)) {
        entries.sort_by_key(Value::to_string);
    }
    // A number that Python does not print is recorded in hexadecimal; we do not have it at all.
    if items.first().is_some_and(|kind| kind == "int")
        && items.get(1).and_then(Value::as_str).is_some_and(|digits| digits.starts_with("0x"))
    {
        return json!(["int", "unprintable"]);
    }
    Value::Array(items.into_iter().map(sorted).collect())
}

fn found(document: &Document) -> Option<Value> {
    if !document.problems().is_empty() {
        return None;
    }
    let value = document.root().map_or(json!(["null"]), |root| typed(root, 0));
    Some(sorted(value))
}

fn typed(node: NodeRef<'_>, depth: usize) -> Value {
    let node = node.resolved();
    let core_tag = node.tag().and_then(|tag| tag.strip_prefix("tag:yaml.org,2002:"));
    if depth == MAX_DEPTH {
        return json!(["deep"]);
    }
    if let Some(scalar) = node.scalar() {
        return typed_scalar(&scalar, core_tag);
    }
    let below = |node| typed(node, depth + 1);
    match core_tag {
        Some("set") => json!(["set", entries(node, depth).map(|(key, _)| key).collect::<Vec<_>>()]),
        Some("omap" | "pairs") => {
            let entries = node.items().filter_map(|item| item.resolved().entries().next());
            let pairs = entries.map(|Entry { key, value }| {
                json!(["pair", [typed(key, depth + 2), typed(value, depth + 2)]])
            });
            json!(["list", pairs.collect::<Vec<_>>()])
        }
        _ if node.is_mapping() => {
            let entries = entries(node, depth).map(|(key, value)| json!([key, value]));
            json!(["map", entries.collect::<Vec<_>>()])
        }
        _ => json!(["list", node.items().map(below).collect::<Vec<_>>()]),
    }
}

/// Keys and values; of those whose keys are equal the first key with the last value.
fn entries(node: NodeRef<'_>, depth: usize) -> impl Iterator<Item = (Value, Value)> {
    let mut entries: Vec<(Value, Value)> = Vec::new();
    for Entry { key, value } in node.effective_entries() {
        let key = match key.resolved().scalar() {
            // As a key it is text.
            Some(Scalar::Value) => json!(["str", "="]),
            _ => typed(key, depth + 1),
        };
        let value = typed(value, depth + 1);
        match entries.iter_mut().find(|(known, _)| is_same_key(known, &key)) {
            Some(entry) => entry.1 = value,
            None => entries.push((key, value)),
        }
    }
    entries.into_iter()
}

/// Python compares numbers of different types: 1, 1.0 and True are one key, the first one written.
fn is_same_key(one: &Value, other: &Value) -> bool {
    let number = |key: &Value| match &key[1] {
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        Value::String(digits) if key[0] == "int" || key[0] == "float" => digits.parse().ok(),
        _ => None,
    };
    one == other || number(one).is_some_and(|value| Some(value) == number(other))
}

fn typed_scalar(scalar: &Scalar<'_>, core_tag: Option<&str>) -> Value {
    let kind = match scalar {
        Scalar::Null => return json!(["null"]),
        Scalar::Bool(value) => return json!(["bool", value]),
        Scalar::Int(Integer::Unprintable) => return json!(["int", "unprintable"]),
        Scalar::Int(_) => "int",
        Scalar::Float(_) => "float",
        Scalar::Date(_) => "date",
        Scalar::Timestamp(_) => "timestamp",
        Scalar::Text(_) if core_tag == Some("binary") => "binary",
        Scalar::Text(_) => "str",
        other => return json!(["no value", format!("{other:?}")]),
    };
    let text = scalar.python_text().unwrap();
    let text = if kind == "binary" { text.replace(char::is_whitespace, "") } else { text };
    json!([kind, text])
}

fn shortened(text: String) -> String {
    if text.chars().count() <= 160 {
        return text;
    }
    text.chars().take(160).chain("...".chars()).collect()
}

#[test]
fn every_text_gets_the_verdict_and_the_value_of_pyyaml() {
    let records = records();
    assert!(records.len() >= 1000, "only {} records", records.len());

    let mut differences = Vec::new();
    for record in &records {
        let id = record["id"].as_str().unwrap();
        let text = record["text"].as_str().unwrap();
        let document = Document::new(text.to_owned());
        let (expected, found) = (expected(record), found(&document));
        let is_known = DIFFERENCES.iter().any(|(known, _)| *known == id);
        if (expected != found) != is_known {
            let show = |value: Option<Value>| {
                shortened(value.map_or("refused".to_owned(), |value| value.to_string()))
            };
            differences.push(format!(
                "{id}{}: {}\n    expected {}{}\n    found    {} {:?}",
                if is_known { " (no longer different)" } else { "" },
                shortened(format!("{text:?}")),
                show(expected),
                record["problem"].as_str().map_or(String::new(), |words| format!(": {words}")),
                show(found),
                document.problems(),
            ));
        }
    }
    for (id, _) in DIFFERENCES {
        assert!(records.iter().any(|record| record["id"] == *id), "no record {id}");
    }
    assert!(differences.is_empty(), "{}\n{}", differences.len(), differences.join("\n"));
}
