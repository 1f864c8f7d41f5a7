//! `rockcraft.yaml` as its author thinks of it.

use syntax::{Entry, NodeRef};

use super::{extensions, section_entries};

/// A `rockcraft.yaml`.
#[derive(Debug, Clone, Copy)]
pub struct Rock<'a> {
    root: Option<NodeRef<'a>>,
}

/// A part.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The part's name.
    pub key: NodeRef<'a>,
    /// What is said about it.
    pub value: NodeRef<'a>,
}

impl<'a> Rock<'a> {
    /// The view of a document's root.
    pub fn new(root: Option<NodeRef<'a>>) -> Self {
        Rock { root }
    }

    /// The document's root node.
    pub fn root(&self) -> Option<NodeRef<'a>> {
        self.root
    }

    /// A top-level entry.
    pub fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.root?.get(key)
    }

    /// The names under `extensions`, with their nodes.
    pub fn extensions(&self) -> Vec<(NodeRef<'a>, &'a str)> {
        extensions(self.root)
    }

    /// The parts, in the order of the file.
    pub fn parts(&self) -> Vec<Part<'a>> {
        let entries = section_entries(self.root, &["parts"]);
        entries.into_iter().map(|Entry { key, value }| Part { key, value }).collect()
    }
}

impl<'a> Part<'a> {
    /// The part's name; `None` for a key that is no scalar.
    pub fn name(&self) -> Option<&'a str> {
        self.key.text()
    }

    /// What is said about it under `key`.
    pub fn field(&self, key: &str) -> Option<Entry<'a>> {
        self.value.get(key)
    }
}
