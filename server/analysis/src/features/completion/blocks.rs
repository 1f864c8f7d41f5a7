//! Whole blocks: endpoints under `requires`, one for each integration that paas-charm handles for
//! the framework, under the name it looks for; and a new option under `config.options`.

use std::cmp::Reverse;

use super::super::markdown::code_list;
use super::super::snippet::escaped;
use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{self, Integration, Interface, InterfaceKind, Role, SecondRelation};

/// The name for an endpoint whose interface works under every name.
const ANY_NAME: &str = "oidc";

/// Interfaces that fewer charms have in a section are not offered there as blocks.
const LEAST_USES: u16 = 3;

/// The description of a new option, to be written over.
const DESCRIPTION: &str = "What it is for";

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
                item.insert = self.endpoint(integration, name, "${1:true}");
                item.plain_insert = Some(self.endpoint(integration, name, "true"));
            }
            Some(item)
        });
        missing.collect()
    }

    /// Endpoints that charms have under the names they give them most, without those that are there or
    /// offered already, and those that the extension brings.
    pub(super) fn usual_endpoints(
        &self,
        present: &[&str],
        offered: &[CompletionItem],
    ) -> Vec<CompletionItem> {
        let role = match self.cursor.container() {
            ["requires", ..] => Role::Requires,
            _ => Role::Provides,
        };
        let brought = self.framework.into_iter().flat_map(|(framework, _)| {
            framework.requires.iter().chain(&framework.provides).map(|endpoint| endpoint.name)
        });
        let brought: Vec<&str> = brought.collect();
        let mut known: Vec<(&str, &Interface)> = facts::interfaces()
            .iter()
            .filter(|interface| {
                interface.charms(role) >= LEAST_USES && interface.kind != InterfaceKind::Legacy
            })
            .filter(|interface| self.framework.is_none() || interface.twelve_factor.is_none())
            .filter_map(|interface| Some((*interface.names(role).first()?, interface)))
            .filter(|(name, _)| !present.contains(name) && !brought.contains(name))
            .filter(|(name, _)| offered.iter().all(|item| item.label != *name))
            .collect();
        known.sort_by_key(|(_, interface)| Reverse(interface.charms(role)));
        let mut seen: Vec<&str> = Vec::new();
        known.retain(|(name, _)| {
            !seen.contains(name) && {
                seen.push(name);
                true
            }
        });
        let item = |(name, interface): (&str, &Interface)| {
            let mut item = self.item(name, CompletionKind::Block);
            item.detail = Some(interface.name.to_owned());
            item.documentation = Some(interface.summary.to_owned());
            if !self.cursor.has_colon {
                let speaks = format!("interface: {}", interface.name);
                let lines = |optional: &str| match role {
                    Role::Requires => vec![speaks.clone(), format!("optional: {optional}")],
                    _ => vec![speaks.clone()],
                };
                item.insert = self.block_of(name, &lines("${1|true,false|}"));
                item.plain_insert = Some(self.block_of(name, &lines("true")));
            }
            item
        };
        known.into_iter().map(item).collect()
    }

    /// A new option of the name that is being typed; `None` where there is one of that name.
    pub(super) fn new_option(&self, present: &[&str]) -> Option<CompletionItem> {
        let name = self.cursor.text(self.cursor.word);
        if self.cursor.has_colon || present.contains(&name) {
            return None;
        }
        let types: Vec<_> = facts::option_types().iter().map(|known| known.name).collect();
        let choice = |number| format!("${{{number}|{}|}}", types.join(","));
        let first_type = types.first().copied().unwrap_or_default();
        let (label, snippet, plain) = if name.is_empty() {
            let snippet = self.option("${1:name}", &format!("${{2:{DESCRIPTION}}}"), &choice(3));
            ("new option", snippet, self.option("name", DESCRIPTION, first_type))
        } else {
            let escaped = escaped(name);
            let snippet = self.option(&escaped, &format!("${{1:{DESCRIPTION}}}"), &choice(2));
            (name, snippet, self.option(name, DESCRIPTION, first_type))
        };
        let mut item = self.item(label, CompletionKind::Block);
        item.detail = Some("new option".to_owned());
        item.documentation = Some("A config option with its description and type.".to_owned());
        item.insert = snippet;
        item.plain_insert = Some(plain);
        if name.is_empty() {
            item.follows_typing = true;
        } else {
            self.name_as_typed(&mut item);
        }
        Some(item)
    }

    fn option(&self, name: &str, description: &str, option_type: &str) -> String {
        let lines = [format!("description: {description}"), format!("type: {option_type}")];
        self.block_of(name, &lines)
    }

    fn requires(&self, interface: &str) -> bool {
        let endpoints = self.node(&["requires"]).into_iter().flat_map(|node| node.entries());
        let mut interfaces = endpoints.filter_map(|entry| entry.value.get("interface"));
        interfaces.any(|entry| entry.value.text() == Some(interface))
    }

    fn endpoint(&self, integration: &Integration, name: &str, optional: &str) -> String {
        let mut lines =
            vec![format!("interface: {}", integration.interface), format!("optional: {optional}")];
        // A second relation on these ends every hook with an exception.
        if matches!(integration.second_relation, SecondRelation::Crash | SecondRelation::Limit) {
            lines.push("limit: 1".to_owned());
        }
        self.block_of(name, &lines)
    }

    /// A key with lines below it, or with the same in braces.
    fn block_of(&self, name: &str, lines: &[String]) -> String {
        if self.cursor.in_flow {
            return format!("{name}: {{{}}}", lines.join(", "));
        }
        let indent = self.inner_indent();
        let body: String = lines.iter().map(|line| format!("\n{indent}{line}")).collect();
        format!("{name}:{body}")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use expect_test::{Expect, expect};

    use super::super::completion;
    use super::CompletionItem;
    use crate::features::test_support::snapshot_at;

    /// The text after the item of this label was accepted: as a snippet with its tab stops shown,
    /// else as plain text. Further lines are indented like the line of the cursor.
    pub(in super::super) fn accepted(fixture: &str, label: &str, as_snippet: bool) -> String {
        let (snapshot, offset) = snapshot_at(fixture);
        let items = completion(&snapshot, offset);
        let Some(item) = items.iter().find(|item| item.label == label) else {
            return format!("nothing called {label}");
        };
        let CompletionItem { insert, plain_insert, replace, .. } = item;
        let inserted = plain_insert.as_ref().filter(|_| !as_snippet).unwrap_or(insert);
        let text = snapshot.document.text();
        let line = text.slice(text.line_range(text.line_of(replace.start())));
        let indent = line.len() - line.trim_start_matches(' ').len();
        let inserted = inserted.replace('\n', &format!("\n{}", " ".repeat(indent)));
        let mut text = text.as_str().to_owned();
        text.replace_range(std::ops::Range::<usize>::from(*replace), &inserted);
        text
    }

    fn check(fixture: &str, label: &str, snippet: Expect, plain: Expect) {
        snippet.assert_eq(&accepted(fixture, label, true));
        plain.assert_eq(&accepted(fixture, label, false));
    }

    #[test]
    fn an_endpoint_fits_below_an_empty_section() {
        check(
            "extensions: [flask-framework]\nrequires:\n  postg$0",
            "postgresql",
            expect![[r#"
                extensions: [flask-framework]
                requires:
                  postgresql:
                    interface: postgresql_client
                    optional: ${1:true}"#]],
            expect![[r#"
                extensions: [flask-framework]
                requires:
                  postgresql:
                    interface: postgresql_client
                    optional: true"#]],
        );
        check(
            "config:\n    options:\n        a:\n            type: int\nrequires:\n    postg$0\nextensions: [flask-framework]\n",
            "postgresql",
            expect![[r#"
                config:
                    options:
                        a:
                            type: int
                requires:
                    postgresql:
                        interface: postgresql_client
                        optional: ${1:true}
                extensions: [flask-framework]
            "#]],
            expect![[r#"
                config:
                    options:
                        a:
                            type: int
                requires:
                    postgresql:
                        interface: postgresql_client
                        optional: true
                extensions: [flask-framework]
            "#]],
        );
    }

    #[test]
    fn a_new_option_has_the_name_that_was_typed() {
        check(
            "config:\n  options:\n    tok$0\n    other:\n      type: int\n",
            "tok",
            expect![[r#"
                config:
                  options:
                    tok:
                      description: ${1:What it is for}
                      type: ${2|string,int,float,boolean,secret|}
                    other:
                      type: int
            "#]],
            expect![[r#"
                config:
                  options:
                    tok:
                      description: What it is for
                      type: string
                    other:
                      type: int
            "#]],
        );
        check(
            "config:\n    options:\n        $0\nname: x\n",
            "new option",
            expect![[r#"
                config:
                    options:
                        ${1:name}:
                            description: ${2:What it is for}
                            type: ${3|string,int,float,boolean,secret|}
                name: x
            "#]],
            expect![[r#"
                config:
                    options:
                        name:
                            description: What it is for
                            type: string
                name: x
            "#]],
        );
        check(
            "config: {options: {a$0}}",
            "a",
            expect![
                "config: {options: {a: {description: ${1:What it is for}, type: ${2|string,int,float,boolean,secret|}}}}"
            ],
            expect!["config: {options: {a: {description: What it is for, type: string}}}"],
        );
    }

    #[test]
    fn a_complete_or_taken_option_is_not_offered_again() {
        for fixture in [
            "config:\n  options:\n    tok$0:\n      type: int\n",
            "config:\n  options:\n    tok$0\n    tok:\n      type: int\n",
        ] {
            assert_eq!(accepted(fixture, "tok", true), "nothing called tok");
        }
    }
}
