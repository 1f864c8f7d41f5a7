//! What the rules about config options share: whose an option is, and the way from a name that cannot
//! stay to another one.

use super::edits::written;
use super::{Context, Draft};
use crate::environment::{OptionFate, option_fate};
use crate::facts::{self, Framework, GeneratedOption};
use crate::finding::{Fix, Safety};
use crate::model::{ConfigOption, Extension, Section};

/// Another name for an option, with the variable it then has.
pub(super) struct NewName {
    pub(super) name: String,
    variable: String,
}

impl NewName {
    /// `None` if the name is taken, one that folds to the same variable included, or does not reach the
    /// application either.
    pub(super) fn try_from(
        cx: &Context<'_>,
        extension: Extension,
        option: &ConfigOption<'_>,
        name: String,
    ) -> Option<NewName> {
        let is_other = |other: &ConfigOption<'_>| other.key != option.key;
        if name.is_empty() || cx.options_like(&name).iter().any(is_other) {
            return None;
        }
        let Extension { framework, variant } = extension;
        match option_fate(framework, variant, &name, option.type_name()) {
            OptionFate::Exported(variable) => {
                let variable = variable.into_owned();
                Some(NewName { name, variable })
            }
            _ => None,
        }
    }

    /// Says what to do, and offers it. For a person to decide: the name is what operators type.
    pub(super) fn offer<'d>(&self, draft: Draft<'d>, option: &ConfigOption<'_>) -> Draft<'d> {
        let NewName { name, variable } = self;
        let help = format!("rename it, for example to `{name}`: the application gets `{variable}`");
        draft.help(help).fix(self.fix(option))
    }

    /// Renames the option.
    pub(super) fn fix(&self, option: &ConfigOption<'_>) -> Fix {
        let NewName { name, variable } = self;
        let title = format!("Rename the option to `{name}`: the application gets `{variable}`");
        Fix::replace(title, Safety::Unsafe, option.key.range(), written(name))
    }
}

/// The rest of the option's name after all prefixes that charmcraft or paas-charm keep.
pub(super) fn without_kept_prefix(
    cx: &Context<'_>,
    extension: Extension,
    option: &ConfigOption<'_>,
) -> Option<NewName> {
    let mut name = option.name()?;
    while let Some(prefix) = kept_prefix(extension.framework, name) {
        name = name.get(prefix.len()..)?;
    }
    NewName::try_from(cx, extension, option, name.to_owned())
}

fn kept_prefix(framework: &Framework, name: &str) -> Option<&'static str> {
    framework.reserved_prefix_of(name).or_else(|| framework.ignored_prefix_of(name))
}

/// Whether the extension adds an option of this name, for an `oauth` endpoint too.
pub(super) fn is_of_extension(cx: &Context<'_>, extension: Extension, name: &str) -> bool {
    extension.variant.option(name).is_some() || generated(cx, extension, name).is_some()
}

/// What the extension says of an option that it adds for an `oauth` endpoint.
pub(super) fn generated(
    cx: &Context<'_>,
    extension: Extension,
    name: &str,
) -> Option<&'static GeneratedOption> {
    let mut options = extension.framework.oauth_options.iter();
    options.find(|option| {
        name.strip_suffix(option.suffix).is_some_and(|endpoint| is_oauth_endpoint(cx, endpoint))
    })
}

fn is_oauth_endpoint(cx: &Context<'_>, name: &str) -> bool {
    cx.endpoints().iter().any(|endpoint| {
        endpoint.section == Section::Requires
            && endpoint.name() == Some(name)
            && endpoint.interface().and_then(facts::integration).is_some_and(|it| it.any_name)
    })
}
