//! `multiple-oauth`: a second endpoint has interface `oauth`. Docs in
//! multiple_oauth.md.

use super::endpoints;
use super::fixes::{remove_endpoint, required};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "multiple-oauth",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("multiple_oauth.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::MultipleOauth, Some(name)) = (reason, endpoint.name()) else { continue };
        let range = endpoint.key.range();
        if out.has_reported(range) {
            continue;
        }
        let interface = endpoint.interface();
        let first = required(cx).find(|other| other.interface() == interface);
        let mut draft = out
            .report(range, format!("endpoint `{name}` is a second one with interface `oauth`"))
            .note(
                "paas-charm keeps the charm blocked, integrated or not: `Multiple OAuth relations \
                 are not supported at the moment`",
            )
            .help("keep one: all users come through one identity provider");
        if let Some(first) = first {
            draft = draft.label(first.key.range(), "the first one");
        }
        if let Some(fix) = remove_endpoint(cx, name) {
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
    fn all_but_the_first_are_marked() {
        check(
            &RULE,
            "extensions: [fastapi-framework]
requires:
  oidc: {interface: oauth}
  google: {interface: oauth}
# ^^^^^^ error[multiple-oauth]: endpoint `google` is a second one with interface `oauth`
  github: {interface: oauth}
# ^^^^^^ error[multiple-oauth]: endpoint `github` is a second one
",
        );
    }

    #[test]
    fn one_is_fine_and_so_is_every_other_charm() {
        check(&RULE, "extensions: [go-framework]\nrequires: {oidc: {interface: oauth}}\n");
        check(&RULE, "requires: {oidc: {interface: oauth}, google: {interface: oauth}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  a: {interface: oauth}\n  b:\n    interface: oauth\n    lim\n",
        );
    }

    #[test]
    fn the_second_one_can_go() {
        let fixture = "extensions: [go-framework]
requires: {a: {interface: oauth}, b: {interface: oauth}}
";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace(", b: {interface: oauth}", ""));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nrequires: {a: {interface: oauth}, b: {interface: oauth}}",
        );
        expect![[r#"
            error (paas-charm): endpoint `b` is a second one with interface `oauth`
              note: paas-charm keeps the charm blocked, integrated or not: `Multiple OAuth relations are not supported at the moment`
              help: keep one: all users come through one identity provider
              fix (Unsafe): Remove the endpoint `b`
        "#]].assert_eq(&said);
    }
}
