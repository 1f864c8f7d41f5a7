//! Runs plans: one program after the other, each in a process group of its own, no shell anywhere.
//!
//! What a program says is cut into lines and handed to a [`Watcher`]; nothing is printed here. A run can
//! be cancelled from any thread, and then no process of it stays behind, however deaf: programs are
//! asked to end first and killed a little later. Two runs on one project at a time are refused, those of
//! other servers and shells included.

mod check;
mod output;
mod process;
mod signals;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use analysis::plan::{Plan, Step};

pub(crate) use check::check;
pub(crate) use process::kill_all;
pub(crate) use signals::{Signals, end_by};

use crate::disk;
use output::Tail;
use process::{Exit, Process};

/// How often to look whether a program has ended or is to be ended.
const INTERVAL: Duration = Duration::from_millis(20);
/// How long a program may take to end when it is asked to.
const GRACE: Duration = Duration::from_secs(2);

/// A plan and where it belongs.
pub(crate) struct Job {
    /// What to do.
    pub(crate) plan: Plan,
    /// The directory of the document that the plan was made for.
    pub(crate) directory: PathBuf,
}

/// Ends a run from elsewhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cancel(Arc<AtomicBool>);

/// Looks on while a plan is run. Calls come from several threads.
pub(crate) trait Watcher: Send + Sync {
    /// A step begins; numbers count from 1.
    fn step(&self, number: usize, step: &Step);
    /// A program has written a line. Secrets and what steers a terminal are gone from it.
    fn line(&self, line: &str);
    /// Time goes by.
    fn tick(&self, elapsed: Duration);
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Every step has done its work.
    Done,
    /// It was cancelled.
    Cancelled,
    /// A program failed, or could not be started.
    Failed(Failure),
}

/// Where a run came to its end too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Index of the step.
    pub(crate) step: usize,
    /// What happened, in words: `rockcraft ended with exit code 1`.
    pub(crate) message: String,
    /// The program's exit code, if it ended by itself.
    pub(crate) code: Option<i32>,
    /// The last lines that the program wrote.
    pub(crate) last_lines: Vec<String>,
}

impl Cancel {
    /// Asks the run to end.
    pub(crate) fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was asked to end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Job {
    /// Where a step is run.
    pub(crate) fn directory_of(&self, step: &Step) -> PathBuf {
        let directory = self.directory.join(step.directory);
        disk::absolute(&directory).map_or(directory, PathBuf::from)
    }

    /// The directory that stands for the project: the outermost one that a step is run in.
    fn project(&self) -> PathBuf {
        let directories = self.plan.steps.iter().map(|step| self.directory_of(step));
        let home =
            directories.chain([self.directory.clone()]).min_by_key(|it| it.components().count());
        let home = home.unwrap_or_else(|| self.directory.clone());
        // A charm on its own and the same charm with its rock are one project.
        let parent = home.parent().filter(|_| home.ends_with("charm"));
        parent.map(Path::to_owned).unwrap_or(home)
    }

    /// Keeps others from running something on the same project for as long as the answer lives.
    /// `None` if somebody does so already.
    pub(crate) fn lock(&self) -> Option<disk::Lock> {
        disk::lock(&self.project())
    }
}

/// Runs all steps, or as many as succeed.
pub(crate) fn run(job: &Job, cancel: &Cancel, watcher: &Arc<dyn Watcher>) -> Ending {
    let secrets = job.plan.secrets();
    for (index, step) in job.plan.steps.iter().enumerate() {
        if cancel.is_cancelled() {
            return Ending::Cancelled;
        }
        watcher.step(index + 1, step);
        let fail = |message: String, code, last_lines| {
            Ending::Failed(Failure { step: index, message, code, last_lines })
        };
        let directory = job.directory_of(step);
        if let Some(missing) = step.needs.iter().find(|file| !disk::exists(&directory.join(file))) {
            return fail(
                format!("there is no `{missing}` in `{}`", directory.display()),
                None,
                Vec::new(),
            );
        }
        let tail = Tail::new(secrets.clone(), watcher.clone());
        match step_with(step, &directory, cancel, watcher, &tail) {
            Err(why) => return fail(why, None, Vec::new()),
            Ok(None) => return Ending::Cancelled,
            Ok(Some(Exit { code: Some(0) })) => {}
            Ok(Some(Exit { code })) => {
                let program = step.command.first().map_or("", |word| word.text.as_str());
                let how = match code {
                    Some(code) => format!("`{program}` ended with exit code {code}"),
                    None => format!("`{program}` was killed"),
                };
                return fail(how, code, tail.last_lines());
            }
        }
    }
    Ending::Done
}

/// One step. `None` if it was cancelled.
fn step_with(
    step: &Step,
    directory: &Path,
    cancel: &Cancel,
    watcher: &Arc<dyn Watcher>,
    tail: &Tail,
) -> Result<Option<Exit>, String> {
    let arguments = step.arguments();
    let Some((program, arguments)) = arguments.split_first() else {
        return Err("there is nothing to run".to_owned());
    };
    let path = disk::program(program).ok_or_else(|| format!("there is no `{program}` on PATH"))?;
    let mut process = Process::start(&path, arguments, directory, &step.environment, tail)
        .map_err(|error| format!("`{program}` cannot be started: {}", disk::reason(&error)))?;
    let since = Instant::now();
    loop {
        if let Some(exit) = process.try_wait() {
            process.finish_reading();
            return Ok(Some(exit));
        }
        if cancel.is_cancelled() {
            process.end(GRACE, INTERVAL);
            return Ok(None);
        }
        watcher.tick(since.elapsed());
        std::thread::sleep(INTERVAL);
    }
}
