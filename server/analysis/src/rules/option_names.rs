//! What the rules about names of config options share: the way from a refused name to a free one.

use super::Context;
use crate::environment::{OptionFate, option_fate};
use crate::facts::Framework;
use crate::model::{ConfigOption, Extension};

/// A name without the prefixes that charmcraft or paas-charm keep, and the variable it becomes.
pub(super) struct FreeName<'a> {
    pub(super) name: &'a str,
    pub(super) variable: String,
}

/// The rest of the option's name after all kept prefixes. `None` if nothing is left, if the rest is
/// taken, or if it would not reach the application either.
pub(super) fn free_name<'a>(
    cx: &Context<'_>,
    extension: Extension,
    option: &ConfigOption<'a>,
) -> Option<FreeName<'a>> {
    let mut name = option.name()?;
    while let Some(prefix) = kept_prefix(extension.framework, name) {
        name = name.get(prefix.len()..)?;
    }
    if name.is_empty() || cx.config_options().iter().any(|other| other.name() == Some(name)) {
        return None;
    }
    let fate = option_fate(extension.framework, extension.variant, name, option.type_name());
    match fate {
        OptionFate::Exported(variable) => Some(FreeName { name, variable: variable.into_owned() }),
        _ => None,
    }
}

fn kept_prefix(framework: &Framework, name: &str) -> Option<&'static str> {
    framework.reserved_prefix_of(name).or_else(|| framework.ignored_prefix_of(name))
}
