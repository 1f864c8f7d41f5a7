//! What the rules about shapes share: words for what was found, sections that an extension needs as
//! mappings, and the way below an empty key.

use super::edits::{column, fill_absent, is_in_flow, remove_entry};
use super::prelude::*;
use crate::finding::TextEdit;
use syntax::Scalar;
use syntax::scalar::Integer;

/// Why a shape matters next to an extension.
pub(super) const CHARMCRAFT_CRASHES: &str =
    "`charmcraft pack` crashes on this next to an extension";

/// What a node is, in words.
pub(super) fn kind(value: NodeRef<'_>) -> &'static str {
    if value.is_null() {
        "empty"
    } else if value.is_sequence() {
        "a list"
    } else if value.is_mapping() {
        "a mapping"
    } else {
        match value.scalar() {
            Some(Scalar::Bool(_)) => "a boolean",
            Some(Scalar::Int(_) | Scalar::Float(_)) => "a number",
            Some(Scalar::Date(_) | Scalar::Timestamp(_) | Scalar::ImpossibleDate(_)) => "a date",
            Some(Scalar::Text(_)) => "text",
            _ => "a single value",
        }
    }
}

/// Where an entry's value is marked: at the key, if nothing is written behind it.
pub(super) fn place(entry: Entry<'_>) -> TextRange {
    if entry.value.is_absent() { entry.key.range() } else { entry.value.range() }
}

/// `a`, `b` and `c`, each in backquotes; `connective` comes before the last.
pub(super) fn listed(names: &[impl AsRef<str>], connective: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {connective} {last}", first.join(", ")),
    }
}

/// Whether the tools take the value where they want text: they turn numbers into text, but neither
/// booleans nor dates (pydantic's strings with numbers allowed, in craft-application 7.5).
pub(super) fn reads_as_text(value: NodeRef<'_>) -> bool {
    matches!(value.scalar(), Some(Scalar::Text(_) | Scalar::Int(_) | Scalar::Float(_)))
}

/// The text of a value where the tools want text, as Python prints it: `1.10` is `1.1`. `None` for
/// what [`reads_as_text`] does not take.
pub(super) fn read_text(value: NodeRef<'_>) -> Option<String> {
    if !reads_as_text(value) {
        return None;
    }
    value.scalar()?.python_text()
}

/// Reports a section at `path` that is no mapping, which charmcraft 4.5.0 does not survive next to an
/// extension. `entry` says what belongs in it. A section in the middle of being typed is left alone.
pub(super) fn report_section(
    cx: &Context<'_>,
    section: Entry<'_>,
    path: &[&str],
    entry: &str,
    out: &mut Findings<'_>,
) {
    let value = section.value.resolved();
    // In a broken file what belongs into the section may stand in the line that got lost.
    let is_lost = value.is_null() && !cx.document().problems().is_empty();
    if section.value.is_repaired() || is_lost {
        return;
    }
    let name = path.join(".");
    let range = if value.is_null() { section.key.range() } else { section.value.range() };
    let draft = out
        .report(range, format!("`{name}` is {}, expected a mapping", kind(value)))
        .judge(Some(Judge::Charmcraft))
        .note(CHARMCRAFT_CRASHES);
    if !value.is_null() {
        draft.help(format!("write `<name>:` for each {entry}"));
        return;
    }
    let draft = draft.help(format!("remove the key, or write an {entry} below it"));
    if let Some(edit) = remove_entry(cx, path) {
        draft.fix(Fix::replace("Remove the empty key", Safety::Safe, edit.range, edit.insert));
    }
}

/// Writes `content`, an entry, below a key whose value is absent. `None` where something is written,
/// if only `null`.
pub(super) fn fill_below(cx: &Context<'_>, entry: Entry<'_>, content: &str) -> Option<TextEdit> {
    let start = entry.key.range().start();
    let value = match is_in_flow(cx.root()?, start) {
        true => format!(" {{{content}}}"),
        false => {
            let indent = column(entry.key.document_text(), start)? + 2;
            format!("\n{}{content}", " ".repeat(indent))
        }
    };
    fill_absent(entry, &value)
}

/// Whether Python takes the loaded value for true.
pub(super) fn is_truthy(value: NodeRef<'_>) -> bool {
    let value = value.resolved();
    match value.scalar() {
        None => value.children().next().is_some(),
        Some(Scalar::Text(_)) => value.text() != Some(""),
        Some(Scalar::Null | Scalar::Bool(false) | Scalar::Int(Integer::Small(0))) => false,
        Some(Scalar::Float(number)) => number != 0.0,
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_list_reads_like_a_sentence() {
        assert_eq!(listed(&["a"], "and"), "`a`");
        assert_eq!(listed(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
