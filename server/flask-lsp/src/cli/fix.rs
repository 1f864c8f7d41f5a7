//! Applying fixes to a text, again and again until nothing changes. No I/O.

use std::sync::Arc;

use analysis::rules::check_with;
use analysis::{Finding, Fix, Rule, Safety, Snapshot, TextEdit, check};
use syntax::Document;

use crate::report::CheckedFile;

/// Rules that undo each other must come to an end.
const MAX_ROUNDS: usize = 16;

/// The file after all fixes that may be applied; `None` if there are none.
pub(super) fn fixed(file: &CheckedFile, unsafe_fixes: bool) -> Option<CheckedFile> {
    let mut states: Vec<CheckedFile> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let latest = states.last().unwrap_or(file);
        let Some(next) = one_round(latest, unsafe_fixes) else { break };
        // Rules that undo each other lead back: what they started from stays, so that a second run
        // finds the same.
        if text(&next) == text(file) {
            return None;
        }
        if let Some(known) = states.iter().position(|state| text(state) == text(&next)) {
            return Some(states.swap_remove(known));
        }
        states.push(next);
    }
    states.pop()
}

fn text(file: &CheckedFile) -> &str {
    file.snapshot.document.text().as_str()
}

/// The name that a fix of this file asks for.
pub(super) fn new_name(file: &CheckedFile, unsafe_fixes: bool) -> Option<&'static str> {
    let fixes = file.findings.iter().filter_map(|finding| finding.fixes.first());
    fixes.filter(|fix| unsafe_fixes || fix.safety == Safety::Safe).find_map(|fix| fix.rename_file)
}

fn one_round(file: &CheckedFile, unsafe_fixes: bool) -> Option<CheckedFile> {
    let allowed = allowed_fixes(&file.findings, unsafe_fixes);
    let mut together = Vec::new();
    for fix in &allowed {
        if goes_with(fix, &together) {
            together.push(*fix);
        }
    }
    if let Some(next) = with_fixes(file, &together) {
        return Some(next);
    }
    // One of them does harm, or two together: one more at a time, as long as it does none.
    let mut kept = Vec::new();
    let mut result = None;
    for fix in allowed {
        if !goes_with(fix, &kept) {
            continue;
        }
        kept.push(fix);
        match with_fixes(file, &kept) {
            Some(next) => result = Some(next),
            None => {
                kept.pop();
            }
        }
    }
    result
}

/// The file with these fixes; `None` if they change nothing or do harm.
fn with_fixes(file: &CheckedFile, fixes: &[&Fix]) -> Option<CheckedFile> {
    let mut edits: Vec<&TextEdit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.range.start());
    let new = applied(text(file), &edits);
    if new == text(file) {
        return None;
    }
    let snapshot = Snapshot { document: Arc::new(Document::new(new)), ..file.snapshot.clone() };
    if harm(&snapshot) > harm(&file.snapshot) {
        return None;
    }
    let findings = check(&snapshot);
    Some(CheckedFile { name: file.name.clone(), path: file.path.clone(), snapshot, findings })
}

/// Broken YAML and keys that stand twice: a fix that adds to them is none, whatever it mends, and whatever
/// the user wants to hear of.
fn harm(snapshot: &Snapshot) -> usize {
    let snapshot = &Snapshot { settings: Arc::default(), ..snapshot.clone() };
    let twice = Rule::by_id("duplicate-key");
    snapshot.document.problems().len() + check_with(snapshot, twice.as_slice()).len()
}

/// The best fix of each finding, where it is allowed.
fn allowed_fixes(findings: &[Finding], unsafe_fixes: bool) -> Vec<&Fix> {
    let best = findings.iter().filter_map(|finding| finding.fixes.first());
    let is_allowed = |fix: &&Fix| unsafe_fixes || fix.safety == Safety::Safe;
    best.filter(is_allowed).filter(|fix| fix.rename_file.is_none()).collect()
}

/// Whether a fix touches none of the others. Of two that touch, one is made as a whole and the other
/// waits for the next round.
fn goes_with(fix: &Fix, others: &[&Fix]) -> bool {
    let touches = |edit: &TextEdit| {
        let mut taken = others.iter().flat_map(|other| &other.edits);
        taken.any(|other| edit.range.intersect(other.range).is_some())
    };
    !fix.edits.iter().any(touches)
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
