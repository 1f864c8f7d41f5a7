//! Every refactoring and every ignore comment, at every line of the recorded projects: the text stays as
//! sound as it was, and what only changes its looks keeps its value.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::features::refactorings::{FileChange, refactorings};
use analysis::features::{code_actions, silence};
use analysis::project::MemoryFiles;
use analysis::{Finding, Severity, Snapshot, TextEdit};
use syntax::{Kind, NodeRef, TextRange, TextSize};

/// The text and what lies beside it.
struct Project {
    name: String,
    file: &'static str,
    text: String,
    beside: Vec<(String, String)>,
}

fn projects() -> Vec<Project> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let mut projects = Vec::new();
    let mut pending = vec![tests.join("golden"), tests.join("projects"), tests.join("corpus")];
    while let Some(directory) = pending.pop() {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        pending.extend(files.iter().filter(|path| path.is_dir()).cloned());
        let read = |path: &Path| {
            let name = path.file_name()?.to_str()?.to_owned();
            Some((name, std::fs::read_to_string(path).ok()?))
        };
        let texts: Vec<(String, String)> =
            files.iter().filter(|path| path.is_file()).filter_map(|path| read(path)).collect();
        for (name, text) in &texts {
            let ours = [
                "charmcraft.yaml",
                "rockcraft.yaml",
                "metadata.yaml",
                "config.yaml",
                "actions.yaml",
            ];
            let is_it = |file: &&str| name.ends_with(*file) && name != "paas-config.yaml";
            let Some(file) = ours.into_iter().find(is_it) else { continue };
            let beside = texts.iter().filter(|(other, _)| other != name).cloned().collect();
            let name = directory.join(name).display().to_string();
            projects.push(Project { name, file, text: text.clone(), beside });
        }
    }
    assert!(projects.len() > 900, "{}", projects.len());
    projects
}

fn snapshot(project: &Project, text: &str, without: Option<&str>) -> Snapshot {
    let mut snapshot = Snapshot::alone(project.file, text).unwrap();
    let beside = project.beside.iter().filter(|(name, _)| Some(name.as_str()) != without);
    let files = beside.map(|(name, text)| (name.as_str(), text.as_str()));
    snapshot.project = Arc::new(MemoryFiles::new(files));
    snapshot
}

fn applied(text: &str, edits: &[TextEdit]) -> String {
    let mut text = text.to_owned();
    let mut last = text.len();
    for edit in edits.iter().rev() {
        let range = std::ops::Range::<usize>::from(edit.range);
        assert!(range.end <= last, "edits overlap or are out of order: {edits:?}");
        last = range.start;
        text.replace_range(range, &edit.insert);
    }
    text
}

/// Codes of what is worse than advice, with how often each is said.
fn problems(findings: &[Finding]) -> Vec<&'static str> {
    let bad = findings.iter().filter(|finding| finding.severity >= Severity::Warning);
    let mut codes: Vec<_> = bad.map(|finding| finding.rule.id).collect();
    codes.sort_unstable();
    codes
}

fn value(node: Option<NodeRef<'_>>) -> String {
    let Some(node) = node else { return String::new() };
    match node.kind() {
        Kind::Scalar(_) => format!("{:?}", node.scalar().unwrap()),
        Kind::Alias => node.source().to_owned(),
        _ => {
            let inner: Vec<_> = node.children().map(|child| value(Some(child))).collect();
            format!("{}({})", node.is_mapping(), inner.join(","))
        }
    }
}

/// The start of each line's content and the end of the line.
fn places(snapshot: &Snapshot) -> impl Iterator<Item = TextSize> {
    let lines = snapshot.document.outline().lines();
    lines.iter().flat_map(|line| [line.content, line.range.end()])
}

#[test]
fn refactorings_do_no_harm() {
    let mut titles = BTreeSet::new();
    for project in projects() {
        let before = snapshot(&project, &project.text, None);
        let problems_before = problems(&analysis::check(&before));
        let is_sound = before.document.problems().is_empty();
        let mut seen = BTreeSet::new();
        for at in places(&before) {
            for offered in refactorings(&before, TextRange::empty(at)) {
                let text = applied(&project.text, &offered.edits);
                if !seen.insert((offered.title.clone(), text.clone())) || offered.edits.is_empty() {
                    continue;
                }
                let deleted = match &offered.file {
                    Some(FileChange::Delete(name)) => Some(*name),
                    _ => None,
                };
                let after = snapshot(&project, &text, deleted);
                let context = format!("{}: {}\n{text}", project.name, offered.title);
                let (was, is) = (before.document.problems(), after.document.problems());
                assert!(is.len() <= was.len(), "{context}");
                let kind = offered.title.split('`').next().unwrap().to_owned();
                if kind == "Write " && !offered.title.starts_with("Write `base`") {
                    assert_eq!(value(before.root()), value(after.root()), "{context}");
                }
                // What a broken line hides is nobody's fault.
                // And what stood in another file was not looked at before.
                if is_sound && deleted.is_none() && !kind.starts_with("Stop ignoring") {
                    let new = new_problems(&problems_before, &analysis::check(&after));
                    assert!(new.is_empty(), "{new:?} in {context}");
                }
                titles.insert(kind);
            }
        }
    }
    let expected = [
        "Add a config option",
        "Add the integration ",
        "List the files that go into the image (",
        "Move the content of ",
        "Write ",
    ];
    for title in expected {
        assert!(titles.iter().any(|it| it.starts_with(title)), "`{title}` never came: {titles:?}");
    }
}

/// What is said now and was not said before, or less often.
fn new_problems(before: &[&'static str], after: &[Finding]) -> Vec<&'static str> {
    let mut left = before.to_vec();
    let is_new = |code: &&'static str| match left.iter().position(|it| it == code) {
        Some(at) => {
            left.swap_remove(at);
            false
        }
        None => true,
    };
    problems(after).into_iter().filter(is_new).collect()
}

#[test]
fn an_ignored_finding_is_gone_and_no_other_comes() {
    let mut ignored = 0;
    for project in projects() {
        let before = snapshot(&project, &project.text, None);
        let findings = analysis::check(&before);
        for finding in &findings {
            let Some(fix) = silence::silence(&before, finding) else { continue };
            ignored += 1;
            let text = applied(&project.text, &fix.edits);
            let after = snapshot(&project, &text, None);
            let left = analysis::check(&after);
            let same =
                |it: &&Finding| it.rule.id == finding.rule.id && it.key_path == finding.key_path;
            let (had, has) =
                (findings.iter().filter(same).count(), left.iter().filter(same).count());
            assert!(has < had, "{}: {} in\n{text}", project.name, finding.rule.id);
            assert!(left.len() < findings.len(), "{}\n{text}", project.name);
            if before.document.problems().is_empty() {
                assert_eq!(value(before.root()), value(after.root()), "{}\n{text}", project.name);
            }
        }
    }
    assert!(ignored > 500, "{ignored}");
}

#[test]
fn all_fixes_of_a_kind_leave_fewer_problems() {
    let mut mended = 0;
    for project in projects() {
        let before = snapshot(&project, &project.text, None);
        let findings = analysis::check(&before);
        for finding in &findings {
            let actions = code_actions::code_actions(&before, finding.range, &findings);
            let title = format!("`{}`", finding.rule.id);
            let all = actions
                .iter()
                .find(|action| action.finding.is_none() && action.fix.title.ends_with(&title));
            let Some(all) = all else { continue };
            mended += 1;
            let text = applied(&project.text, &all.fix.edits);
            let left = analysis::check(&snapshot(&project, &text, None));
            let count = |findings: &[Finding]| {
                findings.iter().filter(|it| it.rule.id == finding.rule.id).count()
            };
            assert!(count(&left) + 1 < count(&findings), "{}\n{text}", project.name);
        }
    }
    assert!(mended > 20, "{mended}");
}
