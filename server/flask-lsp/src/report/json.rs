//! One JSON object, version 1: the contract is in README.md, *The JSON report*.

use analysis::{Finding, PathSegment};
use serde::Serialize;

use super::{CheckedFile, Counts, Place};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    files: usize,
    diagnostics: Vec<Diagnostic<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostic<'a> {
    file: &'a str,
    start: Place,
    end: Place,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    note: Option<&'a str>,
    help: Option<&'a str>,
    key_path: Vec<Segment<'a>>,
    rejected_by: Option<&'static str>,
    url: String,
    fixable: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Segment<'a> {
    Key(&'a str),
    Index(usize),
}

pub(super) fn render(files: &[CheckedFile]) -> String {
    let report = Report {
        version: 1,
        files: files.len(),
        diagnostics: files.iter().flat_map(diagnostics).collect(),
        summary: Counts::of(files),
    };
    pretty(&report)
}

/// The objects of the report's `diagnostics`, one on each line.
pub(super) fn render_lines(files: &[CheckedFile]) -> String {
    let line =
        |one: Diagnostic<'_>| harmless(&serde_json::to_string(&one).unwrap_or_default()) + "\n";
    files.iter().flat_map(diagnostics).map(line).collect()
}

/// Indented, and free of characters that would steer a terminal.
pub(super) fn pretty(value: &impl Serialize) -> String {
    // Plain data with text keys always serialises.
    harmless(&serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

fn harmless(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + 1);
    for ch in json.chars() {
        // Outside of strings JSON is ASCII, so what is escaped here stands in one.
        if ch != '\n' && super::steers_terminal(ch) {
            safe.push_str(&format!("\\u{:04x}", u32::from(ch)));
        } else {
            safe.push(ch);
        }
    }
    safe
}

fn diagnostics(file: &CheckedFile) -> impl Iterator<Item = Diagnostic<'_>> {
    file.findings.iter().map(|finding| diagnostic(file, finding))
}

fn diagnostic<'a>(file: &'a CheckedFile, finding: &'a Finding) -> Diagnostic<'a> {
    Diagnostic {
        file: &file.name,
        start: Place::of(&file.snapshot, finding.range.start()),
        end: Place::of(&file.snapshot, finding.range.end()),
        severity: finding.severity.name(),
        code: finding.rule.id,
        message: &finding.message,
        note: finding.note.as_deref(),
        help: finding.help.as_deref(),
        key_path: finding.key_path.iter().map(segment).collect(),
        rejected_by: finding.judge.map(analysis::Judge::name),
        url: finding.rule.url(),
        fixable: !finding.fixes.is_empty(),
    }
}

fn segment(segment: &PathSegment) -> Segment<'_> {
    match segment {
        PathSegment::Key(key) => Segment::Key(key),
        PathSegment::Index(index) => Segment::Index(*index),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::tests::checked;
    use super::*;

    #[test]
    fn a_finding_has_its_place_its_path_and_its_judge() {
        let file = checked("rockcraft.yaml", "parts:\n  app:\n    - {a: 1, a: 2}\n");
        let json: serde_json::Value = serde_json::from_str(&render(&[file])).unwrap();
        let found = json["diagnostics"].as_array().unwrap();
        let found = found.iter().find(|one| one["code"] == "duplicate-key").unwrap();
        expect![[
            r#"{"column":14,"line":3} {"column":15,"line":3} ["parts","app",0,"a"] "rockcraft""#
        ]]
        .assert_eq(&format!(
            "{} {} {} {}",
            found["start"], found["end"], found["keyPath"], found["rejectedBy"]
        ));
    }

    #[test]
    fn a_c1_control_character_is_escaped() {
        assert_eq!(pretty(&"a\u{9b}\u{1b}b"), "\"a\\u009b\\u001bb\"\n");
    }
}
