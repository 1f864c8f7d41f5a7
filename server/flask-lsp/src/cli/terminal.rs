//! Printing, and whether to use colors.

use std::env;
use std::io::{self, IsTerminal, Write};

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
