//! The language server: what editors ask over standard input and output, answered from `analysis`.
//!
//! The order of things is the design. Documents change in [`state`], synchronously and in the order
//! of the messages; [`handlers`] are plain functions of one frozen view; [`publish`] is the only
//! place that sends diagnostics. Types of the protocol are named in this module alone: [`from_lsp`]
//! and [`to_lsp`] convert each way. Start reading at [`server`].

mod abilities;
mod applications;
mod code;
mod code_action;
mod commands;
mod custom;
mod diagnostics;
mod frames;
mod from_lsp;
mod handlers;
mod indexer;
mod lifecycle;
mod locations;
mod long_answers;
mod navigation;
mod new_file;
mod overlay;
mod publish;
mod rename;
mod runs;
mod server;
mod settings;
mod shared;
mod snippet_edits;
mod state;
mod stdio;
mod structure;
mod to_lsp;
mod workspace;
mod workspace_edit;

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use tower_lsp_server::{LspService, Server};

use lifecycle::Lifecycle;

/// Serves one client on standard input and output until it says `exit`, closes the pipe or dies.
///
/// The exit code is 0 if the client said `shutdown` first, else 1.
pub(crate) fn serve() -> ExitCode {
    // One thread does all the work: a request takes less time than handing it to another.
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        return ExitCode::FAILURE;
    };
    let shutdown = runtime.block_on(async {
        let (service, socket) = LspService::build(server::Backend::new)
            .custom_method(custom::EXPAND, server::Backend::expand)
            .custom_method(custom::ENVIRONMENT, server::Backend::environment)
            .custom_method(custom::EXPLAIN, server::Backend::explain)
            .custom_method(custom::RULES, server::Backend::rules)
            .custom_method("window/workDoneProgress/cancel", server::Backend::cancel_progress)
            .finish();
        let shared = service.inner().shared().clone();
        let input = stdio::Input::spawn(service.inner().shared().clone());
        let (service, shutdown) = Lifecycle::new(service);
        Server::new(input, stdio::Output, socket).serve(service).await;
        shared.runs.cancel_all();
        crate::run::kill_all();
        shutdown.was_asked_for()
    });
    // A walk through a large workspace that nobody waits for any more must not hold us up.
    runtime.shutdown_background();
    if shutdown { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
