//! `base-unknown-to-juju`: charmcraft builds for the base, and Juju has no such machines. Docs in
//! base_unknown_to_juju.md.

use crate::facts::{self, BaseUse};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "base-unknown-to-juju",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft],
    docs: include_str!("base_unknown_to_juju.md"),
    check,
};

const REFUSED: &str = "Juju refuses the packed charm when it is deployed";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    // A base that charmcraft does not know stops `pack` already; beside `bases` it does not look.
    let is_known = |base: &Entry<'_>| {
        let text = base.value.resolved().as_str();
        let known = |text| facts::is_base(text, FileKind::Charmcraft, BaseUse::Base);
        cx.entry("bases").is_some() || text.is_some_and(known)
    };
    if let Some(base) = cx.entry("base").filter(is_known) {
        check_base(cx, base.value, out);
    }
    let platforms = cx.entry("platforms").map(|entry| entry.value.effective_entries());
    for platform in platforms.unwrap_or_default() {
        check_base(cx, platform.key, out);
        let build_for = platform.value.get("build-for").map(|entry| entry.value);
        for target in build_for.into_iter().flat_map(items_or_itself) {
            check_base(cx, target, out);
        }
    }
    let bases = cx.entry("bases").map(|entry| entry.value.resolved());
    for entry in bases.into_iter().flat_map(NodeRef::items) {
        let run_on = entry.get("run-on").map(|entry| entry.value);
        for base in run_on.into_iter().chain([entry]).flat_map(items_or_itself) {
            if let Some(name) = base.get("name") {
                check_system(cx, name.value, name.value.resolved().text(), out);
            }
        }
    }
}

fn items_or_itself(value: NodeRef<'_>) -> Vec<NodeRef<'_>> {
    let value = value.resolved();
    if value.is_sequence() { value.items().collect() } else { vec![value] }
}

/// Of a text such as `ubuntu@24.04` or `ubuntu@24.04:amd64`.
fn check_base(cx: &Context<'_>, node: NodeRef<'_>, out: &mut Findings<'_>) {
    let text = node.resolved().text();
    check_system(cx, node, text.and_then(|text| Some(text.split_once('@')?.0)), out);
}

fn check_system(cx: &Context<'_>, node: NodeRef<'_>, system: Option<&str>, out: &mut Findings<'_>) {
    let Some(system) = system.filter(|system| !system.is_empty()) else { return };
    let known = facts::juju().systems.iter().find(|known| known.name == system);
    let range = node.range();
    if known.is_some_and(|known| known.juju4) || node.is_repaired() || out.has_reported(range) {
        return;
    }
    let major = cx.snapshot.settings.versions.juju.map(|version| version.major());
    if known.is_some() {
        let message = format!("Juju 4.0 has no machines with `{system}`");
        match major {
            Some(..=3) => {}
            Some(_) => {
                out.report(range, message).note(REFUSED).help("build for `ubuntu`");
            }
            None => {
                out.report(range, message)
                    .severity(Severity::Warning)
                    .note("Juju 3 deploys the packed charm, Juju 4.0 refuses it")
                    .help("build for `ubuntu`");
            }
        }
        return;
    }
    let names = facts::juju().systems.iter().filter(|system| system.juju4).map(|it| it.name);
    let help = match nearest(system, names, 2) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "build for `ubuntu`".to_owned(),
    };
    out.report(range, format!("Juju has no machines with `{system}`")).note(REFUSED).help(help);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn what_stops_charmcraft_is_another_rule_s() {
        check(&RULE, "base: ubunt@24.04\n");
        check(
            &RULE,
            "base: ubunt@24.04
#     ^^^^^^^^^^^ error[base-unknown-to-juju]: Juju has no machines with `ubunt`
bases: [{name: ubuntu, channel: '24.04'}]
",
        );
    }

    #[test]
    fn every_base_that_the_charm_is_for_is_looked_at() {
        check(
            &RULE,
            "base: almalinux@9
#     ^^^^^^^^^^^ error[base-unknown-to-juju]: Juju has no machines with `almalinux`
build-base: almalinux@9
platforms: {amd64: }
",
        );
        check(
            &RULE,
            "platforms:
  ubuntu@24.04:amd64:
  almalinux@9:amd64:
# ^^^^^^^^^^^^^^^^^ error[base-unknown-to-juju]: Juju has no machines with `almalinux`
  other:
    build-on: ['almalinux@9:amd64']
    build-for: ['almalinux@9:amd64']
#               ^^^^^^^^^^^^^^^^^^^ error[base-unknown-to-juju]: Juju has no
  third:
    build-on: amd64
    build-for: centos@9:amd64
#              ^^^^^^^^^^^^^^ warning[base-unknown-to-juju]: Juju 4.0 has no machines with `centos`
  arm64:
",
        );
    }

    #[test]
    fn in_the_old_form_the_run_on_entries_count() {
        check(
            &RULE,
            "bases:
  - build-on: [{name: almalinux, channel: '9'}]
    run-on: [{name: ubuntu, channel: '22.04'}, {name: almalinux, channel: '9'}]
#                                                     ^^^^^^^^^ error[base-unknown-to-juju]: Juju has no
  - {name: almalinux, channel: '9'}
#          ^^^^^^^^^ error[base-unknown-to-juju]: Juju has no
",
        );
    }

    #[test]
    fn half_typed_bases_are_left_alone() {
        check(&RULE, "base: almalinux\nplatforms: {amd64: }\n");
        check(&RULE, "base:\nplatforms:\n  al\n");
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "base: almalinux@9") + &said(&RULE, "platforms: {'centos@7:amd64': }");
        expect![[r#"
            error (juju): Juju has no machines with `almalinux`
              note: Juju refuses the packed charm when it is deployed
              help: build for `ubuntu`
            warning (juju): Juju 4.0 has no machines with `centos`
              note: Juju 3 deploys the packed charm, Juju 4.0 refuses it
              help: build for `ubuntu`
        "#]]
        .assert_eq(&said);
    }
}
