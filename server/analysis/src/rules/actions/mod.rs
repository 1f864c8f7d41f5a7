//! Actions and their parameters. charmcraft looks at none of it; Juju reads each action as a JSON schema.

mod action_name;
mod action_parameters;
mod action_schema;
mod action_shape;
mod draft4;

use super::Rule;

pub(super) static RULES: &[&Rule] =
    &[&action_name::RULE, &action_shape::RULE, &action_parameters::RULE, &action_schema::RULE];
