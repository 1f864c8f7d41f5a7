//! `option-name-breaks-model`: an option has a name that paas-charm crashes on. Docs in
//! option_name_breaks_model.md.

use super::fixes::{OTHER_NAME, rename_or_remove};
use super::options;
use crate::environment::Reason;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "option-name-breaks-model",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Charmcraft],
    docs: include_str!("option_name_breaks_model.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (reason, option) in options(cx) {
        let (Reason::OptionNameBreaksModel, Some(name)) = (reason, option.name()) else { continue };
        let range = option.key.range();
        if out.has_reported(range) {
            continue;
        }
        let message = match option.is_required() && name.starts_with(['-', '_']) {
            true => format!("required config option `{name}` starts with `{}`", &name[..1]),
            false if name.replace('-', "_") == "model_post_init" => {
                format!(
                    "no config option can be named `{name}` beside one that starts with `-` or `_`"
                )
            }
            false => format!("no config option can be named `{name}` here"),
        };
        let draft = out.report(range, message).note(
            "paas-charm makes the options fields of a pydantic model, which refuses the name: every \
             hook crashes",
        );
        rename_or_remove(cx, draft, &option, OTHER_NAME);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_that_pydantic_keeps_are_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    model-config: {type: string}
#   ^^^^^^^^^^^^ error[option-name-breaks-model]: no config option can be named `model-config` here
    model_dump-json: {type: int}
#   ^^^^^^^^^^^^^^^ error[option-name-breaks-model]: no config option can be named `model_dump-json`
    --init--: {type: string}
#   ^^^^^^^^ error[option-name-breaks-model]: no config option can be named `--init--` here
    -level: {type: string, optional: false}
#   ^^^^^^ error[option-name-breaks-model]: required config option `-level` starts with `-`
    -verbose: {type: string}
    Model-config: {type: string}
    model-fields: {type: string}
    json: {type: string}
",
        );
        check(&RULE, "config: {options: {model-config: {type: string}}}\n");
    }

    #[test]
    fn a_hook_of_the_model_is_free_until_an_option_is_private() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    model-post_init: {type: string}
#   ^^^^^^^^^^^^^^^ error[option-name-breaks-model]: no config option can be named `model-post_init` beside one that starts with `-` or `_`
    -verbose: {type: string}
",
        );
        let beside = |name: &str| {
            let options = format!("{{model-post-init: {{type: int}}, {name}: {{type: int}}}}");
            check(&RULE, &format!("extensions: [go-framework]\nconfig: {{options: {options}}}\n"));
        };
        beside("verbose");
        beside("--verbose");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [go-framework]\nconfig:\n  options:\n    model-dump:\n      type: int\n      def\n",
        );
    }

    #[test]
    fn fix_renames_the_option() {
        let with = |name: &str| {
            let options =
                format!("config: {{options: {{{name}: {{type: int, optional: false}}}}}}");
            let fixed = fixed(&RULE, &format!("extensions: [go-framework]\n{options}"), 0);
            fixed.split("options: {").nth(1).unwrap().split(':').next().unwrap().to_owned()
        };
        assert_eq!(with("model-config"), "custom-model-config");
        assert_eq!(with("_level"), "level");
        assert_eq!(with("--port"), "custom-port");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {model-dump: {type: int}, _a: {type: int, optional: false}}}",
        );
        expect![[r#"
            error (paas-charm): no config option can be named `model-dump` here
              note: paas-charm makes the options fields of a pydantic model, which refuses the name: every hook crashes
              help: rename it, for example to `custom-model-dump`: the application gets `APP_CUSTOM_MODEL_DUMP`
              fix (Unsafe): Rename the option to `custom-model-dump`: the application gets `APP_CUSTOM_MODEL_DUMP`
              fix (Unsafe): Remove the option `model-dump`
            error (paas-charm): required config option `_a` starts with `_`
              note: paas-charm makes the options fields of a pydantic model, which refuses the name: every hook crashes
              help: rename it, for example to `a`: the application gets `APP_A`
              fix (Unsafe): Rename the option to `a`: the application gets `APP_A`
              fix (Unsafe): Remove the option `_a`
        "#]].assert_eq(&said);
    }
}
