//! From a document to the environment of its application, and the framework and its variant for
//! everybody else.
//!
//! Nothing is derived here. For a single option ask [`framework_of`] and then [`fate_of`], for
//! endpoints [`Endpoints`]: deriving all of it is for reports.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use syntax::{Document, NodeRef, Scalar};

use crate::charm_environment::{endpoint_input, option_input};
use crate::environment::{
    self, EndpointFate, Environment, Input, OptionFate, PaasConfigInput, Reason, Source, Variable,
    breaking_endpoints, endpoint_fate, folds_equal, option_fate,
};
use crate::facts::{self, Framework, Variant};
use crate::file_kind::FileKind;
use crate::model::{Charm, ConfigOption, Extension, Section};
use crate::rules::paas_config_crashes;
use crate::snapshot::Snapshot;
use crate::versions::Version;

/// The environment that the application of a charm gets.
#[derive(Debug, Clone)]
pub struct EnvironmentReport {
    /// The charm's framework.
    pub framework: &'static Framework,
    /// The version of paas-charm that this holds for, such as `1.12`.
    pub paas_charm: Cow<'static, str>,
    /// Variables, and what gives none.
    pub environment: Environment,
    /// The defaults of the user's options, by option, as the application gets them.
    pub defaults: Vec<(String, String)>,
    /// The framework's variant for the base of the charm.
    pub variant: &'static Variant,
}

impl EnvironmentReport {
    /// The value of a variable where nobody sets another: the default of its option, or one for
    /// development where paas-charm makes it up. `None` where there is no such thing.
    pub fn value(&self, variable: &Variable) -> Option<Cow<'_, str>> {
        match &variable.source {
            Source::Endpoint(_) => None,
            Source::Framework => {
                let mut facts = self.variant.variables.iter();
                let fact = facts.find(|fact| fact.name == variable.name)?;
                fact.local.as_deref().map(Cow::Borrowed)
            }
            Source::Option(name) => match self.variant.option(name) {
                Some(own) => own.default.map(|default| Cow::Owned(default.to_string())),
                None => {
                    let given = self.defaults.iter().find(|(option, _)| option == name);
                    given.map(|(_, value)| Cow::Borrowed(value.as_str()))
                }
            },
        }
    }
}

/// A default as paas-charm writes it into a variable: text as it is, anything else as JSON.
fn encoded(default: NodeRef<'_>) -> Option<String> {
    match default.scalar()? {
        Scalar::Null => None,
        Scalar::Bool(value) => Some(value.to_string()),
        scalar => scalar.python_text(),
    }
}

/// The defaults of the options in the file, then those that the extension adds for oauth endpoints.
fn defaults(charm: &Charm<'_>, framework: &Framework) -> Vec<(String, String)> {
    let options = charm.config_options();
    let given = options.iter().filter_map(|option| {
        let default = option.field("default")?.value.resolved();
        Some((option.name()?.to_owned(), encoded(default)?))
    });
    let mut defaults: Vec<_> = given.collect();
    for endpoint in charm.endpoints(Section::Requires) {
        let Some(name) = endpoint.name().filter(|_| endpoint.interface() == Some("oauth")) else {
            continue;
        };
        for generated in &framework.oauth_options {
            let option = [name, generated.suffix].concat();
            if !defaults.iter().any(|(known, _)| *known == option) {
                defaults.push((option, generated.default.replace("{endpoint}", name)));
            }
        }
    }
    defaults
}

/// The environment of a `charmcraft.yaml`; `None` where no known framework extension is used.
pub fn report(snapshot: &Snapshot) -> Option<EnvironmentReport> {
    if snapshot.kind != FileKind::Charmcraft {
        return None;
    }
    let (framework, variant) = framework_of(snapshot)?;
    let charm = Charm::new(snapshot.root());
    let paas_config = snapshot.project.read(FileKind::PaasConfig.canonical_name());
    let input = Input {
        framework,
        variant,
        options: charm.config_options().iter().map(option_input).collect(),
        endpoints: charm.endpoints(Section::Requires).iter().map(endpoint_input).collect(),
        paas_config: paas_config
            .map(|text| paas_config_input(snapshot, &text, Extension { framework, variant })),
        paas_charm: snapshot.settings.versions.paas_charm,
    };
    let environment = environment::derive(&input);
    Some(EnvironmentReport {
        framework,
        paas_charm: match input.paas_charm {
            Some(version) => Cow::Owned(version.to_string()),
            None => Cow::Borrowed(variant.paas_charm),
        },
        environment,
        defaults: defaults(&charm, framework),
        variant,
    })
}

/// The framework of a `charmcraft.yaml` or `rockcraft.yaml`, and its variant for the base. `None`
/// where no known framework extension is used.
pub(crate) fn framework_of(snapshot: &Snapshot) -> Option<(&'static Framework, &'static Variant)> {
    let Extension { framework, variant } = Charm::new(snapshot.root()).extension()?;
    Some((framework, variant))
}

/// What becomes of an option as it stands in the file, without a look at the others. One that is
/// half typed counts as text; one that says something and no type crashes the charm.
pub(crate) fn fate_of(
    snapshot: &Snapshot,
    (framework, variant): (&'static Framework, &'static Variant),
    name: &str,
    option: &ConfigOption<'_>,
) -> OptionFate {
    let option_type = option.type_name().filter(|name| !name.is_empty());
    let fate = option_fate(framework, variant, name, option_type);
    let mut fields = option.value.resolved().entries().peekable();
    let is_begun = fields.peek().is_some() && fields.all(|field| !field.key.is_repaired());
    if option_type.is_some() || !is_begun || matches!(fate, OptionFate::Own(_)) {
        return fate;
    }
    // The extension fills in what it would have declared itself.
    let charm = Charm::new(snapshot.root());
    let endpoints = charm.endpoints(Section::Requires).into_iter();
    let mut oauth = endpoints.filter(|endpoint| endpoint.interface() == Some("oauth"));
    let is_generated = oauth.any(|endpoint| {
        let suffix = endpoint.name().and_then(|endpoint| name.strip_prefix(endpoint));
        framework.oauth_options.iter().any(|generated| suffix == Some(generated.suffix))
    });
    if is_generated { fate } else { OptionFate::Breaks(Reason::OptionWithoutType) }
}

/// What the endpoints under `requires` do with each other.
pub(crate) struct Endpoints<'a> {
    framework: &'static Framework,
    variant: &'static Variant,
    breaking: Vec<(&'a str, Reason)>,
    paas_charm: Option<Version>,
}

impl<'a> Endpoints<'a> {
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        (framework, variant): (&'static Framework, &'static Variant),
    ) -> Endpoints<'a> {
        let endpoints = Charm::new(snapshot.root()).endpoints(Section::Requires);
        let inputs: Vec<_> = endpoints.iter().map(endpoint_input).collect();
        let paas_charm = snapshot.settings.versions.paas_charm;
        let breaking = breaking_endpoints(framework, &inputs, paas_charm).into_iter();
        let breaking = breaking
            .filter_map(|(index, reason)| Some((inputs.get(index)?.name, reason)))
            .collect();
        Endpoints { framework, variant, breaking, paas_charm }
    }

    /// What becomes of the endpoint of this name.
    pub(crate) fn fate(&self, name: &str, interface: &str) -> EndpointFate {
        if let Some((_, reason)) = self.breaking.iter().find(|(breaking, _)| *breaking == name) {
            return EndpointFate::Breaks(reason.clone());
        }
        let fate =
            |name| endpoint_fate(self.framework, self.variant, name, interface, self.paas_charm);
        match fate(name) {
            // Another endpoint has the name that paas-charm looks up, so nothing breaks.
            EndpointFate::Breaks(Reason::DatabaseEndpointName { expected }) => fate(expected),
            fate => fate,
        }
    }
}

/// The options that can take the variable of another away. Only names with an underscore can: it
/// sorts behind the dash that another name has in its place.
pub(crate) fn rivals<'t>(options: NodeRef<'t>) -> Vec<&'t str> {
    let names = options.entries().filter_map(|entry| entry.key.text());
    names.filter(|name| name.contains('_')).collect()
}

/// The one of the [`rivals`] that takes the variable of an option away: the same name but for
/// dashes, and the last in the order of bytes that paas-charm goes by. `None` where none does.
pub(crate) fn winner<'t>(rivals: &[&'t str], name: &str) -> Option<&'t str> {
    if !name.contains('-') {
        return None;
    }
    let later = rivals.iter().copied().filter(|&rival| rival > name);
    later.filter(|rival| folds_equal(rival, name)).max()
}

/// The variables that endpoints give under names of the user's choice, each with its endpoint. Only
/// these can meet the variable of an option.
pub(crate) fn variables_of_any_name(
    snapshot: &Snapshot,
    (framework, variant): (&'static Framework, &'static Variant),
) -> Vec<(String, String)> {
    let endpoints = Charm::new(snapshot.root()).endpoints(Section::Requires);
    let mut variables = Vec::new();
    for endpoint in &endpoints {
        let Some((name, interface)) = endpoint.name().zip(endpoint.interface()) else { continue };
        let Some(integration) = facts::integration(interface).filter(|it| it.any_name) else {
            continue;
        };
        let named = integration.variables(framework.name).iter();
        let named =
            named.map(|variable| variable.name_for(variant.option_prefix, name).into_owned());
        variables.extend(named.map(|variable| (variable, name.to_owned())));
    }
    variables
}

/// Why an option loses its variable to another option, or to an endpoint.
pub(crate) fn losing(
    rivals: &[&str],
    taken: &[(String, String)],
    name: &str,
    variable: &str,
) -> Option<Reason> {
    if let Some(winner) = winner(rivals, name) {
        return Some(Reason::OptionNamesFoldTogether { winner: winner.to_owned() });
    }
    let (_, endpoint) = taken.iter().find(|(taken, _)| taken == variable)?;
    Some(Reason::OptionOverwrittenByIntegration { endpoint: endpoint.clone() })
}

/// What paas-charm makes of a paas-config.yaml.
fn paas_config_input(snapshot: &Snapshot, text: &str, extension: Extension) -> PaasConfigInput {
    let paas_config = Snapshot {
        file_name: FileKind::PaasConfig.canonical_name().into(),
        kind: FileKind::PaasConfig,
        document: Arc::new(Document::new(text.to_owned())),
        ..snapshot.clone()
    };
    let entry = |key: &str| Some(paas_config.root()?.get(key)?.value.resolved());
    let is_json = |text: &str| text.eq_ignore_ascii_case("json");
    let format = entry("framework_logging_format").and_then(NodeRef::as_str);
    // charmcraft refuses these; a charm that was packed before crashes.
    let is_unsupported = format.is_some_and(is_json) && !extension.framework.json_logging;
    PaasConfigInput {
        refused: is_unsupported || paas_config_crashes(&paas_config, extension),
        json_logging: format == Some("json"),
        sets_port: entry("port").is_some(),
    }
}
