//! What the rules about `package-repositories` share: its entries, and of which kind one is.

use super::closed::section;
use crate::facts::{PackageArchive, package_repositories};
use crate::rules::prelude::*;

/// An entry of `package-repositories` that is a mapping.
pub(super) struct Archive<'a> {
    /// As it stands in the list; an alias stays one.
    pub(super) item: NodeRef<'a>,
    /// The mapping.
    pub(super) mapping: NodeRef<'a>,
    /// What its keys make of it.
    pub(super) kind: &'static PackageArchive,
}

/// The entries of the list, each with its kind if it is a mapping.
pub(super) fn archives<'a>(cx: &Context<'a>) -> Vec<(NodeRef<'a>, Option<Archive<'a>>)> {
    let section = section(cx, "package-repositories", "package_repositories");
    let list = section.map(|section| section.value.resolved());
    let items = list.into_iter().flat_map(NodeRef::items);
    items.map(|item| (item, archive(item))).collect()
}

fn archive(item: NodeRef<'_>) -> Option<Archive<'_>> {
    let mapping = item.resolved();
    let kinds = &package_repositories().kinds;
    let kind = kinds.iter().find(|kind| mapping.get(kind.key).is_some()).or(kinds.last())?;
    mapping.is_mapping().then_some(Archive { item, mapping, kind })
}
