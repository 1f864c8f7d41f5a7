//! `required-option-never-reaches-model`: a required option has the name of a setting of the framework. Docs in
//! required_option_never_reaches_model.md.

use super::fixes::{OTHER_NAME, rename_or_remove};
use super::options;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "required-option-never-reaches-model",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("required_option_never_reaches_model.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    for (reason, option) in options(cx) {
        let (Reason::RequiredOptionNeverReachesModel, Some(name)) = (reason, option.name()) else {
            continue;
        };
        let Some(optional) = option.field("optional") else { continue };
        let range = place(optional);
        if out.has_reported(range) {
            continue;
        }
        let title = extension.framework.title;
        let draft = out
            .report(
                range,
                format!("config option `{name}` is required, and paas-charm drops it unseen"),
            )
            .note(format!(
                "{title} has a setting of this name; the charm stays blocked with `missing options: \
                 {name}`, even when the option is set"
            ))
            .label(option.key.range(), "the name of a setting");
        rename_or_remove(cx, draft, &option, OTHER_NAME);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn required_options_with_names_of_settings_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    debug:
      type: boolean
      optional: false
#               ^^^^^ error[required-option-never-reaches-model]: config option `debug` is required, and
    env: {type: string, optional: true}
    secret_key: {type: string, optional: no}
#                                        ^^ error[required-option-never-reaches-model]: config option `secret_key`
    token: {type: string, optional: false}
    app-debug: {type: string, optional: false}
",
        );
        check(&RULE, "config: {options: {debug: {type: string, optional: false}}}\n");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [flask-framework]\nconfig:\n  options:\n    debug:\n      type: int\n      optional: false\n      def\n",
        );
    }

    #[test]
    fn fixes_rename_or_remove_the_option() {
        let fixture = "extensions: [go-framework]
config:
  options:
    port: {type: int, optional: false}
    other: {type: int}
";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("port:", "custom-port:"));
        let removed = fixture.replace("    port: {type: int, optional: false}\n", "");
        assert_eq!(fixed(&RULE, fixture, 1), removed);
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {port: {type: int, optional: false}}}",
        );
        expect![[r#"
            error (paas-charm): config option `port` is required, and paas-charm drops it unseen
              note: Go has a setting of this name; the charm stays blocked with `missing options: port`, even when the option is set
              help: rename it, for example to `custom-port`: the application gets `APP_CUSTOM_PORT`
              fix (Unsafe): Rename the option to `custom-port`: the application gets `APP_CUSTOM_PORT`
              fix (Unsafe): Remove the option `port`
        "#]].assert_eq(&said);
    }
}
