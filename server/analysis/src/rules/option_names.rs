//! What the rules about config options share: whose an option is, and the way from a refused name to
//! a free one.

use super::Context;
use crate::environment::{OptionFate, option_fate};
use crate::facts::{self, Framework};
use crate::model::{ConfigOption, Extension, Section};

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

/// Whether the extension adds an option of this name, for an `oauth` endpoint too.
pub(super) fn is_of_extension(cx: &Context<'_>, extension: Extension, name: &str) -> bool {
    let generated = |endpoint: &str| {
        let rest = name.strip_prefix(endpoint);
        rest.is_some_and(|rest| {
            extension.framework.oauth_options.iter().any(|it| it.suffix == rest)
        })
    };
    let mut oauth = cx.endpoints().iter().filter(|endpoint| {
        endpoint.section == Section::Requires
            && endpoint.interface().and_then(facts::integration).is_some_and(|it| it.any_name)
    });
    extension.variant.option(name).is_some()
        || oauth.any(|endpoint| endpoint.name().is_some_and(generated))
}
