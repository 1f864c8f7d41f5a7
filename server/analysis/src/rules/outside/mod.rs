//! What a file says about the world outside: links, the store, charm libraries, package archives.

mod address;
mod analysis_exception;
mod charm_lib_name;
mod charm_lib_shape;
mod charm_lib_version;
mod charmhub_section;
mod closed;
mod libraries;
mod link_address;
mod package_repository_keys;
mod package_repository_value;
mod repositories;
mod unknown_link;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &unknown_link::RULE,
    &link_address::RULE,
    &charm_lib_shape::RULE,
    &charm_lib_name::RULE,
    &charm_lib_version::RULE,
    &package_repository_keys::RULE,
    &package_repository_value::RULE,
    &analysis_exception::RULE,
    &charmhub_section::RULE,
];
