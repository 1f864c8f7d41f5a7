//! What the rules about bases and platforms share: words, places, and changes to the text.

use syntax::{Kind, Style, TextSize};

use crate::facts;
use crate::finding::TextEdit;
use crate::model::{self, Platform, Target};
use crate::rules::edits::{LINE_ENDS, column, next_line};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

/// The platforms that are not half typed.
pub(super) fn platforms<'a>(cx: &Context<'a>) -> Vec<Platform<'a>> {
    let mut platforms = model::platforms(cx.root());
    platforms.retain(|platform| !platform.is_repaired());
    platforms
}

/// Who complains.
pub(super) fn pack_stops(cx: &Context<'_>) -> String {
    format!("`{} pack` stops on this", cx.tool().name())
}

/// Names in backticks, with `or` before the last.
pub(super) fn choice<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.pop() {
        Some(last) if !quoted.is_empty() => format!("{} or {last}", quoted.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// The text of a single value that is not null.
pub(super) fn scalar_text<'a>(value: NodeRef<'a>) -> Option<&'a str> {
    let value = value.resolved();
    value.text().filter(|_| !value.is_null())
}

/// A fix of one change.
pub(super) fn fix(title: impl Into<String>, safety: Safety, edit: TextEdit) -> Fix {
    Fix::replace(title, safety, edit.range, edit.insert)
}

/// Puts another text in the place of a scalar and keeps its quotes. `None` for an alias and for text in
/// several lines.
pub(super) fn respell(node: NodeRef<'_>, text: &str) -> Option<TextEdit> {
    let insert = match node.style()? {
        Style::Plain => text.to_owned(),
        Style::SingleQuoted => format!("'{text}'"),
        Style::DoubleQuoted => format!("\"{text}\""),
        Style::Literal | Style::Folded => return None,
    };
    (!node.is_absent()).then(|| TextEdit { range: node.range(), insert })
}

/// Puts lines below the first of these top-level keys that is there. `None` where the file is written
/// in braces, or has none of the keys.
pub(super) fn add_below(cx: &Context<'_>, keys: &[&str], lines: &str) -> Option<TextEdit> {
    let root = cx.root().filter(|root| root.kind() == (Kind::Mapping { flow: false }))?;
    let own = |key: &&str| root.entries().find(|entry| entry.key.text() == Some(key));
    let entry = keys.iter().find_map(own)?;
    let text = root.document_text();
    let last = usize::from(entry.range().end());
    // The whole file may be indented.
    let indent = " ".repeat(column(text, entry.key.range().start())?);
    let lines = format!("{indent}{}", lines.replace('\n', &format!("\n{indent}")));
    if text.get(..last)?.ends_with(LINE_ENDS) {
        return insert(last, format!("{lines}\n"));
    }
    match next_line(text, last) {
        Some(next) => insert(next, format!("{lines}\n")),
        None => insert(text.len(), format!("\n{lines}")),
    }
}

fn insert(at: usize, insert: String) -> Option<TextEdit> {
    Some(TextEdit { range: TextRange::empty(TextSize::try_from(at).ok()?), insert })
}

/// The architecture that must have been meant, and how sure that is.
pub(super) fn meant_architecture(name: &str) -> Option<(&'static str, Safety)> {
    if let Some(meant) = facts::architecture_by_alias(name) {
        return Some((meant, Safety::Safe));
    }
    let near = |limit| nearest(name, facts::architectures(), limit);
    let guess = facts::architecture_by_guess(name).or_else(|| near(1));
    let guess = guess.or_else(|| near(2).filter(|_| name.len() > 4));
    Some((guess?, Safety::Unsafe))
}

/// For a platform with nothing behind its name: the name that must have been meant, where the
/// architecture in it is misspelt.
pub(super) fn meant_name(platform: &Platform<'_>) -> Option<(String, Safety)> {
    let Target { base, architecture, .. } = platform.name_target()?;
    if facts::is_architecture(architecture) || !platform.is_shorthand() {
        return None;
    }
    let (meant, safety) = meant_architecture(architecture)?;
    Some((base.map_or(meant.to_owned(), |base| format!("{base}:{meant}")), safety))
}

/// For a platform with nothing behind its name, in a charm: the base in front of an architecture that
/// is not written as a base, such as `noble` in `noble:amd64`.
pub(super) fn unreadable_base<'a>(platform: &Platform<'a>) -> Option<Target<'a>> {
    let target = Target::of(platform.key).filter(|_| platform.is_shorthand())?;
    let is_unreadable = target.base.is_some_and(|base| !base.contains('@'));
    (is_unreadable && facts::is_architecture(target.architecture)).then_some(target)
}

/// Gives a platform another name, unless that one is taken.
pub(super) fn rename(cx: &Context<'_>, platform: &Platform<'_>, name: &str) -> Option<Fix> {
    let mut others = model::platforms(cx.root()).into_iter();
    if others.any(|other| other.name() == Some(name)) {
        return None;
    }
    let edit = respell(platform.key, name)?;
    Some(fix(format!("Rename the platform to `{name}`"), Safety::Unsafe, edit))
}
