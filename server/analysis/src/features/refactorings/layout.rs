//! How a file is laid out, so that what is added looks like the rest; and whether two places of two
//! texts hold the same.

use syntax::{Entry, Kind, NodeRef, TextSize};

use crate::rules::edits::column;
use crate::snapshot::Snapshot;

/// Columns that an entry of a block mapping is indented by where the file does not show it.
const USUAL_STEP: usize = 2;

/// Lines are not made longer than this, in characters.
pub(super) const LINE_WIDTH: usize = 100;

/// Blanks from a key to the keys below it, as the first nested mapping of the file has them.
pub(super) fn step(root: NodeRef<'_>) -> usize {
    let nested = root.entries().find_map(|entry| {
        let inner = block_mapping(entry.value)?.entries().next()?.key;
        key_column(inner)?.checked_sub(key_column(entry.key)?)
    });
    nested.filter(|step| *step > 0).unwrap_or(USUAL_STEP)
}

/// Blanks from a key to the dashes below it, as the first list of the file has them.
pub(super) fn list_step(root: NodeRef<'_>) -> usize {
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        for entry in node.entries() {
            if entry.value.kind() == (Kind::Sequence { flow: false }) {
                let columns = (key_column(entry.key), key_column(entry.value));
                if let (Some(key), Some(dash)) = columns {
                    return dash.saturating_sub(key);
                }
            }
            pending.push(entry.value);
        }
        pending.extend(node.items());
    }
    step(root)
}

/// Blanks in front of a node on its line.
pub(super) fn key_column(node: NodeRef<'_>) -> Option<usize> {
    column(node.document_text(), node.range().start())
}

/// The node, if it is a mapping without braces that holds something.
pub(super) fn block_mapping(node: NodeRef<'_>) -> Option<NodeRef<'_>> {
    (node.kind() == Kind::Mapping { flow: false }).then_some(node)
}

/// The entry of a top-level key that the file itself has; a merge key is not looked through.
pub(super) fn top_entry<'a>(snapshot: &'a Snapshot, key: &str) -> Option<Entry<'a>> {
    own_entry(snapshot.root()?, key)
}

/// The entry of a mapping with this key, not looking through aliases and merge keys.
pub(super) fn own_entry<'a>(mapping: NodeRef<'a>, key: &str) -> Option<Entry<'a>> {
    mapping.entries().filter(|entry| entry.key.text() == Some(key)).last()
}

/// Whether a place is on the line of one of these keys at the top.
pub(super) fn is_on_key(snapshot: &Snapshot, at: TextSize, keys: &[&str]) -> bool {
    let text = snapshot.document.text();
    let line = text.line_of(at);
    let mut entries = snapshot.root().into_iter().flat_map(|root| root.entries());
    entries.any(|entry| {
        let is_one = entry.key.text().is_some_and(|key| keys.contains(&key));
        is_one && text.line_of(entry.key.range().start()) == line
    })
}

/// Whether a place is on a line of the entry, or on a blank one below it.
pub(super) fn is_within(snapshot: &Snapshot, at: TextSize, entry: Entry<'_>) -> bool {
    let text = snapshot.document.text();
    let (line, key) = (text.line_of(at), text.line_of(entry.key.range().start()));
    let mut next = snapshot.root().into_iter().flat_map(|root| root.entries());
    let next = next.find(|other| other.key.range().start() > entry.key.range().start());
    match next.map(|next| text.line_of(next.key.range().start())) {
        Some(next) => (key..next).contains(&line) || line == key,
        None => line >= key,
    }
}

/// Whether two nodes hold the same to PyYAML, however they are written. Aliases are the same if they
/// have one name.
pub(super) fn is_same_value(left: NodeRef<'_>, right: NodeRef<'_>) -> bool {
    let mut pending = vec![(left, right)];
    while let Some((left, right)) = pending.pop() {
        let is_same = match (left.kind(), right.kind()) {
            (Kind::Alias, Kind::Alias) => left.source() == right.source(),
            (Kind::Scalar(_), Kind::Scalar(_)) => left.scalar() == right.scalar(),
            (Kind::Mapping { .. }, Kind::Mapping { .. })
            | (Kind::Sequence { .. }, Kind::Sequence { .. }) => {
                left.children().count() == right.children().count()
            }
            _ => false,
        };
        if !is_same || left.tag() != right.tag() || left.anchor() != right.anchor() {
            return false;
        }
        pending.extend(left.children().zip(right.children()));
    }
    true
}

/// The same text with `blanks` in front of every line that has content.
pub(super) fn indented(text: &str, blanks: usize) -> String {
    let blanks = " ".repeat(blanks);
    let mut indented = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            indented.push_str(&blanks);
        }
        indented.push_str(line);
    }
    indented
}
