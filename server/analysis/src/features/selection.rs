//! What "expand selection" selects, step by step: word, scalar, value, entry, the mapping around it,
//! and so on to the whole document.

use syntax::{Entry, NodeRef, TextRange, TextSize};

use super::names::bare_range;
use crate::snapshot::Snapshot;

/// The ranges around a place, each inside of the next; the last is the document.
pub fn selections(snapshot: &Snapshot, offset: TextSize) -> Vec<TextRange> {
    let text = snapshot.document.text();
    let offset = offset.min(text.len());
    let mut ranges = Vec::new();
    let line = text.line_of(offset);
    let comment = snapshot.document.outline().line(line).and_then(|line| line.comment);
    let comment = comment.filter(|comment| comment.contains_inclusive(offset));
    ranges.extend(word(text.as_str(), comment.unwrap_or(text.line_range(line)), offset));
    ranges.extend(comment);
    if let Some(root) = snapshot.root().filter(|_| comment.is_none()) {
        let around = root.ancestors_at(offset);
        for (index, node) in around.iter().enumerate().rev() {
            let parent = index.checked_sub(1).and_then(|index| around.get(index));
            ranges.extend(parts_of(*node, offset));
            ranges
                .extend(parent.and_then(|parent| entry_with(*parent, *node)).map(|it| it.range()));
        }
    }
    let row = text.line_range(line);
    if comment.is_some() && !row.is_empty() {
        ranges.push(row);
    }
    ranges.push(TextRange::up_to(text.len()));
    nested(ranges, offset)
}

/// A node without quotes, whole, and with anchor and tag.
fn parts_of(node: NodeRef<'_>, offset: TextSize) -> impl Iterator<Item = TextRange> {
    let properties = node.properties();
    let marks = properties.into_iter().flat_map(|found| [found.anchor, found.tag]).flatten();
    let whole = marks.fold(node.range(), TextRange::cover);
    let bare = Some(bare_range(node)).filter(|bare| bare.contains_inclusive(offset));
    bare.into_iter().chain([node.range(), whole])
}

fn entry_with<'t>(mapping: NodeRef<'t>, child: NodeRef<'t>) -> Option<Entry<'t>> {
    mapping.entries().find(|entry| entry.key == child || entry.value == child)
}

/// Letters, digits, `-` and `_` around the place, within `around`.
fn word(text: &str, around: TextRange, offset: TextSize) -> Option<TextRange> {
    let is_part = |ch: char| ch.is_alphanumeric() || ch == '-' || ch == '_';
    let before = text.get(around.start().into()..offset.into())?;
    let after = text.get(offset.into()..around.end().into())?;
    let left = before.len() - before.trim_end_matches(is_part).len();
    let right = after.len() - after.trim_start_matches(is_part).len();
    let (left, right) = (u32::try_from(left).ok()?, u32::try_from(right).ok()?);
    let range = TextRange::new(offset - TextSize::new(left), offset + TextSize::new(right));
    (!range.is_empty()).then_some(range)
}

/// Those that hold the place and grow.
fn nested(ranges: Vec<TextRange>, offset: TextSize) -> Vec<TextRange> {
    let mut steps: Vec<TextRange> = Vec::new();
    for range in ranges.into_iter().filter(|range| range.contains_inclusive(offset)) {
        if steps.last().is_none_or(|last| *last != range && range.contains_range(*last)) {
            steps.push(range);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::snapshot_at;

    fn check(fixture: &str, expect: Expect) {
        let (snapshot, offset) = snapshot_at(fixture);
        let text = snapshot.document.text();
        let steps = selections(&snapshot, offset);
        assert_eq!(steps.last(), Some(&TextRange::up_to(text.len())));
        let drawn = steps.iter().map(|step| format!("{:?}\n", text.slice(*step)));
        expect.assert_eq(&drawn.collect::<String>());
    }

    #[test]
    fn from_the_word_to_the_document() {
        check(
            "requires:\n  db:\n    interface: &a \"postgresql-cl$0ient v1\" # c\n    limit: 1\nname: a\n",
            expect![[r#"
                "postgresql-client"
                "postgresql-client v1"
                "\"postgresql-client v1\""
                "&a \"postgresql-client v1\""
                "interface: &a \"postgresql-client v1\""
                "interface: &a \"postgresql-client v1\" # c\n    limit: 1"
                "db:\n    interface: &a \"postgresql-client v1\" # c\n    limit: 1"
                "requires:\n  db:\n    interface: &a \"postgresql-client v1\" # c\n    limit: 1"
                "requires:\n  db:\n    interface: &a \"postgresql-client v1\" # c\n    limit: 1\nname: a"
                "requires:\n  db:\n    interface: &a \"postgresql-client v1\" # c\n    limit: 1\nname: a\n"
            "#]],
        );
    }

    #[test]
    fn between_brackets() {
        check(
            "a:\n  b: {c: [d, e$0f], g: 1}\n",
            expect![[r#"
            "ef"
            "[d, ef]"
            "c: [d, ef]"
            "{c: [d, ef], g: 1}"
            "b: {c: [d, ef], g: 1}"
            "a:\n  b: {c: [d, ef], g: 1}"
            "a:\n  b: {c: [d, ef], g: 1}\n"
        "#]],
        );
    }

    #[test]
    fn in_a_comment() {
        check(
            "a: 1\nb: 2  # tell ä$0b more\n",
            expect![[r##"
            "äb"
            "# tell äb more"
            "b: 2  # tell äb more"
            "a: 1\nb: 2  # tell äb more\n"
        "##]],
        );
    }

    #[test]
    fn in_broken_and_empty_text() {
        check(
            "a:\n  b: [c$0\nd: 1\n",
            expect![[r#"
            "c"
            "a:\n  b: [c\nd: 1"
            "a:\n  b: [c\nd: 1\n"
        "#]],
        );
        check(
            "$0",
            expect![[r#"
            ""
        "#]],
        );
    }
}
