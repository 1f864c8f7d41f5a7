//! What the server knows about the code of applications: which charm it belongs to, what it reads, and the source
//! files that are open.
//!
//! Like the rest of the state it changes in notifications and at once; what takes longer becomes a [`Job`] for the
//! indexer. A source file is kept only if it is part of a 12-factor application.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::application::uses::index::ApplicationUses;
use analysis::application::uses::{LARGEST, Language};
use analysis::model::Charm;
use syntax::{Document, Encoding, Text};
use tower_lsp_server::ls_types::{TextDocumentContentChangeEvent, Uri};

use super::from_lsp;
use super::indexer::Job;
use crate::application::Application;
use crate::disk;

/// Applications lie this many directories above their deepest file, at most.
const HIGHEST: usize = 16;

/// The charms whose applications are known, and the source files that are open.
#[derive(Default)]
pub(super) struct Applications {
    charms: HashMap<Arc<Path>, Known>,
    sources: HashMap<Uri, Source>,
    jobs: Vec<Job>,
}

struct Known {
    application: Option<Application>,
    uses: Option<Arc<ApplicationUses>>,
}

/// A source file of an application, as it is in the editor.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The client's.
    pub(super) version: i32,
    /// Where it is.
    pub(super) path: Arc<Path>,
    /// The file of the charm that its application is for.
    pub(super) charm: Arc<Path>,
    /// The same, from the application's directory.
    pub(super) charm_name: String,
    /// From the application's directory.
    name: String,
    pub(super) language: Language,
    pub(super) text: Arc<Text>,
}

impl Applications {
    /// A charm is open. The application of one that uses a framework is read the first time.
    pub(super) fn charm_seen(&mut self, path: &Arc<Path>, document: &Document) {
        if self.charms.contains_key(path) || Charm::new(document.root()).extension().is_none() {
            return;
        }
        let application = path.parent().and_then(Application::of_charm);
        self.charms.insert(path.clone(), Known { application, uses: None });
        self.read_application(path);
    }

    /// Something changed on the disk.
    pub(super) fn read_again(&mut self) {
        let charms: Vec<_> = self.charms.keys().cloned().collect();
        for charm in charms {
            let application = charm.parent().and_then(Application::of_charm);
            if let Some(known) = self.charms.get_mut(&charm) {
                known.application = application;
            }
            self.read_application(&charm);
        }
    }

    fn read_application(&mut self, charm: &Arc<Path>) {
        let known = self.charms.get(charm);
        let Some(application) = known.and_then(|known| known.application.clone()) else { return };
        let own = self.sources.values().filter(|source| source.charm == *charm);
        let buffers = own.map(|source| (source.name.clone(), source.text.as_str().into()));
        let buffers = buffers.collect();
        self.jobs.push(Job::Application { charm: charm.clone(), application, buffers });
    }

    /// What there is to read since the last time somebody asked.
    pub(super) fn take_jobs(&mut self) -> Vec<Job> {
        std::mem::take(&mut self.jobs)
    }

    /// The indexer has read an application. Whether it is another one now.
    pub(super) fn was_read(&mut self, charm: &Arc<Path>, uses: Arc<ApplicationUses>) -> bool {
        let Some(known) = self.charms.get_mut(charm) else { return false };
        let is_new = known.uses.as_ref() != Some(&uses);
        known.uses = Some(uses);
        is_new
    }

    /// What the code of a charm's application reads, as far as it is known.
    pub(super) fn uses(&self, charm: &Path) -> Option<Arc<ApplicationUses>> {
        self.charms.get(charm)?.uses.clone()
    }

    /// An open source file.
    pub(super) fn source(&self, uri: &Uri) -> Option<&Source> {
        self.sources.get(uri)
    }

    /// All open source files.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&Uri, &Source)> {
        self.sources.iter()
    }

    /// A file that is none of ours is open. It is kept if it belongs to the application of a charm; `open_charm`
    /// gives the text of a charm that is in an editor.
    pub(super) fn open_source(
        &mut self,
        uri: Uri,
        version: i32,
        text: String,
        open_charm: impl Fn(&Path) -> Option<Arc<Document>>,
    ) {
        if Language::of_path(uri.path().as_str()).is_none() || text.len() > LARGEST {
            return;
        }
        let Some(path) = from_lsp::path(&uri) else { return };
        let Some(charm) = self.charm_of(&path, open_charm) else { return };
        let known = self.charms.get(&charm).and_then(|known| known.application.as_ref());
        let Some(application) = known else { return };
        let Some((name, language)) = application.name_of(&path) else { return };
        let charm_name = disk::relative(&application.directory, &charm).unwrap_or_default();
        let text = Arc::new(Text::new(text));
        let path = path.into();
        let source = Source { version, path, charm, charm_name, name, language, text };
        self.source_changed(&source);
        self.sources.insert(uri, source);
    }

    /// Applies changes to a source file, if it is one that is kept.
    pub(super) fn change_source(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(source) = self.sources.get_mut(uri) else { return };
        for change in changes {
            match change.range {
                Some(range) => {
                    let text = Arc::make_mut(&mut source.text);
                    let range = from_lsp::range(text, range, encoding);
                    text.replace(range, &change.text);
                }
                None => source.text = Arc::new(Text::new(change.text)),
            }
        }
        source.version = version;
        let source = source.clone();
        self.source_changed(&source);
    }

    /// From now on the disk counts.
    pub(super) fn close_source(&mut self, uri: &Uri) {
        if let Some(source) = self.sources.remove(uri) {
            self.read_application(&source.charm);
        }
    }

    fn source_changed(&mut self, source: &Source) {
        self.jobs.push(Job::File {
            charm: source.charm.clone(),
            name: source.name.clone(),
            text: source.text.as_str().into(),
        });
    }

    /// The charm of the application that a file belongs to: one that is known, else the nearest above.
    fn charm_of(
        &mut self,
        path: &Path,
        open_charm: impl Fn(&Path) -> Option<Arc<Document>>,
    ) -> Option<Arc<Path>> {
        let is_of = |known: &Known| {
            known
                .application
                .as_ref()
                .is_some_and(|application| application.name_of(path).is_some())
        };
        if let Some((charm, _)) = self.charms.iter().find(|(_, known)| is_of(known)) {
            return Some(charm.clone());
        }
        let directories = path.ancestors().skip(1).take(HIGHEST);
        let candidates = directories.flat_map(|directory| {
            ["charm/charmcraft.yaml", "charmcraft.yaml"].map(|it| directory.join(it))
        });
        let charm: PathBuf = candidates.into_iter().find(|candidate| disk::exists(candidate))?;
        let charm: Arc<Path> = charm.into();
        let document = match open_charm(&charm) {
            Some(document) => document,
            None => Arc::new(Document::new(disk::read_source(&charm)?)),
        };
        self.charm_seen(&charm, &document);
        self.charms.get(&charm).is_some_and(is_of).then_some(charm)
    }
}
