//! Tags: which PyYAML's `SafeLoader` 6.0 knows, and what each can stand on.

use crate::problem::ProblemKind;
use crate::scalar;
use crate::text::slice;
use crate::tree::{Kind, NodeData, Style};

/// The short name of one of the tags that every YAML 1.1 reader knows.
pub(super) fn core_tag(node: &NodeData) -> Option<&str> {
    let tag = node.properties.as_ref()?.resolved_tag.as_deref()?;
    tag.strip_prefix("tag:yaml.org,2002:")
}

/// Whether a key is `<<`, unquoted and untagged, or tagged `!!merge`.
pub(super) fn is_merge_key(text: &str, node: &NodeData) -> bool {
    let tag = node.properties.as_ref().and_then(|properties| properties.tag);
    if tag.is_some() {
        return core_tag(node) == Some("merge");
    }
    node.kind == Kind::Scalar(Style::Plain)
        && slice(text, node.range.start().into(), node.range.end().into()) == "<<"
}

/// Why PyYAML refuses the tag of a node, if it does.
pub(super) fn refused(
    text: &str,
    nodes: &[NodeData],
    index: usize,
    is_key: bool,
) -> Option<ProblemKind> {
    let node = nodes.get(index)?;
    let range = node.properties.as_ref()?.tag?;
    let written = slice(text, range.start().into(), range.end().into());
    let next = text.as_bytes().get(usize::from(range.end()));
    let is_joined = next.is_some_and(|byte| !matches!(byte, b' ' | b'\n' | b'\r'));
    if written == "!" && !is_joined {
        return None;
    }
    let Some(tag) = core_tag(node).filter(|_| !is_joined && is_whole(written, node)) else {
        return Some(ProblemKind::UnknownTag);
    };
    let is_scalar = matches!(node.kind, Kind::Scalar(_));
    let is_mapping = matches!(node.kind, Kind::Mapping { .. });
    let is_sequence = matches!(node.kind, Kind::Sequence { .. });
    let fits = match tag {
        "str" | "null" | "bool" | "int" | "float" | "binary" | "timestamp" if !is_scalar => {
            is_mapping && has_value_key(text, nodes, index)
        }
        "str" | "null" => true,
        "bool" | "int" | "float" | "timestamp" => {
            let source = slice(text, node.range.start().into(), node.range.end().into());
            let value = node.cooked.as_deref().unwrap_or(source);
            scalar::resolve_tagged(tag, value).is_some()
        }
        "binary" => {
            let source = slice(text, node.range.start().into(), node.range.end().into());
            is_base64(node.cooked.as_deref().unwrap_or(source))
        }
        "seq" => is_sequence,
        "map" | "set" => is_mapping,
        "omap" | "pairs" => is_sequence && has_pairs(nodes, index),
        "merge" | "value" if is_key => true,
        _ => return Some(ProblemKind::UnknownTag),
    };
    (!fits).then_some(ProblemKind::TagMismatch)
}

/// Whether the parser read the tag to its end: PyYAML's tags may hold quotes and commas.
fn is_whole(written: &str, node: &NodeData) -> bool {
    let suffix = written.rsplit('!').next().unwrap_or_default();
    let suffix = suffix.trim_start_matches('<').trim_end_matches('>');
    let resolved =
        node.properties.as_ref().and_then(|properties| properties.resolved_tag.as_deref());
    suffix.contains('%') || resolved.is_some_and(|resolved| resolved.ends_with(suffix))
}

/// A mapping with the key `=` stands for the value of that key where a scalar is expected.
fn has_value_key(text: &str, nodes: &[NodeData], index: usize) -> bool {
    children(nodes, index).step_by(2).any(|key| {
        key.kind == Kind::Scalar(Style::Plain)
            && slice(text, key.range.start().into(), key.range.end().into()) == "="
    })
}

/// Whether all items are mappings with one entry.
fn has_pairs(nodes: &[NodeData], index: usize) -> bool {
    let mut at = index + 1;
    for item in children(nodes, index) {
        let is_pair = matches!(item.kind, Kind::Mapping { .. }) && children(nodes, at).count() == 2;
        if !is_pair && item.kind != Kind::Alias {
            return false;
        }
        at += item.len as usize;
    }
    true
}

fn children(nodes: &[NodeData], index: usize) -> impl Iterator<Item = &NodeData> {
    let end = nodes.get(index).map_or(index, |node| index + node.len as usize);
    let mut at = index + 1;
    std::iter::from_fn(move || {
        let child = nodes.get(at).filter(|_| at < end)?;
        at += child.len as usize;
        Some(child)
    })
}

/// As Python decodes it: foreign characters are skipped, what is left must come out even.
fn is_base64(text: &str) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let digits = text.bytes().filter(|byte| is_digit(byte)).count();
    let padding = text.bytes().filter(|&byte| byte == b'=').count();
    let is_even = match digits % 4 {
        0 => true,
        2 => padding >= 2,
        3 => padding >= 1,
        _ => false,
    };
    text.is_ascii() && is_even
}
