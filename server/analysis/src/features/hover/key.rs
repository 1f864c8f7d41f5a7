//! Keys that need no more than their documentation, and the values of closed sets.

use super::super::cursor::{Cursor, Place};
use super::super::markdown::{code, code_list, reference_link};
use super::paragraphs;
use crate::facts::{KeyDoc, ValueKind, key_doc};
use crate::file_kind::FileKind;

/// What belongs to the key under the cursor, or to the key of the value there.
pub(super) fn key(kind: FileKind, cursor: &Cursor<'_>) -> Option<String> {
    let doc = match cursor.place {
        Place::Key => key_doc(kind, &cursor.path)?,
        Place::Value => key_doc(kind, &cursor.path).filter(|doc| is_closed(doc))?,
        Place::Item | Place::Blank | Place::Text => return None,
    };
    let key = cursor.path.last().copied().unwrap_or_default();
    let mut head = format!("**{}** ({}", code(key), kind_name(doc.kind));
    if doc.required {
        head += ", required";
    }
    if doc.deprecated {
        head += ", deprecated";
    }
    head += ")";
    let values = match doc.values.len() {
        0 => String::new(),
        _ => format!("Values: {}", code_list(&doc.values)),
    };
    let plugin = doc.plugin.map(|plugin| format!("For parts with `plugin: {plugin}`."));
    let link = reference_link(kind).to_owned();
    let details = doc.details.clone().unwrap_or_else(|| doc.doc.to_owned());
    Some(paragraphs([head, details, plugin.unwrap_or_default(), values, link]))
}

fn is_closed(doc: &KeyDoc) -> bool {
    !doc.values.is_empty() || doc.kind == ValueKind::Boolean
}

fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Boolean => "`true` or `false`",
        _ => kind.name(),
    }
}
