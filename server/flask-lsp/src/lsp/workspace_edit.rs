//! Changes in the form that clients apply, where they can.

use std::collections::HashMap;
use std::str::FromStr;

use analysis::features::refactorings::{FileChange, SnippetEdits};
use analysis::{Fix, TextEdit as OurEdit};
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::state::View;
use super::{snippet_edits, to_lsp};

/// `None` if the client cannot do what the fix needs.
pub(super) fn of_fix(view: &View, abilities: &Abilities, fix: &Fix) -> Option<WorkspaceEdit> {
    let Some(name) = fix.rename_file else {
        return Some(of_edits(view, abilities, &fix.edits));
    };
    if !abilities.rename_files {
        return None;
    }
    let rename = ResourceOp::Rename(RenameFile {
        old_uri: view.uri.clone(),
        new_uri: sibling(&view.uri, name)?,
        options: None,
        annotation_id: None,
    });
    with_operation(view, abilities, &fix.edits, vec![DocumentChangeOperation::Op(rename)])
}

/// Changes to the document, then one to another file; `None` if the client cannot do that.
pub(super) fn of_refactoring(
    view: &View,
    abilities: &Abilities,
    edits: &[OurEdit],
    file: Option<&FileChange>,
) -> Option<WorkspaceEdit> {
    let operations = match file {
        None => return Some(of_edits(view, abilities, edits)),
        Some(FileChange::Delete(path)) if abilities.delete_files => {
            let uri = sibling(&view.uri, path)?;
            let delete = DeleteFile { uri, options: None, annotation_id: None };
            vec![DocumentChangeOperation::Op(ResourceOp::Delete(delete))]
        }
        Some(FileChange::Create(file)) if abilities.create_files => {
            let uri = sibling(&view.uri, &file.path)?;
            let create = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
            let content = TextEdit { range: Range::default(), new_text: file.text.clone() };
            let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: None };
            let content = TextDocumentEdit { text_document, edits: vec![OneOf::Left(content)] };
            vec![
                DocumentChangeOperation::Op(ResourceOp::Create(create)),
                DocumentChangeOperation::Edit(content),
            ]
        }
        Some(_) => return None,
    };
    with_operation(view, abilities, edits, operations)
}

/// Changes with a snippet among them; `None` if the client takes no such edit.
pub(super) fn of_snippet(
    view: &View,
    abilities: &Abilities,
    edits: &SnippetEdits,
) -> Option<WorkspaceEdit> {
    if !abilities.snippet_edits || !abilities.document_changes {
        return None;
    }
    let mut edit = text_edit(view, abilities, &edits.plain);
    let snippet = to_lsp::text_edit(view.text(), &edits.snippet, abilities.encoding);
    edit.edits.push(OneOf::Right(snippet_edits::marked(snippet)));
    let changes = DocumentChanges::Edits(vec![edit]);
    Some(WorkspaceEdit { document_changes: Some(changes), ..Default::default() })
}

fn of_edits(view: &View, abilities: &Abilities, edits: &[OurEdit]) -> WorkspaceEdit {
    if abilities.document_changes {
        let changes = DocumentChanges::Edits(vec![text_edit(view, abilities, edits)]);
        return WorkspaceEdit { document_changes: Some(changes), ..Default::default() };
    }
    let edits = edits.iter().map(|edit| to_lsp::text_edit(view.text(), edit, abilities.encoding));
    let changes = HashMap::from([(view.uri.clone(), edits.collect())]);
    WorkspaceEdit { changes: Some(changes), ..Default::default() }
}

fn with_operation(
    view: &View,
    abilities: &Abilities,
    edits: &[OurEdit],
    operations: Vec<DocumentChangeOperation>,
) -> Option<WorkspaceEdit> {
    let edit = (!edits.is_empty())
        .then(|| DocumentChangeOperation::Edit(text_edit(view, abilities, edits)));
    let changes = DocumentChanges::Operations(edit.into_iter().chain(operations).collect());
    let edit = WorkspaceEdit { document_changes: Some(changes), ..Default::default() };
    abilities.document_changes.then_some(edit)
}

fn text_edit(view: &View, abilities: &Abilities, edits: &[OurEdit]) -> TextDocumentEdit {
    let edits = edits.iter().map(|edit| to_lsp::text_edit(view.text(), edit, abilities.encoding));
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: view.uri.clone(),
            version: view.version,
        },
        edits: edits.map(OneOf::Left).collect(),
    }
}

/// Another file in the same directory.
fn sibling(uri: &Uri, name: &str) -> Option<Uri> {
    let (directory, _) = uri.as_str().rsplit_once('/')?;
    Uri::from_str(&format!("{directory}/{name}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_lie_in_the_same_directory() {
        let uri = Uri::from_str("file:///a%20b/rockfile.yaml").unwrap();
        let renamed = sibling(&uri, "rockcraft.yaml").unwrap();
        assert_eq!(renamed.as_str(), "file:///a%20b/rockcraft.yaml");
    }
}
