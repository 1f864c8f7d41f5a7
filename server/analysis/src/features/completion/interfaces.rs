//! Interfaces: first the one that fits the endpoint's name, then those that paas-charm handles, then
//! by how well known they are.

use std::cmp::Reverse;

use super::super::markdown::{code, code_list};
use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{self, Interface, InterfaceKind, Role};

impl Request<'_> {
    /// All interfaces, for an endpoint of this section and name.
    pub(super) fn interfaces(&self, section: &str, endpoint: &str) -> Vec<CompletionItem> {
        let role = match section {
            "requires" => Role::Requires,
            "provides" => Role::Provides,
            _ => return Vec::new(),
        };
        let expected = match role {
            Role::Requires => facts::integration_by_endpoint(endpoint).map(|it| it.interface),
            _ => None,
        };
        let mut known: Vec<_> = facts::interfaces()
            .iter()
            .map(|interface| (interface, self.variable_count(interface, role)))
            .collect();
        known.sort_by_cached_key(|(interface, variables)| {
            let handled = variables.is_some() && interface.kind != InterfaceKind::Legacy;
            let fits = expected == Some(interface.name);
            // Where the framework says that it belongs here, how well known it is says the rest.
            let uses = if handled { interface.uses } else { interface.charms(role) };
            (!fits, !handled, interface.kind, Reverse(uses), interface.name)
        });
        let items = known.into_iter().map(|(interface, count)| self.interface(interface, count));
        items.collect()
    }

    /// Number of variables that an endpoint of the interface gives; `None` where paas-charm does not
    /// handle it, or where the extension declares the endpoint itself.
    fn variable_count(&self, interface: &Interface, role: Role) -> Option<usize> {
        if interface.twelve_factor != Some(role) || role != Role::Requires {
            return None;
        }
        let integration = facts::integration(interface.name)?;
        let name = self.framework.map_or("flask", |(framework, _)| framework.name);
        let count = integration.variables(name).len();
        (count > 0).then_some(count)
    }

    fn interface(&self, interface: &Interface, variables: Option<usize>) -> CompletionItem {
        let mut item = self.item(interface.name, CompletionKind::Interface);
        item.deprecated = interface.kind == InterfaceKind::Legacy;
        item.detail = Some(match variables.filter(|_| self.framework.is_some()) {
            Some(1) => "1 variable".to_owned(),
            Some(count) => format!("{count} variables"),
            None => interface.category.to_owned(),
        });
        // The list has hundreds of items, and what paas-charm does is wanted for a few.
        item.has_more = variables.is_none();
        item.documentation = Some(match variables {
            Some(_) => self.about_integration(interface),
            None => interface.summary.to_owned(),
        });
        item
    }

    fn about_integration(&self, interface: &Interface) -> String {
        let mut about = about(interface);
        let integration = facts::integration(interface.name);
        if let Some(((framework, variant), integration)) = self.framework.zip(integration) {
            let endpoint = integration.endpoint.unwrap_or("<endpoint>");
            let names = integration.variables(framework.name).iter();
            let names: Vec<_> =
                names.map(|name| name.name_for(variant.option_prefix, endpoint)).collect();
            if !names.is_empty() {
                about += &format!("\n\nVariables: {}", code_list(&names));
            }
        }
        about
    }
}

/// What holds for every charm.
pub(super) fn about(interface: &Interface) -> String {
    let mut about = interface.summary.to_owned();
    if let Some(by) = interface.replaced_by {
        about += &format!("\n\nUse {} instead.", code(by));
    }
    if !interface.providers.is_empty() {
        about += &format!("\n\nProvided by {}.", code_list(&interface.providers));
    }
    about
}
