//! `flask-lsp explain`: the page of a rule.

use std::process::ExitCode;

use analysis::Rule;
use analysis::rules::all;

use super::terminal::print;
use super::{ColorArgs, Failure};
use crate::config::meant;
use crate::report;

/// Which rule, and how to write it.
#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// Such as `duplicate-key`
    code: Option<String>,

    /// How to write it
    #[arg(long, default_value = "text")]
    format: ExplainFormat,

    #[command(flatten)]
    color: ColorArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ExplainFormat {
    /// For a terminal
    Text,
    /// The page as it is written
    Markdown,
    /// One JSON object, or a list of them for all codes
    Json,
}

/// Prints the page of a rule, or the list of all codes.
pub(super) fn run(args: &ExplainArgs) -> Result<ExitCode, Failure> {
    let color = args.color.color.for_stdout();
    let rule = args.code.as_deref().map(rule_named).transpose()?;
    let text = match (args.format, rule) {
        (ExplainFormat::Text, Some(rule)) => report::page(rule, color),
        (ExplainFormat::Text, None) => report::rule_list(all(), color),
        (ExplainFormat::Markdown, Some(rule)) => rule.docs.to_owned(),
        (ExplainFormat::Markdown, None) => report::rule_list_markdown(all()),
        (ExplainFormat::Json, Some(rule)) => report::page_json(rule),
        (ExplainFormat::Json, None) => report::rule_list_json(all()),
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
