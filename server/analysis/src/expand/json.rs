//! Prints data as JSON, keys in their order, two blanks of indent.

use super::value::{Map, Value, float_text};

/// The text of a document, with a line end. Numbers are those of the YAML, of any size.
pub fn to_json(document: &Map) -> String {
    let mut out = String::new();
    mapping(document, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(digits) => out.push_str(digits),
        Value::Float(value) => out.push_str(&float_text(*value)),
        Value::Text(value) => text(value, out),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                next(at, depth + 1, out);
                write(item, depth + 1, out);
            }
            line(depth, out);
            out.push(']');
        }
        Value::Map(map) => mapping(map, depth, out),
    }
}

fn mapping(map: &Map, depth: usize, out: &mut String) {
    if map.is_empty() {
        out.push_str("{}");
        return;
    }
    out.push('{');
    for (at, (key, value)) in map.iter().enumerate() {
        next(at, depth + 1, out);
        text(key, out);
        out.push_str(": ");
        write(value, depth + 1, out);
    }
    line(depth, out);
    out.push('}');
}

fn next(at: usize, depth: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    line(depth, out);
}

fn line(depth: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

fn text(text: &str, out: &mut String) {
    // Text always has a JSON form.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
