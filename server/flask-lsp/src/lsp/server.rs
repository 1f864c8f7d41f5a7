//! The protocol's methods, each of them a few lines: take a view, ask a handler, answer.
//!
//! A panic in a handler costs that one answer and a line in the client's log. Notifications change
//! the state before anything can wait, and nothing is asked of the client inside a handler.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::Value;
use tower_lsp_server::jsonrpc::{Error, Result};
use tower_lsp_server::ls_types::*;
use tower_lsp_server::{Client, LanguageServer};

use super::abilities::{self, Abilities};
use super::code::{self, SourceView};
use super::shared::Shared;
use super::state::View;
use super::{
    code_action, commands, from_lsp, handlers, lifecycle, navigation, new_file, publish, rename,
    settings, structure, workspace,
};

/// The server as the transport sees it.
#[derive(Clone)]
pub(super) struct Backend {
    shared: Arc<Shared>,
}

impl Backend {
    pub(super) fn new(client: Client) -> Backend {
        Backend { shared: Arc::new(Shared::new(client)) }
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

    /// The same for a file of an application's code. `None` at once for any other.
    fn answer_in_code<T>(
        &self,
        uri: &Uri,
        what: &str,
        handler: impl FnOnce(&SourceView, &Abilities) -> T,
    ) -> Option<T> {
        let view = self.shared.state().source_view(uri)?;
        self.shared.guarded(what, || handler(&view, self.shared.abilities()))
    }

    pub(super) fn document_symbols(
        &self,
        params: &DocumentSymbolParams,
    ) -> Option<DocumentSymbolResponse> {
        self.answer(&params.text_document.uri, "textDocument/documentSymbol", handlers::symbols)
    }

    pub(super) fn inlay_hints(&self, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
        let uri = &params.text_document.uri;
        self.answer(uri, "textDocument/inlayHint", |view, abilities| {
            handlers::inlay_hints(view, abilities, params.range)
        })
    }

    pub(super) fn completions(&self, params: CompletionParams) -> Option<CompletionResponse> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let (uri, method) = (&text_document.uri, "textDocument/completion");
        let answer = self
            .answer(uri, method, |view, abilities| handlers::completion(view, abilities, position));
        let in_code = || {
            self.answer_in_code(uri, method, |view, abilities| {
                code::completion(view, abilities, position)
            })
        };
        answer.or_else(in_code)
    }

    pub(super) fn diagnostics(&self, params: DocumentDiagnosticParams) -> DocumentDiagnosticReport {
        let previous = params.previous_result_id;
        let uri = &params.text_document.uri;
        let answer = self.answer(uri, "textDocument/diagnostic", |view, abilities| {
            self.shared.tell_broken_rules(view);
            handlers::diagnostics(view, abilities, previous)
        });
        let empty = || FullDocumentDiagnosticReport::default().into();
        match answer.unwrap_or_else(empty) {
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
        }
    }

    pub(super) async fn workspace_diagnostics(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> WorkspaceDiagnosticReport {
        let files = workspace::Files::new(&self.shared.state(), self.shared.abilities());
        // It waits for the disk; nothing else shall wait for it.
        let previous = params.previous_result_ids;
        let report = tokio::task::spawn_blocking(|| files.diagnostics(previous)).await;
        if report.is_err() {
            self.shared.log("`workspace/diagnostic` ran into a fault of the server".to_owned());
        }
        report.unwrap_or_default()
    }

    pub(super) async fn workspace_symbols(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Option<Vec<SymbolInformation>> {
        let files = workspace::Files::new(&self.shared.state(), self.shared.abilities());
        // It waits for the disk, as `workspace/diagnostic` does.
        let found = tokio::task::spawn_blocking(move || files.symbols(&params.query)).await;
        if found.is_err() {
            self.shared.log("`workspace/symbol` ran into a fault of the server".to_owned());
        }
        found.ok()
    }

    pub(super) async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.shared.runs.cancel(&params.token);
    }

    /// To be called after every change of the state.
    fn state_changed(&self) {
        self.shared.hand_on_jobs();
        self.shared.wake_publisher();
    }

    /// After something changed that the client cannot know to matter.
    pub(super) fn surroundings_changed(&self) {
        self.shared.state().surroundings_changed();
        self.shared.hand_on_jobs();
        self.shared.tell_config_problems();
        self.shared.tell_surroundings_changed();
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let options = params.initialization_options.as_ref().unwrap_or(&Value::Null);
        let roots = abilities::roots(&params);
        let (settings, unknown) = settings::read(options, roots.iter().map(PathBuf::as_path));
        let mode = settings.diagnostic_mode.unwrap_or_default();
        let snippet_edits = self.shared.snippet_edits.load(Ordering::Acquire);
        let abilities =
            self.shared.meet(|| Abilities { snippet_edits, ..Abilities::new(&params, mode) });
        self.shared.state().start(settings, roots);
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
        self.shared.tell_config_problems();
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
            self.shared.tell_config_problems();
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
        let in_code = || {
            self.answer_in_code(&text_document.uri, "textDocument/hover", |view, abilities| {
                code::hover(view, abilities, position)
            })
        };
        Ok(answer.or_else(in_code).flatten())
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

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        let answer =
            self.answer(&text_document.uri, "textDocument/definition", |view, abilities| {
                navigation::definition(view, abilities, position)
            });
        let in_code = || {
            self.answer_in_code(&text_document.uri, "textDocument/definition", |view, abilities| {
                code::definition(view, abilities, position)
            })
        };
        Ok(answer.or_else(in_code).flatten())
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let declaration = params.context.include_declaration;
        let uri = &text_document.uri;
        let answer = self.answer(uri, "textDocument/references", |view, abilities| {
            navigation::references(view, abilities, position, declaration)
        });
        let in_code = || {
            self.answer_in_code(uri, "textDocument/references", |view, abilities| {
                code::references(view, abilities, position, declaration)
            })
        };
        Ok(answer.or_else(in_code))
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        let method = "textDocument/documentHighlight";
        let answer = self.answer(&text_document.uri, method, |view, abilities| {
            navigation::highlights(view, abilities, position)
        });
        Ok(answer.flatten())
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/documentLink", structure::links))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/foldingRange", structure::folds))
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/selectionRange", |view, abilities| {
            structure::selections(view, abilities, &params.positions)
        }))
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        let method = "textDocument/linkedEditingRange";
        let answer = self.answer(&text_document.uri, method, |view, abilities| {
            structure::linked_names(view, abilities, position)
        });
        Ok(answer.flatten())
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let TextDocumentPositionParams { text_document, position } = params;
        self.answer(&text_document.uri, "textDocument/prepareRename", |view, abilities| {
            rename::prepare(view, abilities, position)
        })
        .transpose()
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        self.answer(&text_document.uri, "textDocument/rename", |view, abilities| {
            rename::rename(view, abilities, position, &params.new_name)
        })
        .transpose()
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        if params.command == new_file::CREATE_MIGRATION_SCRIPT {
            return self.create_migration_script(&params.arguments);
        }
        commands::execute(&self.shared, params)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = &params.text_document.uri;
        Ok(self.answer(uri, "textDocument/codeLens", navigation::code_lenses))
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(uri) = code_action::document_of(&action) else { return Ok(action) };
        let resolved = self.answer(&uri, "codeAction/resolve", |view, abilities| {
            code_action::resolve(view, abilities, &action)
        });
        resolved.flatten().ok_or_else(Error::content_modified)
    }
}
