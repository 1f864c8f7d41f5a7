//! What paas-charm makes of the config options: the way from an option to its variable, and the
//! places where an option gets lost on it.
//!
//! The options that the extension adds for an oauth endpoint are options of the user for
//! paas-charm, so they go the same way.

use std::borrow::Cow;

use crate::facts::{ExtensionOption, Framework, GeneratedOption, Variant};

use super::endpoints::Integrated;
use super::names::{ANY_KEY, folded, folds_equal, option_variable, secret_variable};
use super::reason::{Reason, Remark};
use super::{DefaultInput, Environment, Input, OptionInput, Source, Variable};

/// Folded names that paas-charm cannot make a field of its pydantic model (pydantic 2.14).
const BREAKS_MODEL: [&str; 6] = [
    "model_config",
    "model_dump",
    "model_dump_json",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
];

/// What becomes of one option, without a look at the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionFate {
    /// The option belongs to the extension, which says what it sets.
    Own(&'static ExtensionOption),
    /// The application gets this variable; with `<KEY>` at its end one for each key of the secret.
    Exported(Cow<'static, str>),
    /// The application never sees the value.
    Ignored(Reason),
    /// The charm breaks.
    Breaks(Reason),
}

/// What becomes of an option of this name and type; no type means string.
pub fn option_fate(
    framework: &'static Framework,
    variant: &'static Variant,
    name: &str,
    option_type: Option<&str>,
) -> OptionFate {
    if let Some(own) = variant.option(name) {
        return OptionFate::Own(own);
    }
    if let Some(prefix) = framework.ignored_prefix_of(name) {
        return OptionFate::Ignored(Reason::ReservedOptionPrefix { prefix });
    }
    // pydantic knows the alias in this spelling only; any other is nothing but shadowed.
    if let Some(alias) = variant.aliases.iter().find(|alias| alias.option == name) {
        return OptionFate::Exported(Cow::Borrowed(alias.variable));
    }
    if is_shadowed(variant, name) {
        return OptionFate::Ignored(Reason::OptionShadowedByFramework);
    }
    if BREAKS_MODEL.contains(&folded(name).as_ref()) {
        return OptionFate::Breaks(Reason::OptionNameBreaksModel);
    }
    let exported = if option_type == Some("secret") {
        secret_variable(variant.option_prefix, name)
    } else {
        option_variable(variant.option_prefix, name)
    };
    match overwriting(variant, &exported) {
        Some(variable) => OptionFate::Ignored(Reason::OptionOverwrittenByFramework {
            variable: Cow::Borrowed(variable),
        }),
        None => OptionFate::Exported(Cow::Owned(exported)),
    }
}

fn is_shadowed(variant: &Variant, name: &str) -> bool {
    variant.shadowed.iter().any(|shadowed| folds_equal(shadowed, name))
}

/// The same variable, if paas-charm sets it after the options, or from an own option with a
/// default.
fn overwriting(variant: &'static Variant, variable: &str) -> Option<&'static str> {
    let framework = variant.variables.iter().filter(|fact| !fact.yields).map(|fact| fact.name);
    let with_default = variant.options.iter().filter(|option| option.default.is_some());
    let own = with_default.flat_map(|option| option.variables.iter().copied());
    framework.chain(own).find(|&name| name == variable)
}

/// An option on its way to a variable.
struct Candidate<'a> {
    name: Cow<'a, str>,
    always: bool,
    description: Cow<'a, str>,
    variable: Cow<'static, str>,
}

impl Candidate<'_> {
    fn is_secret(&self) -> bool {
        self.variable.ends_with(ANY_KEY)
    }

    /// The variable without the placeholder for the key of a secret.
    fn stem(&self) -> &str {
        self.variable.strip_suffix(ANY_KEY).unwrap_or(&self.variable)
    }
}

pub(super) fn derive(input: &Input<'_>, integrated: &Integrated, environment: &mut Environment) {
    let mut candidates = Vec::with_capacity(input.options.len());
    for option in &input.options {
        let always = option.required
            || option.default != DefaultInput::Absent
            || is_generated(input, option.name);
        let description = Cow::Borrowed(first_line(option.description));
        let judged = judge(input, option, environment);
        candidates.extend(judged.map(|variable| Candidate {
            name: Cow::Borrowed(option.name),
            always,
            description,
            variable,
        }));
    }
    for (name, generated) in generated_options(input) {
        let option = OptionInput { name: &name, ..OptionInput::default() };
        let Some(variable) = judge(input, &option, environment) else { continue };
        let description = Cow::Borrowed(generated.description);
        candidates.push(Candidate { name: Cow::Owned(name), always: true, description, variable });
    }
    drop_folded_together(&mut candidates, environment);
    note_overwritten_by_integration(&candidates, integrated, environment);
    environment.variables.extend(candidates.into_iter().map(|candidate| Variable {
        name: candidate.variable,
        source: Source::Option(candidate.name.into_owned()),
        always: candidate.always,
        description: Cow::Owned(candidate.description.into_owned()),
    }));
}

/// The variable of an option, or a remark why there is none.
fn judge(
    input: &Input<'_>,
    option: &OptionInput<'_>,
    environment: &mut Environment,
) -> Option<Cow<'static, str>> {
    let variant = input.variant;
    let remark = |reason| Remark::at_option(option.name, reason);
    let fate = option_fate(input.framework, variant, option.name, option.option_type);
    // Shadowed options stay in the model that wants the required ones, aliases included.
    let prefixed = matches!(fate, OptionFate::Ignored(Reason::ReservedOptionPrefix { .. }));
    let own = matches!(fate, OptionFate::Own(_));
    if option.required && !prefixed && !own && is_shadowed(variant, option.name) {
        environment.breaks.push(remark(Reason::RequiredOptionNeverReachesModel));
        return None;
    }
    // pydantic takes a name with a leading underscore for a private attribute, which cannot be required.
    if option.required && !prefixed && !own && folded(option.name).starts_with('_') {
        environment.breaks.push(remark(Reason::OptionNameBreaksModel));
        return None;
    }
    match fate {
        OptionFate::Own(_) => None,
        OptionFate::Exported(variable) => {
            if is_replaced_by_file(input, &variable) {
                let reason = Reason::OptionOverwrittenByFramework { variable };
                environment.ignored.push(remark(reason));
                return None;
            }
            Some(variable)
        }
        OptionFate::Ignored(reason) => {
            environment.ignored.push(remark(reason));
            None
        }
        OptionFate::Breaks(reason) => {
            environment.breaks.push(remark(reason));
            None
        }
    }
}

/// Whether paas-config.yaml sets the variable of an alias.
fn is_replaced_by_file(input: &Input<'_>, variable: &str) -> bool {
    let aliases = &input.variant.aliases;
    input.paas_config.is_some_and(|config| config.sets_port)
        && aliases.iter().any(|alias| alias.paas_config && alias.variable == variable)
}

/// The options that the extension adds for oauth endpoints and the file does not declare itself.
fn generated_options<'a>(
    input: &'a Input<'a>,
) -> impl Iterator<Item = (String, &'static GeneratedOption)> + 'a {
    let pairs = oauth_endpoints(input).flat_map(|endpoint| {
        let options = &input.framework.oauth_options;
        options.iter().map(move |generated| ([endpoint, generated.suffix].concat(), generated))
    });
    pairs.filter(|(name, _)| !input.options.iter().any(|option| option.name == name))
}

/// Whether the extension would add this option for an oauth endpoint, and so fills in its default.
fn is_generated(input: &Input<'_>, option: &str) -> bool {
    oauth_endpoints(input).any(|endpoint| {
        let suffix = option.strip_prefix(endpoint);
        input.framework.oauth_options.iter().any(|generated| suffix == Some(generated.suffix))
    })
}

fn oauth_endpoints<'a>(input: &'a Input<'a>) -> impl Iterator<Item = &'a str> + 'a {
    let oauth = input.endpoints.iter().filter(|endpoint| endpoint.interface == Some("oauth"));
    oauth.map(|endpoint| endpoint.name)
}

/// Drops the options that lose against another one with the same variable: paas-charm applies them
/// in the order of their names, by byte.
fn drop_folded_together(candidates: &mut Vec<Candidate<'_>>, environment: &mut Environment) {
    let mut sorted: Vec<&Candidate<'_>> = candidates.iter().collect();
    sorted.sort_unstable_by_key(|candidate| (candidate.stem(), candidate.name.as_ref()));
    let mut losers: Vec<(String, String)> = Vec::new();
    for group in sorted.chunk_by(|left, right| left.stem() == right.stem()) {
        for (index, loser) in group.iter().enumerate() {
            let mut later = group.iter().skip(index + 1).rev();
            let Some(winner) = later.find(|later| fold_together(loser, later)) else { continue };
            losers.push((loser.name.as_ref().to_owned(), winner.name.as_ref().to_owned()));
        }
    }
    candidates.retain(|candidate| !losers.iter().any(|(loser, _)| *loser == candidate.name));
    environment.ignored.extend(losers.into_iter().map(|(loser, winner)| {
        Remark::at_option(&loser, Reason::OptionNamesFoldTogether { winner })
    }));
}

/// The same name twice is a fault of the file that others report.
fn fold_together(left: &Candidate<'_>, right: &Candidate<'_>) -> bool {
    let same_variable = left.variable == right.variable && left.is_secret() == right.is_secret();
    left.name != right.name && (same_variable || folds_equal(&left.name, &right.name))
}

fn note_overwritten_by_integration(
    candidates: &[Candidate<'_>],
    integrated: &Integrated,
    environment: &mut Environment,
) {
    // Only names made from the endpoint can meet the name of an option: the others lack the prefix.
    let owned = |variable: &&Variable| matches!(variable.name, Cow::Owned(_));
    for variable in integrated.variables.iter().filter(owned) {
        let Source::Endpoint(endpoint) = &variable.source else { continue };
        for candidate in candidates.iter().filter(|it| it.variable == variable.name) {
            let reason = Reason::OptionOverwrittenByIntegration { endpoint: endpoint.clone() };
            environment.ignored.push(Remark::at_option(&candidate.name, reason));
        }
    }
}

fn first_line(description: Option<&str>) -> &str {
    let text = description.unwrap_or_default().trim();
    text.lines().next().unwrap_or_default()
}
