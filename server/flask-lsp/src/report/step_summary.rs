//! A table in Markdown, which GitHub Actions shows on the page of a run.

use analysis::{Finding, Severity};

use super::{CheckedFile, Place, counted, printable, summary};

/// GitHub takes 1 MiB of each step; nobody reads that much.
const MOST_ROWS: usize = 200;

/// What was found, the worst first. Ends in an empty line, since other steps may write below it.
pub(crate) fn step_summary(files: &[CheckedFile]) -> String {
    let mut found: Vec<_> =
        files.iter().flat_map(|file| file.findings.iter().map(move |one| (file, one))).collect();
    let mut text = format!("### flask-lsp: {}\n\n", summary(files));
    if found.is_empty() {
        return text;
    }
    found.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
    text.push_str("| | place | what | who minds |\n| --- | --- | --- | --- |\n");
    text.extend(found.iter().take(MOST_ROWS).map(|(file, finding)| row(file, finding)));
    if let Some(more) = found.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        text.push_str(&format!("\n{} more\n", counted(more, "finding")));
    }
    text.push('\n');
    text
}

fn row(file: &CheckedFile, finding: &Finding) -> String {
    let sign = match finding.severity {
        Severity::Error => ":x:",
        Severity::Warning => ":warning:",
        Severity::Information | Severity::Hint => ":information_source:",
    };
    let place = Place::of(&file.snapshot, finding.range.start());
    let rule = format!("[{}]({})", finding.rule.id, finding.rule.url());
    let judge = finding.judge.map(|judge| judge.name()).unwrap_or_default();
    format!(
        "| {sign} | {}:{}:{} | {} ({rule}) | {judge} |\n",
        cell(&file.name),
        place.line,
        place.column,
        cell(&finding.message),
    )
}

/// Text in a cell. Our messages are Markdown as far as backticks go; the rest is taken as it is.
fn cell(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    let mut in_code = false;
    for ch in printable(text).chars() {
        match ch {
            '`' => in_code = !in_code,
            // In code, too: a table looks for its borders first.
            '|' => markdown.push('\\'),
            '\\' | '*' | '_' | '[' | ']' | '#' | '!' | '~' | '@' if !in_code => markdown.push('\\'),
            '<' if !in_code => {
                markdown.push_str("&lt;");
                continue;
            }
            '&' if !in_code => {
                markdown.push_str("&amp;");
                continue;
            }
            _ => {}
        }
        markdown.push(ch);
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::super::tests::checked;
    use super::*;

    #[test]
    fn texts_stay_in_their_cells() {
        assert_eq!(cell("a|b <b> `x|<y>` [z](w)"), r"a\|b &lt;b> `x\|<y>` \[z\](w)");
        assert_eq!(cell("a\nb"), r"a\\u{a}b");
    }

    #[test]
    fn very_many_findings_are_cut_off() {
        let text: String = (0..300).map(|_| "a: 1\n").collect();
        let mut file = checked("rockcraft.yaml", &text);
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        let summary = step_summary(&[file]);
        assert_eq!(summary.lines().filter(|line| line.starts_with("| :x:")).count(), MOST_ROWS);
        assert!(summary.ends_with("\n99 findings more\n\n"), "{summary}");
    }
}
