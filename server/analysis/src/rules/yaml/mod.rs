//! What YAML itself has to say: before any tool looks at the meaning.

mod duplicate_key;
mod yaml_syntax;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&yaml_syntax::RULE, &duplicate_key::RULE];
