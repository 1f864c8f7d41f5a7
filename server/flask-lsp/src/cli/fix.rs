//! Applying fixes to a text, again and again until nothing changes. No I/O.

use std::sync::Arc;

use analysis::rules::check_with;
use analysis::{Finding, Rule, Safety, Snapshot, TextEdit};
use syntax::Document;

use crate::report::CheckedFile;

/// Rules that undo each other must come to an end.
const MAX_ROUNDS: usize = 16;

/// The file after all fixes that may be applied; `None` if there are none.
pub(super) fn fixed(
    file: &CheckedFile,
    rules: &[&'static Rule],
    unsafe_fixes: bool,
) -> Option<CheckedFile> {
    let mut current: Option<CheckedFile> = None;
    for _ in 0..MAX_ROUNDS {
        let latest = current.as_ref().unwrap_or(file);
        let Some(next) = one_round(latest, rules, unsafe_fixes) else { break };
        current = Some(next);
    }
    current
}

/// The name that a fix of this file asks for.
pub(super) fn new_name(file: &CheckedFile, unsafe_fixes: bool) -> Option<&'static str> {
    let fixes = file.findings.iter().filter_map(|finding| finding.fixes.first());
    fixes.filter(|fix| unsafe_fixes || fix.safety == Safety::Safe).find_map(|fix| fix.rename_file)
}

fn one_round(
    file: &CheckedFile,
    rules: &[&'static Rule],
    unsafe_fixes: bool,
) -> Option<CheckedFile> {
    let edits = compatible_edits(&file.findings, unsafe_fixes);
    let old = file.snapshot.document.text().as_str();
    let new = applied(old, &edits);
    if new == old {
        return None;
    }
    let document = Document::new(new);
    // A fix that breaks the YAML is none, whatever it was meant to mend.
    if document.problems().len() > file.snapshot.document.problems().len() {
        return None;
    }
    let snapshot = Snapshot { document: Arc::new(document), ..file.snapshot.clone() };
    let findings = check_with(&snapshot, rules);
    Some(CheckedFile { name: file.name.clone(), path: file.path.clone(), snapshot, findings })
}

/// The edits of each finding's best fix, in the order of the text. Where two fixes touch, the first
/// is taken whole and the other waits for the next round.
fn compatible_edits(findings: &[Finding], unsafe_fixes: bool) -> Vec<&TextEdit> {
    let mut chosen: Vec<&TextEdit> = Vec::new();
    for fix in findings.iter().filter_map(|finding| finding.fixes.first()) {
        let is_allowed = unsafe_fixes || fix.safety == Safety::Safe;
        let touches = |edit: &TextEdit| {
            chosen.iter().any(|other| edit.range.intersect(other.range).is_some())
        };
        if is_allowed && fix.rename_file.is_none() && !fix.edits.iter().any(touches) {
            chosen.extend(&fix.edits);
        }
    }
    chosen.sort_by_key(|edit| edit.range.start());
    chosen
}

fn applied(text: &str, edits: &[&TextEdit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in edits {
        let start = usize::from(edit.range.start());
        result.push_str(text.get(copied..start).unwrap_or_default());
        result.push_str(&edit.insert);
        copied = edit.range.end().into();
    }
    result.push_str(text.get(copied..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let edit = |start: u32, end: u32, insert: &str| TextEdit {
            range: syntax::TextRange::new(start.into(), end.into()),
            insert: insert.to_owned(),
        };
        let edits = [edit(0, 1, "A"), edit(2, 2, "-"), edit(3, 4, "")];
        assert_eq!(applied("abcd", &edits.each_ref()), "Ab-c");
    }
}
