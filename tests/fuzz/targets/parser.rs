//! Reading any text: no panic, every range sound, in bounded time.

use std::time::{Duration, Instant};

use syntax::Document;

use super::{sound, text_target};
use crate::input::Input;

text_target!(Parser, "parser", runs: 20_000, text: 140, edits: 0);

/// A thousand times what such small texts take; what is slower takes ever longer for longer texts.
const LONGEST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 4_000 } else { 400 });

pub(crate) fn run(input: &Input) {
    let read = || {
        let since = Instant::now();
        (Document::new(input.text.clone()), since.elapsed())
    };
    let (document, mut time) = read();
    // On a machine with other things to do one time says little.
    for _ in 0..4 {
        if time > LONGEST {
            time = time.min(read().1);
        }
    }
    assert!(time <= LONGEST, "{time:?} for {} bytes", input.text.len());
    assert_eq!(document.text().as_str(), input.text);
    sound::document(&document);
}
