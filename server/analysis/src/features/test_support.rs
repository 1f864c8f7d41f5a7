//! Marker fixtures for the tests of the features: `$0` is the cursor, `//- name` starts a file.

use std::sync::Arc;

use syntax::{TextRange, TextSize};

use crate::application::uses::index::ApplicationUses;
use crate::finding::TextEdit;
use crate::project::MemoryFiles;
use crate::snapshot::Snapshot;

/// A snapshot of the first file of a fixture (`charmcraft.yaml` where it has no name), with the
/// others beside it.
pub(crate) fn snapshot(fixture: &str) -> Snapshot {
    let (name, text, others) = files(fixture);
    let mut snapshot = Snapshot::alone(name, &text).expect("the first file is ours");
    let others = others.iter().map(|(name, text)| (*name, text.as_str()));
    snapshot.project = Arc::new(MemoryFiles::new(others));
    snapshot
}

/// [`snapshot`], and where its `$0` was.
pub(crate) fn snapshot_at(fixture: &str) -> (Snapshot, TextSize) {
    let offset = files(fixture).1.find("$0").expect("the first file has a cursor");
    (snapshot(&fixture.replacen("$0", "", 1)), TextSize::new(offset as u32))
}

/// A charm in the directory `charm` of an application with this code.
pub(crate) fn snapshot_with_code(charm: &str, code: &[(&str, &str)]) -> Snapshot {
    let mut snapshot = Snapshot::alone("charmcraft.yaml", charm).expect("the file is ours");
    let uses = ApplicationUses::of_texts("..", code.iter().copied());
    snapshot.uses = Some(Arc::new(uses));
    snapshot
}

/// A text after changes to it.
pub(crate) fn applied(text: &str, edits: &[TextEdit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.range), &edit.insert);
    }
    text
}

fn files(fixture: &str) -> (&str, String, Vec<(&str, String)>) {
    if !fixture.starts_with("//- ") {
        return ("charmcraft.yaml", fixture.to_owned(), Vec::new());
    }
    let mut files = fixture.split("//- ").skip(1).map(|file| {
        let (name, text) = file.split_once('\n').unwrap_or((file, ""));
        (name.trim(), text.to_owned())
    });
    let (name, text) = files.next().expect("a fixture has a file");
    (name, text, files.collect())
}

/// The lines that a range touches, with carets under it.
pub(crate) fn underlined(snapshot: &Snapshot, range: TextRange) -> String {
    let text = snapshot.document.text();
    let line = text.line_of(range.start());
    let content = text.line_range(line);
    let before = text.slice(TextRange::new(content.start(), range.start()));
    let marked = text.slice(TextRange::new(range.start(), range.end().min(content.end())));
    let blanks = " ".repeat(before.chars().count());
    let carets = "^".repeat(marked.chars().count().max(1));
    format!("{}\n{blanks}{carets}\n", text.slice(content))
}
