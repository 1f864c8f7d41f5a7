//! What is shown when the pointer rests on something.

use syntax::{TextRange, TextSize};

use crate::snapshot::Snapshot;

/// A text about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What the text is about, in bytes.
    pub range: TextRange,
    /// The text, in Markdown.
    pub markdown: String,
}

/// What there is to say about the place; `None` if nothing.
pub fn hover(_snapshot: &Snapshot, _offset: TextSize) -> Option<Hover> {
    None
}
