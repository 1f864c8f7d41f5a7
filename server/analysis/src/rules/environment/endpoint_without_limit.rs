//! `endpoint-without-limit`: a second integration on an endpoint crashes the charm, and nothing keeps it away. Docs in
//! endpoint_without_limit.md.

use super::endpoints;
use super::fixes::{limit_place, limit_to_one};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-without-limit",
    severity: Severity::Hint,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("endpoint_without_limit.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::EndpointWithoutLimit, Some(name)) = (reason, endpoint.name()) else {
            continue;
        };
        let range = limit_place(&endpoint);
        if out.has_reported(range) {
            continue;
        }
        let draft = out
            .report(range, format!("endpoint `{name}` can be integrated more than once"))
            .note("a second integration crashes every hook of the charm")
            .help("write `limit: 1`: Juju then refuses a second one");
        if let Some(fix) = limit_to_one(&endpoint, Safety::Unsafe) {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn endpoints_that_take_one_integration_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  redis: {interface: redis}
# ^^^^^ hint[endpoint-without-limit]: endpoint `redis` can be integrated more than once
  smtp: {interface: smtp, limit: 2}
#                                ^ hint[endpoint-without-limit]: endpoint `smtp`
  login: {interface: oauth, limit: 1}
  postgresql: {interface: postgresql_client}
  s3: {interface: s3}
  tracing: {interface: tracing}
",
        );
        check(&RULE, "requires: {redis: {interface: redis}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  redis:\n    interface: redis\n    lim\n",
        );
    }

    #[test]
    fn fix_writes_the_limit() {
        let fixture = "extensions: [go-framework]\nrequires:\n  redis:\n    interface: redis\n";
        assert_eq!(fixed(&RULE, fixture, 0), format!("{fixture}    limit: 1\n"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [go-framework]\nrequires: {saml: {interface: saml}}");
        expect![[r#"
            hint (paas-charm): endpoint `saml` can be integrated more than once
              note: a second integration crashes every hook of the charm
              help: write `limit: 1`: Juju then refuses a second one
              fix (Unsafe): Write `limit: 1`
        "#]]
        .assert_eq(&said);
    }
}
