//! `tracing-without-limit`: the endpoint `tracing` has no `limit: 1`. Docs in
//! tracing_without_limit.md.

use super::fixes::{limit_place, limit_to_one};
use super::{CRASHES, endpoints};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "tracing-without-limit",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("tracing_without_limit.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::TracingWithoutLimit, Some(name)) = (reason, endpoint.name()) else { continue };
        let range = limit_place(&endpoint);
        if out.has_reported(range) {
            continue;
        }
        let written = endpoint.field("limit").map(|field| field.value.source());
        let message = match written {
            Some(limit) if !limit.is_empty() && !limit.contains(['`', '\n']) => {
                format!("endpoint `{name}` has `limit: {limit}`, expected `limit: 1`")
            }
            _ => format!("endpoint `{name}` has no `limit: 1`"),
        };
        let draft = out.report(range, message).note(CRASHES).help("write `limit: 1`");
        if let Some(fix) = limit_to_one(&endpoint, Safety::Safe) {
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
    fn the_endpoint_or_its_limit_is_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  tracing:
# ^^^^^^^ error[tracing-without-limit]: endpoint `tracing` has no `limit: 1`
    interface: tracing
    optional: true
",
        );
        for limit in ["2", "'1'", "0", "1.0"] {
            let said = said(
                &RULE,
                &format!(
                    "extensions: [flask-framework]\nrequires: {{tracing: {{interface: tracing, limit: {limit}}}}}\n"
                ),
            );
            assert!(said.contains(&format!("has `limit: {limit}`, expected `limit: 1`")), "{said}");
        }
    }

    #[test]
    fn one_is_right_and_other_endpoints_need_none() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires: {tracing: {interface: tracing, limit: 1}, traces: {interface: tracing}, a: {interface: x}}
",
        );
        check(&RULE, "requires: {tracing: {interface: tracing}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  tracing:\n    interface: tracing\n    lim\n",
        );
    }

    #[test]
    fn fix_writes_the_limit() {
        let with = |tracing: &str| {
            let fixed =
                fixed(&RULE, &format!("extensions: [go-framework]\nrequires:\n{tracing}"), 0);
            fixed.split("requires:\n").nth(1).unwrap().to_owned()
        };
        assert_eq!(
            with("  tracing:\n    interface: tracing # here\n  b: {}\n"),
            "  tracing:\n    interface: tracing # here\n    limit: 1\n  b: {}\n"
        );
        assert_eq!(
            with("  tracing:\n    interface: tracing"),
            "  tracing:\n    interface: tracing\n    limit: 1"
        );
        assert_eq!(
            with("  tracing: {interface: tracing, optional: true}\n"),
            "  tracing: {interface: tracing, optional: true, limit: 1}\n"
        );
        assert_eq!(
            with("  tracing: {interface: tracing, limit: 3}\n"),
            "  tracing: {interface: tracing, limit: 1}\n"
        );
        assert_eq!(
            with("  tracing:\n    limit:\n    interface: tracing\n"),
            "  tracing:\n    limit: 1\n    interface: tracing\n"
        );
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "extensions: [go-framework]\nrequires: {tracing: {interface: tracing}}");
        expect![[r#"
            error (paas-charm): endpoint `tracing` has no `limit: 1`
              note: paas-charm crashes in every hook, before anything is integrated
              help: write `limit: 1`
              fix (Safe): Write `limit: 1`
        "#]]
        .assert_eq(&said);
    }
}
