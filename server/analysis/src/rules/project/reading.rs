//! A value as the tools see it where they want text: PyYAML's type, with the tags that make bytes and
//! sets.

use std::borrow::Cow;

use crate::facts;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use syntax::{Kind, Scalar};

const BINARY: &str = "tag:yaml.org,2002:binary";
const SET: &str = "tag:yaml.org,2002:set";

/// What a value is where text is wanted.
#[derive(Debug, PartialEq)]
pub(super) enum Reading<'a> {
    /// Nothing, or `null`.
    Null,
    /// Text.
    Text(&'a str),
    /// A number, as Python prints it: `1.10` is `1.1`. pydantic turns it into this text.
    Number(String),
    /// Something else: what it is, in words.
    Other(&'static str),
    /// PyYAML cannot read it, which `yaml-syntax` reports.
    Unreadable,
}

impl<'a> Reading<'a> {
    /// Of a value, aliases followed.
    pub(super) fn of(value: NodeRef<'a>) -> Self {
        let value = value.resolved();
        if names_nothing(value) {
            return Reading::Unreadable;
        }
        if let Some(words) = tagged(value) {
            return Reading::Other(words);
        }
        match value.scalar() {
            None => Reading::Other(kind(value)),
            Some(Scalar::Null) => Reading::Null,
            Some(Scalar::Text(_)) => value.text().map_or(Reading::Unreadable, Reading::Text),
            Some(number @ (Scalar::Int(_) | Scalar::Float(_))) => match number.python_text() {
                Some(text) => Reading::Number(text),
                None => Reading::Other("a number of too many digits"),
            },
            Some(Scalar::Bool(_) | Scalar::Date(_) | Scalar::Timestamp(_)) => {
                Reading::Other(kind(value))
            }
            Some(_) => Reading::Unreadable,
        }
    }

    /// The text, if the value is text or a number.
    pub(super) fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Reading::Text(text) => Some(Cow::Borrowed(text)),
            Reading::Number(text) => Some(Cow::Owned(text)),
            _ => None,
        }
    }
}

/// What a value is, in words, for messages about shapes.
pub(super) fn in_words(value: NodeRef<'_>) -> &'static str {
    let value = value.resolved();
    tagged(value).unwrap_or_else(|| kind(value))
}

/// Whether the value is an alias without an anchor, which `yaml-syntax` reports.
pub(super) fn names_nothing(value: NodeRef<'_>) -> bool {
    value.resolved().kind() == Kind::Alias
}

/// Whether the tools see a mapping; a set is written like one.
pub(super) fn is_mapping(value: NodeRef<'_>) -> bool {
    let value = value.resolved();
    value.is_mapping() && value.tag() != Some(SET)
}

/// Whether the tools see a list: a set is one to pydantic, and craft-parts makes one of bytes.
pub(super) fn is_list(value: NodeRef<'_>) -> bool {
    let value = value.resolved();
    value.is_sequence() || matches!(value.tag(), Some(SET | BINARY))
}

fn tagged(value: NodeRef<'_>) -> Option<&'static str> {
    match value.tag()? {
        BINARY => Some("binary data"),
        SET => Some("a set"),
        _ => None,
    }
}

/// Whether the tools replace something in a text, so that its length and form are not known.
pub(super) fn holds_variable(text: &str) -> bool {
    text.match_indices('$').any(|(at, _)| text.get(at + 1..).is_some_and(starts_with_variable))
}

/// The text with a letter for every variable: what the tools put there holds no `:` and no blank.
pub(super) fn with_variables_replaced(text: &str) -> Cow<'_, str> {
    if !holds_variable(text) {
        return Cow::Borrowed(text);
    }
    let mut text = text.to_owned();
    for name in facts::variables() {
        text = text.replace(&format!("${{{name}}}"), "x").replace(&format!("${name}"), "x");
    }
    Cow::Owned(text)
}

/// Where a text holds a `$` that no tool replaces.
pub(super) fn stray_dollar(text: &str) -> Option<usize> {
    let mut dollars = text.match_indices('$').map(|(at, _)| at);
    dollars.find(|at| !text.get(at + 1..).is_some_and(starts_with_variable))
}

/// Whether `$` before this text would be replaced: craft-parts looks for the names, whatever follows.
fn starts_with_variable(after_dollar: &str) -> bool {
    facts::variables().iter().any(|name| match after_dollar.strip_prefix('{') {
        Some(braced) => braced.strip_prefix(name).is_some_and(|rest| rest.starts_with('}')),
        None => after_dollar.starts_with(name),
    })
}

#[cfg(test)]
mod tests {
    use super::{holds_variable, stray_dollar};

    #[test]
    fn variables_of_the_tools_are_told_from_other_dollars() {
        for text in ["$CRAFT_STAGE", "${CRAFT_STAGE}/x", "a$CRAFT_STAGEX"] {
            assert!(holds_variable(text), "{text}");
            assert_eq!(stray_dollar(text), None, "{text}");
        }
        for text in ["$CRAFT_FOO", "${CRAFT_STAGE", "$", "a$b", "$CRAFT_PART_NAME"] {
            assert!(!holds_variable(text), "{text}");
            assert_eq!(stray_dollar(text), text.find('$'), "{text}");
        }
        assert_eq!(stray_dollar("$CRAFT_STAGE/$x"), Some(13));
    }
}
