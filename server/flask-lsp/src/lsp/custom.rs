//! Requests beside the protocol, for views that editors show: the charm in full, the environment of
//! its application, the page of a rule. docs/protocol.md is their contract.

use std::collections::HashMap;
use std::path::Path;

use analysis::features::environment;
use analysis::features::expansion::is_refusal;
use analysis::rules::all;
use analysis::{FileKind, Rule};
use serde::{Deserialize, Serialize, Serializer};
use syntax::TextRange;
use tower_lsp_server::jsonrpc::Result;
use tower_lsp_server::ls_types::notification::Notification;
use tower_lsp_server::ls_types::{Diagnostic, Range, TextDocumentIdentifier, Uri};

use super::abilities::Abilities;
use super::server::Backend;
use super::state::{Shown, View};
use super::{from_lsp, to_lsp};
use crate::disk;
use crate::report::{self, CharmEnvironment};

pub(super) const EXPAND: &str = "flask-lsp/expand";
pub(super) const ENVIRONMENT: &str = "flask-lsp/environment";
pub(super) const EXPLAIN: &str = "flask-lsp/explain";
pub(super) const RULES: &str = "flask-lsp/rules";

impl Backend {
    /// Answers a request about a view of ours, on the document as it is now or on the file.
    fn answer_view<T>(
        &self,
        uri: Uri,
        what: &str,
        shown: Shown,
        handler: impl FnOnce(&View, &Abilities) -> Option<T>,
    ) -> Option<T> {
        let view = {
            let mut state = self.shared().state();
            if self.shared().abilities().views {
                state.shows(uri.clone(), shown);
            }
            state.view_of_any(&uri)?
        };
        self.shared().guarded(what, || handler(&view, self.shared().abilities())).flatten()
    }

    /// `flask-lsp/expand`.
    pub(super) async fn expand(&self, params: ExpandParams) -> Result<Option<Expanded>> {
        let ExpandParams { text_document, order } = params;
        let answer = |view: &View, abilities: &Abilities| expand(view, abilities, order);
        Ok(self.answer_view(text_document.uri, EXPAND, Shown::Expansion, answer))
    }

    /// `flask-lsp/environment`.
    pub(super) async fn environment(
        &self,
        params: DocumentParams,
    ) -> Result<Option<EnvironmentReply>> {
        let uri = params.text_document.uri;
        Ok(self.answer_view(uri, ENVIRONMENT, Shown::Environment, environment))
    }

    /// `flask-lsp/explain`.
    pub(super) async fn explain(&self, params: ExplainParams) -> Result<Option<Explained>> {
        Ok(explain(&params))
    }

    /// `flask-lsp/rules`.
    pub(super) async fn rules(&self, _: RulesParams) -> Result<Vec<RuleLine>> {
        Ok(rules())
    }
}

/// What a request about one document says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DocumentParams {
    pub(super) text_document: TextDocumentIdentifier,
}

/// Which charm is asked for in full, and how.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExpandParams {
    text_document: TextDocumentIdentifier,
    #[serde(default)]
    order: Order,
}

/// What comes first in the charm in full.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Order {
    /// What charmcraft prints first.
    #[default]
    Charmcraft,
    /// What stands first in the document; what is added comes behind.
    Document,
}

/// The charm in full.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Expanded {
    /// What charmcraft prints; while it refuses the charm, what it would make of the rest.
    text: String,
    language_id: &'static str,
    /// Why charmcraft refuses the charm; empty if it does not.
    problems: Vec<Diagnostic>,
    /// Of the document that was expanded.
    version: Option<i32>,
}

/// `None` for what is no charm, and for a charm that is still nothing.
fn expand(view: &View, abilities: &Abilities, order: Order) -> Option<Expanded> {
    if view.snapshot.kind != FileKind::Charmcraft {
        return None;
    }
    let path = from_lsp::path(&view.uri);
    let machine = disk::machine(path.as_deref().and_then(Path::parent));
    let charm = analysis::expand::expand(&view.snapshot, &machine)?;
    let problem = |finding| to_lsp::diagnostic(view, abilities, finding);
    let problems = view.findings().iter().filter(|it| is_refusal(it)).map(problem).collect();
    let charm = match order {
        Order::Charmcraft => charm,
        Order::Document => analysis::expand::in_order_of_document(charm, &view.snapshot),
    };
    let text = analysis::expand::to_yaml(&charm);
    Some(Expanded { text, language_id: "yaml", problems, version: view.version })
}

/// The object of `flask-lsp env --format json`, with the place of each source that stands in the file.
pub(super) struct EnvironmentReply {
    charm: CharmEnvironment,
    /// In the order in which the object asks for them.
    places: Vec<Option<Range>>,
}

impl Serialize for EnvironmentReply {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut places = self.places.iter();
        let place = |_: &[&str]| places.next().copied().flatten();
        report::environment_object(&self.charm, place).serialize(serializer)
    }
}

pub(super) fn environment(view: &View, abilities: &Abilities) -> Option<EnvironmentReply> {
    if view.snapshot.kind != FileKind::Charmcraft {
        return None;
    }
    let derived = environment::report(&view.snapshot);
    let name = match from_lsp::path(&view.uri) {
        Some(path) => disk::shown_name(&path),
        None => view.snapshot.file_name.to_string(),
    };
    let charm = CharmEnvironment { name, derived };
    let mut keys = Places { view, sections: Vec::new() };
    let mut places = Vec::new();
    report::environment_object(&charm, |source| {
        let key = keys.key(source);
        places.push(key.map(|key| to_lsp::range(view.text(), key, abilities.encoding)));
        None::<()>
    });
    Some(EnvironmentReply { charm, places })
}

/// Where keys stand; each section is looked through once, as most entries are of the same one.
struct Places<'a> {
    view: &'a View,
    sections: Vec<Section<'a>>,
}

/// A path of keys, and where the keys stand below it.
type Section<'a> = (Vec<String>, HashMap<&'a str, TextRange>);

impl<'a> Places<'a> {
    /// The key that a path of keys leads to.
    fn key(&mut self, source: &[&str]) -> Option<TextRange> {
        let (name, path) = source.split_last()?;
        let known = self.sections.iter().position(|(known, _)| known == path);
        let index = match known {
            Some(index) => index,
            None => {
                self.sections.push(self.section(path)?);
                self.sections.len() - 1
            }
        };
        let (_, keys) = self.sections.get(index)?;
        keys.get(name).copied()
    }

    fn section(&self, path: &[&str]) -> Option<Section<'a>> {
        let root = self.view.snapshot.root()?;
        let section = match path {
            [] => Some(root),
            path => root.get_path(path).map(|entry| entry.value),
        };
        let entries = section.into_iter().flat_map(|section| section.effective_entries());
        let keys = entries.filter_map(|entry| Some((entry.key.text()?, entry.key.range())));
        Some((path.iter().map(|&key| key.to_owned()).collect(), keys.collect()))
    }
}

/// What asks for the page of a rule.
#[derive(Debug, Deserialize)]
pub(super) struct ExplainParams {
    code: String,
}

/// The page of a rule.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Explained {
    code: &'static str,
    markdown: &'static str,
    url: String,
}

/// `None` for a code that there is not.
pub(super) fn explain(params: &ExplainParams) -> Option<Explained> {
    let rule = Rule::by_id(&params.code)?;
    Some(Explained { code: rule.id, markdown: rule.docs, url: rule.url() })
}

/// All rules are asked for, without more ado.
#[derive(Debug, Deserialize)]
pub(super) struct RulesParams {}

/// A rule, for a list to choose from.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleLine {
    code: &'static str,
    summary: String,
}

fn rules() -> Vec<RuleLine> {
    let line = |rule: &&Rule| RuleLine { code: rule.id, summary: rule.summary() };
    let mut lines: Vec<_> = all().iter().map(line).collect();
    lines.sort_by_key(|line| line.code);
    lines
}

/// Which view may show something else now.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Changed {
    text_document: TextDocumentIdentifier,
}

impl Changed {
    pub(super) fn new(uri: Uri) -> Changed {
        Changed { text_document: TextDocumentIdentifier { uri } }
    }
}

/// Says that the answer to [`EXPAND`] may be another one now.
#[derive(Debug)]
pub(super) enum DidChangeExpansion {}

impl Notification for DidChangeExpansion {
    type Params = Changed;
    const METHOD: &'static str = "flask-lsp/didChangeExpansion";
}

/// Says that the answer to [`ENVIRONMENT`] may be another one now.
#[derive(Debug)]
pub(super) enum DidChangeEnvironment {}

impl Notification for DidChangeEnvironment {
    type Params = Changed;
    const METHOD: &'static str = "flask-lsp/didChangeEnvironment";
}
