//! Fixes that several rules here offer: quotes around a value or key, and brackets around a single
//! value.

use syntax::{Kind, Style};

use crate::rules::prelude::*;

/// Puts a plain value in quotes, so that it stays the text that stands there. `None` for what is not
/// written in one line without quotes, anchor and tag.
pub(super) fn quote(value: NodeRef<'_>, title: impl Into<String>) -> Option<Fix> {
    let is_bare = value.style() == Some(Style::Plain) && value.properties().is_none();
    if !is_bare || value.is_absent() || value.source().contains(['\n', '\r']) {
        return None;
    }
    Some(Fix::replace(title, Safety::Safe, value.range(), quoted(value.source())))
}

/// A text in single quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Puts a new text in the place of a scalar, which keeps its quotes if it had any. `None` for aliases,
/// tagged and multi-line values.
pub(super) fn replace_text(
    value: NodeRef<'_>,
    title: impl Into<String>,
    safety: Safety,
    text: &str,
) -> Option<Fix> {
    let insert = match value.style()? {
        Style::Plain => crate::rules::edits::written(text).into_owned(),
        Style::SingleQuoted => quoted(text),
        Style::DoubleQuoted => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Style::Literal | Style::Folded => return None,
    };
    let is_simple = value.properties().is_none_or(|properties| properties.tag.is_none());
    let is_there = !value.is_absent() && !value.source().contains(['\n', '\r']);
    (is_simple && is_there).then(|| Fix::replace(title, safety, value.range(), insert))
}

/// Makes a list of a single value.
pub(super) fn wrap(value: NodeRef<'_>, title: impl Into<String>) -> Option<Fix> {
    let source = value.source();
    let is_single = matches!(value.kind(), Kind::Scalar(_)) && value.properties().is_none();
    if !is_single || value.is_absent() || source.contains(['\n', '\r']) {
        return None;
    }
    let needs_quotes =
        value.style() == Some(Style::Plain) && source.contains([',', '[', ']', '{', '}', ':']);
    let item = if needs_quotes { quoted(source) } else { source.to_owned() };
    Some(Fix::replace(title, Safety::Safe, value.range(), format!("[{item}]")))
}
