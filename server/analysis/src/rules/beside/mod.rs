//! The files beside a charm that charmcraft reads into it: `metadata.yaml`, `config.yaml`, `actions.yaml`.
//!
//! That one lies there at all, or says what stands elsewhere too, is reported in `charmcraft.yaml`; what is wrong
//! inside of it, there. Rules of other directories look into these files as well.

mod broken_file_beside;
mod metadata_value;
mod section_in_two_files;

use std::sync::Arc;

use syntax::Document;

use super::{Context, Rule};

pub(super) static RULES: &[&Rule] =
    &[&section_in_two_files::RULE, &broken_file_beside::RULE, &metadata_value::RULE];

/// Keys of a charm that may stand in `metadata.yaml` instead; charmcraft 4.5.0 takes no others from there.
const METADATA_KEYS: [&str; 3] = ["name", "summary", "description"];

/// A file beside the charm.
enum Beside {
    /// There is none.
    Absent,
    /// Something of this name is there that cannot be read as UTF-8 text.
    Unreadable,
    /// Its content.
    Read(Arc<Document>),
}

fn beside(cx: &Context<'_>, name: &'static str) -> Beside {
    match cx.beside(name) {
        Some(document) => Beside::Read(document),
        None if cx.snapshot.project.entry(name).is_some() => Beside::Unreadable,
        None => Beside::Absent,
    }
}
