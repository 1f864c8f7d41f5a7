//! What Juju reads of the charm beside its options and endpoints: name, base, what it assumes, terms;
//! and what every part of the file has in common on its way there.

mod assumes;
mod assumes_expression;
mod base_unknown_to_juju;
mod charm_name_refused_by_juju;
mod ignored_key;
mod metadata_file_refused_by_juju;
mod name_read_otherwise;
mod section_beside_metadata_file;
mod term_format;
mod text_that_changes_type;
mod unmet_assumes;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &charm_name_refused_by_juju::RULE,
    &base_unknown_to_juju::RULE,
    &assumes_expression::RULE,
    &unmet_assumes::RULE,
    &term_format::RULE,
    &text_that_changes_type::RULE,
    &name_read_otherwise::RULE,
    &ignored_key::RULE,
    &section_beside_metadata_file::RULE,
    &metadata_file_refused_by_juju::RULE,
];
