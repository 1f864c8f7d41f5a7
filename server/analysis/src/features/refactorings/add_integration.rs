//! Adds an endpoint for an integration that paas-charm turns into variables, one action for each.

use syntax::TextSize;

use super::insertion::{NewEntry, add};
use super::layout::{is_on_key, top_entry};
use super::{Refactoring, TabStop};
use crate::facts::{self, Integration, SecondRelation};
use crate::file_kind::FileKind;
use crate::model::{Charm, Section};
use crate::snapshot::Snapshot;

/// The name for an endpoint whose interface works under every name.
const ANY_NAME: &str = "oidc";

/// Offered on the line of `requires`; while there is none, on that of `extensions`.
pub(super) fn offer(snapshot: &Snapshot, at: TextSize) -> Vec<Refactoring> {
    if snapshot.kind != FileKind::Charmcraft {
        return Vec::new();
    }
    let key = if top_entry(snapshot, "requires").is_some() { "requires" } else { "extensions" };
    if !is_on_key(snapshot, at, &[key]) {
        return Vec::new();
    }
    let charm = Charm::new(snapshot.root());
    let Some(extension) = charm.extension() else { return Vec::new() };
    let framework = extension.framework.name;
    let present: Vec<_> =
        Section::ALL.into_iter().flat_map(|section| charm.endpoints(section)).collect();
    let offered = facts::integrations().iter().filter_map(|integration| {
        let name = integration.endpoint.unwrap_or(ANY_NAME);
        let is_new = !present.iter().any(|endpoint| {
            let same_interface = endpoint.interface() == Some(integration.interface);
            endpoint.name() == Some(name) || same_interface
        });
        let variables = integration.variables(framework);
        // Two that set one variable, such as two SQL databases of Spring Boot, do not get along.
        let collides = present.iter().any(|endpoint| {
            let other = endpoint.interface().and_then(facts::integration);
            let taken = other.map_or(&[][..], |other| other.variables(framework));
            variables.iter().any(|new| taken.iter().any(|taken| taken.is_same_as(new)))
        });
        if !is_new || variables.is_empty() || collides {
            return None;
        }
        let entry = NewEntry { key: name, fields: fields(integration) };
        let edits = add(&snapshot.document, &["requires"], &entry)?;
        let title = format!("Add the integration `{name}`");
        let tab_stops = vec![TabStop::one_of("true", ["true", "false"])];
        Some(Refactoring { tab_stops, ..Refactoring::rewrite(title, edits) })
    });
    offered.collect()
}

fn fields(integration: &Integration) -> Vec<(&'static str, String)> {
    let mut fields =
        vec![("interface", integration.interface.to_owned()), ("optional", "true".to_owned())];
    // A second relation on these ends every hook with an exception.
    if matches!(integration.second_relation, SecondRelation::Crash | SecondRelation::Limit) {
        fields.push(("limit", "1".to_owned()));
    }
    fields
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::testing::{changed, offered};

    fn titles(fixture: &str) -> Vec<String> {
        let offered = offered(fixture).into_iter().map(|refactoring| refactoring.title);
        offered.filter(|title| title.starts_with("Add the integration")).collect()
    }

    #[test]
    fn every_integration_that_is_not_there_is_offered() {
        let fixture = "extensions: [flask-framework]\nrequires:$0\n  postgresql: {interface: postgresql_client}\n  login: {interface: oauth}\n";
        let titles = titles(fixture);
        assert!(titles.contains(&"Add the integration `s3`".to_owned()), "{titles:?}");
        assert!(!titles.iter().any(|title| title.contains("postgresql") || title.contains("oidc")));
    }

    #[test]
    fn it_is_added_with_what_it_needs() {
        let fixture =
            "extensions: [flask-framework]\nrequires:$0\n  cache: # mine\n    interface: x\n";
        let text = changed(fixture, "Add the integration `postgresql`").unwrap();
        expect![[r#"
            extensions: [flask-framework]
            requires:
              cache: # mine
                interface: x
              postgresql:
                interface: postgresql_client
                optional: true
        "#]]
        .assert_eq(&text);
        let fixture = "extensions: $0[flask-framework]\nname: x\n";
        let text = changed(fixture, "Add the integration `redis`").unwrap();
        expect![[r#"
            extensions: [flask-framework]
            name: x
            requires:
              redis:
                interface: redis
                optional: true
                limit: 1
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn a_second_database_is_not_offered_where_both_set_one_variable() {
        let fixture = "extensions: [spring-boot-framework]\nrequires:$0\n  postgresql: {interface: postgresql_client}\n";
        assert!(!titles(fixture).iter().any(|title| title.contains("mysql")));
        let flask = fixture.replace("spring-boot", "flask");
        assert!(titles(&flask).iter().any(|title| title.contains("mysql")));
    }

    #[test]
    fn charms_without_a_framework_have_no_such_integrations() {
        assert_eq!(titles("requires:$0\n"), [] as [&str; 0]);
        assert_eq!(titles("extensions: [flask-framework]\nname: $0x\n"), [] as [&str; 0]);
    }
}
