//! What is said on standard error when the program has a fault of its own: one line for each place in its
//! code, however often it comes past there. A rule that panics does so at every keystroke.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::terminal::print_error;
use crate::report::printable;

/// From now on. Whoever asks for backtraces gets every fault in full.
pub(super) fn report_once() {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    let told = Told::default();
    std::panic::set_hook(Box::new(move |fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        if let Some(line) = told.line(&place, fault.payload_as_str().unwrap_or_default()) {
            // There is nobody left to tell that standard error is closed.
            let _ = print_error(&line);
        }
    }));
}

/// The places that were told of.
#[derive(Default)]
struct Told(Mutex<HashSet<String>>);

impl Told {
    fn line(&self, place: &str, what: &str) -> Option<String> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = told.insert(place.to_owned());
        is_new.then(|| format!("a fault of flask-lsp in {place}: {}\n", printable(what)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_once_and_on_one_line() {
        let told = Told::default();
        let line = told.line("rule.rs:3:4", "no such\nkey \u{1b}[2J").unwrap();
        assert_eq!(line, "a fault of flask-lsp in rule.rs:3:4: no such\\u{a}key \\u{1b}[2J\n");
        assert_eq!(told.line("rule.rs:3:4", "again"), None);
        assert!(told.line("rule.rs:9:4", "another").is_some());
    }
}
