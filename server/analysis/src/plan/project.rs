//! The two halves of a project, charm and rock, wherever the document lies that was asked about; and
//! the names that they give to what is made of them.

use std::sync::Arc;

use syntax::NodeRef;

use crate::file_kind::FileKind;
use crate::model::{Charm, Extension};
use crate::partner::{self, beside};
use crate::project::{EntryKind, ProjectFiles};
use crate::snapshot::Snapshot;

/// A charm and its rock, as far as they are there.
pub(super) struct Project {
    pub(super) charm: Option<Half>,
    pub(super) rock: Option<Half>,
}

/// One of the two.
pub(super) struct Half {
    /// Where it lies, from the directory of the document: `""`, `..` or `charm`.
    pub(super) directory: &'static str,
    /// The file as if it had been asked about.
    pub(super) snapshot: Snapshot,
}

impl Project {
    /// The project of a document.
    pub(super) fn of(snapshot: &Snapshot) -> Project {
        match snapshot.kind {
            FileKind::Charmcraft => {
                let rock = other_half(snapshot, FileKind::Rockcraft);
                Project { charm: Some(Half { directory: "", snapshot: snapshot.clone() }), rock }
            }
            FileKind::Rockcraft => {
                let charm = other_half(snapshot, FileKind::Charmcraft);
                Project { charm, rock: Some(Half { directory: "", snapshot: snapshot.clone() }) }
            }
            _ => {
                let charm = half(snapshot, "", FileKind::Charmcraft);
                let rock =
                    charm.as_ref().and_then(|it| other_half(&it.snapshot, FileKind::Rockcraft));
                Project { charm, rock }
            }
        }
    }
}

fn other_half(snapshot: &Snapshot, kind: FileKind) -> Option<Half> {
    let path = partner::partner(snapshot)?.path;
    let directory = path.strip_suffix(kind.canonical_name())?.trim_end_matches('/');
    half(snapshot, directory, kind)
}

fn half(snapshot: &Snapshot, directory: &'static str, kind: FileKind) -> Option<Half> {
    let name = kind.canonical_name();
    let document = beside(snapshot, &joined(directory, name))?;
    let project: Arc<dyn ProjectFiles> = if directory.is_empty() {
        snapshot.project.clone()
    } else {
        Arc::new(Below { files: snapshot.project.clone(), directory })
    };
    let settings = snapshot.settings.clone();
    Some(Half {
        directory,
        snapshot: Snapshot {
            file_name: name.into(),
            kind,
            document,
            project,
            settings,
            clean_options: Arc::default(),
            uses: None,
        },
    })
}

/// A path in a directory; both may be empty.
pub(super) fn joined(directory: &str, path: &str) -> String {
    match (directory, path) {
        ("", path) => path.to_owned(),
        (directory, "") => directory.to_owned(),
        (directory, path) => format!("{directory}/{path}"),
    }
}

/// The files of another directory of the same project.
struct Below {
    files: Arc<dyn ProjectFiles>,
    directory: &'static str,
}

impl ProjectFiles for Below {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        self.files.read(&joined(self.directory, path))
    }

    fn entry(&self, path: &str) -> Option<EntryKind> {
        self.files.entry(&joined(self.directory, path))
    }

    fn list(&self, directory: &str) -> Vec<(String, EntryKind)> {
        self.files.list(&joined(self.directory, directory))
    }
}

impl Half {
    /// The file, from the directory of the document.
    pub(super) fn file(&self) -> String {
        joined(self.directory, &self.snapshot.file_name)
    }

    pub(super) fn root(&self) -> Option<NodeRef<'_>> {
        self.snapshot.root()
    }

    /// `name`. A charm in the old form may have it in `metadata.yaml`.
    pub(super) fn name(&self) -> Option<String> {
        text(self.root(), "name").or_else(|| {
            let metadata = (self.snapshot.kind == FileKind::Charmcraft)
                .then(|| beside(&self.snapshot, "metadata.yaml"))
                .flatten()?;
            text(metadata.root(), "name")
        })
    }

    /// `version`, as the tools print it: `1.10` without quotes is `1.1`.
    pub(super) fn version(&self) -> Option<String> {
        text(self.root(), "version")
    }

    /// The charm's view of it.
    pub(super) fn charm(&self) -> Charm<'_> {
        Charm::new(self.root())
    }

    /// What the 12-factor extension makes of the charm.
    pub(super) fn extension(&self) -> Option<Extension> {
        self.charm().extension()
    }
}

/// The value of a key as text, numbers as Python prints them.
fn text(root: Option<NodeRef<'_>>, key: &str) -> Option<String> {
    let value = root?.get(key)?.value.resolved();
    if value.is_null() || value.as_bool().is_some() {
        return None;
    }
    value.scalar()?.python_text().filter(|text| !text.is_empty())
}
