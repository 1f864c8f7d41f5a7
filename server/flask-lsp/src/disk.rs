//! The disk: the only module that reads and writes files and directories.

mod globs;
mod sources;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use analysis::FileKind;
use analysis::expand::Machine;
use analysis::project::{EntryKind, ProjectFiles};
use ignore::WalkState;

pub(crate) use globs::Globs;
pub(crate) use sources::{SourceFile, Stamp, read_source, relative, sources};

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
        let text = String::from_utf8(read(&self.root.join(path)).ok()?).ok()?;
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

/// The bytes of a file. Pipes and devices, which could block, and very large files are refused.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Looked at before opening: to open a pipe is to wait for its other end.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a file"));
    }
    if metadata.len() > MAX_FILE_SIZE {
        return Err(io::Error::other("larger than 16 MiB"));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    fs::File::open(path)?.take(MAX_FILE_SIZE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file. Bytes that are not UTF-8 are an error.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|_| io::Error::other("it is not UTF-8"))
}

/// The path from the root. Links stay, unless `..` would lead from behind one to somewhere else.
pub(crate) fn absolute_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !absolute.components().any(is_parent) {
        return absolute;
    }
    let resolved = absolute.canonicalize().ok().or_else(|| resolved_parent(&absolute));
    resolved.unwrap_or(absolute)
}

/// Whether there is a directory at the path.
pub(crate) fn is_directory(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is anything at the path, if only a link to nothing.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The directory with all links resolved; `None` if there is none, or its name is no text.
pub(crate) fn absolute(directory: &Path) -> Option<String> {
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    directory.canonicalize().ok()?.into_os_string().into_string().ok()
}

/// This machine, as charmcraft would find it, with a charm in `directory` if that is known.
pub(crate) fn machine(directory: Option<&Path>) -> Machine {
    Machine {
        architecture: architecture().to_owned(),
        directory: directory.and_then(absolute),
        processors: std::thread::available_parallelism().ok().map(usize::from),
    }
}

/// Whether a directory is one of those that package managers fill: nobody's charm is in there, and looking
/// through them takes longer than all the rest.
pub(crate) fn holds_packages(directory: &Path) -> bool {
    let name = directory.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| PACKAGE_DIRECTORIES.contains(&name))
}

/// Directories that package managers fill.
pub(crate) const PACKAGE_DIRECTORIES: [&str; 3] = ["node_modules", "site-packages", "venv"];

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Files whose names are ours, in no particular order; links to nothing and pipes too.
    pub(crate) files: Vec<PathBuf>,
    /// What could not be looked at, in words, in no particular order either.
    pub(crate) problems: Vec<String>,
}

/// Our files below a directory. Hidden directories and what a `.gitignore` names are left out, links
/// to directories are not followed. `leaves_out` is asked about everything below the directory, with its
/// absolute path and whether it is a directory itself.
pub(crate) fn walk(
    directory: &Path,
    leaves_out: impl Fn(&Path, bool) -> bool + Send + Sync + 'static,
) -> Walk {
    let (start, absolute_start) = (directory.to_owned(), absolute_path(directory));
    let is_in = move |entry: &ignore::DirEntry| {
        let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_known = is_directory || has_our_name(entry);
        match entry.path().strip_prefix(&start) {
            Ok(below) if is_known && entry.depth() > 0 => {
                !leaves_out(&absolute_start.join(below), is_directory)
            }
            _ => true,
        }
    };
    let mut walk = ignore::WalkBuilder::new(directory);
    let walk = walk.require_git(false).filter_entry(is_in).build_parallel();
    let found = Mutex::new(Walk::default());
    walk.run(|| {
        Box::new(|entry| {
            let add = |add: &dyn Fn(&mut Walk)| {
                add(&mut found.lock().unwrap_or_else(PoisonError::into_inner));
            };
            match entry {
                // What is no file after all is found out, and said, when it is read.
                Ok(entry) if has_our_name(&entry) && !entry.path().is_dir() => {
                    add(&|walk| walk.files.push(entry.path().to_owned()));
                }
                Ok(_) => {}
                Err(error) => add(&|walk| walk.problems.push(walk_problem(&error))),
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn walk_problem(error: &ignore::Error) -> String {
    match (error, error.io_error()) {
        (ignore::Error::WithDepth { err, .. }, _) => walk_problem(err),
        (ignore::Error::WithPath { path, .. }, Some(why)) => {
            // The whole error names the path again, in words of the library.
            format!("cannot look into `{}`: {}", shown_name(path), why.kind())
        }
        _ => error.to_string(),
    }
}

/// Why something failed, without the number that the system has for it.
pub(crate) fn reason(error: &io::Error) -> String {
    let mut words = error.to_string();
    if let Some(number) = words.find(" (os error ") {
        words.truncate(number);
    }
    words
}

fn has_our_name(entry: &ignore::DirEntry) -> bool {
    kind_of(entry.path()).is_some()
}

/// What the file at a path is; `None` for files that are not ours, by their name or by what lies beside them.
pub(crate) fn kind_of(path: &Path) -> Option<FileKind> {
    let charm = || path.with_file_name(FileKind::Charmcraft.canonical_name());
    FileKind::in_directory(path.file_name()?.to_str()?, || charm().is_file())
}

/// Charms and rocks lie near the root of a repository.
const NEAR_DEPTH: usize = 8;
/// A directory with more entries than this is not a project (a home directory, say).
const NEAR_ENTRIES: usize = 100_000;

/// [`walk`] for those who did not ask for just this directory: it gives up in depths and widths that
/// no project has. The paths are sorted; what cannot be looked at is left out.
pub(crate) fn files_near(directory: &Path) -> Vec<PathBuf> {
    let is_near = |entry: &ignore::DirEntry| entry.depth() == 0 || !holds_packages(entry.path());
    let mut walk = ignore::WalkBuilder::new(directory);
    walk.require_git(false).max_depth(Some(NEAR_DEPTH)).filter_entry(is_near);
    let entries = walk.build().take(NEAR_ENTRIES);
    let is_ours = |entry: &ignore::DirEntry| has_our_name(entry) && entry.path().is_file();
    let files = entries.flatten().filter(is_ours);
    let mut paths: Vec<_> = files.map(ignore::DirEntry::into_path).collect();
    paths.sort();
    paths
}

/// The working directory, which never changes, as it is called and with all links resolved.
static WORKING_DIRECTORY: LazyLock<Option<(PathBuf, PathBuf)>> = LazyLock::new(|| {
    let directory = std::env::current_dir().ok()?;
    let resolved = directory.canonicalize().ok()?;
    Some((directory, resolved))
});

/// The path as reports show it: relative to the working directory where it lies below it, else as it
/// is given; `/` between names, no `./`.
pub(crate) fn shown_name(path: &Path) -> String {
    let below_working_directory = || {
        let (working_directory, resolved_working_directory) = WORKING_DIRECTORY.as_ref()?;
        if let Ok(below) = path.strip_prefix(working_directory) {
            return Some(below.to_owned());
        }
        // The same directory under another name: through a link, or with `..` in between.
        let needs_resolving = path.is_absolute() || path.components().any(is_parent);
        let resolved = needs_resolving.then(|| resolved_parent(path)).flatten()?;
        Some(resolved.strip_prefix(resolved_working_directory).ok()?.to_owned())
    };
    let shown = below_working_directory().unwrap_or_else(|| path.to_owned());
    let mut name = String::new();
    for component in shown.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir => name.push('/'),
            component => {
                if !name.is_empty() && !name.ends_with('/') {
                    name.push('/');
                }
                name.push_str(&component.as_os_str().to_string_lossy());
            }
        }
    }
    name
}

fn is_parent(component: Component<'_>) -> bool {
    component == Component::ParentDir
}

/// The path with its directory resolved, but not the file itself, which may be a link.
fn resolved_parent(path: &Path) -> Option<PathBuf> {
    Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?))
}

/// Writes a file, as it is asked for.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// Writes behind what a file holds already; makes the file where there is none.
pub(crate) fn append(path: &Path, text: &str) -> io::Result<()> {
    fs::File::options().append(true).create(true).open(path)?.write_all(text.as_bytes())
}

/// Writes a new file that its owner may execute. One that is there already stays, even a link to nothing,
/// and that is an error.
pub(crate) fn create_executable(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o777);
    let written = options.open(path)?.write_all(text.as_bytes());
    if written.is_err() {
        // Half a script is worse than none; what matters is the first error.
        let _ = fs::remove_file(path);
    }
    written
}

/// Gives a file another name in its directory. A file that has the name already stays, and that is
/// an error.
pub(crate) fn rename(path: &Path, name: &str) -> io::Result<PathBuf> {
    let target = path.with_file_name(name);
    if target.symlink_metadata().is_ok() {
        return Err(io::Error::other(format!("there is a {name} already")));
    }
    fs::rename(path, &target)?;
    Ok(target)
}

/// Replaces the content `old` of a file by `new`, all of it or nothing: the text is written aside, then
/// moved into place. Where the path is a link, the file behind it is replaced; permissions stay. A file
/// that holds something else by now stays as it is, and that is an error.
pub(crate) fn replace(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let target = path.canonicalize()?;
    let permissions = fs::metadata(&target)?.permissions();
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let aside = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = create_aside(&aside)?;
    let written = (|| {
        file.write_all(new.as_bytes())?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        // As late as possible: somebody may have saved it while it was being mended.
        if read(&target)? != old.as_bytes() {
            return Err(io::Error::other("it was changed meanwhile"));
        }
        fs::rename(&aside, &target)
    })();
    if written.is_err() {
        // What matters is the first error.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// A new file under a name that only a process with our number uses. One that is there was left behind by
/// a process that had the number before and was killed.
fn create_aside(path: &Path) -> io::Result<fs::File> {
    match fs::File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            fs::File::create_new(path)
        }
        outcome => outcome,
    }
}

/// This machine's architecture as Debian, and so the tools, call it.
pub(crate) fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "arm" => "armhf",
        "x86" => "i386",
        "powerpc64" => "ppc64el",
        other => other,
    }
}

/// The program that a name stands for: an absolute path, or a name that is looked up on PATH. Entries of
/// PATH that are not absolute do not count: they would mean files of the project.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    if path.is_absolute() {
        return is_program(path).then(|| path.to_owned());
    }
    if path.components().count() != 1 || name.is_empty() {
        return None;
    }
    let directories = std::env::var_os("PATH")?;
    let directories =
        std::env::split_paths(&directories).filter(|directory| directory.is_absolute());
    let names = directories.flat_map(|directory| {
        let plain = directory.join(name);
        let exe = directory.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        [plain, exe]
    });
    names.into_iter().find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    let is_runnable = |metadata: &fs::Metadata| metadata.is_file() && is_executable(metadata);
    fs::metadata(path).is_ok_and(|metadata| is_runnable(&metadata))
}

/// Of the files at or below `sources` the newest one, if it is newer than `file`. Paths are from
/// `directory`; `""` is all of it. Hidden files, packed rocks and charms, what a `.gitignore` names and
/// what lies at or below `except` do not count.
pub(crate) fn newer_file(
    directory: &Path,
    file: &str,
    sources: &[String],
    except: &[String],
) -> Option<String> {
    let written = fs::metadata(directory.join(file)).ok()?.modified().ok()?;
    let mut newest = None;
    for source in sources {
        let mut walk = ignore::WalkBuilder::new(directory.join(source));
        let entries =
            walk.require_git(false).max_depth(Some(NEAR_DEPTH)).build().take(NEAR_ENTRIES);
        for entry in entries.flatten() {
            let Ok(below) = entry.path().strip_prefix(directory) else { continue };
            let is_packed = below.extension().is_some_and(|it| it == "rock" || it == "charm");
            let is_excepted =
                source.is_empty() && except.iter().any(|path| below.starts_with(path));
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file);
            let Some(modified) = metadata.and_then(|metadata| metadata.modified().ok()) else {
                continue;
            };
            let is_newest = newest.as_ref().is_none_or(|(known, _)| modified > *known);
            if modified > written && is_newest && !is_packed && !is_excepted {
                newest = Some((modified, below.to_owned()));
            }
        }
    }
    newest.map(|(_, path)| path.to_string_lossy().replace('\\', "/"))
}

/// Something that only one can hold, for as long as it lives.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: Option<fs::File>,
}

/// Locks a directory against all other processes that ask for its lock. `None` if one has it. Where the
/// system cannot lock a directory, everybody gets it.
pub(crate) fn lock(directory: &Path) -> Option<Lock> {
    let Ok(file) = fs::File::open(directory) else { return Some(Lock { _file: None }) };
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => None,
        Ok(()) => Some(Lock { _file: Some(file) }),
        Err(fs::TryLockError::Error(_)) => Some(Lock { _file: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_may_not_be_looked_into_is_named_once() {
        let path = PathBuf::from("/shop/secret");
        let inner = io::Error::from(io::ErrorKind::PermissionDenied);
        let inner = io::Error::other(format!("IO error for operation on /shop/secret: {inner}"));
        let denied = io::Error::new(io::ErrorKind::PermissionDenied, inner);
        let err = Box::new(ignore::Error::WithPath { path, err: Box::new(denied.into()) });
        let error = ignore::Error::WithDepth { depth: 1, err };
        assert_eq!(walk_problem(&error), "cannot look into `/shop/secret`: permission denied");
    }

    #[test]
    fn a_file_is_replaced_only_if_it_still_holds_what_was_read() {
        let directory =
            std::env::temp_dir().join(format!("flask-lsp-replace-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("charmcraft.yaml");
        fs::write(&path, "saved meanwhile").unwrap();
        // Left behind by a process that was killed.
        let aside = directory.join(format!(".charmcraft.yaml.{}.tmp", std::process::id()));
        fs::write(&aside, "half a fi").unwrap();
        let error = replace(&path, "read", "mended").unwrap_err();
        assert_eq!(reason(&error), "it was changed meanwhile");
        assert_eq!(fs::read_to_string(&path).unwrap(), "saved meanwhile");
        fs::write(&aside, "half a fi").unwrap();
        replace(&path, "saved meanwhile", "mended").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mended");
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        fs::remove_dir_all(&directory).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn reasons_do_without_numbers() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "No such file or directory");
        assert_eq!(reason(&io::Error::other("not a file")), "not a file");
    }
}
