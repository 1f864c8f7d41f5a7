//! `overlay-not-available`: a part changes a base layer that is not there. Docs in
//! overlay_not_available.md.

use super::fixes::remove_key;
use super::view::{is_bare, named_parts, stops};
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "overlay-not-available",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("overlay_not_available.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let is_charm = cx.tool() == Judge::Charmcraft;
    if !is_charm && !is_bare(cx) {
        return;
    }
    let keys = facts::part_keys().iter().filter(|key| key.overlay).map(|key| key.name);
    for (name, part) in named_parts(cx) {
        for key in keys.clone() {
            let Some(field) = part.field(key).filter(|field| !field.is_repaired()) else {
                continue;
            };
            // A charm may not even have the key; a bare rock may, if it says nothing.
            if !is_charm && !asks_for_overlay(key, field.value.resolved()) {
                continue;
            }
            if out.has_reported(field.key.range()) {
                continue;
            }
            let (message, help) = if is_charm {
                (
                    format!("`{key}` of part `{name}` is for rocks: a charm has no base layer"),
                    "remove the key",
                )
            } else {
                (
                    format!(
                        "`{key}` of part `{name}` changes a base layer, and base `bare` has none"
                    ),
                    "remove the key, or use an Ubuntu base",
                )
            };
            let draft = out.report(field.key.range(), message).note(stops(cx)).help(help);
            if let Some(fix) = remove_key(cx, name, key, Safety::Unsafe) {
                draft.fix(fix);
            }
        }
    }
}

/// Whether a value is more than the default. Values of the wrong kind are another rule's.
fn asks_for_overlay(key: &str, value: NodeRef<'_>) -> bool {
    if key != "overlay" {
        return !value.is_null() && (value.is_scalar() || value.items().next().is_some());
    }
    let mut items = value.items();
    let is_default = items.next().is_some_and(|item| item.resolved().as_str() == Some("*"))
        && items.next().is_none();
    value.is_sequence() && !is_default
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_charm_has_no_overlay() {
        check(
            &RULE,
            "parts:
  a:
    plugin: nil
    overlay-script: echo hi
#   ^^^^^^^^^^^^^^ error[overlay-not-available]: `overlay-script` of part `a` is for rocks
    overlay-packages: []
#   ^^^^^^^^^^^^^^^^ error[overlay-not-available]: `overlay-packages` of part `a`
    organize: {overlay: x}
",
        );
    }

    #[test]
    fn a_bare_rock_has_none_either() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
parts:
  a:
    plugin: nil
    overlay-packages: [ed]
#   ^^^^^^^^^^^^^^^^ error[overlay-not-available]: `overlay-packages` of part `a` changes a base layer
    overlay: ['*']
    overlay-script:
    override-overlay: x
#   ^^^^^^^^^^^^^^^^ error[overlay-not-available]: `override-overlay` of part `a`
  b: {plugin: nil, overlay: [etc], overlay-packages: []}
#                  ^^^^^^^ error[overlay-not-available]: `overlay` of part `b`
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nbase: ubuntu@24.04\nparts: {a: {plugin: nil, overlay-packages: [ed]}}\n",
        );
    }

    #[test]
    fn a_half_typed_key_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: nil\n    overlay-script\n");
    }

    #[test]
    fn fix_removes_the_key() {
        assert_eq!(
            fixed(&RULE, "parts: {a: {plugin: nil, overlay-script: x}}", 0),
            "parts: {a: {plugin: nil}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {plugin: nil, overlay: [x]}}")
            + &said(
                &RULE,
                "//- rockcraft.yaml\nbase: bare\nparts: {a: {plugin: nil, overlay: [x]}}",
            );
        expect![[r#"
            error (charmcraft): `overlay` of part `a` is for rocks: a charm has no base layer
              note: `charmcraft pack` stops on this
              help: remove the key
              fix (Unsafe): Remove `overlay`
            error (rockcraft): `overlay` of part `a` changes a base layer, and base `bare` has none
              note: `rockcraft pack` stops on this
              help: remove the key, or use an Ubuntu base
              fix (Unsafe): Remove `overlay`
        "#]]
        .assert_eq(&said);
    }
}
