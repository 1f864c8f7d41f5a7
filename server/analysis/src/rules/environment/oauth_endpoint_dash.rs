//! `oauth-endpoint-dash`: the name of an oauth endpoint holds a dash, and so do its variables. Docs in
//! oauth_endpoint_dash.md.

use super::endpoints;
use super::fixes::{is_free_endpoint, rename_endpoint};
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "oauth-endpoint-dash",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("oauth_endpoint_dash.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    for (reason, endpoint) in endpoints(cx) {
        let (Reason::OauthEndpointDash, Some(name)) = (reason, endpoint.name()) else { continue };
        let range = endpoint.key.range();
        if out.has_reported(range) {
            continue;
        }
        let variable = |name: &str| {
            format!("`{}{}_CLIENT_ID`", extension.variant.option_prefix, name.to_uppercase())
        };
        let draft = out
            .report(
                range,
                format!(
                    "the variables of endpoint `{name}` have a dash in their names, such as {}",
                    variable(name)
                ),
            )
            .note("paas-charm sets them; no shell can read them, `migrate.sh` neither");
        let other = name.replace('-', "_");
        if is_free_endpoint(cx, &other) {
            draft
                .help(format!("rename it, for example to `{other}`: {}", variable(&other)))
                .fix(rename_endpoint(cx, &endpoint, &other));
        } else {
            draft.help("choose a name without dashes");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_with_dashes_are_marked_except_for_spring() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires:
  my-idp: {interface: oauth}
# ^^^^^^ warning[oauth-endpoint-dash]: the variables of endpoint `my-idp` have a dash in their names, such as `FLASK_MY-IDP
  http-proxy: {interface: http_proxy}
",
        );
        check(
            &RULE,
            "extensions: [spring-boot-framework]\nrequires: {my-idp: {interface: oauth}}\n",
        );
        check(&RULE, "extensions: [go-framework]\nrequires: {my_idp: {interface: oauth}}\n");
        check(&RULE, "requires: {my-idp: {interface: oauth}}\n");
    }

    #[test]
    fn half_typed_endpoints_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires:\n  my-idp:\n    interface: oauth\n    lim\n",
        );
    }

    #[test]
    fn fix_renames_the_options_too() {
        let fixture = "extensions: [go-framework]
config:
  options:
    my-idp-scopes: {type: string, default: openid}
    my-idp-other: {type: string}
requires: {my-idp: {interface: oauth}}
";
        let expected =
            fixture.replace("my-idp-scopes", "my_idp-scopes").replace("{my-idp:", "{my_idp:");
        assert_eq!(fixed(&RULE, fixture, 0), expected);
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {a-b-scopes: {type: string}}}\nrequires: {a-b: {interface: oauth}}",
        );
        expect![[r#"
            warning (paas-charm): the variables of endpoint `a-b` have a dash in their names, such as `APP_A-B_CLIENT_ID`
              note: paas-charm sets them; no shell can read them, `migrate.sh` neither
              help: rename it, for example to `a_b`: `APP_A_B_CLIENT_ID`
              fix (Unsafe): Rename the endpoint to `a_b`, and its option to `a_b-...`
        "#]].assert_eq(&said);
    }
}
