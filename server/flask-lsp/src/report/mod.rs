//! What was found, as text: one file per format, from checked files to a string.
//!
//! Nothing is read or written here. Line and column count from 1, columns in characters; inside the
//! program everything is a byte range, and this is the only place that turns it into these numbers.

mod concise;
mod diff;
mod dotenv;
mod environment;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod page;
mod plan;
mod rdjson;
mod sarif;
mod step_summary;
mod table;

use std::borrow::Cow;
use std::path::PathBuf;

use analysis::{Finding, Severity, Snapshot};
use anstyle::{AnsiColor, Style};
use syntax::{Encoding, TextSize};

pub(crate) use diff::diff;
pub(crate) use dotenv::environment_dotenv;
pub(crate) use environment::{
    CharmEnvironment, environment_json, environment_object, environment_table,
};
pub(crate) use page::{page, page_json, rule_list, rule_list_json, rule_list_markdown};
pub(crate) use plan::{plan_json, problem_text};
pub(crate) use step_summary::step_summary;
pub(crate) use table::TableLook;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// With an excerpt of the file, what to do, and why; the default on a terminal
    Full,
    /// One line for each finding; the default elsewhere
    Concise,
    /// One JSON object
    Json,
    /// One JSON object for each finding, on a line of its own
    JsonLines,
    /// Annotations for GitHub Actions, and a table on the page of the run
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// SARIF 2.1.0, for GitHub code scanning and others
    Sarif,
    /// JUnit's XML
    Junit,
    /// For reviewdog, with fixes as suggestions
    Rdjson,
}

/// How a report looks, as far as its format leaves that open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Whether to color it.
    pub(crate) color: bool,
    /// Whether codes lead to their pages, by the terminal's own links.
    pub(crate) links: bool,
}

/// A file that was checked, with what was found.
pub(crate) struct CheckedFile {
    /// The file's name as the user sees it, with `/` between names.
    pub(crate) name: String,
    /// Where it is, for who wants to write it.
    pub(crate) path: PathBuf,
    /// What was looked at.
    pub(crate) snapshot: Snapshot,
    /// In the order of the text.
    pub(crate) findings: Vec<Finding>,
}

impl CheckedFile {
    /// Whether a finding is bad enough to fail the run.
    pub(crate) fn fails_by(&self, finding: &Finding) -> bool {
        finding.severity >= self.snapshot.settings.fail_on
    }

    /// Whether the file fails the run.
    pub(crate) fn fails(&self) -> bool {
        self.findings.iter().any(|finding| self.fails_by(finding))
    }
}

/// The report on some files, which are in the order of the report.
pub(crate) fn render(format: Format, files: &[CheckedFile], look: Look) -> String {
    match format {
        Format::Full => full::render(files, look),
        Format::Concise => concise::render(files, look.color),
        Format::Json => json::render(files),
        Format::JsonLines => json::render_lines(files),
        Format::Github => github::render(files),
        Format::Gitlab => gitlab::render(files),
        Format::Sarif => sarif::render(files),
        Format::Junit => junit::render(files),
        Format::Rdjson => rdjson::render(files),
    }
}

/// All that a finding says, for formats that have one place for it: the message, then the note and what
/// to do on lines of their own.
fn in_full(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for (word, more) in [("note", &finding.note), ("help", &finding.help)] {
        if let Some(more) = more {
            text.push_str(&format!("\n{word}: {more}"));
        }
    }
    text
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Counts {
    pub(crate) error: usize,
    pub(crate) warning: usize,
    pub(crate) information: usize,
    pub(crate) hint: usize,
}

impl Counts {
    /// Over all the files.
    pub(crate) fn of(files: &[CheckedFile]) -> Counts {
        let mut counts = Counts::default();
        for finding in files.iter().flat_map(|file| &file.findings) {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Information => counts.information += 1,
                Severity::Hint => counts.hint += 1,
            }
        }
        counts
    }
}

/// One line about the whole run, such as `2 errors, 1 warning in 3 files`.
pub(crate) fn summary(files: &[CheckedFile]) -> String {
    let counts = Counts::of(files);
    let words: Vec<_> = [
        (counts.error, "error"),
        (counts.warning, "warning"),
        (counts.information, "note"),
        (counts.hint, "hint"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, word)| counted(count, word))
    .collect();
    let checked = counted(files.len(), "file");
    match words.as_slice() {
        [] => format!("nothing to report in {checked}"),
        words => format!("{} in {checked}", words.join(", ")),
    }
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// Line and column of an offset, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    fn of(snapshot: &Snapshot, offset: TextSize) -> Place {
        Place::counted_in(Encoding::Utf32, snapshot, offset)
    }

    /// With the column in other units, for formats that want them.
    fn counted_in(encoding: Encoding, snapshot: &Snapshot, offset: TextSize) -> Place {
        let at = snapshot.document.text().line_col(offset, encoding);
        Place { line: at.line + 1, column: at.col + 1 }
    }
}

/// The short word for a severity. Tools that read the concise format know these three only.
fn short_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "info",
    }
}

fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Information | Severity::Hint => AnsiColor::BrightBlue,
    };
    color.on_default().bold()
}

fn painted(color: bool, style: Style, text: &str) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// The text on one line, without characters that would steer a terminal or turn the reading
/// direction: they are written as `\u{1b}`. Texts from files and file names go through here.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers_terminal) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().fold(String::new(), |mut escaped, ch| {
        if steers_terminal(ch) {
            escaped.extend(ch.escape_unicode());
        } else {
            escaped.push(ch);
        }
        escaped
    });
    Cow::Owned(escaped)
}

/// [`printable`] for a text of several lines.
pub(crate) fn printable_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", printable(line))).collect()
}

fn steers_terminal(ch: char) -> bool {
    let turns_direction = matches!(ch, '\u{61c}' | '\u{200e}' | '\u{200f}')
        || matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    ch.is_control() || turns_direction
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A file as the checker sees it, with nothing beside it.
    pub(crate) fn checked(name: &str, text: &str) -> CheckedFile {
        let file_name = name.rsplit('/').next().unwrap();
        let snapshot = Snapshot::alone(file_name, text).unwrap();
        let findings = analysis::check(&snapshot);
        CheckedFile { name: name.to_owned(), path: name.into(), snapshot, findings }
    }

    #[test]
    fn the_summary_counts_what_there_is() {
        let clean = checked("paas-config.yaml", "");
        assert_eq!(summary(&[clean]), "nothing to report in 1 file");
    }

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(printable("a\u{1b}[31m\u{9b}\u{202e}é"), r"a\u{1b}[31m\u{9b}\u{202e}é");
    }
}
