//! `missing-build-base`: the base cannot be built on, and no other is given. Docs in
//! missing_build_base.md.

use super::common::{add_below, fix, pack_stops, scalar_text};
use crate::facts::{self, BaseUse, BuildBaseNeed};
use crate::rules::edits::fill_absent;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "missing-build-base",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("missing_build_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root().filter(|root| !root.is_repaired()) else { return };
    let Some(base) = root.get("base") else { return };
    let Some(name) = base.value.resolved().as_str() else { return };
    let need = facts::base(name).and_then(|base| base.in_tool(cx.snapshot.kind).build_base);
    let Some(need) = need else { return };
    let is_given = |entry: &Entry<'_>| !entry.value.resolved().is_null();
    let given = root.get("build-base").filter(is_given);
    let underscored = root.get("build_base").filter(is_given);
    let Some(entry) = given.or(underscored) else {
        report_missing(cx, base, name, need, out);
        return;
    };
    match need {
        // rockcraft 1.20 plans the build of such a rock by `build-base` alone.
        BuildBaseNeed::Any(_) if name == "bare" && given.is_none() => {
            report_spelling(cx, base, name, entry, out);
        }
        BuildBaseNeed::Only(_) if given.is_none() => report_spelling(cx, base, name, entry, out),
        BuildBaseNeed::Any(_) => {}
        BuildBaseNeed::Only(wanted) => report_other(cx, name, entry, wanted, out),
    }
}

fn report_missing(
    cx: &Context<'_>,
    base: Entry<'_>,
    name: &str,
    need: BuildBaseNeed,
    out: &mut Findings<'_>,
) {
    let (BuildBaseNeed::Any(wanted) | BuildBaseNeed::Only(wanted)) = need;
    let line = format!("build-base: {wanted}");
    let draft = out
        .report(base.value.range(), format!("base `{name}` needs a `build-base` beside it"))
        .note(pack_stops(cx))
        .help(format!("add `{line}`"));
    let edit = match cx.entry("build-base") {
        Some(empty) => fill_absent(empty, &format!(" {wanted}")),
        None => add_below(cx, &["base"], &line),
    };
    if let Some(edit) = edit {
        let safety = match need {
            BuildBaseNeed::Any(_) => Safety::Unsafe,
            BuildBaseNeed::Only(_) => Safety::Safe,
        };
        draft.fix(fix(format!("Add `{line}`"), safety, edit));
    }
}

fn report_spelling(
    cx: &Context<'_>,
    base: Entry<'_>,
    name: &str,
    underscored: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let key = underscored.key.range();
    let message = format!("base `{name}` needs `build-base`, and does not see `build_base`");
    out.report(base.value.range(), message)
        .note(pack_stops(cx))
        .help("write `build-base`, with a hyphen")
        .label(key, "written here")
        .fix(Fix::replace("Write `build-base`", Safety::Safe, key, "build-base"));
}

fn report_other(
    cx: &Context<'_>,
    name: &str,
    entry: Entry<'_>,
    wanted: &str,
    out: &mut Findings<'_>,
) {
    let Some(found) = scalar_text(entry.value) else { return };
    // A build base that nobody knows is another rule's.
    if found == wanted || !facts::is_base(found, cx.snapshot.kind, BaseUse::BuildBase) {
        return;
    }
    let range = entry.value.range();
    out.report(range, format!("base `{name}` cannot be built on `{found}`, only on `{wanted}`"))
        .note(pack_stops(cx))
        .help(format!("write `build-base: {wanted}`, or choose another base"))
        .fix(Fix::replace(format!("Write `{wanted}`"), Safety::Unsafe, range, wanted));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_charm_on_an_interim_release_says_what_it_is_built_on() {
        check(
            &RULE,
            "base: ubuntu@25.10
#     ^^^^^^^^^^^^ error[missing-build-base]: base `ubuntu@25.10` needs a `build-base`
build-base:
",
        );
        check(&RULE, "base: ubuntu@25.10\nbuild-base: ubuntu@24.04\n");
        check(&RULE, "base: ubuntu@25.10\nbuild_base: ubuntu@24.04\n");
        check(&RULE, "base: ubuntu@26.04\n");
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu@25.10\n");
    }

    #[test]
    fn nothing_is_built_on_bare() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
#     ^^^^ error[missing-build-base]: base `bare` needs a `build-base` beside it
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
#     ^^^^ error[missing-build-base]: base `bare` needs `build-base`, and does not see
build_base: ubuntu@24.04
",
        );
        check(&RULE, "//- rockcraft.yaml\nbase: bare\nbuild-base: ubuntu@22.04\n");
    }

    #[test]
    fn a_rock_on_the_release_to_come_is_built_on_devel() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@26.10
build-base: ubuntu@26.04
#           ^^^^^^^^^^^^ error[missing-build-base]: base `ubuntu@26.10` cannot be built on
",
        );
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu@26.10\nbuild-base: devel\n");
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu@26.10\nbuild-base: ubuntu@26.10\n");
    }

    #[test]
    fn fixes_add_it_below_the_base() {
        let text = "base: ubuntu@25.10 # new\nplatforms: {amd64: }\n";
        let wanted = text.replace("new\n", "new\nbuild-base: ubuntu@25.10\n");
        assert_eq!(fixed(&RULE, text, 0), wanted);
        let empty = "//- rockcraft.yaml\nbase: bare\nbuild-base:\n";
        assert_eq!(fixed(&RULE, empty, 0), "base: bare\nbuild-base: ubuntu@24.04\n");
    }

    #[test]
    fn half_typed_files_lack_nothing() {
        check(&RULE, "//- rockcraft.yaml\nbase: bare\nbuild-ba\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "base: ubuntu@26.10")
            + &said(&RULE, "//- rockcraft.yaml\nbase: ubuntu@26.10\nbuild-base: ubuntu@24.04\n")
            + &said(&RULE, "//- rockcraft.yaml\nbase: bare\nbuild_base: ubuntu@24.04\n");
        expect![[r#"
            error (charmcraft): base `ubuntu@26.10` needs a `build-base` beside it
              note: `charmcraft pack` stops on this
              help: add `build-base: ubuntu@26.10`
              fix (Unsafe): Add `build-base: ubuntu@26.10`
            error (rockcraft): base `ubuntu@26.10` cannot be built on `ubuntu@24.04`, only on `devel`
              note: `rockcraft pack` stops on this
              help: write `build-base: devel`, or choose another base
              fix (Unsafe): Write `devel`
            error (rockcraft): base `bare` needs `build-base`, and does not see `build_base`
              note: `rockcraft pack` stops on this
              help: write `build-base`, with a hyphen
              fix (Safe): Write `build-base`
        "#]].assert_eq(&said);
    }

    #[test]
    fn a_base_in_the_making_is_built_on_what_is_spelt_with_a_hyphen() {
        let fixture = "//- rockcraft.yaml
base: ubuntu@26.10
#     ^^^^^^^^^^^^ error[missing-build-base]: base `ubuntu@26.10` needs `build-base`, and does not see `build_base`
build_base: devel
";
        check(&RULE, fixture);
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu@26.10\nbuild-base: devel\n");
    }
}
