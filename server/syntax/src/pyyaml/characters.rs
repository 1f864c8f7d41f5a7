//! Characters that PyYAML refuses: tabs between tokens, and control characters anywhere.

use crate::outline::Line;
use crate::problem::{Problem, ProblemKind};
use crate::text::{TextRange, TextSize, slice};
use crate::tree::{Kind, NodeData, Style};

pub(super) fn check(
    text: &str,
    base: TextSize,
    lines: &[Line],
    nodes: &[NodeData],
    problems: &mut Vec<Problem>,
) {
    let is_odd = |byte: &u8| *byte < b' ' && !matches!(*byte, b'\n' | b'\r') || *byte >= 0x7f;
    // One pass that the compiler can do on many bytes at once: nearly all texts have none of it.
    if text.as_bytes().iter().fold(false, |found, byte| found | is_odd(byte)) {
        tabs(text, base, lines, nodes, problems);
        controls(text, problems);
    }
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
        if comment.is_some_and(|comment| comment.contains(tab + base)) {
            continue;
        }
        // Nodes come in the order of their starts, and none starts inside a scalar.
        let next = nodes.partition_point(|node| node.range.start() <= tab);
        let before = next.checked_sub(1).and_then(|last| nodes.get(last));
        if let Some(node) = before.filter(|node| holds_tab(text, node, tab)) {
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

fn holds_tab(text: &str, node: &NodeData, tab: TextSize) -> bool {
    match node.kind {
        Kind::Scalar(Style::SingleQuoted | Style::DoubleQuoted) => node.range.contains(tab),
        Kind::Scalar(Style::Literal | Style::Folded) => {
            block_scalar_holds(slice(text, node.range.start().into(), tab.into()), node, tab)
        }
        _ => false,
    }
}

/// `before` is the text from the header to the tab. Blanks behind the last line are text as well,
/// though the node's range ends before them, if they start as far in as the text.
fn block_scalar_holds(before: &str, node: &NodeData, tab: TextSize) -> bool {
    let mut lines = before.split(['\n', '\r']).skip(1).peekable();
    if lines.peek().is_none() {
        // On the line of the header.
        return false;
    }
    if node.range.contains(tab) {
        return true;
    }
    let gap = slice(before, usize::from(node.range.len()), before.len());
    if !gap.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
        return false;
    }
    if !gap.contains(['\n', '\r']) {
        return true;
    }
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let last = lines.clone().last().unwrap_or_default();
    let first = lines.find(|line| indent(line) < line.len());
    indent(last) >= first.map_or(1, indent).max(1)
}

/// Neither quotes nor comments make them harmless.
fn controls(text: &str, problems: &mut Vec<Problem>) {
    for (at, ch) in text.char_indices() {
        let is_printable = matches!(
            ch,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..
        );
        if !is_printable {
            let range = TextRange::at(TextSize::new(at as u32), TextSize::of(ch));
            problems.push(Problem { kind: ProblemKind::ControlCharacter, range });
        }
    }
}
