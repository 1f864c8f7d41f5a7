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
/// The annotation of edits in the application's code.
const CODE: &str = "code";

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
    // Code is changed by those only who ask first.
    let files = files.into_iter().filter(|file| !file.is_code || abilities.annotations);
    let documents: Vec<_> =
        files.filter_map(|file| document_edit(view, abilities, &mut locations, file)).collect();
    if abilities.document_changes {
        let is_annotated = |document: &TextDocumentEdit| {
            document.edits.iter().any(|edit| matches!(edit, OneOf::Right(_)))
        };
        let annotations = documents.iter().any(is_annotated).then(|| {
            let annotation = ChangeAnnotation {
                label: "In the code of the application".to_owned(),
                needs_confirmation: Some(true),
                description: Some("The variable gets another name".to_owned()),
            };
            HashMap::from([(CODE.to_owned(), annotation)])
        });
        return Ok(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(documents)),
            change_annotations: annotations,
            ..Default::default()
        });
    }
    let plain = |edit| match edit {
        OneOf::Left(edit) => edit,
        OneOf::Right(AnnotatedTextEdit { text_edit, .. }) => text_edit,
    };
    let changes = documents.into_iter().map(|document| {
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
        let range = to_lsp::range(text, edit.range, abilities.encoding);
        let text_edit = TextEdit { range, new_text: edit.insert };
        match file.is_code {
            true => OneOf::Right(AnnotatedTextEdit { text_edit, annotation_id: CODE.to_owned() }),
            false => OneOf::Left(text_edit),
        }
    });
    Some(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.collect(),
    })
}

fn refusal(reason: String) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: reason.into(), data: None }
}
