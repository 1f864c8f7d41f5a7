//! Writes a list or mapping on one line, or over several.
//!
//! The value stays the same, which is looked at before anything is offered. A comment inside would be
//! lost or end up elsewhere, so then nothing is offered.

use syntax::{Document, Entry, Kind, NodeRef, TextRange, TextSize};

use super::Refactoring;
use super::layout::{LINE_WIDTH, is_same_value, key_column, list_step, step};
use crate::finding::TextEdit;
use crate::rules::edits::is_in_flow;
use crate::snapshot::Snapshot;

/// Offered on a key and anywhere in its value.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Option<Refactoring> {
    // Lines that could not be read are not in the tree, and would be lost.
    let root = snapshot.root().filter(|_| snapshot.document.problems().is_empty())?;
    let entry = entry_at(root, at)?;
    let name = entry.key.text()?;
    match entry.value.kind() {
        Kind::Mapping { flow: true } | Kind::Sequence { flow: true } => {
            let edits = spread(&snapshot.document, entry)?;
            Some(Refactoring::rewrite(format!("Write `{name}` over several lines"), edits))
        }
        Kind::Mapping { flow: false } | Kind::Sequence { flow: false } => {
            let edit = join(&snapshot.document, entry)?;
            Some(Refactoring::rewrite(format!("Write `{name}` on one line"), vec![edit]))
        }
        _ => None,
    }
}

/// The entry with a list or mapping whose key is at the place, else the innermost that holds it. One
/// within brackets stands for the value around them.
fn entry_at(root: NodeRef<'_>, at: TextSize) -> Option<Entry<'_>> {
    let around = root.ancestors_at(at);
    let mut entries = around.iter().rev().filter_map(|mapping| {
        let inside = |entry: &Entry<'_>| entry.range().contains_inclusive(at);
        let entry = mapping.entries().find(inside)?;
        let is_collection = entry.value.is_mapping() || entry.value.is_sequence();
        (is_collection && !is_in_flow(root, entry.key.range().start())).then_some(entry)
    });
    entries.next()
}

fn has_comment(document: &Document, range: TextRange) -> bool {
    let text = document.text();
    let lines = text.line_of(range.start())..=text.line_of(range.end());
    let mut comments = lines.filter_map(|line| document.outline().line(line)?.comment);
    comments.any(|comment| comment.start() < range.end())
}

fn has_properties(value: NodeRef<'_>) -> bool {
    let mut pending = vec![value];
    while let Some(node) = pending.pop() {
        if node.properties().is_some() {
            return true;
        }
        pending.extend(node.children());
    }
    false
}

/// Whether a value alone, written so behind a key, reads as `value`.
fn reads_as(written: &str, value: NodeRef<'_>) -> bool {
    let document = Document::new(format!("k:{written}\n"));
    let read = document.root().and_then(|root| root.entries().next());
    document.problems().is_empty() && read.is_some_and(|read| is_same_value(read.value, value))
}

/// From lines into brackets.
fn join(document: &Document, entry: Entry<'_>) -> Option<TextEdit> {
    let (key, value) = (entry.key.range(), entry.value.range());
    if has_comment(document, entry.range()) || has_properties(entry.value) {
        return None;
    }
    let text = document.text();
    let behind = document.outline().line(text.line_of(value.end()));
    let has_comment_behind = behind.is_some_and(|line| line.comment.is_some());
    let between = text.slice(TextRange::new(key.end(), value.start()));
    if between.trim() != ":" || has_comment_behind {
        return None;
    }
    let room = LINE_WIDTH.checked_sub(key_column(entry.key)? + usize::from(key.len()) + 2)?;
    let written = in_brackets(entry.value, room)?;
    let is_sound = written.chars().count() <= room && reads_as(&format!(" {written}"), entry.value);
    let range = TextRange::new(key.end(), value.end());
    is_sound.then(|| TextEdit { range, insert: format!(": {written}") })
}

/// A value as it is written in brackets; `None` for a text over several lines, and for what is longer
/// than `room`.
fn in_brackets(value: NodeRef<'_>, room: usize) -> Option<String> {
    if usize::from(value.range().len()) > room * 4 {
        return None;
    }
    if value.is_sequence() {
        let items = value.items().map(|item| in_brackets(item, room));
        return Some(format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(", ")));
    }
    if value.is_mapping() {
        let entries = value.entries().map(|entry| {
            Some(format!("{}: {}", in_brackets(entry.key, room)?, in_brackets(entry.value, room)?))
        });
        return Some(format!("{{{}}}", entries.collect::<Option<Vec<_>>>()?.join(", ")));
    }
    if value.is_absent() {
        return Some("null".to_owned());
    }
    let source = value.source();
    if source.contains(['\n', '\r']) {
        return None;
    }
    let is_plain = value.style() == Some(syntax::Style::Plain);
    if is_plain && source.contains([',', '[', ']', '{', '}', '#']) {
        // Only text can hold these.
        return Some(format!("'{}'", source.replace('\'', "''")));
    }
    Some(source.to_owned())
}

/// From brackets into lines.
fn spread(document: &Document, entry: Entry<'_>) -> Option<Vec<TextEdit>> {
    let value = entry.value;
    let range = value.range();
    let is_empty = value.children().next().is_none();
    if is_empty || has_comment(document, entry.range()) || has_properties(value) {
        return None;
    }
    let text = document.text();
    let colon = text.slice(TextRange::new(entry.key.range().end(), range.start()));
    if colon.trim() != ":" {
        return None;
    }
    let root = document.root()?;
    let indent = if value.is_sequence() { list_step(root) } else { step(root) };
    let blanks = " ".repeat(key_column(entry.key)? + indent);
    let lines = below(value)?;
    let written: String = lines.iter().map(|line| format!("\n{blanks}{line}")).collect();
    if !reads_as(&lines.iter().map(|line| format!("\n  {line}")).collect::<String>(), value) {
        return None;
    }
    let line_end = text.line_range(text.line_of(range.end())).end();
    let rest = text.slice(TextRange::new(range.end(), line_end));
    let from = entry.key.range().end() + TextSize::of(colon.trim_end());
    if rest.trim().is_empty() {
        let range = TextRange::new(from, line_end);
        return Some(vec![TextEdit { range, insert: written }]);
    }
    let removal = TextEdit { range: TextRange::new(from, range.end()), insert: String::new() };
    let addition = TextEdit { range: TextRange::empty(line_end), insert: written };
    rest.trim_start().starts_with('#').then(|| vec![removal, addition])
}

/// One line for each item or entry, as it is written in the brackets.
fn below(value: NodeRef<'_>) -> Option<Vec<String>> {
    let is_one_line = |node: NodeRef<'_>| !node.source().contains(['\n', '\r']);
    if value.is_sequence() {
        let lines = value.items().map(|item| {
            let source = item.source();
            let dash = if source.is_empty() { "-".to_owned() } else { format!("- {source}") };
            is_one_line(item).then_some(dash)
        });
        return lines.collect();
    }
    let lines = value.entries().map(|entry| {
        let (key, value) = (entry.key.source(), entry.value.source());
        let line = if value.is_empty() { format!("{key}:") } else { format!("{key}: {value}") };
        (is_one_line(entry.key) && is_one_line(entry.value)).then_some(line)
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::changed;

    fn check(fixture: &str, expected: &str) {
        assert_eq!(changed(fixture, "Write `").as_deref(), Some(expected), "{fixture}");
    }

    fn check_nothing(fixture: &str) {
        assert_eq!(changed(fixture, "Write `"), None, "{fixture}");
    }

    #[test]
    fn a_list_goes_over_several_lines_and_back() {
        let line = "platforms:\n  amd64:\n    build-on: [amd64, 'arm64']\n";
        let lines = "platforms:\n  amd64:\n    build-on:\n      - amd64\n      - 'arm64'\n";
        check(&line.replace("build-on", "build$0-on"), lines);
        check(&line.replace("'arm", "'$0arm"), lines);
        check(&lines.replace("build-on", "build$0-on"), line);
        check(&lines.replace("- amd", "- $0amd"), line);
    }

    #[test]
    fn a_mapping_does_so_too() {
        check("a$0: {b: 1, c: [x, y], d: }\n", "a:\n  b: 1\n  c: [x, y]\n  d:\n");
        check(
            "a:$0\n  b: 1\n  c:\n  - x\n  - y\n  d:\ne: 1\n",
            "a: {b: 1, c: [x, y], d: null}\ne: 1\n",
        );
    }

    #[test]
    fn the_innermost_value_outside_of_brackets_is_meant() {
        check("a: {b: [x, {c: $0y}]}\n", "a:\n  b: [x, {c: y}]\n");
        check("a:\n  b:\n    - $0x\n  c: 1\n", "a:\n  b: [x]\n  c: 1\n");
    }

    #[test]
    fn lists_stand_as_far_left_as_the_others_of_the_file() {
        check("b: $0[x, y]\na:\n- z\n", "b:\n- x\n- y\na:\n- z\n");
        check("b: $0[x]\r\na:\r\n    - z\r\n", "b:\r\n    - x\r\na:\r\n    - z\r\n");
    }

    #[test]
    fn text_that_means_something_in_brackets_is_quoted() {
        check("a:$0\n- x, y\n- it's [z]\n- http://b.c\n", "a: ['x, y', 'it''s [z]', http://b.c]\n");
    }

    #[test]
    fn a_comment_behind_the_brackets_stays_with_the_key() {
        check("a: $0[x, y] # why\nb: 1\n", "a: # why\n  - x\n  - y\nb: 1\n");
    }

    #[test]
    fn nothing_is_lost() {
        check_nothing("a:$0 # why\n- x\n");
        check_nothing("a:$0\n- x # why\n");
        check_nothing("a:$0\n- x\n# why\n- y\n");
        check_nothing("a: $0[x, # why\n  y]\n");
        check_nothing("a: $0[&b x, *b]\n");
        check_nothing("a:$0\n- |\n  x\n");
        check_nothing("a: $0[]\n");
        check_nothing("a: $0{}\n");
        check_nothing(&format!("a:$0\n- {}\n", "x".repeat(100)));
    }

    #[test]
    fn half_typed_values_are_left_alone() {
        check_nothing("a: $0[x, y\nb: 1\n");
    }
}
