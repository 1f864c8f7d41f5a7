//! The project's configuration: `flask-lsp.toml`, or `[tool.flask-lsp]` of a `pyproject.toml`.
//!
//! The nearest one above a file counts, whole; those further up do not add to it. What a client or the
//! command line says stands over it, key by key. Nothing is read twice until [`Configs`] is renewed.

mod meant;
mod raw;
mod run;
mod schema;
mod value;
mod versions;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use analysis::Settings;
use analysis::rules::all;
use analysis::settings::Level;

pub(crate) use meant::meant;
pub(crate) use raw::{DiagnosticMode, Patterns, RawSettings, Speaker};
pub(crate) use schema::schema;
pub(crate) use value::{Place, from_json};

use crate::disk::{self, Globs};

/// The file that holds nothing else.
pub(crate) const FILE_NAME: &str = "flask-lsp.toml";
/// The file that may hold it in a table.
const SHARED_FILE_NAME: &str = "pyproject.toml";

/// The configuration of some files, ready for use.
#[derive(Debug)]
pub(crate) struct Config {
    /// The file that it is from; `None` for what holds without any.
    pub(crate) file: Option<PathBuf>,
    /// What holds: the file, with what stands over it.
    pub(crate) raw: RawSettings,
    /// What stands over the file.
    pub(crate) over: RawSettings,
    exclude: Vec<Globs>,
    per_file: Vec<(Globs, Vec<String>)>,
    settings: Arc<Settings>,
}

impl Config {
    /// Of a file, and what stands over it.
    fn of_file(file: PathBuf, raw: &RawSettings, over: &RawSettings) -> Config {
        let config = Config::new(Some(file), over.over_file(raw));
        Config { over: over.clone(), ..config }
    }

    /// Without a file.
    fn of_no_file(over: &RawSettings) -> Config {
        Config { over: over.clone(), ..Config::new(None, over.clone()) }
    }

    fn new(file: Option<PathBuf>, raw: RawSettings) -> Config {
        let globs = |patterns: &Patterns| {
            // Each was tried when it was read.
            Globs::new(&patterns.base, patterns.patterns.iter().map(String::as_str))
        };
        let per_file = raw.per_file_ignores.iter().flatten();
        let per_file =
            per_file.filter_map(|(patterns, codes)| Some((globs(patterns)?, codes.clone())));
        let default = Settings::default();
        let settings = Settings {
            rules: levels(&raw),
            ignores: raw.ignores.unwrap_or(default.ignores),
            fail_on: raw.fail_on.unwrap_or(default.fail_on),
            syntax_diagnostics: raw.syntax_diagnostics.unwrap_or(default.syntax_diagnostics),
            inlay_hints: raw.inlay_hints.unwrap_or(default.inlay_hints),
            code_lens: raw.code_lens.unwrap_or(default.code_lens),
            versions: raw.versions,
            run: raw.run.settings(),
            ..default
        };
        Config {
            exclude: raw.exclude.iter().chain(&raw.extend_exclude).filter_map(globs).collect(),
            per_file: per_file.collect(),
            settings: Arc::new(settings),
            over: RawSettings::default(),
            file,
            raw,
        }
    }

    /// The settings of one file, which is named absolutely.
    pub(crate) fn settings(&self, path: &Path) -> Arc<Settings> {
        let excluded = self.exclude.iter().any(|globs| globs.cover(path));
        let ignored: Vec<_> = self.per_file.iter().filter(|(globs, _)| globs.cover(path)).collect();
        if !excluded && ignored.is_empty() {
            return self.settings.clone();
        }
        let mut settings = Settings { excluded, ..(*self.settings).clone() };
        for code in ignored.into_iter().flat_map(|(_, codes)| codes) {
            settings.rules.insert(code.clone(), Level::Off);
        }
        Arc::new(settings)
    }

    /// Whether a walk leaves this out; what lies in a directory that is left out is never asked for.
    pub(crate) fn leaves_out(&self, path: &Path, is_directory: bool) -> bool {
        (self.raw.exclude.is_none() && is_directory && disk::holds_packages(path))
            || self.exclude.iter().any(|globs| globs.name(path, is_directory))
    }
}

/// The levels of rules, with those off that are not selected, or ignored.
fn levels(raw: &RawSettings) -> BTreeMap<String, Level> {
    let mut levels = raw.rules.clone().unwrap_or_default();
    let names = |codes: &Option<Vec<String>>, id: &str| {
        codes.as_ref().map(|codes| codes.iter().any(|code| code == id))
    };
    for rule in all() {
        if names(&raw.select, rule.id) == Some(false) || names(&raw.ignore, rule.id) == Some(true) {
            levels.insert(rule.id.to_owned(), Level::Off);
        }
    }
    levels
}

/// Something about a configuration file that its author should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConfigProblem {
    pub(crate) file: PathBuf,
    pub(crate) place: Option<Place>,
    pub(crate) message: String,
    /// Whether nothing of the file counts.
    pub(crate) is_fatal: bool,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = disk::shown_name(&self.file);
        match self.place {
            Some(Place { line, column }) => write!(formatter, "{name}:{line}:{column}: ")?,
            None => write!(formatter, "{name}: ")?,
        }
        formatter.write_str(&self.message)
    }
}

/// Finds the configuration of each file. Shared between threads.
#[derive(Debug, Default)]
pub(crate) struct Configs {
    /// What stands over every file's own.
    over: RawSettings,
    /// The one for all files, where nothing is searched for.
    fixed: Option<Arc<Config>>,
    found: Mutex<Found>,
}

#[derive(Debug, Default)]
struct Found {
    by_directory: HashMap<PathBuf, Arc<Config>>,
    /// What each file said when it could be read last.
    last_good: HashMap<PathBuf, RawSettings>,
    problems: Vec<ConfigProblem>,
}

impl Configs {
    /// The nearest configuration for each file.
    pub(crate) fn searched(over: RawSettings) -> Configs {
        Configs { over, ..Configs::default() }
    }

    /// No configuration at all.
    pub(crate) fn isolated(over: RawSettings) -> Configs {
        let config = Config::of_no_file(&over);
        Configs { over, fixed: Some(Arc::new(config)), ..Configs::default() }
    }

    /// This file for all; its patterns are relative to `base`. An error if it cannot be read.
    pub(crate) fn fixed(over: RawSettings, file: &Path, base: &Path) -> Result<Configs, String> {
        let cannot = |why: String| format!("cannot read `{}`: {why}", disk::shown_name(file));
        let text = disk::read_text(file).map_err(|error| cannot(disk::reason(&error)))?;
        let mut found = Found::default();
        match read_file(file, &text, base) {
            Some(Ok((raw, problems))) => {
                found.problems = problems;
                let config = Config::of_file(file.to_owned(), &raw, &over);
                Ok(Configs { over, fixed: Some(Arc::new(config)), found: Mutex::new(found) })
            }
            Some(Err(problem)) => Err(problem.to_string()),
            None => Err(cannot("it has no table `tool.flask-lsp`".to_owned())),
        }
    }

    /// The same search from the start, with something else over it. A file that is broken for now counts as
    /// it was.
    pub(crate) fn renewed(&self, over: RawSettings) -> Configs {
        let last_good = self.found().last_good.clone();
        let found = Mutex::new(Found { last_good, ..Found::default() });
        Configs { over, fixed: None, found }
    }

    /// What holds for a text that is no file.
    pub(crate) fn of_nothing(&self) -> Arc<Settings> {
        Config::new(None, self.over.clone()).settings
    }

    /// What governs a file, which is named absolutely.
    pub(crate) fn of_file(&self, path: &Path) -> Arc<Config> {
        self.of_directory(path.parent().unwrap_or(Path::new("")))
    }

    /// What governs the files in a directory, which is named absolutely.
    pub(crate) fn of_directory(&self, directory: &Path) -> Arc<Config> {
        match &self.fixed {
            Some(config) => config.clone(),
            None => self.search(directory, &mut self.found()),
        }
    }

    fn search(&self, directory: &Path, found: &mut Found) -> Arc<Config> {
        let mut unknown = Vec::new();
        let mut config = None;
        for above in directory.ancestors() {
            if let Some(known) = found.by_directory.get(above) {
                config = Some(known.clone());
                break;
            }
            unknown.push(above.to_owned());
            if let Some((file, raw)) = in_directory(above, found) {
                config = Some(Arc::new(Config::of_file(file, &raw, &self.over)));
                break;
            }
        }
        let config = config.unwrap_or_else(|| Arc::new(Config::of_no_file(&self.over)));
        for directory in unknown {
            found.by_directory.insert(directory, config.clone());
        }
        config
    }

    /// What is to be said about all files that were read so far.
    pub(crate) fn problems(&self) -> Vec<ConfigProblem> {
        let mut problems = self.found().problems.clone();
        problems.sort();
        problems
    }

    fn found(&self) -> std::sync::MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The configuration file of a directory, read.
fn in_directory(directory: &Path, found: &mut Found) -> Option<(PathBuf, RawSettings)> {
    for name in [FILE_NAME, SHARED_FILE_NAME] {
        let file = directory.join(name);
        let text = match disk::read_text(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            // Whether a file for many programs has something for us is not known then.
            Err(_) if name == SHARED_FILE_NAME => continue,
            Err(error) => {
                let message = format!("cannot be read: {}", disk::reason(&error));
                found.problems.push(ConfigProblem {
                    file: file.clone(),
                    place: None,
                    message,
                    is_fatal: true,
                });
                return Some((file, RawSettings::default()));
            }
        };
        match read_file(&file, &text, directory) {
            None => {}
            Some(Ok((raw, problems))) => {
                found.problems.extend(problems);
                found.last_good.insert(file.clone(), raw.clone());
                return Some((file, raw));
            }
            Some(Err(problem)) => {
                found.problems.push(problem);
                let raw = found.last_good.get(&file).cloned().unwrap_or_default();
                return Some((file, raw));
            }
        }
    }
    None
}

type ReadFile = Result<(RawSettings, Vec<ConfigProblem>), ConfigProblem>;

/// What a file says; `None` for a `pyproject.toml` that says nothing to us.
fn read_file(file: &Path, text: &str, base: &Path) -> Option<ReadFile> {
    let is_shared = file.file_name().is_some_and(|name| name == SHARED_FILE_NAME);
    if is_shared && !text.contains("flask-lsp") {
        return None;
    }
    let problem = |place, message, is_fatal| ConfigProblem {
        file: file.to_owned(),
        place,
        message,
        is_fatal,
    };
    let value = match value::from_toml(text) {
        Ok(value) => value,
        Err((place, why)) => {
            return Some(Err(problem(place, format!("is not TOML: {why}"), true)));
        }
    };
    let value = match is_shared {
        true => value.get("tool")?.get("flask-lsp")?,
        false => &value,
    };
    let (raw, complaints) = RawSettings::read(value, Speaker::File, base);
    let problems = complaints.into_iter();
    let problems = problems.map(|it| problem(it.place, it.message, false)).collect();
    Some(Ok((raw, problems)))
}
