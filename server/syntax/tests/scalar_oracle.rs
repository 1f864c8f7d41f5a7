//! Compares `scalar::resolve_plain` with what PyYAML 6 was recorded to make of the same text.
//!
//! Only snippets that are one plain scalar as a whole take part; `tests/pyyaml/README.md` describes
//! the records.

#![allow(clippy::unwrap_used)] // a damaged recording may stop the test

use serde_json::Value;
use syntax::scalar::{Integer, Scalar, Unreadable, resolve_plain};

const RECORDED: &str = include_str!("../../../tests/pyyaml/recorded.json");

/// Fewer than this would mean that the recording lost its scalars.
const LEAST_SCALARS: usize = 250;

fn plain_scalar_records() -> Vec<Value> {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let records = recorded["records"].as_array().unwrap();
    records.iter().filter(|record| record["plain"].is_string()).cloned().collect()
}

/// The recorded answer in the words of [`describe`].
fn expected(record: &Value) -> String {
    if let Some(crash) = record["crash"].as_str() {
        return format!("crash {crash}");
    }
    if record["accepted"] == false {
        return "refused as a value".to_owned();
    }
    let kind = record["value"][0].as_str().unwrap();
    let content = match &record["value"][1] {
        Value::Null => String::new(),
        Value::String(text) if kind == "int" && text.starts_with("0x") => "unprintable".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("{kind} {content}")
}

fn describe(scalar: &Scalar<'_>) -> String {
    let kind = match scalar {
        Scalar::Null => return "null ".to_owned(),
        Scalar::Bool(value) => return format!("bool {value}"),
        Scalar::Int(Integer::Unprintable) => return "int unprintable".to_owned(),
        Scalar::Int(_) => "int",
        Scalar::Float(_) => "float",
        Scalar::Date(_) => "date",
        Scalar::Timestamp(_) => "timestamp",
        Scalar::Text(_) => "str",
        Scalar::ImpossibleDate(_)
        | Scalar::Unreadable(Unreadable::NoDigits | Unreadable::TooManyDigits) => {
            return "crash ValueError".to_owned();
        }
        Scalar::Unreadable(Unreadable::TooManyPlaces) => return "crash OverflowError".to_owned(),
        Scalar::Merge | Scalar::Value => return "refused as a value".to_owned(),
    };
    format!("{kind} {}", scalar.python_text().unwrap())
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

#[test]
fn every_plain_scalar_resolves_as_pyyaml_says() {
    let records = plain_scalar_records();
    assert!(records.len() >= LEAST_SCALARS, "only {} scalars recorded", records.len());

    let mut differences = Vec::new();
    for record in &records {
        let text = record["plain"].as_str().unwrap();
        let (expected, found) = (expected(record), describe(&resolve_plain(text)));
        if expected != found {
            let [text, expected, found] = [text, &expected, &found].map(shortened);
            differences.push(format!("{}: {text:?} is {expected}, found {found}", record["id"]));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
