//! `ended-base`: a rock's base gets no more updates. Docs in ended_base.md.
//!
//! Rules know no clock: what is reported had ended when the facts were recorded, and has for certain.
//! charmcraft 4.5.0 does not look at this.

use super::common::{fix, pack_stops, respell};
use crate::facts::{self, BaseUse};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ended-base",
    severity: Severity::Warning,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("ended_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let file = cx.snapshot.kind;
    for (key, usage) in [("base", BaseUse::Base), ("build-base", BaseUse::BuildBase)] {
        let Some(entry) = cx.entry(key).filter(|entry| !entry.is_repaired()) else { continue };
        let Some(found) = entry.value.resolved().as_str() else { continue };
        let base = facts::colon_base(found, file).or_else(|| facts::base(found));
        let Some(base) = base.filter(|base| base.in_tool(file).uses.contains(&usage)) else {
            continue;
        };
        let Some(end) = base.end.filter(|_| base.has_ended()) else { continue };
        let newer = facts::suggested_base();
        let draft = out
            .report(entry.value.range(), format!("support of `{}` ended on {end}", base.name))
            .note(format!("{}, unless it is run with `--ignore=unmaintained`", pack_stops(cx)))
            .help(format!("move to a newer base, for example `{newer}`"));
        if let Some(edit) = respell(entry.value, newer) {
            draft.fix(fix(format!("Change `{key}` to `{newer}`"), Safety::Unsafe, edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn releases_without_updates_are_marked() {
        check(
            &RULE,
            "base: ubuntu:20.04
#     ^^^^^^^^^^^^ warning[ended-base]: support of `ubuntu@20.04` ended on 2025-05-29
build-base: ubuntu@25.10
#           ^^^^^^^^^^^^ warning[ended-base]: support of `ubuntu@25.10` ended on 2026-07-09
",
        );
        check(&RULE, "base: bare\nbuild-base: ubuntu@22.04\n");
        check(&RULE, "base: ubuntu@18.04\nbuild-base: devel\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            warning (rockcraft): support of `ubuntu@20.04` ended on 2025-05-29
              note: `rockcraft pack` stops on this, unless it is run with `--ignore=unmaintained`
              help: move to a newer base, for example `ubuntu@24.04`
              fix (Unsafe): Change `base` to `ubuntu@24.04`
        "#]]
        .assert_eq(&said(&RULE, "base: ubuntu@20.04"));
    }
}
