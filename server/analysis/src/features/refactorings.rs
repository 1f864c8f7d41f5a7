//! Changes that mend nothing and that people ask for: one file each.

mod explicit_file_list;

use syntax::TextRange;

use crate::finding::Fix;
use crate::snapshot::Snapshot;

/// What can be done where `range` lies; an empty range is the cursor.
pub fn refactorings(snapshot: &Snapshot, range: TextRange) -> Vec<Fix> {
    explicit_file_list::offer(snapshot, range).into_iter().collect()
}
