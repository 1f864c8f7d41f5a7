//! Facts about charmcraft, rockcraft, paas-charm and relation interfaces, as typed tables.
//!
//! The tables are the JSON files under `schemas/`, embedded into the program and parsed when they
//! are first asked for; texts borrow from the embedded file. This module only looks things up: it
//! reads no file, knows no YAML and judges nothing. Where the facts come from stands in each file's
//! `origin`.

mod bases;
mod charm_extensions;
mod config_options;
mod frameworks;
mod history;
mod integrations;
mod interfaces;
mod juju;
mod keys;
mod licenses;
mod links;
mod migration_tools;
mod name_filter;
mod own_parts;
mod package_repositories;
mod packages;
mod pages;
mod plugins;
mod schema;
mod templates;
mod tool_errors;
mod tool_variables;
mod tools;
mod top_level;
mod usage;
mod workload;

use serde::Deserialize;

pub use bases::{
    Base, BaseUse, BuildBaseNeed, ToolUse, architecture_aliases, architecture_by_alias,
    architecture_by_guess, architectures, base, bases, colon_base, is_architecture, is_base,
    meant_base, suggested_base,
};
pub use charm_extensions::{CharmExtensions, charm_extensions};
pub use config_options::{OptionType, option_type, option_types};
pub use frameworks::{
    Action, Added, Alias, BuildTool, CharmLib, CharmPart, DefaultValue, Endpoint, EntryPoints,
    ExtensionOption, Framework, FrameworkVariable, GeneratedOption, Packages, Requirements, Rock,
    RockContent, RockPart, RockProject, RockVariant, VariableFact, Variant, VariantBase,
    framework_by_extension, framework_by_name, frameworks,
};
pub use history::{
    Arrival, BaseArrival, ExtensionArrival, ToolHistory, interface_since, tool_history,
    was_experimental,
};
pub use integrations::{
    Integration, IntegrationVariable, Misdocumented, OtherName, SecondRelation, integration,
    integration_by_endpoint, integrations,
};
pub use interfaces::{
    Interface, InterfaceKind, Misspelling, Role, interface, interface_docs_url, interfaces,
    misspelling, misspellings,
};
pub use juju::{JujuFacts, MetadataKeys, System, juju};
pub use keys::{KeyDoc, ValueKind, child_keys, key_doc, place_doc, schema_text};
pub use licenses::{license, licenses};
pub use links::{Link, links};
pub use migration_tools::{MigrationTool, MigrationTools, migration_tools};
pub(crate) use name_filter::NameFilter;
pub use own_parts::pebble_part;
pub use package_repositories::{PackageArchive, PackageRepositories, package_repositories};
pub use packages::{Library, Package, debs, libraries, library, package, slices, snaps};
pub use pages::{image_page, library_page};
pub use plugins::{
    PartKey, PartValue, Plugin, SeriesRange, SourceNeed, TextForm, allows_slash_in_part_names,
    misnamed_part_key, part_key, part_keys, plugin, plugin_key, plugins,
};
pub use templates::{Body, Template};
pub use tool_errors::{ToolError, tool_errors};
pub use tool_variables::variables_of_tools;
pub use tools::{ToolFact, ToolFacts, tools};
pub use top_level::{
    ForeignKey, RequiredKey, SectionKey, TextKey, TopLevel, boolean_texts, top_level, variables,
};
pub use usage::{KeyUsage, Surroundings, key_usage};
pub use workload::{Migration, ServiceRole, migrations, service_role, service_roles};

/// Reads an embedded table. One that does not parse is empty, rather than the end of the server;
/// the tests read them all.
fn table<T: Deserialize<'static> + Default>(text: &'static str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
