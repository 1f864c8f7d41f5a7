//! `bases-beside-platforms`: a charm is written in the old form and the new at once. Docs in
//! bases_beside_platforms.md.

use super::common::{fix, pack_stops};
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "bases-beside-platforms",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("bases_beside_platforms.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(bases) = cx.entry("bases") else { return };
    let has_platforms = cx.entry("platforms").is_some();
    let base = cx.entry("base").filter(|base| !base.value.resolved().is_null());
    let Some(base) = base.filter(|base| !base.is_repaired()) else {
        if has_platforms && !bases.is_repaired() {
            let draft = out
                .report(bases.key.range(), "`bases` stands beside `platforms`")
                .severity(Severity::Warning)
                .note("`charmcraft pack` builds what `platforms` say")
                .help("remove `bases`, the old form")
                .label(bases.range(), "the old form");
            if let Some(edit) = remove_entry(cx, &["bases"]) {
                draft.fix(fix("Remove `bases`", Safety::Unsafe, edit));
            }
        }
        return;
    };
    let old = if has_platforms { "bases" } else { "base" };
    let draft = out
        .report(base.value.range(), "`base` stands beside `bases`, which has bases of its own")
        .note(pack_stops(cx))
        .help(format!("remove `{old}`"))
        .label(bases.key.range(), "the old form");
    if let Some(edit) = remove_entry(cx, &[old]) {
        draft.fix(fix(format!("Remove `{old}`"), Safety::Unsafe, edit));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_base_beside_the_old_form_is_refused() {
        let text = "bases: [{name: ubuntu, channel: '22.04'}]
base: ubuntu@22.04
#     ^^^^^^^^^^^^ error[bases-beside-platforms]: `base` stands beside `bases`
";
        check(&RULE, text);
        check(&RULE, &format!("{text}platforms: {{amd64: }}\n"));
        check(&RULE, "bases: [{name: ubuntu, channel: '22.04'}]\nbase:\nbuild-base: any\n");
    }

    #[test]
    fn platforms_win_over_the_old_form() {
        check(
            &RULE,
            "platforms: {'ubuntu@22.04:amd64': }
bases: [{name: ubuntu, channel: '22.04'}]
#^^^^ warning[bases-beside-platforms]: `bases` stands beside `platforms`
",
        );
    }

    #[test]
    fn the_fix_leaves_the_form_that_is_complete() {
        let alone = "bases: [{name: a, channel: '1'}]\nbase: ubuntu@22.04\n";
        assert_eq!(fixed(&RULE, alone, 0), "bases: [{name: a, channel: '1'}]\n");
        let both = "bases:\n- {name: a, channel: '1'}\nbase: b\nplatforms: {amd64: }\n";
        assert_eq!(fixed(&RULE, both, 0), "base: b\nplatforms: {amd64: }\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "bases: []\nbase: ubuntu@22.04\n")
            + &said(&RULE, "bases: []\nplatforms: {amd64: }\n");
        expect![[r#"
            error (charmcraft): `base` stands beside `bases`, which has bases of its own
              note: `charmcraft pack` stops on this
              help: remove `base`
              fix (Unsafe): Remove `base`
            warning (charmcraft): `bases` stands beside `platforms`
              note: `charmcraft pack` builds what `platforms` say
              help: remove `bases`, the old form
              fix (Unsafe): Remove `bases`
        "#]]
        .assert_eq(&said);
    }
}
