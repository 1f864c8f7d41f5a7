//! Endpoints under `requires`, `provides` and `peers`.

mod database_endpoint_name;
mod endpoint_name_not_recognised;
mod endpoint_without_interface;
mod misspelled_interface;

pub(crate) use misspelled_interface::meant as meant_interface;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &endpoint_without_interface::RULE,
    &misspelled_interface::RULE,
    &database_endpoint_name::RULE,
    &endpoint_name_not_recognised::RULE,
];
