//! `on`, `to`, `for` and `else` in the lists of a part: what applies to one build.
//!
//! The way of craft-grammar 2.3, as charmcraft 4.5.0 uses it: entries of the list are taken in
//! order, an entry `on amd64: [...]` gives way to its content where it applies, `else: [...]` belongs
//! to the statement before it. Mistakes in statements are not looked for: those apply nowhere.

use super::platforms::Build;
use super::value::{Map, Value};

/// Keys of a part that may hold statements and are lists.
const LISTS: &[&str] = &[
    "source-submodules",
    "after",
    "overlay-packages",
    "build-attributes",
    "permissions",
    "build-environment",
    "build-packages",
    "build-slices",
    "stage-packages",
    "build-snaps",
    "stage-snaps",
    "overlay",
    "stage",
    "prime",
];
/// Keys of a part that may hold statements and are a single value.
const SINGLE: &[&str] = &[
    "plugin",
    "source",
    "source-checksum",
    "source-branch",
    "source-commit",
    "source-depth",
    "source-subdir",
    "source-tag",
    "source-type",
    "disable-parallel",
    "organize",
    "override-pull",
    "overlay-script",
    "override-build",
    "override-stage",
    "override-prime",
    "parse-info",
];

/// A part as it is for one build.
pub(super) fn resolve(part: Map, build: &Build) -> Map {
    part.map_values(|key, value| match value {
        Value::List(items) if is_grammar(&items) && LISTS.contains(&key) => {
            Value::List(process(&items, build))
        }
        Value::List(items) if is_grammar(&items) && SINGLE.contains(&key) => {
            process(&items, build).into_iter().next().unwrap_or(Value::Null)
        }
        other => other,
    })
}

/// Lists with anything but texts and mappings are left alone.
fn is_grammar(items: &[Value]) -> bool {
    items.iter().all(|item| matches!(item, Value::Text(_) | Value::Map(_)))
}

/// A statement whose `else` may still follow.
struct Statement<'v> {
    applies: bool,
    body: &'v Value,
    otherwise: Vec<&'v Value>,
}

fn process(items: &[Value], build: &Build) -> Vec<Value> {
    let mut found = Vec::new();
    let mut open: Option<Statement<'_>> = None;
    for item in items {
        let Value::Map(map) = item else {
            let is_else_fail = item.as_text().is_some_and(|text| {
                text.split_whitespace().eq(["else", "fail"]) && text.starts_with("else")
            });
            if !is_else_fail {
                close(open.take(), build, &mut found);
                found.push(item.clone());
            }
            continue;
        };
        for (key, body) in map.iter() {
            if key == "else" {
                if let Some(statement) = &mut open {
                    statement.otherwise.push(body);
                }
                continue;
            }
            close(open.take(), build, &mut found);
            open = applies(key, build).map(|applies| Statement {
                applies,
                body,
                otherwise: Vec::new(),
            });
        }
        if open.is_none() {
            found.push(item.clone());
        }
    }
    close(open, build, &mut found);
    found
}

fn close(statement: Option<Statement<'_>>, build: &Build, found: &mut Vec<Value>) {
    let Some(statement) = statement else { return };
    if statement.applies {
        found.extend(body(statement.body, build));
        return;
    }
    let mut bodies = statement.otherwise.into_iter().map(|otherwise| body(otherwise, build));
    found.extend(bodies.find(|items| !items.is_empty()).unwrap_or_default());
}

fn body(value: &Value, build: &Build) -> Vec<Value> {
    match value {
        Value::List(items) => process(items, build),
        other => process(std::slice::from_ref(other), build),
    }
}

/// Whether a statement applies; `None` for a key that is none.
fn applies(key: &str, build: &Build) -> Option<bool> {
    let words: Vec<_> = key.split_whitespace().collect();
    match (words.as_slice(), key.starts_with(char::is_whitespace)) {
        (["on", host, "to", target], false) => Some(*host == build.host && *target == build.target),
        (["on", host], false) => Some(*host == build.host),
        (["to", target], false) => Some(*target == build.target),
        // charmcraft tells the grammar no platform, so only the word for all of them fits.
        (["for", platform], false) => Some(*platform == "any"),
        (["on" | "to" | "for", ..], false) if words.len() > 1 => Some(false),
        _ => None,
    }
}
