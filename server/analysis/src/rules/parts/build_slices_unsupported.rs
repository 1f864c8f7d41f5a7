//! `build-slices-unsupported`: slices for the build, which neither tool has. Docs in
//! build_slices_unsupported.md.

use super::fixes::remove_key;
use super::grammar::{Builds, visit};
use super::view::{named_parts, stops};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "build-slices-unsupported",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("build_slices_unsupported.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(field) = part.field("build-slices").filter(|field| !field.is_repaired()) else {
            continue;
        };
        let mut has_entry = false;
        if field.value.resolved().is_sequence() {
            visit(&Builds::new(cx), field.value, &mut |_, set| has_entry |= set != 0);
        }
        if !has_entry || out.has_reported(field.key.range()) {
            continue;
        }
        let tool = cx.tool().name();
        let draft = out
            .report(
                field.key.range(),
                format!("`build-slices` of part `{name}` is not supported by {tool}"),
            )
            .note(stops(cx))
            .help("remove the key, and name the debs under `build-packages`");
        if let Some(fix) = remove_key(cx, name, "build-slices", Safety::Unsafe) {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn only_entries_count() {
        check(
            &RULE,
            "platforms: {amd64: }
parts:
  a: {plugin: nil, build-slices: [gcc_bins]}
#                  ^^^^^^^^^^^^ error[build-slices-unsupported]: `build-slices` of part `a` is not supported
  b: {plugin: nil, build-slices: []}
  c: {plugin: nil, build-slices: [{on s390x: [gcc_bins]}]}
",
        );
    }

    #[test]
    fn half_typed_lists_are_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: nil\n    build-slices\n");
    }

    #[test]
    fn fix_removes_the_key() {
        assert_eq!(
            fixed(&RULE, "parts: {a: {plugin: nil, build-slices: [gcc_bins]}}", 0),
            "parts: {a: {plugin: nil}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "//- rockcraft.yaml\nparts: {a: {plugin: nil, build-slices: [x]}}");
        expect![[r#"
            error (rockcraft): `build-slices` of part `a` is not supported by rockcraft
              note: `rockcraft pack` stops on this
              help: remove the key, and name the debs under `build-packages`
              fix (Unsafe): Remove `build-slices`
        "#]]
        .assert_eq(&said);
    }
}
