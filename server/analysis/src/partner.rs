//! The other half of a project: the rock of a charm, the charm of a rock.
//!
//! `charmcraft init` of a 12-factor profile puts the charm into a directory `charm` beside
//! `rockcraft.yaml`; some projects keep both files in one directory. Nothing else is searched.

use std::sync::Arc;

use syntax::Document;

use crate::facts::{self, Framework};
use crate::file_kind::FileKind;
use crate::memo::Memo;
use crate::model::Charm;
use crate::project::{EntryKind, ProjectFiles};
use crate::snapshot::Snapshot;

static DOCUMENTS: Memo<Document> = Memo::new();

/// The other file.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its path, from the directory of the one that was asked about.
    pub path: &'static str,
    /// What it holds.
    pub document: Arc<Document>,
}

/// The rock of a charm, or the charm of a rock. `None` for other files, and where there is none.
pub fn partner(snapshot: &Snapshot) -> Option<Partner> {
    let places: [&'static str; 2] = match snapshot.kind {
        FileKind::Charmcraft => ["../rockcraft.yaml", "rockcraft.yaml"],
        FileKind::Rockcraft => ["charm/charmcraft.yaml", "charmcraft.yaml"],
        _ => return None,
    };
    let mut found = places.into_iter();
    found.find_map(|path| Some(Partner { path, document: beside(snapshot, path)? }))
}

/// A YAML file by its path from the document's directory; `None` if it cannot be read as UTF-8. What
/// did not change since it was asked for last is not parsed again.
pub(crate) fn beside(snapshot: &Snapshot, path: &str) -> Option<Arc<Document>> {
    let text = snapshot.project.read(path)?;
    Some(DOCUMENTS.get(&text, |text| Document::new(text.to_owned())))
}

/// The partner with the files beside it, as if it were open.
pub(crate) fn partner_snapshot(snapshot: &Snapshot) -> Option<Snapshot> {
    let Partner { path, document } = partner(snapshot)?;
    let (directory, file_name) = match path.rsplit_once('/') {
        Some((directory, name)) => (format!("{directory}/"), name),
        None => (String::new(), path),
    };
    Some(Snapshot {
        file_name: file_name.into(),
        kind: FileKind::from_name(file_name)?,
        document,
        project: Arc::new(Elsewhere { files: snapshot.project.clone(), directory }),
        clean_options: Arc::default(),
        ..snapshot.clone()
    })
}

/// The files of another directory, through those of the document's own.
struct Elsewhere {
    files: Arc<dyn ProjectFiles>,
    /// With a slash at its end; empty for the same directory.
    directory: String,
}

impl Elsewhere {
    fn path(&self, path: &str) -> String {
        let path = format!("{}{path}", self.directory);
        path.strip_suffix('/').map(str::to_owned).unwrap_or(path)
    }
}

impl ProjectFiles for Elsewhere {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        self.files.read(&self.path(path))
    }

    fn entry(&self, path: &str) -> Option<EntryKind> {
        self.files.entry(&self.path(path))
    }

    fn list(&self, directory: &str) -> Vec<(String, EntryKind)> {
        self.files.list(&self.path(directory))
    }
}

impl Partner {
    /// The text of a key at the top.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.document.root()?.get(key)?.value.resolved().text()
    }

    /// The framework of its first 12-factor extension.
    pub fn framework(&self) -> Option<&'static Framework> {
        let extensions = Charm::new(self.document.root()).extensions().into_iter();
        extensions.map(|(_, name)| name).find_map(facts::framework_by_extension)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::partner;
    use crate::project::MemoryFiles;
    use crate::snapshot::Snapshot;

    fn partner_of(name: &str, beside: &[&str]) -> Option<&'static str> {
        let mut snapshot = Snapshot::alone(name, "name: a\n").unwrap();
        let files = beside.iter().map(|path| (*path, "name: b\n"));
        snapshot.project = Arc::new(MemoryFiles::new(files));
        let found = partner(&snapshot)?;
        assert_eq!(found.text("name"), Some("b"));
        Some(found.path)
    }

    #[test]
    fn the_other_file_lies_one_level_away_or_beside() {
        assert_eq!(
            partner_of("rockcraft.yaml", &["charmcraft.yaml", "charm/charmcraft.yaml"]),
            Some("charm/charmcraft.yaml")
        );
        assert_eq!(
            partner_of("charmcraft.yaml", &["../rockcraft.yaml"]),
            Some("../rockcraft.yaml")
        );
        assert_eq!(partner_of("charmcraft.yaml", &["rockcraft.yaml"]), Some("rockcraft.yaml"));
        assert_eq!(partner_of("charmcraft.yaml", &["../rockfile.yaml"]), None);
        assert_eq!(partner_of("paas-config.yaml", &["rockcraft.yaml"]), None);
    }
}
