//! What goes into the image, and whether anybody reads the file at all.

mod charm_of_other_framework;
mod charm_of_other_name;
mod prime_prefix;
mod unread_file_name;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &prime_prefix::RULE,
    &charm_of_other_framework::RULE,
    &charm_of_other_name::RULE,
    &unread_file_name::RULE,
];
