//! What paas-charm makes of the config options: the way from an option to its variable, and the
//! places where an option gets lost on it.
//!
//! The options that the extension adds for an oauth endpoint are options of the user for
//! paas-charm, so they go the same way.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::facts::{ExtensionOption, Framework, GeneratedOption, NameFilter, Variant};

use super::endpoints::Integrated;
use super::names::{
    ANY_KEY, can_collide, compare_as_variables, folds_equal, option_variable, secret_variable, sets,
};
use super::reason::{Reason, Remark};
use super::{DefaultInput, Input, OptionInput, Remarks, Source, Variable};

/// Folded names that paas-charm cannot make a field of its pydantic model (pydantic 2.14), whatever the type.
const BREAKS_MODEL: [&str; 20] = [
    "__annotations__",
    "__base__",
    "__classcell__",
    "__cls_kwargs__",
    "__config__",
    "__getattribute__",
    "__init__",
    "__new__",
    "__pydantic_on_complete__",
    "__qualname__",
    "__root__",
    "__slots__",
    "__validators__",
    "_abc_impl",
    "model_config",
    "model_dump",
    "model_dump_json",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
];

/// The folded name that breaks the model where another option makes a private attribute of it.
const POST_INIT: &str = "model_post_init";

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

/// How an option reaches the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Export {
    /// Under this name.
    Alias(&'static str),
    /// Under the prefix and its own name.
    Plain,
    /// The same for each key of the secret.
    Secret,
}

/// [`OptionFate`] before any text is made.
enum Verdict {
    Own(&'static ExtensionOption),
    Exported(Export),
    Ignored(Reason),
    Breaks(Reason),
}

/// What becomes of an option of this name and type; no type means string.
pub fn option_fate(
    framework: &'static Framework,
    variant: &'static Variant,
    name: &str,
    option_type: Option<&str>,
) -> OptionFate {
    match verdict(framework, variant, name, option_type) {
        Verdict::Own(own) => OptionFate::Own(own),
        Verdict::Exported(export) => OptionFate::Exported(variable(variant, name, export)),
        Verdict::Ignored(reason) => OptionFate::Ignored(reason),
        Verdict::Breaks(reason) => OptionFate::Breaks(reason),
    }
}

fn verdict(
    framework: &'static Framework,
    variant: &'static Variant,
    name: &str,
    option_type: Option<&str>,
) -> Verdict {
    let is_special = special_names(variant).may_hold(name);
    if let Some(own) = variant.option(name).filter(|_| is_special) {
        return Verdict::Own(own);
    }
    if let Some(prefix) = framework.ignored_prefix_of(name) {
        return Verdict::Ignored(Reason::ReservedOptionPrefix { prefix });
    }
    let is_secret = option_type == Some("secret");
    let exported = if is_secret { Export::Secret } else { Export::Plain };
    if !is_special {
        return Verdict::Exported(exported);
    }
    // pydantic knows the alias in this spelling only; any other is nothing but shadowed.
    if let Some(alias) = variant.aliases.iter().find(|alias| alias.option == name) {
        return Verdict::Exported(Export::Alias(alias.variable));
    }
    if is_shadowed(variant, name) {
        return Verdict::Ignored(Reason::OptionShadowedByFramework);
    }
    if BREAKS_MODEL.iter().any(|broken| folds_equal(broken, name)) {
        return Verdict::Breaks(Reason::OptionNameBreaksModel);
    }
    match overwriting(variant, name, is_secret) {
        Some(variable) => {
            let variable = Cow::Borrowed(variable);
            Verdict::Ignored(Reason::OptionOverwrittenByFramework { variable })
        }
        None => Verdict::Exported(exported),
    }
}

/// The names that [`verdict`] does something about, prefixes aside; nearly no option has one of them.
fn special_names(variant: &'static Variant) -> &'static NameFilter {
    variant.special_names.get_or_init(|| {
        let own = variant.options.iter();
        let variables = own.clone().flat_map(|option| option.variables.iter().copied());
        let variables = variables.chain(variant.variables.iter().map(|fact| fact.name));
        let of_variable = |name: &'static str| {
            let rest = name.strip_prefix(variant.option_prefix);
            let of_secret = rest.and_then(|rest| rest.strip_suffix(ANY_KEY));
            rest.into_iter().chain(of_secret)
        };
        let names = own.map(|option| option.name);
        let names = names.chain(variant.aliases.iter().map(|alias| alias.option));
        let names = names.chain(variant.shadowed.iter().copied()).chain(BREAKS_MODEL);
        NameFilter::of(names.chain(variables.flat_map(of_variable)))
    })
}

fn variable(variant: &Variant, name: &str, export: Export) -> Cow<'static, str> {
    match export {
        Export::Alias(variable) => Cow::Borrowed(variable),
        Export::Plain => Cow::Owned(option_variable(variant.option_prefix, name)),
        Export::Secret => Cow::Owned(secret_variable(variant.option_prefix, name)),
    }
}

fn is_shadowed(variant: &Variant, name: &str) -> bool {
    variant.shadowed.iter().any(|shadowed| folds_equal(shadowed, name))
}

/// The same variable, if paas-charm sets it after the options, or from an own option with a
/// default.
fn overwriting(variant: &'static Variant, name: &str, is_secret: bool) -> Option<&'static str> {
    let framework = variant.variables.iter().filter(|fact| !fact.yields).map(|fact| fact.name);
    let with_default = variant.options.iter().filter(|option| option.default.is_some());
    let own = with_default.flat_map(|option| option.variables.iter().copied());
    framework.chain(own).find(|fact| sets(variant.option_prefix, name, is_secret, fact))
}

/// What becomes of an option about which there is nothing to say, as long as the option and everything
/// but the options stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OptionKnown {
    /// The application gets it, in one variable or in one for each key of the secret.
    Exported {
        /// Whether it is of type `secret`.
        is_secret: bool,
        /// Whether it may take the variable of another option: see [`can_collide`].
        can_collide: bool,
    },
    /// It belongs to the extension.
    Own,
}

impl OptionKnown {
    fn of(name: &str, export: Option<Export>) -> Option<OptionKnown> {
        let is_secret = match export {
            None => return Some(OptionKnown::Own),
            // paas-config.yaml, which may be another one at any time, can take its place.
            Some(Export::Alias(_)) => return None,
            Some(export) => export == Export::Secret,
        };
        Some(OptionKnown::Exported { is_secret, can_collide: can_collide(name) })
    }

    /// Whether it may take the variable of another option.
    pub(crate) fn can_collide(self) -> bool {
        matches!(self, OptionKnown::Exported { can_collide: true, .. })
    }

    fn export(self) -> Option<Export> {
        match self {
            OptionKnown::Own => None,
            OptionKnown::Exported { is_secret: false, .. } => Some(Export::Plain),
            OptionKnown::Exported { is_secret: true, .. } => Some(Export::Secret),
        }
    }
}

/// An option that reaches the application.
pub(super) struct Exported<'a> {
    name: Cow<'a, str>,
    export: Export,
    origin: Origin<'a>,
}

/// Who declares an option.
#[derive(Clone, Copy)]
enum Origin<'a> {
    User(&'a OptionInput<'a>),
    Extension(&'static GeneratedOption),
}

impl Exported<'_> {
    fn is_secret(&self) -> bool {
        self.export == Export::Secret
    }
}

/// What the options do to the charm, and those that reach the application. For `known` see
/// [`super::remarks`].
pub(super) fn judge<'a>(
    input: &'a Input<'a>,
    integrated: &Integrated<'_>,
    known: &mut [Option<OptionKnown>],
    remarks: &mut Remarks,
) -> Vec<Exported<'a>> {
    let mut exported = Vec::with_capacity(input.options.len());
    let mut known = known.iter_mut();
    for option in &input.options {
        let judged = match known.next() {
            Some(Some(known)) => known.export(),
            known => {
                let said = remarks.len();
                let judged = judge_option(input, option, remarks);
                let is_quiet = remarks.len() == said;
                if let Some(known) = known {
                    *known = is_quiet.then(|| OptionKnown::of(option.name, judged)).flatten();
                }
                judged
            }
        };
        exported.extend(judged.map(|export| Exported {
            name: Cow::Borrowed(option.name),
            export,
            origin: Origin::User(option),
        }));
    }
    for (name, generated) in generated_options(input) {
        let option =
            OptionInput { name: &name, option_type: Some("string"), ..OptionInput::default() };
        // paas-charm reads these itself; that `app-` keeps one from the application is no loss.
        if input.framework.ignored_prefix_of(&name).is_some() {
            continue;
        }
        let Some(export) = judge_option(input, &option, remarks) else { continue };
        let origin = Origin::Extension(generated);
        exported.push(Exported { name: Cow::Owned(name), export, origin });
    }
    drop_post_init(&mut exported, remarks);
    drop_folded_together(&mut exported, remarks);
    note_overwritten_by_integration(input, &exported, integrated, remarks);
    exported
}

/// The variables of options that reach the application.
pub(super) fn variables(input: &Input<'_>, exported: Vec<Exported<'_>>) -> Vec<Variable> {
    let of = |option: Exported<'_>| {
        let (always, description) = match option.origin {
            Origin::User(user) => {
                let always = user.required
                    || user.default != DefaultInput::Absent
                    || is_generated(input, user.name);
                (always, Cow::Owned(first_line(user.description).to_owned()))
            }
            Origin::Extension(generated) => (true, Cow::Borrowed(generated.description)),
        };
        Variable {
            name: variable(input.variant, &option.name, option.export),
            source: Source::Option(option.name.into_owned()),
            always,
            description,
        }
    };
    exported.into_iter().map(of).collect()
}

/// How an option reaches the application, or a remark why it does not.
fn judge_option(
    input: &Input<'_>,
    option: &OptionInput<'_>,
    remarks: &mut Remarks,
) -> Option<Export> {
    let variant = input.variant;
    let remark = |reason| Remark::at_option(option.name, reason);
    let verdict = verdict(input.framework, variant, option.name, option.option_type);
    // ops looks at every option, paas-charm at those that count as the user's.
    let is_own = matches!(verdict, Verdict::Own(_));
    if !is_own && option.option_type.is_none() && !is_generated(input, option.name) {
        remarks.breaks.push(remark(Reason::OptionWithoutType));
        return None;
    }
    let counts_as_own =
        is_own || matches!(verdict, Verdict::Ignored(Reason::ReservedOptionPrefix { .. }));
    if !counts_as_own && let Some(reason) = breaks_model(input, option) {
        remarks.breaks.push(remark(reason));
        return None;
    }
    match verdict {
        Verdict::Own(_) => None,
        Verdict::Exported(Export::Alias(variable)) if is_replaced_by_file(input, variable) => {
            let variable = Cow::Borrowed(variable);
            remarks.ignored.push(remark(Reason::OptionOverwrittenByFramework { variable }));
            None
        }
        Verdict::Exported(export) => Some(export),
        Verdict::Ignored(reason) => {
            remarks.ignored.push(remark(reason));
            None
        }
        Verdict::Breaks(reason) => {
            remarks.breaks.push(remark(reason));
            None
        }
    }
}

/// Why a required option breaks the charm.
fn breaks_model(input: &Input<'_>, option: &OptionInput<'_>) -> Option<Reason> {
    if !option.required {
        return None;
    }
    // Shadowed options stay in the model that wants the required ones, aliases included.
    if is_shadowed(input.variant, option.name) {
        return Some(Reason::RequiredOptionNeverReachesModel);
    }
    // pydantic takes a name with a leading underscore for a private attribute, which cannot be required.
    option.name.starts_with(['-', '_']).then_some(Reason::OptionNameBreaksModel)
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
/// pydantic 2.14 calls `model_post_init` of a model with private attributes, if it has one: here a value, which
/// cannot be called. Alone the name is fine, and names that start with two underscores are no attributes.
fn drop_post_init(exported: &mut Vec<Exported<'_>>, remarks: &mut Remarks) {
    let is_private = |name: &str| {
        let mut first = name.bytes();
        let mut is_line = || matches!(first.next(), Some(b'-' | b'_'));
        is_line() && !is_line()
    };
    if !exported.iter().any(|option| is_private(&option.name)) {
        return;
    }
    exported.retain(|option| {
        let breaks = folds_equal(&option.name, POST_INIT);
        if breaks {
            let reason = Reason::OptionNameBreaksModel;
            remarks.breaks.push(Remark::at_option(&option.name, reason));
        }
        !breaks
    });
}

fn drop_folded_together(exported: &mut Vec<Exported<'_>>, remarks: &mut Remarks) {
    if !exported.iter().any(|option| can_collide(&option.name)) {
        return;
    }
    // An alias has a variable that no other option can have.
    let is_alias = |option: &&Exported<'_>| matches!(option.export, Export::Alias(_));
    let mut sorted: Vec<_> = exported.iter().filter(|option| !is_alias(option)).collect();
    sorted.sort_unstable_by(|left, right| {
        compare_as_variables(&left.name, &right.name).then_with(|| left.name.cmp(&right.name))
    });
    let mut losers: Vec<(String, String)> = Vec::new();
    let is_same = |left: &&Exported<'_>, right: &&Exported<'_>| {
        compare_as_variables(&left.name, &right.name).is_eq()
    };
    for group in sorted.chunk_by(is_same) {
        for (index, loser) in group.iter().enumerate() {
            let mut later = group.iter().skip(index + 1).rev();
            let Some(winner) = later.find(|later| fold_together(loser, later)) else { continue };
            losers.push((loser.name.as_ref().to_owned(), winner.name.as_ref().to_owned()));
        }
    }
    if losers.is_empty() {
        return;
    }
    let names: HashSet<&str> = losers.iter().map(|(loser, _)| loser.as_str()).collect();
    exported.retain(|option| !names.contains(option.name.as_ref()));
    remarks.ignored.extend(losers.into_iter().map(|(loser, winner)| {
        Remark::at_option(&loser, Reason::OptionNamesFoldTogether { winner })
    }));
}

/// Whether two options whose names make one variable do. The same name twice is a fault of the file that
/// others report.
fn fold_together(left: &Exported<'_>, right: &Exported<'_>) -> bool {
    left.name != right.name
        && (left.is_secret() == right.is_secret() || folds_equal(&left.name, &right.name))
}

fn note_overwritten_by_integration(
    input: &Input<'_>,
    exported: &[Exported<'_>],
    integrated: &Integrated<'_>,
    remarks: &mut Remarks,
) {
    let prefix = input.variant.option_prefix;
    for (endpoint, variable) in integrated.named_variables(input) {
        let sets = |option: &&Exported<'_>| {
            option.export == Export::Plain && sets(prefix, &option.name, false, &variable)
        };
        for option in exported.iter().filter(sets) {
            let reason = Reason::OptionOverwrittenByIntegration { endpoint: endpoint.to_owned() };
            remarks.ignored.push(Remark::at_option(&option.name, reason));
        }
    }
}

fn first_line(description: Option<&str>) -> &str {
    let text = description.unwrap_or_default().trim();
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::frameworks;

    #[test]
    fn names_to_which_something_happens_are_told_from_others() {
        for framework in frameworks() {
            for variant in &framework.variants {
                let filter = special_names(variant);
                let shadowed = variant.shadowed.iter().copied();
                let own = variant.options.iter().map(|option| option.name);
                for name in shadowed.chain(own).chain(BREAKS_MODEL) {
                    let others =
                        [name.replace('_', "-"), name.replace('-', "_"), name.to_uppercase()];
                    assert!(filter.may_hold(name), "{name}");
                    assert!(others.iter().all(|other| filter.may_hold(other)), "{others:?}");
                }
                for fact in variant.variables.iter().filter(|fact| !fact.yields) {
                    let Some(rest) = fact.name.strip_prefix(variant.option_prefix) else {
                        continue;
                    };
                    let name = rest.to_lowercase().replace('_', "-");
                    assert!(filter.may_hold(&name), "{name}");
                }
                let usual =
                    (0..1_000).filter(|number| !filter.may_hold(&format!("option-{number}")));
                assert!(usual.count() > 700, "{} {}", framework.name, variant.version);
                assert!(filter.may_hold("größe"), "left to who can tell");
            }
        }
    }
}
