//! What the Express extension of rockcraft 1.20 needs from `app/package.json`: a name and a start script.

use std::sync::Arc;

use serde_json::Value;

use crate::memo::Memo;

static MEMO: Memo<Option<Fault>> = Memo::new();

/// Why rockcraft cannot use the file; the first reason it comes upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no JSON from this line on, counted from 1.
    Broken(usize),
    /// It holds something else than an object.
    NoObject,
    /// There is no `scripts`, or nothing under its `start`.
    NoStart,
    /// `scripts` is null or a number: rockcraft crashes.
    NoScripts,
    /// There is no `name`, or it is no text.
    NoName,
}

/// Looks for a fault.
pub fn fault(text: &Arc<str>) -> Option<Fault> {
    *MEMO.get(text, find)
}

/// Whether `files` lists what belongs to the package, and not this file at its top. Patterns and directories
/// that stand for everything count as if they had it.
pub fn leaves_out(text: &str, file: &str) -> bool {
    let Ok(Value::Object(package)) = serde_json::from_str(text) else { return false };
    let Some(Value::Array(files)) = package.get("files") else { return false };
    let mut listed = files.iter().filter_map(Value::as_str);
    let has = |entry: &str| {
        let entry = entry.trim_start_matches("./").trim_start_matches('/');
        entry == file || entry.is_empty() || entry == "." || entry.contains(['*', '?', '['])
    };
    !listed.any(has)
}

fn find(text: &str) -> Option<Fault> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        // A limit of ours and not of Python.
        Err(error) if error.to_string().starts_with("recursion limit") => return None,
        Err(error) => return Some(Fault::Broken(error.line().max(1))),
    };
    let Value::Object(package) = value else { return Some(Fault::NoObject) };
    let has_start = match package.get("scripts") {
        None => false,
        Some(Value::Object(scripts)) => scripts.contains_key("start"),
        // Python's `in` looks for it in lists and texts as well.
        Some(Value::Array(scripts)) => scripts.iter().any(|script| script == "start"),
        Some(Value::String(scripts)) => scripts.contains("start"),
        Some(_) => return Some(Fault::NoScripts),
    };
    if !has_start {
        return Some(Fault::NoStart);
    }
    (!package.get("name").is_some_and(Value::is_string)).then_some(Fault::NoName)
}

/// Whether the package depends on another one, for running or for development. Not for a file that is no
/// JSON object.
pub fn depends_on(text: &str, package: &str) -> bool {
    let Ok(Value::Object(file)) = serde_json::from_str(text) else { return false };
    let sections = ["dependencies", "devDependencies"].into_iter();
    let mut sections = sections.filter_map(|key| file.get(key)?.as_object());
    sections.any(|section| section.contains_key(package))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_both_kinds_count() {
        let text = r#"{"dependencies": {"knex": "3"}, "devDependencies": {"prisma": "6"}}"#;
        assert!(depends_on(text, "knex") && depends_on(text, "prisma"));
        assert!(!depends_on(text, "express") && !depends_on("[]", "knex"));
    }

    #[test]
    fn a_name_and_a_start_script_are_enough() {
        assert_eq!(find(r#"{"name": "notes", "scripts": {"start": "node ."}}"#), None);
        assert_eq!(find(r#"{"name": "", "scripts": {"start": null}}"#), None);
    }

    #[test]
    fn the_first_fault_is_told() {
        assert_eq!(find("{\n  \"name\": 'notes'\n}"), Some(Fault::Broken(2)));
        assert_eq!(find(""), Some(Fault::Broken(1)));
        assert_eq!(find("\u{feff}{}"), Some(Fault::Broken(1)));
        assert_eq!(find("[]"), Some(Fault::NoObject));
        assert_eq!(find("{}"), Some(Fault::NoStart));
        assert_eq!(find(r#"{"name": "notes", "scripts": {"test": "x"}}"#), Some(Fault::NoStart));
        assert_eq!(find(r#"{"name": "notes", "scripts": null}"#), Some(Fault::NoScripts));
        assert_eq!(find(r#"{"name": 1, "scripts": {"start": "x"}}"#), Some(Fault::NoName));
    }
}
