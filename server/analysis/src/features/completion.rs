//! What can be written at the cursor.

use syntax::{TextRange, TextSize};

use crate::snapshot::Snapshot;

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What is shown in the list.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// More about it, in Markdown.
    pub documentation: Option<String>,
    /// What is replaced, in bytes; the cursor is inside or at its end.
    pub replace: TextRange,
    /// The text that takes its place. In a snippet `$1`, `${1:text}` and `$0` are tab stops.
    pub insert: String,
    /// The same for clients without snippets, where `insert` is one.
    pub plain_insert: Option<String>,
    /// What the client matches typed text against, if not the label.
    pub filter_text: Option<String>,
    /// Items are shown in the order of this.
    pub sort_text: String,
    /// Accepted by the tools, and better not used any more.
    pub deprecated: bool,
    /// Whether the client should ask for completions again after accepting (after `key: `).
    pub retrigger: bool,
}

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key.
    Key,
    /// One of a closed set of values.
    Value,
    /// A relation interface.
    Interface,
    /// A whole block.
    Block,
    /// A file.
    File,
    /// A directory.
    Directory,
}

/// What can be written at the cursor, best first.
pub fn completion(_snapshot: &Snapshot, _offset: TextSize) -> Vec<CompletionItem> {
    Vec::new()
}
