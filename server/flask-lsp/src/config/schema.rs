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
            "extend-exclude": list_of(
                json!({ "type": "string" }),
                "More of them, beside those of `exclude` or of the settings of an editor.",
            ),
            "versions": {
                "type": "object",
                "description": "The versions of the tools that the files are for; else the newest that are known.",
                "additionalProperties": false,
                "properties": {
                    "charmcraft": version("charmcraft, which packs the charm."),
                    "rockcraft": version("rockcraft, which packs the rock."),
                    "juju": version("Juju, which deploys the charm."),
                    "paas-charm": version("paas-charm, the library that the charm runs on."),
                },
            },
            "run": {
                "type": "object",
                "description": "Where `flask-lsp run` and the commands of editors bring the application.",
                "additionalProperties": false,
                "properties": {
                    "registry": text("Where images go: a host with its port, and a path if it has one."),
                    "app": text("The application in the model, if it is not named like the charm."),
                    "model": text("The model, if it is not the current one."),
                },
            },
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

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn version(description: &str) -> Value {
    let pattern = "^[0-9]+([.][0-9]+){0,2}$";
    json!({ "type": "string", "pattern": pattern, "description": description })
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
