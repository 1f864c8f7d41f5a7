//! Checking files with the settings of their projects: from paths to findings.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use analysis::{Settings, check};

use super::encoding;
use super::input::{self, InputFile};
use crate::config::Configs;
use crate::disk;
use crate::report::CheckedFile;

/// Checks files.
pub(super) struct Checker {
    configs: Arc<Configs>,
    /// Whether files that are named are left out like those that are found.
    force_exclude: bool,
}

/// What became of all files that were asked for.
#[derive(Default)]
pub(super) struct Outcome {
    /// In the order of their names.
    pub(super) files: Vec<CheckedFile>,
    /// What could not be looked at, in words.
    pub(super) problems: Vec<String>,
    /// How many of the files that were named are left out.
    pub(super) left_out: usize,
    /// How many of them lie beside no charm, and are left alone for that.
    pub(super) homeless: usize,
}

impl Checker {
    pub(super) fn new(configs: Arc<Configs>, force_exclude: bool) -> Checker {
        Checker { configs, force_exclude }
    }

    /// Checks all files at the paths; directories are walked.
    pub(super) fn check_paths(&self, paths: &[PathBuf]) -> Outcome {
        // A hook names whatever has the name, and means what is ours.
        let is_meant = |path: &&PathBuf| !self.force_exclude || !input::lacks_charm(path);
        let meant: Vec<_> = paths.iter().filter(is_meant).cloned().collect();
        let mut inputs = input::find(&meant, Some(&self.configs));
        let named = inputs.files.len();
        let homeless = paths.len() - meant.len();
        if self.force_exclude {
            inputs.files.retain(|file| !self.own_settings(&file.path).excluded);
        }
        let left_out = named - inputs.files.len();
        let check_one = |file: &InputFile| {
            let bytes = disk::read(&file.path);
            let bytes = bytes.map_err(|error| {
                format!("cannot read `{}`: {}", file.name, disk::reason(&error))
            })?;
            self.check_bytes(file, bytes).ok_or_else(|| format!("cannot check `{}`", file.name))
        };
        let mut outcome =
            Outcome { left_out, homeless, problems: inputs.problems, ..Outcome::default() };
        for checked in in_parallel(&inputs.files, check_one) {
            match checked {
                Ok(file) => outcome.files.push(file),
                Err(problem) => outcome.problems.push(problem),
            }
        }
        outcome
    }

    /// Checks a text in the place of a file. `None` for a file whose name is not ours.
    pub(super) fn check_bytes(&self, file: &InputFile, bytes: Vec<u8>) -> Option<CheckedFile> {
        let settings = self.settings(&file.path);
        let InputFile { name, path } = file.clone();
        match String::from_utf8(bytes) {
            Ok(text) => {
                let snapshot = file.snapshot(text, settings)?;
                let findings = check(&snapshot);
                Some(CheckedFile { name, path, snapshot, findings })
            }
            Err(error) => {
                let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let snapshot = file.snapshot(shown, settings)?;
                let findings = encoding::findings(error.as_bytes(), &error.utf8_error(), &snapshot);
                Some(CheckedFile { name, path, snapshot, findings })
            }
        }
    }

    /// Whoever names a file, or a directory that it lies in, wants it checked.
    fn settings(&self, path: &Path) -> Arc<Settings> {
        let settings = self.own_settings(path);
        match settings.excluded && !self.force_exclude {
            true => Arc::new(Settings { excluded: false, ..(*settings).clone() }),
            false => settings,
        }
    }

    fn own_settings(&self, path: &Path) -> Arc<Settings> {
        let path = disk::absolute_path(path);
        self.configs.of_file(&path).settings(&path)
    }
}

/// Fewer files than this are done sooner than a thread starts.
const FILES_PER_THREAD: usize = 16;

/// `work` on every item, in the order of the items. Each thread takes the next few when it is done with its
/// own, as some files cost a hundred times as much as others.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(items.len() / FILES_PER_THREAD).max(1);
    if threads == 1 {
        return items.iter().map(work).collect();
    }
    let chunks: Vec<_> = items.chunks(FILES_PER_THREAD).collect();
    let next = AtomicUsize::new(0);
    let take_turns = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = chunks.get(number) else { return done };
            done.push((number, chunk.iter().map(&work).collect::<Vec<_>>()));
        }
    };
    let mut done = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(take_turns)).collect();
        let finished = running.into_iter().map(|thread| match thread.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        finished.flatten().collect::<Vec<_>>()
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
