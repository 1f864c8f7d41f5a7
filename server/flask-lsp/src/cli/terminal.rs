//! Printing, and what the terminal or CI system can show: colors, links, a summary.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use super::Failure;

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Columns of the terminal on standard output. `None` where it is none, or one that does not say, so
/// that what other programs read stays as it is. `COLUMNS` wins.
pub(super) fn terminal_width() -> Option<usize> {
    if !is_terminal() {
        return None;
    }
    let wanted = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    wanted.or_else(ask_terminal).filter(|&columns| columns > 0)
}

#[cfg(unix)]
fn ask_terminal() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn ask_terminal() -> Option<usize> {
    None
}

impl ColorChoice {
    /// The answer for text on standard output.
    pub(super) fn for_stdout(self) -> bool {
        self.answer(is_terminal())
    }

    /// The answer for text on standard error.
    pub(super) fn for_stderr(self) -> bool {
        self.answer(io::stderr().is_terminal())
    }

    fn answer(self, is_terminal: bool) -> bool {
        match self {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => wants_color(|name| env::var(name).ok(), is_terminal),
        }
    }
}

/// The conventions of no-color.org, force-color.org and bixense.com/clicolors, in this order.
fn wants_color(variable: impl Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let is_on = |name| is_set(name) && variable(name).as_deref() != Some("0");
    if is_set("NO_COLOR") {
        return false;
    }
    if is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE") {
        return true;
    }
    is_terminal && variable("TERM").as_deref() != Some("dumb")
}

/// Whether the terminal on standard output makes links of addresses that it is given. There is no way to
/// ask it, so the known ones are told by what they set; unknown ones get none, as some would print the
/// address in full.
pub(super) fn has_links() -> bool {
    shows_links(|name| env::var(name).ok())
}

fn shows_links(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    if let Some(forced) = variable("FORCE_HYPERLINK").filter(|value| !value.is_empty()) {
        return forced != "0";
    }
    // They show colors, and the text of links as it is.
    if is_set("CI") || is_set("TMUX") || is_set("STY") {
        return false;
    }
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let term = variable("TERM").unwrap_or_default();
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "zed", "WarpTerminal"]
        .contains(&program.as_str())
        || ["xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty"]
            .contains(&term.as_str())
        || vte.is_some_and(|version| version >= 5000)
        || is_set("WT_SESSION")
        || is_set("KONSOLE_VERSION")
}

/// Where GitHub Actions takes text for the page of a run.
pub(super) fn step_summary_file() -> Option<PathBuf> {
    env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.or_else(unless_closed)
}

/// Writes to standard error.
pub(super) fn print_error(text: &str) -> Result<(), Failure> {
    io::stderr().write_all(text.as_bytes()).or_else(unless_closed)
}

fn unless_closed(error: io::Error) -> Result<(), Failure> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Failure::new(format!("cannot write the report: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)], is_terminal: bool) -> bool {
        let variable = |name: &str| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        wants_color(variable, is_terminal)
    }

    #[test]
    fn links_are_for_terminals_that_are_known_to_have_them() {
        let with = |variables: &'static [(&str, &str)]| {
            shows_links(|name| {
                variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(with(&[("TERM_PROGRAM", "vscode")]));
        assert!(with(&[("VTE_VERSION", "7600"), ("TERM", "xterm-256color")]));
        assert!(with(&[("FORCE_HYPERLINK", "1")]));
        assert!(!with(&[("TERM", "xterm-256color")]));
        assert!(!with(&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux-0,1,0")]));
        assert!(!with(&[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")]));
    }

    #[test]
    fn colors_follow_the_terminal_and_the_usual_variables() {
        assert!(with(&[("TERM", "xterm")], true));
        assert!(!with(&[], false));
        assert!(!with(&[("TERM", "dumb")], true));
        assert!(!with(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true));
        assert!(with(&[("NO_COLOR", "")], true));
        assert!(with(&[("FORCE_COLOR", "1")], false));
        assert!(with(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!with(&[("CLICOLOR_FORCE", "0")], false));
    }
}
