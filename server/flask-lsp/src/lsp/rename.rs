//! Renaming, in the form that the client applies; a refusal is an error with a sentence for the user.

use std::collections::HashMap;

use analysis::features::rename::{self, FileEdits};
use syntax::Text;
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::locations::Locations;
use super::state::View;
use super::{from_lsp, to_lsp};

/// `RequestFailed`: asked in the right way, and not possible.
const REQUEST_FAILED: i64 = -32803;

pub(super) fn prepare(
    view: &View,
    abilities: &Abilities,
    at: Position,
) -> Result<PrepareRenameResponse> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let found = rename::prepare(&view.snapshot, offset).map_err(refusal)?;
    Ok(PrepareRenameResponse::RangeWithPlaceholder {
        range: to_lsp::range(view.text(), found.range, abilities.encoding),
        placeholder: found.name,
    })
}

pub(super) fn rename(
    view: &View,
    abilities: &Abilities,
    at: Position,
    name: &str,
) -> Result<WorkspaceEdit> {
    let offset = from_lsp::offset(view.text(), at, abilities.encoding);
    let files = rename::rename(&view.snapshot, offset, name).map_err(refusal)?;
    let mut locations = Locations::new(view, abilities);
    let documents = files.into_iter();
    let documents =
        documents.filter_map(|file| document_edit(view, abilities, &mut locations, file));
    if abilities.document_changes {
        let changes = DocumentChanges::Edits(documents.collect());
        return Ok(WorkspaceEdit { document_changes: Some(changes), ..Default::default() });
    }
    let plain = |edit| match edit {
        OneOf::Left(edit) => edit,
        OneOf::Right(AnnotatedTextEdit { text_edit, .. }) => text_edit,
    };
    let changes = documents.map(|document| {
        (document.text_document.uri, document.edits.into_iter().map(plain).collect())
    });
    Ok(WorkspaceEdit { changes: Some(HashMap::from_iter(changes)), ..Default::default() })
}

fn document_edit(
    view: &View,
    abilities: &Abilities,
    locations: &mut Locations<'_>,
    file: FileEdits,
) -> Option<TextDocumentEdit> {
    let (uri, version, text): (Uri, Option<i32>, &Text) = match &file.file {
        None => (view.uri.clone(), view.version, view.text()),
        Some(path) => {
            let file = locations.file(path)?;
            (file.uri.clone(), file.version, &file.text)
        }
    };
    let edits = file.edits.into_iter().map(|edit| {
        OneOf::Left(TextEdit {
            range: to_lsp::range(text, edit.range, abilities.encoding),
            new_text: edit.insert,
        })
    });
    Some(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.collect(),
    })
}

fn refusal(reason: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: reason.into(), data: None }
}
