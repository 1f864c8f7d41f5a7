//! The one place that pushes diagnostics.
//!
//! A task waits until something is unpublished, and then sends the newest version of each document:
//! at once when the server is idle, and once for many changes that arrive together. It looks at the
//! state and checks between two messages, so what it sends is never older than what it says.

use std::sync::Arc;

use tower_lsp_server::ls_types::{PublishDiagnosticsParams, Uri};

use super::server::Shared;
use super::state::Cause;
use super::to_lsp;

/// How many times to let other work go first before publishing. A bound, because a client that
/// never stops to type wants to see something, too.
const PATIENCE: usize = 512;

/// Publishes for as long as the server lives.
pub(super) async fn publish(shared: Arc<Shared>) {
    loop {
        shared.unpublished.notified().await;
        let mut patience = PATIENCE;
        while shared.is_busy() && patience > 0 {
            patience -= 1;
            tokio::task::yield_now().await;
        }
        while let Some(message) = next_message(&shared) {
            let PublishDiagnosticsParams { uri, diagnostics, version } = message;
            shared.client.publish_diagnostics(uri, diagnostics, version).await;
            tokio::task::yield_now().await;
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
        return Some(PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None });
    };
    let diagnostics = shared
        .guarded("diagnostics", || to_lsp::diagnostics(&view, shared.abilities()))
        .unwrap_or_default();
    let is_new = shared.state().publishes(&uri, &diagnostics);
    let is_due = is_new || cause == Cause::Text;
    is_due.then_some(PublishDiagnosticsParams { uri, diagnostics, version: view.version })
}
