//! The protocol's methods, each of them a few lines: take a view, ask a handler, answer.
//!
//! A panic in a handler costs that one answer and a line in the client's log. Notifications change
//! the state before anything can wait, and nothing is asked of the client inside a handler.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::{Value, json};
use tokio::sync::Notify;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::*;
use tower_lsp_server::{Client, LanguageServer};

use super::abilities::{self, Abilities};
use super::settings::{RawSettings, SECTION};
use super::state::{State, View};
use super::{code_action, from_lsp, handlers, lifecycle, publish, workspace};

/// What the client is asked to tell about when it happens on the disk.
const WATCHED: &[&str] = &[
    "**/{charmcraft,rockcraft,rockfile,paas-config}.{yaml,yml}",
    "**/{requirements.txt,pyproject.toml,package.json,go.mod,pom.xml,build.gradle}",
    "**/{app,main,manage,wsgi,asgi,migrate,__init__}.{py,sh}",
    "**/{mvnw,gradlew}",
    "**/{metadata,config,actions}.yaml",
];

/// The server as the transport sees it.
pub(super) struct Backend {
    shared: Arc<Shared>,
}

/// What handlers and tasks share.
pub(super) struct Shared {
    pub(super) client: Client,
    /// Wakes the publisher.
    pub(super) unpublished: Notify,
    /// Messages that were taken from the client and are not dealt with yet.
    pub(super) in_progress: AtomicUsize,
    /// Whether there was more to read behind the last message.
    pub(super) more_has_come: AtomicBool,
    abilities: OnceLock<Abilities>,
    state: Mutex<State>,
}

impl Backend {
    pub(super) fn new(client: Client) -> Backend {
        let shared = Arc::new(Shared {
            client,
            unpublished: Notify::new(),
            in_progress: AtomicUsize::new(0),
            more_has_come: AtomicBool::new(false),
            abilities: OnceLock::new(),
            state: Mutex::default(),
        });
        Backend { shared }
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Runs a handler on the document as it is now. `None` at once if the document is not ours.
    fn answer<T>(
        &self,
        uri: &Uri,
        what: &str,
        handler: impl FnOnce(&View, &Abilities) -> T,
    ) -> Option<T> {
        let view = self.shared.state().view(uri)?;
        self.shared.guarded(what, || handler(&view, self.shared.abilities()))
    }

    /// To be called after every change of the state.
    fn state_changed(&self) {
        self.shared.wake_publisher();
    }

    /// After something changed that the client cannot know to matter.
    fn surroundings_changed(&self) {
        self.shared.state().surroundings_changed();
        self.shared.tell_surroundings_changed();
    }
}

impl Shared {
    /// Held for as long as a few assignments take.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of a client that announces nothing, until it has announced something.
    pub(super) fn abilities(&self) -> &Abilities {
        static NONE: OnceLock<Abilities> = OnceLock::new();
        self.abilities.get().unwrap_or_else(|| NONE.get_or_init(Abilities::default))
    }

    /// Whether messages wait to be dealt with.
    pub(super) fn is_busy(&self) -> bool {
        self.in_progress.load(Ordering::Acquire) > 0 || self.more_has_come.load(Ordering::Acquire)
    }

    /// Turns a panic into `None` and a line in the client's log. Handlers only read, so a panic
    /// leaves nothing half done.
    pub(super) fn guarded<T>(&self, what: &str, handler: impl FnOnce() -> T) -> Option<T> {
        let answer = catch_unwind(AssertUnwindSafe(handler)).ok();
        if answer.is_none() {
            self.log(format!("`{what}` ran into a fault of the server and has no answer"));
        }
        answer
    }

    fn wake_publisher(&self) {
        if self.abilities().pull {
            self.state().forget_unpublished();
        } else {
            self.unpublished.notify_one();
        }
    }

    fn log(&self, line: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.log_message(MessageType::WARNING, line).await });
    }

    fn tell_surroundings_changed(&self) {
        let abilities = self.abilities();
        let hints = abilities.refresh_hints;
        let diagnostics = abilities.refresh_diagnostics && abilities.pull;
        self.wake_publisher();
        let client = self.client.clone();
        tokio::spawn(async move {
            // A client that refuses will ask again in its own time.
            if diagnostics {
                let _ = client.workspace_diagnostic_refresh().await;
            }
            if hints {
                let _ = client.inlay_hint_refresh().await;
            }
        });
    }

    /// Takes settings. Those for other servers, which some clients send along, are left alone.
    fn configure(&self, value: &Value, is_our_section: bool) {
        let is_our_section = is_our_section || value.get(SECTION).is_some();
        let (settings, unknown) = RawSettings::read(value);
        if !is_our_section && settings == RawSettings::default() {
            return;
        }
        if is_our_section {
            self.log_unknown(&unknown);
        }
        if self.state().configure(settings) {
            self.tell_surroundings_changed();
        }
    }

    fn log_unknown(&self, unknown: &[String]) {
        if !unknown.is_empty() {
            self.log(format!("settings that are not known: {}", unknown.join(", ")));
        }
    }

    async fn fetch_settings(&self) {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let Ok(values) = self.client.configuration(vec![item]).await else { return };
        if let Some(value) = values.first().filter(|value| value.is_object()) {
            self.configure(value, true);
        }
    }

    async fn register(&self) {
        let registration = |method: &str, options: Value| Registration {
            id: method.to_owned(),
            method: method.to_owned(),
            register_options: Some(options),
        };
        let mut registrations = Vec::new();
        if self.abilities().register_configuration {
            let options = json!({ "section": SECTION });
            registrations.push(registration("workspace/didChangeConfiguration", options));
        }
        if self.abilities().register_watchers {
            let watchers: Vec<_> =
                WATCHED.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let options = json!({ "watchers": watchers });
            registrations.push(registration("workspace/didChangeWatchedFiles", options));
        }
        if !registrations.is_empty() {
            // Without it files are looked at again when a document is saved or opened.
            let _ = self.client.register_capability(registrations).await;
        }
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let options = params.initialization_options.as_ref().unwrap_or(&Value::Null);
        let (settings, unknown) = RawSettings::read(options);
        let mode = settings.diagnostic_mode.unwrap_or_default();
        let abilities = self.shared.abilities.get_or_init(|| Abilities::new(&params, mode));
        self.shared.state().start(settings, abilities::roots(&params));
        self.shared.log_unknown(&unknown);
        if let Some(client) = params.process_id {
            lifecycle::end_with(client);
        }
        if !abilities.pull {
            tokio::spawn(publish::publish(self.shared.clone()));
        }
        Ok(InitializeResult {
            capabilities: abilities.server_capabilities(),
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..Default::default()
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let shared = self.shared.clone();
        tokio::spawn(async move {
            shared.register().await;
            if shared.abilities().configuration {
                shared.fetch_settings().await;
            }
        });
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem { uri, version, text, .. } = params.text_document;
        let name = uri.as_str().to_owned();
        if !self.shared.state().open(uri, version, text) {
            self.shared.log(format!("{name} could not be read; it is left alone"));
        }
        self.state_changed();
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let encoding = self.shared.abilities().encoding;
        let kept = self.shared.state().change(&uri, version, params.content_changes, encoding);
        if !kept {
            let line = format!("a change of {} could not be followed; open it again", uri.as_str());
            self.shared.log(line);
        }
        self.state_changed();
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        if from_lsp::file(&params.text_document.uri).is_some() {
            self.shared.state().surroundings_changed();
            self.state_changed();
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.shared.state().close(&params.text_document.uri);
        self.state_changed();
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.shared.configure(&params.settings, false);
        if self.shared.abilities().configuration {
            let shared = self.shared.clone();
            tokio::spawn(async move { shared.fetch_settings().await });
        }
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        self.surroundings_changed();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[WorkspaceFolder]| -> Vec<_> {
            folders.iter().filter_map(|folder| from_lsp::path(&folder.uri)).collect()
        };
        let (added, removed) = (paths(&params.event.added), paths(&params.event.removed));
        {
            let roots = &mut self.shared.state().roots;
            roots.retain(|root| !removed.contains(root) && !added.contains(root));
            roots.extend(added);
        }
        self.surroundings_changed();
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        let answer = self.answer(&text_document.uri, "textDocument/hover", |view, abilities| {
            handlers::hover(view, abilities, position)
        });
        Ok(answer.flatten())
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/inlayHint", |view, abilities| {
            handlers::inlay_hints(view, abilities, params.range)
        }))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let answer =
            self.answer(&text_document.uri, "textDocument/completion", |view, abilities| {
                handlers::completion(view, abilities, position)
            });
        Ok(answer)
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let abilities = self.shared.abilities();
        let whole = || handlers::complete_completion(abilities, item.clone());
        let whole = self.shared.guarded("completionItem/resolve", whole);
        Ok(whole.unwrap_or(item))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let only = params.context.only.as_deref();
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/codeAction", |view, abilities| {
            code_action::code_actions(view, abilities, params.range, only)
        }))
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/documentSymbol", handlers::symbols))
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let previous = params.previous_result_id;
        let uri = &params.text_document.uri;
        let answer = self.answer(uri, "textDocument/diagnostic", |view, abilities| {
            handlers::diagnostics(view, abilities, previous)
        });
        let empty = || FullDocumentDiagnosticReport::default().into();
        let report = match answer.unwrap_or_else(empty) {
            DocumentDiagnosticReportKind::Full(full_document_diagnostic_report) => {
                DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                    related_documents: None,
                    full_document_diagnostic_report,
                })
            }
            DocumentDiagnosticReportKind::Unchanged(unchanged_document_diagnostic_report) => {
                DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                    related_documents: None,
                    unchanged_document_diagnostic_report,
                })
            }
        };
        Ok(report.into())
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let request = workspace::Request::new(
            &self.shared.state(),
            self.shared.abilities(),
            params.previous_result_ids,
        );
        // The only answer that waits for the disk; nothing else shall wait for it.
        let report = tokio::task::spawn_blocking(|| request.answer()).await;
        if report.is_err() {
            self.shared.log("`workspace/diagnostic` ran into a fault of the server".to_owned());
        }
        Ok(report.unwrap_or_default().into())
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp_server::LspService;

    use super::*;

    #[test]
    fn a_panicking_handler_has_no_answer_and_the_next_one_has() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (service, _socket) = LspService::new(Backend::new);
            let shared = service.inner().shared();
            assert_eq!(shared.guarded("test", || -> u8 { panic!("a fault") }), None);
            assert_eq!(shared.guarded("test", || 1), Some(1));
        });
    }
}
