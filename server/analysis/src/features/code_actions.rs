//! What can be done about a place: the fixes of its findings, all of one kind at once, and not being
//! told of them any more.

use std::collections::{BTreeMap, HashSet};

use syntax::{TextRange, TextSize};

use super::silence;
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

/// As many findings as have their own fixes offered at once. A longer list nobody reads; what mends all of a
/// kind is offered whatever their number.
const MOST_MENDED: usize = 50;

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
    let fixes = meant.iter().take(MOST_MENDED).flat_map(|finding| {
        let only = finding.fixes.len() == 1;
        finding.fixes.iter().map(move |fix| CodeAction {
            finding: Some(finding),
            fix: fix.clone(),
            preferred: only,
        })
    });
    let action = |finding, fix| CodeAction { finding, fix, preferred: false };
    let mut rules: Vec<&str> = meant.iter().map(|finding| finding.rule.id).collect();
    let mut seen = HashSet::new();
    rules.retain(|rule| seen.insert(*rule));
    let of_one_kind = rules.iter().filter_map(|rule| fix_all_of(rule, findings));
    // Of all that is selected it would be a long list, and nobody wants to be told nothing.
    let is_one_line = text.line_of(range.end()) == line;
    let mut ignored: Vec<CodeAction<'_>> = Vec::new();
    for finding in meant.iter().filter(|_| is_one_line) {
        // One comment is enough for several findings of a rule.
        let fix = silence::silence(snapshot, finding);
        let fix = fix.filter(|fix| ignored.iter().all(|known| known.fix != *fix));
        ignored.extend(fix.map(|fix| action(Some(*finding), fix)));
    }
    fixes.chain(of_one_kind.map(|fix| action(None, fix))).chain(ignored).collect()
}

/// Every problem of one rule mended, as one fix, if there are several: of each the first fix, whether it
/// is safe or not, as each could be asked for alone.
fn fix_all_of(rule: &str, findings: &[Finding]) -> Option<Fix> {
    let same = || findings.iter().filter(|finding| finding.rule.id == rule);
    let is_textual = |fix: &&Fix| fix.rename_file.is_none() && !fix.edits.is_empty();
    let fixes = same().filter_map(|finding| finding.fixes.first()).filter(is_textual);
    let (edits, count) = together(fixes.collect());
    let title = format!("Fix {count} problems of the kind `{rule}`");
    (count > 1).then_some(Fix { title, safety: Safety::Unsafe, edits, rename_file: None })
}

/// All that can be mended without asking, as one fix: of each finding the first fix, if it is
/// [`Safety::Safe`] and changes text alone. Where two overlap, the one that stands first counts and
/// the other waits for the next round. `None` if there is nothing.
pub fn fix_all(findings: &[Finding]) -> Option<Fix> {
    let firsts = findings.iter().filter_map(|finding| finding.fixes.first());
    let fixes = firsts
        .filter(|fix| fix.safety == Safety::Safe && fix.rename_file.is_none())
        .filter(|fix| !fix.edits.is_empty());
    let (edits, count) = together(fixes.collect());
    let title = match count {
        0 => return None,
        1 => "Fix the one problem that has a safe fix".to_owned(),
        _ => format!("Fix the {count} problems that have a safe fix"),
    };
    Some(Fix { title, safety: Safety::Safe, edits, rename_file: None })
}

/// The changes of many fixes in the order of the text, without those that collide with an earlier one;
/// and how many fixes that are.
fn together(mut fixes: Vec<&Fix>) -> (Vec<TextEdit>, usize) {
    fixes.sort_by_key(|fix| fix.edits.first().map(|edit| edit.range.start()));
    let mut edits: Vec<TextEdit> = Vec::new();
    let mut taken = BTreeMap::new();
    let mut count = 0;
    for fix in fixes {
        if fix.edits.iter().any(|edit| collides(&taken, edit.range)) {
            continue;
        }
        taken.extend(fix.edits.iter().map(|edit| (edit.range.start(), edit.range.end())));
        edits.extend(fix.edits.iter().cloned());
        count += 1;
    }
    edits.sort_by_key(|edit| edit.range.start());
    (edits, count)
}

/// Whether a replacement cannot be made together with those of the `taken` ranges, which are ends by starts. Two
/// insertions at one place collide: their order would be anybody's guess.
fn collides(taken: &BTreeMap<TextSize, TextSize>, range: TextRange) -> bool {
    let before = taken.range(..=range.start()).next_back();
    let reaches_in =
        |(start, end): (&TextSize, &TextSize)| *start == range.start() || *end > range.start();
    let behind = taken.range(range.start()..).next();
    before.is_some_and(reaches_in) || behind.is_some_and(|(start, _)| *start < range.end())
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
            is_plain_yaml: false,
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
    fn several_findings_of_a_rule_on_a_line_are_ignored_by_one_action() {
        let snapshot = Snapshot::alone("charmcraft.yaml", "name: web\n").unwrap();
        let rule = Rule::by_id("section-in-two-files").unwrap();
        let findings = [(); 2].map(|()| Finding { rule, ..finding(0, 4, Vec::new()) });
        let actions = code_actions(&snapshot, TextRange::empty(1.into()), &findings);
        let titles: Vec<_> = actions.iter().map(|action| action.fix.title.as_str()).collect();
        assert_eq!(titles, ["Ignore `section-in-two-files` here"]);
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
    fn of_very_many_findings_the_first_have_fixes_of_their_own_and_each_kind_has_one_for_all() {
        let snapshot = Snapshot::alone("charmcraft.yaml", "name: web\n").unwrap();
        let rules = ["yaml-syntax", "duplicate-key"].map(|id| Rule::by_id(id).unwrap());
        let findings = (0..400).map(|index: u32| {
            let fixes = vec![fix(Safety::Safe, &[(index, index + 1, "N")])];
            Finding { rule: rules[index as usize % 2], ..finding(index, index + 1, fixes) }
        });
        let findings: Vec<_> = findings.collect();
        let actions = code_actions(&snapshot, TextRange::new(0.into(), 400.into()), &findings);
        let (own, of_kinds): (Vec<_>, Vec<_>) =
            actions.iter().partition(|action| action.finding.is_some());
        assert_eq!(own.len(), MOST_MENDED);
        let titles: Vec<_> = of_kinds.iter().map(|action| action.fix.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "Fix 200 problems of the kind `yaml-syntax`",
                "Fix 200 problems of the kind `duplicate-key`"
            ]
        );
    }

    #[test]
    fn fix_all_of_nothing_is_nothing() {
        assert_eq!(fix_all(&[finding(0, 1, vec![fix(Safety::Unsafe, &[(0, 1, "x")])])]), None);
    }
}
