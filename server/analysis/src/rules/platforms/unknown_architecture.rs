//! `unknown-architecture`: something is built on or for what is no architecture. Docs in
//! unknown_architecture.md.
//!
//! Looks at `platforms` in both files and at `bases` in a charm. A platform whose name says nothing
//! about an architecture is `incomplete-platform`.

use syntax::Kind;

use super::common::{
    choice, fix, meant_architecture, meant_name, pack_stops, platforms, rename, respell,
};
use super::old_bases::{self, Form, Role};
use crate::facts;
use crate::finding::TextEdit;
use crate::model::{Platform, Target};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-architecture",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_architecture.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        check_name(cx, &platform, out);
        if let Some(field) = platform.build_on() {
            check_field(cx, field, true, out);
        }
        let is_rock = cx.snapshot.kind == FileKind::Rockcraft;
        match platform.build_for() {
            Some(field) => check_field(cx, field, is_rock, out),
            None if is_rock => check_target_by_name(cx, &platform, out),
            None => {}
        }
    }
    if cx.snapshot.kind == FileKind::Charmcraft && cx.entry("platforms").is_none() {
        check_old_form(cx, out);
    }
}

/// A name with nothing behind it, in which the architecture is misspelt.
fn check_name(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    let Some((wanted, safety)) = meant_name(platform) else { return };
    let Some(target) = platform.name_target() else { return };
    let (found, tool) = (target.architecture, cx.tool().name());
    let message = format!("`{found}` is no architecture that {tool} knows");
    let draft = out
        .report(platform.key.range(), message)
        .note(pack_stops(cx))
        .help(format!("did you mean `{wanted}`?"));
    if let Some(fix) = rename(cx, platform, &wanted) {
        draft.fix(Fix { safety, ..fix });
    }
}

/// `all` and nothing about what it is built for: rockcraft 1.20 takes the name for it.
fn check_target_by_name(cx: &Context<'_>, platform: &Platform<'_>, out: &mut Findings<'_>) {
    if platform.name() == Some("all") && platform.build_on().is_some() {
        out.report(platform.key.range(), "a rock cannot be built for `all`")
            .note(pack_stops(cx))
            .help("name the platform after an architecture, one for each");
    }
}

fn check_field(cx: &Context<'_>, field: Entry<'_>, needs_machine: bool, out: &mut Findings<'_>) {
    let key = field.key.text().unwrap_or_default();
    for target in Target::all(field) {
        let is_misread = target.base.is_some() && cx.snapshot.kind == FileKind::Rockcraft;
        let is_known = facts::is_architecture(target.architecture);
        // Bases in a rock have a rule of their own.
        if is_known || is_misread || out.has_reported(target.node.range()) {
            continue;
        }
        if target.architecture != "all" {
            report(cx, key, field.value, &target, out);
        } else if needs_machine {
            report_all(cx, key, target.node, out);
        }
    }
}

fn report(
    cx: &Context<'_>,
    key: &str,
    list: NodeRef<'_>,
    target: &Target<'_>,
    out: &mut Findings<'_>,
) {
    let found = target.architecture;
    let tool = cx.tool().name();
    let message = format!("`{found}` in `{key}` is no architecture that {tool} knows");
    let draft = out.report(target.node.range(), message).note(pack_stops(cx));
    let names: Vec<_> = found.split(',').map(str::trim).collect();
    if names.len() > 1 && names.iter().all(|name| facts::is_architecture(name)) {
        let insert = match list.kind() {
            Kind::Sequence { .. } => names.join(", "),
            _ => format!("[{}]", names.join(", ")),
        };
        let draft = draft.help(format!("write them one by one: `{insert}`"));
        if key == "build-on" && list.kind() != (Kind::Sequence { flow: false }) {
            let edit = TextEdit { range: target.node.range(), insert };
            draft.fix(fix("Write them one by one", Safety::Safe, edit));
        }
        return;
    }
    let Some((meant, safety)) = meant_architecture(found) else {
        draft.help(format!("write {}", choice(facts::architectures())));
        return;
    };
    let wanted = target.base.map_or(meant.to_owned(), |base| format!("{base}:{meant}"));
    let draft = draft.help(format!("did you mean `{wanted}`?"));
    if let Some(edit) = respell(target.node, &wanted) {
        draft.fix(fix(format!("Write `{wanted}`"), safety, edit));
    }
}

fn report_all(cx: &Context<'_>, key: &str, node: NodeRef<'_>, out: &mut Findings<'_>) {
    let (message, help) = match key {
        "build-for" | "build_for" => {
            ("a rock cannot be built for `all`", "write one platform for each architecture")
        }
        _ => ("nothing can be built on `all`", "name the machines it is built on, such as `amd64`"),
    };
    out.report(node.range(), message).note(pack_stops(cx)).help(help);
}

/// `architectures` in the old form of a charm.
fn check_old_form(cx: &Context<'_>, out: &mut Findings<'_>) {
    let entries = old_bases::entries(cx);
    let is_alone = entries.len() == 1;
    for entry in entries {
        let runs = entry.bases.iter().filter(|base| base.role == Role::RunOn).count();
        for (index, base) in entry.bases.iter().enumerate() {
            let is_first_run = entry.form == Form::Long && index + runs == entry.bases.len();
            for (position, node) in base.architectures().enumerate() {
                let Some(name) = node.resolved().as_str() else { continue };
                let is_known = facts::is_architecture(name);
                let is_all = name == "all" && base.role == Role::RunOn;
                if is_known || is_all || out.has_reported(node.range()) {
                    continue;
                }
                // charmcraft 4.5.0 looks at where it runs only for the charm it packs.
                let is_judged =
                    base.role != Role::RunOn || is_alone && is_first_run && position == 0;
                report_old(cx, node, name, is_judged, out);
            }
        }
    }
}

fn report_old(
    cx: &Context<'_>,
    node: NodeRef<'_>,
    name: &str,
    is_judged: bool,
    out: &mut Findings<'_>,
) {
    let meant = meant_architecture(name);
    let message = format!("`{name}` in `architectures` is no architecture that charmcraft knows");
    let mut draft = out.report(node.range(), message);
    draft = match is_judged {
        true => draft.note(pack_stops(cx)),
        false => draft.severity(Severity::Warning).note("the charm runs on no such machine"),
    };
    let Some((meant, safety)) = meant else {
        draft.help(format!("write {}", choice(facts::architectures())));
        return;
    };
    let draft = draft.help(format!("did you mean `{meant}`?"));
    if let Some(edit) = respell(node, meant) {
        draft.fix(fix(format!("Write `{meant}`"), safety, edit));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_of_other_tools_are_not_known() {
        let text = "platforms:
  x86_64:
# ^^^^^^ error[unknown-architecture]: `x86_64` is no architecture that
  box: {build-on: [amd64, x86], build-for: mips}
#                         ^^^ error[unknown-architecture]: `x86` in `build-on` is no architecture
#                                          ^^^^ error[unknown-architecture]: `mips` in `build-for`
  one: {build-on: all, build-for: 1}
#                 ^^^ error[unknown-architecture]: nothing can be built on `all`
#                                 ^ error[unknown-architecture]: `1` in `build-for`
  jammy:
  two: {build-on: [yes, ~], build-for: {}}
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn a_charm_is_built_for_all_and_a_rock_is_not() {
        let text = "platforms:
  everywhere: {build-on: amd64, build-for: all}
";
        check(&RULE, text);
        let marked = "#                                          ^^^ error[unknown-architecture]: a rock cannot\n";
        check(&RULE, &format!("//- rockcraft.yaml\n{text}{marked}"));
        check(&RULE, "platforms: {all: {build-on: amd64}}\n");
        check(
            &RULE,
            "//- rockcraft.yaml
platforms: {all: {build-on: amd64}}
#           ^^^ error[unknown-architecture]: a rock cannot be built for `all`
",
        );
    }

    #[test]
    fn the_base_before_it_is_not_looked_at() {
        check(
            &RULE,
            "platforms:
  ubuntu@24.04:aarch64:
# ^^^^^^^^^^^^^^^^^^^^ error[unknown-architecture]: `aarch64` is no architecture
  a: {build-on: ['ubuntu@24.04:amd64'], build-for: ['ubuntu@24.04:']}
#                                                   ^^^^^^^^^^^^^^^ error[unknown-architecture]: `` in
",
        );
    }

    #[test]
    fn the_old_form_is_read_too() {
        check(
            &RULE,
            "bases:
  - {name: ubuntu, channel: '22.04', architectures: [x64, all]}
#                                                    ^^^ error[unknown-architecture]: `x64` in
#                                                         ^^^ error[unknown-architecture]: `all` in
  - build-on: [{name: ubuntu, channel: '22.04', architectures: [amd64]}]
    run-on: [{name: ubuntu, channel: '22.04', architectures: [all, aarch64]}]
#                                                                  ^^^^^^^ warning[unknown-architecture]: `aarch64` in
",
        );
        check(
            &RULE,
            "bases:
  - build-on: [{name: ubuntu, channel: '22.04'}]
    run-on: [{name: ubuntu, channel: '22.04', architectures: [x]}, {architectures: [y]}]
#                                                             ^ error[unknown-architecture]: `x` in
#                                                                                   ^ warning[unknown-architecture]: `y` in
",
        );
    }

    #[test]
    fn fixes_write_the_debian_name() {
        let fixed = |text| fixed(&RULE, text, 0);
        assert_eq!(fixed("platforms:\n  x86_64:\n"), "platforms:\n  amd64:\n");
        assert_eq!(fixed("platforms: {'a@1:aarch64': }"), "platforms: {'a@1:arm64': }");
        assert_eq!(
            fixed("platforms: {x: {build-on: ['ubuntu@24.04:amd46']}}"),
            "platforms: {x: {build-on: ['ubuntu@24.04:amd64']}}"
        );
        assert_eq!(
            fixed("platforms: {x: {build-on: 'amd64,arm64'}}"),
            "platforms: {x: {build-on: [amd64, arm64]}}"
        );
        assert!(!said(&RULE, "platforms: {amd64: , x86_64: }").contains("fix"));
    }

    #[test]
    fn half_typed_names_are_not_wrong() {
        check(&RULE, "platforms:\n  amd6\nname: a\n");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "platforms: {x86_64: , a: {build-on: [mips, all, 'amd64,arm64'], build-for: arm}}",
        ) + &said(
            &RULE,
            "//- rockcraft.yaml\nplatforms: {a: {build-on: amd64, build-for: all}}",
        );
        expect![[r#"
            error (charmcraft): `x86_64` is no architecture that charmcraft knows
              note: `charmcraft pack` stops on this
              help: did you mean `amd64`?
              fix (Safe): Rename the platform to `amd64`
            error (charmcraft): `mips` in `build-on` is no architecture that charmcraft knows
              note: `charmcraft pack` stops on this
              help: write `amd64`, `arm64`, `armhf`, `i386`, `ppc64el`, `riscv64` or `s390x`
            error (charmcraft): nothing can be built on `all`
              note: `charmcraft pack` stops on this
              help: name the machines it is built on, such as `amd64`
            error (charmcraft): `amd64,arm64` in `build-on` is no architecture that charmcraft knows
              note: `charmcraft pack` stops on this
              help: write them one by one: `amd64, arm64`
              fix (Safe): Write them one by one
            error (charmcraft): `arm` in `build-for` is no architecture that charmcraft knows
              note: `charmcraft pack` stops on this
              help: did you mean `armhf`?
              fix (Unsafe): Write `armhf`
            error (rockcraft): a rock cannot be built for `all`
              note: `rockcraft pack` stops on this
              help: write one platform for each architecture
        "#]]
        .assert_eq(&said);
    }
}
