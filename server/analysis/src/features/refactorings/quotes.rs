//! Puts a text in quotes, or takes off quotes that it does not need.
//!
//! What the tools read stays the same, which is looked at before anything is offered: `"8080"` keeps its
//! quotes, as it would be a number without them, and a number gets none.

use syntax::{Document, Kind, NodeRef, Style, TextSize};

use super::Refactoring;
use crate::finding::TextEdit;
use crate::rules::changes_without_quotes;
use crate::snapshot::Snapshot;

/// Offered on a text that is the value of a key or an item of a list, and stands on one line.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Option<Refactoring> {
    let root = snapshot.root().filter(|_| snapshot.document.problems().is_empty())?;
    let value = value_at(root, at)?;
    let text = value.as_str().filter(|_| !value.source().contains(['\n', '\r']))?;
    let (title, written) = match value.style()? {
        Style::Plain => ("Put the text in quotes", quoted(text, value.document_text())),
        Style::SingleQuoted | Style::DoubleQuoted => ("Remove the quotes", text.to_owned()),
        _ => return None,
    };
    // There quotes make a difference to Juju, and it may be what was meant either way.
    if snapshot.kind.needs_charm() && changes_without_quotes(text) {
        return None;
    }
    if !reads_as(&written, text, is_in_flow(root, at)) {
        return None;
    }
    let edit = TextEdit { range: value.range(), insert: written };
    Some(Refactoring::rewrite(title, vec![edit]))
}

/// The scalar at a place; `None` where it is a key or the whole file, or has an anchor or tag.
fn value_at(root: NodeRef<'_>, at: TextSize) -> Option<NodeRef<'_>> {
    let around = root.ancestors_at(at);
    let (value, parents) = around.split_last()?;
    let is_key = |parent: &NodeRef<'_>| {
        parent.entries().any(|entry| entry.key.range() == value.range() && !value.is_absent())
    };
    let is_value = value.is_scalar() && value.properties().is_none();
    (is_value && parents.last().is_some_and(|parent| !is_key(parent))).then_some(*value)
}

/// Whether a bracket or brace is open around a place, where commas end a text.
fn is_in_flow(root: NodeRef<'_>, at: TextSize) -> bool {
    let is_flow = |node: &NodeRef<'_>| {
        matches!(node.kind(), Kind::Mapping { flow: true } | Kind::Sequence { flow: true })
    };
    root.ancestors_at(at).iter().any(is_flow)
}

/// The text in the quotes that the file has first, unless it holds them itself.
fn quoted(text: &str, file: &str) -> String {
    let first = |quote: &str| {
        let starts = [": ", "- ", "[", "{"].map(|before| file.find(&[before, quote].concat()));
        starts.into_iter().flatten().min().unwrap_or(usize::MAX)
    };
    let is_single = first("'") < first("\"");
    if text.contains(['"', '\\']) || is_single && !text.contains('\'') {
        return format!("'{}'", text.replace('\'', "''"));
    }
    format!("\"{text}\"")
}

/// Whether a value that is written so is this text.
fn reads_as(written: &str, text: &str, in_flow: bool) -> bool {
    let around =
        if in_flow { format!("k: [{written}, x]\n") } else { format!("k: {written} # c\n") };
    let document = Document::new(around);
    let value = document.root().and_then(|root| Some(root.get("k")?.value));
    let read = if in_flow { value.and_then(|list| list.items().next()) } else { value };
    document.problems().is_empty() && read.and_then(NodeRef::as_str) == Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::testing::changed;

    fn on(fixture: &str, expected: &str) {
        assert_eq!(changed(fixture, "Put the text").as_deref(), Some(expected), "{fixture}");
    }

    fn off(fixture: &str, expected: &str) {
        assert_eq!(changed(fixture, "Remove the quotes").as_deref(), Some(expected), "{fixture}");
    }

    fn nothing(fixture: &str) {
        for title in ["Put the text", "Remove the quotes"] {
            assert_eq!(changed(fixture, title), None, "{fixture}");
        }
    }

    #[test]
    fn quotes_come_and_go() {
        on("name: sh$0op # mine\n", "name: \"shop\" # mine\n");
        off("name: \"sh$0op\" # mine\n", "name: shop # mine\n");
        on("a:\r\n  - ünit$0\r\n", "a:\r\n  - \"ünit\"\r\n");
        off("a: [x, 'y$0']\n", "a: [x, y]\n");
        off("a: {b: '$0y'}\n", "a: {b: y}\n");
    }

    #[test]
    fn a_text_that_is_the_whole_file_is_left_alone() {
        nothing("'...$0'\n");
        nothing("sh$0op\n");
    }

    #[test]
    fn what_juju_alone_reads_otherwise_is_left_alone_where_quotes_count() {
        nothing("//- config.yaml\noptions: {a: {default: '0$08'}}\n");
        nothing("//- config.yaml\noptions: {a: {default: y$0}}\n");
        off(
            "//- config.yaml\noptions: {a: {default: 'y$0es sir'}}\n",
            "options: {a: {default: yes sir}}\n",
        );
    }

    #[test]
    fn they_are_those_of_the_file() {
        on("name: $0shop\ntitle: 'Shop'\n", "name: 'shop'\ntitle: 'Shop'\n");
        on("name: it's$0\ntitle: 'Shop'\n", "name: \"it's\"\ntitle: 'Shop'\n");
        on("name: say \"it's\"$0\n", "name: 'say \"it''s\"'\n");
        on("name: a\\b$0\n", "name: 'a\\b'\n");
    }

    #[test]
    fn what_the_tools_read_stays() {
        for fixture in [
            "a: '80$080'\n",
            "a: 80$080\n",
            "a: 'ye$0s'\n",
            "a: ye$0s\n",
            "a: ''$0\n",
            "a: 'x # $0y'\n",
            "a: 'x: $0y'\n",
            "a: [' $0x']\n",
            "a: ['x, $0y']\n",
            "a: \"x\\n$0\"\n",
            "a: '*$0'\n",
            "a: &b $0x\n",
            "a: !!str $0x\n",
            "a: |$0\n  x\n",
            "a: x$0\n  y\n",
            "a$0: x\n",
            "'a$0': x\n",
            "a:$0\n",
        ] {
            nothing(fixture);
        }
    }

    #[test]
    fn half_typed_quotes_are_left_alone() {
        nothing("a: 'x$0\nb: y\n");
        nothing("a: x$0\nb: 'y\n");
    }
}
