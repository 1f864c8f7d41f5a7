//! `unknown-platform-key`: a platform says more than where and what for. Docs in
//! unknown_platform_key.md.

use super::common::{pack_stops, platforms};
use crate::facts;
use crate::model::{Platform, Target};
use crate::rules::edits::remove_entry;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-platform-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_platform_key.md"),
    check,
};

const KEYS: [&str; 2] = ["build-on", "build-for"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        if !platform.value.resolved().is_mapping() {
            continue;
        }
        for entry in platform.value.effective_entries() {
            let key = entry.key.text().unwrap_or_default();
            if !KEYS.contains(&key) && !out.has_reported(entry.key.range()) {
                report(cx, &platform, entry, out);
            }
        }
    }
}

fn report(cx: &Context<'_>, platform: &Platform<'_>, entry: Entry<'_>, out: &mut Findings<'_>) {
    let key = entry.key.text().unwrap_or_default();
    let name = platform.name().unwrap_or_default();
    let hyphened = KEYS.into_iter().find(|known| known.replace('-', "_") == key);
    // What runs somewhere is built for it: the old form `bases` called it so.
    let run_on = (key == "run-on").then_some("build-for");
    let meant = hyphened.or(run_on).or_else(|| nearest(key, KEYS, 2));
    let draft = match hyphened {
        Some(known) if is_accepted(cx, platform, key) => out
            .report(entry.key.range(), format!("`{key}` is half known, the key is `{known}`"))
            .severity(Severity::Warning)
            .note(format!("`{}` reads `{known}` alone in places", cx.tool().name())),
        _ => out
            .report(entry.key.range(), format!("platform `{name}` has an unknown key `{key}`"))
            .note(pack_stops(cx)),
    };
    match meant.filter(|meant| platform.value.get(meant).is_none()) {
        Some(meant) => {
            let safety = if run_on.is_some() { Safety::Unsafe } else { Safety::Safe };
            let title = format!("Rename the key to `{meant}`");
            draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                title,
                safety,
                entry.key.range(),
                meant,
            ));
        }
        None => {
            let draft = draft.help("remove it: there are `build-on` and `build-for` only");
            if let Some(edit) = remove_entry(cx, &["platforms", name, key]) {
                let title = format!("Remove `{key}`");
                draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
            }
        }
    }
}

/// Whether `build_on` or `build_for` gets through: the model of craft-application 7.5 knows both, the
/// code before it neither.
fn is_accepted(cx: &Context<'_>, platform: &Platform<'_>, key: &str) -> bool {
    let has = |key: &str| platform.value.get(key).is_some();
    let name = platform.name().unwrap_or_default();
    let is_filled = facts::is_architecture(name) || name == "all";
    // Without `build-on`, charmcraft takes the name for it when it plans the build.
    let of_name = Target::of(platform.key).is_some_and(|target| {
        let base = target.base.unwrap_or("devel");
        let is_form = base.matches('@').count() == 1 || base == "devel";
        is_form && facts::is_architecture(target.architecture)
    });
    let is_planned = cx.snapshot.kind == FileKind::Rockcraft || of_name;
    match key {
        "build_on" => !has("build-on") && is_planned,
        _ => !has("build-for") && !has("build-on") && !is_filled && is_planned,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn only_two_keys_are_known() {
        let text = "platforms:
  amd64: {build-on: amd64, run-on: amd64}
#                          ^^^^^^ error[unknown-platform-key]: platform `amd64` has an unknown key
  arm64: {build-on: amd64, build-for: arm64}
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn underscores_get_through_in_places() {
        check(
            &RULE,
            "platforms:
  amd64: {build_on: amd64}
#         ^^^^^^^^ warning[unknown-platform-key]: `build_on` is half known
  arm64: {build_on: amd64, build_for: arm64}
#         ^^^^^^^^ warning[unknown-platform-key]: `build_on` is half known
#                          ^^^^^^^^^ error[unknown-platform-key]: platform `arm64`
  box: {build_on: amd64}
#       ^^^^^^^^ error[unknown-platform-key]: platform `box` has an unknown key
  s390x: {build-on: amd64, build_on: amd64}
#                          ^^^^^^^^ error[unknown-platform-key]: platform `s390x`
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
platforms:
  box: {build_on: amd64, build_for: amd64}
#       ^^^^^^^^ warning[unknown-platform-key]: `build_on` is half known
#                        ^^^^^^^^^ warning[unknown-platform-key]: `build_for` is half known
",
        );
    }

    #[test]
    fn fixes_rename_or_remove() {
        let fixed = |text| fixed(&RULE, text, 0);
        assert_eq!(fixed("platforms: {x: {buildon: a}}"), "platforms: {x: {build-on: a}}");
        assert_eq!(fixed("platforms: {x: {run-on: a}}"), "platforms: {x: {build-for: a}}");
        assert_eq!(
            fixed("platforms: {x: {build-for: a, run-on: a}}"),
            "platforms: {x: {build-for: a}}"
        );
    }

    #[test]
    fn half_typed_keys_are_not_unknown() {
        check(&RULE, "platforms:\n  x:\n    build-on: a\n    buil\n");
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "platforms: {amd64: {build_on: amd64, run-on: amd64, architecture: a}}");
        expect![[r#"
            warning (charmcraft): `build_on` is half known, the key is `build-on`
              note: `charmcraft` reads `build-on` alone in places
              help: did you mean `build-on`?
              fix (Safe): Rename the key to `build-on`
            error (charmcraft): platform `amd64` has an unknown key `run-on`
              note: `charmcraft pack` stops on this
              help: did you mean `build-for`?
              fix (Unsafe): Rename the key to `build-for`
            error (charmcraft): platform `amd64` has an unknown key `architecture`
              note: `charmcraft pack` stops on this
              help: remove it: there are `build-on` and `build-for` only
              fix (Unsafe): Remove `architecture`
        "#]]
        .assert_eq(&said);
    }
}
