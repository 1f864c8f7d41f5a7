//! `reserved-juju-name`: an endpoint or its interface has a name that Juju keeps for itself. Docs in
//! reserved_juju_name.md.

use crate::model::{Endpoint, Section};
use crate::rules::edits::rename_key;
use crate::rules::juju_names::{is_reserved, is_subordinate, may_use_reserved};
use crate::rules::juju_value::{JUJU_REFUSES, Packed, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "reserved-juju-name",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("reserved_juju_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for endpoint in cx.endpoints() {
        let name = endpoint.name().filter(|name| is_reserved(name));
        let interface = endpoint
            .interface_node()
            .filter(|node| node.as_str().is_some_and(is_reserved))
            .filter(|_| endpoint.section != Section::Requires);
        if name.is_none() && interface.is_none() {
            continue;
        }
        if may_use_reserved(cx) || !reaches_juju(cx, endpoint.section.key()) {
            return;
        }
        if let Some(name) = name.filter(|_| !is_of_subordinate(cx, endpoint)) {
            report_name(cx, endpoint, name, out);
        }
        if let Some(interface) = interface {
            report_interface(endpoint, interface, out);
        }
    }
}

/// A subordinate may name the endpoint by which it sits beside its principal.
fn is_of_subordinate(cx: &Context<'_>, endpoint: &Endpoint<'_>) -> bool {
    let scope = endpoint.field("scope").and_then(|field| field.value.resolved().as_str());
    endpoint.section == Section::Requires
        && (scope == Some("container") || endpoint.value.is_repaired())
        && cx
            .entry("subordinate")
            .is_some_and(|entry| is_subordinate(Packed::of(cx), entry.value.resolved()))
}

fn report_name(cx: &Context<'_>, endpoint: &Endpoint<'_>, name: &str, out: &mut Findings<'_>) {
    let range = endpoint.key.range();
    if out.has_reported(range) {
        return;
    }
    let message = format!("endpoint `{name}` has a name that Juju keeps for itself");
    let draft = out.report(range, message).note(JUJU_REFUSES);
    if endpoint.section == Section::Provides && name == "juju-info" {
        draft.help("remove it: every charm has this endpoint without writing it");
        return;
    }
    let taken = |free: &str| cx.endpoints().iter().any(|other| other.name() == Some(free));
    let free = name.strip_prefix("juju-").filter(|free| !free.is_empty() && !taken(free));
    match free {
        Some(free) => draft.help(format!("rename it, for example to `{free}`")).fix(rename_key(
            endpoint.key,
            "endpoint",
            free,
        )),
        None => draft.help("choose a name that is not `juju` and does not start with `juju-`"),
    };
}

fn report_interface(endpoint: &Endpoint<'_>, interface: NodeRef<'_>, out: &mut Findings<'_>) {
    // `juju-info` under `provides` has one fault, not two.
    if out.has_reported(interface.range()) || out.has_reported(endpoint.key.range()) {
        return;
    }
    let name = endpoint.name().unwrap_or_default();
    let found = interface.as_str().unwrap_or_default();
    let section = endpoint.section.key();
    let message = format!(
        "the interface `{found}` of endpoint `{name}` is one that Juju keeps for itself under `{section}`"
    );
    out.report(interface.range(), message)
        .note(JUJU_REFUSES)
        .help("choose an interface that is not `juju` and does not start with `juju-`");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_are_reserved_in_every_section() {
        check(
            &RULE,
            "name: demo
requires:
  juju: {interface: blob}
# ^^^^ error[reserved-juju-name]: endpoint `juju` has a name
  juju-info: {interface: juju-info, scope: container}
# ^^^^^^^^^ error[reserved-juju-name]: endpoint `juju-info` has a name
  jujuish: {interface: x}
  juju_db: {interface: x}
  my-juju: {interface: x}
  Juju: {interface: juju-info}
provides:
  juju-web: {interface: http}
# ^^^^^^^^ error[reserved-juju-name]: endpoint `juju-web` has a name
",
        );
    }

    #[test]
    fn interfaces_are_reserved_where_the_charm_provides() {
        check(
            &RULE,
            "requires:
  a: juju-info
provides:
  b: {interface: juju-info}
#                ^^^^^^^^^ error[reserved-juju-name]: the interface `juju-info` of endpoint `b`
peers:
  c: juju
#    ^^^^ error[reserved-juju-name]: the interface `juju` of endpoint `c`
",
        );
    }

    #[test]
    fn charms_of_juju_itself_are_free() {
        check(&RULE, "name: juju-api\nprovides: {juju-api: {interface: juju-api}}\n");
        check(
            &RULE,
            "//- charmcraft.yaml\nprovides: {juju-api: {interface: x}}\n//- metadata.yaml\nname: juju-x\n",
        );
    }

    #[test]
    fn a_subordinate_names_the_endpoint_of_its_principal() {
        check(
            &RULE,
            "subordinate: true
requires:
  juju-info: {interface: juju-info, scope: container}
  juju-db: {interface: mysql_client}
# ^^^^^^^ error[reserved-juju-name]: endpoint `juju-db`
",
        );
    }

    #[test]
    fn juju_reads_metadata_yaml_instead() {
        check(
            &RULE,
            "//- charmcraft.yaml\nrequires: {juju: {interface: x}}\n//- metadata.yaml\nname: x\n",
        );
    }

    #[test]
    fn fix_takes_the_prefix_off() {
        let fixed = fixed(&RULE, "requires: {juju-db: {interface: x}}", 0);
        assert_eq!(fixed, "requires: {db: {interface: x}}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "requires: {juju: {interface: x}, juju-db: {interface: x}}
provides: {juju-info: {interface: juju-info}, web: {interface: juju-web}}",
        );
        expect![[r#"
            error (juju): endpoint `juju` has a name that Juju keeps for itself
              note: Juju refuses the packed charm when it is deployed
              help: choose a name that is not `juju` and does not start with `juju-`
            error (juju): endpoint `juju-db` has a name that Juju keeps for itself
              note: Juju refuses the packed charm when it is deployed
              help: rename it, for example to `db`
              fix (Unsafe): Rename the endpoint to `db`
            error (juju): endpoint `juju-info` has a name that Juju keeps for itself
              note: Juju refuses the packed charm when it is deployed
              help: remove it: every charm has this endpoint without writing it
            error (juju): the interface `juju-web` of endpoint `web` is one that Juju keeps for itself under `provides`
              note: Juju refuses the packed charm when it is deployed
              help: choose an interface that is not `juju` and does not start with `juju-`
        "#]].assert_eq(&said);
    }
}
