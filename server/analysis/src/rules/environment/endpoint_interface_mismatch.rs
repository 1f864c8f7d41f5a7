//! `endpoint-interface-mismatch`: an endpoint has the name of an interface that paas-charm handles, and another interface. Docs in
//! endpoint_interface_mismatch.md.

use super::endpoints;
use crate::environment::Reason;
use crate::rules::meant_interface;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-interface-mismatch",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("endpoint_interface_mismatch.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let Reason::EndpointInterfaceMismatch { expected } = reason else { continue };
        let Some(node) = endpoint.interface_node() else { continue };
        let (Some(name), Some(found)) = (endpoint.name(), node.as_str()) else { continue };
        // A name that nobody has is reported as such.
        if meant_interface(found).is_some() || out.has_reported(node.range()) {
            continue;
        }
        let title = format!("Change the interface to `{expected}`");
        out.report(
            node.range(),
            format!("endpoint `{name}` has interface `{found}`, and paas-charm expects `{expected}` there"),
        )
        .note("the endpoint can be integrated, and the application gets nothing from it")
        .help(format!(
            "write `{expected}`; or rename the endpoint, and use it in the charm's own code"
        ))
        .fix(Fix::replace(title, Safety::Unsafe, node.range(), *expected));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_that_mean_another_interface_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  redis:
    interface: http
#              ^^^^ warning[endpoint-interface-mismatch]: endpoint `redis` has interface `http`, and paas-charm expects `redis`
  s3: {interface: object-storage}
#                 ^^^^^^^^^^^^^^ warning[endpoint-interface-mismatch]: endpoint `s3` has interface `object-storage`
  postgresql: {interface: kafka_client}
#                         ^^^^^^^^^^^^ warning[endpoint-interface-mismatch]: endpoint `postgresql`
  smtp: {interface: smtp}
  kafka: {interface: kafka_client}
",
        );
        check(&RULE, "requires: {redis: {interface: http}}\n");
    }

    #[test]
    fn misspelt_interfaces_are_another_rule_s() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires: {postgresql: {interface: postgresql}}\n",
        );
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  redis:\n    interface: http\n    lim\n",
        );
    }

    #[test]
    fn fix_changes_the_interface() {
        let fixture = "extensions: [go-framework]\nrequires: {redis: {interface: http}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("http", "redis"));
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "extensions: [go-framework]\nrequires: {s3: {interface: object-storage}}");
        expect![[r#"
            warning (paas-charm): endpoint `s3` has interface `object-storage`, and paas-charm expects `s3` there
              note: the endpoint can be integrated, and the application gets nothing from it
              help: write `s3`; or rename the endpoint, and use it in the charm's own code
              fix (Unsafe): Change the interface to `s3`
        "#]].assert_eq(&said);
    }
}
