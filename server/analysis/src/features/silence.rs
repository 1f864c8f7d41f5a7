//! Ignoring a finding, and ignoring it no more: the comment that silences it, written where it counts.
//!
//! What such a comment means is the engine's business (`rules::ignores`): it silences the line it stands on,
//! or alone on a line the next one that is no comment.

use syntax::outline::{Inside, LineKind};
use syntax::{Document, Kind, NodeRef, Style, TextRange, TextSize};

use crate::finding::{Finding, Fix, Safety, TextEdit};
use crate::rules::{Ignores, instruction_for, keep_line_ends};
use crate::snapshot::Snapshot;

/// A comment that makes a line longer than this, in characters, goes on a line of its own.
const LINE_WIDTH: usize = 100;

/// Findings that no comment can silence, or that are about such comments.
const NOT_IGNORED: &[&str] = &["yaml-syntax", "unknown-ignored-code", "unused-ignore"];

/// The comment that silences a finding; `None` for one that no comment can silence.
pub fn silence(snapshot: &Snapshot, finding: &Finding) -> Option<Fix> {
    let code = finding.rule.id;
    if NOT_IGNORED.contains(&code) {
        return None;
    }
    let mut edit = comment(&snapshot.document, finding.range.start(), code)?;
    keep_line_ends(snapshot.document.text().as_str(), std::iter::once(&mut edit));
    Some(Fix::replace(format!("Ignore `{code}` here"), Safety::Unsafe, edit.range, edit.insert))
}

fn comment(document: &Document, at: TextSize, code: &str) -> Option<TextEdit> {
    let text = document.text();
    let outline = document.outline();
    let is_in_a_text = |line: &u32| {
        outline.line(*line).is_some_and(|line| {
            matches!(line.kind, LineKind::Inside(Inside::BlockScalar | Inside::Quote))
        })
    };
    // What is within a text is silenced where the text begins.
    let number = (0..=text.line_of(at)).rev().find(|line| !is_in_a_text(line))?;
    let line = outline.line(number)?;
    if !matches!(line.kind, LineKind::Content | LineKind::Inside(Inside::Flow)) {
        return None;
    }
    if let Some(end) = Ignores::of(document).room_for_code(number) {
        return Some(TextEdit { range: TextRange::empty(end), insert: format!(", {code}") });
    }
    let marker = instruction_for(code);
    let end = line.range.end();
    let has_room =
        text.slice(line.range).trim_end().chars().count() + marker.len() + 2 <= LINE_WIDTH;
    if has_room && !is_in_text(document.root(), end) {
        let content_end = line.range.start() + TextSize::of(text.slice(line.range).trim_end());
        let range = TextRange::new(content_end, end);
        return Some(TextEdit { range, insert: format!("  {marker}") });
    }
    let start = line.range.start();
    (!is_in_text(document.root(), start)).then(|| TextEdit {
        range: TextRange::empty(start),
        insert: format!("{}{marker}\n", " ".repeat(line.indent as usize)),
    })
}

/// Whether a place is between the lines of one text, where `#` starts no comment.
fn is_in_text(root: Option<NodeRef<'_>>, at: TextSize) -> bool {
    let Some(root) = root else { return false };
    let inside = root.ancestors_at(at);
    inside.last().is_some_and(|node| {
        let is_text = matches!(
            node.kind(),
            Kind::Scalar(Style::Plain | Style::SingleQuoted | Style::DoubleQuoted)
        );
        is_text && node.range().start() < at && at < node.range().end()
    })
}

/// The change that takes away the comment on a line, or the part of it that silences findings. `None` if
/// there is none.
pub(super) fn stop_ignoring(snapshot: &Snapshot, at: TextSize) -> Option<TextEdit> {
    let document = &snapshot.document;
    let line = document.text().line_of(at);
    document.outline().line(line)?.comment?;
    Ignores::of(document).removal_on(document, line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::test_support::{applied, snapshot};

    /// The file with each finding of a rule ignored, one after the other; the rule then says nothing.
    fn ignored(text: &str, rule: &str) -> String {
        let mut text = text.to_owned();
        loop {
            let snapshot = snapshot(&text);
            let findings = crate::check(&snapshot);
            let Some(finding) = findings.iter().find(|finding| finding.rule.id == rule) else {
                return text;
            };
            let fix = silence(&snapshot, finding).expect("it can be ignored");
            let next = applied(&text, &fix.edits);
            assert_ne!(next, text);
            text = next;
        }
    }

    #[test]
    fn the_comment_stands_on_the_line() {
        assert_eq!(
            ignored("name: a\nname: b  \n", "duplicate-key"),
            "name: a\nname: b  # flask-lsp: ignore[duplicate-key]\n"
        );
        assert_eq!(
            ignored("name: a\r\nname: b # why\r\n", "duplicate-key"),
            "name: a\r\nname: b # why  # flask-lsp: ignore[duplicate-key]\r\n"
        );
        assert_eq!(
            ignored("name: a\nname: |\n  b\n", "duplicate-key"),
            "name: a\nname: |  # flask-lsp: ignore[duplicate-key]\n  b\n"
        );
    }

    #[test]
    fn a_long_line_or_a_text_over_several_has_it_above() {
        let long = "x".repeat(80);
        assert_eq!(
            ignored(&format!("a:\n  b: 1\n  b: {long}\n"), "duplicate-key"),
            format!("a:\n  b: 1\n  # flask-lsp: ignore[duplicate-key]\n  b: {long}\n")
        );
        assert_eq!(
            ignored("name: a\nname: b\n  c\n", "duplicate-key"),
            "name: a\n# flask-lsp: ignore[duplicate-key]\nname: b\n  c\n"
        );
        assert_eq!(
            ignored("name: a\nname: 'b\n\n  c'\n", "duplicate-key"),
            "name: a\n# flask-lsp: ignore[duplicate-key]\nname: 'b\n\n  c'\n"
        );
    }

    #[test]
    fn a_comment_that_is_there_gets_another_code() {
        let text = "name: a\nname: b # flask-lsp: ignore[yaml-syntax]\n";
        assert_eq!(
            ignored(text, "duplicate-key"),
            "name: a\nname: b # flask-lsp: ignore[yaml-syntax, duplicate-key]\n"
        );
        let text = "name: a\n# so: flask-lsp: ignore[yaml-syntax] !\n# why\nname: b\n";
        assert_eq!(
            ignored(text, "duplicate-key"),
            "name: a\n# so: flask-lsp: ignore[yaml-syntax, duplicate-key] !\n# why\nname: b\n"
        );
    }

    #[test]
    fn within_braces_too() {
        assert_eq!(
            ignored("a: {b: 1,\n  b: 2}\n", "duplicate-key"),
            "a: {b: 1,\n  b: 2}  # flask-lsp: ignore[duplicate-key]\n"
        );
    }

    fn no_more(text: &str) -> Option<String> {
        let (snapshot, at) = crate::features::test_support::snapshot_at(text);
        let edit = stop_ignoring(&snapshot, at)?;
        Some(applied(snapshot.document.text().as_str(), &[edit]))
    }

    #[test]
    fn the_comment_goes_and_leaves_other_words() {
        let gone = |text: &str, left: &str| assert_eq!(no_more(text).as_deref(), Some(left));
        gone("a: 1  # flask-lsp: ignore$0[x]\nb: 2\n", "a: 1\nb: 2\n");
        gone("a$0:  # flask-lsp: ignore\n  b: 2\n", "a:\n  b: 2\n");
        gone("a:\n  # flask-lsp: $0ignore[x]\n  b: 2\n", "a:\n  b: 2\n");
        gone("a: 1 # why  # flask-lsp: $0ignore[x]\n", "a: 1 # why\n");
        assert_eq!(no_more("a: 1 # $0flask-lsp: ignored until now\n"), None);
        assert_eq!(no_more("a: '# $0flask-lsp: ignore[x]'\n"), None);
    }
}
