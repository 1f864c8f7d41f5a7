//! `optional-false-not-enforced`: `optional: false` on an endpoint that paas-charm does not wait for. Docs in
//! optional_false_not_enforced.md.

use super::endpoints;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "optional-false-not-enforced",
    severity: Severity::Hint,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("optional_false_not_enforced.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::OptionalFalseNotEnforced, Some(name)) = (reason, endpoint.name()) else {
            continue;
        };
        let Some(optional) = endpoint.field("optional") else { continue };
        let range = place(optional);
        if out.has_reported(range) {
            continue;
        }
        let draft = out
            .report(
                range,
                format!("paas-charm does not wait for endpoint `{name}`, whatever `optional` says"),
            )
            .note("the application starts without it, and without its variables")
            .help("check in the application that the variables are there");
        if optional.value.is_scalar() {
            let title = "Write `optional: true`, as paas-charm sees it";
            draft.fix(Fix::replace(title, Safety::Unsafe, range, "true"));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn two_interfaces_are_never_waited_for() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  valkey: {interface: valkey_client, optional: false}
#                                              ^^^^^ hint[optional-false-not-enforced]: paas-charm does not wait for endpoint `valkey`
  http-proxy: {interface: http_proxy, optional: no}
#                                               ^^ hint[optional-false-not-enforced]: paas-charm does not wait for endpoint `http-proxy`
  redis: {interface: redis, optional: false}
",
        );
        check(
            &RULE,
            "extensions: [go-framework]\nrequires: {valkey: {interface: valkey_client}}\n",
        );
        check(&RULE, "requires: {valkey: {interface: valkey_client, optional: false}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  valkey:\n    interface: valkey_client\n    optional: false\n    lim\n",
        );
    }

    #[test]
    fn fix_says_what_happens() {
        let fixture = "extensions: [go-framework]\nrequires: {valkey: {interface: valkey_client, optional: false}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("false", "true"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nrequires: {valkey: {interface: valkey_client, optional: false}}",
        );
        expect![[r#"
            hint (paas-charm): paas-charm does not wait for endpoint `valkey`, whatever `optional` says
              note: the application starts without it, and without its variables
              help: check in the application that the variables are there
              fix (Unsafe): Write `optional: true`, as paas-charm sees it
        "#]].assert_eq(&said);
    }
}
