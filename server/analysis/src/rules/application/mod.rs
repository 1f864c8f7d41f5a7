//! The charm beside the code of its application: what the code reads, and what the charm gives it.
//!
//! Advice, all of it: nobody refuses a charm for this. What the code does is known in part only, so these rules
//! rather say nothing.

mod given;
mod unread_option;
mod unset_variable;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&unset_variable::RULE, &unread_option::RULE];
