//! Services and checks that Pebble runs in the image, and which of them is its entrypoint.

mod check_without_one_kind;
mod entrypoint_command_brackets;
mod entrypoint_service_unfit;
mod fields;
mod missing_service_key;
mod service_command_quotes;
mod shell_words;
mod unknown_service_key;
mod worker_service_name;
mod wrong_service_value;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &unknown_service_key::RULE,
    &missing_service_key::RULE,
    &wrong_service_value::RULE,
    &check_without_one_kind::RULE,
    &entrypoint_service_unfit::RULE,
    &entrypoint_command_brackets::RULE,
    &service_command_quotes::RULE,
    &worker_service_name::RULE,
];
