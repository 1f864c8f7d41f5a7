//! `ignored-option-prefix`: an option has a prefix that paas-charm passes over. Docs in
//! ignored_option_prefix.md.

use super::options;
use crate::environment::Reason;
use crate::rules::option_names::without_kept_prefix;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ignored-option-prefix",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("ignored_option_prefix.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    for (reason, option) in options(cx) {
        let Reason::ReservedOptionPrefix { prefix } = reason else { continue };
        let Some(name) = option.name() else { continue };
        // Prefixes that stop `charmcraft pack` are another rule's business.
        let is_refused = extension.framework.reserved_prefix_of(name).is_some();
        if is_refused || out.has_reported(option.key.range()) {
            continue;
        }
        let draft = out
            .report(
                option.key.range(),
                format!("config option `{name}` starts with `{prefix}`, so the application never gets it"),
            )
            .note(format!(
                "paas-charm takes options that start with `{prefix}` for its own and exports none of them"
            ));
        match without_kept_prefix(cx, extension, &option) {
            Some(new) => new.offer(draft, &option),
            None => draft.help(format!("choose a name that does not start with `{prefix}`")),
        };
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn options_that_start_with_app_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    app-mode: {type: string}
#   ^^^^^^^^ warning[ignored-option-prefix]: config option `app-mode` starts with `app-`
    app-secret-key: {type: secret}
#   ^^^^^^^^^^^^^^ warning[ignored-option-prefix]: config option `app-secret-key`
    flask-mode: {type: string}
    application: {type: string}
",
        );
    }

    #[test]
    fn options_of_the_extension_are_not() {
        check(
            &RULE,
            "extensions: [go-framework]
base: ubuntu@24.04
config: {options: {app-port: {type: int}}}
requires: {app-login: {interface: oauth}}
",
        );
    }

    #[test]
    fn fix_names_the_option_without_the_prefix() {
        let fixed = fixed(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {\"app-mode\": {type: int}}}",
            0,
        );
        assert_eq!(fixed, "extensions: [go-framework]\nconfig: {options: {mode: {type: int}}}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {app-mode: {type: int}, app-base-url: {type: string}}}",
        );
        expect![[r#"
            warning (paas-charm): config option `app-mode` starts with `app-`, so the application never gets it
              note: paas-charm takes options that start with `app-` for its own and exports none of them
              help: rename it, for example to `mode`: the application gets `APP_MODE`
              fix (Unsafe): Rename the option to `mode`: the application gets `APP_MODE`
            warning (paas-charm): config option `app-base-url` starts with `app-`, so the application never gets it
              note: paas-charm takes options that start with `app-` for its own and exports none of them
              help: choose a name that does not start with `app-`
        "#]].assert_eq(&said);
    }
}
