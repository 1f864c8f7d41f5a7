//! `conflicting-bases`: a charm's platform is for more than one base. Docs in conflicting_bases.md.

use super::common::{pack_stops, rename};
use crate::facts;
use crate::finding::TextEdit;
use crate::model::{self, Platform, Target};
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "conflicting-bases",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("conflicting_bases.md"),
    check,
};

/// What platforms must not name a base beside; `build_base` does not count (charmcraft 4.5.0).
const AT_THE_TOP: [&str; 2] = ["base", "build-base"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let platforms = model::platforms(cx.root());
    let is_given = |key: &&str| {
        cx.entry(key).is_some_and(|entry| !entry.value.resolved().is_null() && !entry.is_repaired())
    };
    let given: Vec<&str> = AT_THE_TOP.into_iter().filter(is_given).collect();
    for platform in platforms.iter().filter(|platform| !platform.is_repaired()) {
        if out.has_reported(platform.key.range()) {
            continue;
        }
        if disagrees(platform) {
            report_mixed(cx, platform, out);
        } else if platform.bases().next().is_some() && !given.is_empty() {
            report_top(cx, &platforms, platform, &given, out);
        }
    }
}

/// Whether bases differ within the platform. A name with a base goes with plain entries.
fn disagrees(platform: &Platform<'_>) -> bool {
    if !platform.value.resolved().is_mapping() {
        return false;
    }
    let of_name = platform.name_target().and_then(|target| target.base);
    let bases = entry_bases(platform);
    let Some(first) = bases.first().copied() else { return false };
    let is_mixed = bases.into_iter().any(|base| base != first);
    is_mixed || first.is_some() && of_name.is_some() && of_name != first
}

/// The base of each entry. The name stands for a key that is not there, where it is an architecture or
/// where the key is spelt in a way that the plan of the build does not know.
fn entry_bases<'a>(platform: &Platform<'a>) -> Vec<Option<&'a str>> {
    let of_name = platform.name_target().and_then(|target| target.base);
    let name = platform.name().unwrap_or_default();
    let is_implied = facts::is_architecture(name) || name == "all";
    let mut bases = Vec::new();
    for (key, known) in [("build-on", platform.build_on()), ("build-for", platform.build_for())] {
        match platform.value.get(key) {
            Some(field) => bases.extend(Target::all(field).map(|target| target.base)),
            None if is_implied || known.is_some() => bases.push(of_name),
            None => {}
        }
    }
    bases
}

fn report_mixed(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    let name = platform.name().unwrap_or_default();
    let mut bases: Vec<&str> = platform.bases().collect();
    bases.sort_unstable();
    bases.dedup();
    let message = match bases.as_slice() {
        [base] => format!("platform `{name}` names base `{base}` for some of its entries only"),
        _ => format!(
            "platform `{name}` mixes bases {}",
            super::common::choice(bases.iter().copied()).replace(" or ", " and ")
        ),
    };
    let draft = out
        .report(platform.key.range(), message)
        .note(pack_stops(cx))
        .help("write the same base before each entry, or before none");
    let [base] = bases.as_slice() else { return };
    let fields = [platform.build_on(), platform.build_for()];
    let plain = fields.into_iter().flatten().flat_map(Target::all).filter(|it| it.base.is_none());
    let edits: Option<Vec<_>> = plain.map(|target| prefix(target.node, base)).collect();
    if let Some(mut edits) = edits.filter(|edits| !edits.is_empty()) {
        edits.sort_by_key(|edit: &TextEdit| edit.range.start());
        let title = format!("Write `{base}` before each entry");
        draft.fix(Fix { title, safety: Safety::Unsafe, edits, rename_file: None });
    }
}

fn prefix(node: NodeRef<'_>, base: &str) -> Option<TextEdit> {
    super::common::respell(node, &format!("{base}:{}", node.text()?))
}

fn report_top(
    cx: &Context<'_>,
    platforms: &[Platform<'_>],
    platform: &Platform<'_>,
    given: &[&str],
    out: &mut Findings<'_>,
) {
    let name = platform.name().unwrap_or_default();
    let key = given.first().copied().unwrap_or("base");
    let draft = out
        .report(
            platform.key.range(),
            format!("platform `{name}` names a base, and so does `{key}`"),
        )
        .note(pack_stops(cx))
        .help(format!("name the base in one place: remove it here, or remove `{key}`"));
    let mut draft = match cx.entry(key) {
        Some(entry) => draft.label(entry.range(), "base of all platforms"),
        None => draft,
    };
    let target = platform.name_target().filter(|target| target.base.is_some());
    let target = target.filter(|_| platform.is_shorthand());
    if let Some(fix) = target.and_then(|target| rename(cx, platform, target.architecture)) {
        draft = draft.fix(fix);
    }
    if platforms.iter().any(|platform| platform.bases().next().is_none()) {
        return;
    }
    let edits: Option<Vec<_>> = given.iter().map(|key| remove_entry(cx, &[key])).collect();
    if let Some(mut edits) = edits {
        edits.sort_by_key(|edit| edit.range.start());
        let names: Vec<_> = given.iter().map(|key| format!("`{key}`")).collect();
        let title = format!("Remove {} from the top", names.join(" and "));
        draft.fix(Fix { title, safety: Safety::Unsafe, edits, rename_file: None });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_base_at_the_top_is_the_only_one() {
        check(
            &RULE,
            "base: ubuntu@24.04
platforms:
  ubuntu@22.04:amd64:
# ^^^^^^^^^^^^^^^^^^ error[conflicting-bases]: platform `ubuntu@22.04:amd64` names a base, and so
  x: {build-on: ['ubuntu@24.04:amd64'], build-for: ['ubuntu@24.04:amd64']}
# ^ error[conflicting-bases]: platform `x` names a base, and so does `base`
  arm64:
  foo:bar: {build-on: amd64, build-for: amd64}
",
        );
        check(
            &RULE,
            "build-base: ubuntu@24.04
platforms: {'ubuntu@24.04:amd64': }
#           ^^^^^^^^^^^^^^^^^^^^ error[conflicting-bases]: platform `ubuntu@24.04:amd64` names a base, and so does `build-base`
",
        );
        check(&RULE, "base:\nbuild_base: x@1\nplatforms: {'ubuntu@24.04:amd64': , a@1:arm64: }\n");
    }

    #[test]
    fn a_platform_has_one_base() {
        check(
            &RULE,
            "platforms:
  half: {build-on: ['ubuntu@22.04:amd64'], build-for: [amd64]}
# ^^^^ error[conflicting-bases]: platform `half` names base `ubuntu@22.04` for some of its entries
  mixed: {build-on: 'ubuntu@22.04:amd64', build-for: 'ubuntu@24.04:amd64'}
# ^^^^^ error[conflicting-bases]: platform `mixed` mixes bases `ubuntu@22.04` and `ubuntu@24.04`
  amd64: {build-on: ['ubuntu@24.04:amd64']}
# ^^^^^ error[conflicting-bases]: platform `amd64` names base `ubuntu@24.04` for some
  ubuntu@24.04:a: {build-on: ['ubuntu@22.04:amd64'], build-for: ['ubuntu@22.04:amd64']}
# ^^^^^^^^^^^^^^ error[conflicting-bases]: platform `ubuntu@24.04:a` mixes bases
  ubuntu@24.04:b: {build-on: [amd64], build-for: [amd64]}
  ubuntu@24.04:c: {build-on: ['ubuntu@24.04:amd64'], build-for: ['ubuntu@24.04:all']}
  d: {build-on: ['ubuntu@24.04:amd64'], build-for: ['ubuntu@24.04:all']}
  arm64: {build_on: ['ubuntu@24.04:amd64'], build-for: [arm64]}
",
        );
    }

    #[test]
    fn fixes_leave_one_place() {
        let text = "name: a\nbase: ubuntu@22.04\nplatforms:\n  ubuntu@22.04:amd64:\n";
        assert_eq!(fixed(&RULE, text, 0), text.replace("ubuntu@22.04:amd64", "amd64"));
        assert_eq!(fixed(&RULE, text, 1), text.replace("base: ubuntu@22.04\n", ""));
        let half = "platforms: {a: {build-on: ['a@1:amd64', i386], build-for: amd64}}";
        assert_eq!(
            fixed(&RULE, half, 0),
            "platforms: {a: {build-on: ['a@1:amd64', a@1:i386], build-for: a@1:amd64}}"
        );
    }

    #[test]
    fn half_typed_platforms_do_not_conflict() {
        check(
            &RULE,
            "platforms:\n  a:\n    build-on: [b@1:amd64]\n    build-for: [c@1:amd64]\n    x\n",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "base: ubuntu@24.04\nplatforms: {'ubuntu@24.04:amd64': , a: {build-on: ['a@1:amd64'], build-for: [amd64]}}",
        );
        expect![[r#"
            error (charmcraft): platform `ubuntu@24.04:amd64` names a base, and so does `base`
              note: `charmcraft pack` stops on this
              help: name the base in one place: remove it here, or remove `base`
              fix (Unsafe): Rename the platform to `amd64`
              fix (Unsafe): Remove `base` from the top
            error (charmcraft): platform `a` names base `a@1` for some of its entries only
              note: `charmcraft pack` stops on this
              help: write the same base before each entry, or before none
              fix (Unsafe): Write `a@1` before each entry
        "#]]
        .assert_eq(&said);
    }
}
