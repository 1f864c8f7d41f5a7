//! The one place that pushes diagnostics.
//!
//! A task waits until something is unpublished, and then sends the newest version of each document:
//! at once when the server is idle, and once for many changes that arrive together. It looks at the
//! state and checks between two messages, so what it sends is never older than what it says.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tower_lsp_server::ls_types::{PublishDiagnosticsParams, Uri};

use super::diagnostics;
use super::shared::Shared;
use super::state::Cause;

/// How long a burst of messages goes first. A bound, because a client that never pauses wants to
/// see something, too.
const PATIENCE: Duration = Duration::from_millis(10);

/// Publishes for as long as the server lives.
pub(super) async fn publish(shared: Arc<Shared>) {
    loop {
        shared.unpublished.notified().await;
        loop {
            calm(&shared).await;
            let Some(message) = next_message(&shared) else { break };
            let PublishDiagnosticsParams { uri, diagnostics, version } = message;
            shared.client.publish_diagnostics(uri, diagnostics, version).await;
        }
    }
}

/// Until no message waits, or for as long as that is bearable.
async fn calm(shared: &Shared) {
    let since = Instant::now();
    loop {
        tokio::task::yield_now().await;
        if !shared.is_busy() || since.elapsed() > PATIENCE {
            return;
        }
    }
}

fn next_message(shared: &Shared) -> Option<PublishDiagnosticsParams> {
    loop {
        let (uri, cause) = shared.state().next_unpublished()?;
        if let Some(message) = message(shared, uri, cause) {
            return Some(message);
        }
    }
}

/// `None` if there is nothing new to say.
fn message(shared: &Shared, uri: Uri, cause: Cause) -> Option<PublishDiagnosticsParams> {
    let Some(view) = shared.state().view(&uri) else {
        let is_shown = shared.state().withdraws(&uri);
        let nothing = || PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
        return is_shown.then(nothing);
    };
    let diagnostics = shared
        .guarded("diagnostics", || diagnostics::diagnostics(&view, shared.abilities()))
        .unwrap_or_default();
    shared.tell_broken_rules(&view);
    let is_new = shared.state().publishes(&uri, &diagnostics);
    let is_due = is_new || cause == Cause::Text;
    is_due.then_some(PublishDiagnosticsParams { uri, diagnostics, version: view.version })
}
