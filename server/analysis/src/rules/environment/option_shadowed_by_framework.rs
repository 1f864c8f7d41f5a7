//! `option-shadowed-by-framework`: an option has the name of a setting of the framework. Docs in
//! option_shadowed_by_framework.md.

use super::fixes::{OTHER_NAME, new_name, remove_option, rename_or_remove};
use super::options;
use crate::environment::{Reason, folds_equal};
use crate::facts::ExtensionOption;
use crate::model::Extension;
use crate::rules::Draft;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "option-shadowed-by-framework",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("option_shadowed_by_framework.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    for (reason, option) in options(cx) {
        let (Reason::OptionShadowedByFramework, Some(name)) = (reason, option.name()) else {
            continue;
        };
        let range = option.key.range();
        if out.has_reported(range) {
            continue;
        }
        let title = extension.framework.title;
        let draft = out
            .report(
                range,
                format!("config option `{name}` never reaches the application: {title} has a setting of this name"),
            )
            .note("paas-charm drops the value without a word, set or not");
        let Some(own) = own_option(extension, name) else {
            rename_or_remove(cx, draft, &option, OTHER_NAME);
            continue;
        };
        let draft = draft.help(format!(
            "remove it, and use `{}` of the extension: it sets `{}`",
            own.name,
            own.variables.join("` and `")
        ));
        let removal = remove_option(cx, name).map(|fix| Fix {
            title: format!("{}: the extension has `{}`", fix.title, own.name),
            ..fix
        });
        let renaming = new_name(cx, &option).map(|new| new.fix(&option));
        removal.into_iter().chain(renaming).fold(draft, Draft::fix);
    }
}

/// The option of the extension that sets what the name promises.
fn own_option(extension: Extension, name: &str) -> Option<&'static ExtensionOption> {
    let prefix = extension.framework.name;
    let is_same = |own: &&ExtensionOption| {
        let bare = own.name.strip_prefix(prefix).or_else(|| own.name.strip_prefix("app"));
        let bare = bare.and_then(|rest| rest.strip_prefix('-'));
        let sets = own.variables.iter().any(|variable| folds_equal(&variable.to_lowercase(), name));
        folds_equal(own.name, name) || bare.is_some_and(|bare| folds_equal(bare, name)) || sets
    };
    let named = extension.variant.options.iter().filter(|own| !own.variables.is_empty());
    named.into_iter().find(is_same)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_of_settings_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    env: {type: string}
#   ^^^ warning[option-shadowed-by-framework]: config option `env` never reaches the application: Flask has
    permanent_session-lifetime: {type: int}
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[option-shadowed-by-framework]: config option `permanent_session-lifetime`
    Debug: {type: boolean}
    token: {type: string}
    debug: {type: string, optional: false}
",
        );
        check(
            &RULE,
            "extensions: [expressjs-framework]
config:
  options:
    node-env: {type: string}
    node_env: {type: string}
#   ^^^^^^^^ warning[option-shadowed-by-framework]: config option `node_env`
",
        );
        check(&RULE, "config: {options: {env: {type: string}}}\n");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [flask-framework]\nconfig:\n  options:\n    env:\n      type: int\n      def\n",
        );
    }

    #[test]
    fn fixes_remove_or_rename_the_option() {
        let fixture = "extensions: [flask-framework]
config:
  options:
    env: {type: string}
    other: {type: int}
";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("    env: {type: string}\n", ""));
        assert_eq!(fixed(&RULE, fixture, 1), fixture.replace("env:", "custom-env:"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [flask-framework]\nconfig: {options: {env: {type: string}}}",
        ) + &said(
            &RULE,
            "extensions: [fastapi-framework]\nconfig: {options: {uvicorn-host: {type: string}, web-concurrency: {type: int}}}",
        ) + &said(
            &RULE,
            "extensions: [spring-boot-framework]\nconfig: {options: {secret-key: {type: string}, server-port: {type: int}}}",
        );
        expect![[r#"
            warning (paas-charm): config option `env` never reaches the application: Flask has a setting of this name
              note: paas-charm drops the value without a word, set or not
              help: remove it, and use `flask-env` of the extension: it sets `FLASK_ENV`
              fix (Unsafe): Remove the option `env`: the extension has `flask-env`
              fix (Unsafe): Rename the option to `custom-env`: the application gets `FLASK_CUSTOM_ENV`
            warning (paas-charm): config option `uvicorn-host` never reaches the application: FastAPI has a setting of this name
              note: paas-charm drops the value without a word, set or not
              help: rename it, for example to `custom-uvicorn-host`: the application gets `APP_CUSTOM_UVICORN_HOST`
              fix (Unsafe): Rename the option to `custom-uvicorn-host`: the application gets `APP_CUSTOM_UVICORN_HOST`
              fix (Unsafe): Remove the option `uvicorn-host`
            warning (paas-charm): config option `web-concurrency` never reaches the application: FastAPI has a setting of this name
              note: paas-charm drops the value without a word, set or not
              help: remove it, and use `webserver-workers` of the extension: it sets `WEB_CONCURRENCY`
              fix (Unsafe): Remove the option `web-concurrency`: the extension has `webserver-workers`
              fix (Unsafe): Rename the option to `custom-web-concurrency`: the application gets `APP_CUSTOM_WEB_CONCURRENCY`
            warning (paas-charm): config option `secret-key` never reaches the application: Spring Boot has a setting of this name
              note: paas-charm drops the value without a word, set or not
              help: remove it, and use `app-secret-key` of the extension: it sets `SECRET_KEY`
              fix (Unsafe): Remove the option `secret-key`: the extension has `app-secret-key`
              fix (Unsafe): Rename the option to `custom-secret-key`: the application gets `APP_CUSTOM_SECRET_KEY`
            warning (paas-charm): config option `server-port` never reaches the application: Spring Boot has a setting of this name
              note: paas-charm drops the value without a word, set or not
              help: remove it, and use `app-port` of the extension: it sets `SERVER_PORT`
              fix (Unsafe): Remove the option `server-port`: the extension has `app-port`
              fix (Unsafe): Rename the option to `custom-server-port`: the application gets `APP_CUSTOM_SERVER_PORT`
        "#]].assert_eq(&said);
    }
}
