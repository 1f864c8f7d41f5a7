//! Which files a command looks at, and reading them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::file_kind::FILE_NAMES;
use analysis::{FileKind, Settings, Snapshot};
use syntax::Document;

use super::Failure;
use crate::application;
use crate::config::Configs;
use crate::disk::{self, DiskFiles};

/// Files to look at, and what stood in the way of finding more.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// In the order of their shown names, each once.
    pub(super) files: Vec<InputFile>,
    /// Why some of what was asked for could not be looked at.
    pub(super) problems: Vec<String>,
}

/// A file to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InputFile {
    /// As reports name it.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
}

impl InputFile {
    /// The file at a path.
    pub(super) fn at(path: PathBuf) -> InputFile {
        InputFile { name: disk::shown_name(&path), path }
    }

    /// Reads the file, which must be text, with the settings that count for it.
    pub(super) fn open(&self, configs: &Configs) -> Result<Snapshot, Failure> {
        let unreadable = |why: &str| Failure::new(format!("cannot read `{}`: {why}", self.name));
        let text =
            disk::read_text(&self.path).map_err(|error| unreadable(&disk::reason(&error)))?;
        let path = disk::absolute_path(&self.path);
        let settings = configs.of_file(&path).settings(&path);
        self.snapshot(text, settings).ok_or_else(|| unreadable("its name is unknown"))
    }

    /// What the file is read as; `None` for names that are not ours.
    pub(super) fn kind(&self) -> Option<FileKind> {
        disk::kind_of(&self.path)
    }

    /// A snapshot of this text in the place of the file.
    pub(super) fn snapshot(&self, text: String, settings: Arc<Settings>) -> Option<Snapshot> {
        let directory = self.path.parent().unwrap_or(Path::new(""));
        let kind = self.kind()?;
        let document = Document::new(text);
        let uses = (kind == FileKind::Charmcraft)
            .then(|| application::uses_of_charm(directory, &document))
            .flatten();
        Some(Snapshot {
            file_name: self.path.file_name()?.to_str()?.into(),
            kind,
            document: Arc::new(document),
            project: Arc::new(DiskFiles::new(directory)),
            settings,
            clean_options: Arc::default(),
            uses: uses.map(Arc::new),
        })
    }
}

/// The files at the paths; directories are walked, without what the configurations leave out.
pub(super) fn find(paths: &[PathBuf], configs: Option<&Arc<Configs>>) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        if disk::is_directory(path) {
            let walk = disk::walk(path, left_out_by(configs.cloned()));
            inputs.files.extend(walk.files.into_iter().map(InputFile::at));
            inputs.problems.extend(walk.problems);
            continue;
        }
        let file = InputFile::at(path.clone());
        match file.kind() {
            _ if !disk::exists(path) => {
                inputs.problems.push(format!("`{}` does not exist", file.name));
            }
            None => inputs.problems.push(not_ours(&file)),
            Some(_) => inputs.files.push(file),
        }
    }
    inputs.files.sort();
    inputs.problems.sort();
    inputs.problems.dedup();
    // Names that are no text may look alike and not be the same.
    inputs.files.dedup_by(|a, b| a.name == b.name && is_same(&a.path, &b.path));
    inputs
}

/// Why a file cannot be checked.
pub(super) fn not_ours(file: &InputFile) -> String {
    if lacks_charm(&file.path) {
        let charm = FileKind::Charmcraft.canonical_name();
        return format!("`{}` can be checked beside a `{charm}` only", file.name);
    }
    let ours = our_names();
    format!("`{}` is none of the files that can be checked: {ours}", file.name)
}

/// Whether a file would be ours if a charm lay beside it.
pub(super) fn lacks_charm(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    FileKind::in_directory(name, || true).is_some() && disk::kind_of(path).is_none()
}

fn is_same(path: &Path, other: &Path) -> bool {
    path == other || disk::absolute_path(path) == disk::absolute_path(other)
}

fn left_out_by(configs: Option<Arc<Configs>>) -> impl Fn(&Path, bool) -> bool + Send + Sync {
    move |path, is_directory| {
        let config = configs.as_ref().map(|configs| configs.of_file(path));
        config.is_some_and(|config| config.leaves_out(path, is_directory))
    }
}

/// The names of our files, for messages: those that the tools read.
pub(super) fn our_names() -> String {
    let read = FILE_NAMES.iter().filter(|(name, kind)| *name == kind.canonical_name());
    let names: Vec<_> = read.map(|(name, _)| format!("`{name}`")).collect();
    names.join(", ")
}

/// All of standard input.
pub(super) fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(Failure::new(format!("cannot read standard input: {error}"))),
    }
}
