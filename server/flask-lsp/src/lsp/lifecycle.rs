//! From `initialize` to `exit`: what must be over before the next message is looked at, and the
//! client's life.
//!
//! The transport looks at messages while earlier ones are still being answered. That is right for
//! all but two: a client that sends `initialize` or `shutdown` and does not wait for the answer
//! would be told that it spoke out of turn.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tower_lsp_server::jsonrpc::{Request, Response};
use tower_lsp_server::{ExitedError, LspService};
use tower_service::Service;

use super::server::Backend;
use super::shared::Shared;
use super::{long_answers, snippet_edits};

/// How often to look whether the client still lives. A client that dies also closes the pipe,
/// unless another process has inherited it.
const CLIENT_CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// The service, with `initialize` and `shutdown` answered before anything else is looked at.
pub(super) struct Lifecycle {
    inner: LspService<Backend>,
    gate: Arc<Gate>,
    shutdown: Shutdown,
}

/// Whether the client has asked for the end.
#[derive(Clone, Default)]
pub(super) struct Shutdown(Arc<AtomicBool>);

#[derive(Default)]
struct Gate {
    closed: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

impl Lifecycle {
    pub(super) fn new(inner: LspService<Backend>) -> (Lifecycle, Shutdown) {
        let shutdown = Shutdown::default();
        (Lifecycle { inner, gate: Arc::default(), shutdown: shutdown.clone() }, shutdown)
    }
}

impl Shutdown {
    pub(super) fn was_asked_for(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Gate {
    fn poll_open(&self, context: &Context<'_>) -> Poll<()> {
        if !self.closed.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = Some(context.waker().clone());
        Poll::Pending
    }

    fn open(&self) {
        self.closed.store(false, Ordering::Release);
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waiting {
            waker.wake();
        }
    }
}

/// Counts a message for as long as it is not dealt with.
struct InProgress(Arc<Shared>);

impl InProgress {
    fn new(shared: &Arc<Shared>) -> InProgress {
        shared.in_progress.fetch_add(1, Ordering::AcqRel);
        InProgress(shared.clone())
    }
}

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.in_progress.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Service<Request> for Lifecycle {
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        match self.gate.poll_open(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => self.inner.poll_ready(context),
        }
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let is_shutdown = request.method() == "shutdown";
        let is_first = request.method() == "initialize";
        let is_gated = is_shutdown || is_first;
        if is_shutdown {
            self.shutdown.0.store(true, Ordering::Relaxed);
        }
        let shared = self.inner.inner().shared();
        if is_first {
            let can_take = snippet_edits::are_taken(request.params());
            shared.snippet_edits.store(can_take, Ordering::Release);
        }
        let has_edits = shared.snippet_edits.load(Ordering::Acquire)
            && snippet_edits::METHODS.contains(&request.method());
        // It waits for the disk, and nobody should wait for that.
        let is_quick = request.method() != "workspace/diagnostic";
        let in_progress = is_quick.then(|| InProgress::new(shared));
        // The transport refuses what comes too early or too late.
        let is_served = shared.has_met_client() && !self.shutdown.was_asked_for();
        if is_served && long_answers::METHODS.contains(&request.method()) {
            let backend = self.inner.inner().clone();
            return Box::pin(async move {
                let answer = long_answers::answer(backend, request).await;
                drop(in_progress);
                Ok(answer)
            });
        }
        let answer = self.inner.call(request);
        if is_gated {
            self.gate.closed.store(true, Ordering::Release);
        }
        let gate = is_gated.then(|| self.gate.clone());
        Box::pin(async move {
            let answer = answer.await;
            drop(in_progress);
            if let Some(gate) = gate {
                gate.open();
            }
            if has_edits {
                answer.map(|answer| answer.map(snippet_edits::written_out))
            } else {
                answer
            }
        })
    }
}

/// Ends this process soon after the client's has ended.
#[cfg(unix)]
pub(super) fn end_with(client: u32) {
    let Some(pid) = i32::try_from(client).ok().and_then(rustix::process::Pid::from_raw) else {
        return;
    };
    std::thread::spawn(move || {
        // Not being allowed to signal it means that it is there.
        while rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH) {
            std::thread::sleep(CLIENT_CHECK_INTERVAL);
        }
        crate::run::kill_all();
        std::process::exit(1);
    });
}

/// Elsewhere the end of input has to tell.
#[cfg(not(unix))]
pub(super) fn end_with(_client: u32) {}
