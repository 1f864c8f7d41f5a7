//! `action-parameters`: the parameters of an action are no mapping of mappings. Docs in
//! action_parameters.md.

use super::draft4::TYPES;
use crate::rules::juju_value::{JUJU_REFUSES, reaches_juju};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "action-parameters",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Actions],
    docs: include_str!("action_parameters.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(actions) = cx.section("actions") else { return };
    for action in actions.effective_entries() {
        let Some(params) = action.value.get("params") else { continue };
        let value = params.value.resolved();
        if !value.is_mapping() {
            report_params(cx, action, params, out);
            continue;
        }
        for param in value.effective_entries() {
            check_param(cx, param, out);
        }
    }
}

fn report_params(cx: &Context<'_>, action: Entry<'_>, params: Entry<'_>, out: &mut Findings<'_>) {
    let range = place(params);
    if params.is_repaired() || out.has_reported(range) || !reaches_juju(cx, "actions") {
        return;
    }
    let name = action.key.text().unwrap_or_default();
    let found = kind(params.value.resolved());
    out.report(range, format!("`params` of action `{name}` is {found}, expected a mapping"))
        .note(JUJU_REFUSES)
        .help("write `<name>:` for each parameter, or remove the key");
}

fn check_param(cx: &Context<'_>, param: Entry<'_>, out: &mut Findings<'_>) {
    let value = param.value.resolved();
    let range = place(param);
    // `$ref` and `$schema` are refused whatever they hold.
    let name = param.key.text().unwrap_or_default();
    if value.is_mapping()
        || name.starts_with('$')
        || param.is_repaired()
        || out.has_reported(range)
        || !reaches_juju(cx, "actions")
    {
        return;
    }
    let known = value.as_str().filter(|text| TYPES.contains(text));
    let type_name = known.unwrap_or("string");
    let draft = out
        .report(range, format!("parameter `{name}` is {}, expected a mapping", kind(value)))
        .note(JUJU_REFUSES)
        .help(format!("write `type: {type_name}` below it"));
    let insert = format!("{{type: {type_name}}}");
    let title = format!("Write `{insert}`");
    if known.is_some() {
        draft.fix(Fix::replace(title, Safety::Safe, param.value.range(), insert));
    } else if let Some(edit) = crate::rules::edits::fill_absent(param, &format!(" {insert}")) {
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn params_are_a_mapping_of_mappings() {
        check(
            &RULE,
            "actions:
  a: {params: {}}
  b: {params: {target: {}}}
  c: {params: [a]}
#             ^^^ error[action-parameters]: `params` of action `c` is a list, expected a mapping
  d:
    params:
#   ^^^^^^ error[action-parameters]: `params` of action `d` is empty, expected a mapping
  e:
    params:
      target: string
#             ^^^^^^ error[action-parameters]: parameter `target` is text, expected a mapping
      count:
#     ^^^^^ error[action-parameters]: parameter `count` is empty, expected a mapping
",
        );
    }

    #[test]
    fn half_typed_parameters_are_left_alone() {
        check(&RULE, "actions:\n  a:\n    params:\n      target: {}\n      cou\n");
    }

    #[test]
    fn fixes_write_a_type() {
        let with = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        with(
            "actions: {a: {params: {b: integer}}}\n",
            "actions: {a: {params: {b: {type: integer}}}}\n",
        );
        with(
            "actions:\n  a:\n    params:\n      b:\n",
            "actions:\n  a:\n    params:\n      b: {type: string}\n",
        );
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): parameter `b` is text, expected a mapping
              note: Juju refuses the packed charm when it is deployed
              help: write `type: boolean` below it
              fix (Safe): Write `{type: boolean}`
            error (juju): `params` of action `c` is text, expected a mapping
              note: Juju refuses the packed charm when it is deployed
              help: write `<name>:` for each parameter, or remove the key
        "#]]
        .assert_eq(&said(&RULE, "actions: {a: {params: {b: boolean}}, c: {params: d}}"));
    }

    #[test]
    fn actions_may_have_a_file_of_their_own() {
        check(
            &RULE,
            "//- actions.yaml
a: {params: [b]}
#           ^^^ error[action-parameters]: `params` of action `a` is a list, expected a mapping
",
        );
    }
}
