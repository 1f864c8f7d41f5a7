//! What can be done from a place in a file: the actions behind code actions and code lenses.

use syntax::{NodeRef, TextRange, TextSize};

use super::juju::providers;
use super::project::Project;
use super::{Action, Options};
use crate::file_kind::FileKind;
use crate::model::{Charm, Endpoint, Section};
use crate::snapshot::Snapshot;

/// More providers than this are left to those who know them.
const OFFERED_PROVIDERS: usize = 3;

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does, as an imperative.
    pub title: String,
    /// The action.
    pub action: Action,
    /// What the place says about it.
    pub options: Options,
}

/// What can be done with what stands in `range`: set the option, integrate the endpoint, or pack,
/// upload and refresh where charm or rock are named. `everywhere` offers the last kind on all lines.
pub fn offers(snapshot: &Snapshot, range: TextRange, everywhere: bool) -> Vec<Offer> {
    if !may_run(snapshot) {
        return Vec::new();
    }
    let text = snapshot.document.text();
    let line = text.line_of(range.start());
    let is_here = |node: NodeRef<'_>| text.line_of(node.range().start()) == line;
    let mut offers = Vec::new();
    if snapshot.kind == FileKind::Charmcraft {
        let charm = Charm::new(snapshot.root());
        let touches = |key: NodeRef<'_>, value: NodeRef<'_>| {
            let written = TextSize::of(value.source().trim_end());
            let last = text.line_of(value.range().start() + written);
            (text.line_of(key.range().start())..=last).contains(&line)
        };
        for option in charm.config_options() {
            if touches(option.key, option.value) && !option.key.is_repaired() {
                offers.extend(of_option(&option));
            }
        }
        for endpoint in charm.endpoints(Section::Requires) {
            if touches(endpoint.key, endpoint.value) && !endpoint.key.is_repaired() {
                offers.extend(of_endpoint(&endpoint));
            }
        }
    }
    if everywhere || names_project(snapshot).into_iter().any(is_here) {
        offers.extend(of_file(snapshot, true));
    }
    offers
}

/// What can be done with the file, and the place to show it at.
pub fn lenses(snapshot: &Snapshot) -> Vec<(TextRange, Offer)> {
    let run = &snapshot.settings.run;
    if !run.code_lens || !may_run(snapshot) {
        return Vec::new();
    }
    let places = names_project(snapshot);
    let extension = snapshot.root().and_then(|root| root.get("extensions")).map(|entry| entry.key);
    let Some(place) = extension.or(places.first().copied()) else { return Vec::new() };
    of_file(snapshot, false).into_iter().map(|offer| (place.range(), offer)).collect()
}

/// Whether the workspace is trusted, and the tools read a file of this name.
fn may_run(snapshot: &Snapshot) -> bool {
    snapshot.settings.run.trusted && *snapshot.file_name == *snapshot.kind.canonical_name()
}

/// The keys that say what the file is, and the names under `extensions`.
fn names_project(snapshot: &Snapshot) -> Vec<NodeRef<'_>> {
    let keys = ["name", "version", "extensions"];
    let entries = keys.iter().filter_map(|key| snapshot.root()?.get(key));
    let mut places: Vec<_> = entries.map(|entry| entry.key).collect();
    let extensions = Charm::new(snapshot.root()).extensions();
    places.extend(extensions.into_iter().map(|(node, _)| node));
    places
}

fn of_file(snapshot: &Snapshot, is_long: bool) -> Vec<Offer> {
    let project = Project::of(snapshot);
    let is_whole = project.charm.is_some() && project.rock.is_some();
    let offer = |action: Action, short: &str| Offer {
        title: if is_long { action.title().to_owned() } else { short.to_owned() },
        action,
        options: Options::default(),
    };
    match snapshot.kind {
        FileKind::Charmcraft => {
            let mut offers = vec![offer(Action::PackCharm, "Pack charm")];
            if is_long {
                offers.extend([offer(Action::Deploy, "Deploy"), offer(Action::Refresh, "Refresh")]);
            }
            offers
        }
        FileKind::Rockcraft => {
            let mut offers =
                vec![offer(Action::PackRock, "Pack rock"), offer(Action::UploadRock, "Upload")];
            if is_whole {
                offers.push(offer(Action::Refresh, "Refresh"));
                if is_long {
                    offers.push(offer(Action::UpdateImage, "Update image"));
                }
            }
            offers
        }
        _ => Vec::new(),
    }
}

fn of_option(option: &crate::model::ConfigOption<'_>) -> Vec<Offer> {
    let Some(name) = option.name() else { return Vec::new() };
    let offer = |title: String, value: Option<&str>, reset: bool| Offer {
        title,
        action: Action::Config,
        options: Options {
            option: Some(name.to_owned()),
            value: value.map(str::to_owned),
            reset,
            ..Options::default()
        },
    };
    let mut offers = Vec::new();
    if option.type_name() == Some("boolean") {
        for value in ["true", "false"] {
            offers.push(offer(format!("Set `{name}` to `{value}` with juju"), Some(value), false));
        }
    } else {
        offers.push(offer(format!("Set `{name}` with juju"), None, false));
    }
    if option.field("default").is_some() {
        offers.push(offer(format!("Reset `{name}` to its default with juju"), None, true));
    }
    offers
}

fn of_endpoint(endpoint: &Endpoint<'_>) -> Vec<Offer> {
    let Some(name) = endpoint.name() else { return Vec::new() };
    let offer = |title: String, provider: Option<&str>| Offer {
        title,
        action: Action::Integrate,
        options: Options {
            endpoint: Some(name.to_owned()),
            provider: provider.map(str::to_owned),
            ..Options::default()
        },
    };
    let providers = providers(endpoint.interface());
    if providers.is_empty() {
        return vec![offer(format!("Integrate `{name}` with juju"), None)];
    }
    let best = providers.iter().take(OFFERED_PROVIDERS);
    best.map(|&it| offer(format!("Integrate `{name}` with `{it}`"), Some(it))).collect()
}
