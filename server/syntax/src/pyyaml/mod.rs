//! Where PyYAML refuses what our parser accepts.
//!
//! Checks look at one node or one line only, never at the order of blocks, so that a text cut into
//! blocks gives the same problems as the whole. What needs all of a document (anchors, merge keys,
//! tags) is safe too: texts that have any of it are never cut unless they are broken.
//! Duplicate keys are not here: PyYAML takes the last one, it is the tools that refuse them.

mod characters;
mod links;
mod nodes;
mod tags;

use crate::events::Parsed;
use crate::outline::{Line, LineKind};
use crate::problem::{Problem, ProblemKind};
use crate::text::{TextRange, TextSize, slice};

/// What PyYAML minds in a text that parsed. `text` starts at `base` of the text that `lines` count
/// in; nodes and problems are relative to `text`.
pub(crate) fn check(text: &str, base: TextSize, lines: &[Line], parsed: &Parsed) -> Vec<Problem> {
    let mut problems = Vec::new();
    characters::check(text, base, lines, &parsed.nodes, &mut problems);
    head(text, base, lines, &mut problems);
    nodes::check(text, parsed, &mut problems);
    problems.sort_by_key(|problem| problem.range.start());
    problems
}

/// Whether this is `%` with a name; the value of a name that nobody knows may be anything.
fn is_directive(source: &str) -> bool {
    let source = source.strip_prefix('%').unwrap_or(source);
    let (name, value) = source.split_once(' ').unwrap_or((source, ""));
    let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_name = !name.is_empty() && name.bytes().all(is_name_byte);
    is_name && (name != "YAML" || value.trim_start().starts_with("1."))
}

/// What stands before the document: `...` cannot, and of versions only 1 is read.
fn head(text: &str, base: TextSize, lines: &[Line], problems: &mut Vec<Problem>) {
    for line in lines {
        let range = TextRange::new(line.range.start().max(base), line.range.end()) - base;
        let source = slice(text, range.start().into(), range.end().into());
        let kind = match line.kind {
            LineKind::Blank | LineKind::Comment => continue,
            LineKind::Directive => {
                if is_directive(source) {
                    continue;
                }
                ProblemKind::Directive
            }
            LineKind::Marker if source.starts_with("...") => ProblemKind::StrayDocumentEnd,
            _ => return,
        };
        problems.push(Problem { kind, range });
        return;
    }
}
