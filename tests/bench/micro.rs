//! What each part of a keystroke costs without pipes and messages: `cargo bench --bench micro`.
//!
//! Times are in milliseconds. Each part is done on documents of three sizes and on a rock.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on has failed, and prints what it found"
)]

#[allow(dead_code, reason = "there is more to know about them for whoever types")]
mod texts;
mod times;

use std::sync::Arc;
use std::time::Duration;

use analysis::features::completion::completion;
use analysis::features::environment;
use analysis::features::hover::hover;
use analysis::{Snapshot, check};
use syntax::{Document, Encoding, LineCol, TextRange, TextSize};

use texts::Text;
use times::{Times, timed};

const REPEATS: usize = 300;

fn snapshot(text: &Text) -> Snapshot {
    Snapshot::alone(text.file, &text.content).unwrap()
}

fn offset(snapshot: &Snapshot, (line, col): (usize, usize)) -> TextSize {
    let at = LineCol { line: line as u32, col: col as u32 };
    snapshot.document.text().offset(at, Encoding::Utf16)
}

/// Types a character and takes it back again, in turn; gives the time of the edit and of what comes after.
fn keystrokes(
    text: &Text,
    mut after: impl FnMut(&Snapshot),
) -> impl FnMut(usize) -> Option<Duration> {
    let mut snapshot = snapshot(text);
    check(&snapshot);
    let at = offset(&snapshot, text.word);
    move |turn| {
        let (length, insert) = if turn % 2 == 0 { (0, "x") } else { (1, "") };
        let range = TextRange::at(at, TextSize::new(length));
        Some(timed(|| {
            Arc::make_mut(&mut snapshot.document).edit(range, insert);
            after(&snapshot);
        }))
    }
}

fn report(name: &str, once: impl FnMut(usize) -> Option<Duration>) {
    println!("  {name:<44} {}", Times::of(REPEATS, once).unwrap().shown());
}

fn measure(text: &Text) {
    println!("\n{:<46} {:>10} {:>10} {:>10}", text.name, "median", "min", "p95");
    let open = snapshot(text);
    let (word, completed) = (offset(&open, text.hover), offset(&open, text.completion));
    report("parse", |_| {
        let content = text.content.clone();
        Some(timed(|| Document::new(content)))
    });
    report("edit", keystrokes(text, |_| ()));
    report("check of a fresh document", |_| {
        let fresh = snapshot(text);
        Some(timed(|| check(&fresh)))
    });
    report("edit and check", keystrokes(text, |snapshot| drop(check(snapshot))));
    report("completion", |_| Some(timed(|| completion(&open, completed))));
    report("hover", |_| Some(timed(|| hover(&open, word))));
    report("environment", |_| Some(timed(|| environment::report(&open))));
}

fn main() {
    texts::all().iter().for_each(measure);
}
