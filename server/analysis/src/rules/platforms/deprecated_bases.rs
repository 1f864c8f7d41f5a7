//! `deprecated-bases`: a charm in the old form. Docs in deprecated_bases.md.

use super::convert_bases::conversion;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "deprecated-bases",
    severity: Severity::Hint,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft],
    docs: include_str!("deprecated_bases.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(bases) = cx.entry("bases").filter(|bases| !bases.is_repaired()) else { return };
    // Where both stand there, another rule asks to remove this one.
    if cx.entry("platforms").is_some() || bases.value.resolved().items().next().is_none() {
        return;
    }
    let draft = out
        .report(bases.key.range(), "`bases` is the old form of `base` and `platforms`")
        .note("bases newer than `ubuntu@22.04` are for the new form only")
        .help("write `base` and `platforms`");
    if let Some(fix) = conversion(cx) {
        draft.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_old_form_is_a_hint() {
        check(
            &RULE,
            "bases: [{name: ubuntu, channel: '22.04'}]
#^^^^ hint[deprecated-bases]: `bases` is the old form of `base` and `platforms`
",
        );
        check(&RULE, "bases: [{name: ubuntu, channel: '22.04'}]\nplatforms: {amd64: }\n");
        check(&RULE, "bases: []\n");
        check(&RULE, "bases:\n  - name: ubuntu\n    chan\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "bases: [{name: ubuntu, channel: '22.04'}]");
        expect![[r#"
            hint (nobody): `bases` is the old form of `base` and `platforms`
              note: bases newer than `ubuntu@22.04` are for the new form only
              help: write `base` and `platforms`
              fix (Unsafe): Write `base` and `platforms`
        "#]]
        .assert_eq(&said);
    }
}
