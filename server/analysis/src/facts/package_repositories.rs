//! The kinds of package archives under `package-repositories`, with their keys and words.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FACTS: LazyLock<PackageRepositories> =
    LazyLock::new(|| table(include_str!("../../../../schemas/package-repositories.json")));

/// What may stand in an entry of `package-repositories`.
pub fn package_repositories() -> &'static PackageRepositories {
    &FACTS
}

/// What may stand in an entry of `package-repositories`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageRepositories {
    /// Tools and versions the facts are from.
    pub origin: &'static str,
    /// Keys of every kind.
    pub keys: Vec<&'static str>,
    /// Values of `type`.
    pub types: Vec<&'static str>,
    /// Words for `priority`.
    pub priorities: Vec<&'static str>,
    /// Entries of `formats`.
    pub formats: Vec<&'static str>,
    /// The first whose key an entry has is its kind, else the last.
    pub kinds: Vec<PackageArchive>,
}

/// A kind of package archive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageArchive {
    /// The key that names the archive; required.
    pub key: &'static str,
    /// What to call it, with an article.
    pub title: &'static str,
    /// Its other keys.
    pub keys: Vec<&'static str>,
    /// Values of `pocket`.
    #[serde(default)]
    pub pockets: Vec<&'static str>,
}
