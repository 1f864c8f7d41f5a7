//! A code quality report for GitLab: an array with one object for each finding.
//!
//! GitLab shows one line of text for each, and drops what has a fingerprint that it has seen already.

use analysis::{Finding, Severity};
use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{CheckedFile, Place, json::pretty};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn render(files: &[CheckedFile]) -> String {
    let mut fingerprints = Fingerprints::default();
    let mut issues = Vec::new();
    for file in files {
        for finding in &file.findings {
            issues.push(issue(file, finding, fingerprints.next(&file.name, finding)));
        }
    }
    pretty(&issues)
}

fn issue<'a>(file: &'a CheckedFile, finding: &'a Finding, fingerprint: String) -> Issue<'a> {
    let line = |offset| Place::of(&file.snapshot, offset).line;
    let description = match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    };
    Issue {
        description,
        check_name: finding.rule.id,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Information | Severity::Hint => "info",
        },
        location: Location {
            path: &file.name,
            lines: Lines { begin: line(finding.range.start()), end: line(finding.range.end()) },
        },
    }
}
