//! Adds an entry to a mapping, and the sections around it that are missing.
//!
//! The new entry comes last, behind comments that stand at its column, in the style of the mapping:
//! in braces where the others are. `None` where the section holds something that nothing can be added
//! to, such as an alias, and where lines end as they do for YAML and for no editor.

use syntax::outline::LineKind;
use syntax::{Document, Entry, Kind, NodeRef, TextRange, TextSize};

use super::layout::{block_mapping, key_column, own_entry, step};
use crate::finding::TextEdit;
use crate::rules::edits::is_in_flow;

/// A key, and the keys with single values below it.
pub(super) struct NewEntry<'a> {
    pub(super) key: &'a str,
    pub(super) fields: Vec<(&'a str, String)>,
}

/// Adds `entry` to the mapping at a path of keys from the root.
pub(super) fn add(
    document: &Document,
    path: &[&str],
    entry: &NewEntry<'_>,
) -> Option<Vec<TextEdit>> {
    let root = document.root().filter(|root| root.is_mapping() && !has_odd_lines(document))?;
    let mut mapping = root;
    let mut missing = path;
    while let Some((key, rest)) = missing.split_first() {
        let Some(present) = own_entry(mapping, key) else { break };
        if !present.value.is_mapping() || present.value.entries().next().is_none() {
            return fill(document, present, rest, entry);
        }
        mapping = present.value;
        missing = rest;
    }
    match mapping.kind() {
        Kind::Mapping { flow: true } => {
            let first = mapping.entries().next()?.key.range().start();
            let insert = format!("{}, ", in_braces(missing, entry));
            Some(vec![TextEdit { range: TextRange::empty(first), insert }])
        }
        _ => append(document, mapping, missing, entry).map(|edit| vec![edit]),
    }
}

fn has_odd_lines(document: &Document) -> bool {
    let text = document.text().as_str();
    !text.is_ascii() && text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}

/// The lines of an entry below the sections around it, the first at `column`, each with its indent.
fn lines(sections: &[&str], entry: &NewEntry<'_>, column: usize, step: usize) -> String {
    let mut lines = Vec::new();
    let mut column = column;
    for key in sections.iter().chain([&entry.key]) {
        lines.push(format!("{}{key}:", " ".repeat(column)));
        column += step;
    }
    let blanks = " ".repeat(column);
    lines.extend(entry.fields.iter().map(|(key, value)| format!("{blanks}{key}: {value}")));
    lines.join("\n")
}

fn in_braces(sections: &[&str], entry: &NewEntry<'_>) -> String {
    let fields: Vec<_> =
        entry.fields.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    let innermost = format!("{}: {{{}}}", entry.key, fields.join(", "));
    sections.iter().rev().fold(innermost, |inner, key| format!("{key}: {{{inner}}}"))
}

/// Behind a key that has nothing, or `{}`.
fn fill(
    document: &Document,
    present: Entry<'_>,
    sections: &[&str],
    entry: &NewEntry<'_>,
) -> Option<Vec<TextEdit>> {
    let value = present.value;
    let is_empty = value.is_absent() || value.kind() == Kind::Mapping { flow: true };
    if !is_empty || value.properties().is_some() {
        return None;
    }
    let root = document.root()?;
    let key_end = present.key.range().end();
    let text = document.text().as_str();
    let between = text.get(usize::from(key_end)..)?;
    let colon = between.find(':').filter(|colon| between[..*colon].trim().is_empty())?;
    let colon_end = key_end + TextSize::try_from(colon + 1).ok()?;
    let value_end = value.range().end().max(colon_end);
    if is_in_flow(root, present.key.range().start()) {
        let insert = format!(" {{{}}}", in_braces(sections, entry));
        let behind = text.get(usize::from(value_end)..)?;
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        let end = value_end + TextSize::try_from(blanks).ok()?;
        return Some(vec![TextEdit { range: TextRange::new(colon_end, end), insert }]);
    }
    let line_end = document.text().line_range(document.text().line_of(value_end)).end();
    let rest = document.text().slice(TextRange::new(value_end, line_end)).trim();
    let step = step(root);
    let below = lines(sections, entry, key_column(present.key)? + step, step);
    if rest.is_empty() {
        let range = TextRange::new(colon_end, line_end);
        return Some(vec![TextEdit { range, insert: format!("\n{below}") }]);
    }
    if !rest.starts_with('#') {
        return None;
    }
    let removal = TextEdit { range: TextRange::new(colon_end, value_end), insert: String::new() };
    let addition = TextEdit { range: TextRange::empty(line_end), insert: format!("\n{below}") };
    let removal = (!removal.range.is_empty()).then_some(removal);
    Some(removal.into_iter().chain([addition]).collect())
}

/// Behind the last entry of a mapping without braces.
fn append(
    document: &Document,
    mapping: NodeRef<'_>,
    sections: &[&str],
    entry: &NewEntry<'_>,
) -> Option<TextEdit> {
    let root = document.root()?;
    let column = key_column(mapping.entries().next()?.key)?;
    let own_step = mapping.entries().find_map(|sibling| {
        let inner = block_mapping(sibling.value)?.entries().next()?.key;
        key_column(inner)?.checked_sub(column).filter(|step| *step > 0)
    });
    let below = lines(sections, entry, column, own_step.unwrap_or_else(|| step(root)));
    Some(append_lines(document, mapping, &below))
}

/// Puts whole lines behind the last entry of a mapping without braces.
pub(super) fn append_lines(document: &Document, mapping: NodeRef<'_>, below: &str) -> TextEdit {
    let text = document.text();
    let end = mapping.range().end();
    let column = key_column(mapping).unwrap_or(0);
    let last = text.line_of(end);
    let is_top = column == 0;
    let gap = if is_top && has_gaps(document, mapping) { "\n" } else { "" };
    // The text below a `|` has its line end in it.
    if text.line_start(last) == end && end > mapping.range().start() {
        return TextEdit { range: TextRange::empty(end), insert: format!("{gap}{below}\n") };
    }
    let belongs = |line: &u32| {
        let line = document.outline().line(*line);
        !is_top
            && line.is_some_and(|line| {
                line.kind == LineKind::Comment && line.indent as usize >= column
            })
    };
    let comments = (last + 1..text.line_count()).take_while(belongs).count() as u32;
    let at = text.line_range(last + comments).end();
    TextEdit { range: TextRange::empty(at), insert: format!("\n{gap}{below}") }
}

/// Whether blank lines stand between the entries of a mapping.
fn has_gaps(document: &Document, mapping: NodeRef<'_>) -> bool {
    let text = document.text();
    let is_blank = |line: u32| text.slice(text.line_range(line)).trim().is_empty();
    mapping
        .entries()
        .skip(1)
        .any(|entry| text.line_of(entry.key.range().start()).checked_sub(1).is_some_and(is_blank))
}
