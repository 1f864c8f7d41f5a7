//! The disk: the only file that reads directories and files.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::project::{EntryKind, ProjectFiles};

/// Larger files are not ours to read.
const MAX_FILE_SIZE: u64 = 16 * 1024 * 1024;

/// The files below one directory, read anew each time.
#[derive(Debug, Clone)]
pub(crate) struct DiskFiles {
    root: PathBuf,
}

impl DiskFiles {
    /// The directory that a document lies in.
    pub(crate) fn new(root: impl Into<PathBuf>) -> Self {
        DiskFiles { root: root.into() }
    }
}

impl ProjectFiles for DiskFiles {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        let mut text = String::new();
        let file = fs::File::open(self.root.join(path)).ok()?;
        let metadata = file.metadata().ok()?;
        // Not a pipe or a device, which could block.
        if !metadata.is_file() || metadata.len() > MAX_FILE_SIZE {
            return None;
        }
        file.take(MAX_FILE_SIZE).read_to_string(&mut text).ok()?;
        Some(text.into())
    }

    fn entry(&self, path: &str) -> Option<EntryKind> {
        entry_kind(&self.root.join(path))
    }

    fn list(&self, directory: &str) -> Vec<(String, EntryKind)> {
        let Ok(entries) = fs::read_dir(self.root.join(directory)) else { return Vec::new() };
        let mut names: Vec<_> = entries
            .flatten()
            .filter_map(|entry| {
                Some((entry.file_name().into_string().ok()?, entry_kind(&entry.path())?))
            })
            .collect();
        names.sort_by(|(a, _), (b, _)| a.cmp(b));
        names
    }
}

fn entry_kind(path: &Path) -> Option<EntryKind> {
    let metadata = fs::metadata(path).ok()?;
    if metadata.is_dir() {
        return Some(EntryKind::Directory);
    }
    Some(EntryKind::File { executable: is_executable(&metadata) })
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_metadata: &fs::Metadata) -> bool {
    true
}
