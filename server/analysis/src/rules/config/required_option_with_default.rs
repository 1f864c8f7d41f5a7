//! `required-option-with-default`: an option must be set, and has a default. Docs in
//! required_option_with_default.md.

use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;
use crate::rules::shape::is_truthy;

pub(super) static RULE: Rule = Rule {
    id: "required-option-with-default",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("required_option_with_default.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.extension().is_none() {
        return;
    }
    for option in cx.unchecked_options().iter().filter(|option| option.is_required()) {
        let (Some(name), Some(default)) = (option.name(), option.field("default")) else {
            continue;
        };
        // charmcraft 4.5.0 takes a dot in a name for a step into the option, and so finds nothing.
        if name.contains('.') || !is_truthy(default.value) || option.value.is_repaired() {
            continue;
        }
        if !out.has_reported(default.key.range()) {
            report(cx, name, option.field("optional"), default, out);
        }
    }
}

fn report(
    cx: &Context<'_>,
    name: &str,
    optional: Option<Entry<'_>>,
    default: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let mut draft = out
        .report(
            default.key.range(),
            format!(
                "config option `{name}` is required (`optional: false`) and also has a default"
            ),
        )
        .note("`charmcraft pack` stops on this next to an extension")
        .help("remove the default if the operator has to choose a value, else `optional: false`");
    if let Some(optional) = optional {
        draft = draft.label(optional.range(), "required here");
    }
    for (key, title) in
        [("default", "Remove the default"), ("optional", "Remove `optional: false`")]
    {
        if let Some(edit) = remove_entry(cx, &["config", "options", name, key]) {
            draft = draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_default_that_python_takes_for_true_is_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a:
      optional: false
      default: abc
#     ^^^^^^^ error[required-option-with-default]: config option `a` is required
    b: {optional: no, default: 1}
#                     ^^^^^^^ error[required-option-with-default]: config option `b`
    c: {optional: false, default: 'false'}
#                        ^^^^^^^ error[required-option-with-default]: config option `c`
    d: {optional: false, default: [x]}
#                        ^^^^^^^ error[required-option-with-default]: config option `d`
    e: {optional: false, default: 2024-01-31}
#                        ^^^^^^^ error[required-option-with-default]: config option `e`
",
        );
    }

    #[test]
    fn what_charmcraft_lets_through_is_not() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a: {optional: false, default: 0}
    b: {optional: false, default: 0.0}
    c: {optional: false, default: off}
    d: {optional: false, default: ''}
    e: {optional: false, default: }
    f: {optional: 'false', default: a}
    g: {optional: 0, default: a}
    h: {optional: true, default: a}
    i: {default: a}
    a.b: {optional: false, default: a}
    j: {optional: false, default: []}
",
        );
        check(&RULE, "config: {options: {a: {optional: false, default: a}}}\n");
    }

    #[test]
    fn a_merged_default_counts() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
  options:
    a: &a {default: x}
#          ^^^^^^^ error[required-option-with-default]: config option `b`
    b: {<<: *a, optional: false}
",
        );
    }

    #[test]
    fn either_key_can_go() {
        let fixture = "extensions: [go-framework]
config:
  options:
    a:
      optional: false # always
      default: abc
      type: string
";
        assert_eq!(fixed(&RULE, fixture, 0), fixture.replace("      default: abc\n", ""));
        assert_eq!(
            fixed(&RULE, fixture, 1),
            fixture.replace("      optional: false # always\n", "")
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [go-framework]\nconfig: {options: {a: {optional: false, default: 1}}}",
        );
        expect![[r#"
            error (charmcraft): config option `a` is required (`optional: false`) and also has a default
              note: `charmcraft pack` stops on this next to an extension
              help: remove the default if the operator has to choose a value, else `optional: false`
              fix (Unsafe): Remove the default
              fix (Unsafe): Remove `optional: false`
        "#]].assert_eq(&said);
    }
}
