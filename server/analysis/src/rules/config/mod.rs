//! Options under `config.options`.

mod config_option_default;
mod config_option_shape;
mod config_option_type;
mod config_without_options;
mod option_of_extension;
mod required_option_with_default;
mod reserved_option_prefix;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &config_option_type::RULE,
    &config_option_shape::RULE,
    &config_option_default::RULE,
    &config_without_options::RULE,
    &reserved_option_prefix::RULE,
    &option_of_extension::RULE,
    &required_option_with_default::RULE,
];
