//! Takes away a comment that silences findings.

use syntax::TextSize;

use super::Refactoring;
use crate::features::silence;
use crate::snapshot::Snapshot;

/// Offered on the line of the comment.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Option<Refactoring> {
    let edit = silence::stop_ignoring(snapshot, at)?;
    Some(Refactoring::rewrite("Stop ignoring findings here", vec![edit]))
}
