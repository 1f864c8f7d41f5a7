//! Diagnostics of the whole workspace: open documents, and our files below the client's folders.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::Settings;
use analysis::project::ProjectFiles;
use syntax::Document;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::handlers;
use super::overlay::Overlay;
use super::state::{State, View};
use crate::disk;

/// All that is needed to answer without the server's state.
pub(super) struct Request {
    views: Vec<View>,
    buffers: Vec<(Arc<Path>, Arc<Document>)>,
    settings: Arc<Settings>,
    roots: Vec<PathBuf>,
    abilities: Abilities,
    previous: HashMap<Uri, String>,
}

impl Request {
    pub(super) fn new(
        state: &State,
        abilities: &Abilities,
        previous: Vec<PreviousResultId>,
    ) -> Request {
        Request {
            views: state.views(),
            buffers: state.buffers(),
            settings: state.settings(),
            roots: state.roots.clone(),
            abilities: abilities.clone(),
            previous: previous.into_iter().map(|id| (id.uri, id.value)).collect(),
        }
    }

    /// Walks, reads and checks; this takes as long as the disk does.
    pub(super) fn answer(mut self) -> WorkspaceDiagnosticReport {
        let mut known: HashSet<PathBuf> =
            self.buffers.iter().map(|(path, _)| path.to_path_buf()).collect();
        let views = std::mem::take(&mut self.views);
        let mut items: Vec<_> = views.iter().map(|view| self.report(view)).collect();
        for path in self.roots.iter().flat_map(|root| disk::files_near(root)) {
            if known.insert(path.clone()) {
                items.extend(self.view_of_file(&path).map(|view| self.report(&view)));
            }
        }
        WorkspaceDiagnosticReport { items }
    }

    fn view_of_file(&self, path: &Path) -> Option<View> {
        let project = Arc::new(Overlay::new(path.parent()?, self.buffers.clone()));
        let text = project.read(path.file_name()?.to_str()?)?;
        let uri = Uri::from_file_path(path)?;
        View::of_file(uri, path, &text, project, self.settings.clone())
    }

    fn report(&self, view: &View) -> WorkspaceDocumentDiagnosticReport {
        let uri = view.uri.clone();
        let version = view.version.map(i64::from);
        let previous = self.previous.get(&uri).cloned();
        match handlers::diagnostics(view, &self.abilities, previous) {
            DocumentDiagnosticReportKind::Full(full_document_diagnostic_report) => {
                WorkspaceFullDocumentDiagnosticReport {
                    uri,
                    version,
                    full_document_diagnostic_report,
                }
                .into()
            }
            DocumentDiagnosticReportKind::Unchanged(unchanged_document_diagnostic_report) => {
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version,
                    unchanged_document_diagnostic_report,
                }
                .into()
            }
        }
    }
}
