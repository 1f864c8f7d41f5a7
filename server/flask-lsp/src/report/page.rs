//! The page of a rule, as it reads best on a terminal.
//!
//! The pages are Markdown of a few kinds of lines only: headings, paragraphs, lists and fenced
//! blocks. Fences go and their content is indented; headings stand out.

use analysis::Rule;
use anstyle::{AnsiColor, Style};

use super::painted;

/// The page of one rule.
pub(crate) fn page(rule: &Rule, color: bool) -> String {
    let mut page = String::new();
    let mut in_block = false;
    for line in rule.docs.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
            continue;
        }
        let line = match line.trim_start_matches('#').trim_start() {
            _ if in_block && line.is_empty() => String::new(),
            _ if in_block => format!("    {}", painted(color, example_style(), line)),
            heading if line.starts_with('#') => painted(color, Style::new().bold(), heading),
            _ => line.to_owned(),
        };
        page.push_str(&line);
        page.push('\n');
    }
    page.push_str(&format!("\n{}\n", rule.url()));
    page
}

/// Every rule on one line: id, severity and what it does.
pub(crate) fn rule_list(rules: &[&Rule], color: bool) -> String {
    let widest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    rules
        .iter()
        .map(|rule| {
            let id = painted(color, Style::new().bold(), &format!("{:widest$}", rule.id));
            let summary = rule.summary();
            let first_sentence =
                summary.split_inclusive(". ").next().unwrap_or_default().trim_end();
            format!("{id}  {:11}  {first_sentence}\n", rule.severity.name())
        })
        .collect()
}

fn example_style() -> Style {
    AnsiColor::Cyan.on_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_go_and_examples_are_indented() {
        let rule = Rule::by_id("duplicate-key").unwrap();
        let page = page(rule, false);
        assert!(page.starts_with("duplicate-key\n\nWhat it does\n"), "{page}");
        assert!(page.contains("\n    requires:\n      postgresql:\n"), "{page}");
        assert!(!page.contains("```"), "{page}");
    }
}
