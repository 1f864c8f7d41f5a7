//! What paas-charm makes of the endpoints under `requires`.
//!
//! Endpoints that break the charm are taken out one after the other, the later one in the file
//! first, and the rest is derived without them. The endpoints of the extension itself set no
//! variable.

use std::borrow::Cow;

use crate::facts::{
    Framework, Integration, IntegrationVariable, OtherName, SecondRelation, Variant, integration,
    integration_by_endpoint, interface_since,
};
use crate::versions::Version;

use super::reason::{Reason, Remark};
use super::{DefaultInput, EndpointInput, Input, Remarks, Source, Variable};

/// The scope without which an OpenID Connect login is no login.
const OPENID: &str = "openid";
/// Follows the endpoint name in the option for the scopes.
pub(crate) const SCOPES: &str = "-scopes";

/// What one endpoint does, without a look at the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointFate {
    /// The application gets these variables once the endpoint is integrated.
    Variables(Vec<EndpointVariable>),
    /// paas-charm uses the endpoint, but sets no variable of its own for it.
    NoVariables(&'static str),
    /// Nothing happens.
    Ignored(Reason),
    /// The charm breaks.
    Breaks(Reason),
}

/// A variable of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointVariable {
    /// Complete name.
    pub name: Cow<'static, str>,
    /// Whether the smallest relation data already sets it.
    pub always: bool,
    /// One sentence.
    pub description: &'static str,
}

/// The endpoints among `endpoints` that break the charm, by index and in the order in which they
/// have to go for the rest to work.
pub fn breaking_endpoints(
    framework: &Framework,
    endpoints: &[EndpointInput<'_>],
    paas_charm: Option<Version>,
) -> Vec<(usize, Reason)> {
    take_out_culprits(&mut known(framework, endpoints, paas_charm))
}

/// Whether some endpoint has to do with options: variables named after it may meet theirs, and options
/// may be named after it.
pub(crate) fn has_to_do_with_options(endpoints: &[EndpointInput<'_>]) -> bool {
    let interfaces = endpoints.iter().filter_map(|endpoint| endpoint.interface);
    interfaces.filter_map(integration).any(|integration| integration.any_name)
}

/// What an endpoint of this name and interface does. Its `limit` and the other endpoints are not
/// looked at: see [`breaking_endpoints`].
pub fn endpoint_fate(
    framework: &'static Framework,
    variant: &'static Variant,
    name: &str,
    interface: &str,
    paas_charm: Option<Version>,
) -> EndpointFate {
    let integration = match integration_in(paas_charm, interface) {
        Ok(Some(integration)) => integration,
        Ok(None) => return EndpointFate::Ignored(unsupported(name)),
        Err(since) => return EndpointFate::Ignored(Reason::InterfaceNewerThanPaasCharm { since }),
    };
    if let Some(expected) = integration.endpoint.filter(|&expected| expected != name) {
        return match integration.other_name {
            OtherName::Crash => EndpointFate::Breaks(Reason::DatabaseEndpointName { expected }),
            _ => EndpointFate::Ignored(Reason::EndpointNameNotRecognised { expected }),
        };
    }
    let variables = integration.variables(framework.name);
    if variables.is_empty() {
        return EndpointFate::NoVariables(integration.description);
    }
    let variables = variables.iter().map(|variable| EndpointVariable {
        name: variable.name_for(variant.option_prefix, name),
        always: variable.always,
        description: variable.description,
    });
    EndpointFate::Variables(variables.collect())
}

/// What a paas-charm of this version does with an interface; an error names the first version that does
/// anything.
fn integration_in(
    paas_charm: Option<Version>,
    interface: &str,
) -> Result<Option<&'static Integration>, Version> {
    let since = paas_charm.and_then(|version| Some((version, interface_since(interface)?)));
    match since.filter(|(version, since)| version.is_before(since)) {
        Some((_, since)) => Err(since),
        None => Ok(integration(interface)),
    }
}

/// Why an interface that paas-charm does not know does nothing under this name.
fn unsupported(name: &str) -> Reason {
    match integration_by_endpoint(name) {
        Some(expected) => Reason::EndpointInterfaceMismatch { expected: expected.interface },
        None => Reason::InterfaceNotSupported,
    }
}

/// The endpoints that paas-charm acts on.
pub(super) struct Integrated<'a> {
    live: Vec<Live<'a>>,
}

/// An endpoint that paas-charm acts on.
struct Live<'a> {
    input: &'a EndpointInput<'a>,
    integration: &'static Integration,
    /// The endpoint whose data it really reads: a database is looked up by its canonical name, even if
    /// another interface stands there.
    looked_up: &'a str,
}

impl<'a> Integrated<'a> {
    /// Whether paas-charm uses the interface.
    pub(super) fn has_interface(&self, interface: &str) -> bool {
        self.live.iter().any(|live| live.integration.interface == interface)
    }

    /// The variables of all endpoints, in file order.
    pub(super) fn variables(&self, input: &Input<'_>) -> Vec<Variable> {
        let of = |live: &Live<'a>| {
            let (looked_up, prefix) = (live.looked_up, input.variant.option_prefix);
            let variables = live.integration.variables(input.framework.name).iter();
            variables
                .map(|variable| Variable {
                    name: variable.name_for(prefix, looked_up),
                    source: Source::Endpoint(looked_up.to_owned()),
                    always: variable.always,
                    description: Cow::Borrowed(variable.description),
                })
                .collect::<Vec<_>>()
        };
        self.live.iter().flat_map(of).collect()
    }

    /// Endpoints whose variables are named after them, each with such a variable: the only ones that can
    /// meet the name of an option, as the others lack its prefix.
    pub(super) fn named_variables(
        &self,
        input: &Input<'_>,
    ) -> impl Iterator<Item = (&'a str, Cow<'static, str>)> {
        let named = self.live.iter().filter(|live| live.integration.any_name);
        let (framework, prefix) = (input.framework.name, input.variant.option_prefix);
        named.flat_map(move |live| {
            let variables = live.integration.variables(framework).iter();
            variables.map(move |it| (live.looked_up, it.name_for(prefix, live.looked_up)))
        })
    }
}

/// What the endpoints do to the charm, and those that paas-charm acts on.
pub(super) fn judge<'a>(input: &'a Input<'a>, remarks: &mut Remarks) -> Integrated<'a> {
    let mut endpoints = known(input.framework, &input.endpoints, input.paas_charm);
    for (index, reason) in take_out_culprits(&mut endpoints) {
        let Some(endpoint) = input.endpoints.get(index) else { continue };
        remarks.breaks.push(Remark::at_endpoint(endpoint.name, reason));
    }
    let has_database = endpoints.iter().any(|endpoint| endpoint.database().is_some());
    if input.framework.needs_database && !has_database {
        remarks.breaks.push(Remark::at(["requires"], Reason::DjangoNeedsDatabase));
    }
    let mut live = Vec::new();
    for endpoint in &endpoints {
        live.extend(integrate(input, endpoint, remarks));
    }
    advise(input, &live, remarks);
    Integrated { live }
}

/// An endpoint of the user with its interface.
struct Known<'a> {
    /// Its place among all endpoints of the user.
    index: usize,
    input: &'a EndpointInput<'a>,
    interface: &'a str,
    integration: Option<&'static Integration>,
    /// The first paas-charm that knows the interface, if the charm's is an older one.
    since: Option<Version>,
}

impl Known<'_> {
    /// The name that paas-charm looks up, if the endpoint is for a database.
    fn database(&self) -> Option<&'static str> {
        self.integration.filter(|integration| integration.database)?.endpoint
    }

    fn any_name(&self) -> bool {
        self.integration.is_some_and(|integration| integration.any_name)
    }
}

/// Leaves out endpoints without an interface, and those of the extension: charmcraft refuses them.
fn known<'a>(
    framework: &Framework,
    endpoints: &'a [EndpointInput<'a>],
    paas_charm: Option<Version>,
) -> Vec<Known<'a>> {
    let is_own = |name: &str| framework.requires.iter().any(|own| own.name == name);
    let known = endpoints.iter().enumerate().filter_map(|(index, input)| {
        let interface = input.interface?;
        let (integration, since) = match integration_in(paas_charm, interface) {
            Ok(integration) => (integration, None),
            Err(since) => (None, Some(since)),
        };
        (!is_own(input.name)).then_some(Known { index, input, interface, integration, since })
    });
    known.collect()
}

/// Leaves endpoints that work together.
fn take_out_culprits(endpoints: &mut Vec<Known<'_>>) -> Vec<(usize, Reason)> {
    let mut culprits = Vec::new();
    while let Some((position, reason)) = culprit(endpoints) {
        culprits.push((endpoints.remove(position).index, reason));
    }
    culprits
}

/// The last endpoint that breaks the charm.
fn culprit(endpoints: &[Known<'_>]) -> Option<(usize, Reason)> {
    let reasons = (0..endpoints.len()).rev().map(|index| (index, breaking(endpoints, index)));
    reasons.filter_map(|(index, reason)| Some((index, reason?))).next()
}

fn breaking(endpoints: &[Known<'_>], index: usize) -> Option<Reason> {
    let (before, rest) = endpoints.split_at_checked(index)?;
    let (endpoint, after) = rest.split_first()?;
    let mut others = before.iter().chain(after);
    if let Some(expected) = endpoint.database() {
        if endpoint.input.name == expected {
            return None;
        }
        // The charm object asks for the events of that very name, whatever its interface.
        if !others.clone().any(|other| other.input.name == expected) {
            return Some(Reason::DatabaseEndpointName { expected });
        }
        let twice = others.any(|other| other.interface == endpoint.interface);
        return twice.then_some(Reason::DuplicateDatabaseInterface);
    }
    if endpoint.any_name() {
        let second = before.iter().any(|other| other.interface == endpoint.interface);
        return second.then_some(Reason::MultipleOauth);
    }
    let integration = endpoint.integration?;
    let limited = integration.second_relation == SecondRelation::Limit
        && integration.endpoint == Some(endpoint.input.name);
    (limited && endpoint.input.limit != Some(1)).then_some(Reason::TracingWithoutLimit)
}

fn integrate<'a>(
    input: &Input<'_>,
    endpoint: &Known<'a>,
    remarks: &mut Remarks,
) -> Option<Live<'a>> {
    let name = endpoint.input.name;
    let Some(integration) = endpoint.integration else {
        let newer = |since| Reason::InterfaceNewerThanPaasCharm { since };
        let reason = endpoint.since.map_or_else(|| unsupported(name), newer);
        remarks.ignored.push(Remark::at_endpoint(name, reason));
        return None;
    };
    let misnamed = integration.endpoint.filter(|&expected| expected != name);
    if let Some(expected) = misnamed.filter(|_| !integration.database) {
        let reason = Reason::EndpointNameNotRecognised { expected };
        remarks.ignored.push(Remark::at_endpoint(name, reason));
        return None;
    }
    if !integration.optional_enforced
        && !integration.variables(input.framework.name).is_empty()
        && endpoint.input.optional == Some(false)
    {
        let path = ["requires", name, "optional"];
        remarks.ignored.push(Remark::at(path, Reason::OptionalFalseNotEnforced));
    }
    if endpoint.any_name() {
        check_scopes(input, name, remarks);
    }
    Some(Live { input: endpoint.input, integration, looked_up: misnamed.unwrap_or(name) })
}

/// Remarks about endpoints that work, and not as one would think.
fn advise(input: &Input<'_>, live: &[Live<'_>], remarks: &mut Remarks) {
    for (index, endpoint) in live.iter().enumerate() {
        let (name, integration) = (endpoint.input.name, endpoint.integration);
        let mut say = |reason| remarks.advice.push(Remark::at_endpoint(name, reason));
        if let Some(expected) = swapped(endpoint, live) {
            say(Reason::DatabaseEndpointSwapped { expected, read: endpoint.looked_up.to_owned() });
        }
        let variables = integration.variables(input.framework.name);
        if name.contains('-') && variables.iter().any(IntegrationVariable::has_capital_endpoint) {
            say(Reason::OauthEndpointDash);
        }
        if integration.optional_enforced && endpoint.input.optional.is_none() {
            say(Reason::EndpointOptionalDefaultsToFalse);
        }
        if integration.second_relation == SecondRelation::Crash && endpoint.input.limit != Some(1) {
            say(Reason::EndpointWithoutLimit);
        }
        let before = live.iter().take(index);
        if let Some(other) = before.rev().find(|other| share_variable(input, other, endpoint)) {
            say(Reason::SpringTwoSqlDatabases { first: other.input.name.to_owned() });
        }
    }
}

/// The interface that goes with the name of a database endpoint, where the data of another endpoint is
/// read for it.
fn swapped(endpoint: &Live<'_>, live: &[Live<'_>]) -> Option<&'static str> {
    let name = endpoint.input.name;
    if endpoint.looked_up == name || !live.iter().any(|it| it.input.name == endpoint.looked_up) {
        return None;
    }
    Some(integration_by_endpoint(name).filter(|expected| expected.database)?.interface)
}

/// Whether two databases set a variable of one name.
fn share_variable(input: &Input<'_>, one: &Live<'_>, other: &Live<'_>) -> bool {
    let (one, other) = (one.integration, other.integration);
    let variables = |it: &'static Integration| it.variables(input.framework.name);
    one.database
        && other.database
        && one.interface != other.interface
        && variables(one).iter().any(|left| variables(other).iter().any(|it| it.is_same_as(left)))
}

/// A default that counts as empty is replaced by the extension's, which has the scope.
fn check_scopes(input: &Input<'_>, endpoint: &str, remarks: &mut Remarks) {
    let scopes = |name: &str| name.strip_suffix(SCOPES) == Some(endpoint);
    let Some(option) = input.options.iter().find(|option| scopes(option.name)) else { return };
    let complete = match option.default {
        DefaultInput::Absent | DefaultInput::Falsy => true,
        DefaultInput::Text(text) => text.contains(OPENID),
        DefaultInput::Other => false,
    };
    if !complete {
        let reason = Reason::OauthScopesWithoutOpenid;
        remarks.breaks.push(Remark::at_option(option.name, reason));
    }
}
