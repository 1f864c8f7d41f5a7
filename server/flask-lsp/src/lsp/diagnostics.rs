//! What a client is told about one document: what the rules found, and what programs that ran said.
//!
//! Of very many findings only the most severe are told. Nobody reads thousands, and editors and the pipe
//! to them suffer under them; the command line prints all.

use std::cmp::Reverse;

use analysis::plan::Problem;
use analysis::{Finding, PathSegment, Severity};
use syntax::TextRange;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::state::View;
use super::to_lsp;

/// As many findings as one document shows.
const MOST: usize = 1_000;

/// Everything that a client is told about a document, without what is left to another checker of YAML.
pub(super) fn diagnostics(view: &View, abilities: &Abilities) -> Vec<Diagnostic> {
    let with_syntax = view.snapshot.settings.syntax_diagnostics;
    let wanted = view.findings().iter().filter(|finding| with_syntax || !finding.is_plain_yaml);
    let (shown, left_out) = most_severe(wanted.collect());
    let shown = shown.into_iter().map(|finding| to_lsp::diagnostic(view, abilities, finding));
    let faults = view.run_faults.iter().map(|fault| run_fault(view, abilities, fault));
    left_out.map(|left_out| more(view, &left_out)).into_iter().chain(shown).chain(faults).collect()
}

/// How many findings are not shown, by how bad they are.
type LeftOut = [(Severity, usize); 4];

/// The worst findings, of equally bad ones the first, in the order of the text.
fn most_severe(findings: Vec<&Finding>) -> (Vec<&Finding>, Option<LeftOut>) {
    if findings.len() <= MOST {
        return (findings, None);
    }
    let mut order: Vec<(usize, &Finding)> = findings.into_iter().enumerate().collect();
    order.sort_by_key(|(_, finding)| Reverse(finding.severity));
    let rest = order.split_off(MOST);
    let severities = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];
    let count = |severity| rest.iter().filter(|(_, finding)| finding.severity == severity).count();
    let left_out = severities.map(|severity| (severity, count(severity)));
    order.sort_unstable_by_key(|(position, _)| *position);
    (order.into_iter().map(|(_, finding)| finding).collect(), Some(left_out))
}

/// Says at the top that there is more, and who shows it.
fn more(view: &View, left_out: &LeftOut) -> Diagnostic {
    let count: usize = left_out.iter().map(|(_, count)| count).sum();
    let named = left_out.iter().filter(|(_, count)| *count > 0);
    let named: Vec<_> = named
        .map(|(severity, count)| match severity {
            Severity::Information => format!("{count} of information"),
            _ => format!("{count} {}{}", severity.name(), if *count == 1 { "" } else { "s" }),
        })
        .collect();
    let problems = if count == 1 { "problem is" } else { "problems are" };
    let (named, file) = (named.join(", "), &view.snapshot.file_name);
    Diagnostic {
        severity: Some(DiagnosticSeverity::INFORMATION),
        code: Some(NumberOrString::String("more-problems".to_owned())),
        source: Some(to_lsp::SOURCE.to_owned()),
        message: format!(
            "{count} more {problems} not shown here: {named}\n\
             help: mend some of the {MOST} that are, or see all with `flask-lsp --check {file}`"
        ),
        ..Default::default()
    }
}

/// What a program said when it failed, at the deepest key that is still there.
fn run_fault(view: &View, abilities: &Abilities, fault: &Problem) -> Diagnostic {
    let mut place = None;
    let mut node = view.snapshot.root();
    for segment in &fault.key_path {
        let Some(here) = node.map(|node| node.resolved()) else { break };
        let (marked, below) = match segment {
            PathSegment::Key(key) => match here.get(key) {
                Some(entry) => (entry.key, entry.value),
                None => break,
            },
            PathSegment::Index(index) => match here.items().nth(*index) {
                Some(item) => (item, item),
                None => break,
            },
        };
        (place, node) = (Some(marked.range()), Some(below));
    }
    let place = place.unwrap_or_else(|| TextRange::empty(0.into()));
    let help = fault.help.iter().map(|help| format!("\nhelp: {help}"));
    Diagnostic {
        range: to_lsp::range(view.text(), place, abilities.encoding),
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String("failed-run".to_owned())),
        source: Some(to_lsp::SOURCE.to_owned()),
        message: [fault.message.clone()].into_iter().chain(help).collect(),
        ..Default::default()
    }
}
