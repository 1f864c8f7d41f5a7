//! The files of an application: a walk that knows where code is not, and reading with bounds.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::read;

/// A project with more files and directories than this is read in part.
const MOST_ENTRIES: usize = 50_000;
/// More files than this are not read.
const MOST_FILES: usize = 10_000;
/// Larger files are not written by hand.
const LARGEST: u64 = 1024 * 1024;

/// Directories of code that somebody else wrote, or of what a build left behind, under the names that everybody
/// gives them.
const FOREIGN: &[&str] = &[
    "node_modules",
    "bower_components",
    "venv",
    "env",
    "site-packages",
    "__pycache__",
    "target",
    "prime",
    "stage",
    "overlay",
];
/// The same, where now and then somebody keeps code of his own.
const MAYBE_FOREIGN: &[&str] = &["vendor", "build", "dist", "out", "third_party"];

/// Ends of names of files that no program reads as text.
const NOT_TEXT: &[&str] = &[
    "md", "rst", "lock", "sum", "png", "jpg", "jpeg", "gif", "webp", "ico", "svg", "woff", "woff2",
    "ttf", "eot", "otf", "pdf", "zip", "gz", "tgz", "xz", "bz2", "jar", "war", "class", "pyc",
    "so", "o", "a", "exe", "dll", "mp3", "mp4", "webm", "wav", "rock", "charm", "snap", "db",
    "sqlite", "sqlite3", "map", "csv", "parquet", "bin",
];

/// A file that may be worth reading.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// From the directory that was walked, with `/` between names.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What changes when the file does.
    pub(crate) stamp: Stamp,
}

/// Size and time of the last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

/// The files of an application.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// In no particular order.
    pub(crate) files: Vec<SourceFile>,
    /// Whether nothing was left out that could be code of the application.
    pub(crate) is_complete: bool,
}

/// The text files below a directory, but for what `.gitignore` names, hidden ones, directories of foreign code and
/// whatever is `excluded`, by its path from the directory.
pub(crate) fn sources(directory: &Path, excluded: &[&str]) -> Sources {
    let mut sources = Sources { files: Vec::new(), is_complete: true };
    let mut walk = ignore::WalkBuilder::new(directory);
    let root = directory.to_owned();
    let left_out: Vec<String> = excluded.iter().map(|path| (*path).to_owned()).collect();
    walk.require_git(false).filter_entry(move |entry| {
        let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_foreign = || entry.file_name().to_str().is_some_and(|it| FOREIGN.contains(&it));
        let is_left_out = || {
            let below = relative(&root, entry.path());
            below.is_some_and(|below| left_out.contains(&below))
        };
        entry.depth() == 0 || !(is_left_out() || is_directory && is_foreign())
    });
    for (count, entry) in walk.build().enumerate() {
        if count >= MOST_ENTRIES || sources.files.len() >= MOST_FILES {
            sources.is_complete = false;
            break;
        }
        // What cannot be looked at may be code all the same.
        let Ok(entry) = entry else {
            sources.is_complete = false;
            continue;
        };
        match entry.file_type() {
            Some(kind) if kind.is_file() => {}
            Some(kind) if kind.is_dir() => {
                let name = entry.file_name().to_str().unwrap_or_default();
                sources.is_complete &= entry.depth() == 0 || !MAYBE_FOREIGN.contains(&name);
                continue;
            }
            _ => continue,
        }
        let Some(name) = relative(directory, entry.path()) else { continue };
        let extension = entry.path().extension().and_then(|it| it.to_str()).unwrap_or_default();
        if NOT_TEXT.contains(&extension) {
            continue;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.len() > LARGEST {
            continue;
        }
        let stamp = stamp(&metadata);
        sources.files.push(SourceFile { name, path: entry.into_path(), stamp });
    }
    sources
}

/// The text of a file; `None` if it cannot be read, or is no text.
pub(crate) fn read_source(path: &Path) -> Option<String> {
    let bytes = read(path).ok()?;
    let is_binary = bytes.iter().take(1024).any(|byte| *byte == 0);
    if is_binary {
        return None;
    }
    String::from_utf8(bytes).ok()
}

fn stamp(metadata: &fs::Metadata) -> Stamp {
    Stamp { size: metadata.len(), modified: metadata.modified().ok() }
}

/// A path below a directory, with `/` between names; `None` where a name is no text.
pub(crate) fn relative(directory: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(directory).ok()?;
    let names: Option<Vec<_>> = below.iter().map(|name| name.to_str()).collect();
    Some(names?.join("/"))
}
