//! SARIF 2.1.0, for GitHub code scanning and other viewers: one run, with the rules that found something.
//!
//! Lines and columns count from 1, columns in UTF-16 units, as `columnKind` says. Paths are relative to
//! the working directory, which has to be the root of the repository for results to be placed.

use analysis::{Finding, Fix, PathSegment, Rule, Severity, TextEdit};
use serde_json::{Value, json};
use syntax::{Encoding, TextRange};

use super::fingerprint::Fingerprints;
use super::{CheckedFile, Place, json::pretty};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(files: &[CheckedFile]) -> String {
    let rules = found_rules(files);
    let mut fingerprints = Fingerprints::default();
    let mut results = Vec::new();
    for file in files {
        for finding in &file.findings {
            let index = rules.iter().position(|rule| rule.id == finding.rule.id);
            let name = fingerprints.next(&file.name, finding);
            results.push(result(file, finding, index, &name));
        }
    }
    pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The working directory of the check." } },
            },
            "results": results,
        }],
    }))
}

/// In the order of the reference.
fn found_rules(files: &[CheckedFile]) -> Vec<&'static Rule> {
    let found = |rule: &&&Rule| {
        let mut findings = files.iter().flat_map(|file| &file.findings);
        findings.any(|finding| finding.rule.id == rule.id)
    };
    analysis::rules::all().iter().filter(found).copied().collect()
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary() },
        "helpUri": rule.url(),
        "help": { "text": rule.docs, "markdown": markdown(rule.docs) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "problem.severity": problem_severity(rule.severity), "precision": "very-high" },
    })
}

/// A page as others render it: what follows the language of a fenced block is for our tests.
fn markdown(page: &str) -> String {
    let line = |line: &str| match line.strip_prefix("```").and_then(|rest| rest.split_once(' ')) {
        Some((language, _)) => format!("```{language}\n"),
        None => format!("{line}\n"),
    };
    page.lines().map(line).collect()
}

fn result(file: &CheckedFile, finding: &Finding, rule: Option<usize>, name: &str) -> Value {
    let related = finding.labels.iter().map(|label| {
        json!({
            "physicalLocation": physical_location(file, label.range),
            "message": { "text": label.message },
        })
    });
    let fixes = finding.fixes.iter().filter(|fix| !fix.edits.is_empty());
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": super::in_full(finding) },
        "locations": [{
            "physicalLocation": physical_location(file, finding.range),
            "logicalLocations": [{ "fullyQualifiedName": pointer(&finding.key_path) }],
        }],
        "relatedLocations": related.collect::<Vec<_>>(),
        // The one name under which GitHub looks for it.
        "partialFingerprints": { "primaryLocationLineHash": name },
        "fixes": fixes.map(|fix| fix_of(file, fix)).collect::<Vec<_>>(),
        "properties": { "rejectedBy": finding.judge.map(|judge| judge.name()) },
    })
}

fn physical_location(file: &CheckedFile, range: TextRange) -> Value {
    json!({ "artifactLocation": artifact(&file.name), "region": region(file, range) })
}

const ROOT: &str = "%SRCROOT%";

fn artifact(name: &str) -> Value {
    if name.starts_with('/') {
        return json!({ "uri": format!("file://{}", percent_encoded(name)) });
    }
    json!({ "uri": percent_encoded(name), "uriBaseId": ROOT })
}

fn region(file: &CheckedFile, range: TextRange) -> Value {
    let place = |offset| Place::counted_in(Encoding::Utf16, &file.snapshot, offset);
    let (start, end) = (place(range.start()), place(range.end()));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix_of(file: &CheckedFile, fix: &Fix) -> Value {
    let replacement = |edit: &TextEdit| {
        json!({
            "deletedRegion": region(file, edit.range),
            "insertedContent": { "text": edit.insert },
        })
    };
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact(&file.name),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// GitHub's own words.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "recommendation",
    }
}

/// A JSON pointer.
fn pointer(path: &[PathSegment]) -> String {
    let step = |segment: &PathSegment| match segment {
        PathSegment::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        PathSegment::Index(index) => format!("/{index}"),
    };
    path.iter().map(step).collect()
}

/// A path as part of a URI.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => encoded.push(byte.into()),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::super::tests::checked;
    use super::*;

    fn report(name: &str, text: &str) -> Value {
        let mut file = checked(name, text);
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        let log: Value = serde_json::from_str(&render(&[file])).unwrap();
        log["runs"][0].clone()
    }

    #[test]
    fn columns_count_utf_16_units() {
        let run = report("rockcraft.yaml", "{🫖: 1, 🫖: 2}\n");
        let location = &run["results"][0]["locations"][0];
        let region = &location["physicalLocation"]["region"];
        assert_eq!(
            (region["startColumn"].clone(), region["endColumn"].clone()),
            (9.into(), 11.into())
        );
        assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "/🫖");
    }

    #[test]
    fn names_of_files_become_addresses() {
        assert_eq!(artifact("a b/é%.yaml")["uri"], "a%20b/%C3%A9%25.yaml");
        assert_eq!(artifact("/a/b.yaml"), json!({ "uri": "file:///a/b.yaml" }));
    }

    #[test]
    fn pages_lose_the_words_for_tests() {
        let run = report("rockcraft.yaml", "a: 1\na: 2\n");
        let rule = &run["tool"]["driver"]["rules"]
            [run["results"][0]["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], "duplicate-key");
        let markdown = rule["help"]["markdown"].as_str().unwrap();
        assert!(markdown.contains("\n```yaml\nrequires:\n"), "{markdown}");
    }
}
