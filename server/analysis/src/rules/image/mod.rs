//! What goes into the image, and whether anybody reads the file at all.

mod prime_prefix;
mod unread_file_name;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&prime_prefix::RULE, &unread_file_name::RULE];
