//! The documented keys of a file, by the path of a cursor.

use crate::facts::{self, KeyDoc};
use crate::file_kind::FileKind;

/// What is known about the key at a path; `None` for keys that the tools do not know.
pub(super) fn key_doc(kind: FileKind, path: &[&str]) -> Option<&'static KeyDoc> {
    facts::key_doc(table(kind), path)
}

/// The keys that may stand directly below a path, `*` for a name of the user's choice.
pub(super) fn child_keys<'a>(
    kind: FileKind,
    parent: &'a [&'a str],
) -> impl Iterator<Item = &'static KeyDoc> + 'a {
    facts::child_keys(table(kind), parent)
}

fn table(kind: FileKind) -> facts::FileKind {
    match kind {
        FileKind::Charmcraft => facts::FileKind::Charmcraft,
        FileKind::Rockcraft => facts::FileKind::Rockcraft,
        FileKind::PaasConfig => facts::FileKind::PaasConfig,
    }
}
