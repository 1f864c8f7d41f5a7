//! `endpoint-optional-defaults-to-false`: an endpoint does not say whether the charm can do without it. Docs in
//! endpoint_optional_defaults_to_false.md.

use super::endpoints;
use super::fixes::set_field;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-optional-defaults-to-false",
    severity: Severity::Hint,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("endpoint_optional_defaults_to_false.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::EndpointOptionalDefaultsToFalse, Some(name)) = (reason, endpoint.name())
        else {
            continue;
        };
        // Something else than a boolean is another fault.
        if endpoint.field("optional").is_some() || out.has_reported(endpoint.key.range()) {
            continue;
        }
        let mut draft = out
            .report(
                endpoint.key.range(),
                format!("endpoint `{name}` does not say whether it is optional"),
            )
            .note(
                "paas-charm takes it for required: the charm stays blocked until it is integrated",
            )
            .help(
                "write `optional: true` if the application runs without it, else `optional: false`",
            );
        for value in ["false", "true"] {
            if let Some(edit) = set_field(&endpoint, "optional", value) {
                let title = match value {
                    "true" => "Write `optional: true`: the charm starts without it",
                    _ => "Write `optional: false`: the charm waits for it, as it does now",
                };
                draft = draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn endpoints_that_the_charm_waits_for_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  postgresql:
# ^^^^^^^^^^ hint[endpoint-optional-defaults-to-false]: endpoint `postgresql` does not say whether it is optional
    interface: postgresql_client
  redis: {interface: redis, optional: true}
  s3: {interface: s3, optional: false}
  smtp: {interface: smtp, optional: 'true'}
  valkey: {interface: valkey_client}
  cache: {interface: redis}
  kafka: {interface: kafka_client}
",
        );
        check(&RULE, "requires: {redis: {interface: redis}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  redis:\n    interface: redis\n    opt\n",
        );
    }

    #[test]
    fn both_answers_are_offered() {
        let fixture =
            "extensions: [go-framework]\nrequires:\n  s3:\n    interface: s3\n    limit: 1\n";
        assert_eq!(fixed(&RULE, fixture, 0), format!("{fixture}    optional: false\n"));
        assert_eq!(fixed(&RULE, fixture, 1), format!("{fixture}    optional: true\n"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [go-framework]\nrequires: {s3: {interface: s3}}");
        expect![[r#"
            hint (paas-charm): endpoint `s3` does not say whether it is optional
              note: paas-charm takes it for required: the charm stays blocked until it is integrated
              help: write `optional: true` if the application runs without it, else `optional: false`
              fix (Unsafe): Write `optional: false`: the charm waits for it, as it does now
              fix (Unsafe): Write `optional: true`: the charm starts without it
        "#]].assert_eq(&said);
    }
}
