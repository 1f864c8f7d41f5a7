//! `action-shape`: an action is no mapping, or one of its own fields is not of its type. Docs in
//! action_shape.md.

use syntax::Scalar;

use crate::rules::juju_value::{JUJU_REFUSES, Packed, is_juju_text, reaches_juju};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "action-shape",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Actions],
    docs: include_str!("action_shape.md"),
    check,
};

/// Fields of an action that Juju wants as text.
const TEXTS: [&str; 3] = ["description", "title", "execution-group"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(actions) = cx.section("actions") else { return };
    for action in actions.effective_entries() {
        check_action(cx, action, out);
    }
}

fn check_action(cx: &Context<'_>, action: Entry<'_>, out: &mut Findings<'_>) {
    let value = action.value.resolved();
    let name = action.key.text().unwrap_or_default();
    if !value.is_mapping() {
        if !value.is_null() && !action.is_repaired() {
            let message = format!("action `{name}` is {}, expected a mapping", kind(value));
            report(cx, action.value.range(), message, "write `description:` below it", out);
        }
        return;
    }
    for key in TEXTS {
        let Some(field) = value.get(key).filter(|field| !field.is_repaired()) else { continue };
        let found = field.value.resolved();
        if !is_juju_text(Packed::of(cx), found) {
            let message = format!("`{key}` of action `{name}` is {}, expected text", kind(found));
            report(cx, place(field), message, "write a text, or remove the key", out);
        }
    }
    let field = |key| value.get(key).filter(|field: &Entry<'_>| !field.is_repaired());
    if let Some(field) = field("parallel") {
        let found = field.value.resolved();
        if !matches!(found.scalar(), Some(Scalar::Bool(_))) {
            let message = format!(
                "`parallel` of action `{name}` is {}, expected `true` or `false` without quotes",
                kind(found)
            );
            let known = found.as_str().filter(|text| ["true", "false"].contains(text));
            let help = "write `true` or `false`, or remove the key";
            if let Some(draft) = report(cx, place(field), message, help, out)
                && let Some(text) = known
            {
                let title = "Remove the quotes";
                draft.fix(Fix::replace(title, Safety::Safe, field.value.range(), text));
            }
        }
    }
    if let Some(field) = field("required") {
        let found = field.value.resolved();
        if !found.is_sequence() {
            let message =
                format!("`required` of action `{name}` is {}, expected a list", kind(found));
            let help = "write the names of the parameters between `[` and `]`";
            if let Some(draft) = report(cx, place(field), message, help, out)
                && found.as_str().is_some_and(|text| !text.is_empty())
                && found == field.value
            {
                let list = format!("[{}]", found.source());
                let title = "Put it in a list";
                draft.fix(Fix::replace(title, Safety::Safe, field.value.range(), list));
            }
        }
    }
}

fn report<'o>(
    cx: &Context<'_>,
    range: TextRange,
    message: String,
    help: &str,
    out: &'o mut Findings<'_>,
) -> Option<crate::rules::Draft<'o>> {
    if out.has_reported(range) || !reaches_juju(cx, "actions") {
        return None;
    }
    Some(out.report(range, message).note(JUJU_REFUSES).help(help))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn actions_and_their_fields_have_a_type() {
        check(
            &RULE,
            "actions:
  a:
  b: {}
  c: {description: x, title: 2024-01-31, parallel: yes, required: [a], execution-group: g}
  d: {description: , parallel: 'true', required: target}
#     ^^^^^^^^^^^ error[action-shape]: `description` of action `d` is empty, expected text
#                              ^^^^^^ error[action-shape]: `parallel` of action `d` is text, expected `true`
#                                                ^^^^^^ error[action-shape]: `required` of action `d` is text, expected a list
  e: [x]
#    ^^^ error[action-shape]: action `e` is a list, expected a mapping
  f: run it
#    ^^^^^^ error[action-shape]: action `f` is text, expected a mapping
  g: {title: 7}
#            ^ error[action-shape]: `title` of action `g` is a number, expected text
",
        );
    }

    #[test]
    fn half_typed_actions_are_left_alone() {
        check(&RULE, "actions:\n  a:\n    descr\n    params: {}\n");
    }

    #[test]
    fn fixes_change_the_quotes_and_brackets() {
        let with = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        with("actions: {a: {parallel: 'true'}}\n", "actions: {a: {parallel: true}}\n");
        with("actions: {a: {required: b}}\n", "actions: {a: {required: [b]}}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `description` of action `a` is a number, expected text
              note: Juju refuses the packed charm when it is deployed
              help: write a text, or remove the key
            error (juju): `parallel` of action `a` is a number, expected `true` or `false` without quotes
              note: Juju refuses the packed charm when it is deployed
              help: write `true` or `false`, or remove the key
        "#]]
        .assert_eq(&said(&RULE, "actions: {a: {description: 7, parallel: 1}}"));
    }

    #[test]
    fn actions_may_have_a_file_of_their_own() {
        check(
            &RULE,
            "//- actions.yaml
a: [x]
#  ^^^ error[action-shape]: action `a` is a list, expected a mapping
b: {title: 1:30}
c:
d
",
        );
    }
}
