//! What the client can do, read once from `initialize`, and what the server offers in return.

use std::path::PathBuf;

use serde_json::Value;
use syntax::Encoding;
use tower_lsp_server::ls_types::*;

use super::from_lsp;
use crate::config::DiagnosticMode;

/// What a client does with the further lines of a completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Indentation {
    /// It does not say; most indent them like the first.
    #[default]
    Unsaid,
    /// It indents them like the first where it is told to.
    OnDemand,
    /// It leaves them as they are.
    Never,
}

/// What the client can do; everything it does not announce, it cannot.
#[derive(Debug, Clone, Default)]
pub(super) struct Abilities {
    pub(super) encoding: Encoding,
    /// Whether diagnostics are pulled; else they are pushed.
    pub(super) pull: bool,
    pub(super) related_information: bool,
    pub(super) code_description: bool,
    pub(super) diagnostic_data: bool,
    pub(super) hover_markdown: bool,
    pub(super) completion_markdown: bool,
    pub(super) snippets: bool,
    pub(super) insert_replace: bool,
    pub(super) label_details: bool,
    pub(super) commit_characters: bool,
    pub(super) deprecated_tag: bool,
    /// Whether the documentation of a completion may come later, when the client asks for it.
    pub(super) lazy_documentation: bool,
    /// How the client indents the further lines of what is inserted.
    pub(super) indentation: Indentation,
    /// The client's own command that asks for completions again.
    pub(super) retrigger: Option<&'static str>,
    pub(super) code_actions: bool,
    pub(super) preferred_actions: bool,
    /// Whether it shows actions that cannot be done, with the reason.
    pub(super) disabled_actions: bool,
    pub(super) document_changes: bool,
    /// Whether an edit may be a snippet; see `snippet_edits`.
    pub(super) snippet_edits: bool,
    pub(super) rename_files: bool,
    pub(super) create_files: bool,
    pub(super) delete_files: bool,
    /// Whether the edit of a code action may come later, when the client asks for it.
    pub(super) resolve_edits: bool,
    pub(super) show_document: bool,
    /// Whether the client shows views of ours and wants to hear when they change.
    pub(super) views: bool,
    pub(super) nested_symbols: bool,
    /// Whether it takes what a definition is asked about and all of what is found, too.
    pub(super) definition_links: bool,
    /// Whether edits can say why they are made, and wait for a yes.
    pub(super) annotations: bool,
    pub(super) prepares_renames: bool,
    pub(super) link_tooltips: bool,
    /// Commands of its own that it carries out for us.
    pub(super) commands: Vec<String>,
    pub(super) configuration: bool,
    pub(super) register_configuration: bool,
    pub(super) register_watchers: bool,
    pub(super) refresh_hints: bool,
    pub(super) refresh_lenses: bool,
    pub(super) work_done_progress: bool,
    /// Whether the client runs plans in its terminal.
    pub(super) run_in_terminal: bool,
    /// Whether the client asks its user for a line of text.
    pub(super) input: bool,
    pub(super) refresh_diagnostics: bool,
}

impl Abilities {
    /// Of the client that sent these parameters.
    pub(super) fn new(params: &InitializeParams, mode: DiagnosticMode) -> Abilities {
        let client = &params.capabilities;
        let text = client.text_document.clone().unwrap_or_default();
        let workspace = client.workspace.clone().unwrap_or_default();
        let completion = text.completion.unwrap_or_default();
        let item = completion.completion_item.unwrap_or_default();
        let action = text.code_action.unwrap_or_default();
        let edit = workspace.workspace_edit.unwrap_or_default();
        let operations = edit.resource_operations.unwrap_or_default();
        let pushed = text.publish_diagnostics.unwrap_or_default();
        let pull = match mode {
            DiagnosticMode::Auto => text.diagnostic.is_some(),
            DiagnosticMode::Push => false,
            DiagnosticMode::Pull => true,
        };
        let pulled = text.diagnostic.unwrap_or_default();
        let either = |pulled: Option<bool>, pushed: Option<bool>| {
            // Some clients announce these for one way and mean both.
            is(pulled) || is(pushed)
        };
        Abilities {
            encoding: encoding(client),
            pull,
            related_information: either(pulled.related_information, pushed.related_information),
            code_description: either(
                pulled.code_description_support,
                pushed.code_description_support,
            ),
            diagnostic_data: either(pulled.data_support, pushed.data_support),
            hover_markdown: speaks_markdown(text.hover.and_then(|hover| hover.content_format)),
            completion_markdown: speaks_markdown(item.documentation_format),
            snippets: is(item.snippet_support),
            insert_replace: is(item.insert_replace_support),
            label_details: is(item.label_details_support),
            commit_characters: is(item.commit_characters_support),
            deprecated_tag: item
                .tag_support
                .is_some_and(|tags| tags.value_set.contains(&CompletionItemTag::DEPRECATED)),
            lazy_documentation: item.resolve_support.is_some_and(|support| {
                support.properties.iter().any(|property| property == "documentation")
            }),
            indentation: indentation(item.insert_text_mode_support, completion.insert_text_mode),
            retrigger: params.client_info.as_ref().and_then(|info| retrigger_command(&info.name)),
            code_actions: action.code_action_literal_support.is_some(),
            preferred_actions: is(action.is_preferred_support),
            disabled_actions: is(action.disabled_support),
            document_changes: is(edit.document_changes),
            snippet_edits: false,
            rename_files: operations.contains(&ResourceOperationKind::Rename),
            create_files: operations.contains(&ResourceOperationKind::Create),
            delete_files: operations.contains(&ResourceOperationKind::Delete),
            resolve_edits: is(action.data_support)
                && action.resolve_support.is_some_and(|support| {
                    support.properties.iter().any(|property| property == "edit")
                }),
            show_document: client
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            views: client
                .experimental
                .as_ref()
                .and_then(|experimental| experimental.get("expandedDocument")?.as_bool())
                .unwrap_or(false),
            nested_symbols: text
                .document_symbol
                .is_some_and(|symbol| is(symbol.hierarchical_document_symbol_support)),
            definition_links: text.definition.is_some_and(|it| is(it.link_support)),
            annotations: is(edit.document_changes) && edit.change_annotation_support.is_some(),
            prepares_renames: text.rename.is_some_and(|it| is(it.prepare_support)),
            link_tooltips: text.document_link.is_some_and(|it| is(it.tooltip_support)),
            commands: commands(client),
            configuration: is(workspace.configuration),
            register_configuration: workspace
                .did_change_configuration
                .is_some_and(|change| is(change.dynamic_registration)),
            register_watchers: workspace
                .did_change_watched_files
                .is_some_and(|watch| is(watch.dynamic_registration)),
            refresh_hints: workspace.inlay_hint.is_some_and(|hint| is(hint.refresh_support)),
            work_done_progress: client
                .window
                .as_ref()
                .is_some_and(|window| is(window.work_done_progress)),
            run_in_terminal: announces(client, "runInTerminal"),
            input: announces(client, "input"),
            refresh_lenses: workspace.code_lens.is_some_and(|lens| is(lens.refresh_support)),
            refresh_diagnostics: workspace
                .diagnostics
                .is_some_and(|diagnostics| is(diagnostics.refresh_support)),
        }
    }

    /// What the server offers to this client.
    pub(super) fn server_capabilities(&self) -> ServerCapabilities {
        let trigger_characters =
            [":", " ", "-", "/", "\"", "'", ".", "*"].map(str::to_owned).to_vec();
        let pulled = DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: Some(super::to_lsp::SOURCE.to_owned()),
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            work_done_progress_options: Default::default(),
        });
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
                Encoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::INCREMENTAL),
                    save: Some(TextDocumentSyncSaveOptions::Supported(true)),
                    ..Default::default()
                },
            )),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(trigger_characters),
                resolve_provider: Some(true),
                ..Default::default()
            }),
            inlay_hint_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_highlight_provider: Some(OneOf::Left(true)),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: None,
                work_done_progress_options: Default::default(),
            }),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            rename_provider: Some(match self.prepares_renames {
                true => OneOf::Right(RenameOptions {
                    prepare_provider: Some(true),
                    work_done_progress_options: Default::default(),
                }),
                false => OneOf::Left(true),
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: super::commands::names(),
                work_done_progress_options: WorkDoneProgressOptions {
                    work_done_progress: Some(true),
                },
            }),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: None }),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(super::code_action::KINDS.to_vec()),
                resolve_provider: Some(true),
                ..Default::default()
            })),
            diagnostic_provider: self.pull.then_some(pulled),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                ..Default::default()
            }),
            ..Default::default()
        }
    }
}

/// The directories that the client works in: its folders, else its root.
pub(super) fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let folders: Vec<_> = folders.filter_map(|folder| from_lsp::path(&folder.uri)).collect();
    if !folders.is_empty() {
        return folders;
    }
    #[allow(deprecated)] // Older clients know nothing else.
    let root = match &params.root_uri {
        Some(uri) => from_lsp::path(uri),
        None => params.root_path.as_ref().map(PathBuf::from),
    };
    root.into_iter().collect()
}

/// An ability beyond the protocol, under `experimental`.
fn announces(client: &ClientCapabilities, name: &str) -> bool {
    let experimental = client.experimental.as_ref();
    experimental.and_then(|it| it.get(name)).and_then(Value::as_bool) == Some(true)
}

fn is(announced: Option<bool>) -> bool {
    announced == Some(true)
}

fn speaks_markdown(formats: Option<Vec<MarkupKind>>) -> bool {
    formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
}

fn indentation(
    supported: Option<InsertTextModeSupport>,
    default: Option<InsertTextMode>,
) -> Indentation {
    let adjusts = |modes: InsertTextModeSupport| {
        modes.value_set.contains(&InsertTextMode::ADJUST_INDENTATION)
    };
    if supported.is_some_and(adjusts) {
        Indentation::OnDemand
    } else if default == Some(InsertTextMode::AS_IS) {
        Indentation::Never
    } else {
        Indentation::Unsaid
    }
}

/// From `experimental.commands.commands`, where other servers look for them, too.
fn commands(client: &ClientCapabilities) -> Vec<String> {
    let experimental = client.experimental.as_ref();
    let names = experimental.and_then(|it| it.get("commands")?.get("commands")?.as_array());
    let names = names.into_iter().flatten().filter_map(|name| name.as_str());
    names.map(str::to_owned).collect()
}

/// Ours first: bytes are what texts are made of.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_ref());
    let offers = |kind| offered.is_some_and(|offered| offered.contains(&kind));
    if offers(PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(PositionEncodingKind::UTF32) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// The command's name is the client's own; the protocol has none.
fn retrigger_command(client: &str) -> Option<&'static str> {
    let known = ["Visual Studio Code", "VSCodium", "Code - OSS", "code-server"];
    known.iter().any(|name| client.starts_with(name)).then_some("editor.action.triggerSuggest")
}
