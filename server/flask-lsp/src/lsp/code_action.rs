//! What can be done about a place, as the client offers it.

use analysis::Fix;
use analysis::features::code_actions;
use analysis::features::refactorings::{FileChange, Refactoring, RefactoringKind, refactorings};
use analysis::plan;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::state::View;
use super::{commands, from_lsp, new_file, to_lsp, workspace_edit};

/// Everything that can be mended without a question, at once; editors run it on save.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.flask-lsp");

/// What can be run: pack, upload, deploy, set an option, integrate an endpoint.
pub(super) const RUN: CodeActionKind = CodeActionKind::new("source.flask-lsp.run");

/// Every kind that is offered.
pub(super) const KINDS: [CodeActionKind; 6] = [
    CodeActionKind::QUICKFIX,
    CodeActionKind::REFACTOR_EXTRACT,
    CodeActionKind::REFACTOR_INLINE,
    CodeActionKind::REFACTOR_REWRITE,
    FIX_ALL,
    RUN,
];

/// What a client gives back to get the edit of an action that came without.
#[derive(Serialize, Deserialize)]
struct Unresolved {
    uri: Uri,
    version: Option<i32>,
    range: Range,
}

/// Quick fixes of what `range` touches, changes that are not about a problem, and the fix of everything where it is asked for.
pub(super) fn code_actions(
    view: &View,
    abilities: &Abilities,
    asked: Range,
    only: Option<&[CodeActionKind]>,
) -> Vec<CodeActionOrCommand> {
    let mut actions = complete_actions(view, abilities, asked, only);
    if abilities.resolve_edits {
        for action in &mut actions {
            leave_out_edit(view, asked, action);
        }
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// The edits of one problem's fixes are short and often shown; the others wait until they are wanted.
fn leave_out_edit(view: &View, range: Range, action: &mut CodeAction) {
    if action.edit.is_none() || action.diagnostics.is_some() {
        return;
    }
    let data = Unresolved { uri: view.uri.clone(), version: view.version, range };
    if let Ok(data) = serde_json::to_value(data) {
        action.edit = None;
        action.data = Some(data);
    }
}

/// The document that an action without its edit is about.
pub(super) fn document_of(action: &CodeAction) -> Option<Uri> {
    let data = Unresolved::deserialize(action.data.as_ref()?).ok()?;
    Some(data.uri)
}

/// The action with its edit; `None` if the document is another one by now.
pub(super) fn resolve(
    view: &View,
    abilities: &Abilities,
    action: &CodeAction,
) -> Option<CodeAction> {
    let data = Unresolved::deserialize(action.data.as_ref()?).ok()?;
    let only = action.kind.clone()?;
    if view.version != data.version {
        return None;
    }
    let offered = complete_actions(view, abilities, data.range, Some(&[only]));
    offered.into_iter().find(|offered| offered.title == action.title)
}

fn complete_actions(
    view: &View,
    abilities: &Abilities,
    asked: Range,
    only: Option<&[CodeActionKind]>,
) -> Vec<CodeAction> {
    if !abilities.code_actions {
        return Vec::new();
    }
    let mut actions = Vec::new();
    let range = from_lsp::range(view.text(), asked, abilities.encoding);
    if includes(only, &CodeActionKind::QUICKFIX) {
        let found = code_actions::code_actions(&view.snapshot, range, view.findings());
        actions.extend(found.into_iter().filter_map(|action| quick_fix(view, abilities, action)));
    }
    let has_fix = !actions.is_empty();
    let kinds = [RefactoringKind::Extract, RefactoringKind::Inline, RefactoringKind::Rewrite];
    if kinds.iter().any(|kind| includes(only, &refactoring_kind(*kind))) {
        let offered = refactorings(&view.snapshot, range).into_iter();
        let wanted = offered.filter(|offered| includes(only, &refactoring_kind(offered.kind)));
        actions.extend(wanted.filter_map(|offered| refactoring(view, abilities, offered)));
    }
    // Unasked it would stand beside every single fix, so there has to be more than one.
    let is_wanted = match only {
        Some(_) => includes(only, &FIX_ALL),
        None => has_fix && view.findings().len() > 1,
    };
    if is_wanted {
        actions.extend(fix_all(view, abilities));
    }
    if includes(only, &RUN) {
        let offered = plan::offers(&view.snapshot, range, only.is_some()).into_iter();
        actions.extend(offered.map(|offer| run(view, offer)));
    }
    actions
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
        edit: Some(workspace_edit::of_fix(view, abilities, &action.fix)?),
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

fn refactoring_kind(kind: RefactoringKind) -> CodeActionKind {
    match kind {
        RefactoringKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        RefactoringKind::Inline => CodeActionKind::REFACTOR_INLINE,
        RefactoringKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

fn refactoring(view: &View, abilities: &Abilities, offered: Refactoring) -> Option<CodeAction> {
    if let Some(reason) = offered.obstacle.clone() {
        return abilities.disabled_actions.then(|| CodeAction {
            title: offered.title,
            kind: Some(refactoring_kind(offered.kind)),
            disabled: Some(CodeActionDisabled { reason }),
            ..Default::default()
        });
    }
    let with_tab_stops = offered.with_tab_stops(view.text());
    let snippet = with_tab_stops.and_then(|it| workspace_edit::of_snippet(view, abilities, &it));
    let Refactoring { title, kind, edits, file, .. } = offered;
    let mut action = CodeAction { kind: Some(refactoring_kind(kind)), title, ..Default::default() };
    match &file {
        // An edit cannot say that a file is to be executable.
        Some(FileChange::Create(file)) if file.executable => {
            action.command = Some(new_file::command(view, &action.title)?);
        }
        None if snippet.is_some() => action.edit = snippet,
        file => {
            let edit = workspace_edit::of_refactoring(view, abilities, &edits, file.as_ref());
            action.edit = Some(edit?);
        }
    }
    Some(action)
}

fn fix_all(view: &View, abilities: &Abilities) -> Option<CodeAction> {
    let fix: Fix = code_actions::fix_all(view.findings())?;
    Some(CodeAction {
        edit: Some(workspace_edit::of_fix(view, abilities, &fix)?),
        title: fix.title,
        kind: Some(FIX_ALL),
        ..Default::default()
    })
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
}
