//! How rules are tested.
//!
//! A fixture is the file with its expected findings in it: a comment of carets under the marked text,
//! `#   ^^^^ error[rule-id]: how the message starts`. A place in the first column is marked by carets
//! that touch the `#`, which then counts as one. A finding without its comment fails the test, and the
//! reverse. `//- name` starts another file beside the document; before the first line it names the
//! document itself. A file `flask-lsp.toml` may name versions of tools.

use std::sync::Arc;

use super::{Rule, check_with};
use crate::application::uses::index::ApplicationUses;
use crate::finding::{Finding, Fix, TextEdit};
use crate::project::MemoryFiles;
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::versions::{Version, Versions};

/// What a comment of carets says: line, columns in characters, `severity[rule-id]: message`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Marker {
    line: usize,
    columns: (usize, usize),
    words: String,
}

/// Runs one rule over a fixture and compares with its markers.
#[track_caller]
pub(super) fn check(rule: &'static Rule, fixture: &str) {
    let snapshot = snapshot(rule, fixture);
    let text = snapshot.document.text().as_str();
    let expected = markers(text);
    let found: Vec<Marker> =
        check_with(&snapshot, &[rule]).iter().map(|finding| marker(text, finding)).collect();
    let agrees = |(found, expected): (&Marker, &Marker)| {
        (found.line, found.columns) == (expected.line, expected.columns)
            && found.words.starts_with(&expected.words)
    };
    let all_agree = found.len() == expected.len() && found.iter().zip(&expected).all(agrees);
    assert!(all_agree, "expected {expected:#?}\nfound {found:#?}\nin\n{text}");
}

/// All slots of what the rule says about a fixture, for a snapshot that is read aloud.
pub(super) fn said(rule: &'static Rule, fixture: &str) -> String {
    let mut said = String::new();
    for finding in check_with(&snapshot(rule, fixture), &[rule]) {
        let judge = finding.judge.map_or("nobody", |judge| judge.name());
        said += &format!("{} ({judge}): {}\n", finding.severity.name(), finding.message);
        said += &finding.note.iter().map(|note| format!("  note: {note}\n")).collect::<String>();
        said += &finding.help.iter().map(|help| format!("  help: {help}\n")).collect::<String>();
        for fix in &finding.fixes {
            said += &format!("  fix ({:?}): {}\n", fix.safety, fix.title);
        }
    }
    said
}

/// The text after a fix of the first finding.
#[track_caller]
pub(super) fn fixed(rule: &'static Rule, fixture: &str, fix: usize) -> String {
    let snapshot = snapshot(rule, fixture);
    let findings = check_with(&snapshot, &[rule]);
    let fix: &Fix = &findings[0].fixes[fix];
    let mut text = snapshot.document.text().as_str().to_owned();
    for TextEdit { range, insert } in fix.edits.iter().rev() {
        text.replace_range(usize::from(range.start())..usize::from(range.end()), insert);
    }
    text
}

pub(super) fn snapshot(rule: &Rule, fixture: &str) -> Snapshot {
    let named = match fixture.starts_with("//- ") {
        true => fixture.to_owned(),
        false => format!("//- {}\n{fixture}", rule.files[0].canonical_name()),
    };
    let mut files = named.split("//- ").skip(1).filter_map(|file| file.split_once('\n'));
    let (name, text) = files.next().expect("a fixture holds a file");
    let mut snapshot = Snapshot::alone(name.trim(), text).expect("the file is ours");
    let files: Vec<_> = files.collect();
    snapshot.uses = uses(&files);
    snapshot.settings = Arc::new(Settings { versions: versions(&files), ..Settings::default() });
    snapshot.project = Arc::new(MemoryFiles::new(files));
    snapshot
}

/// What a `flask-lsp.toml` among the files says about versions, on lines such as `versions.juju = "4"`.
fn versions(files: &[(&str, &str)]) -> Versions {
    let mut versions = Versions::default();
    let configuration = files.iter().find(|(path, _)| *path == "flask-lsp.toml");
    for line in configuration.map(|(_, text)| text.lines()).into_iter().flatten() {
        let (tool, text) =
            line.strip_prefix("versions.").and_then(|rest| rest.split_once(" = ")).unwrap();
        assert!(versions.set(tool, Version::from_text(text.trim_matches('"')).unwrap()), "{tool}");
    }
    versions
}

/// What the code one level above a charm reads, where there is any.
fn uses(files: &[(&str, &str)]) -> Option<Arc<ApplicationUses>> {
    let above = files.iter().filter_map(|(path, text)| Some((path.strip_prefix("../")?, *text)));
    let above: Vec<_> = above.collect();
    (!above.is_empty()).then(|| Arc::new(ApplicationUses::of_texts("..", above)))
}

fn markers(text: &str) -> Vec<Marker> {
    let mut marked_line = 0;
    let mut markers = Vec::new();
    for (line, content) in text.lines().enumerate() {
        let Some(marker) = read_marker(content, marked_line) else {
            marked_line = line;
            continue;
        };
        markers.push(marker);
    }
    markers.sort();
    markers
}

fn read_marker(content: &str, line: usize) -> Option<Marker> {
    let start = content.find('^')?;
    let before = content.get(..start)?;
    if before.trim_end() != "#" {
        return None;
    }
    let words = content.get(start..)?.trim_start_matches('^');
    let end = content.len() - words.len();
    let first = if start == 1 { 0 } else { start };
    Some(Marker { line, columns: (first, end), words: words.trim().to_owned() })
}

fn marker(text: &str, finding: &Finding) -> Marker {
    let start = usize::from(finding.range.start());
    let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let first = text[line_start..start].chars().count();
    let length = text[start..usize::from(finding.range.end())].chars().count();
    Marker {
        line: text[..start].matches('\n').count(),
        columns: (first, first + length),
        words: format!("{}[{}]: {}", finding.severity.name(), finding.rule.id, finding.message),
    }
}
