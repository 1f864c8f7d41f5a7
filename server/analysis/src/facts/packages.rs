//! Names for the lists of packages in parts, and for `charm-libs`: what people use, how often, and one
//! line about it.
//!
//! A choice for completion and hover. The archives hold thousands more, so a name that is missing here
//! is not wrong.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/packages.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    debs: Vec<Package>,
    slices: Vec<Package>,
    snaps: Vec<Package>,
    libraries: Vec<Library>,
}

/// A deb, a slice of one, or a snap with its channel.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Package {
    /// As it stands in a list.
    pub name: &'static str,
    /// A few words; empty where the name says it all.
    #[serde(default)]
    pub summary: &'static str,
    /// Times it was seen in `stage-packages` or `stage-snaps`.
    #[serde(default)]
    pub stage: u16,
    /// Times in `build-packages` or `build-snaps` of rocks; of both for snaps.
    #[serde(default)]
    pub build: u16,
    /// Times in `overlay-packages`.
    #[serde(default)]
    pub overlay: u16,
    /// Times in `build-packages` of charms.
    #[serde(default)]
    pub charm_build: u16,
}

/// A library of a charm.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// `<charm>.<library>`, as `charm-libs` takes it.
    pub name: &'static str,
    /// Its newest API that was seen in use.
    #[serde(default)]
    pub version: Option<&'static str>,
    /// The interface that it implements.
    #[serde(default)]
    pub interface: Option<&'static str>,
    /// Times it was seen in `charm-libs`.
    #[serde(default)]
    pub uses: u16,
}

/// Debs, sorted by name.
pub fn debs() -> &'static [Package] {
    &FILE.debs
}

/// Slices of debs, sorted by name.
pub fn slices() -> &'static [Package] {
    &FILE.slices
}

/// Snaps, with a channel where one was given.
pub fn snaps() -> &'static [Package] {
    &FILE.snaps
}

/// Libraries of charms, sorted by name.
pub fn libraries() -> &'static [Library] {
    &FILE.libraries
}

/// The library of this name; dashes and underscores in the charm's name are the same.
pub fn library(name: &str) -> Option<&'static Library> {
    let name = name.replace('-', "_");
    libraries().iter().find(|library| library.name.replace('-', "_") == name)
}

/// A deb or slice of exactly this name.
pub fn package(name: &str) -> Option<&'static Package> {
    debs().iter().chain(slices()).find(|package| package.name == name)
}
