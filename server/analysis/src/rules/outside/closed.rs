//! What the rules about closed mappings share: mappings whose keys the tools know, and refuse others.
//!
//! The tools take `_` for `-` in these keys (pydantic's field names beside their aliases), but not both
//! spellings of one key together.

use crate::finding::TextEdit;
use crate::rules::edits::column;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;
use syntax::{Kind, Style, TextSize};

/// A mapping and the keys it may have.
pub(super) struct Closed<'a> {
    /// What to call the mapping at the start of a sentence.
    pub(super) place: &'a str,
    pub(super) keys: &'a [&'static str],
}

/// Who refuses the file, as a note.
pub(super) fn refused(cx: &Context<'_>) -> String {
    format!("`{} pack` refuses the file", cx.tool().name())
}

/// A top-level entry under its name with dashes, or with underscores.
pub(super) fn section<'a>(cx: &Context<'a>, dashed: &str, underscored: &str) -> Option<Entry<'a>> {
    cx.entry(dashed).or_else(|| cx.entry(underscored))
}

/// The entry of a closed mapping, in either spelling.
pub(super) fn field<'a>(mapping: NodeRef<'a>, key: &str) -> Option<Entry<'a>> {
    mapping.get(key).or_else(|| {
        let underscored = key.contains('-').then(|| key.replace('-', "_"))?;
        mapping.get(&underscored)
    })
}

/// Reports each key that the mapping may not have. `meant` answers for words that are no typos.
pub(super) fn report_unknown_keys(
    cx: &Context<'_>,
    mapping: NodeRef<'_>,
    closed: &Closed<'_>,
    meant: impl Fn(&str) -> Option<&'static str>,
    out: &mut Findings<'_>,
) {
    for Entry { key, .. } in mapping.effective_entries() {
        let Some(text) = key.text().filter(|_| !key.is_repaired()) else { continue };
        if out.has_reported(key.range()) {
            continue;
        }
        let Some(known) = closed.keys.iter().find(|known| is_same_key(known, text)) else {
            report_unknown(cx, mapping, closed, key, text, meant(text), out);
            continue;
        };
        if let Some(other) = mapping.get(known).filter(|_| text != *known) {
            out.report(
                key.range(),
                format!("`{text}` and `{known}` are one key, and stand both here"),
            )
            .note(refused(cx))
            .help(format!("keep `{known}`"))
            .label(other.key.range(), "the other one");
        }
    }
}

fn report_unknown(
    cx: &Context<'_>,
    mapping: NodeRef<'_>,
    closed: &Closed<'_>,
    key: NodeRef<'_>,
    text: &str,
    meant: Option<&'static str>,
    out: &mut Findings<'_>,
) {
    let draft =
        out.report(key.range(), format!("{} has no key `{text}`", closed.place)).note(refused(cx));
    let near = nearest(text, closed.keys.iter().copied(), 2);
    match near.or(meant) {
        Some(known) if field(mapping, known).is_some() => {
            draft.help(format!("`{known}` is there already: remove this one"));
        }
        Some(known) => {
            let safety = if near.is_some() { Safety::Safe } else { Safety::Unsafe };
            let title = format!("Rename the key to `{known}`");
            draft.help(format!("did you mean `{known}`?")).fix(Fix::replace(
                title,
                safety,
                key.range(),
                known,
            ));
        }
        None => {
            draft.help(format!("the keys are {}", listed(closed.keys)));
        }
    }
}

/// Names in backticks with commas between them.
pub(super) fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn is_same_key(known: &str, text: &str) -> bool {
    let same = |(left, right): (u8, u8)| left == right || (left == b'-' && right == b'_');
    known.len() == text.len() && known.bytes().zip(text.bytes()).all(same)
}

/// Reports a value of the wrong kind. Where nothing is written, `fallback` is marked.
pub(super) fn report_kind<'f>(
    cx: &Context<'_>,
    value: NodeRef<'_>,
    fallback: TextRange,
    what: &str,
    expected: &str,
    out: &'f mut Findings<'_>,
) -> crate::rules::Draft<'f> {
    let range = if value.is_absent() { fallback } else { value.range() };
    let found = kind(value.resolved());
    out.report(range, format!("{what} is {found}, expected {expected}")).note(refused(cx))
}

/// Puts a scalar in quotes as it is written; `None` for others.
pub(super) fn quote(value: NodeRef<'_>, title: &str) -> Option<Fix> {
    let is_plain = value.style() == Some(Style::Plain) && !value.is_absent();
    (is_plain && !value.source().contains(['\n', '\'']))
        .then(|| Fix::replace(title, Safety::Safe, value.range(), format!("'{}'", value.source())))
}

/// Makes a list of one entry out of a scalar on one line; `None` for others.
pub(super) fn wrap(value: NodeRef<'_>) -> Option<Fix> {
    let source = value.source();
    let is_inline =
        matches!(value.style(), Some(Style::Plain | Style::SingleQuoted | Style::DoubleQuoted))
            && !value.is_absent();
    let is_safe = is_inline
        && value.properties().is_none()
        && !source.contains(['\n', ',', '[', ']', '{', '}']);
    is_safe
        .then(|| Fix::replace("Make it a list", Safety::Safe, value.range(), format!("[{source}]")))
}

/// Puts an entry behind the others of a mapping. `None` for an empty mapping and where the last value
/// does not end with its line.
pub(super) fn append_entry(mapping: NodeRef<'_>, key: &str, value: &str) -> Option<TextEdit> {
    let first = mapping.entries().next()?;
    let last = mapping.entries().last()?;
    if last.value.is_absent() || matches!(last.value.style(), Some(Style::Literal | Style::Folded))
    {
        return None;
    }
    let end = last.range().end();
    if mapping.kind() == (Kind::Mapping { flow: true }) {
        return Some(TextEdit {
            range: TextRange::empty(end),
            insert: format!(", {key}: {value}"),
        });
    }
    let is_one_line =
        last.value.is_scalar() || matches!(last.value.kind(), Kind::Sequence { flow: true });
    let text = mapping.document_text();
    let after = text.get(usize::from(end)..)?;
    let line_end = usize::from(end) + after.find(['\n', '\r']).unwrap_or(after.len());
    let indent = " ".repeat(column(text, first.key.range().start())?);
    is_one_line.then_some(TextEdit {
        range: TextRange::empty(TextSize::try_from(line_end).ok()?),
        insert: format!("\n{indent}{key}: {value}"),
    })
}
