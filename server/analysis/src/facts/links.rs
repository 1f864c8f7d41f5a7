//! The entries of `links` in charmcraft.yaml, and what other files call them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/links.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    links: Vec<Link>,
}

/// Every entry that `links` may have.
pub fn links() -> &'static [Link] {
    &FILE.links
}

/// An entry of `links`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Link {
    /// Its key.
    pub name: &'static str,
    /// Whether a list is taken as well.
    pub list: bool,
    /// Keys of `metadata.yaml` that it becomes, or was.
    pub in_metadata: Vec<&'static str>,
    /// Keys that mean the same in other files, in small letters.
    pub also_called: Vec<&'static str>,
}
