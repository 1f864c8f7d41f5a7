//! Names in lines that do not parse yet: an open bracket or quote takes them out of the tree, and the
//! cursor still knows where it is.

use syntax::{TextRange, TextSize};

use super::{Mention, Thing};
use crate::features::cursor::{Cursor, ITEM, Place};
use crate::file_kind::FileKind;
use crate::snapshot::Snapshot;

/// The name that the cursor is on, if names stand at such a place. Never a declaration: what counts
/// as one stands in the tree.
pub(super) fn mention(snapshot: &Snapshot, offset: TextSize) -> Option<Mention<'_>> {
    let document = &snapshot.document;
    // Whole documents have all their names in the tree.
    if document.problems().is_empty() {
        return None;
    }
    let cursor = Cursor::new(document, offset)?;
    if cursor.word.is_empty() || !matches!(cursor.place, Place::Value | Place::Item) {
        return None;
    }
    let path = cursor.path.strip_suffix(&[ITEM]).unwrap_or(&cursor.path);
    let thing = thing(snapshot.kind, path)?;
    let range: TextRange = cursor.word;
    let name = document.text().slice(range);
    Some(Mention { thing, name, range, touch: range, whole: range, declares: false })
}

fn thing(kind: FileKind, path: &[&str]) -> Option<Thing> {
    Some(match (kind, path) {
        (FileKind::PaasConfig, _) => return None,
        (_, ["extensions"]) => Thing::Extension,
        (_, ["adopt-info"] | ["parts", _, "after"]) => Thing::Part,
        (FileKind::Charmcraft, ["containers", _, "resource"]) => Thing::Resource,
        (FileKind::Charmcraft, ["containers", _, "mounts", ITEM, "storage"]) => Thing::Storage,
        (FileKind::Rockcraft, ["services", _, "after" | "before" | "requires"]) => Thing::Service,
        (FileKind::Rockcraft, ["entrypoint-service"]) => Thing::Service,
        (FileKind::Rockcraft, ["checks", _, "exec", "service-context"]) => Thing::Service,
        _ => return None,
    })
}
