//! A text with its outline, its tree and what is wrong with it, kept in step with edits.

use crate::blocks::{self, Reading};
use crate::outline::Outline;
use crate::problem::Problem;
use crate::text::{Change, Text, TextRange, TextSize};
use crate::tree::{NodeRef, Tree};

/// One YAML document.
///
/// The tree is a function of the text alone: after any edits it equals that of a document made
/// from the resulting text.
#[derive(Debug, Clone, Default)]
pub struct Document {
    text: Text,
    outline: Outline,
    reading: Reading,
}

impl Document {
    /// Reads a text. This cannot fail: what does not parse becomes a problem.
    pub fn new(content: String) -> Self {
        let text = Text::new(content);
        let outline = Outline::new(&text);
        let reading = blocks::read(&text, &outline);
        Document { text, outline, reading }
    }

    /// Replaces a part of the text; the range is clamped to the text and to character borders.
    pub fn edit(&mut self, range: TextRange, insert: &str) {
        self.reading.cut(&self.text, &self.outline);
        let replaced = self.text.replace(range, insert);
        let change = Change { replaced, inserted: TextSize::of(insert) };
        let changed = self.outline.edit(&self.text, change);
        self.reading.edit(&self.text, &self.outline, change, &changed);
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
        &self.reading.tree
    }

    /// The node everything else stands in; `None` for a text without content.
    pub fn root(&self) -> Option<NodeRef<'_>> {
        self.reading.tree.root(self.text.as_str())
    }

    /// Whether something may stand for a node elsewhere: `false` where there is no alias.
    pub fn may_have_aliases(&self) -> bool {
        self.reading.is_entangled()
    }

    /// Why PyYAML refuses the text, in the order of the text; empty if it does not.
    pub fn problems(&self) -> &[Problem] {
        &self.reading.problems
    }
}
