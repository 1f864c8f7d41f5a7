//! Parts, which charmcraft and rockcraft both leave to craft-parts.
//!
//! `view`, `grammar` and `values` say how the tools read a part; each rule is about one mistake, for
//! both tools where it is the same one.

mod fixes;
mod grammar;
mod values;
mod view;

mod build_slices_unsupported;
mod charm_entrypoint_outside;
mod conflicting_source_keys;
mod fileset_path;
mod jlink_modules_with_options;
mod missing_local_source;
mod missing_parts;
mod mixed_stage_packages;
mod nested_part_name;
mod npm_node_version;
mod overlay_not_available;
mod part_dependency_cycle;
mod part_key_type;
mod part_name_with_slash;
mod part_permissions;
mod part_shape;
mod part_without_plugin;
mod part_without_source;
mod platform_selector;
mod plugin_not_on_base;
mod repeated_list_entry;
mod reserved_part_name;
mod slice_name;
mod strict_dependencies;
mod two_overlay_scripts;
mod undefined_part;
mod unknown_part_key;
mod unknown_plugin;
mod unknown_plugin_value;
mod unsupported_build_attribute;

pub(super) use mixed_stage_packages::is_slice;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &missing_parts::RULE,
    &part_shape::RULE,
    &part_name_with_slash::RULE,
    &nested_part_name::RULE,
    &reserved_part_name::RULE,
    &part_without_plugin::RULE,
    &unknown_plugin::RULE,
    &plugin_not_on_base::RULE,
    &part_without_source::RULE,
    &unknown_part_key::RULE,
    &part_key_type::RULE,
    &platform_selector::RULE,
    &undefined_part::RULE,
    &part_dependency_cycle::RULE,
    &mixed_stage_packages::RULE,
    &slice_name::RULE,
    &build_slices_unsupported::RULE,
    &fileset_path::RULE,
    &part_permissions::RULE,
    &overlay_not_available::RULE,
    &two_overlay_scripts::RULE,
    &unsupported_build_attribute::RULE,
    &unknown_plugin_value::RULE,
    &repeated_list_entry::RULE,
    &npm_node_version::RULE,
    &jlink_modules_with_options::RULE,
    &charm_entrypoint_outside::RULE,
    &strict_dependencies::RULE,
    &conflicting_source_keys::RULE,
    &missing_local_source::RULE,
];
