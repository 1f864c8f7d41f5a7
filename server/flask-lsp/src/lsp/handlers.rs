//! What the client asks about one document: view in, answer out, nothing else touched.

use analysis::features;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::state::View;
use super::{diagnostics, from_lsp, to_lsp};

pub(super) fn hover(view: &View, abilities: &Abilities, at: Position) -> Option<Hover> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let hover = features::hover::hover(&view.snapshot, offset)?;
    Some(Hover {
        range: Some(to_lsp::range(view.text(), hover.range, abilities.encoding)),
        contents: HoverContents::Markup(to_lsp::markup(hover.markdown, abilities.hover_markdown)),
    })
}

pub(super) fn inlay_hints(view: &View, abilities: &Abilities, range: Range) -> Vec<InlayHint> {
    let range = from_lsp::range(view.text(), range, abilities.encoding);
    let hints = features::inlay_hints::inlay_hints(&view.snapshot, range);
    hints.into_iter().map(|hint| to_lsp::inlay_hint(view.text(), abilities, hint)).collect()
}

pub(super) fn completion(view: &View, abilities: &Abilities, at: Position) -> CompletionResponse {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let items = features::completion::completion(&view.snapshot, offset);
    let is_incomplete = items.iter().any(|item| item.follows_typing);
    let items = items
        .into_iter()
        .map(|item| to_lsp::completion_item(view.text(), abilities, offset, item))
        .collect();
    if is_incomplete {
        return CompletionList { is_incomplete, items }.into();
    }
    CompletionResponse::Array(items)
}

/// The item with the documentation that was left out, if any was.
pub(super) fn complete_completion(
    abilities: &Abilities,
    mut item: CompletionItem,
) -> CompletionItem {
    if item.data.take() == Some(to_lsp::has_more()) {
        let documentation = features::completion::documentation(&item.label);
        item.documentation = documentation.map(|text| to_lsp::documentation(abilities, text));
    }
    item
}

pub(super) fn symbols(view: &View, abilities: &Abilities) -> DocumentSymbolResponse {
    let symbols = features::symbols::symbols(&view.snapshot);
    if abilities.nested_symbols {
        let nested = symbols.into_iter();
        return nested
            .map(|symbol| to_lsp::symbol(view.text(), abilities, symbol))
            .collect::<Vec<_>>()
            .into();
    }
    let mut flat = Vec::new();
    to_lsp::flat_symbols(view, abilities, symbols, None, &mut flat);
    flat.into()
}

/// `previous` is the answer's name that the client has; if it would get the same, it is told so.
pub(super) fn diagnostics(
    view: &View,
    abilities: &Abilities,
    previous: Option<String>,
) -> DocumentDiagnosticReportKind {
    let items = diagnostics::diagnostics(view, abilities);
    let id = to_lsp::result_id(&items);
    if previous.as_ref() == Some(&id) {
        return UnchangedDocumentDiagnosticReport { result_id: id }.into();
    }
    FullDocumentDiagnosticReport { result_id: Some(id), items }.into()
}
