//! Signals that ask this process to end while programs run: they are noted, the programs are ended, and
//! then the signal does what it always does. While nothing runs, signals are left alone.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, OnceLock};

/// Notes signals for as long as it lives.
pub(crate) struct Signals(());

struct Registered {
    /// Whether nothing runs.
    idle: Arc<AtomicBool>,
    last: Vec<(i32, Arc<AtomicBool>)>,
    running: AtomicI32,
}

static REGISTERED: OnceLock<Registered> = OnceLock::new();

impl Signals {
    /// From now on signals are noted.
    pub(crate) fn watch() -> Signals {
        let registered = REGISTERED.get_or_init(register);
        registered.running.fetch_add(1, Ordering::AcqRel);
        registered.idle.store(false, Ordering::Release);
        Signals(())
    }

    /// The signal that has come, if one has.
    pub(crate) fn received(&self) -> Option<i32> {
        let all = &REGISTERED.get()?.last;
        all.iter().find(|(_, has_come)| has_come.load(Ordering::Acquire)).map(|(signal, _)| *signal)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        let Some(registered) = REGISTERED.get() else { return };
        if registered.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            registered.idle.store(true, Ordering::Release);
        }
    }
}

#[cfg(unix)]
fn register() -> Registered {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let idle = Arc::new(AtomicBool::new(false));
    let last = [SIGINT, SIGTERM, SIGHUP].map(|signal| {
        let has_come = Arc::new(AtomicBool::new(false));
        // The order counts: the default first, for a signal that comes while nothing runs.
        let _ = signal_hook::flag::register_conditional_default(signal, idle.clone());
        let _ = signal_hook::flag::register(signal, has_come.clone());
        (signal, has_come)
    });
    Registered { idle, last: last.to_vec(), running: AtomicI32::new(0) }
}

/// Elsewhere the console ends everything by itself.
#[cfg(not(unix))]
fn register() -> Registered {
    Registered {
        idle: Arc::new(AtomicBool::new(false)),
        last: Vec::new(),
        running: AtomicI32::new(0),
    }
}

/// Ends this process as the signal would have.
#[cfg(unix)]
pub(crate) fn end_by(signal: i32) -> ! {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal)
}

/// Ends this process.
#[cfg(not(unix))]
pub(crate) fn end_by(signal: i32) -> ! {
    std::process::exit(128 + signal)
}
