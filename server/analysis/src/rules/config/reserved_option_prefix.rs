//! `reserved-option-prefix`: an option has a prefix that the extension keeps for itself. Docs in
//! reserved_option_prefix.md.

use crate::model::{ConfigOption, Extension};
use crate::rules::option_names::without_kept_prefix;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "reserved-option-prefix",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("reserved_option_prefix.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    for option in cx.unchecked_options() {
        let Some(name) = option.key.as_str() else { continue };
        let Some(prefix) = extension.framework.reserved_prefix_of(name) else { continue };
        // A name that the extension has itself is refused as such, before the prefixes are looked at.
        if extension.variant.option(name).is_none() && !out.has_reported(option.key.range()) {
            report(cx, extension, option, name, prefix, out);
        }
    }
}

fn report(
    cx: &Context<'_>,
    extension: Extension,
    option: &ConfigOption<'_>,
    name: &str,
    prefix: &str,
    out: &mut Findings<'_>,
) {
    let keeper = extension.framework.extension;
    let message = format!(
        "config option `{name}` starts with `{prefix}`, a prefix kept by the {keeper} extension"
    );
    let draft = out.report(option.key.range(), message).note("`charmcraft pack` stops on this");
    match without_kept_prefix(cx, extension, option) {
        Some(new) => new.offer(draft, option),
        None => draft.help(format!("choose a name that does not start with `{prefix}`")),
    };
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn prefixes_of_the_framework_and_the_web_server_are_kept() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    flask-mode: {type: string}
#   ^^^^^^^^^^ error[reserved-option-prefix]: config option `flask-mode` starts with `flask-`
    webserver-x:
#   ^^^^^^^^^^^ error[reserved-option-prefix]: config option `webserver-x` starts with `webserver-`
    flaskmode: {type: string}
    webserver: {type: string}
    my-flask-mode: {type: string}
    app-mode: {type: string}
    go-mode: {type: string}
",
        );
    }

    #[test]
    fn names_of_the_extension_itself_are_another_rule_s() {
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@24.04
config: {options: {flask-secret-key: {type: string}}}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@26.04
config: {options: {flask-secret-key: {type: string}}}
#                  ^^^^^^^^^^^^^^^^ error[reserved-option-prefix]: config option
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
platforms: {'ubuntu@26.04:amd64': }
config: {options: {flask-secret-key: {type: string}}}
#                  ^^^^^^^^^^^^^^^^ error[reserved-option-prefix]: config option
",
        );
    }

    #[test]
    fn without_an_extension_every_name_is_free() {
        check(&RULE, "config: {options: {flask-mode: {type: string}}}\n");
    }

    #[test]
    fn fix_takes_all_kept_prefixes_off() {
        let fixed = |name: &str| {
            let config = format!("config: {{options: {{{name}: {{type: string}}}}}}");
            fixed(&RULE, &format!("extensions: [flask-framework]\n{config}"), 0)
        };
        let expected = |name: &str| {
            format!(
                "extensions: [flask-framework]\nconfig: {{options: {{{name}: {{type: string}}}}}}"
            )
        };
        assert_eq!(fixed("flask-mode"), expected("mode"));
        assert_eq!(fixed("'flask-app-mode'"), expected("mode"));
        assert_eq!(fixed("flask-on"), expected("'on'"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [django-framework]
config:
  options:
    django-theme: {type: string}
    django-api: {type: secret}
    django-base-url: {type: string}
    webserver-theme: {type: string}
    theme: {type: string}
",
        );
        expect![[r#"
            error (charmcraft): config option `django-theme` starts with `django-`, a prefix kept by the django-framework extension
              note: `charmcraft pack` stops on this
              help: choose a name that does not start with `django-`
            error (charmcraft): config option `django-api` starts with `django-`, a prefix kept by the django-framework extension
              note: `charmcraft pack` stops on this
              help: rename it, for example to `api`: the application gets `DJANGO_API_<KEY>`
              fix (Unsafe): Rename the option to `api`: the application gets `DJANGO_API_<KEY>`
            error (charmcraft): config option `django-base-url` starts with `django-`, a prefix kept by the django-framework extension
              note: `charmcraft pack` stops on this
              help: choose a name that does not start with `django-`
            error (charmcraft): config option `webserver-theme` starts with `webserver-`, a prefix kept by the django-framework extension
              note: `charmcraft pack` stops on this
              help: choose a name that does not start with `webserver-`
        "#]].assert_eq(&said);
    }
}
