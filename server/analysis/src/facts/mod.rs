//! Facts about charmcraft, rockcraft, paas-charm and relation interfaces, as typed tables.
//!
//! The tables are the JSON files under `schemas/`, embedded into the program and parsed when they
//! are first asked for; texts borrow from the embedded file. This module only looks things up: it
//! reads no file, knows no YAML and judges nothing. Where the facts come from stands in each file's
//! `origin`.

mod config_options;
mod frameworks;
mod integrations;
mod interfaces;
mod keys;
mod schema;

use serde::Deserialize;

pub use config_options::{OptionType, option_type, option_types};
pub use frameworks::{
    Action, Alias, CharmLib, CharmPart, DefaultValue, Endpoint, ExtensionOption, Framework,
    FrameworkVariable, GeneratedOption, Packages, Rock, RockContent, RockPart, RockVariant,
    VariableFact, Variant, VariantBase, framework_by_extension, framework_by_name, frameworks,
};
pub use integrations::{
    Integration, IntegrationVariable, OtherName, SecondRelation, integration,
    integration_by_endpoint, integrations,
};
pub use interfaces::{
    Interface, InterfaceKind, Misspelling, Role, interface, interface_docs_url, interfaces,
    misspelling, misspellings,
};
pub use keys::{KeyDoc, ValueKind, child_keys, key_doc, schema_text};

/// Reads an embedded table. One that does not parse is empty, rather than the end of the server;
/// the tests read them all.
fn table<T: Deserialize<'static> + Default>(text: &'static str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
