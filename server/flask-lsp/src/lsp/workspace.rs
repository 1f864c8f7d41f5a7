//! Questions about the whole workspace: diagnostics and symbols of open documents, and of our files
//! below the client's folders.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::features::workspace_symbols::{FoundSymbol, workspace_symbols};
use analysis::project::ProjectFiles;
use tower_lsp_server::ls_types::*;

use super::abilities::Abilities;
use super::overlay::{Buffer, Overlay};
use super::state::{State, View};
use super::{handlers, to_lsp};
use crate::config::Configs;
use crate::disk;

/// More symbols than anybody reads; clients ask again with more letters.
const MOST_SYMBOLS: usize = 500;

/// All that is needed to answer without the server's state.
pub(super) struct Files {
    views: Vec<View>,
    buffers: Vec<(Arc<Path>, Buffer)>,
    configs: Arc<Configs>,
    roots: Vec<PathBuf>,
    abilities: Abilities,
}

impl Files {
    pub(super) fn new(state: &State, abilities: &Abilities) -> Files {
        Files {
            views: state.views(),
            buffers: state.buffers(),
            configs: state.configs(),
            roots: state.roots.clone(),
            abilities: abilities.clone(),
        }
    }

    /// Walks, reads and checks; this takes as long as the disk does. `previous` are the answers that
    /// the client has.
    pub(super) fn diagnostics(self, previous: Vec<PreviousResultId>) -> WorkspaceDiagnosticReport {
        let mut previous: HashMap<Uri, String> =
            previous.into_iter().map(|id| (id.uri, id.value)).collect();
        let report = |view: View| {
            let previous = previous.remove(&view.uri);
            report(&view, &self.abilities, previous)
        };
        WorkspaceDiagnosticReport { items: self.all_views().map(report).collect() }
    }

    /// The symbols that fit the query, the best first.
    pub(super) fn symbols(self, query: &str) -> Vec<SymbolInformation> {
        let mut found = Vec::new();
        for view in self.all_views() {
            let symbols = workspace_symbols(&view.snapshot, query).into_iter();
            found.extend(symbols.map(|symbol| (symbol.rank, self.symbol(&view, symbol))));
        }
        found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        found.into_iter().map(|(_, symbol)| symbol).take(MOST_SYMBOLS).collect()
    }

    #[allow(deprecated)] // The field has to be named to be left out.
    fn symbol(&self, view: &View, symbol: FoundSymbol) -> SymbolInformation {
        let range = to_lsp::range(view.text(), symbol.range, self.abilities.encoding);
        let name = view.snapshot.root().and_then(|root| root.get("name"));
        let name = name.and_then(|name| name.value.resolved().text()).unwrap_or_default();
        let container = format!("{name} ({}, {})", symbol.thing.word(), view.snapshot.file_name);
        SymbolInformation {
            name: symbol.name,
            kind: to_lsp::thing_kind(symbol.thing),
            tags: None,
            deprecated: None,
            location: Location { uri: view.uri.clone(), range },
            container_name: Some(container.trim_start().to_owned()),
        }
    }

    /// Open documents, then the files that are not open.
    fn all_views(&self) -> impl Iterator<Item = View> {
        let mut known: HashSet<PathBuf> =
            self.buffers.iter().map(|(path, _)| path.to_path_buf()).collect();
        let files = self.roots.iter().flat_map(|root| disk::files_near(root));
        let new = files.filter(move |path| known.insert(path.clone()));
        let closed = new.filter_map(|path| self.view_of_file(&path));
        self.views.iter().cloned().chain(closed)
    }

    fn view_of_file(&self, path: &Path) -> Option<View> {
        let project = Arc::new(Overlay::new(path.parent()?, self.buffers.clone()));
        let text = project.read(path.file_name()?.to_str()?)?;
        let uri = Uri::from_file_path(path)?;
        let settings = self.configs.of_file(path).settings(path);
        View::of_file(uri, path, &text, project, settings)
    }
}

fn report(
    view: &View,
    abilities: &Abilities,
    previous: Option<String>,
) -> WorkspaceDocumentDiagnosticReport {
    let uri = view.uri.clone();
    let version = view.version.map(i64::from);
    match handlers::diagnostics(view, abilities, previous) {
        DocumentDiagnosticReportKind::Full(full_document_diagnostic_report) => {
            WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }
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
