//! `flask-lsp run`: does what `flask-lsp plan` prints.
//!
//! What the programs write goes to standard output, what is about the run to standard error. The exit
//! code is that of the program that failed, and 1 if there is something in the way; Ctrl-C ends all
//! programs first.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use analysis::plan::{Step, shell_line};

use super::plan::{ActionArgs, job, say, shown_directory};
use super::terminal::{print, print_error};
use super::{FOUND, Failure};
use crate::report::printable;
use crate::run::{self, Cancel, Ending, Job, Signals, Watcher};

/// Which action.
#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    action: ActionArgs,

    /// Say what would be run and check that it could be
    #[arg(long)]
    dry_run: bool,
}

/// Runs a plan, step by step.
pub(super) fn run(args: &RunArgs) -> Result<ExitCode, Failure> {
    let job = job(&args.action)?;
    let found = run::check(&job);
    let is_stopped = job.plan.is_stopped() || found.iter().any(|problem| problem.stops);
    say(&job, job.plan.problems.iter().chain(&found).cloned())?;
    if args.dry_run {
        for (index, step) in job.plan.steps.iter().enumerate() {
            print(&headline(&job, index + 1, step))?;
        }
    }
    if is_stopped || args.dry_run {
        return Ok(if is_stopped { ExitCode::from(FOUND) } else { ExitCode::SUCCESS });
    }
    let Some(_lock) = job.lock() else {
        return Err(Failure::new("something else is run on this project; wait for its end"));
    };
    carry_out(job)
}

fn carry_out(job: Job) -> Result<ExitCode, Failure> {
    let signals = Signals::watch();
    let cancel = Cancel::default();
    let job = Arc::new(job);
    let since = Instant::now();
    let watcher: Arc<dyn Watcher> = Arc::new(Terminal {
        job: job.clone(),
        cancel: cancel.clone(),
        signals,
        lost: AtomicUsize::new(0),
    });
    let ending = run::run(&job, &cancel, &watcher);
    let took = seconds(since.elapsed());
    match ending {
        Ending::Done => {
            print_error(&format!("{}: done in {took}\n", job.plan.action.title()))?;
            Ok(ExitCode::SUCCESS)
        }
        Ending::Cancelled => {
            print_error("cancelled; nothing of it runs any more\n")?;
            let signals = Signals::watch();
            match signals.received() {
                Some(signal) => run::end_by(signal),
                None => Ok(ExitCode::from(FOUND)),
            }
        }
        Ending::Failed(failure) => {
            let step = job.plan.steps.get(failure.step).map_or("", |step| step.what.as_str());
            let message = format!("error: {step}: {} after {took}\n", failure.message);
            print_error(&printable_lines(&message))?;
            Ok(ExitCode::from(exit_code(failure.code)))
        }
    }
}

/// The program's own code, where it says that something went wrong; killed programs have none.
fn exit_code(code: Option<i32>) -> u8 {
    code.and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0).unwrap_or(FOUND)
}

/// Prints what goes on.
struct Terminal {
    job: Arc<Job>,
    cancel: Cancel,
    signals: Signals,
    /// Lines that could not be written.
    lost: AtomicUsize,
}

impl Watcher for Terminal {
    fn step(&self, number: usize, step: &Step) {
        let _ = print_error(&headline(&self.job, number, step));
    }

    fn line(&self, line: &str) {
        // Nobody reads any more: the work is done all the same.
        if print(&format!("{}\n", printable(line))).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn tick(&self, _elapsed: Duration) {
        if self.signals.received().is_some() {
            self.cancel.cancel();
        }
    }
}

fn headline(job: &Job, number: usize, step: &Step) -> String {
    let count = job.plan.steps.len();
    let directory = shown_directory(&job.directory_of(step));
    let line = shell_line(step, &step.shown());
    let head = format!("[{number}/{count}] {}: {line} (in {directory})\n", step.what);
    printable_lines(&head)
}

fn printable_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", printable(line))).collect()
}

fn seconds(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => format!("{:.1} s", duration.as_secs_f32()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
