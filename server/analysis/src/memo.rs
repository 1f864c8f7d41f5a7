//! What was read from a text, kept for the next time the same text is read.
//!
//! A memo holds functions of the text alone, so an entry never grows old; it only makes room for others.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// More files than an application has entry points, or than the tools look at beside a document.
const MOST: usize = 24;

/// The results for the texts asked for last.
pub(crate) struct Memo<T> {
    results: Mutex<VecDeque<(Arc<str>, Arc<T>)>>,
}

impl<T> Memo<T> {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Memo { results: Mutex::new(VecDeque::new()) }
    }

    /// The result for this text, by `read` if it is not known. Nobody waits while `read` runs.
    pub(crate) fn get(&self, text: &Arc<str>, read: impl FnOnce(&str) -> T) -> Arc<T> {
        if let Some(known) = self.known(text) {
            return known;
        }
        let result = Arc::new(read(text));
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.push_front((text.clone(), result.clone()));
        results.truncate(MOST);
        result
    }

    fn known(&self, text: &Arc<str>) -> Option<Arc<T>> {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        // Texts of different length are told apart without being looked at.
        let at = results.iter().position(|(known, _)| known == text)?;
        let found = results.remove(at)?;
        let result = found.1.clone();
        results.push_front(found);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_same_text_is_read_once() {
        let memo = Memo::new();
        let reads = Cell::new(0);
        let read = |text: &str| {
            reads.set(reads.get() + 1);
            text.len()
        };
        for text in ["app", "main", "app"] {
            assert_eq!(*memo.get(&text.into(), read), text.len());
        }
        assert_eq!(reads.get(), 2);
    }

    #[test]
    fn the_text_not_asked_for_longest_makes_room() {
        let memo = Memo::new();
        let reads = Cell::new(0);
        let ask = |text: &str| memo.get(&text.into(), |_| reads.set(reads.get() + 1));
        ask("first");
        for number in 1..MOST {
            ask(&number.to_string());
            ask("first");
        }
        assert_eq!(reads.get(), MOST);
        ask("one more");
        ask("first");
        assert_eq!(reads.get(), MOST + 1);
        ask("1");
        assert_eq!(reads.get(), MOST + 2);
    }
}
