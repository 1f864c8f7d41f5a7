//! `config-option-shape`: options are no mapping of mappings. Docs in config_option_shape.md.
//!
//! Juju reads the shape when the charm is deployed; with a 12-factor extension charmcraft looks at it
//! first, and crashes. Without one, that `config` itself is a mapping is not this rule's business.

use crate::facts;
use crate::model::ConfigOption;
use crate::rules::juju_value::reaches_juju;
use crate::rules::prelude::*;
use crate::rules::shape::{CHARMCRAFT_CRASHES, fill_below, kind, report_section};

pub(super) static RULE: Rule = Rule {
    id: "config-option-shape",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Config],
    docs: include_str!("config_option_shape.md"),
    check,
};

const JUJU: &str = "Juju refuses the packed charm when it is deployed";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.extension().is_some()
        && let Some(config) = cx.entry("config")
        && !config.value.resolved().is_mapping()
    {
        report_section(cx, config, &["config"], "option", out);
    }
    let options = cx.section("config").and_then(|config| config.get("options"));
    let Some(options) = options else { return };
    let value = options.value.resolved();
    if !value.is_mapping() {
        check_section(cx, options, out);
        return;
    }
    for option in cx.unchecked_options() {
        if !option.value.is_repaired() {
            check_option(cx, option, out);
        }
    }
}

fn check_section(cx: &Context<'_>, options: Entry<'_>, out: &mut Findings<'_>) {
    let value = options.value.resolved();
    if cx.extension().is_some() {
        // The extension replaces an empty list or text by its own options.
        let is_empty_text = value.text() == Some("") && !value.is_null();
        if !is_empty_text && !is_empty_list(value) {
            report_section(cx, options, &["config", "options"], "option", out);
        }
        return;
    }
    if !value.is_null() && !options.value.is_repaired() && reaches_juju(cx, "config") {
        let path = if cx.snapshot.kind == FileKind::Config { "options" } else { "config.options" };
        let message = format!("`{path}` is {}, expected a mapping", kind(value));
        out.report(options.value.range(), message)
            .note(JUJU)
            .help("write `<name>:` for each option");
    }
}

fn check_option(cx: &Context<'_>, option: &ConfigOption<'_>, out: &mut Findings<'_>) {
    let Some(name) = option.name() else { return };
    let value = option.value.resolved();
    let extended = cx.extension().is_some();
    if extended && option.key.as_str().is_none() {
        report_name(option.key, name, out);
        return;
    }
    if value.is_mapping() {
        check_description(name, *option, out);
        return;
    }
    // charmcraft 4.5.0 takes a dot in a name for a step into the option, and so finds nothing.
    let crashes = extended && !name.contains('.');
    let range = if option.value.is_absent() { option.key.range() } else { option.value.range() };
    if (value.is_null() && !crashes) || out.has_reported(range) {
        return;
    }
    let known = value.as_str().and_then(facts::option_type);
    let type_name = known.map_or("string", |known| known.name);
    let message = format!("config option `{name}` is {}, expected a mapping", kind(value));
    let mut draft = out.report(range, message).help(format!("write `type: {type_name}` below it"));
    draft = match crashes {
        true => draft.note(CHARMCRAFT_CRASHES).judge(Some(Judge::Charmcraft)),
        false => draft.note(JUJU),
    };
    if let Some(fix) = type_fix(cx, option, known.map(|known| known.name)) {
        draft.fix(fix);
    }
}

/// Writes the type below an option that is empty, or that is nothing but its type.
fn type_fix(cx: &Context<'_>, option: &ConfigOption<'_>, known: Option<&str>) -> Option<Fix> {
    let title = |name: &str| format!("Write `type: {name}` below the option");
    if let Some(name) = known {
        let insert = format!("{{type: {name}}}");
        return Some(Fix::replace(title(name), Safety::Safe, option.value.range(), insert));
    }
    let edit = fill_below(cx, Entry { key: option.key, value: option.value }, "type: string")?;
    Some(Fix::replace(title("string"), Safety::Unsafe, edit.range, edit.insert))
}

fn report_name(key: NodeRef<'_>, name: &str, out: &mut Findings<'_>) {
    let draft = out
        .report(
            key.range(),
            format!("YAML reads the option name `{name}` as something else than text"),
        )
        .judge(Some(Judge::Charmcraft))
        .note(CHARMCRAFT_CRASHES)
        .help(format!("put it in quotes: `'{name}'`"));
    if key.is_scalar() && !name.contains('\'') {
        let quoted = format!("'{name}'");
        draft.fix(Fix::replace("Put the name in quotes", Safety::Safe, key.range(), quoted));
    }
}

fn check_description(name: &str, option: ConfigOption<'_>, out: &mut Findings<'_>) {
    let Some(field) = option.field("description") else { return };
    let value = field.value.resolved();
    let range = field.value.range();
    if value.is_scalar() || field.value.is_repaired() || out.has_reported(range) {
        return;
    }
    let found = kind(value);
    out.report(
        range,
        format!("the description of config option `{name}` is {found}, expected text"),
    )
    .note(JUJU)
    .help("write it as text; `|` starts one of several lines");
}

fn is_empty_list(value: NodeRef<'_>) -> bool {
    value.is_sequence() && value.items().next().is_none()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn without_an_extension_juju_takes_mappings_and_nothing() {
        check(
            &RULE,
            "config:
  options:
    a: {type: int, description: 2024}
    b:
    404: {}
    c: string
#      ^^^^^^ error[config-option-shape]: config option `c` is text, expected a mapping
    d: [x]
#      ^^^ error[config-option-shape]: config option `d` is a list
    e: 7
#      ^ error[config-option-shape]: config option `e` is a number
    f: {description: [a, b]}
#                    ^^^^^^ error[config-option-shape]: the description of config option `f` is a list
",
        );
        check(&RULE, "config:\n  options:\n");
        check(&RULE, "config:\n");
    }

    #[test]
    fn a_list_of_options_is_marked() {
        check(
            &RULE,
            "config:
  options: [theme]
#          ^^^^^^^ error[config-option-shape]: `config.options` is a list, expected a mapping
",
        );
    }

    #[test]
    fn with_an_extension_charmcraft_crashes_on_empty_sections() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
#^^^^^ error[config-option-shape]: `config` is empty
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
# ^^^^^^^ error[config-option-shape]: `config.options` is empty
",
        );
        check(&RULE, "extensions: [flask-framework]\nconfig: {options: []}\n");
        check(&RULE, "extensions: [flask-framework]\nconfig: {options: ''}\n");
        check(&RULE, "extensions: [flask-framework]\nconfig: {options: {}}\n");
    }

    #[test]
    fn with_an_extension_charmcraft_crashes_on_sections_of_another_type() {
        for (config, found) in [("0", "a number"), ("[]", "a list"), ("''", "text")] {
            let carets = "^".repeat(config.len());
            check(
                &RULE,
                &format!(
                    "extensions: [flask-framework]
config: {config}
#       {carets} error[config-option-shape]: `config` is {found}, expected a mapping
"
                ),
            );
        }
        check(
            &RULE,
            "extensions: [flask-framework]
config: {options: off}
#                 ^^^ error[config-option-shape]: `config.options` is a boolean
",
        );
        check(&RULE, "config: [options]\n");
    }

    #[test]
    fn with_an_extension_charmcraft_crashes_on_empty_options_and_numbers() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a:
#   ^ error[config-option-shape]: config option `a` is empty
    b: ~
#      ^ error[config-option-shape]: config option `b` is empty
    a.b:
    404: {type: string}
#   ^^^ error[config-option-shape]: YAML reads the option name `404` as something else
    '405': {type: string}
",
        );
    }

    #[test]
    fn fixes_keep_the_file_readable() {
        let with = |config: &str, expected: &str| {
            let extension = "extensions: [flask-framework]\n";
            let fixed = fixed(&RULE, &format!("{extension}{config}"), 0);
            assert_eq!(fixed, format!("{extension}{expected}"));
        };
        with("config:\nname: x\n", "name: x\n");
        with("config:\n  options: # none\nname: x\n", "name: x\n");
        with("config: {options: {a: }}\n", "config: {options: {a: {type: string} }}\n");
        with(
            "config:\n  options:\n    a: # why\n",
            "config:\n  options:\n    a:\n      type: string # why\n",
        );
        with(
            "config: {options: {a: bool, b: {}}}\n".replace("bool", "int").as_str(),
            "config: {options: {a: {type: int}, b: {}}}\n",
        );
        with("config: {options: {on: {}}}\n", "config: {options: {'on': {}}}\n");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    tok
    b: {type: int}
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    token:
      typ
      description: x
    c: x
#      ^ error[config-option-shape]: config option `c` is text
",
        );
    }

    #[test]
    fn a_section_whose_content_does_not_parse_is_not_empty() {
        check(&RULE, "extensions: [flask-framework]\nconfig:\n  options:\n\ttoken:\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "config: {options: {a: boolean, b: {description: {}}}}")
            + &said(&RULE, "extensions: [go-framework]\nconfig: {options: {a: , 7: {}}}")
            + &said(&RULE, "extensions: [go-framework]\nconfig:\n");
        expect![[r#"
            error (juju): config option `a` is text, expected a mapping
              note: Juju refuses the packed charm when it is deployed
              help: write `type: boolean` below it
              fix (Safe): Write `type: boolean` below the option
            error (juju): the description of config option `b` is a mapping, expected text
              note: Juju refuses the packed charm when it is deployed
              help: write it as text; `|` starts one of several lines
            error (charmcraft): config option `a` is empty, expected a mapping
              note: `charmcraft pack` crashes on this next to an extension
              help: write `type: string` below it
              fix (Unsafe): Write `type: string` below the option
            error (charmcraft): YAML reads the option name `7` as something else than text
              note: `charmcraft pack` crashes on this next to an extension
              help: put it in quotes: `'7'`
              fix (Safe): Put the name in quotes
            error (charmcraft): `config` is empty, expected a mapping
              note: `charmcraft pack` crashes on this next to an extension
              help: remove the key, or write an option below it
              fix (Safe): Remove the empty key
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn options_may_have_a_file_of_their_own() {
        check(
            &RULE,
            "//- config.yaml
options:
  a: string
#    ^^^^^^ error[config-option-shape]: config option `a` is text, expected a mapping
  b:
",
        );
        check(
            &RULE,
            "//- config.yaml\noptions: [a]\n#        ^^^ error[config-option-shape]: `options` is a list\n",
        );
        check(&RULE, "//- config.yaml\noptions:\n");
    }
}
