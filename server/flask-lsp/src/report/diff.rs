//! What a fix changes, as a unified diff.

use similar::TextDiff;

use super::{CheckedFile, printable, printable_lines};

/// The difference between two states of one file. On a terminal, characters that would steer it are
/// escaped; elsewhere the diff is exact, so that it can be applied.
pub(crate) fn diff(old: &CheckedFile, new: &CheckedFile, on_terminal: bool) -> String {
    let text = |file: &CheckedFile| file.snapshot.document.text().as_str().to_owned();
    let (old_text, new_text) = (text(old), text(new));
    let name = printable(&old.name);
    let diff = TextDiff::from_lines(&old_text, &new_text)
        .unified_diff()
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string();
    if !on_terminal {
        return diff;
    }
    printable_lines(&diff)
}
