//! What handlers and tasks share: the client, the state, and the messages that are not answers.
//!
//! Nothing here waits while it holds the state; what has to wait for the client is a task of its own.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::{Value, json};
use tokio::sync::Notify;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{ConfigurationItem, MessageType, Registration};

use super::abilities::Abilities;
use super::custom::{Changed, DidChangeEnvironment, DidChangeExpansion};
use super::indexer::Indexer;
use super::runs::Runs;
use super::settings::{self, SECTION};
use super::state::{Shown, State, View};
use crate::config::RawSettings;

/// What the client is asked to tell about when it happens on the disk.
const WATCHED: &[&str] = &[
    "**/{charmcraft,rockcraft,rockfile,paas-config}.{yaml,yml}",
    "**/{requirements.txt,pyproject.toml,package.json,go.mod,pom.xml,build.gradle}",
    "**/{app,main,manage,wsgi,asgi,migrate,__init__}.{py,sh}",
    "**/{mvnw,gradlew}",
    "**/{metadata,config,actions}.yaml",
    "**/flask-lsp.toml",
];

/// The same for the code of applications.
const WATCHED_SOURCES: &[&str] = &[
    "**/*.{py,js,mjs,cjs,jsx,ts,mts,cts,tsx,go,java,properties,sh}",
    "**/{application,bootstrap}*.{yaml,yml}",
];

/// What handlers and tasks share.
pub(super) struct Shared {
    pub(super) client: Client,
    /// Wakes the publisher.
    pub(super) unpublished: Notify,
    /// Messages that were taken from the client and are not dealt with yet.
    pub(super) in_progress: AtomicUsize,
    /// Whether there was more to read behind the last message.
    pub(super) more_has_come: AtomicBool,
    /// Whether the client takes snippets in edits. The types that `initialize` is read into do not
    /// know of it.
    pub(super) snippet_edits: AtomicBool,
    /// Programs that run for the user.
    pub(super) runs: Runs,
    abilities: OnceLock<Abilities>,
    /// Started when there is an application to read.
    indexer: OnceLock<Option<Indexer>>,
    /// Rules whose fault the client has heard of.
    told_broken: Mutex<HashSet<&'static str>>,
    state: Mutex<State>,
}

impl Shared {
    pub(super) fn new(client: Client) -> Shared {
        Shared {
            client,
            unpublished: Notify::new(),
            in_progress: AtomicUsize::new(0),
            more_has_come: AtomicBool::new(false),
            snippet_edits: AtomicBool::new(false),
            runs: Runs::default(),
            abilities: OnceLock::new(),
            indexer: OnceLock::new(),
            told_broken: Mutex::default(),
            state: Mutex::default(),
        }
    }

    /// Learns what the client can do, the first time only.
    pub(super) fn meet(&self, abilities: impl FnOnce() -> Abilities) -> &Abilities {
        self.abilities.get_or_init(abilities)
    }

    pub(super) fn has_met_client(&self) -> bool {
        self.abilities.get().is_some()
    }

    /// Held for as long as a few assignments take.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of a client that announces nothing, until it has announced something.
    pub(super) fn abilities(&self) -> &Abilities {
        static NONE: OnceLock<Abilities> = OnceLock::new();
        self.abilities.get().unwrap_or_else(|| NONE.get_or_init(Abilities::default))
    }

    /// Whether messages wait to be dealt with.
    pub(super) fn is_busy(&self) -> bool {
        self.in_progress.load(Ordering::Acquire) > 0 || self.more_has_come.load(Ordering::Acquire)
    }

    /// Turns a panic into `None` and a line in the client's log. Handlers only read, so a panic
    /// leaves nothing half done.
    pub(super) fn guarded<T>(&self, what: &str, handler: impl FnOnce() -> T) -> Option<T> {
        let answer = catch_unwind(AssertUnwindSafe(handler)).ok();
        if answer.is_none() {
            self.log(format!("`{what}` ran into a fault of the server and has no answer"));
        }
        answer
    }

    /// One line for each rule that panics, however often it does.
    pub(super) fn tell_broken_rules(&self, view: &View) {
        for rule in view.broken_rules() {
            let mut told = self.told_broken.lock().unwrap_or_else(PoisonError::into_inner);
            if told.insert(rule.id) {
                self.log(format!(
                    "rule `{}` ran into a fault of its own; its findings are missing",
                    rule.id
                ));
            }
        }
    }

    pub(super) fn wake_publisher(&self) {
        self.tell_outdated_views();
        if self.abilities().pull {
            self.state().forget_unpublished();
        } else {
            self.unpublished.notify_one();
        }
    }

    /// Lets the indexer read what the state wants to know. What it finds out comes later, by itself.
    pub(super) fn hand_on_jobs(self: &Arc<Self>) {
        let jobs = self.state().applications.take_jobs();
        if jobs.is_empty() {
            return;
        }
        let indexer = self.indexer.get_or_init(|| {
            let (shared, runtime) = (Arc::downgrade(self), tokio::runtime::Handle::current());
            if self.abilities().register_watchers {
                let shared = self.clone();
                tokio::spawn(async move { shared.watch_sources().await });
            }
            Indexer::start(move |charm, uses| {
                let Some(shared) = shared.upgrade() else { return };
                let _in_runtime = runtime.enter();
                if shared.state().application_read(charm, uses) {
                    shared.tell_surroundings_changed();
                }
            })
        });
        let Some(indexer) = indexer else { return };
        jobs.into_iter().for_each(|job| indexer.send(job));
    }

    /// Only a client with the charm of an application is bothered with the application's files.
    async fn watch_sources(&self) {
        let watchers = WATCHED_SOURCES.iter().map(|glob| json!({ "globPattern": glob }));
        let registration = Registration {
            id: "sources".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(json!({ "watchers": watchers.collect::<Vec<_>>() })),
        };
        // Without it sources are looked at again when one of our files is saved or opened.
        let _ = self.client.register_capability(vec![registration]).await;
    }

    fn tell_outdated_views(&self) {
        let outdated = self.state().take_outdated();
        if outdated.is_empty() {
            return;
        }
        let client = self.client.clone();
        tokio::spawn(async move {
            for (uri, shown) in outdated {
                let changed = Changed::new(uri);
                match shown {
                    Shown::Expansion => {
                        client.send_notification::<DidChangeExpansion>(changed).await
                    }
                    Shown::Environment => {
                        client.send_notification::<DidChangeEnvironment>(changed).await
                    }
                }
            }
        });
    }

    pub(super) fn log(&self, line: String) {
        let client = self.client.clone();
        tokio::spawn(async move { client.log_message(MessageType::WARNING, line).await });
    }

    pub(super) fn tell_surroundings_changed(&self) {
        let abilities = self.abilities();
        let hints = abilities.refresh_hints;
        let lenses = abilities.refresh_lenses;
        let diagnostics = abilities.refresh_diagnostics && abilities.pull;
        self.wake_publisher();
        let client = self.client.clone();
        tokio::spawn(async move {
            // A client that refuses will ask again in its own time.
            if diagnostics {
                let _ = client.workspace_diagnostic_refresh().await;
            }
            if hints {
                let _ = client.inlay_hint_refresh().await;
            }
            if lenses {
                let _ = client.code_lens_refresh().await;
            }
        });
    }

    /// Takes settings. Those for other servers, which some clients send along, are left alone.
    pub(super) fn configure(&self, value: &Value, is_our_section: bool) {
        let is_our_section = is_our_section || value.get(SECTION).is_some();
        let roots = self.state().roots.clone();
        let (settings, unknown) = settings::read(value, roots.iter().map(PathBuf::as_path));
        if !is_our_section && settings == RawSettings::default() {
            return;
        }
        if is_our_section {
            self.log_unknown(&unknown);
        }
        let is_news = self.state().configure(settings);
        if is_news {
            self.tell_config_problems();
            self.tell_surroundings_changed();
        }
    }

    pub(super) fn log_unknown(&self, unknown: &[String]) {
        if !unknown.is_empty() {
            self.log(format!("settings: {}", unknown.join("; ")));
        }
    }

    /// Shows what is wrong with the project's configuration, once for each state of it: the file itself is
    /// not open, or not with us.
    pub(super) fn tell_config_problems(&self) {
        let Some(problems) = self.state().new_config_problems() else { return };
        let client = self.client.clone();
        tokio::spawn(async move { client.show_message(MessageType::WARNING, problems).await });
    }

    pub(super) async fn fetch_settings(&self) {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let Ok(values) = self.client.configuration(vec![item]).await else { return };
        if let Some(value) = values.first().filter(|value| value.is_object()) {
            self.configure(value, true);
        }
    }

    pub(super) async fn register(&self) {
        let registration = |method: &str, options: Value| Registration {
            id: method.to_owned(),
            method: method.to_owned(),
            register_options: Some(options),
        };
        let mut registrations = Vec::new();
        if self.abilities().register_configuration {
            let options = json!({ "section": SECTION });
            registrations.push(registration("workspace/didChangeConfiguration", options));
        }
        if self.abilities().register_watchers {
            let watchers: Vec<_> =
                WATCHED.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let options = json!({ "watchers": watchers });
            registrations.push(registration("workspace/didChangeWatchedFiles", options));
        }
        if !registrations.is_empty() {
            // Without it files are looked at again when a document is saved or opened.
            let _ = self.client.register_capability(registrations).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp_server::LspService;

    use super::super::server::Backend;

    #[test]
    fn a_panicking_handler_has_no_answer_and_the_next_one_has() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (service, _socket) = LspService::new(Backend::new);
            let shared = service.inner().shared();
            assert_eq!(shared.guarded("test", || -> u8 { panic!("a fault") }), None);
            assert_eq!(shared.guarded("test", || 1), Some(1));
        });
    }
}
