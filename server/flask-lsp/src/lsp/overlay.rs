//! The files beside a document, with open buffers in front of the disk.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use analysis::project::{EntryKind, ProjectFiles};
use syntax::{Document, Text};

use crate::disk::DiskFiles;

/// A file that is open in the editor.
#[derive(Clone)]
pub(super) enum Buffer {
    /// One of ours.
    Document(Arc<Document>),
    /// Code of an application.
    Source(Arc<Text>),
}

impl Buffer {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Buffer::Document(document) => document.text().as_str(),
            Buffer::Source(text) => text.as_str(),
        }
    }
}

/// The directory of one document.
pub(super) struct Overlay {
    directory: PathBuf,
    disk: DiskFiles,
    open: Vec<(Arc<Path>, Buffer)>,
}

impl Overlay {
    /// The directory as it is on the disk, except for the buffers that are `open`.
    pub(super) fn new(directory: &Path, open: Vec<(Arc<Path>, Buffer)>) -> Overlay {
        Overlay { directory: directory.to_owned(), disk: DiskFiles::new(directory), open }
    }

    fn buffer(&self, path: &str) -> Option<&Buffer> {
        let path = resolve(&self.directory, path);
        self.open.iter().find(|(open, _)| **open == *path).map(|(_, buffer)| buffer)
    }
}

impl ProjectFiles for Overlay {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        match self.buffer(path) {
            Some(buffer) => Some(buffer.as_str().into()),
            None => self.disk.read(path),
        }
    }

    fn entry(&self, path: &str) -> Option<EntryKind> {
        let unsaved = || self.buffer(path).map(|_| EntryKind::File { executable: false });
        self.disk.entry(path).or_else(unsaved)
    }

    fn list(&self, directory: &str) -> Vec<(String, EntryKind)> {
        let mut entries = self.disk.list(directory);
        let directory = resolve(&self.directory, directory);
        for (path, _) in &self.open {
            let name = path.file_name().and_then(|name| name.to_str());
            let Some(name) = name.filter(|_| path.parent() == Some(&directory)) else { continue };
            if let Err(at) = entries.binary_search_by(|(known, _)| known.as_str().cmp(name)) {
                entries.insert(at, (name.to_owned(), EntryKind::File { executable: false }));
            }
        }
        entries
    }
}

/// `path` from `directory`, with `..` followed by name alone, as the client names its buffers.
pub(super) fn resolve(directory: &Path, path: &str) -> PathBuf {
    let mut resolved = directory.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            other => resolved.push(other),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlay() -> Overlay {
        let document = Arc::new(Document::new("name: unsaved\n".to_owned()));
        let path: Arc<Path> = Path::new("/nowhere/at/all/rockcraft.yaml").into();
        Overlay::new(Path::new("/nowhere/at/all/charm"), vec![(path, Buffer::Document(document))])
    }

    #[test]
    fn an_open_buffer_is_read_though_the_disk_has_no_such_file() {
        let overlay = overlay();
        assert_eq!(overlay.read("../rockcraft.yaml").as_deref(), Some("name: unsaved\n"));
        assert!(overlay.entry("../rockcraft.yaml").is_some());
        assert_eq!(overlay.read("rockcraft.yaml"), None);
    }

    #[test]
    fn an_open_buffer_is_listed_in_its_own_directory_only() {
        let names = |directory| overlay().list(directory).len();
        assert_eq!((names(".."), names("")), (1, 0));
    }
}
