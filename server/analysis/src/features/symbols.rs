//! The outline of a document as an editor shows it.

use syntax::TextRange;

use crate::snapshot::Snapshot;

/// A named thing in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// A few words beside it.
    pub detail: Option<String>,
    /// What kind of thing it is.
    pub kind: SymbolKind,
    /// All of it, in bytes.
    pub range: TextRange,
    /// Its name in the text.
    pub selection: TextRange,
    /// What it holds.
    pub children: Vec<Symbol>,
}

/// What kind of thing a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A section or any other mapping.
    Section,
    /// A single value.
    Field,
    /// A list.
    List,
    /// A config option.
    ConfigOption,
    /// An endpoint.
    Endpoint,
    /// A part.
    Part,
    /// A service.
    Service,
}

/// The symbols of a document, nested as it is.
pub fn symbols(_snapshot: &Snapshot) -> Vec<Symbol> {
    Vec::new()
}
