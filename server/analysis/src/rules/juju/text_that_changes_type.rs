//! `text-that-changes-type`: Juju reads a text as a number or boolean, quotes or not. Docs in
//! text_that_changes_type.md.
//!
//! In a file that is packed as it stands quotes help, and keys that are no text to begin with are looked at
//! too: charmcraft does not make text of them.
//!
//! Keys and values that Juju wants as text are data; defaults of options and what stands in actions are
//! looked at here. What is no text to begin with is the business of other rules.

use std::collections::HashSet;

use crate::facts;
use crate::rules::Draft;
use crate::rules::juju_value::{
    Changed, JUJU_REFUSES, Packed, changed, is_juju_text, reaches_juju,
};
use crate::rules::prelude::*;
use crate::rules::quoting::quote;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "text-that-changes-type",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata, FileKind::Config, FileKind::Actions],
    docs: include_str!("text_that_changes_type.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let facts = facts::juju();
    for section in &facts.text_keys {
        let Some(value) = cx.section(section) else { continue };
        for Entry { key, value } in value.effective_entries() {
            report_key(cx, key, section, out);
            check_fields(cx, value, section, out);
        }
    }
    for path in &facts.text_values {
        let section = path.split('.').next().unwrap_or(path);
        // Next to an extension charmcraft stops at the short form before.
        if *path == "requires.*" && cx.extension().is_some() {
            continue;
        }
        if let Some(value) = cx.section(section) {
            let below = path.get(section.len()..).unwrap_or_default();
            visit(value, below, &mut |value| {
                report_error(cx, value, section, out);
            });
        }
    }
    for option in cx.unchecked_options() {
        let wants_text = option.type_name().is_none_or(|name| matches!(name, "string" | ""));
        if let Some(default) = option.field("default").filter(|_| wants_text) {
            report_default(cx, default.value, out);
        }
    }
    if let Some(actions) = cx.section("actions") {
        let mut seen = HashSet::new();
        for action in actions.effective_entries() {
            for field in action.value.effective_entries() {
                check_inside_action(cx, field.value, 0, &mut seen, out);
            }
        }
    }
}

/// The keys of an entry are text, and those of what Juju knows below it.
fn check_fields(cx: &Context<'_>, entry: NodeRef<'_>, section: &str, out: &mut Findings<'_>) {
    let mut report_keys = |fields: NodeRef<'_>| {
        for Entry { key, .. } in fields.effective_entries() {
            report_key(cx, key, section, out);
        }
    };
    report_keys(entry);
    match section {
        "storage" => entry.get("multiple").into_iter().for_each(|it| report_keys(it.value)),
        "containers" => {
            let mounts = entry.get("mounts").map(|mounts| mounts.value.resolved());
            mounts.into_iter().flat_map(NodeRef::items).for_each(report_keys);
        }
        _ => {}
    }
}

/// Hands over the values at a path of keys with a dot in front of each; `*` stands for all of them.
fn visit<'a>(value: NodeRef<'a>, path: &str, found: &mut dyn FnMut(NodeRef<'a>)) {
    let Some(path) = path.strip_prefix('.') else {
        found(value);
        return;
    };
    let step = path.split('.').next().unwrap_or(path);
    let rest = path.get(step.len()..).unwrap_or_default();
    if step != "*" {
        if let Some(entry) = value.get(step) {
            visit(entry.value, rest, found);
        }
        return;
    }
    let resolved = value.resolved();
    for item in resolved.items() {
        visit(item, rest, found);
    }
    for entry in resolved.effective_entries() {
        visit(entry.value, rest, found);
    }
}

/// Deeper values are left alone, rather than run out of stack.
const DEEPEST: usize = 64;

/// Below an action every key is text. Defaults and choices of text parameters change silently.
/// Aliases lead to one place many times, and in circles, so each is looked at once.
fn check_inside_action(
    cx: &Context<'_>,
    value: NodeRef<'_>,
    depth: usize,
    seen: &mut HashSet<u32>,
    out: &mut Findings<'_>,
) {
    let value = value.resolved();
    if depth > DEEPEST || value.is_scalar() || !seen.insert(value.index()) {
        return;
    }
    for item in value.items() {
        check_inside_action(cx, item, depth + 1, seen, out);
    }
    if !value.is_mapping() {
        return;
    }
    let is_text =
        value.get("type").is_some_and(|field| field.value.resolved().as_str() == Some("string"));
    if is_text {
        let default = value.get("default").map(|entry| entry.value);
        let choices = value.get("enum").map(|entry| entry.value.resolved());
        for text in default.into_iter().chain(choices.into_iter().flat_map(NodeRef::items)) {
            report_warning(cx, text, out);
        }
    }
    for entry in value.effective_entries() {
        report_key(cx, entry.key, "actions", out);
        check_inside_action(cx, entry.value, depth + 1, seen, out);
    }
}

/// A key that Juju does not read as text.
fn report_key(cx: &Context<'_>, key: NodeRef<'_>, section: &str, out: &mut Findings<'_>) {
    let packed = Packed::of(cx);
    // charmcraft makes text of numbers and booleans, at whatever depth.
    let is_told = packed == Packed::Rewritten || is_juju_text(packed, key) || !key.is_scalar();
    if is_told {
        report_error(cx, key, section, out);
    } else if !key.is_repaired() && !out.has_reported(key.range()) && reaches_juju(cx, section) {
        let message = match key.source() {
            "" => "an entry has no name, expected text".to_owned(),
            name => format!("Juju reads the name `{name}` as {}, expected text", kind(key)),
        };
        let draft = out.report(key.range(), message).note(JUJU_REFUSES);
        match quote(key, "Put the name in quotes") {
            Some(fix) => draft.help(format!("put it in quotes: `'{}'`", key.source())).fix(fix),
            None => draft.help("write the name as text"),
        };
    }
}

fn report_error<'o>(
    cx: &Context<'_>,
    node: NodeRef<'_>,
    section: &str,
    out: &'o mut Findings<'_>,
) -> Option<Draft<'o>> {
    let note = match Packed::of(cx) {
        Packed::Rewritten => {
            "charmcraft writes it into the charm without quotes, whatever stands here; Juju refuses the charm when it is deployed"
        }
        Packed::AsItStands => JUJU_REFUSES,
    };
    Some(report(cx, node, section, out)?.note(note))
}

fn report_default(cx: &Context<'_>, value: NodeRef<'_>, out: &mut Findings<'_>) {
    let Some(draft) = report_error(cx, value, "config", out) else { return };
    let packed = Packed::of(cx);
    let word = match changed(packed, value.resolved()).filter(|_| packed == Packed::Rewritten) {
        Some(Changed::Bool(true)) => "'yes'",
        Some(Changed::Bool(false)) => "'no'",
        _ => return,
    };
    draft
        .help(format!("write another text, such as `{word}`; quotes do not help"))
        .fix(Fix::replace(format!("Write `{word}`"), Safety::Unsafe, value.range(), word));
}

fn report_warning(cx: &Context<'_>, node: NodeRef<'_>, out: &mut Findings<'_>) {
    if let Some(draft) = report(cx, node, "actions", out) {
        draft.severity(Severity::Warning).note(match Packed::of(cx) {
            Packed::Rewritten => {
                "charmcraft writes it into the charm without quotes, whatever stands here; Juju takes the charm"
            }
            Packed::AsItStands => "Juju takes the charm",
        });
    }
}

fn report<'o>(
    cx: &Context<'_>,
    node: NodeRef<'_>,
    section: &str,
    out: &'o mut Findings<'_>,
) -> Option<Draft<'o>> {
    let value = node.resolved();
    let packed = Packed::of(cx);
    let changed = changed(packed, value)?;
    let range = node.range();
    if node.is_repaired() || out.has_reported(range) || !reaches_juju(cx, section) {
        return None;
    }
    let text = value.text().unwrap_or_default();
    let message = format!("Juju reads the text `{text}` as {}", changed.name());
    let draft = out.report(range, message);
    Some(match quote(node, "Put the text in quotes").filter(|_| packed == Packed::AsItStands) {
        Some(fix) => draft.help(format!("put it in quotes: `'{text}'`")).fix(fix),
        None if packed == Packed::AsItStands => draft.help("put it in quotes"),
        None => draft.help("write another text; quotes do not help"),
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn defaults_of_text_options() {
        check(
            &RULE,
            "config:
  options:
    a: {type: string, default: y}
#                              ^ error[text-that-changes-type]: Juju reads the text `y` as a boolean
    b: {default: '12e7'}
#                ^^^^^^ error[text-that-changes-type]: Juju reads the text `12e7` as a number
    c: {type: string, default: '0189'}
#                              ^^^^^^ error[text-that-changes-type]: Juju reads the text `0189`
    d: {type: boolean, default: y}
    e: {type: string, default: 'yes', description: y}
    y: {type: string, default: '017'}
",
        );
    }

    #[test]
    fn keys_and_texts_of_sections() {
        check(
            &RULE,
            "name: n
#     ^ error[text-that-changes-type]: Juju reads the text `n` as a boolean
summary: '1e5'
#        ^^^^^ error[text-that-changes-type]: Juju reads the text `1e5` as a number
description: |
  1e5
requires:
  n: {interface: http}
# ^ error[text-that-changes-type]: Juju reads the text `n`
  a: {interface: 0o17}
#                ^^^^ error[text-that-changes-type]: Juju reads the text `0o17`
provides: {b: y}
#             ^ error[text-that-changes-type]: Juju reads the text `y`
containers: {c: {mounts: [{location: .5e3}]}}
#                                    ^^^^ error[text-that-changes-type]: Juju reads the text `.5e3`
extra-bindings: {'08': }
#                ^^^^ error[text-that-changes-type]: Juju reads the text `08`
title: y
",
        );
    }

    #[test]
    fn everything_below_an_action() {
        check(
            &RULE,
            "actions:
  n: {y: 1}
  move:
    title: y
#          ^ error[text-that-changes-type]: Juju reads the text `y`
    params:
      x: {type: string, default: y}
#                                ^ warning[text-that-changes-type]: Juju reads the text `y`
      y: {type: integer}
#     ^ error[text-that-changes-type]: Juju reads the text `y`
      z: {type: string, enum: [a, 1e5], properties: {n: {}}}
#                                 ^^^ warning[text-that-changes-type]: Juju reads the text `1e5`
#                                                    ^ error[text-that-changes-type]: Juju reads
      flag: {type: boolean, default: y}
",
        );
    }

    #[test]
    fn what_is_no_text_is_another_rule_s() {
        check(&RULE, "summary: 2024\nrequires: {8080: {interface: 80}, on: {interface: yes}}\n");
    }

    #[test]
    fn fix_writes_a_word_that_stays() {
        let fixed = fixed(&RULE, "config: {options: {a: {default: n}}}\n", 0);
        assert_eq!(fixed, "config: {options: {a: {default: 'no'}}}\n");
    }

    #[test]
    fn with_an_extension_the_short_form_is_charmcraft_s() {
        check(
            &RULE,
            "extensions: [flask-framework]
requires: {a: y}
provides: {b: y}
#             ^ error[text-that-changes-type]: Juju reads the text `y`
",
        );
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, "requires:\n  n\n  b: {interface: x}\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "summary: '1e5'\nrequires: {n: {interface: x}}\nconfig: {options: {a: {default: y}}}\nactions: {a: {params: {b: {type: string, default: y}}}}",
        );
        expect![[r#"
            error (juju): Juju reads the text `1e5` as a number
              note: charmcraft writes it into the charm without quotes, whatever stands here; Juju refuses the charm when it is deployed
              help: write another text; quotes do not help
            error (juju): Juju reads the text `n` as a boolean
              note: charmcraft writes it into the charm without quotes, whatever stands here; Juju refuses the charm when it is deployed
              help: write another text; quotes do not help
            error (juju): Juju reads the text `y` as a boolean
              note: charmcraft writes it into the charm without quotes, whatever stands here; Juju refuses the charm when it is deployed
              help: write another text, such as `'yes'`; quotes do not help
              fix (Unsafe): Write `'yes'`
            warning (juju): Juju reads the text `y` as a boolean
              note: charmcraft writes it into the charm without quotes, whatever stands here; Juju takes the charm
              help: write another text; quotes do not help
        "#]].assert_eq(&said);
    }

    #[test]
    fn in_a_file_that_is_packed_as_it_stands_quotes_help() {
        check(
            &RULE,
            "//- metadata.yaml
requires:
  y: {interface: 08}
# ^ error[text-that-changes-type]: Juju reads the text `y` as a boolean
#                ^^ error[text-that-changes-type]: Juju reads the text `08` as a number
  'n': {interface: '08'}
  8080: {interface: x}
# ^^^^ error[text-that-changes-type]: Juju reads the name `8080` as a number, expected text
  1:30: {interface: 1:30}
  2024-01-31: {interface: x}
  x: {interface: x, 2: y}
#                   ^ error[text-that-changes-type]: Juju reads the name `2` as a number, expected text
storage: {a: {type: block, multiple: {range: 1-, on: x}}}
#                                                ^^ error[text-that-changes-type]: Juju reads the name `on` as a boolean
",
        );
        let fixture = "//- config.yaml\noptions: {a: {default: 08}, b: {default: '08'}}\n";
        assert_eq!(fixed(&RULE, fixture, 0), "options: {a: {default: '08'}, b: {default: '08'}}\n");
        check(
            &RULE,
            "//- actions.yaml
1: {2: x}
a: {params: {on: {}, 'y': {}, b: {type: string, enum: [n]}}}
#            ^^ error[text-that-changes-type]: Juju reads the name `on` as a boolean, expected text
#                                                      ^ warning[text-that-changes-type]: Juju reads the text `n`
",
        );
    }

    #[test]
    fn keys_of_entries_change_too() {
        check(
            &RULE,
            "requires: {a: {interface: x, y: z, 2: z, on: z, versions: {n: z}}}
#                            ^ error[text-that-changes-type]: Juju reads the text `y` as a boolean
",
        );
    }
}
