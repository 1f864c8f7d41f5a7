//! A text with its outline, its tree and what is wrong with it, kept in step with edits.

use crate::events;
use crate::outline::Outline;
use crate::problem::{Problem, ProblemKind};
use crate::text::{Text, TextRange, TextSize};
use crate::tree::{NodeRef, Tree};

/// One YAML document.
///
/// The tree is a function of the text alone: after any edits it equals that of a document made
/// from the resulting text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    text: Text,
    outline: Outline,
    tree: Tree,
    problems: Vec<Problem>,
}

impl Document {
    /// Reads a text. This cannot fail: what does not parse becomes a problem.
    pub fn new(content: String) -> Self {
        let text = Text::new(content);
        let outline = Outline::new(&text);
        let mut problems = Vec::new();
        let tree = match events::parse(text.as_str()) {
            Ok(parsed) => Tree { nodes: parsed.nodes },
            Err(error) => {
                let at = TextSize::new(error.offset);
                problems.push(Problem { kind: ProblemKind::Other, range: TextRange::empty(at) });
                Tree::default()
            }
        };
        Document { text, outline, tree, problems }
    }

    /// Replaces a part of the text; the range is clamped to the text and to character borders.
    pub fn edit(&mut self, range: TextRange, insert: &str) {
        self.text.replace(range, insert);
        *self = Document::new(self.text.as_str().to_owned());
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Its lines.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Its nodes.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The node everything else stands in; `None` for a text without content.
    pub fn root(&self) -> Option<NodeRef<'_>> {
        self.tree.root(self.text.as_str())
    }

    /// Why PyYAML refuses the text, in the order of the text; empty if it does not.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}
