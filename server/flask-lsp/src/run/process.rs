//! One program in a process group of its own: started without a shell and without input, its output
//! read on a thread, ended with everything it has started.
//!
//! Where there are no process groups, `taskkill` ends the tree of processes instead.

use std::io::{self, PipeReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::output::Tail;

/// How long the output of a program that has ended may still come. Something it has left behind can
/// hold the pipe open for ever.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// What is read at once.
const CHUNK: usize = 16 * 1024;

/// Groups that live, for an end of this process in a hurry.
static LIVE: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exit {
    /// `None` if it was killed by a signal.
    pub(super) code: Option<i32>,
}

/// A program that runs.
pub(super) struct Process {
    child: Child,
    has_ended: Option<Exit>,
    reading: Arc<AtomicBool>,
}

impl Process {
    /// Starts a program; what it writes goes to `tail`, both streams in one.
    pub(super) fn start(
        program: &Path,
        arguments: &[String],
        directory: &Path,
        environment: &[(&str, &str)],
        tail: &Tail,
    ) -> io::Result<Process> {
        let (reader, writer) = io::pipe()?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(directory)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        // Held while starting, so that nobody who kills all misses this one.
        let mut live = LIVE.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.spawn()?;
        live.push(child.id());
        drop(live);
        // The command holds the writing end; the output would never come to an end.
        drop(command);
        let reading = Arc::new(AtomicBool::new(true));
        let tail = tail.clone();
        let is_reading = reading.clone();
        std::thread::spawn(move || read(reader, &tail, &is_reading));
        Ok(Process { child, has_ended: None, reading })
    }

    /// How it ended, if it has.
    pub(super) fn try_wait(&mut self) -> Option<Exit> {
        if self.has_ended.is_none() {
            let status = self.child.try_wait().ok()??;
            self.has_ended = Some(Exit { code: status.code() });
        }
        self.has_ended
    }

    /// Waits for the rest of the output.
    pub(super) fn finish_reading(&self) {
        let since = Instant::now();
        while self.reading.load(Ordering::Acquire) && since.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.reading.store(false, Ordering::Release);
    }

    /// Ends it with all that belongs to it: asks first, and kills what is left after `grace`.
    pub(super) fn end(&mut self, grace: Duration, interval: Duration) {
        let group = self.child.id();
        signal(group, Harshness::Ask);
        let since = Instant::now();
        while since.elapsed() < grace {
            let has_ended = self.try_wait().is_some();
            if has_ended && !is_alive(group) {
                break;
            }
            std::thread::sleep(interval);
        }
        if self.try_wait().is_none() || is_alive(group) {
            signal(group, Harshness::Kill);
        }
        // A killed process ends at once; it only has to be collected.
        let _ = self.child.wait();
        self.reading.store(false, Ordering::Release);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.try_wait().is_none() {
            self.end(Duration::ZERO, Duration::ZERO);
        }
        let group = self.child.id();
        LIVE.lock().unwrap_or_else(PoisonError::into_inner).retain(|live| *live != group);
    }
}

/// Kills whatever runs, at once: this process is about to end.
pub(crate) fn kill_all() {
    for group in LIVE.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        signal(group, Harshness::Kill);
    }
}

/// Reads until the end of the output or of the interest in it.
fn read(mut reader: PipeReader, tail: &Tail, is_reading: &AtomicBool) {
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(length) if length > 0 && is_reading.load(Ordering::Acquire) => {
                tail.take(chunk.get(..length).unwrap_or_default());
            }
            _ => break,
        }
    }
    if is_reading.load(Ordering::Acquire) {
        tail.end();
    }
    is_reading.store(false, Ordering::Release);
}

#[derive(Clone, Copy)]
enum Harshness {
    Ask,
    Kill,
}

#[cfg(unix)]
fn signal(group: u32, how: Harshness) {
    use rustix::process::{Signal, kill_process_group};
    let signal = match how {
        Harshness::Ask => Signal::TERM,
        Harshness::Kill => Signal::KILL,
    };
    if let Some(group) = group_id(group) {
        // It may have ended by itself.
        let _ = kill_process_group(group, signal);
    }
}

#[cfg(unix)]
fn is_alive(group: u32) -> bool {
    group_id(group).is_some_and(|group| {
        rustix::process::test_kill_process_group(group) != Err(rustix::io::Errno::SRCH)
    })
}

#[cfg(unix)]
fn group_id(group: u32) -> Option<rustix::process::Pid> {
    i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw)
}

/// Windows has no signal to ask with.
#[cfg(not(unix))]
fn signal(process: u32, _how: Harshness) {
    let process = process.to_string();
    let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &process]).output();
}

#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    false
}
