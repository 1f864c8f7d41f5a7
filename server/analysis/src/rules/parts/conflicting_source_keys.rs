//! `conflicting-source-keys`: a part names its revision in several ways. Docs in
//! conflicting_source_keys.md.

use super::fixes::remove_key;
use super::view::named_parts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "conflicting-source-keys",
    severity: Severity::Warning,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("conflicting_source_keys.md"),
    check,
};

const KEYS: [&str; 3] = ["source-commit", "source-tag", "source-branch"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let says_something = |field: &Entry<'_>| {
            let value = field.value.resolved();
            !value.is_null()
                && value.text() != Some("")
                && value.is_scalar()
                && !field.is_repaired()
        };
        let field = |key: &'static str| Some((key, part.field(key).filter(says_something)?));
        let mut given = KEYS.into_iter().filter_map(field);
        let (Some((first, first_field)), Some((second, second_field))) =
            (given.next(), given.next())
        else {
            continue;
        };
        if out.has_reported(second_field.key.range()) {
            continue;
        }
        let draft = out
            .report(
                second_field.key.range(),
                format!("part `{name}` has `{second}` beside `{first}`"),
            )
            .note(format!(
                "the file loads, and `{} pack` stops when it fetches the source",
                cx.tool().name()
            ))
            .help(format!("keep one of the two; `{first}` is the more exact"))
            .label(first_field.key.range(), "the other one");
        if let Some(fix) = remove_key(cx, name, second, Safety::Unsafe) {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn one_revision_is_enough() {
        check(
            &RULE,
            "parts:
  a: {plugin: dump, source: x, source-branch: main, source-tag: v1}
#                              ^^^^^^^^^^^^^ warning[conflicting-source-keys]: part `a` has `source-branch` beside `source-tag`
  b: {plugin: dump, source: x, source-branch: '', source-tag: v1}
  c: {plugin: dump, source: x, source-branch: main}
",
        );
    }

    #[test]
    fn a_half_typed_key_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    source-tag: v1\n    source-branch\n");
    }

    #[test]
    fn fix_keeps_the_more_exact() {
        assert_eq!(
            fixed(&RULE, "parts: {a: {source: x, source-branch: main, source-tag: v1}}", 0),
            "parts: {a: {source: x, source-tag: v1}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {source: x, source-commit: abc, source-tag: v1}}");
        expect![[r#"
            warning (charmcraft): part `a` has `source-tag` beside `source-commit`
              note: the file loads, and `charmcraft pack` stops when it fetches the source
              help: keep one of the two; `source-commit` is the more exact
              fix (Unsafe): Remove `source-tag`
        "#]]
        .assert_eq(&said);
    }
}
