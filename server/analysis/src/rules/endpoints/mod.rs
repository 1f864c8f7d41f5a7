//! Endpoints under `requires`, `provides` and `peers`.

mod duplicate_endpoint;
mod endpoint_refused_by_ops;
mod endpoint_value;
mod endpoint_without_interface;
mod misspelled_interface;
mod reserved_juju_name;
mod subordinate_without_host;
mod unusual_endpoint_name;

pub(crate) use misspelled_interface::meant as meant_interface;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &endpoint_without_interface::RULE,
    &endpoint_value::RULE,
    &duplicate_endpoint::RULE,
    &reserved_juju_name::RULE,
    &subordinate_without_host::RULE,
    &endpoint_refused_by_ops::RULE,
    &misspelled_interface::RULE,
    &unusual_endpoint_name::RULE,
];
