//! `missing-base`: nothing says which system to build for. Docs in missing_base.md.
//!
//! A charm may name it at the top or in every platform; `build-base` alone is enough for charmcraft
//! 4.5.0, though not in its spelling `build_base`. A rock needs `base` itself.

use super::common::{add_below, fix, pack_stops};
use crate::facts;
use crate::model::{self, Platform};
use crate::rules::edits::fill_absent;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "missing-base",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("missing_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root().filter(|root| root.is_mapping() && !root.is_repaired()) else {
        return;
    };
    if cx.is_bundle() {
        return;
    }
    let is_given = |key: &str| root.get(key).is_some_and(|entry| !entry.value.resolved().is_null());
    if is_given("base") {
        return;
    }
    if cx.snapshot.kind == FileKind::Rockcraft {
        report_none(cx, "`base` is missing", out);
        return;
    }
    if is_given("build-base") || is_given("bases") && cx.entry("platforms").is_none() {
        return;
    }
    let platforms = model::platforms(Some(root));
    let (with, without): (Vec<_>, Vec<_>) =
        platforms.iter().partition(|platform| platform.bases().next().is_some());
    // Where `platforms` is no mapping, another rule says so first.
    if platforms.is_empty() && cx.entry("platforms").is_some() {
        return;
    }
    if with.is_empty() {
        report_none(cx, "no base is given, neither at the top nor in a platform", out);
        return;
    }
    for platform in without {
        report_platform(cx, platform, with.first().and_then(|other| other.bases().next()), out);
    }
}

fn report_none(cx: &Context<'_>, message: &str, out: &mut Findings<'_>) {
    let base = facts::suggested_base();
    let line = format!("base: {base}");
    let empty = cx.entry("base");
    let draft = match empty {
        Some(entry) => out.report(place(entry), message),
        None => out.report_file(message),
    };
    let draft = draft.note(pack_stops(cx)).help(format!("write `{line}`"));
    let above = ["description", "summary", "title", "version", "type", "name", "extensions"];
    let edit = match empty {
        Some(entry) => fill_absent(entry, &format!(" {base}")),
        // Beside the old form there can be no base, whether or not it names one.
        None if cx.entry("bases").is_some() && cx.entry("platforms").is_none() => None,
        None => add_below(cx, &above, &line),
    };
    if let Some(edit) = edit {
        draft.fix(fix(format!("Add `{line}`"), Safety::Unsafe, edit));
    }
}

fn report_platform(
    cx: &Context<'_>,
    platform: &Platform<'_>,
    base: Option<&str>,
    out: &mut Findings<'_>,
) {
    let (Some(name), Some(base)) = (platform.name(), base) else { return };
    if out.has_reported(platform.key.range()) {
        return;
    }
    let message = format!("platform `{name}` names no base, as other platforms do");
    let draft = out.report(platform.key.range(), message).note(pack_stops(cx));
    if platform.is_shorthand() && facts::is_architecture(name) {
        let wanted = format!("{base}:{name}");
        let draft = draft.help(format!("write `{wanted}:`"));
        if let Some(fix) = super::common::rename(cx, platform, &wanted) {
            draft.fix(fix);
        }
        return;
    }
    draft.help(format!("write `{base}:` before the name, or before each architecture"));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_charm_without_any_base_is_marked_as_a_whole() {
        check(
            &RULE,
            "name: notes
#^^^ error[missing-base]: no base is given, neither at the top nor in a platform
platforms:
  amd64:
",
        );
        check(
            &RULE,
            "base:
#^^^ error[missing-base]: no base is given
platforms: {amd64: }
",
        );
        check(&RULE, "build_base: ubuntu@24.04\n#^^^^^^^^^ error[missing-base]: no base\n");
    }

    #[test]
    fn one_base_anywhere_is_enough() {
        check(&RULE, "base: ubuntu@24.04\nplatforms: {amd64: }\n");
        check(&RULE, "build-base: ubuntu@24.04\nplatforms: {amd64: }\n");
        check(&RULE, "platforms: {'ubuntu@24.04:amd64': }\n");
        check(&RULE, "platforms: {x: {build-on: ['ubuntu@24.04:amd64'], build-for: amd64}}\n");
        check(&RULE, "bases: [{name: ubuntu, channel: '22.04'}]\n");
        check(&RULE, "platforms: []\n");
    }

    #[test]
    fn where_one_platform_names_its_base_all_do() {
        check(
            &RULE,
            "platforms:
  ubuntu@24.04:amd64:
  arm64:
# ^^^^^ error[missing-base]: platform `arm64` names no base, as other platforms do
",
        );
        let text = "platforms:\n  ubuntu@24.04:amd64:\n  arm64:\n";
        assert_eq!(fixed(&RULE, text, 0), text.replace("  arm64", "  ubuntu@24.04:arm64"));
    }

    #[test]
    fn a_rock_needs_the_key_itself() {
        check(
            &RULE,
            "//- rockcraft.yaml
name: notes
#^^^ error[missing-base]: `base` is missing
build-base: ubuntu@24.04
",
        );
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu@23.04\n");
    }

    #[test]
    fn the_fix_puts_it_where_it_is_looked_for() {
        let text = "name: a\ndescription: |\n  Text.\nplatforms:\n  amd64:\n";
        let wanted = text.replace("platforms", "base: ubuntu@24.04\nplatforms");
        assert_eq!(fixed(&RULE, text, 0), wanted);
        assert_eq!(fixed(&RULE, "name: a # b", 0), "name: a # b\nbase: ubuntu@24.04");
        assert_eq!(fixed(&RULE, "base: # b\n", 0), "base: ubuntu@24.04 # b\n");
    }

    #[test]
    fn empty_bases_get_no_base_beside_them() {
        assert!(!said(&RULE, "name: a\nbases:\n").contains("fix"));
    }

    #[test]
    fn an_indented_file_stays_indented() {
        let text = "  name: a\n  platforms:\n    amd64:\n";
        let wanted = text.replace("  platforms", "  base: ubuntu@24.04\n  platforms");
        assert_eq!(fixed(&RULE, text, 0), wanted);
    }

    #[test]
    fn half_typed_files_lack_nothing() {
        check(&RULE, "name: notes\nbas\nplatforms:\n  amd64:\n");
        check(&RULE, "//- rockcraft.yaml\nname: notes\nbas\nplatforms:\n  amd64:\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "name: a\nplatforms: {amd64: }\n")
            + &said(&RULE, "platforms: {'ubuntu@24.04:amd64': , a: {build-on: amd64}}\n")
            + &said(&RULE, "//- rockcraft.yaml\nbase: \n");
        expect![[r#"
            error (charmcraft): no base is given, neither at the top nor in a platform
              note: `charmcraft pack` stops on this
              help: write `base: ubuntu@24.04`
              fix (Unsafe): Add `base: ubuntu@24.04`
            error (charmcraft): platform `a` names no base, as other platforms do
              note: `charmcraft pack` stops on this
              help: write `ubuntu@24.04:` before the name, or before each architecture
            error (rockcraft): `base` is missing
              note: `rockcraft pack` stops on this
              help: write `base: ubuntu@24.04`
              fix (Unsafe): Add `base: ubuntu@24.04`
        "#]]
        .assert_eq(&said);
    }
}
