//! `rockcraft.yaml` as its author thinks of it.

use syntax::{Entry, NodeRef};

use super::{Part, extensions};

/// A `rockcraft.yaml`.
#[derive(Debug, Clone, Copy)]
pub struct Rock<'a> {
    root: Option<NodeRef<'a>>,
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
        super::part::parts(self.root)
    }
}
