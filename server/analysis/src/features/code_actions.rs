//! What can be done about a place: the fixes of its findings.

use syntax::TextRange;

use crate::finding::{Finding, Fix};
use crate::snapshot::Snapshot;

/// Something that can be done.
#[derive(Debug, Clone)]
pub struct CodeAction<'a> {
    /// The finding it mends, if it mends one.
    pub finding: Option<&'a Finding>,
    /// What it changes.
    pub fix: Fix,
    /// Whether it is the one right answer.
    pub preferred: bool,
}

/// What can be done where `range` touches a finding.
pub fn code_actions<'a>(
    _snapshot: &Snapshot,
    range: TextRange,
    findings: &'a [Finding],
) -> Vec<CodeAction<'a>> {
    let touched = findings.iter().filter(|finding| finding.range.intersect(range).is_some());
    touched
        .flat_map(|finding| {
            let only = finding.fixes.len() == 1;
            finding.fixes.iter().map(move |fix| CodeAction {
                finding: Some(finding),
                fix: fix.clone(),
                preferred: only,
            })
        })
        .collect()
}
