//! JUnit's XML, which most CI systems show: a suite for each file, a failed case for each finding.
//!
//! Findings that do not fail the run are cases that pass, with the words as their output; a file without
//! findings is one case that passes, so that what was checked can be seen.

use std::collections::HashMap;

use analysis::{Finding, PathSegment};

use super::{CheckedFile, Place, printable};

pub(super) fn render(files: &[CheckedFile]) -> String {
    let cases = |file: &CheckedFile| file.findings.len().max(1);
    let failures =
        |file: &CheckedFile| file.findings.iter().filter(|one| file.fails_by(one)).count();
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    xml.push_str(&format!(
        "<testsuites name=\"flask-lsp\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
        files.iter().map(cases).sum::<usize>(),
        files.iter().map(failures).sum::<usize>(),
    ));
    for file in files {
        let name = escaped(&file.name);
        xml.push_str(&format!(
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n",
            cases(file),
            failures(file),
        ));
        if file.findings.is_empty() {
            xml.push_str(&format!(
                "    <testcase name=\"nothing to report\" classname=\"{name}\" file=\"{name}\"/>\n"
            ));
        }
        let mut names = CaseNames::default();
        for finding in &file.findings {
            let case = escaped(&names.next(finding));
            xml.push_str(&test_case(file, finding, &case));
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn test_case(file: &CheckedFile, finding: &Finding, case: &str) -> String {
    let name = escaped(&file.name);
    let Place { line, column } = Place::of(&file.snapshot, finding.range.start());
    let text = format!("{}:{line}:{column}: {}", file.name, super::in_full(finding));
    let text = escaped_lines(&text);
    let outcome = match file.fails_by(finding) {
        true => format!(
            "<failure type=\"{}\" message=\"{}\">{text}</failure>",
            finding.severity.name(),
            escaped(&finding.message),
        ),
        false => format!("<system-out>{text}</system-out>"),
    };
    format!(
        "    <testcase name=\"{case}\" classname=\"{name}\" file=\"{name}\" line=\"{line}\">\n      \
         {outcome}\n    </testcase>\n"
    )
}

/// Names of cases that stay when lines move: services compare runs by them.
#[derive(Default)]
struct CaseNames {
    seen: HashMap<String, u32>,
}

impl CaseNames {
    fn next(&mut self, finding: &Finding) -> String {
        let mut name = finding.rule.id.to_owned();
        let steps = finding.key_path.iter().map(|segment| match segment {
            PathSegment::Key(key) => key.clone(),
            PathSegment::Index(index) => index.to_string(),
        });
        let path = steps.collect::<Vec<_>>().join(".");
        if !path.is_empty() {
            name = format!("{name} at {path}");
        }
        let count = self.seen.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name = format!("{name} ({count})");
        }
        name
    }
}

/// Text on one line, in an element or in quotes.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for ch in printable(text).chars() {
        match ch {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            // Characters, but not to XML.
            '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            ch => xml.push(ch),
        }
    }
    xml
}

fn escaped_lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::checked;
    use super::*;

    #[test]
    fn nothing_in_a_file_can_break_the_xml() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\n");
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        file.name = "<\"&\u{1b}\u{ffff}'>/rockcraft.yaml".to_owned();
        file.findings[0].message = "]]></failure>\u{0}\n".to_owned();
        let xml = render(&[file]);
        assert!(xml.contains("message=\"]]&gt;&lt;/failure&gt;\\u{0}\\u{a}\""), "{xml}");
        assert!(
            xml.contains("name=\"&lt;&quot;&amp;\\u{1b}\u{fffd}'&gt;/rockcraft.yaml\""),
            "{xml}"
        );
    }

    #[test]
    fn what_does_not_fail_the_run_passes() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\na: 3\n");
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        file.findings[0].severity = analysis::Severity::Hint;
        let xml = render(&[file]);
        assert!(xml.contains("tests=\"2\" failures=\"1\""), "{xml}");
        assert!(xml.contains("name=\"duplicate-key at a (2)\""), "{xml}");
        assert_eq!(xml.matches("<system-out>").count(), 1);
    }
}
