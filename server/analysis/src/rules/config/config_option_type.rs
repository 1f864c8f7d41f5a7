//! `config-option-type`: an option's type is none that Juju knows, or missing where paas-charm needs
//! it. Docs in config_option_type.md.

use crate::facts::{self, OptionType};
use crate::model::ConfigOption;
use crate::rules::edits::{fill_absent, prepend_entry, replace_value};
use crate::rules::nearest::nearest;
use crate::rules::option_names::is_of_extension;
use crate::rules::prelude::*;
use crate::rules::shape::fill_below;

pub(super) static RULE: Rule = Rule {
    id: "config-option-type",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Config],
    docs: include_str!("config_option_type.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for option in cx.unchecked_options() {
        if option.value.is_repaired() {
            continue;
        }
        let Some(field) = option.field("type") else {
            check_missing(cx, option, out);
            continue;
        };
        if field.value.is_repaired() {
            continue;
        }
        if !is_known(field.value.resolved()) {
            report(option.name().unwrap_or_default(), field, out);
        } else if is_empty(field.value.resolved()) {
            check_empty(cx, option, field, out);
        }
    }
}

/// To Juju no type means `string`; paas-charm 1.12 and ops 3.9 do not start without one. For options of
/// its own the extension fills it in. Of other charms nobody knows whether they are written with ops.
fn check_missing(cx: &Context<'_>, option: &ConfigOption<'_>, out: &mut Findings<'_>) {
    let Some(name) = option.key.as_str() else { return };
    let range = option.key.range();
    let value = option.value.resolved();
    let extension = cx.extension();
    let is_of_extension = extension.is_some_and(|extension| is_of_extension(cx, extension, name));
    // Next to an extension charmcraft stops at an option that is empty.
    let may_lack_type = value.is_mapping() || (value.is_null() && extension.is_none());
    // In a broken file the type may stand in the line that got lost.
    if !may_lack_type
        || is_of_extension
        || !cx.document().problems().is_empty()
        || out.has_reported(range)
    {
        return;
    }
    let draft = out
        .report(range, format!("config option `{name}` has no `type`"))
        .help("write `type: string` below it, or another type");
    let draft = match extension {
        Some(_) => {
            draft.judge(Some(Judge::PaasCharm)).note("paas-charm crashes on this in every hook")
        }
        None => draft.judge(None).severity(Severity::Warning).note(
            "Juju takes it for `string`; a charm that is written with ops 3.9 crashes in every hook",
        ),
    };
    let entry = Entry { key: option.key, value: option.value };
    let edit = prepend_entry(option.value, "type", "string")
        .or_else(|| fill_below(cx, entry, "type: string"));
    if let Some(edit) = edit {
        let title = "Write `type: string`";
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

fn is_empty(value: NodeRef<'_>) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// What Juju takes for `string`, paas-charm 1.12 does not take at all.
fn check_empty(
    cx: &Context<'_>,
    option: &ConfigOption<'_>,
    field: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let Some(name) = option.key.as_str().filter(|_| cx.extension().is_some()) else { return };
    if !cx.document().problems().is_empty() || out.has_reported(place(field)) {
        return;
    }
    let draft = out
        .report(place(field), format!("the type of config option `{name}` is empty"))
        .judge(Some(Judge::PaasCharm))
        .note("paas-charm crashes on this in every hook; Juju would take it for `string`")
        .help("write `string`, or another type");
    let edit = fill_absent(field, " string").or_else(|| replace_value(field, "string"));
    if let Some(edit) = edit {
        draft.fix(Fix::replace("Write `string`", Safety::Safe, edit.range, edit.insert));
    }
}

/// To Juju null and empty text stand for `string`.
fn is_known(value: NodeRef<'_>) -> bool {
    let known = |name: &str| name.is_empty() || facts::option_type(name).is_some();
    value.is_null() || value.as_str().is_some_and(known)
}

fn report(option: &str, field: Entry<'_>, out: &mut Findings<'_>) {
    let range = field.value.range();
    if out.has_reported(range) {
        return;
    }
    let value = field.value.resolved();
    let meant = value.text().and_then(meant);
    let message = match value.text() {
        Some(text) => {
            format!("config option `{option}` has unknown type `{}`", text.escape_debug())
        }
        None => format!("the type of config option `{option}` is no text, expected a name"),
    };
    let help = match meant {
        Some((name, _)) => format!("did you mean `{name}`?"),
        None => "write one of the five, or leave `type` out for text".to_owned(),
    };
    let draft = out
        .report(range, message)
        .note(format!(
            "Juju refuses the packed charm when it is deployed; types are {}",
            type_names()
        ))
        .help(help);
    if let Some((name, safety)) = meant {
        draft.fix(Fix::replace(format!("Change the type to `{name}`"), safety, range, name));
    }
}

fn type_names() -> String {
    facts::option_types().iter().map(|known| known.name).collect::<Vec<_>>().join(", ")
}

/// The type that is meant by another name, and whether that is certain.
fn meant(text: &str) -> Option<(&'static str, Safety)> {
    let word = text.trim().to_ascii_lowercase();
    let types = facts::option_types();
    let certain = |known: &OptionType| known.name == word || known.aliases.contains(&word.as_str());
    if let Some(known) = types.iter().find(|known| certain(known)) {
        return Some((known.name, Safety::Safe));
    }
    if let Some(known) = types.iter().find(|known| known.guesses.contains(&word.as_str())) {
        return Some((known.name, Safety::Unsafe));
    }
    let limit = if word.len() > 4 { 2 } else { 1 };
    let names = types.iter().map(|known| known.name);
    Some((nearest(&word, names, limit)?, Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn unknown_types_are_marked() {
        check(
            &RULE,
            "config:
  options:
    a: {type: string}
    b: {type: str}
#             ^^^ error[config-option-type]: config option `b` has unknown type `str`
    c:
      type: String
#           ^^^^^^ error[config-option-type]: config option `c` has unknown type `String`
    d: {type: [string]}
#             ^^^^^^^^ error[config-option-type]: the type of config option `d` is no text
    e: {type: 12}
#             ^^ error[config-option-type]: config option `e` has unknown type `12`
",
        );
    }

    #[test]
    fn null_empty_and_quoted_types_are_fine() {
        check(
            &RULE,
            "config:
  options:
    b: {type: }
    c: {type: null}
    d: {type: ''}
    e: {type: 'int'}
    g: {type: float}
    h: {type: boolean}
    i: {type: !!str secret}
",
        );
    }

    #[test]
    fn an_alias_is_judged_by_what_it_stands_for() {
        check(
            &RULE,
            "config:
  options:
    a: &a {type: bool}
#                ^^^^ error[config-option-type]: config option `a`
    b: *a
    c: {<<: *a}
    d: {<<: *a, type: int}
    e: {type: &t string}
    f: {type: *t}
",
        );
    }

    #[test]
    fn fix_writes_the_name_that_was_meant() {
        let fixed =
            |name: &str| fixed(&RULE, &format!("config: {{options: {{a: {{type: {name}}}}}}}"), 0);
        assert_eq!(fixed("'bool'"), "config: {options: {a: {type: boolean}}}");
        assert_eq!(fixed("strng"), "config: {options: {a: {type: string}}}");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "config:
  options:
    a:
      type: str
      defau
    b: {type: str}
#             ^^^ error[config-option-type]: config option `b` has unknown type `str`
",
        );
    }

    #[test]
    fn with_an_extension_a_type_is_needed() {
        let fixture = "extensions: [flask-framework]
config:
  options:
    a:
#   ^ error[config-option-type]: config option `a` has no `type`
      default: x
    b: {}
#   ^ error[config-option-type]: config option `b` has no `type`
    idp-scopes: {default: openid}
    flask-env: {default: x}
requires: {idp: {interface: oauth, limit: 1}}
";
        check(&RULE, fixture);
        assert!(fixed(&RULE, fixture, 0).contains("      type: string\n      default: x\n"));
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a:
       default: x
      type: string
",
        );
    }

    #[test]
    fn without_an_extension_a_missing_type_is_a_warning() {
        check(
            &RULE,
            "config:
  options:
    a: {default: x}
#   ^ warning[config-option-type]: config option `a` has no `type`
    b:
#   ^ warning[config-option-type]: config option `b` has no `type`
    404: {}
    c: string
",
        );
        let fixed = fixed(&RULE, "config:\n  options:\n    b:\n", 0);
        assert_eq!(fixed, "config:\n  options:\n    b:\n      type: string\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "config: {options: {a: {type: STR}, b: {type: number}, c: {type: list}, d: {type: intt}, e: {}}}",
        );
        expect![[r#"
            error (juju): config option `a` has unknown type `STR`
              note: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret
              help: did you mean `string`?
              fix (Safe): Change the type to `string`
            error (juju): config option `b` has unknown type `number`
              note: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret
              help: did you mean `float`?
              fix (Unsafe): Change the type to `float`
            error (juju): config option `c` has unknown type `list`
              note: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret
              help: write one of the five, or leave `type` out for text
            error (juju): config option `d` has unknown type `intt`
              note: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret
              help: did you mean `int`?
              fix (Unsafe): Change the type to `int`
            warning (nobody): config option `e` has no `type`
              note: Juju takes it for `string`; a charm that is written with ops 3.9 crashes in every hook
              help: write `type: string` below it, or another type
        "#]].assert_eq(&said);
    }

    #[test]
    fn an_empty_type_crashes_paas_charm() {
        let options = "config:
  options:
    a: {type: , default: x}
    b: {type: ''}
";
        check(&RULE, options);
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a: {type: , default: x}
#       ^^^^ error[config-option-type]: the type of config option `a` is empty
    b: {type: ''}
#             ^^ error[config-option-type]: the type of config option `b` is empty
",
        );
        let fixture = "extensions: [go-framework]\nconfig:\n  options:\n    a:\n      type:\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("type:", "type: string"));
    }

    #[test]
    fn options_may_have_a_file_of_their_own() {
        let fixture = "//- config.yaml
options:
  a: {type: str}
#           ^^^ error[config-option-type]: config option `a` has unknown type `str`
";
        check(&RULE, fixture);
        check(&RULE, "//- metadata.yaml\nname: x\n");
    }
}
