//! What a check says: one [`Finding`] for each thing to tell the user, as plain data.

use syntax::TextRange;

use crate::file_kind::FileKind;
use crate::rules::Rule;

/// How bad it is. `Error` means that a [`Judge`] stops the user; everything else is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a thought.
    Hint,
    /// Worth knowing.
    Information,
    /// Accepted, and almost surely not what was meant.
    Warning,
    /// Somebody refuses the file, or the charm breaks at run time.
    Error,
}

impl Severity {
    /// The word used in reports and settings.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
            Severity::Hint => "hint",
        }
    }
}

/// Who refuses the file, or breaks because of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judge {
    /// `charmcraft pack` stops.
    Charmcraft,
    /// `rockcraft pack` stops.
    Rockcraft,
    /// Juju refuses the packed charm when it is uploaded or deployed.
    Juju,
    /// The running charm crashes, blocks or ignores what was written.
    PaasCharm,
}

impl Judge {
    /// The name used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Judge::Charmcraft => "charmcraft",
            Judge::Rockcraft => "rockcraft",
            Judge::Juju => "juju",
            Judge::PaasCharm => "paas-charm",
        }
    }

    /// The tool whose `pack` reads such a file first. charmcraft 4.5.0 also reads paas-config.yaml.
    pub fn of_pack_tool(kind: FileKind) -> Judge {
        match kind {
            FileKind::Rockcraft => Judge::Rockcraft,
            _ => Judge::Charmcraft,
        }
    }
}

/// One thing to tell the user about one place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that says so.
    pub rule: &'static Rule,
    /// How bad it is, after the user's settings.
    pub severity: Severity,
    /// Who minds.
    pub judge: Option<Judge>,
    /// The place to mark, in bytes of the document's text.
    pub range: TextRange,
    /// What is wrong: what was found, what was expected. One sentence without a full stop.
    pub message: String,
    /// Why it matters: who complains, and when.
    pub note: Option<String>,
    /// What to do, with the exact text to write where there is one.
    pub help: Option<String>,
    /// Other places that belong to it, in the same document.
    pub labels: Vec<Label>,
    /// Keys and list indexes from the document's root to the place.
    pub key_path: Vec<PathSegment>,
    /// Whether it is about the whole file, such as a missing key: the key path stays empty then, and
    /// the range is only where an editor shows it.
    pub about_file: bool,
    /// Whether it is about YAML alone and any other checker of YAML says so too.
    pub is_plain_yaml: bool,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
}

/// One step from the root of a document to a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathSegment {
    /// A mapping's key.
    Key(String),
    /// A list's index, from 0.
    Index(usize),
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place, in bytes of the document's text.
    pub range: TextRange,
    /// What stands there.
    pub message: String,
}

/// Whether a fix may be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// The meaning stays, or there is only one thing that can have been meant.
    Safe,
    /// It changes what the charm or image offers, so a person decides.
    Unsafe,
}

/// A way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative: "Rename the endpoint to `postgresql`".
    pub title: String,
    /// Whether it may be applied without asking.
    pub safety: Safety,
    /// Changes to the document; they do not overlap and are in the order of the text.
    pub edits: Vec<TextEdit>,
    /// The new name of the file itself, in the same directory.
    pub rename_file: Option<&'static str>,
}

/// A replacement in the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced, in bytes.
    pub range: TextRange,
    /// The text that takes its place.
    pub insert: String,
}

impl Fix {
    /// A fix of one replacement.
    pub fn replace(
        title: impl Into<String>,
        safety: Safety,
        range: TextRange,
        insert: impl Into<String>,
    ) -> Fix {
        let edits = vec![TextEdit { range, insert: insert.into() }];
        Fix { title: title.into(), safety, edits, rename_file: None }
    }
}
