//! The framework extensions of rockcraft: whether one fits the rock, and whether the project beside it is
//! what the extension takes it for.

mod file_list;
mod framework;
pub(super) mod migrations;

mod application_moved_into_itself;
mod application_not_found;
mod application_not_in_image;
mod binary_not_named_like_rock;
mod broken_pyproject;
mod build_tool_unclear;
mod default_file_left_out;
mod empty_key_of_extension;
mod experimental_rock_extension;
mod framework_not_required;
mod framework_part_with_other_plugin;
mod framework_part_without_plugin;
mod gradle_script_without_gradle;
mod key_of_other_plugin;
mod listed_file_missing;
mod migration_not_executable;
mod migration_not_in_image;
mod misplaced_exclusion;
mod missing_go_module;
mod mixed_framework_packages;
mod python_syntax_error;
mod rock_base_without_extension;
mod run_user_of_extension;
mod silenced_migration;
mod unknown_rock_extension;
mod unusable_file_list_entry;
mod unusable_package_json;
mod whole_project_in_image;
mod wrapper_not_executable;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &unknown_rock_extension::RULE,
    &rock_base_without_extension::RULE,
    &experimental_rock_extension::RULE,
    &run_user_of_extension::RULE,
    &empty_key_of_extension::RULE,
    &framework_part_without_plugin::RULE,
    &framework_part_with_other_plugin::RULE,
    &key_of_other_plugin::RULE,
    &mixed_framework_packages::RULE,
    &framework_not_required::RULE,
    &broken_pyproject::RULE,
    &python_syntax_error::RULE,
    &application_not_found::RULE,
    &missing_go_module::RULE,
    &unusable_package_json::RULE,
    &build_tool_unclear::RULE,
    &wrapper_not_executable::RULE,
    &gradle_script_without_gradle::RULE,
    &listed_file_missing::RULE,
    &unusable_file_list_entry::RULE,
    &misplaced_exclusion::RULE,
    &default_file_left_out::RULE,
    &application_not_in_image::RULE,
    &application_moved_into_itself::RULE,
    &whole_project_in_image::RULE,
    &migration_not_in_image::RULE,
    &silenced_migration::RULE,
    &migration_not_executable::RULE,
    &binary_not_named_like_rock::RULE,
];
