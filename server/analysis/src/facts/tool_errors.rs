//! What the programs say when they fail, and the key that it is about.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/tool-errors.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    errors: Vec<ToolError>,
}

/// All known errors, the more exact ones first.
pub fn tool_errors() -> &'static [ToolError] {
    &FILE.errors
}

/// An error of a program.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolError {
    /// The programs that say it, as settings call them.
    pub tools: Vec<&'static str>,
    /// A part of the line; `{1}` and `{2}` stand for any text. Written in the file with escapes, so it
    /// cannot be borrowed from there.
    pub says: String,
    /// The keys down to the place; `{1}` is what stood for it in the line, and may be several keys with
    /// dots between them.
    pub path: Vec<&'static str>,
    /// The key at the top to mark if the file has none of the path.
    #[serde(default)]
    pub otherwise: Option<&'static str>,
    /// What to do.
    #[serde(default)]
    pub help: Option<&'static str>,
}
