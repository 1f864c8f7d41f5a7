//! The keys at the top of `charmcraft.yaml` and `rockcraft.yaml`.
//!
//! Not here: `base`, `platforms`, `parts`, `services` and `links`, which have rules of their own.

mod environment_interpolation;
mod environment_value;
mod key_not_text;
mod keys;
mod malformed_assumes;
mod malformed_project_name;
mod malformed_terms;
mod malformed_version;
mod missing_required_key;
mod number_changes_as_text;
mod reading;
mod repeated_contact;
mod section_not_mapping;
mod source_code_url;
mod subordinate_not_boolean;
mod summary_too_long;
mod title_length;
mod underscore_in_key;
mod unknown_license;
mod unknown_project_type;
mod unknown_top_level_key;
mod unknown_user;
mod value_not_text;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &unknown_top_level_key::RULE,
    &underscore_in_key::RULE,
    &missing_required_key::RULE,
    &value_not_text::RULE,
    &number_changes_as_text::RULE,
    &section_not_mapping::RULE,
    &key_not_text::RULE,
    &malformed_project_name::RULE,
    &unknown_project_type::RULE,
    &title_length::RULE,
    &summary_too_long::RULE,
    &malformed_version::RULE,
    &unknown_license::RULE,
    &repeated_contact::RULE,
    &source_code_url::RULE,
    &unknown_user::RULE,
    &subordinate_not_boolean::RULE,
    &malformed_terms::RULE,
    &malformed_assumes::RULE,
    &environment_value::RULE,
    &environment_interpolation::RULE,
];
