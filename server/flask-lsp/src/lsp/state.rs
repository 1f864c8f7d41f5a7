//! What the server knows: open documents, settings, folders, and what waits to be published.
//!
//! It changes only in notifications, synchronously and in the order of the messages. Whoever
//! answers something takes a [`View`] first, which stays as it is.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use analysis::application::uses::index::ApplicationUses;
use analysis::plan::Problem;
use analysis::project::{MemoryFiles, ProjectFiles};
use analysis::{Checked, CleanOptions, FileKind, Finding, Rule, Settings, Snapshot};
use syntax::{Document, Encoding, Text};
use tower_lsp_server::ls_types::{Diagnostic, TextDocumentContentChangeEvent, Uri};

use super::applications::Applications;
use super::code::SourceView;
use super::from_lsp;
use super::overlay::{Buffer, Overlay};
use crate::config::{ConfigProblem, Configs, RawSettings};

/// What the server knows.
#[derive(Default)]
pub(super) struct State {
    documents: HashMap<Uri, OpenDocument>,
    rules: Rules,
    /// Said in `initialize`.
    first_settings: RawSettings,
    /// Said since.
    later_settings: RawSettings,
    /// The two together.
    client_settings: RawSettings,
    /// What the projects' configuration files say, below what the client says.
    configs: Arc<Configs>,
    told_problems: Vec<ConfigProblem>,
    /// The directories that the client works in.
    pub(super) roots: Vec<PathBuf>,
    unpublished: VecDeque<(Uri, Cause)>,
    /// The code that charms are for.
    pub(super) applications: Applications,
    /// Views that the client has asked for and not been told about since.
    shown: HashSet<(Uri, Shown)>,
    outdated: Vec<(Uri, Shown)>,
}

/// The rules that look at documents.
#[derive(Clone, Copy)]
pub(super) struct Rules(pub(super) &'static [&'static Rule]);

impl Default for Rules {
    fn default() -> Self {
        Rules(analysis::rules::all())
    }
}

/// A view that a client shows beside a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shown {
    Expansion,
    Environment,
}

struct OpenDocument {
    version: i32,
    file_name: Arc<str>,
    kind: FileKind,
    path: Option<Arc<Path>>,
    document: Arc<Document>,
    settings: Arc<Settings>,
    checked: Arc<OnceLock<Checked>>,
    clean_options: Arc<CleanOptions>,
    published: Option<Vec<Diagnostic>>,
    /// What the last run of a program has said about it.
    run_faults: Arc<Vec<Problem>>,
}

/// Why a document's diagnostics may not be what the client shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// Something around it: the client hears of it only if a diagnostic is another one now.
    Surroundings,
    /// The document itself: the client waits for the diagnostics of this version.
    Text,
}

/// A file as the client names it.
#[derive(Debug, Clone)]
pub(super) struct OpenFile {
    pub(super) path: Arc<Path>,
    pub(super) uri: Uri,
    pub(super) version: i32,
}

/// A document at one moment; it stays as it is while the server goes on.
#[derive(Clone)]
pub(super) struct View {
    pub(super) uri: Uri,
    /// The client's; `None` for documents that are not open.
    pub(super) version: Option<i32>,
    pub(super) snapshot: Snapshot,
    /// The files that the client has open.
    pub(super) open_files: Vec<OpenFile>,
    pub(super) run_faults: Arc<Vec<Problem>>,
    rules: Rules,
    checked: Arc<OnceLock<Checked>>,
}

impl View {
    /// Of a file that no client has open.
    pub(super) fn of_file(
        uri: Uri,
        path: &Path,
        text: &str,
        project: Arc<dyn ProjectFiles>,
        settings: Arc<Settings>,
    ) -> Option<View> {
        let file_name = path.file_name()?.to_str()?;
        let kind = FileKind::in_directory(file_name, || has_charm(&*project))?;
        let document = Arc::new(Document::new(text.to_owned()));
        let clean_options = Arc::default();
        let file_name = file_name.into();
        let uses = None;
        let snapshot =
            Snapshot { file_name, kind, document, project, settings, clean_options, uses };
        let open_files = Vec::new();
        Some(View {
            uri,
            version: None,
            snapshot,
            open_files,
            run_faults: Arc::default(),
            rules: Rules::default(),
            checked: Arc::default(),
        })
    }

    pub(super) fn text(&self) -> &Text {
        self.snapshot.document.text()
    }

    /// What the rules say, found out once for all who ask.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.checked().findings
    }

    /// The rules that could not say anything, for a fault of their own.
    pub(super) fn broken_rules(&self) -> &[&'static Rule] {
        &self.checked().broken
    }

    fn checked(&self) -> &Checked {
        self.checked.get_or_init(|| analysis::check_again(&self.snapshot, self.rules.0))
    }
}

impl State {
    /// Has other rules look at documents.
    #[cfg(test)]
    pub(super) fn set_rules(&mut self, rules: &'static [&'static Rule]) {
        self.rules = Rules(rules);
    }

    /// Takes what `initialize` says.
    pub(super) fn start(&mut self, settings: RawSettings, roots: Vec<PathBuf>) {
        self.first_settings = settings;
        self.roots = roots;
        self.client_settings = self.later_settings.over(&self.first_settings);
        self.configs = Arc::new(Configs::searched(self.client_settings.clone()));
    }

    /// Takes settings said later. Whether anything is different now.
    pub(super) fn configure(&mut self, settings: RawSettings) -> bool {
        self.later_settings = settings;
        let settings = self.later_settings.over(&self.first_settings);
        if settings == self.client_settings {
            return false;
        }
        self.client_settings = settings;
        self.surroundings_changed();
        true
    }

    /// Files that are not ours are not kept. `false` if reading the text went wrong.
    pub(super) fn open(&mut self, uri: Uri, version: i32, text: String) -> bool {
        let Some((file_name, kind)) = from_lsp::file(&uri) else {
            self.open_source(uri, version, text);
            return true;
        };
        let Ok(document) = catch_unwind(|| Arc::new(Document::new(text))) else { return false };
        let path = from_lsp::path(&uri).map(Arc::from);
        let document = OpenDocument {
            version,
            file_name: file_name.into(),
            kind,
            settings: self.settings_of(path.as_deref()),
            path,
            document,
            checked: Arc::default(),
            clean_options: Arc::default(),
            published: None,
            run_faults: Arc::default(),
        };
        self.documents.insert(uri.clone(), document);
        self.text_changed(&uri);
        true
    }

    /// Applies all changes in their order. `false` if that went wrong and the document is lost.
    pub(super) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let Some(open) = self.documents.get_mut(uri) else {
            self.applications.change_source(uri, version, changes, encoding);
            return true;
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            for change in changes {
                apply(&mut open.document, change, encoding);
            }
        }));
        if outcome.is_err() {
            self.close(uri);
            return false;
        }
        open.version = version;
        self.text_changed(uri);
        true
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(closed) = self.documents.remove(uri) else {
            return self.applications.close_source(uri);
        };
        self.enqueue(uri, Cause::Text);
        self.neighbours_changed(closed.path.as_deref());
    }

    /// Something on the disk or in the settings may be different now.
    pub(super) fn surroundings_changed(&mut self) {
        self.configs = Arc::new(self.configs.renewed(self.client_settings.clone()));
        let uris: Vec<_> = self.documents.keys().cloned().collect();
        for uri in &uris {
            let path = self.documents.get(uri).and_then(|open| open.path.clone());
            let settings = self.settings_of(path.as_deref());
            if let Some(open) = self.documents.get_mut(uri) {
                open.settings = settings;
            }
            self.enqueue(uri, Cause::Surroundings);
        }
        self.applications.read_again();
    }

    fn settings_of(&self, path: Option<&Path>) -> Arc<Settings> {
        match path {
            Some(path) => self.configs.of_file(path).settings(path),
            None => self.configs.of_nothing(),
        }
    }

    /// What is wrong with the configuration files, if that is not what it was when it was asked for last.
    pub(super) fn new_config_problems(&mut self) -> Option<String> {
        let problems = self.configs.problems();
        if problems == self.told_problems {
            return None;
        }
        let text = problems.iter().map(ConfigProblem::to_string).collect::<Vec<_>>().join("\n");
        self.told_problems = problems;
        (!text.is_empty()).then_some(text)
    }

    fn text_changed(&mut self, uri: &Uri) {
        if let Some(open) = self.documents.get_mut(uri) {
            open.run_faults = Arc::default();
        }
        self.enqueue(uri, Cause::Text);
        let open = self.documents.get(uri);
        if let Some((open, path)) = open.and_then(|open| Some((open, open.path.as_ref()?)))
            && open.kind == FileKind::Charmcraft
        {
            self.applications.charm_seen(path, &open.document);
        }
        let path = open.and_then(|open| open.path.clone());
        self.neighbours_changed(path.as_deref());
    }

    /// The charm and the rock of one app look at each other; one may lie a directory below.
    fn neighbours_changed(&mut self, changed: Option<&Path>) {
        let Some(directory) = changed.and_then(Path::parent) else { return };
        let is_near = |other: &Path| {
            other == directory
                || other.parent() == Some(directory)
                || directory.parent() == Some(other)
        };
        let near: Vec<_> = self
            .documents
            .iter()
            .filter(|(_, open)| open.path.as_deref() != changed)
            .filter(|(_, open)| open.path.as_deref().and_then(Path::parent).is_some_and(is_near))
            .map(|(uri, _)| uri.clone())
            .collect();
        for uri in &near {
            self.enqueue(uri, Cause::Surroundings);
        }
    }

    fn enqueue(&mut self, uri: &Uri, cause: Cause) {
        if let Some(open) = self.documents.get_mut(uri) {
            open.checked = Arc::default();
        }
        for shown in [Shown::Expansion, Shown::Environment] {
            self.outdated.extend(self.shown.take(&(uri.clone(), shown)));
        }
        match self.unpublished.iter_mut().find(|(queued, _)| queued == uri) {
            Some((_, queued)) => *queued = cause.max(*queued),
            None => self.unpublished.push_back((uri.clone(), cause)),
        }
    }

    /// Takes what a run says about documents in these directories. Whether anything is different now.
    pub(super) fn set_run_faults(
        &mut self,
        directories: &[PathBuf],
        faults_of: impl Fn(&Path) -> Vec<Problem>,
    ) -> bool {
        let mut changed = Vec::new();
        for (uri, open) in &mut self.documents {
            let Some(path) = open.path.as_deref() else { continue };
            let faults = faults_of(path);
            let is_near =
                || path.parent().is_some_and(|it| directories.iter().any(|known| known == it));
            if *open.run_faults != faults && (!faults.is_empty() || is_near()) {
                open.run_faults = Arc::new(faults);
                changed.push(uri.clone());
            }
        }
        for uri in &changed {
            self.enqueue(uri, Cause::Surroundings);
        }
        !changed.is_empty()
    }

    /// Remembers that the client shows something that depends on a document.
    pub(super) fn shows(&mut self, uri: Uri, shown: Shown) {
        self.shown.insert((uri, shown));
    }

    /// What the client shows and should ask for again. It is told once for each time that it asks, so
    /// that many changes in a row cost one message.
    pub(super) fn take_outdated(&mut self) -> Vec<(Uri, Shown)> {
        std::mem::take(&mut self.outdated)
    }

    /// The document that has waited longest to be published.
    pub(super) fn next_unpublished(&mut self) -> Option<(Uri, Cause)> {
        self.unpublished.pop_front()
    }

    /// For clients that ask themselves.
    pub(super) fn forget_unpublished(&mut self) {
        self.unpublished.clear();
    }

    /// Remembers what the client is told. Whether it is something new.
    pub(super) fn publishes(&mut self, uri: &Uri, diagnostics: &[Diagnostic]) -> bool {
        let Some(open) = self.documents.get_mut(uri) else { return true };
        if open.published.as_deref() == Some(diagnostics) {
            return false;
        }
        open.published = Some(diagnostics.to_vec());
        true
    }

    /// An open document as it is now; `None` for one that is ours beside a charm only, and lies elsewhere.
    pub(super) fn view(&self, uri: &Uri) -> Option<View> {
        let open = self.documents.get(uri)?;
        let project = self.project(open.path.as_deref());
        if open.kind.needs_charm() && !has_charm(&*project) {
            return None;
        }
        Some(View {
            uri: uri.clone(),
            version: Some(open.version),
            snapshot: Snapshot {
                file_name: open.file_name.clone(),
                kind: open.kind,
                document: open.document.clone(),
                project,
                settings: open.settings.clone(),
                clean_options: open.clean_options.clone(),
                uses: open.path.as_deref().and_then(|path| self.applications.uses(path)),
            },
            open_files: self.open_files(),
            run_faults: open.run_faults.clone(),
            rules: self.rules,
            checked: open.checked.clone(),
        })
    }

    /// Whether the client shows diagnostics of a document that there is no view of (any more). It is taken at
    /// its word that they are withdrawn.
    pub(super) fn withdraws(&mut self, uri: &Uri) -> bool {
        let Some(open) = self.documents.get_mut(uri) else { return true };
        open.published.take().is_some_and(|published| !published.is_empty())
    }

    /// An open document, else the file of that name.
    pub(super) fn view_of_any(&self, uri: &Uri) -> Option<View> {
        if let Some(view) = self.view(uri) {
            return Some(view);
        }
        self.view_of_closed(&from_lsp::path(uri)?)
    }

    /// All open documents as they are now.
    pub(super) fn views(&self) -> Vec<View> {
        self.documents.keys().filter_map(|uri| self.view(uri)).collect()
    }

    pub(super) fn configs(&self) -> Arc<Configs> {
        self.configs.clone()
    }

    /// Open buffers that are files on the disk.
    pub(super) fn buffers(&self) -> Vec<(Arc<Path>, Buffer)> {
        let ours = self.documents.values();
        let ours = ours
            .filter_map(|open| Some((open.path.clone()?, Buffer::Document(open.document.clone()))));
        let sources = self.applications.sources();
        let sources =
            sources.map(|(_, source)| (source.path.clone(), Buffer::Source(source.text.clone())));
        ours.chain(sources).collect()
    }

    /// The code of an application is known, or known better. Whether anything is different now.
    pub(super) fn application_read(
        &mut self,
        charm: &Arc<Path>,
        uses: Arc<ApplicationUses>,
    ) -> bool {
        if !self.applications.was_read(charm, uses) {
            return false;
        }
        let of_charm = |(_, open): &(&Uri, &OpenDocument)| open.path.as_ref() == Some(charm);
        let uri = self.documents.iter().find(of_charm).map(|(uri, _)| uri.clone());
        uri.iter().for_each(|uri| self.enqueue(uri, Cause::Surroundings));
        true
    }

    fn open_source(&mut self, uri: Uri, version: i32, text: String) {
        let documents = &self.documents;
        let open_charm = |path: &Path| {
            let mut open = documents.values();
            let open = open.find(|open| open.path.as_deref() == Some(path))?;
            Some(open.document.clone())
        };
        self.applications.open_source(uri, version, text, open_charm);
    }

    /// A source file as it is now, with its charm: the one in the editor, or that on the disk.
    pub(super) fn source_view(&self, uri: &Uri) -> Option<SourceView> {
        let source = self.applications.source(uri)?.clone();
        let mut open = self.documents.iter();
        let open = open.find(|(_, open)| open.path.as_ref() == Some(&source.charm));
        let charm = match open {
            Some((uri, _)) => self.view(uri)?,
            None => self.view_of_closed(&source.charm)?,
        };
        Some(SourceView { source, charm })
    }

    fn view_of_closed(&self, path: &Path) -> Option<View> {
        let project = self.project(Some(path));
        let text = project.read(path.file_name()?.to_str()?)?;
        let uri = Uri::from_file_path(path)?;
        let mut view = View::of_file(uri, path, &text, project, self.settings_of(Some(path)))?;
        view.snapshot.uses = self.applications.uses(path);
        view.open_files = self.open_files();
        Some(view)
    }

    fn open_files(&self) -> Vec<OpenFile> {
        let on_disk = self.documents.iter();
        let file = |(uri, open): (&Uri, &OpenDocument)| {
            let path = open.path.clone()?;
            Some(OpenFile { path, uri: uri.clone(), version: open.version })
        };
        let sources = self.applications.sources();
        let sources = sources.map(|(uri, source)| OpenFile {
            path: source.path.clone(),
            uri: uri.clone(),
            version: source.version,
        });
        on_disk.filter_map(file).chain(sources).collect()
    }

    fn project(&self, path: Option<&Path>) -> Arc<dyn ProjectFiles> {
        match path.and_then(Path::parent) {
            Some(directory) => Arc::new(Overlay::new(directory, self.buffers())),
            None => Arc::new(MemoryFiles::default()),
        }
    }
}

/// Whether a `charmcraft.yaml` lies in the directory, if only in the editor.
fn has_charm(directory: &dyn ProjectFiles) -> bool {
    directory.entry(FileKind::Charmcraft.canonical_name()).is_some()
}

/// Changes in place unless somebody still looks at the old text.
fn apply(document: &mut Arc<Document>, change: TextDocumentContentChangeEvent, encoding: Encoding) {
    match change.range {
        Some(range) => {
            let range = from_lsp::range(document.text(), range, encoding);
            Arc::make_mut(document).edit(range, &change.text);
        }
        None => *document = Arc::new(Document::new(change.text)),
    }
}
