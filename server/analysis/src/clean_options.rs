//! Which config options the check before found nothing in, so that a keystroke in one of a thousand
//! options does not look at all of them again.
//!
//! An option is known to be clean if it was, and its text and everything outside of `config.options` are
//! what they were. This compares texts and places; what they mean is the rules' business.

use std::sync::{Arc, Mutex, PoisonError};

use syntax::{TextRange, TextSize};

use crate::environment::OptionKnown;
use crate::settings::Settings;

/// What one check leaves for the next of the same document.
#[derive(Default)]
pub struct CleanOptions(Mutex<Option<Checked>>);

/// A text, as far as a check depends on it.
pub(crate) struct CheckedText<'a> {
    /// The whole document.
    pub(crate) text: &'a str,
    /// Rules may be off.
    pub(crate) settings: &'a Arc<Settings>,
    /// Rules are quieter in a text that cannot be read.
    pub(crate) is_readable: bool,
    /// The places of the options, one after the other.
    pub(crate) options: &'a [TextRange],
}

#[derive(Clone)]
struct Checked {
    text: String,
    settings: Arc<Settings>,
    is_readable: bool,
    /// From the first option to the end of the last.
    span: TextRange,
    /// Each option without findings, in the order of the text.
    clean: Vec<(TextRange, CleanOption)>,
}

/// An option in which nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CleanOption {
    /// What paas-charm makes of it, if that was asked and nothing is to be said about it.
    pub(crate) environment: Option<OptionKnown>,
}

impl Clone for CleanOptions {
    fn clone(&self) -> Self {
        let checked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        CleanOptions(Mutex::new(checked.clone()))
    }
}

impl CleanOptions {
    /// What is known of each option that is clean; `None` if nothing is known of any.
    pub(crate) fn known(&self, now: &CheckedText<'_>) -> Option<Vec<Option<CleanOption>>> {
        let checked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let checked = checked.as_ref()?;
        let change = checked.change_to(now)?;
        let mut clean = checked.clean.iter().peekable();
        let mut known = |option: &TextRange| {
            let before = change.before(*option)?;
            while clean.next_if(|(clean, _)| clean.start() < before.start()).is_some() {}
            clean.peek().filter(|(clean, _)| *clean == before).map(|(_, known)| *known)
        };
        Some(now.options.iter().map(&mut known).collect())
    }

    /// Remembers in which options nothing was found. `known` gets the number and the place of each.
    pub(crate) fn remember(
        &self,
        now: &CheckedText<'_>,
        mut known: impl FnMut(usize, TextRange) -> Option<CleanOption>,
    ) {
        let mut checked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(span) = span(now.options) else { return *checked = None };
        // The room that the last check has left is as much as this one needs.
        let left = checked.take().map(|checked| (checked.text, checked.clean));
        let (mut text, mut clean) = left.unwrap_or_default();
        text.clear();
        text.push_str(now.text);
        clean.clear();
        clean.extend(
            now.options
                .iter()
                .enumerate()
                .filter_map(|(index, option)| Some((*option, known(index, *option)?))),
        );
        let (settings, is_readable) = (now.settings.clone(), now.is_readable);
        *checked = Some(Checked { text, settings, is_readable, span, clean });
    }

    /// Nothing is known any more.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Checked {
    /// How this text became that one; `None` if more than the options is another.
    fn change_to(&self, now: &CheckedText<'_>) -> Option<Change> {
        let is_same = self.is_readable == now.is_readable && self.settings == *now.settings;
        let span = span(now.options).filter(|_| is_same)?;
        let change = Change::between(&self.text, now.text);
        let is_inside =
            |part: TextRange, span: TextRange| part.is_empty() || span.contains_range(part);
        let is_inside = is_inside(change.old, self.span) && is_inside(change.new, span);
        is_inside.then_some(change)
    }
}

/// From the first option to the end of the last; `None` if they do not stand one after the other, as with
/// merge keys, or if there are none.
fn span(options: &[TextRange]) -> Option<TextRange> {
    let (first, last) = (options.first()?, options.last()?);
    let in_order = options.windows(2).all(|pair| pair[0].end() <= pair[1].start());
    in_order.then(|| first.cover(*last))
}

/// The one place where two texts differ.
struct Change {
    old: TextRange,
    new: TextRange,
}

impl Change {
    fn between(old: &str, new: &str) -> Change {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let start = common_start(old, new);
        let end = common_end(&old[start..], &new[start..]);
        let between = |text: &[u8]| TextRange::new(size(start), size(text.len() - end));
        Change { old: between(old), new: between(new) }
    }

    /// Where in the old text stood what stands here in the new one; `None` if it touches the change.
    fn before(&self, range: TextRange) -> Option<TextRange> {
        if range.end() < self.new.start() {
            return Some(range);
        }
        let is_after = range.start() > self.new.end();
        is_after.then(|| range + self.old.end() - self.new.end())
    }
}

fn size(length: usize) -> TextSize {
    TextSize::new(u32::try_from(length).unwrap_or(u32::MAX))
}

/// Whole chunks are compared faster than bytes.
const CHUNK: usize = 64;

fn common_start(one: &[u8], other: &[u8]) -> usize {
    let chunks = one.chunks_exact(CHUNK).zip(other.chunks_exact(CHUNK));
    let known = chunks.take_while(|(one, other)| one == other).count() * CHUNK;
    let rest = one[known..].iter().zip(&other[known..]);
    known + rest.take_while(|(one, other)| one == other).count()
}

fn common_end(one: &[u8], other: &[u8]) -> usize {
    let chunks = one.rchunks_exact(CHUNK).zip(other.rchunks_exact(CHUNK));
    let known = chunks.take_while(|(one, other)| one == other).count() * CHUNK;
    let (one, other) = (&one[..one.len() - known], &other[..other.len() - known]);
    let rest = one.iter().rev().zip(other.iter().rev());
    known + rest.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(old: &str, new: &str) -> (usize, usize, usize) {
        let change = Change::between(old, new);
        let at = |size: TextSize| u32::from(size) as usize;
        (at(change.old.start()), at(change.old.end()), at(change.new.end()))
    }

    #[test]
    fn two_texts_differ_in_one_place() {
        assert_eq!(change("abc", "abc"), (3, 3, 3));
        assert_eq!(change("aaa", "aaaa"), (3, 3, 4));
        assert_eq!(change("abcd", "axxd"), (1, 3, 3));
        let long = "0123456789".repeat(30);
        assert_eq!(change(&format!("{long}a{long}"), &format!("{long}{long}")), (300, 301, 300));
        assert_eq!(change(&long, &long[..290]), (290, 300, 290));
    }

    /// Of the options of a text, which are known to be clean after all of another were.
    fn known(old: &str, new: &str) -> Option<Vec<bool>> {
        let places = |text: &str| -> Vec<_> {
            let word = |word: &str| size(word.as_ptr() as usize - text.as_ptr() as usize);
            let words = text.split_whitespace().filter(|word| word.starts_with("option"));
            words.map(|found| TextRange::at(word(found), TextSize::of(found))).collect()
        };
        let settings = Arc::default();
        let (before, now) = (places(old), places(new));
        let checked =
            |text, options| CheckedText { text, settings: &settings, is_readable: true, options };
        let clean = CleanOptions::default();
        clean.remember(&checked(old, &before), |_, _| Some(CleanOption::default()));
        let known = clean.known(&checked(new, &now))?;
        Some(known.iter().map(Option::is_some).collect())
    }

    #[test]
    fn an_option_that_a_change_touches_is_looked_at_again() {
        let old = "a option1 option2 option3 b";
        assert_eq!(known(old, "a option1 optionX2 option3 b").unwrap(), [true, false, true]);
        assert_eq!(known(old, "a option1 option2X option3 b").unwrap(), [true, false, true]);
        assert_eq!(known(old, "a option1 option4 option2 option3 b").unwrap().len(), 4);
        assert!(known(old, "a option1 option3 b").unwrap()[0]);
        assert_eq!(known(old, old).unwrap(), [true, true, true]);
    }

    #[test]
    fn nothing_is_known_once_something_else_has_changed() {
        let old = "a option1 option2 b";
        assert!(known(old, "X option1 option2 b").is_none());
        assert!(known(old, "a option1 option2 X").is_none());
        assert!(known(old, "a  b").is_none());
        assert!(known("a b", old).is_none());
    }
}
