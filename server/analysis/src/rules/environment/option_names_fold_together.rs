//! `option-names-fold-together`: two options become one variable. Docs in
//! option_names_fold_together.md.

use super::fixes::{OTHER_NAME, rename_or_remove};
use super::options;
use crate::charm_environment::About;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "option-names-fold-together",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("option_names_fold_together.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, option) in options(cx) {
        let Reason::OptionNamesFoldTogether { winner } = reason else { continue };
        let Some(name) = option.name().filter(|_| !out.has_reported(option.key.range())) else {
            continue;
        };
        let mut draft = out
            .report(
                option.key.range(),
                format!("config options `{name}` and `{winner}` become one variable"),
            )
            .note(format!(
                "with both set, the application gets the value of `{winner}`, the last in \
                 alphabetical order"
            ));
        let other = cx.config_options().iter().find(|it| it.name() == Some(winner.as_str()));
        if let Some(other) = other {
            draft = draft.label(other.key.range(), "the other one");
        }
        rename_or_remove(cx, draft, &option, "rename one of the two");
    }
    check_added(cx, out);
}

/// Options that take the variable of one that the extension adds for an endpoint.
fn check_added(cx: &Context<'_>, out: &mut Findings<'_>) {
    for verdict in cx.verdicts() {
        let (About::AddedOption, Reason::OptionNamesFoldTogether { winner }) =
            (verdict.about, &verdict.reason)
        else {
            continue;
        };
        let other = cx.config_options().iter().find(|it| it.name() == Some(winner.as_str()));
        let Some(option) = other.filter(|it| !it.value.is_repaired()) else { continue };
        let added = &verdict.name;
        let draft = out
            .report(
                option.key.range(),
                format!("config option `{winner}` and `{added}`, which the extension adds, become one variable"),
            )
            .note(format!("with both set, the application gets the value of `{winner}`"));
        rename_or_remove(cx, draft, option, OTHER_NAME);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_one_that_loses_is_marked() {
        check(
            &RULE,
            "extensions: [go-framework]
config:
  options:
    cache_url: {type: string}
    cache-url: {type: string}
#   ^^^^^^^^^ warning[option-names-fold-together]: config options `cache-url` and `cache_url` become one variable
    Theme: {type: string}
#   ^^^^^ warning[option-names-fold-together]: config options `Theme` and `theme`
    theme: {type: string}
    ldap: {type: secret}
    ldap-host: {type: string}
",
        );
        check(&RULE, "config: {options: {a-b: {type: string}, a_b: {type: string}}}\n");
    }

    #[test]
    fn options_that_the_extension_adds_count() {
        check(
            &RULE,
            "extensions: [go-framework]
config:
  options:
    oidc_scopes: {type: string}
#   ^^^^^^^^^^^ warning[option-names-fold-together]: config option `oidc_scopes` and `oidc-scopes`, which the extension
requires: {oidc: {interface: oauth}}
",
        );
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nconfig:\n  options:\n    a_b: {type: int}\n    a-b:\n      type: int\n      def\n",
        );
    }

    #[test]
    fn fix_renames_the_loser() {
        let fixture =
            "extensions: [go-framework]\nconfig: {options: {a-b: {type: int}, a_b: {type: int}}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("a-b:", "custom-a-b:"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]
config: {options: {a-b: {type: int}, a_b: {type: int}, oidc_scopes: {type: string}}}
requires: {oidc: {interface: oauth}}",
        );
        expect![[r#"
            warning (paas-charm): config options `a-b` and `a_b` become one variable
              note: with both set, the application gets the value of `a_b`, the last in alphabetical order
              help: rename it, for example to `custom-a-b`: the application gets `APP_CUSTOM_A_B`
              fix (Unsafe): Rename the option to `custom-a-b`: the application gets `APP_CUSTOM_A_B`
              fix (Unsafe): Remove the option `a-b`
            warning (paas-charm): config option `oidc_scopes` and `oidc-scopes`, which the extension adds, become one variable
              note: with both set, the application gets the value of `oidc_scopes`
              help: rename it, for example to `custom-oidc_scopes`: the application gets `APP_CUSTOM_OIDC_SCOPES`
              fix (Unsafe): Rename the option to `custom-oidc_scopes`: the application gets `APP_CUSTOM_OIDC_SCOPES`
              fix (Unsafe): Remove the option `oidc_scopes`
        "#]].assert_eq(&said);
    }
}
