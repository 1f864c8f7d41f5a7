//! One line for each finding: `file:line:column: severity[code]: message`.
//!
//! Problem matchers and `errorformat`s read this, so the shape stays. Nothing is printed for clean
//! files.

use anstyle::Style;

use super::{CheckedFile, Place, painted, printable, severity_style, short_word};

pub(super) fn render(files: &[CheckedFile], color: bool) -> String {
    let mut lines = String::new();
    for file in files {
        for finding in &file.findings {
            let Place { line, column } = Place::of(&file.snapshot, finding.range.start());
            let name = painted(color, Style::new().bold(), &printable(&file.name));
            let kind = format!("{}[{}]", short_word(finding.severity), finding.rule.id);
            let kind = painted(color, severity_style(finding.severity), &kind);
            let message = printable(&finding.message);
            lines.push_str(&format!("{name}:{line}:{column}: {kind}: {message}\n"));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::tests::checked;
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = checked("charm/rockcraft.yaml", "{é: 1, é: 2}\n");
        let lines = render(&[file], false);
        let line = lines.lines().find(|line| line.contains("duplicate-key")).unwrap();
        expect![
            "charm/rockcraft.yaml:1:8: error[duplicate-key]: the key `é` stands twice in this mapping"
        ]
        .assert_eq(line);
    }

    #[test]
    fn a_file_name_cannot_steer_the_terminal() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\n");
        file.name = "\u{1b}[2J/rockcraft.yaml".to_owned();
        assert!(!render(&[file], false).contains('\u{1b}'));
    }
}
