//! `unknown-base`: a base that the tool does not know. Docs in unknown_base.md.
//!
//! In a charm a base may also stand before an architecture; charmcraft 4.5.0 looks at nothing but its
//! form there. A file with `bases` has rules of its own.

use super::common::{choice, fix, pack_stops, platforms, respell, scalar_text, unreadable_base};
use crate::facts::{self, BaseUse};
use crate::model::{Platform, Target};
use crate::rules::prelude::*;
use crate::rules::shape::{kind, reads_as_text};

pub(super) static RULE: Rule = Rule {
    id: "unknown-base",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let build_base = cx.entry("build-base").or_else(|| cx.entry("build_base"));
    let is_rock = cx.snapshot.kind == FileKind::Rockcraft;
    if is_rock || cx.entry("bases").is_none() {
        check_value(cx, "base", cx.entry("base"), BaseUse::Base, out);
        check_value(cx, "build-base", build_base, BaseUse::BuildBase, out);
    } else if let Some(entry) = build_base.filter(|entry| !entry.is_repaired()) {
        check_beside_old_form(cx, entry, out);
    }
    if is_rock {
        return;
    }
    for platform in platforms(cx) {
        check_platform(cx, &platform, out);
    }
}

fn check_value(
    cx: &Context<'_>,
    key: &str,
    entry: Option<Entry<'_>>,
    usage: BaseUse,
    out: &mut Findings<'_>,
) {
    let Some(entry) = entry.filter(|entry| !entry.is_repaired()) else { return };
    let value = entry.value.resolved();
    if value.is_null() {
        return;
    }
    let file = cx.snapshot.kind;
    if value.as_str().is_some_and(|text| facts::is_base(text, file, usage)) {
        return;
    }
    let text = scalar_text(value);
    let message = match text {
        Some("") => format!("`{key}` is empty, expected a base such as `ubuntu@24.04`"),
        Some(text) => format!("`{text}` is no {key} that {} knows", cx.tool().name()),
        None => format!("`{key}` is {}, expected a base such as `ubuntu@24.04`", kind(value)),
    };
    let draft = out.report(entry.value.range(), message).note(pack_stops(cx));
    let Some(meant) = text.and_then(|text| facts::meant_base(text, file, usage)) else {
        draft.help(format!("write {}", current(file, usage)));
        return;
    };
    let draft = draft.help(format!("did you mean `{}`?", meant.name));
    if let Some(edit) = respell(entry.value, meant.name) {
        draft.fix(fix(format!("Write `{}`", meant.name), Safety::Safe, edit));
    }
}

/// Beside `bases` any text will do, and nothing reads it (charmcraft 4.5.0).
fn check_beside_old_form(cx: &Context<'_>, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    if !value.is_null() && !reads_as_text(value) {
        out.report(entry.value.range(), format!("`build-base` is {}, expected text", kind(value)))
            .note(pack_stops(cx))
            .help("remove it: `bases` says what the charm is built on");
    }
}

/// The bases that a new project may choose from.
fn current(file: FileKind, usage: BaseUse) -> String {
    let bases = facts::bases(file, usage);
    let plain = bases.filter(|base| !base.has_ended() && base.in_tool(file).build_base.is_none());
    choice(plain.map(|base| base.name))
}

fn check_platform(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    if let Some(target) = platform.name_target().filter(|target| target.base.is_some()) {
        check_front(cx, platform, &target, out);
    } else if let Some(target) = unreadable_base(platform) {
        check_front(cx, platform, &target, out);
    }
    let fields = [platform.build_on(), platform.build_for()].into_iter().flatten();
    for target in fields.flat_map(Target::all) {
        check_front(cx, platform, &target, out);
    }
}

/// The base before an architecture, in a platform's name or among its entries.
/// Whether it stands under `build-for`.
fn is_target(platform: &Platform<'_>, target: &Target<'_>) -> bool {
    let mut targets = platform.build_for().into_iter().flat_map(Target::all);
    targets.any(|other| other.node == target.node)
}

fn check_front(
    cx: &Context<'_>,
    platform: &Platform<'_>,
    target: &Target<'_>,
    out: &mut Findings<'_>,
) {
    let Some(base) = target.base else { return };
    let is_name = target.node == platform.key;
    let is_form = base.matches('@').count() == 1 || base == "devel" && !is_name;
    let is_known = facts::is_base(base, FileKind::Charmcraft, BaseUse::BuildBase);
    if is_known || base == "devel" && is_form || out.has_reported(target.node.range()) {
        return;
    }
    // What the charm runs on Juju judges, and another rule says so.
    let system = base.split('@').next().unwrap_or(base);
    let is_of_juju = facts::juju().systems.iter().any(|known| known.name == system);
    if is_form && !is_of_juju && (is_name || is_target(platform, target)) {
        return;
    }
    let draft = match is_form {
        true => out
            .report(target.node.range(), format!("`{base}` is no base that charmcraft knows"))
            .severity(Severity::Warning)
            .note("`charmcraft pack` looks at this base only when it builds"),
        false => out
            .report(target.node.range(), format!("`{base}` is no base, such as `ubuntu@24.04`"))
            .note(pack_stops(cx)),
    };
    let meant = facts::meant_base(base, FileKind::Charmcraft, BaseUse::BuildBase);
    let Some(meant) = meant else {
        draft.help(format!("write {}", current(FileKind::Charmcraft, BaseUse::Base)));
        return;
    };
    let wanted = format!("{}:{}", meant.name, target.architecture);
    let draft = draft.help(format!("did you mean `{wanted}`?"));
    if let Some(edit) = respell(target.node, &wanted) {
        draft.fix(fix(format!("Write `{wanted}`"), Safety::Safe, edit));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_charm_names_a_base_that_charmcraft_knows() {
        check(
            &RULE,
            "base: ubuntu@23.04
#     ^^^^^^^^^^^^ error[unknown-base]: `ubuntu@23.04` is no base that charmcraft knows
build-base: [ubuntu@24.04]
#           ^^^^^^^^^^^^^^ error[unknown-base]: `build-base` is a list, expected a base
",
        );
        check(&RULE, "base: almalinux@9\nbuild-base: ubuntu@devel\n");
        check(&RULE, "base:\nbuild-base: ~\n");
        check(&RULE, "base: ''\n#     ^^ error[unknown-base]: `base` is empty\n");
        check(&RULE, "base: bare\n#     ^^^^ error[unknown-base]: `bare` is no base\n");
    }

    #[test]
    fn a_rock_has_other_bases() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@25.04
#     ^^^^^^^^^^^^ error[unknown-base]: `ubuntu@25.04` is no base that rockcraft knows
build-base: bare
#           ^^^^ error[unknown-base]: `bare` is no build-base that rockcraft knows
",
        );
        check(&RULE, "//- rockcraft.yaml\nbase: bare\nbuild-base: devel\n");
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu:22.04\nbuild-base: ubuntu:20.04\n");
    }

    #[test]
    fn old_charms_are_left_to_other_rules() {
        check(&RULE, "bases: []\nbase: what\nbuild-base: ever\n");
        let list = "bases: []\nbuild-base: [a]\n#           ^^^ error[unknown-base]: `build-base` is a list\n";
        check(&RULE, list);
    }

    #[test]
    fn a_base_before_an_architecture_needs_its_form() {
        check(
            &RULE,
            "platforms:
  ubuntu@24.04:amd64:
  fedora@40:amd64:
  ubuntu@23.04:amd64: {build-on: fedora@40:amd64}
# ^^^^^^^^^^^^^^^^^^ warning[unknown-base]: `ubuntu@23.04` is no base that charmcraft knows
#                                ^^^^^^^^^^^^^^^ warning[unknown-base]: `fedora@40` is no base that charmcraft knows
  noble:amd64:
# ^^^^^^^^^^^ error[unknown-base]: `noble` is no base
  own:name: {build-on: [noble:amd64], build-for: devel:amd64}
#                       ^^^^^^^^^^^ error[unknown-base]: `noble` is no base
  ubuntu@22.04@1:arm64: {build-on: [arm64], build-for: [arm64]}
# ^^^^^^^^^^^^^^^^^^^^ error[unknown-base]: `ubuntu@22.04@1` is no base
",
        );
    }

    #[test]
    fn other_spellings_are_understood() {
        for wrong in ["24.04", "noble", "ubuntu:24.04", "ubunut@24.04", "Ubuntu 24.04"] {
            assert_eq!(fixed(&RULE, &format!("base: {wrong}\n"), 0), "base: ubuntu@24.04\n");
        }
        assert!(!said(&RULE, "base: ubuntu\n").contains("fix"));
        assert_eq!(fixed(&RULE, "build-base: 'devel'\n", 0), "build-base: 'ubuntu@devel'\n");
        let rock = "//- rockcraft.yaml\nbuild-base: ubuntu@devel\n";
        assert_eq!(fixed(&RULE, rock, 0), "build-base: devel\n");
        let platform = "platforms:\n  jammy:amd64:\n";
        assert_eq!(fixed(&RULE, platform, 0), "platforms:\n  ubuntu@22.04:amd64:\n");
    }

    #[test]
    fn half_typed_is_no_value() {
        check(&RULE, "base: \"ubun\nplatforms:\n  amd64:\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "base: 24.04\nplatforms: {'ubuntu@23.04:amd64': }\n")
            + &said(&RULE, "//- rockcraft.yaml\nbase: debian@12\n");
        expect![[r#"
            error (charmcraft): `24.04` is no base that charmcraft knows
              note: `charmcraft pack` stops on this
              help: did you mean `ubuntu@24.04`?
              fix (Safe): Write `ubuntu@24.04`
            warning (charmcraft): `ubuntu@23.04` is no base that charmcraft knows
              note: `charmcraft pack` looks at this base only when it builds
              help: write `ubuntu@22.04`, `ubuntu@24.04`, `ubuntu@26.04` or `almalinux@9`
            error (rockcraft): `debian@12` is no base that rockcraft knows
              note: `rockcraft pack` stops on this
              help: write `ubuntu@22.04`, `ubuntu@24.04` or `ubuntu@26.04`
        "#]]
        .assert_eq(&said);
    }
}
