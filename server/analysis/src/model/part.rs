//! A part: the same for charmcraft and rockcraft, as both leave parts to craft-parts.

use syntax::{Entry, NodeRef};

use super::section_entries;

/// A part.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The part's name.
    pub key: NodeRef<'a>,
    /// What is said about it.
    pub value: NodeRef<'a>,
}

/// The parts, in the order of the file.
pub(super) fn parts(root: Option<NodeRef<'_>>) -> Vec<Part<'_>> {
    let entries = section_entries(root, &["parts"]);
    entries.into_iter().map(|Entry { key, value }| Part { key, value }).collect()
}

impl<'a> Part<'a> {
    /// The part's name; `None` for a key that is no scalar.
    pub fn name(&self) -> Option<&'a str> {
        self.key.text()
    }

    /// The text of `plugin`.
    pub fn plugin(&self) -> Option<&'a str> {
        self.field("plugin")?.value.resolved().as_str()
    }

    /// What is said about it under `key`.
    pub fn field(&self, key: &str) -> Option<Entry<'a>> {
        self.value.get(key)
    }
}
