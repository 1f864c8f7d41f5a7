//! Anchors, aliases and merge keys that PyYAML or the craft tools refuse.

use std::collections::HashMap;

use super::tags::{core_tag, is_merge_key};
use crate::problem::{Problem, ProblemKind};
use crate::text::{TextRange, slice};
use crate::tree::{Kind, NodeData};

/// The anchors so far, with the places of their nodes.
#[derive(Default)]
pub(super) struct Links<'a> {
    anchors: HashMap<&'a str, usize>,
    /// What the last `<<` brings in.
    merged: Option<usize>,
}

impl<'a> Links<'a> {
    /// Looks at the next node in the order of the document.
    pub(super) fn node(
        &mut self,
        text: &'a str,
        nodes: &[NodeData],
        index: usize,
        is_key: bool,
        problems: &mut Vec<Problem>,
    ) {
        let Some(node) = nodes.get(index) else { return };
        let anchor = node.properties.as_ref().and_then(|properties| properties.anchor);
        if let Some(range) = anchor {
            let name = name(text, range);
            let is_new = self.anchors.insert(name, index).is_none();
            let next = text.as_bytes().get(usize::from(range.end()));
            if !is_name(name) || matches!(next, Some(b'[' | b'{')) {
                problems.push(Problem { kind: ProblemKind::AnchorName, range });
            } else if !is_new {
                problems.push(Problem { kind: ProblemKind::DuplicateAnchor, range });
            }
        }
        if let Some(target) = self.target(text, node) {
            let is_within =
                nodes.get(target).is_some_and(|node| index < target + node.len as usize);
            let is_collection = nodes.get(target).is_some_and(is_collection);
            // A mapping that merges itself gains nothing, and that is all.
            let kind = if is_within && self.merged != Some(index) {
                Some(ProblemKind::Recursion)
            } else {
                (is_key && is_collection).then_some(ProblemKind::UnhashableKey)
            };
            problems.extend(kind.map(|kind| Problem { kind, range: node.range }));
        }
        if is_key && is_merge_key(text, node) {
            let value = index + node.len as usize;
            self.merged = Some(value);
            if !self.can_merge(text, nodes, value)
                && let Some(value) = nodes.get(value)
            {
                let range = if value.range.is_empty() { node.range } else { value.range };
                problems.push(Problem { kind: ProblemKind::MergeValue, range });
            }
        }
    }

    /// The node that an alias stands for.
    fn target(&self, text: &str, node: &NodeData) -> Option<usize> {
        let is_alias = node.kind == Kind::Alias;
        is_alias.then(|| self.anchors.get(name(text, node.range)).copied()).flatten()
    }

    /// Whether the node is a mapping or a list of mappings. Aliases to what stands elsewhere or
    /// later may be anything.
    fn can_merge(&self, text: &str, nodes: &[NodeData], index: usize) -> bool {
        let resolved = |index: usize| {
            let node = nodes.get(index)?;
            if node.kind == Kind::Alias { self.target(text, node) } else { Some(index) }
        };
        let is_mapping = |index: usize| {
            let node = resolved(index).and_then(|index| nodes.get(index));
            node.is_none_or(|node| matches!(node.kind, Kind::Mapping { .. }))
        };
        let Some(list) = resolved(index) else { return true };
        let Some(node) = nodes.get(list) else { return true };
        match node.kind {
            Kind::Mapping { .. } => true,
            Kind::Sequence { .. } => {
                let mut item = list + 1;
                while let Some(next) = nodes.get(item).filter(|_| item < list + node.len as usize) {
                    if !is_mapping(item) {
                        return false;
                    }
                    item += next.len as usize;
                }
                true
            }
            Kind::Scalar(_) | Kind::Alias => false,
        }
    }
}

fn is_collection(node: &NodeData) -> bool {
    !matches!(node.kind, Kind::Scalar(_) | Kind::Alias) && core_tag(node) != Some("str")
}

/// Without the `&` or `*`.
fn name(text: &str, range: TextRange) -> &str {
    slice(text, usize::from(range.start()) + 1, range.end().into())
}

/// PyYAML takes fewer names than YAML: letters, digits, `-` and `_`.
fn is_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
