//! What paas-charm does with an endpoint under `requires`: the endpoint name it looks at, what it
//! does under another name, and the variables the application gets.
//!
//! Holds for paas-charm 1.12 and 2.0. Interfaces that are not here are legal, but only code of the
//! charm itself acts on them; the catalogue of all interfaces is `interfaces`.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static INTEGRATIONS: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/integrations.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    integrations: Vec<Integration>,
}

/// All integrations, databases first.
pub fn integrations() -> &'static [Integration] {
    &INTEGRATIONS.integrations
}

/// The integration of an interface, such as `postgresql_client`.
pub fn integration(interface: &str) -> Option<&'static Integration> {
    integrations().iter().find(|integration| integration.interface == interface)
}

/// The integration that looks at this endpoint name, such as `http-proxy`.
pub fn integration_by_endpoint(endpoint: &str) -> Option<&'static Integration> {
    integrations().iter().find(|integration| integration.endpoint == Some(endpoint))
}

/// What paas-charm does with one interface.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Integration {
    /// Value of `interface`.
    pub interface: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// The only endpoint name that works; absent where any name does.
    pub endpoint: Option<&'static str>,
    /// Whether any endpoint name works (only `oauth`, and for one endpoint only).
    pub any_name: bool,
    /// Whether it counts as a database for Django.
    pub database: bool,
    /// What happens under another endpoint name.
    pub other_name: OtherName,
    /// Whether the charm waits for the integration unless `optional: true` is given.
    pub optional_enforced: bool,
    /// What a second relation on the endpoint does without `limit: 1`.
    pub second_relation: SecondRelation,
    variables: Vec<Group>,
}

impl Integration {
    /// Variables for a framework, by its short name; empty where the integration sets none.
    pub fn variables(&self, framework: &str) -> &[IntegrationVariable] {
        let group = self.variables.iter().find(|group| group.frameworks.contains(&framework));
        group.map_or(&[], |group| &group.variables)
    }
}

impl Integration {
    /// Names for a framework that charmcraft 4.5.0's documentation has and no application gets.
    pub fn misdocumented(&self, framework: &str) -> &[Misdocumented] {
        let group = self.variables.iter().find(|group| group.frameworks.contains(&framework));
        group.map_or(&[], |group| &group.misdocumented)
    }
}

/// A variable that only exists in documentation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misdocumented {
    /// Name, with placeholders.
    name: &'static str,
    /// The variable that holds what is meant, if there is one.
    #[serde(default)]
    instead: Option<&'static str>,
}

impl Misdocumented {
    /// The name for an endpoint and the option prefix of the framework.
    pub fn name_for(&self, prefix: &str, endpoint: &str) -> Cow<'static, str> {
        filled_in(self.name, prefix, endpoint)
    }

    /// The variable to read instead, if there is one.
    pub fn instead_for(&self, prefix: &str, endpoint: &str) -> Option<Cow<'static, str>> {
        self.instead.map(|name| filled_in(name, prefix, endpoint))
    }
}

/// What happens when an endpoint is not called as paas-charm expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OtherName {
    /// Every hook ends with an exception.
    Crash,
    /// The endpoint can be integrated, and the application gets nothing.
    Ignored,
    /// Every name works.
    Works,
}

/// What a second relation on one endpoint does, when no limit keeps it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondRelation {
    /// Every hook ends with an exception.
    Crash,
    /// The first one counts.
    First,
    /// Crashes without `limit: 1` even before anything is integrated.
    Limit,
    /// No harm.
    None,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(borrow)]
    frameworks: Vec<&'static str>,
    variables: Vec<IntegrationVariable>,
    #[serde(default)]
    misdocumented: Vec<Misdocumented>,
}

/// A variable that an integration sets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntegrationVariable {
    /// Name, with `{PREFIX}`, `{ENDPOINT}` and `{endpoint}` to fill in.
    name: &'static str,
    /// Whether the smallest relation data already sets it.
    pub always: bool,
    /// One sentence.
    pub description: &'static str,
}

impl IntegrationVariable {
    /// Whether the name of the endpoint stands in it in capitals, with its dashes.
    pub fn has_capital_endpoint(&self) -> bool {
        self.name.contains("{ENDPOINT}")
    }

    /// Whether both set one variable.
    pub fn is_same_as(&self, other: &IntegrationVariable) -> bool {
        self.name == other.name
    }

    /// The name, where it is the same for every endpoint and framework.
    pub fn plain_name(&self) -> Option<&'static str> {
        (!self.name.contains('{')).then_some(self.name)
    }

    /// The name for an endpoint and the option prefix of the framework. Allocates only where the
    /// name depends on them. `{ENDPOINT}` keeps its dashes, as paas-charm does.
    pub fn name_for(&self, prefix: &str, endpoint: &str) -> Cow<'static, str> {
        filled_in(self.name, prefix, endpoint)
    }
}

fn filled_in(template: &'static str, prefix: &str, endpoint: &str) -> Cow<'static, str> {
    if !template.contains('{') {
        return Cow::Borrowed(template);
    }
    let mut name = String::with_capacity(template.len() + prefix.len() + endpoint.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        name.push_str(before);
        let (placeholder, after) = after.split_once('}').unwrap_or((after, ""));
        match placeholder {
            "PREFIX" => name.push_str(prefix),
            "ENDPOINT" => name.extend(endpoint.chars().flat_map(char::to_uppercase)),
            _ => name.push_str(endpoint),
        }
        rest = after;
    }
    name.push_str(rest);
    Cow::Owned(name)
}
