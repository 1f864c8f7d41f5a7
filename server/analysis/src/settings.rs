//! The user's choices, complete and validated. Where they come from is the edges' business.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::versions::Versions;

/// What a rule reports as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing at all.
    Off,
    /// This severity instead of the rule's own.
    As(Severity),
}

/// The user's choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Levels of single rules, by id; all others report as they see fit.
    pub rules: BTreeMap<String, Level>,
    /// Whether comments silence findings.
    pub ignores: bool,
    /// Whether the file is left out: nothing is reported in it.
    pub excluded: bool,
    /// The least severity that fails a check on the command line.
    pub fail_on: Severity,
    /// Whether an editor is told what any other checker of YAML says too; its fixes are offered all the same.
    pub syntax_diagnostics: bool,
    /// Whether inlay hints are shown at all.
    pub inlay_hints: bool,
    /// Whether code lenses are shown at all.
    pub code_lens: bool,
    /// The versions of the tools that the files are for.
    pub versions: Versions,
    /// Packing, uploading and the rest.
    pub run: RunSettings,
}

/// Choices about the programs that are run for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSettings {
    /// Whether code lenses offer them.
    pub code_lens: bool,
    /// Whether to ask before anything is run.
    pub confirm: bool,
    /// Whether anything may be run at all: not in a workspace that the user does not trust.
    pub trusted: bool,
    /// Where images go; `None` for the tools' own default.
    pub registry: Option<String>,
    /// The application in the model; `None` for the charm's name.
    pub app: Option<String>,
    /// The model; `None` for the one that juju is switched to.
    pub model: Option<String>,
    /// Programs to run instead of the usual ones, by the tool's name.
    pub tools: BTreeMap<String, String>,
}

impl Default for RunSettings {
    fn default() -> Self {
        RunSettings {
            code_lens: true,
            confirm: true,
            trusted: true,
            registry: None,
            app: None,
            model: None,
            tools: BTreeMap::new(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            rules: BTreeMap::new(),
            ignores: true,
            excluded: false,
            fail_on: Severity::Warning,
            syntax_diagnostics: true,
            inlay_hints: true,
            code_lens: true,
            versions: Versions::default(),
            run: RunSettings::default(),
        }
    }
}

impl Level {
    /// From the word used in settings: `error`, `warning`, `information` (or `info`), `hint`, `off`.
    pub fn from_name(name: &str) -> Option<Level> {
        Some(match name {
            "off" => Level::Off,
            "error" => Level::As(Severity::Error),
            "warning" => Level::As(Severity::Warning),
            "information" | "info" => Level::As(Severity::Information),
            "hint" => Level::As(Severity::Hint),
            _ => return None,
        })
    }
}
