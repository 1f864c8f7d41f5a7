//! What can be done about a place: the fixes of its findings.

use syntax::TextRange;

use crate::finding::{Finding, Fix, Safety, TextEdit};
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

/// What can be done where `range` touches a finding; where it touches none and lies in one line, for
/// the findings that start on that line.
pub fn code_actions<'a>(
    snapshot: &Snapshot,
    range: TextRange,
    findings: &'a [Finding],
) -> Vec<CodeAction<'a>> {
    let touches = |finding: &&Finding| finding.range.intersect(range).is_some();
    let mut meant: Vec<_> = findings.iter().filter(touches).collect();
    let text = snapshot.document.text();
    let line = text.line_of(range.start());
    if meant.is_empty() && text.line_of(range.end()) == line {
        let starts_here = |finding: &&Finding| text.line_of(finding.range.start()) == line;
        meant = findings.iter().filter(starts_here).collect();
    }
    meant
        .into_iter()
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

/// All that can be mended without asking, as one fix: of each finding the first fix, if it is
/// [`Safety::Safe`] and changes text alone. Where two overlap, the one that stands first counts and
/// the other waits for the next round. `None` if there is nothing.
pub fn fix_all(findings: &[Finding]) -> Option<Fix> {
    let firsts = findings.iter().filter_map(|finding| finding.fixes.first());
    let mut fixes: Vec<&Fix> = firsts
        .filter(|fix| fix.safety == Safety::Safe && fix.rename_file.is_none())
        .filter(|fix| !fix.edits.is_empty())
        .collect();
    fixes.sort_by_key(|fix| fix.edits.first().map(|edit| edit.range.start()));
    let mut edits: Vec<TextEdit> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        let collides = |edit: &TextEdit| edits.iter().any(|taken| overlap(edit.range, taken.range));
        if fix.edits.iter().any(collides) {
            continue;
        }
        edits.extend(fix.edits.iter().cloned());
        count += 1;
    }
    edits.sort_by_key(|edit| edit.range.start());
    let title = match count {
        0 => return None,
        1 => "Fix the one problem that has a safe fix".to_owned(),
        _ => format!("Fix the {count} problems that have a safe fix"),
    };
    Some(Fix { title, safety: Safety::Safe, edits, rename_file: None })
}

/// Whether two replacements cannot both be made. Two insertions at one place collide: their order
/// would be anybody's guess.
fn overlap(left: TextRange, right: TextRange) -> bool {
    left.start() == right.start() || left.start() < right.end() && right.start() < left.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::rules::Rule;

    fn fix(safety: Safety, edits: &[(u32, u32, &str)]) -> Fix {
        let edit = |&(start, end, insert): &(u32, u32, &str)| TextEdit {
            range: TextRange::new(start.into(), end.into()),
            insert: insert.to_owned(),
        };
        let edits = edits.iter().map(edit).collect();
        Fix { title: "Mend".to_owned(), safety, edits, rename_file: None }
    }

    fn finding(start: u32, end: u32, fixes: Vec<Fix>) -> Finding {
        Finding {
            rule: Rule::by_id("yaml-syntax").unwrap(),
            severity: Severity::Error,
            judge: None,
            range: TextRange::new(start.into(), end.into()),
            message: String::new(),
            note: None,
            help: None,
            labels: Vec::new(),
            key_path: Vec::new(),
            about_file: false,
            fixes,
        }
    }

    fn edits(fix: &Fix) -> Vec<(u32, &str)> {
        fix.edits.iter().map(|edit| (edit.range.start().into(), edit.insert.as_str())).collect()
    }

    #[test]
    fn only_findings_that_the_range_touches_are_offered() {
        let snapshot = Snapshot::alone("charmcraft.yaml", "name: web\n").unwrap();
        let safe = || fix(Safety::Safe, &[(0, 1, "N")]);
        let findings = [
            finding(0, 4, vec![safe()]),
            finding(4, 6, vec![safe(), safe()]),
            finding(8, 9, vec![safe()]),
        ];
        let actions = code_actions(&snapshot, TextRange::empty(4.into()), &findings);
        let preferred: Vec<_> = actions.iter().map(|action| action.preferred).collect();
        assert_eq!(preferred, [true, false, false]);
    }

    #[test]
    fn elsewhere_on_a_line_its_findings_are_meant() {
        let snapshot = Snapshot::alone("charmcraft.yaml", "name: web\ntype: cha\n").unwrap();
        let safe = || fix(Safety::Safe, &[(0, 1, "N")]);
        let findings = [finding(6, 9, vec![safe()]), finding(16, 19, vec![safe()])];
        let found = |start: u32, end: u32| -> Vec<u32> {
            let range = TextRange::new(start.into(), end.into());
            let actions = code_actions(&snapshot, range, &findings);
            actions.iter().map(|it| it.finding.unwrap().range.start().into()).collect()
        };
        assert_eq!(found(0, 0), [6]);
        assert_eq!(found(10, 11), [16]);
        assert_eq!(found(0, 12), [6]);
        assert!(found(20, 20).is_empty());
        let several = [finding(0, 2, vec![safe()]), finding(6, 9, vec![safe()])];
        let touching = code_actions(&snapshot, TextRange::empty(7.into()), &several);
        assert_eq!(touching.len(), 1);
    }

    #[test]
    fn fix_all_takes_safe_fixes_that_do_not_collide_in_text_order() {
        let findings = [
            finding(8, 9, vec![fix(Safety::Safe, &[(8, 9, "c")])]),
            finding(0, 4, vec![fix(Safety::Safe, &[(0, 4, "a"), (10, 10, "d")])]),
            finding(3, 6, vec![fix(Safety::Safe, &[(3, 6, "collides")])]),
            finding(4, 6, vec![fix(Safety::Safe, &[(4, 6, "b")])]),
            finding(10, 11, vec![fix(Safety::Safe, &[(10, 10, "same place")])]),
            finding(20, 21, vec![fix(Safety::Unsafe, &[(20, 21, "unsafe")])]),
            finding(22, 23, Vec::new()),
        ];
        let all = fix_all(&findings).unwrap();
        assert_eq!(edits(&all), [(0, "a"), (4, "b"), (8, "c"), (10, "d")]);
        assert_eq!(all.title, "Fix the 3 problems that have a safe fix");
    }

    #[test]
    fn fix_all_of_nothing_is_nothing() {
        assert_eq!(fix_all(&[finding(0, 1, vec![fix(Safety::Unsafe, &[(0, 1, "x")])])]), None);
    }
}
