//! Runs a target on many inputs, makes small what fails, and says how to get it again.
//!
//! Each input is a function of the seed and its number. `FUZZ_RUNS` says how many (`FUZZ_SECONDS` for how long
//! at most), `FUZZ_SEED` which seed, `FUZZ_FROM` which number is the first.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::random::Random;
use crate::seeds;

/// Something that is given inputs. It fails by a panic, even one that the program itself has caught.
pub(crate) trait Target: 'static {
    type Input: Clone + PartialEq;

    /// The directory of its findings.
    const NAME: &'static str;
    /// How many inputs an ordinary test run tries.
    const RUNS: u64;

    fn draw(random: &mut Random) -> Self::Input;
    fn run(input: &Self::Input);
    /// Inputs that hold less, and how much this one holds.
    fn smaller(input: &Self::Input) -> Vec<Self::Input>;
    fn weight(input: &Self::Input) -> usize;
    fn to_json(input: &Self::Input) -> Value;
    fn from_json(value: &Value) -> Option<Self::Input>;
}

/// Where it failed, and in which words.
struct Fault {
    place: String,
    message: String,
}

impl Fault {
    /// Of faults of one kind one is enough: the place, and how the message starts, without its numbers.
    fn kind(&self) -> String {
        let start = self.message.split([':', '`']).next().unwrap_or_default();
        let words: String = start.chars().filter(|ch| !ch.is_ascii_digit()).take(24).collect();
        format!("{} {words}", self.place)
    }
}

/// No input is so large that it may take as long, on a machine that has other things to do.
const HANGS_AFTER: Duration = Duration::from_secs(90);

/// Shrinking ends when so many smaller inputs have been tried.
const SHRINKS: usize = 20_000;

/// Faults of so many kinds are enough for one run.
const ENOUGH_FAULTS: usize = 12;

/// The main thread of the program has as much.
const STACK: usize = 8 << 20;

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static FAULT: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

/// Panics of watched threads are kept instead of printed, so that none gets lost in a `catch_unwind`.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !WATCHED.get() {
                return others(panic);
            }
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let message = message(panic.payload());
            FAULT.with_borrow_mut(|fault| {
                fault.get_or_insert(Fault { place, message });
            });
        }));
    });
    WATCHED.set(true);
}

fn message(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or(payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

fn fault<T: Target>(input: &T::Input) -> Option<Fault> {
    let outcome = catch_unwind(AssertUnwindSafe(|| T::run(input)));
    let kept = FAULT.take();
    kept.or(outcome
        .err()
        .map(|payload| Fault { place: "somewhere".to_owned(), message: message(payload.as_ref()) }))
}

fn number(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.replace('_', "").parse().unwrap_or_else(|_| panic!("{name}={value} is no number")))
}

/// The test of a target: the findings of the past, then as many inputs as the environment says.
pub(crate) fn test<T: Target>() {
    let thread = std::thread::Builder::new().stack_size(STACK);
    let outcome = thread.spawn(try_all::<T>).unwrap().join().unwrap();
    assert!(outcome.is_empty(), "{} faults:\n\n{}", outcome.len(), outcome.join("\n\n"));
}

fn try_all<T: Target>() -> Vec<String> {
    watch_panics();
    let mut reports = past_findings::<T>();
    let seed = number("FUZZ_SEED").unwrap_or(1);
    let first = number("FUZZ_FROM").unwrap_or(0);
    let runs = number("FUZZ_RUNS").unwrap_or(T::RUNS);
    let longest = number("FUZZ_SECONDS").map_or(Duration::MAX, Duration::from_secs);
    let is_long = runs > T::RUNS;
    let progress = Progress::start(T::NAME, seed, first);
    let since = Instant::now();
    let mut kinds = BTreeSet::new();
    let mut done = 0;
    for turn in first..first.saturating_add(runs) {
        progress.turn.store(turn, Ordering::Relaxed);
        let input = T::draw(&mut Random::of_turn(seed, turn));
        let found = fault::<T>(&input);
        done += 1;
        if let Some(found) = found
            && kinds.insert(found.kind())
        {
            let report = report::<T>(&input, &found, seed, turn);
            eprintln!("{report}\n");
            reports.push(report);
        }
        if kinds.len() == ENOUGH_FAULTS || since.elapsed() > longest {
            break;
        }
        if is_long && done % 100_000 == 0 {
            eprintln!("{}: {done} runs in {:?}", T::NAME, since.elapsed());
        }
    }
    eprintln!("{}: {done} runs from {first} on with seed {seed} in {:?}", T::NAME, since.elapsed());
    reports
}

/// Of each file in the target's directory: what it was once wrong about has to stay right.
fn past_findings<T: Target>() -> Vec<String> {
    let directory = seeds::tests().join("fuzz/findings").join(T::NAME);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&directory)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    paths.sort();
    let mut reports = Vec::new();
    for path in paths {
        let value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let input =
            T::from_json(&value).unwrap_or_else(|| panic!("{} is no input", path.display()));
        if let Some(found) = fault::<T>(&input) {
            reports.push(format!("{}: {}\n{}", path.display(), found.place, found.message));
        }
    }
    reports
}

fn report<T: Target>(input: &T::Input, found: &Fault, seed: u64, turn: u64) -> String {
    let small = shrunk::<T>(input, &found.kind());
    let json = T::to_json(&small);
    let message = fault::<T>(&small).map_or_else(|| found.message.clone(), |fault| fault.message);
    let message: String = message.chars().take(3_000).collect();
    format!(
        "{} with FUZZ_SEED={seed} FUZZ_FROM={turn} FUZZ_RUNS=1 at {}\n{message}\n\
         To be kept as a file in tests/fuzz/findings/{}:\n{json}",
        T::NAME,
        found.place,
        T::NAME,
    )
}

/// The smallest input found that fails in the same way.
fn shrunk<T: Target>(input: &T::Input, kind: &str) -> T::Input {
    let mut small = input.clone();
    let mut tries = 0;
    'smaller: loop {
        for candidate in T::smaller(&small) {
            tries += 1;
            if tries > SHRINKS {
                return small;
            }
            let is_smaller = T::weight(&candidate) < T::weight(&small);
            if is_smaller && fault::<T>(&candidate).is_some_and(|fault| fault.kind() == kind) {
                small = candidate;
                continue 'smaller;
            }
        }
        return small;
    }
}

/// Ends the process when one input takes too long, as nothing else can.
struct Progress {
    turn: Arc<AtomicU64>,
    ended: Arc<AtomicBool>,
}

impl Progress {
    fn start(name: &'static str, seed: u64, first: u64) -> Progress {
        let progress = Progress {
            turn: Arc::new(AtomicU64::new(first)),
            ended: Arc::new(AtomicBool::new(false)),
        };
        let (turn, ended) = (progress.turn.clone(), progress.ended.clone());
        std::thread::spawn(move || {
            let mut last = (turn.load(Ordering::Relaxed), Instant::now());
            while !ended.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(200));
                let now = turn.load(Ordering::Relaxed);
                if now != last.0 {
                    last = (now, Instant::now());
                } else if last.1.elapsed() > HANGS_AFTER {
                    eprintln!("{name} hangs with FUZZ_SEED={seed} FUZZ_FROM={now} FUZZ_RUNS=1");
                    std::process::abort();
                }
            }
        });
        progress
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}
