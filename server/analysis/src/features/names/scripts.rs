//! Names of parts in the scripts of other parts, where they stand in the paths of the build:
//! `parts/<name>/install`. Nothing else in a script is read.

use syntax::{NodeRef, TextRange, TextSize};

use crate::model::Charm;
use crate::snapshot::Snapshot;

/// The directory that holds a directory for each part (craft-parts).
const PARTS: &str = "parts/";

/// Where scripts name the directory of the part.
pub(crate) fn script_mentions(snapshot: &Snapshot, part: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    for owner in Charm::new(snapshot.root()).parts() {
        let fields = owner.value.effective_entries().into_iter();
        let is_script =
            |key: NodeRef<'_>| key.text().is_some_and(|key| key.starts_with("override"));
        for field in fields.filter(|field| is_script(field.key)) {
            paths_in(field.value.resolved(), part, &mut found);
        }
    }
    found
}

fn paths_in(script: NodeRef<'_>, part: &str, found: &mut Vec<TextRange>) {
    let source = script.source();
    let goes_on = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '-' | '.');
    for (at, _) in source.match_indices(PARTS) {
        let before = source.get(..at).and_then(|before| before.chars().next_back());
        let rest = source.get(at + PARTS.len()..).unwrap_or_default();
        let Some(after) = rest.strip_prefix(part) else { continue };
        let start = TextSize::try_from(at + PARTS.len()).unwrap_or_default();
        let is_whole = before == Some('/') && !after.starts_with(goes_on);
        let range = TextRange::at(script.range().start() + start, TextSize::of(part));
        if is_whole && !found.contains(&range) {
            found.push(range);
        }
    }
}
