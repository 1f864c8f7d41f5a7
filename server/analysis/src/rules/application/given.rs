//! Whether a charm gives its application a variable, asked the other way round than `environment` answers: for a
//! name that the code reads.
//!
//! What is lost on its way, or breaks the charm, counts as given: other rules have a word about it.

use std::sync::LazyLock;

use crate::facts::{self, Integration};
use crate::model::{Extension, Section};
use crate::rules::Context;

/// Stands for any key of a secret.
const ANY_KEY: &str = "<KEY>";

/// Whether some option, endpoint or setting of the framework is called so, or something outside of the charm sees
/// to it.
pub(super) fn is_given(cx: &Context<'_>, extension: Extension, name: &str) -> bool {
    let Extension { framework, variant } = extension;
    let own = variant.options.iter().flat_map(|option| option.variables.iter().copied());
    let framework_sets = variant.variables.iter().map(|fact| fact.name);
    let logging = framework.json_logging_variables.iter().map(|fact| fact.name);
    own.chain(framework_sets).chain(logging).any(|known| known == name)
        || name.strip_prefix(variant.option_prefix).is_some_and(|rest| is_of_option(cx, rest))
        || is_of_endpoint(cx, extension, name)
        || is_of_tool(name)
}

/// Whether an option gives the variable that goes on like this behind the prefix.
fn is_of_option(cx: &Context<'_>, rest: &str) -> bool {
    cx.config_options().iter().any(|option| {
        let Some(name) = option.name() else { return false };
        match option.type_name() {
            Some("secret") => {
                let mut letters = rest.chars();
                folded(name).all(|letter| letters.next() == Some(letter))
                    && letters.next() == Some('_')
            }
            _ => folded(name).eq(rest.chars()),
        }
    })
}

/// The letters of an option's name in its variable.
fn folded(option: &str) -> impl Iterator<Item = char> + '_ {
    let letters = option.chars().map(|letter| if letter == '-' { '_' } else { letter });
    letters.flat_map(char::to_uppercase)
}

fn is_of_endpoint(cx: &Context<'_>, extension: Extension, name: &str) -> bool {
    let Extension { framework, variant } = extension;
    let prefix = variant.option_prefix;
    let required = cx.endpoints().iter().filter(|it| it.section == Section::Requires);
    required.filter_map(|endpoint| Some((endpoint.name()?, endpoint.interface()?))).any(
        |(endpoint, interface)| {
            let Some(integration) = facts::integration(interface) else { return false };
            let variables = integration.variables(framework.name).iter();
            let is_set = |given: &str| match given.strip_suffix(ANY_KEY) {
                Some(stem) => name.starts_with(stem),
                None => name == given,
            };
            let generated = framework.oauth_options.iter().filter(|_| integration.any_name);
            variables.map(|variable| variable.name_for(prefix, endpoint)).any(|it| is_set(&it))
                || name.strip_prefix(prefix).is_some_and(|rest| {
                    let mut generated = generated;
                    generated.any(|option| {
                        folded(endpoint).chain(folded(option.suffix)).eq(rest.chars())
                    })
                })
        },
    )
}

/// The integration that would give the variable, if the charm had an endpoint for it; only where the name alone
/// says so.
pub(super) fn integration_of(extension: Extension, name: &str) -> Option<&'static Integration> {
    facts::integrations().iter().find(|integration| {
        let variables = integration.variables(extension.framework.name);
        !integration.any_name
            && integration.endpoint.is_some()
            && variables.iter().any(|variable| variable.name_for("", "") == name)
    })
}

/// Whether the framework's own tools, or whoever starts the application, set the variable.
fn is_of_tool(name: &str) -> bool {
    static TOOLS: LazyLock<Vec<&'static str>> = LazyLock::new(facts::variables_of_tools);
    TOOLS.iter().any(|known| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => *known == name,
    })
}
