//! Names that change together while one of them is typed: an anchor and its aliases.
//!
//! Other names are not linked. To rename them is a decision, and half a name is an error in between.

use syntax::{TextRange, TextSize};

use super::names::{Thing, mentions};
use crate::snapshot::Snapshot;

/// The characters that PyYAML takes in the name of an anchor, as a regular expression.
pub const ANCHOR_PATTERN: &str = "[A-Za-z0-9_-]+";

/// The names that are linked with the one at `offset`, this one included, without `&` and `*`. `None`
/// where no anchor stands, and where a name is given to several.
pub fn linked_names(snapshot: &Snapshot, offset: TextSize) -> Option<Vec<TextRange>> {
    let mentions = mentions(snapshot.kind, &snapshot.document);
    let anchors = || mentions.iter().filter(|mention| mention.thing == Thing::Anchor);
    let at = anchors().find(|mention| mention.range.contains_inclusive(offset))?;
    let same: Vec<_> = anchors().filter(|mention| mention.is_about_same_as(at)).collect();
    let declared = same.iter().filter(|mention| mention.declares).count();
    (declared == 1).then(|| same.iter().map(|mention| mention.range).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::test_support::snapshot_at;

    fn linked(fixture: &str) -> Option<Vec<u32>> {
        let (snapshot, offset) = snapshot_at(fixture);
        let ranges = linked_names(&snapshot, offset)?;
        Some(ranges.iter().map(|range| range.start().into()).collect())
    }

    #[test]
    fn an_anchor_is_linked_with_its_aliases() {
        assert_eq!(linked("a: &x$0 1\nb: *x\nc: *y\n"), Some(vec![4, 12]));
        assert_eq!(linked("a: &x 1\nb: *$0x\n"), Some(vec![4, 12]));
    }

    #[test]
    fn other_names_and_doubtful_ones_are_not_linked() {
        assert_eq!(linked("a: &x$0 1\nb: &x 2\nc: *x\n"), None);
        assert_eq!(linked("parts: {a$0: , b: {after: [a]}}\n"), None);
        assert_eq!(linked("a: *x$0\n"), None);
    }
}
