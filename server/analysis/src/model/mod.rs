//! Typed views of the tree. Every value keeps its node, and everything may be missing.

mod charm;
mod rock;

pub use charm::{Charm, ConfigOption, Endpoint, Extension, Section};
pub use rock::{Part, Rock};

use syntax::{Entry, NodeRef};

/// The entries of a section such as `requires`, if it is a mapping; merge keys looked through.
fn section_entries<'a>(root: Option<NodeRef<'a>>, path: &[&str]) -> Vec<Entry<'a>> {
    let section = root.and_then(|root| root.get_path(path));
    section.map(|section| section.value.effective_entries()).unwrap_or_default()
}

/// The texts of the `extensions` list, with their nodes. The tools read nothing but a list there.
fn extensions(root: Option<NodeRef<'_>>) -> Vec<(NodeRef<'_>, &str)> {
    let Some(entry) = root.and_then(|root| root.get("extensions")) else { return Vec::new() };
    let items = entry.value.resolved().items();
    items.filter_map(|item| Some((item, item.resolved().as_str()?))).collect()
}
