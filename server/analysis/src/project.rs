//! The files beside a document, behind one trait: the disk in the server, a map in tests.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The directory that a document lies in, and what is below it.
///
/// Paths are relative to that directory, with `/` between names, without `./`. Open editor buffers
/// win over the disk. Answers may be a little old, never half written.
pub trait ProjectFiles: Send + Sync {
    /// The text of a file; `None` if it is missing, unreadable, too large to be ours or not UTF-8.
    fn read(&self, path: &str) -> Option<Arc<str>>;

    /// What is at the path; `""` is the directory itself, which an unsaved document does not have.
    fn entry(&self, path: &str) -> Option<EntryKind>;

    /// Names in a directory (`""` for the document's own), sorted; empty if there is none.
    fn list(&self, directory: &str) -> Vec<(String, EntryKind)>;
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file, executable or not.
    File {
        /// Whether its owner may execute it.
        executable: bool,
    },
    /// A directory.
    Directory,
}

/// Files in memory. Directories are those that the paths imply; a text that starts with `#!` is
/// executable.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Arc<str>>,
}

impl MemoryFiles {
    /// From paths and texts.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        MemoryFiles {
            files: files.into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect(),
        }
    }
}

impl ProjectFiles for MemoryFiles {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        self.files.get(path).cloned()
    }

    fn entry(&self, path: &str) -> Option<EntryKind> {
        if let Some(text) = self.files.get(path) {
            return Some(EntryKind::File { executable: text.starts_with("#!") });
        }
        if path.is_empty() {
            return (!self.files.is_empty()).then_some(EntryKind::Directory);
        }
        let prefix = format!("{path}/");
        self.files.keys().any(|file| file.starts_with(&prefix)).then_some(EntryKind::Directory)
    }

    fn list(&self, directory: &str) -> Vec<(String, EntryKind)> {
        let mut entries = BTreeMap::new();
        for path in self.files.keys() {
            let below = match directory {
                "" => Some(path.as_str()),
                _ => path.strip_prefix(directory).and_then(|rest| rest.strip_prefix('/')),
            };
            match below.and_then(|below| below.split_once('/').or(Some((below, "")))) {
                Some((name, "")) => {
                    entries.insert(name.to_owned(), EntryKind::File { executable: false })
                }
                Some((name, _)) => entries.insert(name.to_owned(), EntryKind::Directory),
                None => None,
            };
        }
        entries.into_iter().collect()
    }
}
