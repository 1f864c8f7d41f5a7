//! Where PyYAML refuses what our parser accepts.
//!
//! Every check looks at one node or one line, never at the order of blocks, so that a text cut into
//! blocks gives the same problems as the whole.

use crate::events::Parsed;
use crate::outline::Line;
use crate::problem::{Problem, ProblemKind};
use crate::text::{TextRange, TextSize};
use crate::tree::{Kind, NodeData, Style};

/// What PyYAML minds in a text that parsed. `text` starts at `base` of the text that `lines` count
/// in; nodes and problems are relative to `text`.
pub(crate) fn check(text: &str, base: TextSize, lines: &[Line], parsed: &Parsed) -> Vec<Problem> {
    let mut problems = Vec::new();
    tabs(text, base, lines, &parsed.nodes, &mut problems);
    problems.sort_by_key(|problem| problem.range.start());
    problems
}

/// PyYAML skips spaces between tokens and nothing else: a tab may stand in quotes, in the text of a
/// block scalar and in a comment.
fn tabs(
    text: &str,
    base: TextSize,
    lines: &[Line],
    nodes: &[NodeData],
    problems: &mut Vec<Problem>,
) {
    let mut covered = TextSize::new(0);
    for at in memchr::memchr_iter(b'\t', text.as_bytes()) {
        let tab = TextSize::new(at as u32);
        if tab < covered {
            continue;
        }
        let number = lines.partition_point(|line| line.range.start() <= tab + base);
        let comment = number.checked_sub(1).and_then(|number| lines.get(number)?.comment);
        let holds_tabs = |node: &&NodeData| {
            let is_plain = matches!(node.kind, Kind::Scalar(Style::Plain));
            matches!(node.kind, Kind::Scalar(_)) && !is_plain && node.range.contains(tab)
        };
        if comment.is_some_and(|comment| comment.contains(tab + base)) {
            continue;
        }
        if let Some(node) = nodes.iter().find(holds_tabs) {
            covered = node.range.end();
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let run = rest.len() - rest.trim_start_matches('\t').len();
        let range = TextRange::at(tab, TextSize::new(run as u32));
        covered = range.end();
        problems.push(Problem { kind: ProblemKind::Tab, range });
    }
}
