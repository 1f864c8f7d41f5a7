//! `option-of-extension`: an option that the extension brings itself. Docs in option_of_extension.md.

use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "option-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("option_of_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension() else { return };
    for option in cx.unchecked_options() {
        let Some(name) = option.key.as_str() else { continue };
        let Some(own) = extension.variant.option(name) else { continue };
        let range = option.key.range();
        if out.has_reported(range) {
            continue;
        }
        let keeper = extension.framework.extension;
        let what = match own.default {
            Some(default) => format!("type {}, default `{default}`", own.option_type),
            None => format!("type {}", own.option_type),
        };
        let draft = out
            .report(range, format!("the {keeper} extension adds config option `{name}` itself"))
            .note(format!("`charmcraft pack` refuses a second one; the extension's has {what}"))
            .help("remove it: the extension brings it");
        if let Some(edit) = remove_entry(cx, &["config", "options", name]) {
            let title = format!("Remove the option `{name}`");
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn options_of_the_framework_s_extension_are_marked() {
        check(
            &RULE,
            "extensions: [go-framework]
base: ubuntu@24.04
config:
  options:
    metrics-port: {type: int}
#   ^^^^^^^^^^^^ error[option-of-extension]: the go-framework extension adds config option
    metrics: {type: int}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
config: {options: {metrics-port: {type: int}, \"flask-debug\": {type: boolean}}}
#                                             ^^^^^^^^^^^^^ error[option-of-extension]: the flask-framework
",
        );
    }

    #[test]
    fn the_base_decides_what_the_extension_adds() {
        check(
            &RULE,
            "extensions: [go-framework]
base: ubuntu@26.04
config: {options: {metrics-port: {type: int}}}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
platforms:
  amd64:
    build-on: [amd64]
    build-for: ['ubuntu@26.04:amd64']
config: {options: {app-secret-key: {type: secret}}}
#                  ^^^^^^^^^^^^^^ error[option-of-extension]: the flask-framework
",
        );
    }

    #[test]
    fn fix_leaves_nothing_empty_behind() {
        let extension = "extensions: [go-framework]\n";
        let with = |config: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("{extension}{config}"), 0);
            assert_eq!(fixed, format!("{extension}{expected}"));
        };
        with("config:\n  options:\n    app-port:\n      type: int\nname: x\n", "name: x\n");
        with(
            "config:\n  options:\n    app-port:\n      type: int # why\n    # next\n    b: {}\n",
            "config:\n  options:\n    # next\n    b: {}\n",
        );
        with(
            "config:\n  options:\n    b: {}\n    app-port:\n      description: |\n        a\n        b\n\nname: x\n",
            "config:\n  options:\n    b: {}\n\nname: x\n",
        );
        with("config: {options: {app-port: {}, b: {}}}\n", "config: {options: {b: {}}}\n");
        with("config: {options: {b: {}, app-port: {}}}\n", "config: {options: {b: {}}}\n");
        with("config: {options: {app-port: {}}}\nname: x\n", "name: x\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [go-framework]\nconfig: {options: {app-port: {}}}");
        expect![[r#"
            error (charmcraft): the go-framework extension adds config option `app-port` itself
              note: `charmcraft pack` refuses a second one; the extension's has type int, default `8080`
              help: remove it: the extension brings it
              fix (Unsafe): Remove the option `app-port`
        "#]].assert_eq(&said);
    }
}
