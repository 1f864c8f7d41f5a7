//! The JSON schema of `flask-lsp.toml`, for TOML servers. It holds the codes of all rules, so it is made and
//! not written.

use analysis::rules::all;
use serde_json::{Map, Value, json};

/// The schema, as text that ends in a line end.
pub(crate) fn schema() -> String {
    let codes: Vec<_> = all().iter().map(|rule| rule.id).collect();
    let levels: Map<String, Value> = all()
        .iter()
        .map(|rule| {
            let level = json!({ "$ref": "#/$defs/level", "description": rule.summary() });
            (rule.id.to_owned(), level)
        })
        .collect();
    let list_of = |items: Value, description: &str| json!({ "type": "array", "items": items, "description": description });
    let code = || json!({ "$ref": "#/$defs/code" });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": format!("Made by flask-lsp {} schema flask-lsp.", env!("CARGO_PKG_VERSION")),
        "title": "flask-lsp.toml",
        "description": "How a project's charmcraft.yaml and rockcraft.yaml are to be checked.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "rules": {
                "type": "object",
                "description": "How bad the findings of each code are.",
                "additionalProperties": false,
                "properties": levels,
            },
            "select": list_of(code(), "Report nothing but these codes."),
            "ignore": list_of(code(), "Do not report these codes."),
            "per-file-ignores": {
                "type": "object",
                "description": "Patterns of file names, with the codes that are not reported there.",
                "additionalProperties": { "type": "array", "items": code() },
            },
            "exclude": list_of(
                json!({ "type": "string" }),
                "Patterns, as in a .gitignore, of files and directories that are not checked.",
            ),
            "fail-on": {
                "enum": ["error", "warning", "info"],
                "default": "warning",
                "description": "The least severity that fails a check on the command line.",
            },
            "inlay-hints": switch("Whether editors show inlay hints."),
            "code-lens": switch("Whether editors show code lenses."),
        },
        "$defs": {
            "level": { "enum": ["off", "hint", "info", "warning", "error"] },
            "code": { "enum": codes },
        },
    });
    // Plain data with text keys always serialises.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn switch(description: &str) -> Value {
    json!({ "type": "boolean", "default": true, "description": description })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let mut described: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
        let mut read = super::super::raw::FILE_KEYS.to_vec();
        described.sort();
        read.sort_unstable();
        assert_eq!(described, read);
    }
}
