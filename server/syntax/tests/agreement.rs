//! In a valid text the outline, which never parses, says the same as the parser: about comments, and
//! about the keys that lines start with.

#![allow(clippy::expect_used)]

mod corpus;

use std::collections::BTreeSet;

use syntax::outline::LineKind;
use syntax::{Document, Kind, NodeRef, Style};

fn valid_documents() -> Vec<Document> {
    let documents = corpus::texts().into_iter().map(Document::new);
    documents.filter(|document| document.problems().is_empty()).collect()
}

fn all_nodes<'t>(node: NodeRef<'t>, nodes: &mut Vec<NodeRef<'t>>) {
    nodes.push(node);
    node.children().for_each(|child| all_nodes(child, nodes));
}

fn nodes(document: &Document) -> Vec<NodeRef<'_>> {
    let mut nodes = Vec::new();
    if let Some(root) = document.root() {
        all_nodes(root, &mut nodes);
    }
    nodes
}

/// Starts of comments: every `#` outside of scalars with a blank or a line end before it.
fn comments_by_parser(document: &Document) -> BTreeSet<usize> {
    let text = document.text().as_str();
    let scalars: Vec<_> = nodes(document).into_iter().filter(|node| node.is_scalar()).collect();
    let mut comments = BTreeSet::new();
    let mut skip_to = 0;
    for (at, _) in text.match_indices('#') {
        let in_scalar = |node: &&NodeRef<'_>| {
            let range = node.range();
            let is_block = matches!(node.style(), Some(Style::Literal | Style::Folded));
            // On the line of a block scalar's header a comment may stand.
            let header_end = text[range.start().into()..].find(['\n', '\r']).unwrap_or(0);
            let start = usize::from(range.start()) + if is_block { header_end } else { 0 };
            (start..range.end().into()).contains(&at)
        };
        let before = text[..at].chars().next_back();
        let starts = before.is_none_or(|ch| matches!(ch, ' ' | '\t' | '\n' | '\r' | '\u{feff}'));
        if at >= skip_to && starts && !scalars.iter().any(|node| in_scalar(&node)) {
            comments.insert(at);
            skip_to = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
        }
    }
    comments
}

#[test]
fn comments_are_where_the_parser_leaves_room_for_them() {
    for document in valid_documents() {
        let by_outline: BTreeSet<usize> =
            document.outline().comments().map(|comment| comment.start().into()).collect();
        assert_eq!(by_outline, comments_by_parser(&document), "{}", document.text().as_str());
    }
}

#[test]
fn block_keys_start_lines_of_content() {
    let mut compared = 0;
    for document in valid_documents() {
        let in_block = |node: &NodeRef<'_>| node.kind() == Kind::Mapping { flow: false };
        for mapping in nodes(&document).iter().filter(|node| in_block(node)) {
            for entry in mapping.entries() {
                let key = entry.key.range();
                let line = document.text().line_of(key.start());
                let line = document.outline().line(line).expect("a line for each key");
                assert_eq!(line.kind, LineKind::Content, "{:?}", entry.key);
                // Explicit keys (`? key`) are not the outline's: it has no use for them.
                let written = document.text().slice(line.range).trim_start_matches([' ', '-']);
                if !written.starts_with("? ") {
                    assert_eq!(line.key, Some(key), "{:?}", entry.key);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 100, "only {compared} keys compared");
}
