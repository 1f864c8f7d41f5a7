//! Everything that a check or an editor feature looks at, frozen.

use std::sync::Arc;

use syntax::{Document, NodeRef};

use crate::application::uses::index::ApplicationUses;
use crate::clean_options::CleanOptions;
use crate::file_kind::FileKind;
use crate::project::{MemoryFiles, ProjectFiles};
use crate::settings::Settings;

/// A document at one moment, with the files beside it and the user's choices. Cheap to clone.
#[derive(Clone)]
pub struct Snapshot {
    /// The file's name, without directories.
    pub file_name: Arc<str>,
    /// What the file is read as.
    pub kind: FileKind,
    /// Its text and tree.
    pub document: Arc<Document>,
    /// What lies beside it.
    pub project: Arc<dyn ProjectFiles>,
    /// The user's choices.
    pub settings: Arc<Settings>,
    /// What the last check of the same document found out; a fresh one knows nothing.
    pub clean_options: Arc<CleanOptions>,
    /// What the code of a charm's application reads; `None` where that is not known, or not known yet.
    pub uses: Option<Arc<ApplicationUses>>,
}

impl Snapshot {
    /// A document alone, with nothing beside it. `None` if no file of this name is ours anywhere.
    pub fn alone(file_name: &str, text: &str) -> Option<Snapshot> {
        Some(Snapshot {
            file_name: file_name.into(),
            kind: FileKind::in_directory(file_name, || true)?,
            document: Arc::new(Document::new(text.to_owned())),
            project: Arc::new(MemoryFiles::default()),
            settings: Arc::default(),
            clean_options: Arc::default(),
            uses: None,
        })
    }

    /// The document's root node; `None` for a text without content.
    pub fn root(&self) -> Option<NodeRef<'_>> {
        self.document.root()
    }
}
