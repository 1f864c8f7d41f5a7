//! What depends on the versions of the tools that a project names in its configuration.

mod newer_than_tool_version;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&newer_than_tool_version::RULE];
