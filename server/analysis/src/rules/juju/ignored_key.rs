//! `ignored-key`: a key of an option or endpoint that nobody reads, close to one that Juju reads. Docs in
//! ignored_key.md.
//!
//! Keys that resemble none are left alone: charms keep notes of their own there.

use crate::facts;
use crate::model::ConfigOption;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ignored-key",
    severity: Severity::Hint,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft, FileKind::Metadata, FileKind::Config],
    docs: include_str!("ignored_key.md"),
    check,
};

const DESCRIPTION: &str = "description";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if !cx.unchecked_options().is_empty() {
        let known = keys(&["config", "options", "*"]);
        let is_extended = cx.extension().is_some();
        for option in cx.unchecked_options() {
            check_keys(option.value, &known, true, out);
            check_schema_words(option, out);
            if is_extended {
                check_required(option, out);
            }
        }
    }
    if cx.snapshot.kind == FileKind::Metadata {
        check_top(cx, out);
    }
    if !cx.endpoints().is_empty() {
        let known = keys(&["requires", "*"]);
        for endpoint in cx.endpoints() {
            // Without `interface` the mistyped key is reported as what is missing.
            let has_interface = endpoint.field("interface").is_some();
            let meant = |key: &&str| has_interface || *key != "interface";
            let known: Vec<_> = known.iter().copied().filter(meant).collect();
            check_keys(endpoint.value, &known, false, out);
        }
    }
}

/// Of metadata.yaml Juju ignores what it does not know, and nobody else minds: a section can get lost whole.
fn check_top(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root() else { return };
    let sections = &facts::juju().metadata.shared;
    let known: Vec<_> = facts::child_keys(FileKind::Metadata, &[]).map(|doc| doc.key()).collect();
    for entry in root.entries().filter(|entry| !entry.is_merge() && !entry.is_repaired()) {
        let Some(key) = entry.key.as_str().filter(|key| !known.contains(key)) else { continue };
        let Some(meant) = meant(key, sections).filter(|meant| root.get(meant).is_none()) else {
            continue;
        };
        let title = format!("Rename the key to `{meant}`");
        out.report(entry.key.range(), format!("Juju knows no key `{key}` here, and ignores it"))
            .severity(Severity::Warning)
            .note("the packed charm lacks what stands below it")
            .help(format!("did you mean `{meant}`?"))
            .fix(Fix::replace(title, Safety::Unsafe, entry.key.range(), meant));
    }
}

fn keys(path: &[&str]) -> Vec<&'static str> {
    facts::child_keys(FileKind::Charmcraft, path).map(|doc| doc.key()).collect()
}

fn check_keys(value: NodeRef<'_>, known: &[&'static str], is_option: bool, out: &mut Findings<'_>) {
    let value = value.resolved();
    for entry in value.entries().filter(|entry| !entry.is_merge()) {
        let Some(key) = entry.key.as_str().filter(|key| !known.contains(key)) else { continue };
        let range = entry.key.range();
        let Some(meant) = meant(key, known) else { continue };
        if entry.is_repaired() || out.has_reported(range) {
            continue;
        }
        // An endpoint may say what it is for, but Juju reads the description of options only.
        let is_remark = meant == DESCRIPTION && !is_option;
        let draft = match is_remark {
            true => out
                .report(range, format!("no tool knows a key `{key}` here"))
                .note("what an endpoint is for stands in `description`; Juju ignores both"),
            false => out
                .report(range, format!("Juju knows no key `{key}` here, and ignores it"))
                .note("nobody refuses the charm"),
        };
        if value.get(meant).is_some() {
            draft.help(format!("remove it, if it was meant as `{meant}`"));
            continue;
        }
        let title = format!("Rename the key to `{meant}`");
        draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
            title,
            Safety::Unsafe,
            range,
            meant,
        ));
    }
}

/// Words of JSON schemas, which hold for the parameters of actions.
const SCHEMA_WORDS: [&str; 6] = ["enum", "pattern", "minimum", "maximum", "minLength", "maxLength"];

/// Whoever limits the values of an option expects that somebody keeps to the limits.
fn check_schema_words(option: &ConfigOption<'_>, out: &mut Findings<'_>) {
    if option.value.is_repaired() {
        return;
    }
    for entry in option.value.resolved().entries() {
        let Some(key) = entry.key.as_str().filter(|key| SCHEMA_WORDS.contains(key)) else {
            continue;
        };
        let range = entry.key.range();
        if out.has_reported(range) {
            continue;
        }
        out.report(range, format!("Juju knows no key `{key}` here, and ignores it"))
            .note(
                "operators can set any value of the type; only the parameters of actions can be \
                 limited like this",
            )
            .help("check the value in the application, and say in `description` which there are");
    }
}

/// The key that was meant by another.
fn meant(key: &str, known: &[&'static str]) -> Option<&'static str> {
    if key == "desc" {
        return known.iter().copied().find(|known| *known == DESCRIPTION);
    }
    let limit = if key.len() > 4 { 2 } else { 1 };
    let small = key.to_ascii_lowercase();
    nearest(&small, known.iter().copied(), limit)
}

/// paas-charm wants `optional: false`, and lets the charm start without an option that is `required`.
fn check_required(option: &ConfigOption<'_>, out: &mut Findings<'_>) {
    let Some(field) = option.field("required") else { return };
    let Some(required) = field.value.resolved().as_bool() else { return };
    let range = field.key.range();
    if option.value.is_repaired() || option.field("optional").is_some() || out.has_reported(range) {
        return;
    }
    let name = option.name().unwrap_or_default();
    let meant = format!("optional: {}", !required);
    let draft = out
        .report(range, format!("config option `{name}` says `required`, a key that nobody reads"))
        .severity(Severity::Warning)
        .judge(Some(Judge::PaasCharm));
    if !required {
        draft.note("options are not required unless they say `optional: false`").help("remove it");
        return;
    }
    let draft = draft.note("the charm starts without a value for the option");
    if option.field("default").is_some_and(|field| !field.value.resolved().is_null()) {
        draft.help("remove it: an option with a default is never without a value");
        return;
    }
    let title = format!("Write `{meant}`");
    draft.help(format!("write `{meant}` instead")).fix(Fix::replace(
        title,
        Safety::Unsafe,
        field.range(),
        meant,
    ));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn keys_close_to_known_ones_are_marked() {
        check(
            &RULE,
            "config:
  options:
    a: {type: string, defualt: x, choices: [x]}
#                     ^^^^^^^ hint[ignored-key]: Juju knows no key `defualt` here
    b: {Type: string, required: true}
#       ^^^^ hint[ignored-key]: Juju knows no key `Type` here
requires:
  db: {interface: x, limits: 1, scop: global, versions: [1], gets: y}
#                    ^^^^^^ hint[ignored-key]: Juju knows no key `limits` here
#                               ^^^^ hint[ignored-key]: Juju knows no key `scop` here
  web: {interfce: x}
",
        );
    }

    #[test]
    fn a_section_of_metadata_with_a_letter_too_few_is_lost() {
        check(
            &RULE,
            "//- metadata.yaml
name: notes
require: {db: {interface: x}}
#^^^^^^ warning[ignored-key]: Juju knows no key `require` here, and ignores it
maintainer: me
peer: {}
#^^^ warning[ignored-key]: Juju knows no key `peer` here
storages: {}
storage: {}
notes: mine
",
        );
    }

    #[test]
    fn limits_of_values_and_short_words_are_marked() {
        check(
            &RULE,
            "config:
  options:
    a:
      type: string
      desc: Which one.
#     ^^^^ hint[ignored-key]: Juju knows no key `desc` here
      enum: [x, y]
#     ^^^^ hint[ignored-key]: Juju knows no key `enum` here, and ignores it
    b: {type: int, minimum: 1, values: [1, 2]}
#                  ^^^^^^^ hint[ignored-key]: Juju knows no key `minimum` here
requires:
  db: {interface: x, enum: [y]}
",
        );
        let fixture = "config: {options: {a: {type: string, desc: x}}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("desc", "description"));
    }

    #[test]
    fn paas_charm_has_another_word_for_required() {
        let fixture = "extensions: [flask-framework]
config:
  options:
    a: {type: string, required: true}
#                     ^^^^^^^^ warning[ignored-key]: config option `a` says `required`
    b: {type: string, required: false, default: x}
#                     ^^^^^^^^ warning[ignored-key]: config option `b`
    c: {type: string, required: true, optional: false}
    d: {type: string, required: true, default: x}
#                     ^^^^^^^^ warning[ignored-key]: config option `d`
";
        check(&RULE, fixture);
        assert!(fixed(&RULE, fixture, 0).contains("a: {type: string, optional: false}"));
    }

    #[test]
    fn fix_renames_the_key() {
        let fixed = fixed(&RULE, "requires: {a: {interface: x, scop: global}}\n", 0);
        assert_eq!(fixed, "requires: {a: {interface: x, scope: global}}\n");
    }

    #[test]
    fn the_description_of_an_endpoint_is_read_by_people_only() {
        let said = said(&RULE, "requires: {a: {interface: x, descripton: y}}");
        expect![[r#"
            hint (nobody): no tool knows a key `descripton` here
              note: what an endpoint is for stands in `description`; Juju ignores both
              help: did you mean `description`?
              fix (Unsafe): Rename the key to `description`
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, "requires:\n  a:\n    interface: x\n    limi\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [flask-framework]
config: {options: {a: {type: string, typ: x, required: true, descripton: x}, b: {type: int, required: yes, default: 1}}}",
        );
        expect![[r#"
            hint (nobody): Juju knows no key `typ` here, and ignores it
              note: nobody refuses the charm
              help: remove it, if it was meant as `type`
            warning (paas-charm): config option `a` says `required`, a key that nobody reads
              note: the charm starts without a value for the option
              help: write `optional: false` instead
              fix (Unsafe): Write `optional: false`
            hint (nobody): Juju knows no key `descripton` here, and ignores it
              note: nobody refuses the charm
              help: did you mean `description`?
              fix (Unsafe): Rename the key to `description`
            warning (paas-charm): config option `b` says `required`, a key that nobody reads
              note: the charm starts without a value for the option
              help: remove it: an option with a default is never without a value
        "#]]
        .assert_eq(&said);
    }
}
