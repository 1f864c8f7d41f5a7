//! `two-overlay-scripts`: a part of a rock with both kinds of overlay script. Docs in
//! two_overlay_scripts.md.

use super::fixes::remove_key;
use super::view::{is_bare, named_parts, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "two-overlay-scripts",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("two_overlay_scripts.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if is_bare(cx) {
        return;
    }
    for (name, part) in named_parts(cx) {
        let script = |key: &str| part.field(key).filter(|field| !field.value.resolved().is_null());
        let (Some(inner), Some(outer)) = (script("override-overlay"), script("overlay-script"))
        else {
            continue;
        };
        if inner.is_repaired() || out.has_reported(inner.key.range()) {
            continue;
        }
        let mut draft = out
            .report(
                inner.key.range(),
                format!("part `{name}` has both `overlay-script` and `override-overlay`"),
            )
            .note(stops(cx))
            .help("keep one: `override-overlay` runs inside the base system, `overlay-script` outside")
            .label(outer.key.range(), "the other script");
        for key in ["override-overlay", "overlay-script"] {
            if let Some(fix) = remove_key(cx, name, key, Safety::Unsafe) {
                draft = draft.fix(fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn one_script_is_enough() {
        check(
            &RULE,
            "parts:
  a: {plugin: nil, overlay-script: x, override-overlay: y}
#                                     ^^^^^^^^^^^^^^^^ error[two-overlay-scripts]: part `a` has both
  b: {plugin: nil, overlay-script: , override-overlay: y}
  c: {plugin: nil, override-overlay: y}
",
        );
    }

    #[test]
    fn a_half_typed_script_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    overlay-script: x\n    override-overlay\n");
    }

    #[test]
    fn either_can_go() {
        let text = "parts: {a: {plugin: nil, overlay-script: x, override-overlay: y}}";
        assert_eq!(fixed(&RULE, text, 0), "parts: {a: {plugin: nil, overlay-script: x}}");
        assert_eq!(fixed(&RULE, text, 1), "parts: {a: {plugin: nil, override-overlay: y}}");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {plugin: nil, overlay-script: x, override-overlay: y}}");
        expect![[r#"
            error (rockcraft): part `a` has both `overlay-script` and `override-overlay`
              note: `rockcraft pack` stops on this
              help: keep one: `override-overlay` runs inside the base system, `overlay-script` outside
              fix (Unsafe): Remove `override-overlay`
              fix (Unsafe): Remove `overlay-script`
        "#]]
        .assert_eq(&said);
    }
}
