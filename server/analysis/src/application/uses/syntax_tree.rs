//! The trees of the tree-sitter grammars: parsing, walking, and the few things that all languages need.
//!
//! The parsers read on after any mistake, which is right for files that somebody is typing.

use std::cell::RefCell;
use std::ops::Range;

use tree_sitter::{Node, Parser, Tree};
use tree_sitter_language::LanguageFn;

/// Reads a text; `None` only if the grammar does not fit the library.
pub(super) fn parse(language: LanguageFn, text: &str) -> Option<Tree> {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
    }
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&language.into()).ok()?;
        parser.parse(text, None)
    })
}

/// Shows every node to `look`, parents first, without recursion. What is below a node is left out where
/// `look` says `false`.
pub(super) fn walk<'t>(tree: &'t Tree, mut look: impl FnMut(Node<'t>) -> bool) {
    let mut cursor = tree.walk();
    loop {
        if look(cursor.node()) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// The source of a node.
pub(super) fn source<'s>(text: &'s str, node: Node<'_>) -> &'s str {
    text.get(node.byte_range()).unwrap_or_default()
}

/// A field of a node.
pub(super) fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    node.child_by_field_name(name)
}

/// The named children of a node, comments left out.
pub(super) fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    children.filter(|child| !child.kind().ends_with("comment")).collect()
}

/// The place between the quotes of a literal, and what is there; `None` where escapes make it a different text.
pub(super) fn unquoted<'s>(text: &'s str, node: Node<'_>) -> Option<(&'s str, Range<usize>)> {
    let whole = source(text, node);
    let quote = whole.chars().next().filter(|ch| matches!(ch, '"' | '\'' | '`'))?;
    let inside = whole.strip_prefix(quote)?.strip_suffix(quote)?;
    let is_put_together = node.kind() == "template_string" && inside.contains("${");
    if is_put_together || inside.contains(['\\', quote]) {
        return None;
    }
    let start = node.start_byte() + quote.len_utf8();
    Some((inside, start..start + inside.len()))
}
