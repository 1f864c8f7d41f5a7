//! The named things of a document and every place that names them: what definition, references,
//! highlights and rename stand on.
//!
//! A thing is known by its kind and name; where a name is declared twice, both places declare it.
//! Names that only an extension brings have uses and no declaration. Nothing is judged here: a use
//! without a declaration is a rule's business. Places in other files are not looked at; see
//! `partner`.

mod collect;
mod half_typed;
mod scripts;

use syntax::{NodeRef, Style, TextRange, TextSize};

use super::target::Target;
use crate::snapshot::Snapshot;

pub(crate) use collect::mentions;
pub(crate) use scripts::script_mentions;

/// What kind of thing a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// An entry of `config.options`.
    ConfigOption,
    /// An entry of `requires`, `provides` or `peers`.
    Endpoint,
    /// An entry of `parts`.
    Part,
    /// A Pebble service.
    Service,
    /// A Pebble check.
    Check,
    /// An entry of `actions`.
    Action,
    /// An entry of `containers`.
    Container,
    /// An entry of `resources`.
    Resource,
    /// An entry of `storage`.
    Storage,
    /// An item of `extensions`; the one thing that charm and rock share.
    Extension,
    /// `&name` and `*name`.
    Anchor,
}

impl Thing {
    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Thing::ConfigOption => "option",
            Thing::Endpoint => "endpoint",
            Thing::Part => "part",
            Thing::Service => "service",
            Thing::Check => "check",
            Thing::Action => "action",
            Thing::Container => "container",
            Thing::Resource => "resource",
            Thing::Storage => "storage",
            Thing::Extension => "extension",
            Thing::Anchor => "anchor",
        }
    }
}

/// A place that names a thing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mention<'t> {
    /// What it names.
    pub(crate) thing: Thing,
    /// The name, quotes and escapes undone.
    pub(crate) name: &'t str,
    /// The name in the text, without quotes, `&` and `*`.
    pub(crate) range: TextRange,
    /// The same with them: where a cursor is on the name.
    pub(crate) touch: TextRange,
    /// For a declaration the whole entry.
    pub(crate) whole: TextRange,
    /// Whether the thing comes into being here.
    pub(crate) declares: bool,
}

impl Mention<'_> {
    /// Whether both name the same thing.
    pub(crate) fn is_about_same_as(&self, other: &Mention<'_>) -> bool {
        (self.thing, self.name) == (other.thing, other.name)
    }

    /// The place, for those who want to go there.
    pub(crate) fn target(&self) -> Target {
        Target::here(self.range, self.whole)
    }
}

/// The mention that the cursor is on, out of all of the document. What a scalar says comes before the
/// anchor that it may carry. In lines that the tree lost the word under the cursor counts.
pub(crate) fn mention_at<'t>(
    snapshot: &'t Snapshot,
    mentions: &[Mention<'t>],
    offset: TextSize,
) -> Option<Mention<'t>> {
    let touched = mentions.iter().filter(|mention| mention.touch.contains_inclusive(offset));
    let known = touched.min_by_key(|mention| mention.thing == Thing::Anchor).copied();
    known.or_else(|| half_typed::mention(snapshot, offset))
}

/// The range of a scalar without its quotes.
pub(crate) fn bare_range(node: NodeRef<'_>) -> TextRange {
    let range = node.range();
    let is_quoted = matches!(node.style(), Some(Style::SingleQuoted | Style::DoubleQuoted));
    let quote = TextSize::of('\'');
    if is_quoted && range.len() >= quote + quote {
        return TextRange::new(range.start() + quote, range.end() - quote);
    }
    range
}
