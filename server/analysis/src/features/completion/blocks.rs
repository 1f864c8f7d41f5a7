//! Whole endpoints under `requires`: one for each integration that paas-charm handles for the
//! framework, under the name it looks for.

use super::super::markdown::code_list;
use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{self, Integration, SecondRelation};

/// The name for an endpoint whose interface works under every name.
const ANY_NAME: &str = "oidc";

impl Request<'_> {
    /// The endpoints that are not there yet. Nothing in a charm without framework.
    pub(super) fn endpoints(&self, present: &[&str]) -> Vec<CompletionItem> {
        let Some((framework, variant)) = self.framework else { return Vec::new() };
        let missing = facts::integrations().iter().filter_map(|integration| {
            let name = integration.endpoint.unwrap_or(ANY_NAME);
            let variables = integration.variables(framework.name);
            let wanted = !variables.is_empty() && !present.contains(&name);
            let is_new = || integration.endpoint.is_some() || !self.requires(integration.interface);
            if !wanted || !is_new() {
                return None;
            }
            let names = variables.iter().map(|it| it.name_for(variant.option_prefix, name));
            let mut item = self.item(name, CompletionKind::Block);
            item.detail = Some(match variables.len() {
                1 => "1 variable".to_owned(),
                count => format!("{count} variables"),
            });
            item.documentation =
                Some(format!("{}\n\nVariables: {}", integration.description, code_list(names)));
            if !self.cursor.has_colon {
                item.insert = self.block(integration, name, "${1:true}");
                item.plain_insert = Some(self.block(integration, name, "true"));
            }
            Some(item)
        });
        missing.collect()
    }

    fn requires(&self, interface: &str) -> bool {
        let endpoints = self.node(&["requires"]).into_iter().flat_map(|node| node.entries());
        let mut interfaces = endpoints.filter_map(|entry| entry.value.get("interface"));
        interfaces.any(|entry| entry.value.text() == Some(interface))
    }

    fn block(&self, integration: &Integration, name: &str, optional: &str) -> String {
        let mut lines =
            vec![format!("interface: {}", integration.interface), format!("optional: {optional}")];
        // A second relation on these ends every hook with an exception.
        if matches!(integration.second_relation, SecondRelation::Crash | SecondRelation::Limit) {
            lines.push("limit: 1".to_owned());
        }
        if self.cursor.in_flow {
            return format!("{name}: {{{}}}", lines.join(", "));
        }
        let indent = self.inner_indent();
        let body: String = lines.iter().map(|line| format!("\n{indent}{line}")).collect();
        format!("{name}:{body}")
    }
}
