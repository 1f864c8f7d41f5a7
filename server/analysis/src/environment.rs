//! What the running application gets: the environment variables that paas-charm derives from the
//! config options and endpoints of a 12-factor charm, what it drops in silence, and what breaks the
//! charm.
//!
//! The derivation is pure: it takes names and flags that the caller read from charmcraft.yaml and
//! knows neither YAML nor positions. Facts come from `facts`; the rules here are those of
//! paas-charm 1.12 and 2.0, as far as `facts::Variant` does not tell the two apart. Start reading
//! at [`derive()`]. For a single option or endpoint use [`option_fate`] and [`endpoint_fate`],
//! which look at nothing else, and [`breaking_endpoints`] for what endpoints do to each other.

mod endpoints;
mod names;
mod options;
mod reason;

use std::borrow::Cow;

use crate::facts::{Framework, FrameworkVariable, Variant};
use crate::versions::Version;

pub use endpoints::{EndpointFate, EndpointVariable, breaking_endpoints, endpoint_fate};
pub(crate) use endpoints::{SCOPES, has_to_do_with_options};
pub use names::{ANY_KEY, fold_to_one, folded, folds_equal, option_variable, secret_variable};
pub(crate) use names::{can_collide, compare_as_variables};
pub(crate) use options::OptionKnown;
pub use options::{OptionFate, option_fate};
pub use reason::{Effect, Reason, Remark};

/// What a charm says, as far as its environment depends on it.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// Framework of the extension.
    pub framework: &'static Framework,
    /// The framework's variant for the base of the charm.
    pub variant: &'static Variant,
    /// `config.options`, without what the extension adds, in file order.
    pub options: Vec<OptionInput<'a>>,
    /// `requires`, without what the extension adds, in file order.
    pub endpoints: Vec<EndpointInput<'a>>,
    /// paas-config.yaml; absent where there is no such file.
    pub paas_config: Option<PaasConfigInput>,
    /// The paas-charm that the charm is for; `None` for the variant's. An interface that came later is one
    /// that it does not know.
    pub paas_charm: Option<Version>,
}

/// One option of the user.
#[derive(Debug, Clone, Copy, Default)]
pub struct OptionInput<'a> {
    /// Name under `config.options`.
    pub name: &'a str,
    /// Text of `type`; the charm crashes without one.
    pub option_type: Option<&'a str>,
    /// Text of `description`.
    pub description: Option<&'a str>,
    /// The default, as far as it matters here.
    pub default: DefaultInput<'a>,
    /// Whether `optional` is the boolean false.
    pub required: bool,
}

/// The default of an option. Null is no default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DefaultInput<'a> {
    /// No default.
    #[default]
    Absent,
    /// Empty text, zero or false.
    Falsy,
    /// Text that is not empty.
    Text(&'a str),
    /// Any other value.
    Other,
}

/// One endpoint of the user, under `requires`.
#[derive(Debug, Clone, Copy, Default)]
pub struct EndpointInput<'a> {
    /// Name of the endpoint.
    pub name: &'a str,
    /// Text of `interface`; an endpoint without one takes no part.
    pub interface: Option<&'a str>,
    /// `optional`, if it is a boolean.
    pub optional: Option<bool>,
    /// `limit`, if it is an integer.
    pub limit: Option<i64>,
}

/// What paas-config.yaml says, as far as the environment depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaasConfigInput {
    /// Whether paas-charm refuses the file: an unknown key, or a value it does not take.
    pub refused: bool,
    /// Whether `framework_logging_format` is `json`.
    pub json_logging: bool,
    /// Whether `port` is set; only the second variant reads it.
    pub sets_port: bool,
}

/// What options and endpoints do to the charm and to each other, without the variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// What paas-charm passes over without a word.
    pub ignored: Vec<Remark>,
    /// What crashes the charm or blocks it for good. The rest is judged as if the culprit were not
    /// there.
    pub breaks: Vec<Remark>,
    /// What works, and not as one would think.
    pub advice: Vec<Remark>,
}

impl Remarks {
    fn len(&self) -> usize {
        self.ignored.len() + self.breaks.len() + self.advice.len()
    }
}

/// The derived environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Variables: those of the user's options, of the endpoints, of the extension's options, then
    /// the framework's. A name stands here once for each source that can set it.
    pub variables: Vec<Variable>,
    /// What paas-charm passes over without a word.
    pub ignored: Vec<Remark>,
    /// What crashes the charm or blocks it for good. The rest is derived as if the culprit were not
    /// there.
    pub breaks: Vec<Remark>,
}

/// A variable of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Complete name; `<KEY>` stands for any key of a secret.
    pub name: Cow<'static, str>,
    /// Who sets it.
    pub source: Source,
    /// Whether it is set in every case: for an option, that it has a default or is required; for an
    /// endpoint, once integrated.
    pub always: bool,
    /// One sentence, or the first line of the option's description.
    pub description: Cow<'static, str>,
}

/// Who sets a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// paas-charm on its own account.
    Framework,
    /// `config.options.<name>`, also an option of the extension.
    Option(String),
    /// `requires.<name>`.
    Endpoint(String),
}

impl Source {
    /// Path of the source in charmcraft.yaml; absent for the framework.
    pub fn path(&self) -> Option<Vec<&str>> {
        match self {
            Source::Framework => None,
            Source::Option(name) => Some(vec!["config", "options", name]),
            Source::Endpoint(name) => Some(vec!["requires", name]),
        }
    }
}

/// Derives the environment of a charm.
///
/// A paas-config.yaml that paas-charm refuses crashes every hook, so nothing but that is reported.
pub fn derive(input: &Input<'_>) -> Environment {
    let mut environment = Environment::default();
    let paas_config = input.paas_config.unwrap_or_default();
    if paas_config.refused {
        environment.breaks.push(Remark::at(["paas-config.yaml"], Reason::PaasConfigRefused));
        return environment;
    }
    let mut remarks = Remarks::default();
    let integrated = endpoints::judge(input, &mut remarks);
    let exported = options::judge(input, &integrated, &mut [], &mut remarks);
    environment.variables.extend(options::variables(input, exported));
    environment.variables.extend(integrated.variables(input));
    add_own_options(input.variant, &mut environment.variables);
    let is_integrated = |interface: &str| integrated.has_interface(interface);
    add_framework_variables(input, paas_config, is_integrated, &mut environment.variables);
    (environment.ignored, environment.breaks) = (remarks.ignored, remarks.breaks);
    environment
}

/// What [`derive()`] remarks, for whoever wants no variables. Where there is nothing to say it makes no
/// text, so it can be asked on every keystroke. Of `paas_config` only `sets_port` counts.
///
/// `known` is what was found out about each option before, where that still holds; what is found out now
/// takes its place.
pub(crate) fn remarks(input: &Input<'_>, known: &mut [Option<OptionKnown>]) -> Remarks {
    let mut remarks = Remarks::default();
    let integrated = endpoints::judge(input, &mut remarks);
    options::judge(input, &integrated, known, &mut remarks);
    remarks
}

fn add_own_options(variant: &'static Variant, variables: &mut Vec<Variable>) {
    for option in &variant.options {
        variables.extend(option.variables.iter().map(|name| Variable {
            name: Cow::Borrowed(name),
            source: Source::Option(option.name.to_owned()),
            always: option.default.is_some(),
            description: Cow::Borrowed(option.description),
        }));
    }
}

fn add_framework_variables(
    input: &Input<'_>,
    paas_config: PaasConfigInput,
    is_integrated: impl Fn(&str) -> bool,
    variables: &mut Vec<Variable>,
) {
    let by_user = |source: &Source| match source {
        Source::Option(name) => input.variant.option(name).is_none(),
        Source::Framework | Source::Endpoint(_) => false,
    };
    let wins = |variable: &Variable, fact: &FrameworkVariable| {
        variable.always && variable.name == fact.name && by_user(&variable.source)
    };
    let replaced = |fact: &FrameworkVariable| {
        fact.yields && variables.iter().any(|variable| wins(variable, fact))
    };
    let facts: Vec<_> = input.variant.variables.iter().filter(|fact| !replaced(fact)).collect();
    variables.extend(facts.into_iter().map(|fact| Variable {
        name: Cow::Borrowed(fact.name),
        source: Source::Framework,
        always: fact.always && !fact.until.is_some_and(&is_integrated),
        description: Cow::Borrowed(fact.description),
    }));
    if paas_config.json_logging {
        variables.extend(input.framework.json_logging_variables.iter().map(|fact| Variable {
            name: Cow::Borrowed(fact.name),
            source: Source::Framework,
            always: fact.always,
            description: Cow::Borrowed(fact.description),
        }));
    }
}

#[cfg(test)]
mod tests;
