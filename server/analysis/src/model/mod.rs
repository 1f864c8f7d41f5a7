//! Typed views of the tree. Every value keeps its node, and everything may be missing.

mod charm;
mod part;
mod platforms;
mod rock;

pub use charm::{Charm, ConfigOption, Endpoint, Extension, Section};
pub use part::Part;
pub use platforms::{Platform, Target, platforms};
pub use rock::Rock;

use syntax::{Entry, NodeRef};

/// The entries of a section such as `requires`, if it is a mapping; merge keys looked through.
fn section_entries<'a>(root: Option<NodeRef<'a>>, path: &[&str]) -> Vec<Entry<'a>> {
    let section = root.and_then(|root| root.get_path(path));
    section.map(|section| section.value.effective_entries()).unwrap_or_default()
}

/// The names under `extensions`, with their nodes: of a list, or the keys of a mapping, which
/// charmcraft 4.5 takes for one.
fn extensions(root: Option<NodeRef<'_>>) -> Vec<(NodeRef<'_>, &str)> {
    let Some(entry) = root.and_then(|root| root.get("extensions")) else { return Vec::new() };
    let value = entry.value.resolved();
    let keys = value.entries().map(|entry| entry.key);
    value.items().chain(keys).filter_map(|name| Some((name, name.resolved().as_str()?))).collect()
}
