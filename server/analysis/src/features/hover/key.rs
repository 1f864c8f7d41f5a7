//! Keys that need no more than their documentation, and the values of closed sets.

use super::super::cursor::{Cursor, ITEM, Place};
use super::super::markdown::{code, code_list, reference_link};
use super::paragraphs;
use crate::facts::{KeyDoc, ValueKind, key_doc};
use crate::file_kind::FileKind;

/// What belongs to the key under the cursor, or to the key of the value there.
pub(super) fn key(kind: FileKind, cursor: &Cursor<'_>) -> Option<String> {
    let (doc, key) = match (cursor.place, cursor.path.split_last()) {
        (Place::Key, Some((key, _))) => (key_doc(kind, &cursor.path)?, *key),
        (Place::Value, Some((key, _))) => {
            (key_doc(kind, &cursor.path).filter(|doc| is_closed(doc))?, *key)
        }
        (Place::Item, Some((&ITEM, list))) => {
            (key_doc(kind, list).filter(|doc| is_closed(doc))?, *list.last()?)
        }
        _ => return None,
    };
    Some(page(kind, key, doc))
}

fn page(kind: FileKind, key: &str, doc: &KeyDoc) -> String {
    let text = doc.details.as_deref().unwrap_or(doc.doc);
    let (first, rest) = first_sentence(text);
    let mut facts = kind_name(doc.kind).to_owned();
    for (holds, fact) in [(doc.required, ", required"), (doc.deprecated, ", deprecated")] {
        if holds {
            facts += fact;
        }
    }
    let plugin = doc.plugin.map(|plugin| format!("For parts with `plugin: {plugin}`."));
    paragraphs([
        format!("**{}**: {first}", code(key)),
        rest.to_owned(),
        format!("{facts}."),
        plugin.unwrap_or_default(),
        values(doc),
        reference_link(kind).to_owned(),
    ])
}

/// The values to choose from, each with its meaning where one is known.
fn values(doc: &KeyDoc) -> String {
    if doc.values.is_empty() {
        return String::new();
    }
    if doc.values.iter().all(|value| doc.value_doc(value).is_none()) {
        return format!("Values: {}", code_list(&doc.values));
    }
    let line = |value: &&str| match doc.value_doc(value) {
        Some(meaning) => format!("- {}: {meaning}", code(value)),
        None => format!("- {}", code(value)),
    };
    doc.values.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The first sentence, for those who see one line only, and what follows it.
fn first_sentence(text: &str) -> (&str, &str) {
    let mut ends = text.match_indices(['.', '\n']).filter(|(index, end)| {
        let behind = text.get(index + 1..).unwrap_or_default();
        let inside_code = text.get(..*index).unwrap_or_default().matches('`').count() % 2 == 1;
        *end == "\n" || *end == "." && !inside_code && behind.starts_with([' ', '\n'])
    });
    let Some((index, end)) = ends.next() else { return (text, "") };
    let first = text.get(..index + usize::from(end == ".")).unwrap_or(text);
    (first, text.get(first.len()..).unwrap_or_default().trim_start())
}

fn is_closed(doc: &KeyDoc) -> bool {
    !doc.values.is_empty() || doc.kind == ValueKind::Boolean
}

fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Boolean => "`true` or `false`",
        ValueKind::Text | ValueKind::Prose => "Text",
        ValueKind::Texts => "Text, or a list",
        ValueKind::Integer => "A whole number",
        ValueKind::Number => "A number",
        ValueKind::List => "A list",
        ValueKind::Mapping => "A mapping",
        ValueKind::Any => "Any value",
    }
}
