//! `endpoint-name-not-recognised`: paas-charm looks for the interface under another name. Docs in
//! endpoint_name_not_recognised.md.

use super::endpoints;
use super::fixes::{is_free_endpoint, remove_endpoint, rename_endpoint};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "endpoint-name-not-recognised",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("endpoint_name_not_recognised.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    let mut renamed = Vec::new();
    for (reason, endpoint) in endpoints(cx) {
        let Reason::EndpointNameNotRecognised { expected } = reason else { continue };
        let (Some(name), Some(interface)) = (endpoint.name(), endpoint.interface()) else {
            continue;
        };
        let range = endpoint.key.range();
        if out.has_reported(range) {
            continue;
        }
        let draft = out
            .report(
                range,
                format!(
                    "paas-charm looks for interface `{interface}` on an endpoint named `{expected}`, not `{name}`"
                ),
            )
            .note("the endpoint can be integrated, and the application gets nothing from it");
        let removal = || remove_endpoint(cx, name);
        let brought = extension.framework.requires.iter().any(|own| own.name == *expected);
        if brought {
            let draft =
                draft.help(format!("remove it: the extension brings the endpoint `{expected}`"));
            if let Some(fix) = removal() {
                draft.fix(fix);
            }
        } else if is_free_endpoint(cx, expected) && !renamed.contains(expected) {
            renamed.push(*expected);
            let fix = rename_endpoint(cx, &endpoint, expected);
            draft.help(format!("rename it to `{expected}`")).fix(fix);
        } else {
            let draft = draft
                .help("remove it, or use it in the charm's own code: paas-charm handles one only");
            if let Some(fix) = removal() {
                draft.fix(fix);
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
    fn other_names_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  cache: {interface: redis}
# ^^^^^ warning[endpoint-name-not-recognised]: paas-charm looks for interface `redis` on
  proxy: {interface: http_proxy}
# ^^^^^ warning[endpoint-name-not-recognised]: paas-charm looks for interface `http_proxy`
  s3: {interface: s3}
  login: {interface: oauth}
  db: {interface: postgresql_client}
  kafka: {interface: kafka_client}
  on: {interface: redis}
provides:
  store: {interface: s3}
",
        );
        check(&RULE, "requires: {cache: {interface: redis}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  cache:\n    interface: redis\n    lim\n",
        );
    }

    #[test]
    fn fix_renames_the_endpoint() {
        let fixed = fixed(
            &RULE,
            "extensions: [go-framework]\nrequires: {proxy: {interface: http_proxy}}",
            0,
        );
        assert_eq!(
            fixed,
            "extensions: [go-framework]\nrequires: {http-proxy: {interface: http_proxy}}"
        );
    }

    #[test]
    fn what_the_extension_brings_can_go() {
        let fixture = "extensions: [go-framework]
requires:
  a: {interface: x}
  front: {interface: ingress}
";
        assert_eq!(
            fixed(&RULE, fixture, 0),
            fixture.replace("  front: {interface: ingress}\n", "")
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
requires: {a: {interface: s3}, b: {interface: s3}, c: {interface: ingress}}",
        );
        expect![[r#"
            warning (paas-charm): paas-charm looks for interface `s3` on an endpoint named `s3`, not `a`
              note: the endpoint can be integrated, and the application gets nothing from it
              help: rename it to `s3`
              fix (Unsafe): Rename the endpoint to `s3`
            warning (paas-charm): paas-charm looks for interface `s3` on an endpoint named `s3`, not `b`
              note: the endpoint can be integrated, and the application gets nothing from it
              help: remove it, or use it in the charm's own code: paas-charm handles one only
              fix (Unsafe): Remove the endpoint `b`
            warning (paas-charm): paas-charm looks for interface `ingress` on an endpoint named `ingress`, not `c`
              note: the endpoint can be integrated, and the application gets nothing from it
              help: remove it: the extension brings the endpoint `ingress`
              fix (Unsafe): Remove the endpoint `c`
        "#]].assert_eq(&said);
    }
}
