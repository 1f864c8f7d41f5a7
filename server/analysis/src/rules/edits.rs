//! Changes to the text that several fixes make: renaming a key, removing an entry, filling an empty
//! value.
//!
//! Each answers `None` rather than guess where the text is not laid out in the usual way. Nothing here
//! decides whether a change is a good idea.

use std::borrow::Cow;

use syntax::scalar::resolve_plain;
use syntax::{Entry, Kind, NodeRef, Scalar, TextRange, TextSize};

use super::{Context, changes_without_quotes};
use crate::finding::{Fix, Safety, TextEdit};

/// A name as it can stand in YAML: in quotes where it would not be read as this text without them.
pub(crate) fn written(name: &str) -> Cow<'_, str> {
    let is_plain_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    let starts_plain = name.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    let stays_text =
        matches!(resolve_plain(name), Scalar::Text(_)) && !changes_without_quotes(name);
    if starts_plain && stays_text && name.bytes().all(is_plain_char) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("'{}'", name.replace('\'', "''")))
}

/// Gives a key another name. Always for a person to decide: the name is what operators type.
pub(super) fn rename_key(key: NodeRef<'_>, what: &str, name: &str) -> Fix {
    let title = format!("Rename the {what} to `{name}`");
    Fix::replace(title, Safety::Unsafe, key.range(), written(name))
}

/// The removal of the entry at a path of keys from the document's root, with every parent that would
/// be left empty. `None` if the entry comes through an alias or a merge key, or holds an anchor.
pub(super) fn remove_entry(cx: &Context<'_>, path: &[&str]) -> Option<TextEdit> {
    let mut chain: Vec<(NodeRef<'_>, Entry<'_>)> = Vec::with_capacity(path.len());
    let mut node = cx.root().filter(|root| cx.may_search(*root))?;
    for key in path {
        let entry = node.entries().filter(|entry| entry.key.text() == Some(key)).last()?;
        chain.push((node, entry));
        node = entry.value;
    }
    let keeps_siblings = |(mapping, _): &&(NodeRef<'_>, Entry<'_>)| mapping.entries().count() > 1;
    let (mapping, entry) = chain.iter().rev().find(keeps_siblings).or(chain.first())?;
    let range = match mapping.kind() {
        Kind::Mapping { flow: true } => flow_entry_range(*mapping, *entry),
        _ => block_entry_range(cx, *entry)?,
    };
    (!holds_anchor(entry.value)).then(|| TextEdit { range, insert: String::new() })
}

/// The removal of one of several entries of a mapping that stands anywhere. Of the first entry behind a
/// dash the dash stays. `None` as for [`remove_entry`].
pub(super) fn remove_from(
    cx: &Context<'_>,
    mapping: NodeRef<'_>,
    key: NodeRef<'_>,
) -> Option<TextEdit> {
    let entries: Vec<_> = mapping.entries().take_while(|_| cx.may_search(key)).collect();
    let index = entries.iter().position(|entry| entry.key == key)?;
    let entry = entries.get(index).filter(|entry| !holds_anchor(entry.value))?;
    let range = match (mapping.kind(), entries.len()) {
        (_, 1) => return None,
        (Kind::Mapping { flow: true }, _) => flow_entry_range(mapping, *entry),
        _ => match (block_entry_range(cx, *entry), entries.get(index + 1)) {
            (Some(range), _) => range,
            (None, Some(next)) => TextRange::new(key.range().start(), next.key.range().start()),
            (None, None) => return None,
        },
    };
    Some(TextEdit { range, insert: String::new() })
}

/// Whether something elsewhere may stand for a part of the value.
fn holds_anchor(value: NodeRef<'_>) -> bool {
    let mut pending = vec![value];
    while let Some(node) = pending.pop() {
        if node.anchor().is_some() {
            return true;
        }
        pending.extend(node.children());
    }
    false
}

/// The lines of an entry, with the comment behind its last value.
fn block_entry_range(cx: &Context<'_>, entry: Entry<'_>) -> Option<TextRange> {
    let text = cx.document().text();
    let content = text.as_str();
    let key = usize::from(entry.key.range().start());
    let start = content.get(..key)?.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let only_blanks_before = content.get(start..key)?.trim().is_empty();
    if !only_blanks_before {
        return None;
    }
    let last = usize::from(entry.range().end());
    let ends_with_line = last > key && content.get(..last)?.ends_with(LINE_ENDS);
    let end = match next_line(content, last) {
        _ if ends_with_line => last,
        Some(next) => next,
        None => content.len(),
    };
    Some(TextRange::new(offset(start)?, offset(end)?))
}

/// The entry and one comma.
fn flow_entry_range(mapping: NodeRef<'_>, entry: Entry<'_>) -> TextRange {
    let start = entry.key.range().start();
    let mut previous = None;
    let mut siblings = mapping.entries();
    for sibling in siblings.by_ref() {
        if sibling.key == entry.key {
            break;
        }
        previous = Some(sibling);
    }
    match (siblings.next(), previous) {
        (Some(next), _) => TextRange::new(start, next.key.range().start()),
        (None, Some(previous)) => TextRange::new(previous.range().end(), end_of(entry)),
        (None, None) => entry.range(),
    }
}

/// The end of an entry, with the blanks behind the colon where no value follows.
fn end_of(entry: Entry<'_>) -> TextSize {
    let end = entry.range().end();
    let after = entry.key.document_text().get(usize::from(end)..).unwrap_or_default();
    let blanks = after.len() - after.trim_start_matches(' ').len();
    match offset(blanks).filter(|_| entry.value.is_absent()) {
        Some(blanks) => end + blanks,
        None => end,
    }
}

/// Puts `value` behind a key whose value is absent. `None` where something is written, if only `null` or
/// an anchor.
pub(crate) fn fill_absent(entry: Entry<'_>, value: &str) -> Option<TextEdit> {
    if !entry.value.is_absent() || entry.value.properties().is_some() {
        return None;
    }
    let key_end = entry.key.range().end();
    let after = entry.key.document_text().get(usize::from(key_end)..)?;
    let colon = after.find(':')?;
    let only_blanks_between = after.get(..colon)?.trim().is_empty();
    let end = offset(usize::from(key_end) + colon + 1)?;
    only_blanks_between
        .then(|| TextEdit { range: TextRange::new(key_end, end), insert: format!(":{value}") })
}

/// Puts another value, in one line, in the place of an entry's. A list may stand as far left as its key,
/// and nothing else may: there the new value moves up behind the colon. `None` where a comment is in
/// between.
pub(super) fn replace_value(entry: Entry<'_>, value: &str) -> Option<TextEdit> {
    let (key, old) = (entry.key.range(), entry.value.range());
    let text = entry.key.document_text();
    if column(text, old.start())? > column(text, key.start())? {
        return Some(TextEdit { range: old, insert: value.to_owned() });
    }
    let between = text.get(key.end().into()..old.start().into())?;
    (between.trim() == ":").then(|| TextEdit {
        range: TextRange::new(key.end(), old.end()),
        insert: format!(": {value}"),
    })
}

/// Puts an entry in front of the others of a mapping. `None` for `{}`, and where an anchor, a tag or `?`
/// stands before the first key.
pub(crate) fn prepend_entry(mapping: NodeRef<'_>, key: &str, value: &str) -> Option<TextEdit> {
    let first = mapping.entries().next()?.key;
    if first.is_absent() || first.properties().is_some() {
        return None;
    }
    let separator = match mapping.kind() {
        Kind::Mapping { flow: true } => ", ".to_owned(),
        _ => format!("\n{}", " ".repeat(column_of_first(first)?)),
    };
    let insert = format!("{key}: {value}{separator}");
    Some(TextEdit { range: TextRange::empty(first.range().start()), insert })
}

/// Puts an entry behind the others of a mapping. `None` for `{}`, and for what stands elsewhere.
pub(crate) fn append_entry(mapping: NodeRef<'_>, key: &str, value: &str) -> Option<TextEdit> {
    let entry = format!("{key}: {value}");
    if mapping.kind() != (Kind::Mapping { flow: true }) {
        return append_lines(mapping, &[&entry]);
    }
    let at = TextRange::empty(end_of(mapping.entries().last()?));
    Some(TextEdit { range: at, insert: format!(", {entry}") })
}

/// Puts lines behind the entries of a mapping that is not in braces, indented like these.
pub(crate) fn append_lines(mapping: NodeRef<'_>, lines: &[&str]) -> Option<TextEdit> {
    if mapping.kind() != (Kind::Mapping { flow: false }) {
        return None;
    }
    let last = mapping.entries().last()?;
    let text = mapping.document_text();
    let end = usize::from(last.range().end());
    let indent = " ".repeat(column_of_first(last.key)?);
    let entry: String = lines.iter().map(|line| format!("{indent}{line}\n")).collect();
    if text.get(..end)?.ends_with(LINE_ENDS) {
        return Some(TextEdit { range: TextRange::empty(offset(end)?), insert: entry });
    }
    // A comment behind the last value stays with it.
    let (at, insert) = match next_line(text, end) {
        Some(next) => (next, entry),
        None => (text.len(), format!("\n{}", entry.trim_end())),
    };
    Some(TextEdit { range: TextRange::empty(offset(at)?), insert })
}

/// Whether the innermost mapping around a place is written in braces.
pub(crate) fn is_in_flow(root: NodeRef<'_>, at: TextSize) -> bool {
    let around = root.ancestors_at(at);
    let mapping = around.iter().rev().find(|node| node.is_mapping());
    mapping.is_some_and(|mapping| mapping.kind() == Kind::Mapping { flow: true })
}

/// Where the line behind the one of `from` starts; `None` if that is the last one.
pub(crate) fn next_line(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let line = rest.find(LINE_ENDS)?;
    let end = rest.get(line..)?;
    let length = if end.starts_with("\r\n") { 2 } else { end.chars().next()?.len_utf8() };
    Some(from + line + length)
}

/// What ends a line in YAML 1.1.
pub(crate) const LINE_ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Where a key starts that has its line to itself but for blanks and dashes: no `?`, anchor or tag before it.
pub(crate) fn column_of_first(key: NodeRef<'_>) -> Option<usize> {
    let start = key.range().start();
    let before = key.document_text().get(..usize::from(start))?;
    let line = before.rsplit(LINE_ENDS).next().unwrap_or_default();
    let is_first = line.chars().all(|ch| matches!(ch, ' ' | '-' | '\u{feff}'));
    column(key.document_text(), start).filter(|_| is_first && !key.is_absent())
}

/// Blanks and characters in front of a place on its line; a byte order mark is none.
pub(crate) fn column(text: &str, at: TextSize) -> Option<usize> {
    let before = text.get(..usize::from(at))?;
    let line = before.rsplit(LINE_ENDS).next()?;
    Some(line.trim_start_matches('\u{feff}').chars().count())
}

fn offset(index: usize) -> Option<TextSize> {
    TextSize::try_from(index).ok()
}

#[cfg(test)]
mod tests {
    use syntax::Document;

    use super::*;

    /// The text with the edit in it that is made for the first entry.
    fn edited(
        text: &str,
        edit: impl Fn(NodeRef<'_>, Entry<'_>) -> Option<TextEdit>,
    ) -> Option<String> {
        let document = Document::new(text.to_owned());
        let root = document.root().unwrap();
        let edit = edit(root, root.entries().next().unwrap())?;
        let mut text = text.to_owned();
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.insert);
        Some(text)
    }

    #[test]
    fn nothing_comes_between_an_anchor_and_what_it_names() {
        let prepended = |text| edited(text, |root, _| prepend_entry(root, "a", "1"));
        assert_eq!(prepended("b: 2\n").unwrap(), "a: 1\nb: 2\n");
        assert_eq!(prepended("{b: 2}").unwrap(), "{a: 1, b: 2}");
        for text in ["&x b: 2\n", "{&x b: 2}", "{&x : 2}", "? b\n: 2\n", "!!set\n? b\n"] {
            assert_eq!(prepended(text), None, "{text}");
        }
        let filled = |text| edited(text, |_, entry| fill_absent(entry, " 1"));
        assert_eq!(filled("b:\n").unwrap(), "b: 1\n");
        assert_eq!(filled("b:\n &x\n"), None);
    }

    #[test]
    fn lines_end_as_yaml_ends_them() {
        assert_eq!(next_line("ab\r\nc", 1), Some(4));
        assert_eq!(next_line("ab\rc\n", 0), Some(3));
        assert_eq!(next_line("a\u{2028}b", 0), Some(4));
        assert_eq!(next_line("ab", 0), None);
        let appended = edited("a:\rb:\n c\n", |root, _| append_entry(root, "d", "1"));
        assert_eq!(appended.unwrap(), "a:\rb:\n c\nd: 1\n");
    }

    #[test]
    fn columns_count_from_every_line_end_of_yaml() {
        for end in LINE_ENDS {
            let text = format!("# é{end} b: 2\n");
            let at = TextSize::try_from(text.find('b').unwrap()).unwrap();
            assert_eq!(column(&text, at), Some(1), "{end:?}");
            let appended = edited(&text, |root, _| append_entry(root, "a", "1"));
            assert_eq!(appended.unwrap(), format!("{text} a: 1\n"));
        }
    }
}
