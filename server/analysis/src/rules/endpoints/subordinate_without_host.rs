//! `subordinate-without-host`: a subordinate charm has no endpoint that ties it to its principal. Docs in
//! subordinate_without_host.md.

use crate::model::Section;
use crate::rules::edits::remove_entry;
use crate::rules::juju_names::is_subordinate;
use crate::rules::juju_value::{JUJU_REFUSES, Packed, reaches_juju};
use crate::rules::prelude::*;

use super::endpoint_value::is_scope;

pub(super) static RULE: Rule = Rule {
    id: "subordinate-without-host",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("subordinate_without_host.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("subordinate") else { return };
    if !is_subordinate(Packed::of(cx), entry.value.resolved()) || entry.value.is_repaired() {
        return;
    }
    let mut required = cx.endpoints().iter().filter(|it| it.section == Section::Requires);
    let has_host = required.any(|endpoint| {
        let scope = endpoint.field("scope").map(|field| field.value.resolved());
        // A wrong scope is reported as such, and may be meant for this one.
        scope.is_some_and(|scope| scope.as_str() == Some("container") || !is_scope(scope))
    });
    // In a broken file the endpoint may stand in the lines that got lost.
    if has_host || !cx.document().problems().is_empty() || !reaches_juju(cx, "subordinate") {
        return;
    }
    let message = "a subordinate charm has an endpoint under `requires` with `scope: container`; this one has none";
    let draft = out.report(entry.value.range(), message).note(JUJU_REFUSES).help(
        "write `scope: container` for the endpoint of the charm that it sits beside, or remove `subordinate`",
    );
    if let Some(edit) = remove_entry(cx, &["subordinate"]) {
        draft.fix(Fix::replace("Remove `subordinate`", Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_subordinate_requires_its_host() {
        check(
            &RULE,
            "subordinate: true
#            ^^^^ error[subordinate-without-host]: a subordinate charm has an endpoint
requires: {a: {interface: x}, b: x}
provides: {host: {interface: x, scope: container}}
",
        );
        check(
            &RULE,
            "subordinate: 'Yes'
#            ^^^^^ error[subordinate-without-host]: a subordinate charm
",
        );
    }

    #[test]
    fn one_endpoint_is_enough() {
        check(
            &RULE,
            "subordinate: true
requires: {host: {interface: juju-info, scope: container}, database: {interface: x}}
",
        );
        check(&RULE, "subordinate: false\n");
        check(&RULE, "subordinate:\n");
        check(&RULE, "requires: {a: {interface: x}}\n");
    }

    #[test]
    fn a_wrong_scope_is_one_fault() {
        check(&RULE, "subordinate: true\nrequires: {a: {interface: x, scope: Container}}\n");
    }

    #[test]
    fn half_typed_files_are_left_alone() {
        check(&RULE, "subordinate: true\nrequires:\n  host:\n    interface: x\n    scop\n");
    }

    #[test]
    fn fix_removes_the_key() {
        assert_eq!(fixed(&RULE, "name: x\nsubordinate: true\n", 0), "name: x\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "subordinate: true\nname: x\n");
        expect![[r#"
            error (juju): a subordinate charm has an endpoint under `requires` with `scope: container`; this one has none
              note: Juju refuses the packed charm when it is deployed
              help: write `scope: container` for the endpoint of the charm that it sits beside, or remove `subordinate`
              fix (Unsafe): Remove `subordinate`
        "#]].assert_eq(&said);
    }

    #[test]
    fn metadata_is_read_by_juju_alone() {
        check(&RULE, "//- metadata.yaml\nsubordinate: 'yes'\n");
        check(
            &RULE,
            "//- metadata.yaml
subordinate: y
#            ^ error[subordinate-without-host]: a subordinate charm has an endpoint
",
        );
    }
}
