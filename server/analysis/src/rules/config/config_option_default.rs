//! `config-option-default`: an option's default is not of the option's type. Docs in
//! config_option_default.md.
//!
//! Texts that change on their way to Juju are `text-that-changes-type`'s business where a text is wanted.

use syntax::scalar::{Integer, resolve_plain};
use syntax::{Kind, Scalar, Style};

use crate::facts;
use crate::model::ConfigOption;
use crate::rules::juju_value::{
    JUJU_REFUSES, Packed, is_juju_float, is_juju_int, is_juju_text, juju_bool, reaches_juju,
};
use crate::rules::option_names::generated;
use crate::rules::prelude::*;
use crate::rules::shape::{is_truthy, kind};

pub(super) static RULE: Rule = Rule {
    id: "config-option-default",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Config],
    docs: include_str!("config_option_default.md"),
    check,
};

/// Longer values are not repeated in a message.
const LONGEST_SHOWN: usize = 40;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for option in cx.unchecked_options() {
        let Some(wanted) = wanted_type(option) else { continue };
        let field = option.field("default");
        // What Python takes for false is left out to the extension.
        if field.is_none_or(|field| !is_truthy(field.value))
            && check_generated(cx, option, wanted, out)
        {
            continue;
        }
        let Some(field) = field else { continue };
        let value = field.value.resolved();
        if fits(Packed::of(cx), value, wanted) || option.value.is_repaired() {
            continue;
        }
        if !out.has_reported(field.value.range()) && reaches_juju(cx, "config") {
            report(option, field, wanted, out);
        }
    }
}

/// The type that Juju holds the default against; `None` for one it does not know.
fn wanted_type(option: &ConfigOption<'_>) -> Option<&'static str> {
    let Some(field) = option.field("type") else { return Some("string") };
    let value = field.value.resolved();
    match value.as_str() {
        None if value.is_null() => Some("string"),
        Some("") => Some("string"),
        name => Some(facts::option_type(name?)?.name),
    }
}

/// An option that the extension adds for an endpoint is completed by it where the file has it too: with a
/// default that is text. Whether it is such an option.
fn check_generated(
    cx: &Context<'_>,
    option: &ConfigOption<'_>,
    wanted: &'static str,
    out: &mut Findings<'_>,
) -> bool {
    let (Some(extension), Some(name)) = (cx.extension(), option.key.as_str()) else { return false };
    let Some(generated) = generated(cx, extension, name) else { return false };
    let range = option.key.range();
    let is_told = wanted == "string" || option.value.is_repaired() || out.has_reported(range);
    let Some(field) = option.field("type").filter(|_| !is_told && reaches_juju(cx, "config"))
    else {
        return true;
    };
    let endpoint = name.strip_suffix(generated.suffix).unwrap_or_default();
    let default = generated.default.replace("{endpoint}", endpoint);
    let keeper = extension.framework.extension;
    out.report(
        range,
        format!("config option `{name}` is of type `{wanted}`, and its default is text"),
    )
    .note(format!("the {keeper} extension adds the default `{default}`; {JUJU_REFUSES}"))
    .help("write `type: string`")
    .label(field.range(), "the type")
    .fix(Fix::replace("Write `string`", Safety::Unsafe, field.value.range(), "string"));
    true
}

fn fits(packed: Packed, value: NodeRef<'_>, wanted: &str) -> bool {
    match value.scalar() {
        Some(Scalar::Null) => return true,
        // charmcraft writes infinity and the like as null.
        Some(Scalar::Float(number)) if !number.is_finite() && packed == Packed::Rewritten => {
            return true;
        }
        // These stop charmcraft before Juju sees anything.
        Some(Scalar::ImpossibleDate(_) | Scalar::Unreadable(_) | Scalar::Merge | Scalar::Value) => {
            return true;
        }
        _ => {}
    }
    match wanted {
        "int" => is_juju_int(packed, value),
        "float" => is_juju_float(packed, value),
        "boolean" => juju_bool(packed, value).is_some(),
        "secret" => value.as_str().is_some_and(is_secret),
        _ => is_juju_text(packed, value),
    }
}

/// Nothing, or an address of the scheme `secret`.
fn is_secret(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    let is_printable = !text.bytes().any(|byte| byte.is_ascii_control());
    text.is_empty()
        || (is_printable && scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("secret")))
}

fn report(
    option: &ConfigOption<'_>,
    field: Entry<'_>,
    wanted: &'static str,
    out: &mut Findings<'_>,
) {
    let value = field.value.resolved();
    let name = option.name().unwrap_or_default();
    let shown = match value.text() {
        Some(text) if !text.is_empty() && text.len() <= LONGEST_SHOWN && !text.contains('`') => {
            format!(" `{}`", text.escape_debug())
        }
        _ => String::new(),
    };
    let found = match value.text() {
        Some("") => "empty text",
        _ => kind(value),
    };
    let message = format!(
        "the default{shown} of config option `{name}` is {found}, expected {}",
        expected(wanted, value)
    );
    let mut draft =
        out.report(field.value.range(), message).note(JUJU_REFUSES).help(help(wanted, value));
    draft = match option.field("type").filter(|field| !field.value.is_absent()) {
        Some(field) => draft.label(field.range(), "the type"),
        None => draft,
    };
    if let Some((text, safety)) = mended(option, field.value, wanted) {
        let title = format!("Write `{text}`");
        draft.fix(Fix::replace(title, safety, field.value.range(), text));
    }
}

fn expected(wanted: &str, value: NodeRef<'_>) -> &'static str {
    match wanted {
        "int" if matches!(value.scalar(), Some(Scalar::Int(_))) => "one of at most 64 bits",
        "int" => "a whole number",
        "float" => "a number",
        "boolean" => "`true` or `false`",
        "secret" => "the address of a secret",
        _ => "text",
    }
}

fn help(wanted: &str, value: NodeRef<'_>) -> String {
    let source = value.source();
    match (wanted, value.style()) {
        ("string", Some(Style::Plain)) => format!("put it in quotes: `'{source}'`"),
        ("string", _) => "write one text, such as entries with commas between".to_owned(),
        ("int", _) => "write digits only, or change `type`".to_owned(),
        ("float", Some(_)) => "write a number without quotes, or change `type`".to_owned(),
        ("boolean", _) => "write `true` or `false`".to_owned(),
        ("secret", _) => {
            "leave `default` out: the address of a secret is known once the secret exists"
                .to_owned()
        }
        _ => "write a value of the type, or change `type`".to_owned(),
    }
}

/// The value that was meant, where only one can have been.
fn mended(option: &ConfigOption<'_>, value: NodeRef<'_>, wanted: &str) -> Option<(String, Safety)> {
    if value.kind() == Kind::Alias || value.properties().is_some() {
        return None;
    }
    let text = value.text()?;
    match wanted {
        "string" => {
            // Without a type a number or boolean may be what was meant, and the type what is missing.
            let safety = match option.type_name() {
                Some(_) => Safety::Safe,
                None => Safety::Unsafe,
            };
            (value.style() == Some(Style::Plain)).then(|| (format!("'{text}'"), safety))
        }
        "int" => whole_number(value).map(|number| (number, Safety::Safe)),
        "float" => {
            let text = text.trim();
            let is_number = matches!(resolve_plain(text), Scalar::Int(_) | Scalar::Float(_));
            is_number.then(|| (text.to_owned(), Safety::Safe))
        }
        "boolean" => Some((boolean(text)?.to_string(), Safety::Safe)),
        _ => None,
    }
}

/// Of `4.0`, `'4.0'`, `' 4'` and `09`.
fn whole_number(value: NodeRef<'_>) -> Option<String> {
    let text = value.text()?.trim();
    let digits = text.split_once('.').map_or(Some(text), |(whole, fraction)| {
        fraction.bytes().all(|byte| byte == b'0').then_some(whole)
    })?;
    let number: i64 = digits.parse().ok()?;
    let reads_back =
        resolve_plain(&number.to_string()) == Scalar::Int(Integer::Small(number.into()));
    reads_back.then(|| number.to_string())
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn text_is_wanted_for_strings_and_without_a_type() {
        check(
            &RULE,
            "config:
  options:
    a: {type: string, default: 8080}
#                              ^^^^ error[config-option-default]: the default `8080` of config option `a` is a number, expected text
    b: {default: yes}
#                ^^^ error[config-option-default]: the default `yes` of config option `b` is a boolean
    c: {type: , default: 3:30}
#                        ^^^^ error[config-option-default]: the default `3:30` of config option `c` is a number
    d: {type: string, default: [a, b]}
#                              ^^^^^^ error[config-option-default]: the default of config option `d` is a list
    e: {type: string, default: {}}
#                              ^^ error[config-option-default]: the default of config option `e` is a mapping
    f: {type: string, default: 2024-01-31}
    g: {type: string, default: '8080'}
    h: {type: string, default: }
    i: {type: string, default: ''}
    j: {type: str, default: 8}
    k: {type: string, default: .inf}
",
        );
    }

    #[test]
    fn the_extension_completes_options_of_oauth_endpoints() {
        let charm = |option: &str| {
            format!(
                "extensions: [go-framework]
requires: {{sso: {{interface: oauth}}}}
config:
  options:
    {option}
"
            )
        };
        let text = charm("sso-redirect-path: {type: int}");
        expect![[r#"
            error (juju): config option `sso-redirect-path` is of type `int`, and its default is text
              note: the go-framework extension adds the default `/callback`; Juju refuses the packed charm when it is deployed
              help: write `type: string`
              fix (Unsafe): Write `string`
        "#]]
        .assert_eq(&said(&RULE, &text));
        assert_eq!(fixed(&RULE, &text, 0), text.replace("type: int", "type: string"));
        for default in ["", "0", "[]", "''"] {
            let text = charm(&format!("sso-scopes: {{type: int, default: {default}}}"));
            assert!(said(&RULE, &text).contains("and its default is text"), "{text}");
        }
        for option in [
            "sso-redirect-path: {type: string}",
            "sso-redirect-path: {description: x}",
            "sso-scopes: {type: int, default: 1}",
            "sso-scopes: {type: string, default: false}",
            "sso-scopes: {default: 0}",
            "other-scopes: {type: int}",
        ] {
            check(&RULE, &charm(option));
        }
    }

    #[test]
    fn whole_numbers_have_no_dot() {
        check(
            &RULE,
            "config:
  options:
    a: {type: int, default: 4.0}
#                           ^^^ error[config-option-default]: the default `4.0` of config option `a` is a number, expected a whole number
    b: {type: int, default: ''}
#                           ^^ error[config-option-default]: the default of config option `b` is empty text
    c: {type: int, default: four}
#                           ^^^^ error[config-option-default]: the default `four` of
    d: {type: int, default: 09}
#                           ^^ error[config-option-default]: the default `09` of config option `d` is text
    e: {type: int, default: 9223372036854775808}
#                           ^^^^^^^^^^^^^^^^^^^ error[config-option-default]: the default `9223372036854775808` of config option `e` is a number, expected one of at most 64 bits
    f: {type: int, default: '0x1F'}
    g: {type: int, default: -1}
",
        );
    }

    #[test]
    fn numbers_booleans_and_secrets() {
        check(
            &RULE,
            "config:
  options:
    a: {type: float, default: '0.5'}
#                             ^^^^^ error[config-option-default]: the default `0.5` of config option `a` is text, expected a number
    b: {type: float, default: 3}
    c: {type: float, default: 1e5}
    d: {type: boolean, default: 'yes'}
#                               ^^^^^ error[config-option-default]: the default `yes` of config option `d`
    e: {type: boolean, default: 0}
#                               ^ error[config-option-default]: the default `0` of config option `e` is a number, expected `true`
    f: {type: boolean, default: y}
    g: {type: boolean, default: 'F'}
    h: {type: secret, default: 9m4e2mr0ui3e8a215n4g}
#                              ^^^^^^^^^^^^^^^^^^^^ error[config-option-default]: the default `9m4e2mr0ui3e8a215n4g` of
    i: {type: secret, default: 'secret:9m4e2mr0ui3e8a215n4g'}
    j: {type: secret, default: ''}
",
        );
    }

    #[test]
    fn an_alias_is_judged_by_what_it_stands_for() {
        check(
            &RULE,
            "config:
  options:
    a: {type: int, default: &port 80}
    b: {type: string, default: *port}
#                              ^^^^^ error[config-option-default]: the default `80` of config option `b`
",
        );
    }

    #[test]
    fn fix_writes_what_was_meant() {
        let with = |option: &str| {
            let fixed = fixed(&RULE, &format!("config: {{options: {{a: {{{option}}}}}}}"), 0);
            let inner = fixed.strip_prefix("config: {options: {a: {").unwrap().to_owned();
            inner.strip_suffix("}}}").unwrap().to_owned()
        };
        assert_eq!(with("type: string, default: 1.10"), "type: string, default: '1.10'");
        assert_eq!(with("default: off"), "default: 'off'");
        assert_eq!(with("type: int, default: 4.0"), "type: int, default: 4");
        assert_eq!(with("type: int, default: '08'"), "type: int, default: 8");
        assert_eq!(with("type: float, default: '0.5'"), "type: float, default: 0.5");
        assert_eq!(with("type: boolean, default: 'Off'"), "type: boolean, default: false");
        assert_eq!(with("type: boolean, default: 1"), "type: boolean, default: true");
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(
            &RULE,
            "config:
  options:
    a:
      typ
      default: 8
    b: {default: 8}
#                ^ error[config-option-default]: the default `8` of config option `b`
",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "config:
  options:
    a: {type: string, default: 8080}
    b: {default: true}
    c: {type: string, default: [x]}
    d: {type: int, default: many}
    e: {type: float, default: '1.5'}
    f: {type: boolean, default: 'on'}
    g: {type: secret, default: abc}
",
        );
        expect![[r#"
            error (juju): the default `8080` of config option `a` is a number, expected text
              note: Juju refuses the packed charm when it is deployed
              help: put it in quotes: `'8080'`
              fix (Safe): Write `'8080'`
            error (juju): the default `true` of config option `b` is a boolean, expected text
              note: Juju refuses the packed charm when it is deployed
              help: put it in quotes: `'true'`
              fix (Unsafe): Write `'true'`
            error (juju): the default of config option `c` is a list, expected text
              note: Juju refuses the packed charm when it is deployed
              help: write one text, such as entries with commas between
            error (juju): the default `many` of config option `d` is text, expected a whole number
              note: Juju refuses the packed charm when it is deployed
              help: write digits only, or change `type`
            error (juju): the default `1.5` of config option `e` is text, expected a number
              note: Juju refuses the packed charm when it is deployed
              help: write a number without quotes, or change `type`
              fix (Safe): Write `1.5`
            error (juju): the default `on` of config option `f` is text, expected `true` or `false`
              note: Juju refuses the packed charm when it is deployed
              help: write `true` or `false`
              fix (Safe): Write `true`
            error (juju): the default `abc` of config option `g` is text, expected the address of a secret
              note: Juju refuses the packed charm when it is deployed
              help: leave `default` out: the address of a secret is known once the secret exists
        "#]].assert_eq(&said);
    }

    #[test]
    fn in_a_file_of_its_own_quotes_and_base_60_are_read_by_juju_alone() {
        check(
            &RULE,
            "//- config.yaml
options:
  a: {type: string, default: 8080}
#                            ^^^^ error[config-option-default]: the default `8080` of config option `a` is a number
  b: {type: string, default: '08'}
  c: {type: string, default: 1:30}
  d: {type: int, default: 1:30}
#                         ^^^^ error[config-option-default]: the default `1:30` of config option `d` is a number
  e: {type: int, default: '1e5'}
#                         ^^^^^ error[config-option-default]: the default `1e5` of config option `e` is text
  f: {type: string, default: .inf}
#                            ^^^^ error[config-option-default]: the default `.inf` of config option `f` is a number
  g: {type: string, default: 
//- charmcraft.yaml
type: charm
",
        );
        let fixture = "//- config.yaml\noptions: {a: {type: string, default: 8080}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), "options: {a: {type: string, default: '8080'}}\n");
    }

    #[test]
    fn the_config_of_a_reactive_charm_is_made_when_it_is_built() {
        check(
            &RULE,
            "//- config.yaml
options: {a: {type: string, default: 8080}}
//- charmcraft.yaml
parts: {charm: {plugin: reactive, source: .}}
",
        );
    }
}
