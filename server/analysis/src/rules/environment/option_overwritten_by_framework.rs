//! `option-overwritten-by-framework`: paas-charm sets the variable of an option itself. Docs in
//! option_overwritten_by_framework.md.

use super::fixes::{OTHER_NAME, rename_or_remove};
use super::options;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "option-overwritten-by-framework",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("option_overwritten_by_framework.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, option) in options(cx) {
        let Reason::OptionOverwrittenByFramework { variable } = reason else { continue };
        let range = option.key.range();
        let Some(name) = option.name().filter(|_| !out.has_reported(range)) else { continue };
        let draft = out
            .report(range, format!("the value of config option `{name}` is lost: paas-charm sets `{variable}` itself"))
            .note("paas-charm sets it after the options, without a word");
        rename_or_remove(cx, draft, &option, OTHER_NAME);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn variables_of_the_framework_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    base-url: {type: string}
#   ^^^^^^^^ warning[option-overwritten-by-framework]: the value of config option `base-url` is lost: paas-charm sets `FLASK_BASE_URL`
    peer_fqdns: {type: string}
#   ^^^^^^^^^^ warning[option-overwritten-by-framework]: the value of config option `peer_fqdns`
    Preferred-url-scheme: {type: string}
#   ^^^^^^^^^^^^^^^^^^^^ warning[option-overwritten-by-framework]: the value of config option
    Env: {type: string}
    base: {type: string}
",
        );
        check(
            &RULE,
            "extensions: [fastapi-framework]\nconfig: {options: {secret-key: {type: string}}}\n",
        );
        check(&RULE, "config: {options: {base-url: {type: string}}}\n");
    }

    #[test]
    fn a_port_in_paas_config_wins_over_the_option() {
        check(
            &RULE,
            "extensions: [go-framework]
base: ubuntu@26.04
config:
  options:
    port: {type: int}
#   ^^^^ warning[option-overwritten-by-framework]: the value of config option `port` is lost
//- paas-config.yaml
port: 8000
",
        );
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nconfig:\n  options:\n    base-url:\n      type: int\n      def\n",
        );
    }

    #[test]
    fn fix_renames_the_option() {
        let fixture = "extensions: [go-framework]\nconfig: {options: {base-url: {type: string}}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("base-url:", "custom-base-url:"));
    }

    #[test]
    fn the_new_name_does_not_take_the_variable_of_another_option() {
        let text = "extensions: [go-framework]
config: {options: {base-url: {type: string}, Custom_base-url: {type: string}}}";
        assert!(said(&RULE, text).contains("help: choose another name\n"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {base-url: {type: string}}}",
        );
        expect![[r#"
            warning (paas-charm): the value of config option `base-url` is lost: paas-charm sets `APP_BASE_URL` itself
              note: paas-charm sets it after the options, without a word
              help: rename it, for example to `custom-base-url`: the application gets `APP_CUSTOM_BASE_URL`
              fix (Unsafe): Rename the option to `custom-base-url`: the application gets `APP_CUSTOM_BASE_URL`
              fix (Unsafe): Remove the option `base-url`
        "#]].assert_eq(&said);
    }
}
