//! What the rules about `charm-libs` share: its entries, and the libraries that the extensions know.

use super::closed::section;
use crate::facts::{self, CharmLib};
use crate::rules::prelude::*;

/// The entries of `charm-libs` that are mappings.
pub(super) fn libraries<'a>(cx: &Context<'a>) -> impl Iterator<Item = NodeRef<'a>> + use<'a> {
    let section = section(cx, "charm-libs", "charm_libs");
    let list = section.map(|section| section.value.resolved());
    let items = list.into_iter().flat_map(NodeRef::items);
    items.filter(|item| item.resolved().is_mapping())
}

/// A library that some extension adds, by `<charm>.<library>`, where a dash in the charm's name counts as an
/// underscore.
pub(super) fn known_library(name: &str) -> Option<&'static CharmLib> {
    known_libraries().find(|known| same_library(known.lib, name))
}

/// The only library that some extension adds and that is called this, whatever the charm.
pub(super) fn known_by_last_name(name: &str) -> Option<&'static CharmLib> {
    let is_called =
        |known: &&CharmLib| known.lib.rsplit_once('.').is_some_and(|(_, last)| last == name);
    let mut found = known_libraries().filter(is_called);
    let first = found.next()?;
    found.all(|other| other.lib == first.lib).then_some(first)
}

fn known_libraries() -> impl Iterator<Item = &'static CharmLib> {
    let variants = facts::frameworks().iter().flat_map(|framework| &framework.variants);
    variants.flat_map(|variant| &variant.charm_libs)
}

fn same_library(known: &str, name: &str) -> bool {
    let same = |(left, right): (u8, u8)| left == right || (left == b'_' && right == b'-');
    known.len() == name.len() && known.bytes().zip(name.bytes()).all(same)
}
