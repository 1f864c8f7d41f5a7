//! The page of a rule, as it reads best on a terminal, and as JSON; the lists of all rules.
//!
//! The pages are Markdown of a few kinds of lines only: headings, paragraphs, lists and fenced
//! blocks. On a terminal fences go and their content is indented; headings stand out.

use analysis::rules::JudgedBy;
use analysis::{Judge, Rule};
use anstyle::{AnsiColor, Style};

use serde::Serialize;

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
            format!("{id}  {:11}  {}\n", rule.severity.name(), first_sentence(rule))
        })
        .collect()
}

fn first_sentence(rule: &Rule) -> String {
    let summary = rule.summary();
    summary.split_inclusive(". ").next().unwrap_or_default().trim_end().to_owned()
}

/// Every rule as an entry of a list that leads to its page.
pub(crate) fn rule_list_markdown(rules: &[&Rule]) -> String {
    let entry = |rule: &&Rule| {
        let Rule { id, severity, .. } = rule;
        format!("- [`{id}`]({}) ({}): {}\n", rule.url(), severity.name(), first_sentence(rule))
    };
    rules.iter().map(entry).collect()
}

/// What is known about a rule before it looks at anything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonRule<'a> {
    code: &'a str,
    severity: &'a str,
    /// Who minds; nobody minds advice.
    rejected_by: Vec<&'a str>,
    files: Vec<&'a str>,
    summary: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
}

impl<'a> JsonRule<'a> {
    fn of(rule: &'a Rule) -> JsonRule<'a> {
        let judges = match rule.judge {
            JudgedBy::Nobody => Vec::new(),
            JudgedBy::One(judge) => vec![judge],
            JudgedBy::PackTool => rule.files.iter().copied().map(Judge::of_pack_tool).collect(),
        };
        let mut rejected_by: Vec<_> = judges.into_iter().map(Judge::name).collect();
        rejected_by.sort_unstable();
        rejected_by.dedup();
        JsonRule {
            code: rule.id,
            severity: rule.severity.name(),
            rejected_by,
            files: rule.files.iter().map(|kind| kind.canonical_name()).collect(),
            summary: rule.summary(),
            url: rule.url(),
            page: None,
        }
    }
}

/// One rule with its page.
pub(crate) fn page_json(rule: &Rule) -> String {
    super::json::pretty(&JsonRule { page: Some(rule.docs), ..JsonRule::of(rule) })
}

/// All rules, without their pages.
pub(crate) fn rule_list_json(rules: &[&Rule]) -> String {
    let rules: Vec<_> = rules.iter().map(|rule| JsonRule::of(rule)).collect();
    super::json::pretty(&rules)
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
