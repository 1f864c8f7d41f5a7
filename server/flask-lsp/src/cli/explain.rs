//! `flask-lsp explain`: the page of a rule.

use std::process::ExitCode;

use analysis::Rule;
use analysis::rules::all;

use super::Failure;
use super::terminal::{ColorChoice, print};
use crate::config::meant;
use crate::report;

/// Prints the page of `code`, or the list of all codes.
pub(super) fn run(code: Option<&str>, color: ColorChoice) -> Result<ExitCode, Failure> {
    let color = color.for_stdout();
    let text = match code {
        Some(code) => report::page(rule_named(code)?, color),
        None => report::rule_list(all(), color),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The rule with this id; for any other text a failure that names the nearest id.
pub(super) fn rule_named(code: &str) -> Result<&'static Rule, Failure> {
    if let Some(rule) = Rule::by_id(code) {
        return Ok(rule);
    }
    let help = match meant(code, all().iter().map(|rule| rule.id)) {
        Some(id) => format!("did you mean `{id}`?"),
        None => "`flask-lsp explain` lists all codes".to_owned(),
    };
    Err(Failure::new(format!("there is no finding with the code `{code}`; {help}")))
}
