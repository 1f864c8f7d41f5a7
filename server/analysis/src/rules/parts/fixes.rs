//! Changes to a part that several rules offer. Each answers `None` where the text is not laid out in
//! the usual way.

use syntax::{Kind, NodeRef, Style, TextRange};

use crate::finding::{Fix, Safety, TextEdit};
use crate::rules::Context;
use crate::rules::edits::{prepend_entry, remove_entry};

/// Puts an entry in front of the others of a mapping, or into an empty one.
pub(super) fn add_entry(mapping: NodeRef<'_>, key: &str, value: &str) -> Option<TextEdit> {
    if mapping.source() == "{}" {
        let insert = format!("{{{key}: {value}}}");
        return Some(TextEdit { range: mapping.range(), insert });
    }
    prepend_entry(mapping, key, value)
}

/// Takes a key out of a part that says something else too.
pub(super) fn remove_key(cx: &Context<'_>, part: &str, key: &str, safety: Safety) -> Option<Fix> {
    let value = cx.root()?.get_path(&["parts", part])?.value;
    if value.entries().count() < 2 {
        return None;
    }
    let edit = remove_entry(cx, &["parts", part, key])?;
    Some(Fix::replace(format!("Remove `{key}`"), safety, edit.range, edit.insert))
}

/// Makes a list of one out of a single value on one line.
pub(super) fn wrap_in_list(value: NodeRef<'_>) -> Option<Fix> {
    let source = value.source();
    let is_simple = match value.style()? {
        Style::Plain => !source.contains([',', '[', ']', '{', '}']),
        Style::SingleQuoted | Style::DoubleQuoted => true,
        Style::Literal | Style::Folded => false,
    };
    if !is_simple || source.is_empty() || source.contains('\n') || value.properties().is_some() {
        return None;
    }
    let list = format!("[{source}]");
    Some(Fix::replace(format!("Write `{list}`"), Safety::Safe, value.range(), list))
}

/// Puts a plain value in quotes.
pub(super) fn quote(value: NodeRef<'_>) -> Option<Fix> {
    let source = value.source();
    let is_plain = value.style() == Some(Style::Plain) && value.properties().is_none();
    if !is_plain || source.is_empty() || source.contains(['\n', '\'']) {
        return None;
    }
    let quoted = format!("'{source}'");
    Some(Fix::replace(format!("Write `{quoted}`"), Safety::Safe, value.range(), quoted))
}

/// Makes a list of mappings with one entry each out of a mapping, entry by entry.
pub(super) fn split_into_list(mapping: NodeRef<'_>) -> Option<Fix> {
    let title = "Write a list with one variable in each entry";
    let single = |value: NodeRef<'_>| value.is_scalar() && !value.source().contains('\n');
    let mut entries = mapping.entries().peekable();
    entries.peek()?;
    let mut edits = Vec::new();
    let mut items = Vec::new();
    for entry in entries {
        if entry.is_merge() || !entry.key.is_scalar() || !single(entry.value) {
            return None;
        }
        let (key, value) = (entry.key.source(), entry.value.source());
        items.push(format!("{{{key}: {value}}}"));
        let range = TextRange::empty(entry.key.range().start());
        edits.push(TextEdit { range, insert: "- ".to_owned() });
    }
    if mapping.kind() == (Kind::Mapping { flow: true }) {
        let list = format!("[{}]", items.join(", "));
        return Some(Fix::replace(title, Safety::Safe, mapping.range(), list));
    }
    Some(Fix { title: title.to_owned(), safety: Safety::Safe, edits, rename_file: None })
}
