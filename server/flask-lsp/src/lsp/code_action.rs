//! What can be done about a place, in the form that clients apply.

use std::collections::HashMap;
use std::str::FromStr;

use analysis::Fix;
use analysis::features::code_actions;
use analysis::features::refactorings::refactorings;
use analysis::plan;
use serde_json::Value;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::state::View;
use super::{commands, from_lsp, to_lsp};

/// Everything that can be mended without a question, at once; editors run it on save.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.flask-lsp");

/// What can be run: pack, upload, deploy, set an option, integrate an endpoint.
pub(super) const RUN: CodeActionKind = CodeActionKind::new("source.flask-lsp.run");

/// Quick fixes of what `range` touches, changes that are not about a problem, and the fix of everything where it is asked for.
pub(super) fn code_actions(
    view: &View,
    abilities: &Abilities,
    asked: Range,
    only: Option<&[CodeActionKind]>,
) -> Vec<CodeActionOrCommand> {
    if !abilities.code_actions {
        return Vec::new();
    }
    let mut actions = Vec::new();
    if includes(only, &CodeActionKind::QUICKFIX) {
        let range = from_lsp::range(view.text(), asked, abilities.encoding);
        let found = code_actions::code_actions(&view.snapshot, range, view.findings());
        actions.extend(found.into_iter().filter_map(|action| quick_fix(view, abilities, action)));
    }
    if includes(only, &CodeActionKind::REFACTOR_REWRITE) {
        let range = from_lsp::range(view.text(), asked, abilities.encoding);
        let offered = refactorings(&view.snapshot, range).into_iter();
        actions.extend(offered.filter_map(|fix| refactoring(view, abilities, fix)));
    }
    // Unasked it would stand beside every single fix, so there has to be more than one.
    let is_wanted = match only {
        Some(_) => includes(only, &FIX_ALL),
        None => !actions.is_empty() && view.findings().len() > 1,
    };
    if is_wanted {
        actions.extend(fix_all(view, abilities));
    }
    if includes(only, &RUN) {
        let range = from_lsp::range(view.text(), asked, abilities.encoding);
        let offered = plan::offers(&view.snapshot, range, only.is_some()).into_iter();
        actions.extend(offered.map(|offer| run(view, offer)));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Kinds are trees: asking for `source` asks for `source.fixAll`, too.
fn includes(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    only.is_none_or(|only| {
        only.iter().any(|asked| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty()
            })
        })
    })
}

fn quick_fix(
    view: &View,
    abilities: &Abilities,
    action: code_actions::CodeAction<'_>,
) -> Option<CodeAction> {
    let diagnostic = |finding| vec![to_lsp::diagnostic(view, abilities, finding)];
    Some(CodeAction {
        edit: Some(workspace_edit(view, abilities, &action.fix)?),
        title: action.fix.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: action.finding.map(diagnostic),
        is_preferred: (action.preferred && abilities.preferred_actions).then_some(true),
        ..Default::default()
    })
}

/// A command of ours that waits to be run.
fn run(view: &View, offer: plan::Offer) -> CodeAction {
    let uri = Value::from(view.uri.as_str());
    let options = commands::options_json(&offer.options);
    let command = Command {
        title: offer.title.clone(),
        command: offer.action.command().to_owned(),
        arguments: Some(vec![uri, options]),
    };
    CodeAction { title: offer.title, kind: Some(RUN), command: Some(command), ..Default::default() }
}

fn refactoring(view: &View, abilities: &Abilities, fix: Fix) -> Option<CodeAction> {
    Some(CodeAction {
        edit: Some(workspace_edit(view, abilities, &fix)?),
        title: fix.title,
        kind: Some(CodeActionKind::REFACTOR_REWRITE),
        ..Default::default()
    })
}

fn fix_all(view: &View, abilities: &Abilities) -> Option<CodeAction> {
    let fix = code_actions::fix_all(view.findings())?;
    Some(CodeAction {
        edit: Some(workspace_edit(view, abilities, &fix)?),
        title: fix.title,
        kind: Some(FIX_ALL),
        ..Default::default()
    })
}

/// `None` if the client cannot do what the fix needs.
fn workspace_edit(view: &View, abilities: &Abilities, fix: &Fix) -> Option<WorkspaceEdit> {
    let edits = fix.edits.iter().map(|edit| TextEdit {
        range: to_lsp::range(view.text(), edit.range, abilities.encoding),
        new_text: edit.insert.clone(),
    });
    if !abilities.document_changes {
        let changes = HashMap::from([(view.uri.clone(), edits.collect())]);
        return fix
            .rename_file
            .is_none()
            .then_some(WorkspaceEdit { changes: Some(changes), ..Default::default() });
    }
    let text_edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: view.uri.clone(),
            version: view.version,
        },
        edits: edits.map(OneOf::Left).collect(),
    };
    let document_changes = match fix.rename_file {
        None => DocumentChanges::Edits(vec![text_edit]),
        Some(_) if !abilities.rename_files => return None,
        Some(name) => {
            let rename = DocumentChangeOperation::Op(ResourceOp::Rename(RenameFile {
                old_uri: view.uri.clone(),
                new_uri: sibling(&view.uri, name)?,
                options: None,
                annotation_id: None,
            }));
            let text_edit = DocumentChangeOperation::Edit(text_edit);
            let edit = (!fix.edits.is_empty()).then_some(text_edit);
            DocumentChanges::Operations(edit.into_iter().chain([rename]).collect())
        }
    };
    Some(WorkspaceEdit { document_changes: Some(document_changes), ..Default::default() })
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
    fn kinds_include_those_below_them() {
        let asks = |only: &'static str| includes(Some(&[CodeActionKind::new(only)]), &FIX_ALL);
        assert!(asks("source") && asks("source.fixAll") && asks("source.fixAll.flask-lsp"));
        assert!(asks("") && includes(None, &FIX_ALL));
        assert!(!asks("source.fix") && !asks("quickfix") && !asks("source.fixAll.other"));
    }

    #[test]
    fn siblings_lie_in_the_same_directory() {
        let uri = Uri::from_str("file:///a%20b/rockfile.yaml").unwrap();
        let renamed = sibling(&uri, "rockcraft.yaml").unwrap();
        assert_eq!(renamed.as_str(), "file:///a%20b/rockcraft.yaml");
    }
}
