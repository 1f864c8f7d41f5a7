//! What a program writes, as lines that may be shown: cut, without colors and other commands to a
//! terminal, with `***` for secrets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Watcher;

/// Longer lines are cut into several.
const LONGEST_LINE: usize = 2000;
/// How many lines are kept for the end.
const KEPT_LINES: usize = 20;

/// Passes lines on and keeps the last ones. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(super) struct Tail {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    line: Vec<u8>,
    last: VecDeque<String>,
    secrets: Vec<String>,
    watcher: Arc<dyn Watcher>,
}

impl Tail {
    pub(super) fn new(secrets: Vec<String>, watcher: Arc<dyn Watcher>) -> Tail {
        let inner = Inner { line: Vec::new(), last: VecDeque::new(), secrets, watcher };
        Tail { inner: Arc::new(Mutex::new(inner)) }
    }

    /// Takes what has come.
    pub(super) fn take(&self, bytes: &[u8]) {
        let mut inner = self.inner();
        for &byte in bytes {
            let ends_line = byte == b'\n' || byte == b'\r';
            if !ends_line {
                inner.line.push(byte);
            }
            if ends_line || inner.line.len() >= LONGEST_LINE {
                inner.flush();
            }
        }
    }

    /// Nothing more will come.
    pub(super) fn end(&self) {
        self.inner().flush();
    }

    /// The last lines.
    pub(super) fn last_lines(&self) -> Vec<String> {
        self.inner().last.iter().cloned().collect()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = plain(&String::from_utf8_lossy(&line));
        let line = line.trim_end();
        if line.is_empty() {
            return;
        }
        let line = masked(line, &self.secrets);
        self.watcher.line(&line);
        if self.last.len() == KEPT_LINES {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }
}

/// Without escape sequences; other control characters become blanks.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(ch) = rest.next() {
        if ch == '\u{1b}' {
            // `[` starts a sequence that ends in a letter; in others signs may stand before the last character.
            if rest.next_if_eq(&'[').is_some() {
                while rest.next().is_some_and(|ch| !('@'..='~').contains(&ch)) {}
            } else {
                while rest.next_if(|ch| (' '..='/').contains(ch)).is_some() {}
                rest.next();
            }
        } else if ch.is_control() {
            plain.push(' ');
        } else {
            plain.push(ch);
        }
    }
    plain
}

fn masked(line: &str, secrets: &[String]) -> String {
    // One or two characters would black out half of the text and hide little.
    let secrets = secrets.iter().filter(|secret| secret.chars().count() > 2);
    secrets.fold(line.to_owned(), |line, secret| line.replace(secret.as_str(), "***"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use analysis::plan::Step;

    use super::*;

    #[derive(Default)]
    struct Lines(Mutex<Vec<String>>);

    impl Watcher for Lines {
        fn step(&self, _: usize, _: &Step) {}
        fn line(&self, line: &str) {
            self.0.lock().unwrap().push(line.to_owned());
        }
        fn tick(&self, _: Duration) {}
    }

    fn lines(chunks: &[&[u8]], secrets: &[&str]) -> Vec<String> {
        let watcher = Arc::new(Lines::default());
        let secrets = secrets.iter().map(|it| (*it).to_owned()).collect();
        let tail = Tail::new(secrets, watcher.clone());
        chunks.iter().for_each(|chunk| tail.take(chunk));
        tail.end();
        watcher.0.lock().unwrap().clone()
    }

    #[test]
    fn lines_are_put_together_from_chunks() {
        assert_eq!(lines(&[b"on", b"e\r\ntwo\rthr", b"ee"], &[]), ["one", "two", "three"]);
        assert_eq!(lines(&["\u{e9}".as_bytes().split_at(1).0, &[0xa9, b'\n']], &[]), ["\u{e9}"]);
    }

    #[test]
    fn what_steers_a_terminal_is_taken_out() {
        assert_eq!(lines(&[b"\x1b[1;31mred\x1b[0m\x1b(B\x07 x\n"], &[]), ["red  x"]);
    }

    #[test]
    fn secrets_are_masked_and_endless_lines_are_cut() {
        assert_eq!(lines(&[b"set to s3cret!\n"], &["s3cret"]), ["set to ***!"]);
        let long = vec![b'x'; 5000];
        assert_eq!(lines(&[&long], &[]).len(), 3);
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        let tail = Tail::new(Vec::new(), Arc::new(Lines::default()));
        for number in 0..1000 {
            tail.take(format!("{number}\n").as_bytes());
        }
        assert_eq!(tail.last_lines().first().map(String::as_str), Some("980"));
        assert_eq!(tail.last_lines().len(), KEPT_LINES);
    }
}
