//! `reserved-part-name`: a part of the file takes the name of one that rockcraft adds. Docs in
//! reserved_part_name.md.

use super::view::{is_bare, named_parts, stops};
use crate::model::Part;
use crate::rules::edits::rename_key;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "reserved-part-name",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("reserved_part_name.md"),
    check,
};

const PEBBLE: &str = "pebble";
const UPGRADE: &str = "_apt-upgrade";

/// What rockcraft's own parts say. A part of the file with these keys, neither more nor less, may be
/// a copy, which rockcraft accepts.
const PEBBLE_KEYS: &[&str] = &["plugin", "stage-snaps", "stage", "override-prime"];
const UPGRADE_KEYS: &[&str] = &["plugin", "override-overlay"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let keys = match name {
            PEBBLE => PEBBLE_KEYS,
            // Without a base system there is nothing to upgrade.
            UPGRADE if !is_bare(cx) => UPGRADE_KEYS,
            _ => continue,
        };
        let is_typed = part.key.is_repaired() || part.value.is_repaired();
        if is_typed || may_be_copy(part, keys) || out.has_reported(part.key.range()) {
            continue;
        }
        let what = match name {
            PEBBLE => "the service manager of every rock",
            _ => "the upgrade of the base system",
        };
        let draft = out
            .report(part.key.range(), format!("part name `{name}` is taken by rockcraft"))
            .note(format!("{}: it adds a part of this name for {what}", stops(cx)));
        let free = match name {
            PEBBLE => "pebble-files",
            _ => "apt-upgrade",
        };
        draft
            .help(format!("give the part another name, such as `{free}`"))
            .fix(rename_key(part.key, "part", free));
    }
}

fn may_be_copy(part: &Part<'_>, keys: &[&str]) -> bool {
    let entries = part.value.effective_entries();
    entries.len() == keys.len() && keys.iter().all(|key| part.field(key).is_some())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_of_rockcraft_are_marked() {
        check(
            &RULE,
            "base: ubuntu@24.04
parts:
  pebble: {plugin: nil}
# ^^^^^^ error[reserved-part-name]: part name `pebble` is taken by rockcraft
  _apt-upgrade: {plugin: nil}
# ^^^^^^^^^^^^ error[reserved-part-name]: part name `_apt-upgrade` is taken by rockcraft
  pebbles: {plugin: nil}
",
        );
        check(&RULE, "base: bare\nparts: {_apt-upgrade: {plugin: nil}}\n");
    }

    #[test]
    fn a_copy_of_rockcrafts_own_part_is_fine() {
        let copy = "{plugin: nil, stage-snaps: [a], stage: [b], override-prime: c}";
        check(&RULE, &format!("parts: {{pebble: {copy}}}\n"));
    }

    #[test]
    fn a_half_typed_part_is_left_alone() {
        check(&RULE, "parts:\n  pebble:\n    plug\n");
    }

    #[test]
    fn fix_renames_the_part() {
        assert_eq!(
            fixed(&RULE, "parts: {pebble: {plugin: nil}}", 0),
            "parts: {pebble-files: {plugin: nil}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {pebble: {plugin: nil}, _apt-upgrade: {plugin: nil}}");
        expect![[r#"
            error (rockcraft): part name `pebble` is taken by rockcraft
              note: `rockcraft pack` stops on this: it adds a part of this name for the service manager of every rock
              help: give the part another name, such as `pebble-files`
              fix (Unsafe): Rename the part to `pebble-files`
            error (rockcraft): part name `_apt-upgrade` is taken by rockcraft
              note: `rockcraft pack` stops on this: it adds a part of this name for the upgrade of the base system
              help: give the part another name, such as `apt-upgrade`
              fix (Unsafe): Rename the part to `apt-upgrade`
        "#]]
        .assert_eq(&said);
    }
}
