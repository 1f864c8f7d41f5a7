//! `database-endpoint-name`: an endpoint for a database has a name that crashes the charm. Docs in
//! database_endpoint_name.md.

use super::fixes::{is_free_endpoint, rename_endpoint};
use super::{CRASHES, endpoints};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "database-endpoint-name",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("database_endpoint_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let misnamed = endpoints(cx).filter_map(|(reason, endpoint)| match reason {
        Reason::DatabaseEndpointName { expected } => Some((*expected, endpoint)),
        _ => None,
    });
    let mut misnamed: Vec<_> = misnamed.collect();
    misnamed.sort_by_key(|(_, endpoint)| endpoint.key.range().start());
    let mut renamed = Vec::new();
    for (expected, endpoint) in misnamed {
        let (Some(name), Some(interface)) = (endpoint.name(), endpoint.interface()) else {
            continue;
        };
        if out.has_reported(endpoint.key.range()) {
            continue;
        }
        let draft = out
            .report(
                endpoint.key.range(),
                format!(
                    "the endpoint with interface `{interface}` is named `{name}`, expected `{expected}`"
                ),
            )
            .note(CRASHES)
            .help(format!("rename it to `{expected}`"));
        // Two endpoints cannot both get the name.
        if !renamed.contains(&expected) && is_free_endpoint(cx, expected) {
            renamed.push(expected);
            draft.fix(rename_endpoint(cx, &endpoint, expected));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn databases_need_their_names() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  db: {interface: postgresql_client}
# ^^ error[database-endpoint-name]: the endpoint with interface `postgresql_client` is named `db`
  mysql: {interface: mysql_client}
  mongo: {interface: mongodb_client, optional: true}
# ^^^^^ error[database-endpoint-name]: the endpoint with interface `mongodb_client`
  cache: {interface: redis}
",
        );
    }

    #[test]
    fn the_right_name_counts_under_requires_only() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires: {db: {interface: postgresql_client}, postgresql: {interface: postgresql_client}}
",
        );
        let provided = "extensions: [flask-framework]
requires:
  db: {interface: postgresql_client}
# ^^ error[database-endpoint-name]: the endpoint with interface `postgresql_client` is named `db`
provides:
  postgresql: {interface: postgresql_client}
";
        check(&RULE, provided);
        assert!(!said(&RULE, provided).contains("fix"), "the name is taken");
    }

    #[test]
    fn a_name_that_another_misnamed_endpoint_has_saves_nobody() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  db: {interface: postgresql_client}
# ^^ error[database-endpoint-name]: the endpoint with interface `postgresql_client`
  postgresql: {interface: mysql_client}
# ^^^^^^^^^^ error[database-endpoint-name]: the endpoint with interface `mysql_client`
",
        );
    }

    #[test]
    fn other_sections_and_charms_without_an_extension_are_free() {
        check(&RULE, "requires: {db: {interface: postgresql_client}}\n");
        check(
            &RULE,
            "extensions: [flask-framework]\nprovides: {db: {interface: postgresql_client}}\n",
        );
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  db:\n    interface: mysql_client\n    lim\n",
        );
    }

    #[test]
    fn fix_renames_the_endpoint() {
        let fixed = fixed(
            &RULE,
            "extensions: [go-framework]\nrequires: {'db': {interface: mysql_client}}",
            0,
        );
        assert_eq!(
            fixed,
            "extensions: [go-framework]\nrequires: {mysql: {interface: mysql_client}}"
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
requires: {a: {interface: mysql_client}, b: {interface: mysql_client}}",
        );
        expect![[r#"
            error (paas-charm): the endpoint with interface `mysql_client` is named `a`, expected `mysql`
              note: paas-charm crashes in every hook, before anything is integrated
              help: rename it to `mysql`
              fix (Unsafe): Rename the endpoint to `mysql`
            error (paas-charm): the endpoint with interface `mysql_client` is named `b`, expected `mysql`
              note: paas-charm crashes in every hook, before anything is integrated
              help: rename it to `mysql`
        "#]].assert_eq(&said);
    }
}
