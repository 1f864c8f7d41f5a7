//! Annotations for GitHub Actions: workflow commands, one line for each finding.
//!
//! GitHub shows ten errors and ten warnings of a step, so errors come first. Paths are relative to
//! the working directory, which has to be the root of the repository for annotations to be placed.

use analysis::{Finding, Severity};

use super::{CheckedFile, Place, printable};

pub(super) fn render(files: &[CheckedFile]) -> String {
    let mut found: Vec<_> =
        files.iter().flat_map(|file| file.findings.iter().map(move |one| (file, one))).collect();
    found.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    found.into_iter().map(|(file, finding)| line(file, finding)).collect()
}

fn line(file: &CheckedFile, finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let start = Place::of(&file.snapshot, finding.range.start());
    let end = Place::of(&file.snapshot, finding.range.end());
    let mut text = printable(&finding.message).into_owned();
    for (word, more) in [("note", &finding.note), ("help", &finding.help)] {
        if let Some(more) = more {
            text.push_str(&format!("\n{word}: {}", printable(more)));
        }
    }
    let name = property(&printable(&file.name));
    let place = match start.line == end.line {
        true => format!(
            "line={},col={},endLine={},endColumn={}",
            start.line, start.column, end.line, end.column
        ),
        // GitHub has columns on one line only.
        false => format!("line={},endLine={}", start.line, end.line),
    };
    let title = property(finding.rule.id);
    format!("::{command} file={name},{place},title={title}::{}\n", data(&text))
}

/// Text behind the last `::`. GitHub reads to the end of the line and decodes these three.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at `,` or `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::tests::checked;
    use super::*;

    #[test]
    fn an_annotation_is_one_line_whatever_the_texts_hold() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\n");
        file.name = "a,b:c/rockcraft.yaml".to_owned();
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        file.findings[0].message = "100 %\r\n::error::x".to_owned();
        file.findings[0].help = None;
        expect![[r#"
            ::error file=a%2Cb%3Ac/rockcraft.yaml,line=2,col=1,endLine=2,endColumn=2,title=duplicate-key::100 %25\u{d}\u{a}::error::x%0Anote: the tools refuse the whole file: they do not choose between the two
        "#]].assert_eq(&render(&[file]));
    }

    #[test]
    fn a_file_name_cannot_steer_the_terminal() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\n");
        file.name = "\u{1b}[2J/rockcraft.yaml".to_owned();
        assert!(!render(&[file]).contains('\u{1b}'));
    }

    #[test]
    fn errors_come_first() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\na: 3\n");
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        file.findings[0].severity = Severity::Hint;
        let commands: Vec<_> = render(&[file]).lines().map(|line| line[..8].to_owned()).collect();
        assert_eq!(commands, ["::error ", "::notice"]);
    }
}
