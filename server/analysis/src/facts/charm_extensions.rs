//! What the six charmcraft extensions have in common: what they exclude, what they keep to themselves,
//! and the directory of dashboards and alert rules.
//!
//! What differs between them stands in `frameworks`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FACTS: LazyLock<CharmExtensions> =
    LazyLock::new(|| table(include_str!("../../../../schemas/charm-extensions.json")));

/// What the extensions have in common.
pub fn charm_extensions() -> &'static CharmExtensions {
    &FACTS
}

/// What the six charmcraft extensions have in common.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CharmExtensions {
    /// Tools and versions the facts are from.
    pub origin: &'static str,
    /// Environment variable that allows extensions on bases where they are experimental; any value that
    /// is not empty does.
    pub experimental_switch: &'static str,
    /// Top-level keys that no extension takes.
    pub excluded_sections: Vec<&'static str>,
    /// `assumes`, as every extension adds it.
    pub assumes: Vec<&'static str>,
    /// `type` of the image resource.
    pub resource_type: &'static str,
    /// `description` of the image resource; `{framework}` stands for the short name of the framework.
    pub resource_description: &'static str,
    /// Directory beside the charm for dashboards and alert rules.
    pub custom_directory: &'static str,
    /// What may stand in it: these directories and nothing else.
    pub custom_directories: Vec<&'static str>,
}
