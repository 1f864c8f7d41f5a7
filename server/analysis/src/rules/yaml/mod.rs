//! What YAML itself has to say: before any tool looks at the meaning.

mod document_not_mapping;
mod duplicate_key;
mod yaml_syntax;

use super::Rule;

pub(super) static RULES: &[&Rule] =
    &[&yaml_syntax::RULE, &document_not_mapping::RULE, &duplicate_key::RULE];
