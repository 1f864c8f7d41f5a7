//! `duplicate-endpoint`: two sections have an endpoint of one name. Docs in duplicate_endpoint.md.
//!
//! One name twice in one section is a duplicate key, and a name that the extension has in the same
//! section is charmcraft's to refuse.

use std::borrow::Cow;

use crate::facts;
use crate::model::{Endpoint, Extension, Section};
use crate::rules::juju_names::endpoint_name;
use crate::rules::juju_value::{JUJU_REFUSES, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "duplicate-endpoint",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("duplicate_endpoint.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let mut named: Vec<(Cow<'_, str>, &Endpoint<'_>)> = cx
        .endpoints()
        .iter()
        .filter_map(|endpoint| Some((endpoint_name(endpoint)?, endpoint)))
        .collect();
    if let Some(extension) = cx.extension() {
        for (name, endpoint) in &named {
            check_extension(cx, extension, name, endpoint, out);
        }
    }
    named.sort_by(|left, right| {
        let start = |endpoint: &Endpoint<'_>| endpoint.key.range().start();
        left.0.cmp(&right.0).then(start(left.1).cmp(&start(right.1)))
    });
    for group in named.chunk_by(|left, right| left.0 == right.0) {
        let [(name, first), later @ ..] = group else { continue };
        for (_, endpoint) in later.iter().filter(|(_, it)| it.section != first.section) {
            report(cx, name, first, endpoint, out);
        }
    }
}

fn report(
    cx: &Context<'_>,
    name: &str,
    first: &Endpoint<'_>,
    later: &Endpoint<'_>,
    out: &mut Findings<'_>,
) {
    let range = later.key.range();
    if out.has_reported(range) || !reaches_juju(cx, later.section.key()) {
        return;
    }
    let (here, there) = (later.section.key(), first.section.key());
    out.report(range, format!("endpoint `{name}` under `{here}` stands under `{there}` too"))
        .label(first.key.range(), format!("the one under `{there}`"))
        .note(JUJU_REFUSES)
        .help("rename one of the two: a name may stand in one of the three sections only");
}

fn check_extension(
    cx: &Context<'_>,
    extension: Extension,
    name: &str,
    endpoint: &Endpoint<'_>,
    out: &mut Findings<'_>,
) {
    let brought = Section::ALL
        .into_iter()
        .find(|section| brought_by(extension, *section).iter().any(|own| own.name == name));
    let Some(section) = brought.filter(|section| *section != endpoint.section) else { return };
    let range = endpoint.key.range();
    // Peers are refused as a whole, whatever their names.
    if endpoint.section == Section::Peers || out.has_reported(range) {
        return;
    }
    if !reaches_juju(cx, endpoint.section.key()) {
        return;
    }
    let keeper = extension.framework.extension;
    let (here, there) = (endpoint.section.key(), section.key());
    let message = format!(
        "endpoint `{name}` under `{here}` has the name of one that the {keeper} extension adds under `{there}`"
    );
    out.report(range, message)
        .note(JUJU_REFUSES)
        .help("rename it: a name may stand in one of the three sections only");
}

fn brought_by(extension: Extension, section: Section) -> &'static [facts::Endpoint] {
    match section {
        Section::Requires => &extension.framework.requires,
        Section::Provides => &extension.framework.provides,
        Section::Peers => &extension.variant.peers,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_later_one_is_marked() {
        check(
            &RULE,
            "peers:
  cluster: {interface: cluster}
requires:
  cluster: {interface: other}
# ^^^^^^^ error[duplicate-endpoint]: endpoint `cluster` under `requires` stands under `peers` too
  Web: {interface: x}
  8080: {interface: x}
provides:
  web: {interface: x}
  '8080': {interface: x}
# ^^^^^^ error[duplicate-endpoint]: endpoint `8080` under `provides` stands under `requires` too
",
        );
    }

    #[test]
    fn one_section_is_another_rule_s() {
        check(&RULE, "requires: {a: {interface: x}, a: {interface: y}, b: {interface: x}}\n");
    }

    #[test]
    fn names_of_the_extension_count_in_other_sections() {
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@24.04
requires:
  secret-storage: {interface: vault-kv}
# ^^^^^^^^^^^^^^ error[duplicate-endpoint]: endpoint `secret-storage` under `requires` has the name of one that
  logging: {interface: loki_push_api}
  peers: {interface: x}
provides:
  ingress: {interface: http}
# ^^^^^^^ error[duplicate-endpoint]: endpoint `ingress` under `provides`
peers:
  ingress: {interface: x}
# ^^^^^^^ error[duplicate-endpoint]: endpoint `ingress` under `peers` stands under `provides` too
",
        );
        check(
            &RULE,
            "extensions: [flask-framework]
base: ubuntu@26.04
requires:
  secret-storage: {interface: vault-kv}
  peers: {interface: x}
# ^^^^^ error[duplicate-endpoint]: endpoint `peers` under `requires`
",
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [flask-framework]
provides: {ingress: {interface: http}, a: {interface: x}}
requires: {a: {interface: x}}",
        );
        expect![[r#"
            error (juju): endpoint `ingress` under `provides` has the name of one that the flask-framework extension adds under `requires`
              note: Juju refuses the packed charm when it is deployed
              help: rename it: a name may stand in one of the three sections only
            error (juju): endpoint `a` under `requires` stands under `provides` too
              note: Juju refuses the packed charm when it is deployed
              help: rename one of the two: a name may stand in one of the three sections only
        "#]].assert_eq(&said);
    }
}
