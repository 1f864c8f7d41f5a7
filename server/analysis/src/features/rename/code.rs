//! The application's code reads an option or endpoint by its variable: with another name it has to
//! read another variable.
//!
//! Only names that are written out in the code are replaced. The edits are for a person to confirm:
//! the same variable may be set by others, too.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FileEdits;
use crate::environment::ANY_KEY;
use crate::features::code::{Code, CodeUse, uses_of};
use crate::finding::TextEdit;
use crate::snapshot::Snapshot;

/// An entry that gets another name.
pub(super) struct Moved<'a> {
    /// The section's path.
    pub(super) section: &'static [&'static str],
    /// Its name before.
    pub(super) from: &'a str,
    /// Its name after.
    pub(super) to: String,
}

/// The edits in the code, by file. Nothing where it is not known what the code reads.
pub(super) fn edits(before: &Snapshot, after: &Snapshot, moved: &[Moved<'_>]) -> Vec<FileEdits> {
    let (Some(old), Some(new)) = (Code::of(before), Code::of(after)) else { return Vec::new() };
    let mut files: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
    for Moved { section, from, to } in moved {
        let path = |name| [section, [name].as_slice()].concat();
        let both = old.variables_at(&path(from)).zip(new.variables_at(&path(to)));
        let Some((from, to)) = both else { continue };
        // Variables are listed in the order of the interface, whatever the endpoint is called.
        let same_number = from.len() == to.len();
        for (from, to) in from.iter().zip(&to).filter(|(from, to)| same_number && from != to) {
            for place in uses_of(before, from) {
                let Some(insert) = written(before, &place, from, to) else { continue };
                let edit = TextEdit { range: place.target.range, insert };
                files.entry(place.target.file.unwrap_or_default()).or_default().push(edit);
            }
        }
    }
    let files = files.into_iter().map(|(file, mut edits)| {
        edits.sort_by_key(|edit| edit.range.start());
        edits.dedup_by_key(|edit| edit.range);
        FileEdits { file: Some(file), edits, is_code: true }
    });
    files.collect()
}

/// What the place has to say instead; `None` where another name is not enough, and where the file says
/// something else by now.
fn written(snapshot: &Snapshot, place: &CodeUse, from: &str, to: &str) -> Option<String> {
    let text = snapshot.project.read(place.target.file.as_deref()?)?;
    let name = text.get(Range::<usize>::from(place.target.range))?;
    let Some((from, to)) = from.strip_suffix(ANY_KEY).zip(to.strip_suffix(ANY_KEY)) else {
        return place.renamed(to).filter(|_| !name.is_empty() && from.ends_with(name));
    };
    // A variable for each key of a secret: the key stays.
    Some(format!("{to}{}", name.strip_prefix(from)?))
}
