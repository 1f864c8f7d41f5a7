//! The named things of one file that answer a search through the workspace: options, endpoints,
//! parts, services and so on, by name.
//!
//! The letters of the query have to stand in the name in their order, as pickers of editors have it.
//! Which files are searched is the edges' business.

use std::cmp::Reverse;

use syntax::TextRange;

use super::names::{Mention, Thing, mentions};
use crate::snapshot::Snapshot;

/// A named thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSymbol {
    /// Its name.
    pub name: String,
    /// What it is.
    pub thing: Thing,
    /// Where its name stands, in bytes of the file's text.
    pub range: TextRange,
    /// How well it fits; the better the greater.
    pub rank: Rank,
}

/// How well a name fits a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    fit: Fit,
    /// Of equal fits the shorter name.
    length: Reverse<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// All letters, in their order.
    Scattered,
    /// In one piece.
    Inside,
    /// In one piece at the start of a word.
    Word,
    /// At the start.
    Start,
    /// The whole name.
    Whole,
}

/// The things in the document whose names fit, in the order of the text. An empty query fits all.
pub fn workspace_symbols(snapshot: &Snapshot, query: &str) -> Vec<FoundSymbol> {
    let query = query.to_lowercase();
    let declared = mentions(snapshot.kind, &snapshot.document).into_iter();
    let declared = declared.filter(|mention| mention.declares && is_listed(mention.thing));
    let found = declared.filter_map(|Mention { thing, name, range, .. }| {
        let rank = Rank { fit: fit(name, &query)?, length: Reverse(name.len()) };
        Some(FoundSymbol { name: name.to_owned(), thing, range, rank })
    });
    found.collect()
}

fn is_listed(thing: Thing) -> bool {
    !matches!(thing, Thing::Anchor | Thing::Extension)
}

/// `None` if the name does not fit.
fn fit(name: &str, query: &str) -> Option<Fit> {
    let name = name.to_lowercase();
    if let Some(at) = name.find(query) {
        let before = name.get(..at).and_then(|before| before.chars().next_back());
        return Some(match before {
            None if name.len() == query.len() => Fit::Whole,
            None => Fit::Start,
            Some(before) if !before.is_alphanumeric() => Fit::Word,
            Some(_) => Fit::Inside,
        });
    }
    let mut letters = name.chars();
    let mut wanted = query.chars().filter(|ch| !ch.is_whitespace());
    wanted.all(|wanted| letters.any(|letter| letter == wanted)).then_some(Fit::Scattered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::test_support::snapshot;

    const CHARM: &str = "extensions: [flask-framework]
config: {options: {webhook-token: , token: , token-url: , tokens: , retokenise: }}
requires: {to-ken: }
parts: {charm: &anchor }
";

    fn found(query: &str) -> Vec<String> {
        let mut found = workspace_symbols(&snapshot(CHARM), query);
        found.sort_by_key(|symbol| Reverse(symbol.rank));
        found.into_iter().map(|symbol| symbol.name).collect()
    }

    #[test]
    fn better_fits_come_first() {
        let expected = ["token", "tokens", "token-url", "webhook-token", "retokenise", "to-ken"];
        assert_eq!(found("Token"), expected);
    }

    #[test]
    fn letters_may_be_scattered_but_not_reordered() {
        assert_eq!(found("wtok"), ["webhook-token"]);
        assert_eq!(found("tokw"), [] as [&str; 0]);
    }

    #[test]
    fn an_empty_query_finds_everything_with_a_name_of_its_own() {
        let names = found("");
        assert_eq!(names.len(), 7);
        assert!(!names.contains(&"anchor".to_owned()));
    }
}
