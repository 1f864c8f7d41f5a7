//! `check-without-one-kind`: a check says in no way, or in several, what it does. Docs in
//! check_without_one_kind.md.

use super::fields::{CHECK_KINDS, Layer, layers};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "check-without-one-kind",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("check_without_one_kind.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let is_check = |layer: &Layer<'_>| layer.path == ["checks", "*"];
    for layer in layers(cx).into_iter().filter(is_check) {
        let value = layer.entry.value;
        let key = layer.entry.key.range();
        if !value.resolved().is_mapping() || value.is_repaired() || out.has_reported(key) {
            continue;
        }
        let kinds: Vec<_> =
            CHECK_KINDS.into_iter().filter_map(|kind| value.get(kind)).map(|it| it.key).collect();
        let message = match kinds.len() {
            0 => format!("{} has none of `http`, `tcp` and `exec`", layer.name),
            1 => continue,
            _ => format!("{} has several of `http`, `tcp` and `exec`", layer.name),
        };
        let mut draft = out
            .report(key, message)
            .note("`rockcraft pack` wants exactly one of them in each check")
            .help(match kinds.len() {
                0 => {
                    "write `http:` with a `url`, `tcp:` with a `port`, or `exec:` with a `command`"
                }
                _ => "make a check of its own for each",
            });
        for kind in kinds {
            draft = draft.label(kind.range(), "one of them");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn a_check_does_exactly_one_thing() {
        check(
            &RULE,
            "checks:
  none: {override: replace}
# ^^^^ error[check-without-one-kind]: check `none` has none of
  one: {tcp: {port: 80}}
  two: {tcp: {port: 80}, exec: }
# ^^^ error[check-without-one-kind]: check `two` has several of
  empty:
",
        );
    }

    #[test]
    fn half_typed_checks_are_left_alone() {
        check(&RULE, "checks:\n  up:\n    override: replace\n    ht\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (rockcraft): check `a` has none of `http`, `tcp` and `exec`
              note: `rockcraft pack` wants exactly one of them in each check
              help: write `http:` with a `url`, `tcp:` with a `port`, or `exec:` with a `command`
            error (rockcraft): check `b` has several of `http`, `tcp` and `exec`
              note: `rockcraft pack` wants exactly one of them in each check
              help: make a check of its own for each
        "#]]
        .assert_eq(&said(&RULE, "checks: {a: {}, b: {http: {}, tcp: {}}}"));
    }
}
