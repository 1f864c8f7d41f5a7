//! Reads the code of applications, in a thread of its own: editing never waits for it.
//!
//! Jobs that came while others were done are put together, so that a burst of changes costs as much as the last
//! of them. The thread ends with the server.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use analysis::application::uses::index::ApplicationUses;

use crate::application::{Application, Reading, scan_as};

/// How long to wait for more of the same: a checkout changes many files, a keystroke is seldom alone.
const PAUSE: Duration = Duration::from_millis(20);
/// Trees of nested code are walked by recursion.
const STACK: usize = 8 * 1024 * 1024;

/// Something to be read.
#[derive(Debug)]
pub(super) enum Job {
    /// All of an application, as far as it changed on the disk.
    Application {
        /// The charm's file.
        charm: Arc<Path>,
        /// Where the code is.
        application: Application,
        /// The texts of files that are open, by their names.
        buffers: HashMap<String, Arc<str>>,
    },
    /// One file that is open.
    File {
        /// The charm's file.
        charm: Arc<Path>,
        /// The file, from the application's directory.
        name: String,
        /// Its text.
        text: Arc<str>,
    },
}

/// The thread that reads.
pub(super) struct Indexer {
    jobs: Sender<Job>,
}

impl Indexer {
    /// Starts the thread, which hands what it reads to `deliver`; `None` if the system has no thread to give.
    pub(super) fn start(
        deliver: impl Fn(&Arc<Path>, Arc<ApplicationUses>) + Send + 'static,
    ) -> Option<Indexer> {
        let (jobs, received) = channel();
        let thread = thread::Builder::new().name("index".to_owned()).stack_size(STACK);
        thread.spawn(move || work(&received, deliver)).ok()?;
        Some(Indexer { jobs })
    }

    /// Asks for something to be read, some time soon.
    pub(super) fn send(&self, job: Job) {
        // Without its thread the server goes on; it knows less.
        let _ = self.jobs.send(job);
    }
}

/// The charms whose applications were read, with what is known of each.
type Applications = HashMap<Arc<Path>, (Reading, Arc<ApplicationUses>)>;

fn work(received: &Receiver<Job>, deliver: impl Fn(&Arc<Path>, Arc<ApplicationUses>)) {
    let mut known = Applications::new();
    while let Ok(first) = received.recv() {
        thread::sleep(PAUSE);
        let jobs = std::iter::once(first).chain(received.try_iter()).collect();
        let mut read: Vec<Arc<Path>> = Vec::new();
        for job in without_repetitions(jobs) {
            // A fault in reading one application is no reason to stop reading the others.
            let outcome = catch_unwind(AssertUnwindSafe(|| do_one(job, &mut known)));
            let charm = outcome.ok().flatten();
            read.extend(charm.filter(|charm| !read.contains(charm)));
        }
        for charm in read {
            let Some((_, uses)) = known.get(&charm) else { continue };
            let _ = catch_unwind(AssertUnwindSafe(|| deliver(&charm, uses.clone())));
        }
    }
}

/// The charm whose application is known better now.
fn do_one(job: Job, known: &mut Applications) -> Option<Arc<Path>> {
    match job {
        Job::Application { charm, application, buffers } => {
            let (reading, uses) = known.entry(charm.clone()).or_default();
            *uses = Arc::new(reading.read(&application, &buffers));
            Some(charm)
        }
        Job::File { charm, name, text } => {
            let (_, uses) = known.get_mut(&charm)?;
            *uses = Arc::new(uses.with_file(&name, scan_as(&name, &text)));
            Some(charm)
        }
    }
}

/// Of jobs with the same outcome only the last.
fn without_repetitions(jobs: Vec<Job>) -> Vec<Job> {
    let mut kept: Vec<Job> = Vec::new();
    for job in jobs {
        kept.retain(|earlier| !makes_needless(&job, earlier));
        kept.push(job);
    }
    kept
}

fn makes_needless(later: &Job, earlier: &Job) -> bool {
    match (later, earlier) {
        // The buffers that it brings are at least as new.
        (
            Job::Application { charm, .. },
            Job::Application { charm: other, .. } | Job::File { charm: other, .. },
        ) => charm == other,
        (Job::File { charm, name, .. }, Job::File { charm: other, name: other_name, .. }) => {
            (charm, name) == (other, other_name)
        }
        (Job::File { .. }, Job::Application { .. }) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> Job {
        Job::File { charm: Path::new("/a").into(), name: name.to_owned(), text: text.into() }
    }

    #[test]
    fn of_many_changes_to_a_file_the_last_is_read() {
        let jobs = without_repetitions(vec![file("a", "1"), file("b", "2"), file("a", "3")]);
        let texts: Vec<_> = jobs
            .iter()
            .map(|job| match job {
                Job::File { text, .. } => text.to_string(),
                Job::Application { .. } => String::new(),
            })
            .collect();
        assert_eq!(texts, ["2", "3"]);
    }

    #[test]
    fn a_fault_in_one_job_does_not_end_the_thread() {
        let (done, results) = channel();
        let indexer = Indexer::start(move |charm, _| {
            let _ = done.send(charm.clone());
            assert_ne!(
                **charm,
                *Path::new("/nowhere/bad/charmcraft.yaml"),
                "a fault of the server"
            );
        })
        .unwrap();
        for name in ["bad", "good"] {
            let directory = Path::new("/nowhere").join(name);
            let application = Application::of_charm(&directory.join("charm")).unwrap();
            let charm = directory.join("charmcraft.yaml").into();
            indexer.send(Job::Application { charm, application, buffers: HashMap::new() });
        }
        let charms: Vec<_> = results.iter().take(2).collect();
        assert!(charms[1].ends_with("good/charmcraft.yaml"), "{charms:?}");
    }
}
