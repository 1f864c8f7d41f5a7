//! `flask-lsp explain`: the page of a rule.

use std::process::ExitCode;

use analysis::Rule;
use analysis::rules::all;

use super::Failure;
use super::terminal::{ColorChoice, print};
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
    let help = match nearest(code) {
        Some(id) => format!("did you mean `{id}`?"),
        None => "`flask-lsp explain` lists all codes".to_owned(),
    };
    Err(Failure::new(format!("there is no finding with the code `{code}`; {help}")))
}

/// The id that was most likely meant, if one is clearly near.
fn nearest(code: &str) -> Option<&'static str> {
    let distance = |rule: &&Rule| strsim::damerau_levenshtein(rule.id, code);
    let rule = all().iter().copied().min_by_key(distance)?;
    let is_near = distance(&rule) <= rule.id.len().div_ceil(3);
    (is_near || rule.id.starts_with(code)).then_some(rule.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_answered_with_the_right_code() {
        assert_eq!(nearest("duplicated-key"), Some("duplicate-key"));
        assert_eq!(nearest("something-else-entirely"), None);
    }
}
