//! `action-schema`: an action or a parameter is no JSON schema. Docs in action_schema.md.

use std::collections::HashSet;

use syntax::Scalar;

use super::draft4::{Fault, Reader};
use crate::rules::juju_value::{JUJU_REFUSES, Packed, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "action-schema",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Actions],
    docs: include_str!("action_schema.md"),
    check,
};

/// Keys of an action that are no keywords, or whose type another rule looks at.
const OWN_KEYS: [&str; 7] =
    ["description", "title", "params", "parallel", "execution-group", "$ref", "$schema"];

/// What other languages call a type, and what JSON schemas call it.
const TYPE_NAMES: [(&str, &str); 11] = [
    ("int", "integer"),
    ("str", "string"),
    ("text", "string"),
    ("secret", "string"),
    ("bool", "boolean"),
    ("float", "number"),
    ("double", "number"),
    ("list", "array"),
    ("dict", "object"),
    ("map", "object"),
    ("mapping", "object"),
];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(actions) = cx.section("actions") else { return };
    let mut reader = Reader::new(Packed::of(cx));
    for action in actions.effective_entries() {
        let value = action.value.resolved();
        // `required` that is no list is reported with the other fields of the action.
        let is_list =
            value.get("required").is_some_and(|field| field.value.resolved().is_sequence());
        let skipped: Vec<_> =
            OWN_KEYS.into_iter().chain((!is_list).then_some("required")).collect();
        reader.read(value, &skipped, 0);
        let Some(params) = value.get("params") else { continue };
        for param in params.value.effective_entries() {
            match param.key.text() {
                Some(name @ ("$ref" | "$schema")) => report_reference(cx, param, name, out),
                _ => reader.read(param.value, &[], 0),
            }
        }
    }
    for fault in reader.faults {
        report(cx, fault, out);
    }
    // charmcraft writes infinity and the like as null.
    if Packed::of(cx) == Packed::AsItStands {
        let mut seen = HashSet::new();
        for action in actions.effective_entries() {
            check_numbers(cx, action.value, 0, &mut seen, out);
        }
    }
}

/// Deeper values are left alone, rather than run out of stack.
const DEEPEST: usize = 64;

/// Juju turns an action into JSON, which knows neither infinity nor what is no number.
fn check_numbers(
    cx: &Context<'_>,
    value: NodeRef<'_>,
    depth: usize,
    seen: &mut HashSet<u32>,
    out: &mut Findings<'_>,
) {
    let value = value.resolved();
    if let Some(Scalar::Float(number)) = value.scalar() {
        let range = value.range();
        if !number.is_finite() && !out.has_reported(range) && reaches_juju(cx, "actions") {
            out.report(range, format!("Juju takes no `{}` in an action", value.source()))
                .note(JUJU_REFUSES)
                .help("write a number, or leave the key out");
        }
        return;
    }
    if depth > DEEPEST || value.is_scalar() || !seen.insert(value.index()) {
        return;
    }
    let below = value.effective_entries().into_iter().map(|entry| entry.value);
    for below in value.items().chain(below) {
        check_numbers(cx, below, depth + 1, seen, out);
    }
}

fn report_reference(cx: &Context<'_>, param: Entry<'_>, name: &str, out: &mut Findings<'_>) {
    let range = param.key.range();
    if !out.has_reported(range) && reaches_juju(cx, "actions") {
        out.report(range, format!("Juju takes no `{name}` in an action"))
            .note(JUJU_REFUSES)
            .help("write the parameter out");
    }
}

fn report(cx: &Context<'_>, fault: Fault<'_>, out: &mut Findings<'_>) {
    let Entry { key, value } = fault.entry;
    let range = if value.is_absent() { key.range() } else { value.range() };
    if out.has_reported(range) || !reaches_juju(cx, "actions") {
        return;
    }
    let draft = out.report(range, fault.message).note(JUJU_REFUSES).help(fault.help);
    let found = value.as_str().filter(|_| key.text() == Some("type"));
    let meant = found.and_then(|found| {
        let lower = found.to_ascii_lowercase();
        let known = TYPE_NAMES.iter().find(|(name, _)| *name == lower).map(|(_, meant)| *meant);
        known.or_else(|| super::draft4::TYPES.into_iter().find(|name| *name == lower))
    });
    if let Some(meant) = meant {
        let title = format!("Change the type to `{meant}`");
        draft.fix(Fix::replace(title, Safety::Safe, range, meant));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_rich_schema_is_fine() {
        check(
            &RULE,
            "actions:
  migrate:
    description: x
    additionalProperties: false
    required: [a, undeclared]
    params:
      a: {type: string, enum: [x, y], pattern: '^a+$', minLength: 1, maxLength: 1, default: 7}
      b: {type: [string, 'null'], items: [{type: number}], minimum: 1.5, exclusiveMinimum: true}
      c: {type: object, properties: {d: {type: array, uniqueItems: yes}}, dependencies: {a: [b]}}
      e: {multipleOf: 0.5, format: anything, unknown: key, anyOf: [{type: 'null'}, {}]}
",
        );
    }

    #[test]
    fn keywords_are_those_of_draft_4() {
        check(
            &RULE,
            "actions:
  migrate:
    required: [a, a]
#             ^^^^^^ error[action-schema]: `required` names a parameter twice
    params:
      a: {type: int}
#               ^^^ error[action-schema]: `int` is no type of a parameter
      b: {required: true}
#                   ^^^^ error[action-schema]: `required` is no list
      c: {minimum: 5, maximum: 3}
#                  ^ error[action-schema]: `minimum` is above `maximum`
      d: {exclusiveMinimum: 5}
#                           ^ error[action-schema]: `exclusiveMinimum` is neither `true` nor `false`
      e: {enum: [a, a]}
#               ^^^^^^ error[action-schema]: `enum` holds a value twice
      f: {pattern: '(?!a)b'}
#                  ^^^^^^^^ error[action-schema]: `pattern` looks around
      g: {items: {type: str}}
#                       ^^^ error[action-schema]: `str` is no type of a parameter
      h: {minLength: '1', maximum: '2', multipleOf: 0}
#                    ^^^ error[action-schema]: `minLength` is no whole number from 0 on
#                                  ^^^ error[action-schema]: `maximum` is no number
#                                                   ^ error[action-schema]: `multipleOf` is no number above 0
      i: {$ref: x, properties: [a], oneOf: {}}
#               ^ error[action-schema]: Juju takes no `$ref` in an action
#                              ^^^ error[action-schema]: `properties` is no mapping
#                                          ^^ error[action-schema]: `oneOf` is no list
      $schema: x
#     ^^^^^^^ error[action-schema]: Juju takes no `$schema` in an action
",
        );
    }

    #[test]
    fn shared_schemas_are_read_once() {
        let mut text = "actions:\n  a:\n    params:\n      p0: &p0 {type: int}\n".to_owned();
        for level in 1..60 {
            let below = level - 1;
            text += &format!("      p{level}: &p{level} {{items: [*p{below}, *p{below}]}}\n");
        }
        assert_eq!(said(&RULE, &text).matches("error").count(), 1);
    }

    #[test]
    fn half_typed_keywords_are_left_alone() {
        check(&RULE, "actions:\n  a:\n    params:\n      b:\n        typ\n        default: 1\n");
    }

    #[test]
    fn the_fix_writes_the_type_of_json() {
        let fixed = fixed(&RULE, "actions: {a: {params: {b: {type: Int}}}}\n", 0);
        assert_eq!(fixed, "actions: {a: {params: {b: {type: integer}}}}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `bool` is no type of a parameter
              note: Juju refuses the packed charm when it is deployed
              help: write `string`, `integer`, `number`, `boolean`, `array`, `object` or `null`
              fix (Safe): Change the type to `boolean`
            error (juju): `required` is no list
              note: Juju refuses the packed charm when it is deployed
              help: list the required parameters at the action: `required: [...]`
        "#]]
        .assert_eq(&said(&RULE, "actions: {a: {params: {b: {type: bool}, c: {required: yes}}}}"));
    }

    #[test]
    fn actions_may_have_a_file_of_their_own() {
        check(
            &RULE,
            "//- actions.yaml
a: {params: {b: {type: int}, c: {type: integer, minimum: 1:30}}}
#                      ^^^ error[action-schema]: `int` is no type of a parameter
#                                                        ^^^^ error[action-schema]: `minimum` is no number
",
        );
    }

    #[test]
    fn infinity_reaches_juju_where_the_file_is_packed_as_it_stands() {
        check(
            &RULE,
            "//- actions.yaml
a: {params: {b: {default: .inf, maximum: 1.5}}, notes: [-.INF, inf]}
#                         ^^^^ error[action-schema]: Juju takes no `.inf` in an action
#                                                       ^^^^^ error[action-schema]: Juju takes no `-.INF`
",
        );
        check(&RULE, "actions: {a: {params: {b: {default: .inf}}}}\n");
    }
}
