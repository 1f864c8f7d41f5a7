//! The code of the application that a charm is for: where it lies, and what it reads from its environment.
//!
//! Reading is done anew as often as wanted; files that did not change are not read again. Nothing is done for
//! charms without a 12-factor extension.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::application::uses::index::ApplicationUses;
use analysis::application::uses::{FileUses, Language, scan, scan_other};
use analysis::model::Charm;
use analysis::{FileKind, file_kind};
use syntax::Document;

use crate::disk::{self, SourceFile, Stamp};

/// The directory of the code, as seen from a charm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Application {
    /// The directory.
    pub(crate) directory: PathBuf,
    /// The same, from the charm's directory: `..` or nothing.
    from_charm: &'static str,
    /// What belongs to the charm and not to its application, from the directory.
    excluded: Vec<String>,
}

/// A charm that keeps its own code beside that of the application has it here.
const CODE_OF_CHARMS: &[&str] = &["src/charm.py", "lib/charms", "tests/unit/test_charm.py"];

impl Application {
    /// Of the charm in a directory: it lies where its rock does, one level up or beside. `None` where there is no
    /// rock, unless the directory is called `charm`, as `charmcraft init` makes it.
    pub(crate) fn of_charm(charm_directory: &Path) -> Option<Application> {
        let rock = FileKind::Rockcraft.canonical_name();
        let name = charm_directory.file_name().and_then(|name| name.to_str());
        let above = match (charm_directory.parent(), name) {
            (Some(parent), Some(_)) if !parent.as_os_str().is_empty() => parent.to_owned(),
            (Some(_), Some(_)) => PathBuf::from("."),
            _ => charm_directory.join(".."),
        };
        let is_above = disk::exists(&above.join(rock));
        let is_beside = disk::exists(&charm_directory.join(rock));
        if is_above || !is_beside && name == Some("charm") {
            let excluded = name.map(str::to_owned).into_iter().collect();
            return Some(Application { directory: above, from_charm: "..", excluded });
        }
        is_beside.then(|| Application {
            directory: match charm_directory.as_os_str().is_empty() {
                true => PathBuf::from("."),
                false => charm_directory.to_owned(),
            },
            from_charm: "",
            excluded: CODE_OF_CHARMS.iter().map(|path| (*path).to_owned()).collect(),
        })
    }

    /// The name of one of its source files, from its directory; `None` for files that are not read as code.
    pub(crate) fn name_of(&self, path: &Path) -> Option<(String, Language)> {
        let name = disk::relative(&self.directory, path)?;
        let language = Language::of_path(&name)?;
        let is_excluded = self.excluded.iter().any(|excluded| {
            name.strip_prefix(excluded.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        (!is_excluded).then_some((name, language))
    }
}

/// What the code reads that the charm in a directory is for; `None` for a charm that is for none.
pub(crate) fn uses_of_charm(directory: &Path, charm: &Document) -> Option<ApplicationUses> {
    Charm::new(charm.root()).extension()?;
    let application = Application::of_charm(directory)?;
    Some(Reading::default().read(&application, &HashMap::new()))
}

/// What files were read before.
#[derive(Default)]
pub(crate) struct Reading {
    known: HashMap<String, (Stamp, Arc<FileUses>)>,
}

impl Reading {
    /// Reads the application. The texts of `buffers`, by their names, count instead of what is on the disk.
    pub(crate) fn read(
        &mut self,
        application: &Application,
        buffers: &HashMap<String, Arc<str>>,
    ) -> ApplicationUses {
        let excluded: Vec<_> = application.excluded.iter().map(String::as_str).collect();
        let sources = disk::sources(&application.directory, &excluded);
        let mut known = HashMap::with_capacity(sources.files.len());
        let mut source_files = 0;
        let mut files = Vec::new();
        for file in sources.files {
            if is_no_reader(&file.name) {
                continue;
            }
            source_files += usize::from(Language::of_path(&file.name).is_some());
            if buffers.contains_key(&file.name) {
                continue;
            }
            let SourceFile { name, path, stamp } = file;
            let uses = match self.known.remove(&name) {
                Some((before, uses)) if before == stamp => uses,
                _ => Arc::new(read_file(&name, &path)),
            };
            files.push((Arc::from(name.as_str()), uses.clone()));
            known.insert(name, (stamp, uses));
        }
        for (name, text) in buffers {
            files.push((Arc::from(name.as_str()), Arc::new(scan_as(name, text))));
        }
        self.known = known;
        ApplicationUses::new(application.from_charm, files, source_files, sources.is_complete)
    }
}

/// What one file reads, by its name.
pub(crate) fn scan_as(name: &str, text: &str) -> FileUses {
    match Language::of_path(name) {
        Some(language) => scan(language, text),
        None => scan_other(text),
    }
}

fn read_file(name: &str, path: &Path) -> FileUses {
    disk::read_source(path).map(|text| scan_as(name, &text)).unwrap_or_default()
}

/// Files that speak of variables without reading them: the charm's own.
fn is_no_reader(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    file_kind::FILE_NAMES
        .iter()
        .any(|(known, kind)| *known == name && !matches!(kind, FileKind::Rockcraft))
}
