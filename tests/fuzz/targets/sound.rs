//! What holds for every document, whatever its text.

use syntax::{Document, Encoding, NodeRef, TextRange, TextSize};

/// Every range lies in the text, between characters, and within what it belongs to.
pub(crate) fn document(document: &Document) {
    let text = document.text().as_str();
    for problem in document.problems() {
        range(text, problem.range);
    }
    let order = |pair: &[syntax::Problem]| pair[0].range.start() <= pair[1].range.start();
    assert!(document.problems().windows(2).all(order), "{:?}", document.problems());
    if let Some(root) = document.root() {
        node(text, root, 0);
    }
    lines(document);
}

pub(crate) fn range(text: &str, range: TextRange) {
    let is_sound = text.get(range.start().into()..range.end().into()).is_some();
    assert!(is_sound, "{range:?} is no part of a text of {} bytes", text.len());
}

pub(crate) fn offset(text: &str, at: TextSize) {
    assert!(
        text.is_char_boundary(at.into()),
        "{at:?} is no place in a text of {} bytes",
        text.len()
    );
}

fn node(text: &str, parent: NodeRef<'_>, depth: usize) {
    range(text, parent.range());
    assert!(depth < 1_000, "deeper than the tools can read");
    if parent.is_scalar() {
        let _ = (parent.scalar(), parent.as_bool(), parent.as_str());
    }
    let mut last = parent.range().start();
    for child in parent.children() {
        let inside = parent.range().contains_range(child.range()) && last <= child.range().start();
        assert!(inside, "{:?} in {:?} behind {last:?}", child.range(), parent.range());
        last = child.range().start();
        node(text, child, depth + 1);
    }
}

/// The lines are the text, without gap and twice nothing; a place has one line and column.
fn lines(document: &Document) {
    let text = document.text();
    let lines = document.outline().lines();
    assert_eq!(lines.len(), text.line_count() as usize);
    let mut end = TextSize::new(0);
    for line in lines {
        range(text.as_str(), line.range);
        assert!(line.range.start() >= end, "{line:?} starts before {end:?}");
        end = line.range.end();
        for part in [line.key, line.comment].into_iter().flatten() {
            assert!(line.range.contains_range(part), "{part:?} in {line:?}");
        }
    }
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        for at in [text.len(), end] {
            assert_eq!(text.offset(text.line_col(at, encoding), encoding), at);
        }
    }
}
