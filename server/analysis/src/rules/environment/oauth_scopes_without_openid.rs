//! `oauth-scopes-without-openid`: the scopes of an oauth endpoint lack `openid`. Docs in
//! oauth_scopes_without_openid.md.

use syntax::{Style, TextSize};

use super::options;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "oauth-scopes-without-openid",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("oauth_scopes_without_openid.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, option) in options(cx) {
        let (Reason::OauthScopesWithoutOpenid, Some(name)) = (reason, option.name()) else {
            continue;
        };
        let Some(default) = option.field("default") else { continue };
        if out.has_reported(place(default)) {
            continue;
        }
        let draft = out
            .report(
                place(default),
                format!("the default of config option `{name}` lacks the scope `openid`"),
            )
            .note("paas-charm keeps the charm blocked, integrated or not")
            .help("write `openid` in front of the others, with a blank between");
        if let Some(range) = start_of_text(default.value) {
            draft.fix(Fix::replace("Add the scope `openid`", Safety::Safe, range, "openid "));
        }
    }
}

/// Where the text of a value begins, in its quotes if it has some.
fn start_of_text(value: NodeRef<'_>) -> Option<TextRange> {
    let start = value.range().start();
    match value.style()? {
        _ if value.as_str().is_none() || value.properties().is_some() => None,
        Style::Plain => Some(TextRange::empty(start)),
        Style::SingleQuoted | Style::DoubleQuoted => {
            Some(TextRange::empty(start + TextSize::of('\'')))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn scopes_that_lack_openid_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    oidc-scopes:
      type: string
      default: profile email
#              ^^^^^^^^^^^^^ error[oauth-scopes-without-openid]: the default of config option `oidc-scopes`
requires:
  oidc: {interface: oauth}
",
        );
    }

    #[test]
    fn what_the_extension_fills_in_or_nobody_reads_is_not() {
        for default in ["openid profile", "''", "", "'x openid'"] {
            let option = format!("{{type: string, default: {default}}}");
            check(
                &RULE,
                &format!(
                    "extensions: [go-framework]\nconfig: {{options: {{sso-scopes: {option}}}}}\nrequires: {{sso: {{interface: oauth}}}}\n"
                ),
            );
        }
        let options = "config: {options: {sso-scopes: {type: string, default: x}}}\n";
        check(&RULE, &format!("extensions: [go-framework]\n{options}"));
        check(&RULE, &format!("{options}requires: {{sso: {{interface: oauth}}}}\n"));
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires: {sso: {interface: oauth}}\nconfig:\n  options:\n    sso-scopes:\n      default: x\n      typ\n",
        );
    }

    #[test]
    fn fix_adds_the_scope() {
        let with = |default: &str| {
            let option = format!("{{type: string, default: {default}}}");
            let fixed = fixed(
                &RULE,
                &format!(
                    "extensions: [go-framework]\nrequires: {{sso: {{interface: oauth}}}}\nconfig: {{options: {{sso-scopes: {option}}}}}\n"
                ),
                0,
            );
            let rest = fixed.split("default: ").nth(1).unwrap();
            rest.trim_end_matches(['}', '\n']).to_owned()
        };
        assert_eq!(with("profile email"), "openid profile email");
        assert_eq!(with("'profile'"), "'openid profile'");
        assert_eq!(with("\"profile\""), "\"openid profile\"");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
config: {options: {sso-scopes: {type: string, default: profile}}}
requires: {sso: {interface: oauth}}",
        );
        expect![[r#"
            error (paas-charm): the default of config option `sso-scopes` lacks the scope `openid`
              note: paas-charm keeps the charm blocked, integrated or not
              help: write `openid` in front of the others, with a blank between
              fix (Safe): Add the scope `openid`
        "#]]
        .assert_eq(&said);
    }
}
