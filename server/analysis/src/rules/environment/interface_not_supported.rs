//! `interface-not-supported`: paas-charm does not know the interface of an endpoint. Docs in
//! interface_not_supported.md.

use super::endpoints;
use crate::environment::Reason;
use crate::rules::meant_interface;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "interface-not-supported",
    severity: Severity::Hint,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("interface_not_supported.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::InterfaceNotSupported, Some(node)) = (reason, endpoint.interface_node())
        else {
            continue;
        };
        let Some(interface) = node.as_str().filter(|name| !name.is_empty()) else { continue };
        // A name that nobody has is reported as such.
        let is_misspelt = meant_interface(interface).is_some_and(|meant| !meant.also_valid);
        if is_misspelt || out.has_reported(node.range()) {
            continue;
        }
        out.report(node.range(), format!("paas-charm does not know interface `{interface}`"))
            .note("the application gets no variables from it: only code of the charm itself can use it")
            .help("handle it in `src/charm.py`, or remove the endpoint");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn interfaces_that_paas_charm_does_not_know_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  kafka: {interface: kafka_client}
#                    ^^^^^^^^^^^^ hint[interface-not-supported]: paas-charm does not know interface `kafka_client`
  redis: {interface: redis}
  cache: {interface: redis}
  s3: {interface: object-storage}
  db: {interface: mysql_cleint}
provides:
  web: {interface: http}
",
        );
        check(&RULE, "requires: {kafka: {interface: kafka_client}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  kafka:\n    interface: kafka_client\n    lim\n",
        );
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "extensions: [go-framework]\nrequires: {a: {interface: kafka_client}}");
        expect![[r#"
            hint (paas-charm): paas-charm does not know interface `kafka_client`
              note: the application gets no variables from it: only code of the charm itself can use it
              help: handle it in `src/charm.py`, or remove the endpoint
        "#]].assert_eq(&said);
    }
}
