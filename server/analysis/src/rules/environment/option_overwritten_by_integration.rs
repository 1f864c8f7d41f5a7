//! `option-overwritten-by-integration`: an integration sets the variable of an option. Docs in
//! option_overwritten_by_integration.md.

use super::fixes::{OTHER_NAME, rename_or_remove};
use super::options;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "option-overwritten-by-integration",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("option_overwritten_by_integration.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, option) in options(cx) {
        let Reason::OptionOverwrittenByIntegration { endpoint } = reason else { continue };
        let range = option.key.range();
        let Some(name) = option.name().filter(|_| !out.has_reported(range)) else { continue };
        let draft = out
            .report(
                range,
                format!("config option `{name}` has the variable that endpoint `{endpoint}` sets"),
            )
            .note(format!(
                "once `{endpoint}` is integrated, its value replaces the one of the option"
            ));
        rename_or_remove(cx, draft, &option, OTHER_NAME);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn variables_of_the_oauth_endpoint_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    oidc-client-id: {type: string}
#   ^^^^^^^^^^^^^^ warning[option-overwritten-by-integration]: config option `oidc-client-id` has the variable that endpoint `oidc`
    oidc_jwks-url: {type: string}
#   ^^^^^^^^^^^^^ warning[option-overwritten-by-integration]: config option `oidc_jwks-url`
    oidc-scopes: {type: string}
    oidc-client: {type: string}
requires: {oidc: {interface: oauth}}
",
        );
        let options = "config: {options: {oidc-client-id: {type: string}}}\n";
        check(&RULE, &format!("extensions: [go-framework]\n{options}"));
        check(&RULE, &format!("{options}requires: {{oidc: {{interface: oauth}}}}\n"));
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nrequires: {a: {interface: oauth}}\nconfig:\n  options:\n    a-client-id:\n      type: int\n      def\n",
        );
    }

    #[test]
    fn fix_renames_the_option() {
        let fixture = "extensions: [go-framework]
config: {options: {a-client-id: {type: string}}}
requires: {a: {interface: oauth}}
";
        assert_eq!(
            fixed(&RULE, fixture, 0),
            fixture.replace("a-client-id:", "custom-a-client-id:")
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
config: {options: {a-client-id: {type: string}}}
requires: {a: {interface: oauth}}",
        );
        expect![[r#"
            warning (paas-charm): config option `a-client-id` has the variable that endpoint `a` sets
              note: once `a` is integrated, its value replaces the one of the option
              help: rename it, for example to `custom-a-client-id`: the application gets `APP_CUSTOM_A_CLIENT_ID`
              fix (Unsafe): Rename the option to `custom-a-client-id`: the application gets `APP_CUSTOM_A_CLIENT_ID`
              fix (Unsafe): Remove the option `a-client-id`
        "#]].assert_eq(&said);
    }
}
