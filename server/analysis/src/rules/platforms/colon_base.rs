//! `colon-base`: a rock's base in the old spelling. Docs in colon_base.md.

use super::common::{fix, respell};
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "colon-base",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("colon_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for entry in ["base", "build-base"].into_iter().filter_map(|key| cx.entry(key)) {
        let Some(found) = entry.value.resolved().as_str() else { continue };
        let Some(base) = facts::colon_base(found, cx.snapshot.kind) else { continue };
        if entry.is_repaired() {
            continue;
        }
        let draft = out
            .report(entry.value.range(), format!("`{found}` is an old spelling of `{}`", base.name))
            .note("`rockcraft` warns about it, and newer bases have no such spelling")
            .help(format!("write `{}`", base.name));
        if let Some(edit) = respell(entry.value, base.name) {
            draft.fix(fix(format!("Write `{}`", base.name), Safety::Safe, edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn two_releases_have_such_a_spelling() {
        check(
            &RULE,
            "base: ubuntu:22.04
#     ^^^^^^^^^^^^ warning[colon-base]: `ubuntu:22.04` is an old spelling of `ubuntu@22.04`
build-base: 'ubuntu:20.04'
#           ^^^^^^^^^^^^^^ warning[colon-base]: `ubuntu:20.04` is an old spelling
",
        );
        check(&RULE, "base: ubuntu:24.04\nbuild-base: ubuntu@22.04\n");
    }

    #[test]
    fn the_fix_keeps_quotes() {
        assert_eq!(fixed(&RULE, "base: \"ubuntu:22.04\"", 0), "base: \"ubuntu@22.04\"");
    }

    #[test]
    fn words() {
        expect![[r#"
            warning (nobody): `ubuntu:22.04` is an old spelling of `ubuntu@22.04`
              note: `rockcraft` warns about it, and newer bases have no such spelling
              help: write `ubuntu@22.04`
              fix (Safe): Write `ubuntu@22.04`
        "#]]
        .assert_eq(&said(&RULE, "base: ubuntu:22.04"));
    }
}
