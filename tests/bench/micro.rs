//! What each part of a keystroke costs without pipes and messages: `cargo bench --bench micro`. Words behind `--`
//! choose: `-- 5,000 edit` measures all lines that have both. `BENCH_REPEATS` says how often.
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

/// Measures what was asked for; `text` and `name` are what can be asked.
fn report_if_wanted(text: &Text, name: &str, once: impl FnMut(usize) -> Option<Duration>) {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    if !words.all(|word| text.name.contains(&word) || name.contains(&word)) {
        return;
    }
    let repeats = std::env::var("BENCH_REPEATS").map_or(REPEATS, |number| number.parse().unwrap());
    println!("  {name:<44} {}", Times::of(repeats, once).unwrap().shown());
}

fn measure(text: &Text) {
    println!("\n{:<46} {:>10} {:>10} {:>10}", text.name, "median", "min", "p95");
    let open = snapshot(text);
    let report = |name: &str, once: &mut dyn FnMut(usize) -> Option<Duration>| {
        report_if_wanted(text, name, once);
    };
    let (word, completed) = (offset(&open, text.hover), offset(&open, text.completion));
    report("parse", &mut |_| {
        let content = text.content.clone();
        Some(timed(|| Document::new(content)))
    });
    report("edit", &mut keystrokes(text, |_| ()));
    report("check of a fresh document", &mut |_| {
        let fresh = snapshot(text);
        Some(timed(|| check(&fresh)))
    });
    report("edit and check", &mut keystrokes(text, |snapshot| drop(check(snapshot))));
    report("completion", &mut |_| Some(timed(|| completion(&open, completed))));
    report("hover", &mut |_| Some(timed(|| hover(&open, word))));
    report("environment", &mut |_| Some(timed(|| environment::report(&open))));
}

fn main() {
    texts::all().iter().for_each(measure);
}
