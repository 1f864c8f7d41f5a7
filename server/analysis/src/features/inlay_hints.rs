//! The environment variables shown at the end of the lines that give them: `-> FLASK_TOKEN` behind
//! an option, `-> POSTGRESQL_DB_CONNECT_STRING +11` behind an endpoint.
//!
//! Only what stands in the asked range has hints, and no key that is half typed: a hint that
//! changes with every keystroke is worse than none. Where an option gives no variable, the hint
//! says why in a few words; the whole story is a diagnostic's and the hover's business.

use syntax::{Entry, NodeRef, TextRange, TextSize};

use super::environment::{Endpoints, fate_of, framework_of, losing, rivals, variables_of_any_name};
use crate::environment::{EndpointFate, OptionFate, Reason};
use crate::facts::{Framework, Variant, service_role};
use crate::file_kind::FileKind;
use crate::model::{ConfigOption, Endpoint, Section};
use crate::snapshot::Snapshot;

/// A text shown in the line that is not part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Where it is shown, in bytes: behind the text of a line, before its comment.
    pub offset: TextSize,
    /// The text, such as `-> FLASK_TOKEN`.
    pub label: String,
    /// More about it, in Markdown.
    pub tooltip: Option<String>,
}

/// The hints whose place is in `range`; elsewhere only what their truth depends on is looked at.
pub fn inlay_hints(snapshot: &Snapshot, range: TextRange) -> Vec<InlayHint> {
    if !snapshot.settings.inlay_hints || snapshot.kind == FileKind::PaasConfig {
        return Vec::new();
    }
    let Some((root, (framework, variant))) = snapshot.root().zip(framework_of(snapshot)) else {
        return Vec::new();
    };
    let cx = Hints { snapshot, range, framework, variant };
    let mut hints = Vec::new();
    if snapshot.kind == FileKind::Rockcraft {
        if let Some(services) = root.get("services") {
            cx.services(services.value, &mut hints);
        }
        return hints;
    }
    if let Some(options) = root.get_path(&["config", "options"]) {
        cx.options(options.value, &mut hints);
    }
    if let Some(requires) = root.get("requires") {
        cx.endpoints(requires.value, &mut hints);
    }
    hints.sort_by_key(|hint| hint.offset);
    hints
}

struct Hints<'a> {
    snapshot: &'a Snapshot,
    range: TextRange,
    framework: &'static Framework,
    variant: &'static Variant,
}

impl Hints<'_> {
    fn options(&self, options: NodeRef<'_>, hints: &mut Vec<InlayHint>) {
        let rivals = rivals(options);
        let taken = variables_of_any_name(self.snapshot, (self.framework, self.variant));
        for (offset, entry) in self.visible(options) {
            let option = ConfigOption { key: entry.key, value: entry.value };
            let Some(name) = option.name() else { continue };
            let fate = fate_of(self.snapshot, (self.framework, self.variant), name, &option);
            let (label, tooltip) = match fate {
                OptionFate::Exported(variable) => match losing(&rivals, &taken, name, &variable) {
                    Some(reason @ Reason::OptionOverwrittenByIntegration { .. }) => {
                        (format!("-> {variable} ({})", self.short(&reason)), reason.sentence())
                    }
                    Some(reason) => (no_variable(&self.short(&reason)), reason.sentence()),
                    None => (
                        format!("-> {variable}"),
                        format!("The application gets `{variable}` from this option"),
                    ),
                },
                OptionFate::Ignored(reason) | OptionFate::Breaks(reason) => {
                    (no_variable(&self.short(&reason)), reason.sentence())
                }
                // `charmcraft pack` refuses these, so there is nothing to show.
                OptionFate::Own(_) => continue,
            };
            hints.push(InlayHint { offset, label, tooltip: Some(tooltip) });
        }
    }

    /// Which services of a rock get the variables, and on which units.
    fn services(&self, services: NodeRef<'_>, hints: &mut Vec<InlayHint>) {
        for (offset, entry) in self.visible(services) {
            let Some(name) = entry.key.as_str() else { continue };
            if self.framework.rock.services.contains(&name) {
                continue;
            }
            let (label, tooltip) = match service_role(name) {
                Some(role) => (
                    format!("-> all variables, {}", role.units),
                    format!(
                        "The charm runs a service that ends in `{}` {}",
                        role.suffix, role.units
                    ),
                ),
                None => (
                    "-> no variables".to_owned(),
                    "The charm gives variables to services whose name ends in `-worker` or \
                     `-scheduler`"
                        .to_owned(),
                ),
            };
            hints.push(InlayHint { offset, label, tooltip: Some(tooltip) });
        }
    }

    fn endpoints(&self, requires: NodeRef<'_>, hints: &mut Vec<InlayHint>) {
        let endpoints = Endpoints::new(self.snapshot, (self.framework, self.variant));
        for (offset, entry) in self.visible(requires) {
            let Entry { key, value } = entry;
            let endpoint = Endpoint { section: Section::Requires, key, value };
            let Some((name, interface)) = endpoint.name().zip(endpoint.interface()) else {
                continue;
            };
            let (label, tooltip) = match endpoints.fate(name, interface) {
                EndpointFate::Variables(variables) => {
                    let Some((first, others)) = variables.split_first() else { continue };
                    let more = match others.len() {
                        0 => String::new(),
                        more => format!(" +{more}"),
                    };
                    let names = variables.iter().map(|variable| format!("`{}`", variable.name));
                    let names = names.collect::<Vec<_>>().join("  \n");
                    (
                        format!("-> {}{more}", first.name),
                        format!("Once integrated, the application gets  \n{names}"),
                    )
                }
                EndpointFate::Ignored(Reason::InterfaceNotSupported)
                | EndpointFate::NoVariables(_) => continue,
                EndpointFate::Ignored(reason) | EndpointFate::Breaks(reason) => {
                    (format!("-> no variables ({})", self.short(&reason)), reason.sentence())
                }
            };
            hints.push(InlayHint { offset, label, tooltip: Some(tooltip) });
        }
    }

    /// The complete entries of a mapping whose hint is in the range, with the place of the hint.
    fn visible<'t>(&self, mapping: NodeRef<'t>) -> impl Iterator<Item = (TextSize, Entry<'t>)> {
        let in_flow = matches!(mapping.kind(), syntax::Kind::Mapping { flow: true });
        // Entries come in the order of the text, so those behind the range need no look.
        let ahead =
            mapping.entries().take_while(|entry| entry.key.range().start() <= self.range.end());
        ahead.filter_map(move |entry| {
            if entry.is_merge() || entry.key.is_repaired() || in_flow && entry.value.is_repaired() {
                return None;
            }
            let offset = self.place(entry, in_flow)?;
            self.range.contains_inclusive(offset).then_some((offset, entry))
        })
    }

    /// Behind the text of the key's line; between braces, where several may share a line, behind the
    /// value. `None` for a key without its colon.
    fn place(&self, entry: Entry<'_>, in_flow: bool) -> Option<TextSize> {
        if in_flow {
            return Some(entry.range().end());
        }
        let document = &self.snapshot.document;
        let line = document.outline().line(document.text().line_of(entry.key.range().start()))?;
        let colon = line.colon? + TextSize::of(':');
        Some(line.value.map_or(colon, |value| value.end()))
    }

    /// The reason in a few words.
    fn short(&self, reason: &Reason) -> String {
        let title = self.framework.title;
        match reason {
            Reason::ReservedOptionPrefix { prefix } => format!("paas-charm keeps `{prefix}`"),
            Reason::OptionShadowedByFramework => format!("{title} has a setting of this name"),
            Reason::OptionNamesFoldTogether { winner } => format!("`{winner}` wins"),
            Reason::OptionOverwrittenByFramework { variable } => {
                format!("paas-charm sets {variable}")
            }
            Reason::OptionOverwrittenByIntegration { endpoint } => {
                format!("until `{endpoint}` is integrated")
            }
            Reason::OptionWithoutType => "the charm crashes without `type`".to_owned(),
            Reason::OptionNameBreaksModel => "the charm crashes on this name".to_owned(),
            Reason::EndpointNameNotRecognised { expected } => {
                format!("must be named `{expected}`")
            }
            Reason::DatabaseEndpointName { expected } => {
                format!("the charm crashes unless named `{expected}`")
            }
            Reason::EndpointInterfaceMismatch { expected } => {
                format!("needs interface `{expected}`")
            }
            Reason::TracingWithoutLimit => "the charm crashes without `limit: 1`".to_owned(),
            Reason::DuplicateDatabaseInterface => {
                "the charm crashes on a second endpoint with this interface".to_owned()
            }
            Reason::MultipleOauth => "a second oauth endpoint blocks the charm".to_owned(),
            other => other.id().replace('-', " "),
        }
    }
}

fn no_variable(reason: &str) -> String {
    format!("-> no variable ({reason})")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::snapshot;

    /// The text with the hints in it, between `«` and `»`; lines without any left out.
    fn draw(snapshot: &Snapshot, range: TextRange) -> String {
        let mut text = snapshot.document.text().as_str().to_owned();
        for hint in inlay_hints(snapshot, range).iter().rev() {
            text.insert_str(hint.offset.into(), &format!(" «{}»", hint.label));
        }
        let lines = text.lines().filter(|line| line.contains('«'));
        lines.map(|line| format!("{}\n", line.trim())).collect()
    }

    fn check(fixture: &str, expect: Expect) {
        let snapshot = snapshot(fixture);
        let all = TextRange::up_to(snapshot.document.text().len());
        expect.assert_eq(&draw(&snapshot, all));
    }

    #[test]
    fn options_and_endpoints_of_the_guide() {
        check(
            r#"
extensions:
  - flask-framework
config:
  options:
    token: # the token
      description: The token for the service.
      type: string
    cert:
      type: secret
    db-url: {type: string} # where
requires:
  postgresql:
    interface: postgresql_client
    optional: True
  redis: redis
  ingress-2:
    interface: unknown_one
"#,
            expect![[r#"
                token: «-> FLASK_TOKEN» # the token
                cert: «-> FLASK_CERT_<KEY>»
                db-url: {type: string} «-> FLASK_DB_URL» # where
                postgresql: «-> POSTGRESQL_DB_CONNECT_STRING +11»
                redis: redis «-> REDIS_DB_CONNECT_STRING +8»
            "#]],
        );
    }

    #[test]
    fn options_without_a_variable_say_why() {
        check(
            r#"
extensions: [flask-framework]
config:
  options:
    app-name: {}
    debug: {}
    a-b: {}
    a_b: {}
    base-url: {}
    model-config: {}
    flask-debug: {}
requires:
  database: {interface: postgresql_client}
  cache: {interface: redis}
  s3: {interface: redis}
"#,
            expect![[r#"
                app-name: {} «-> no variable (paas-charm keeps `app-`)»
                debug: {} «-> no variable (Flask has a setting of this name)»
                a-b: {} «-> no variable (`a_b` wins)»
                a_b: {} «-> FLASK_A_B»
                base-url: {} «-> no variable (paas-charm sets FLASK_BASE_URL)»
                model-config: {} «-> no variable (the charm crashes on this name)»
                database: {interface: postgresql_client} «-> no variables (the charm crashes unless named `postgresql`)»
                cache: {interface: redis} «-> no variables (must be named `redis`)»
                s3: {interface: redis} «-> no variables (must be named `redis`)»
            "#]],
        );
    }

    #[test]
    fn an_option_without_type_crashes_the_charm_once_something_is_written_below_it() {
        check(
            "extensions: [flask-framework]
config:
  options:
    begun:
    half:
      typ
    untyped:
      description: It has none.
    empty: {type: , default: 1}
    login-scopes: {default: openid}
requires:
  login: {interface: oauth}
",
            expect![[r#"
                begun: «-> FLASK_BEGUN»
                half: «-> FLASK_HALF»
                untyped: «-> no variable (the charm crashes without `type`)»
                empty: {type: , default: 1} «-> no variable (the charm crashes without `type`)»
                login-scopes: {default: openid} «-> FLASK_LOGIN_SCOPES»
                login: {interface: oauth} «-> FLASK_LOGIN_CLIENT_ID +7»
            "#]],
        );
    }

    #[test]
    fn endpoints_are_seen_together() {
        check(
            r#"
extensions: [flask-framework]
requires:
  postgresql: {interface: postgresql_client}
  other: {interface: postgresql_client}
  login: {interface: oauth}
  second-login: {interface: oauth}
  tracing:
    interface: tracing
"#,
            expect![[r#"
                postgresql: {interface: postgresql_client} «-> POSTGRESQL_DB_CONNECT_STRING +11»
                other: {interface: postgresql_client} «-> no variables (the charm crashes on a second endpoint with this interface)»
                login: {interface: oauth} «-> FLASK_LOGIN_CLIENT_ID +7»
                second-login: {interface: oauth} «-> no variables (a second oauth endpoint blocks the charm)»
                tracing: «-> no variables (the charm crashes without `limit: 1`)»
            "#]],
        );
        check(
            r#"
extensions: [flask-framework]
requires:
  postgresql: {interface: redis}
  other: {interface: postgresql_client}
  tracing: {interface: tracing, limit: 1}
"#,
            expect![[r#"
                postgresql: {interface: redis} «-> no variables (must be named `redis`)»
                other: {interface: postgresql_client} «-> POSTGRESQL_DB_CONNECT_STRING +11»
                tracing: {interface: tracing, limit: 1} «-> OTEL_EXPORTER_OTLP_ENDPOINT +1»
            "#]],
        );
    }

    #[test]
    fn services_of_a_rock_say_where_they_run() {
        check(
            "//- rockcraft.yaml
extensions: [flask-framework]
services:
  flask: {}
  mail-worker:
    command: run
  nightly-scheduler: {command: run}
  other: {command: run}
  half
",
            expect![[r#"
                mail-worker: «-> all variables, on every unit»
                nightly-scheduler: {command: run} «-> all variables, on unit 0 only»
                other: {command: run} «-> no variables»
            "#]],
        );
        check("//- rockcraft.yaml\nservices:\n  mail-worker: {}\n", expect![[""]]);
    }

    #[test]
    fn an_endpoint_takes_the_variable_of_an_option() {
        check(
            "extensions: [flask-framework]
config:
  options:
    login-client-id: {}
    login-scopes: {}
requires:
  login: {interface: oauth}
",
            expect![[r#"
                login-client-id: {} «-> FLASK_LOGIN_CLIENT_ID (until `login` is integrated)»
                login-scopes: {} «-> FLASK_LOGIN_SCOPES»
                login: {interface: oauth} «-> FLASK_LOGIN_CLIENT_ID +7»
            "#]],
        );
    }

    #[test]
    fn entries_in_braces_have_their_own_place() {
        check(
            "extensions: [flask-framework]\nconfig: {options: {a: {type: int}, b: {type: secret}}}\n",
            expect![[r#"
                config: {options: {a: {type: int} «-> FLASK_A», b: {type: secret} «-> FLASK_B_<KEY>»}}
            "#]],
        );
    }

    #[test]
    fn half_typed_lines_have_none() {
        check(
            "extensions: [flask-framework]\r\nconfig:\r\n  options:\r\n    tok\r\n    ünit:\r\n      type: int\r\n      typ\r\n    done:\r\n      type: int\r\n",
            expect![[r#"
                    ünit: «-> FLASK_ÜNIT»
                    done: «-> FLASK_DONE»
            "#]],
        );
    }

    #[test]
    fn only_the_asked_range_is_answered() {
        let snapshot = snapshot(
            "extensions: [flask-framework]\nconfig:\n  options:\n    a:\n      type: int\n    b:\n      type: int\n",
        );
        let text = snapshot.document.text();
        assert_eq!(draw(&snapshot, text.line_range(5)), "b: «-> FLASK_B»\n");
        assert_eq!(draw(&snapshot, text.line_range(4)), "");
    }

    #[test]
    fn other_charms_and_switched_off_hints_show_nothing() {
        check("config:\n  options:\n    a:\n      type: int\n", expect![""]);
        let mut snapshot =
            snapshot("extensions: [flask-framework]\nconfig:\n  options:\n    a: {}\n");
        let all = TextRange::up_to(snapshot.document.text().len());
        assert_eq!(inlay_hints(&snapshot, all).len(), 1);
        snapshot.settings =
            crate::Settings { inlay_hints: false, ..crate::Settings::default() }.into();
        assert_eq!(inlay_hints(&snapshot, all), []);
    }
}
