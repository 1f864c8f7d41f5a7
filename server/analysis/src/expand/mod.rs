//! The charm as its extension completes it: what `charmcraft expand-extensions` prints.
//!
//! [`expand`] turns a charmcraft.yaml, with the files beside it that charmcraft 4.5.0 reads, into
//! data; [`to_yaml`] and [`to_json`] print it. A charm without extension is expanded too: its short
//! forms are written out. Nothing is judged here: a file that charmcraft refuses gives something
//! like what its author had in mind, and whoever wants to know asks the rules first.
//!
//! The steps are a file each, in this order: `read`, `extension`, `variables`, `platforms`, `model`.

mod extension;
mod facts;
mod grammar;
mod json;
mod model;
mod platforms;
mod read;
mod url;
mod value;
mod variables;
mod yaml;

use syntax::Document;

use crate::file_kind::FileKind;
use crate::model::Charm;
use crate::project::{EntryKind, ProjectFiles};
use crate::snapshot::Snapshot;

pub use json::to_json;
pub use value::{Map, Value};
pub use yaml::to_yaml;

/// The machine that charmcraft would run on, as far as it shows in the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Its architecture, such as `amd64`: decides which platform is shown.
    pub architecture: String,
    /// The directory of the charm, absolute; variables that hold it stay without it.
    pub directory: Option<String>,
    /// How many processors it has; a variable that holds the number stays without it.
    pub processors: Option<usize>,
}

/// The charm in full, in the order charmcraft prints it. `None` for other files, for a document that
/// is no mapping, and for one whose aliases make it larger than any charm.
pub fn expand(snapshot: &Snapshot, machine: &Machine) -> Option<Map> {
    if snapshot.kind != FileKind::Charmcraft {
        return None;
    }
    let root = snapshot.root()?;
    let Value::Map(mut charm) = read::value(root)? else { return None };
    let files = snapshot.project.as_ref();
    charm.take("extensions");
    if let Some(extension) = Charm::new(Some(root)).extension() {
        let has_paas_config = matches!(
            files.entry(FileKind::PaasConfig.canonical_name()),
            Some(EntryKind::File { .. })
        );
        extension::apply(extension, has_paas_config, &mut charm);
    }
    add_default_parts(&mut charm);
    add_files(files, &mut charm);
    let platforms = model::platforms(&charm);
    let build = platforms::choose(&charm, &platforms, machine);
    let charm = variables::replace(charm, machine, &build);
    Some(model::printed(charm, platforms, &build))
}

/// An expanded charm in the order of its document, with what was added behind: for whoever lays them side by side.
pub fn in_order_of_document(charm: Map, snapshot: &Snapshot) -> Map {
    match snapshot.root().and_then(read::value) {
        Some(Value::Map(written)) => charm.in_order_of(&written),
        _ => charm,
    }
}

/// The old form of a charm may leave its one part to charmcraft.
fn add_default_parts(charm: &mut Map) {
    let has_parts = charm.get("parts").is_some_and(Value::is_truthy);
    if has_parts || !charm.has("bases") {
        return;
    }
    let part: Map =
        [("plugin", Value::from("charm")), ("source", ".".into())].into_iter().collect();
    charm.set("parts", Value::Map([("charm", Value::Map(part))].into_iter().collect()));
}

/// What stands in `config.yaml`, `actions.yaml` and `metadata.yaml` instead of in the charm.
fn add_files(files: &dyn ProjectFiles, charm: &mut Map) {
    if let Some(config) = content(files, "config.yaml").filter(|_| !charm.has("config")) {
        charm.set("config", config);
    }
    let is_actions = |actions: &Value| actions.is_truthy() && actions.as_map().is_some();
    let actions = content(files, "actions.yaml").filter(is_actions);
    if let Some(actions) = actions.filter(|_| !charm.has("actions")) {
        charm.set("actions", actions);
    }
    let Some(Value::Map(mut metadata)) = content(files, "metadata.yaml") else { return };
    for key in ["name", "summary", "description"] {
        if !charm.has(key) {
            charm.set(key, metadata.take(key).unwrap_or(Value::Null));
        }
    }
}

/// The content of a file beside the charm; null if it is empty, `None` if there is none.
fn content(files: &dyn ProjectFiles, name: &str) -> Option<Value> {
    let document = Document::new(files.read(name)?.as_ref().to_owned());
    document.root().map_or(Some(Value::Null), read::value)
}

#[cfg(test)]
mod tests;
