//! `reserved-part-name`: a part of the file takes the name of one that rockcraft adds. Docs in
//! reserved_part_name.md.

use serde_json::Value;

use super::view::{is_bare, named_parts, stops};
use crate::facts;
use crate::model::Part;
use crate::rules::edits::{remove_entry, rename_key};
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

/// What rockcraft's own part says. A part of the file with these keys, neither more nor less, may be
/// a copy, which rockcraft accepts.
const UPGRADE_KEYS: &[&str] = &["plugin", "override-overlay"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let is_copy = match name {
            PEBBLE => is_pebble(cx, part),
            // Without a base system there is nothing to upgrade.
            UPGRADE if !is_bare(cx) => may_be_upgrade(part),
            _ => continue,
        };
        let is_typed = part.key.is_repaired() || part.value.is_repaired();
        if is_typed || is_copy || out.has_reported(part.key.range()) {
            continue;
        }
        let what = match name {
            PEBBLE => "the service manager of every rock",
            _ => "the upgrade of the base system",
        };
        let draft = out
            .report(part.key.range(), format!("part name `{name}` is taken by rockcraft"))
            .note(format!("{}: it adds a part of this name for {what}", stops(cx)));
        if name == PEBBLE && stages_pebble(part) {
            let draft = draft.help("remove the part: rockcraft adds it to every rock");
            if let Some(edit) = remove_entry(cx, &["parts", PEBBLE]) {
                let title = "Remove the part";
                draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
            }
            continue;
        }
        let free = match name {
            PEBBLE => "pebble-files",
            _ => "apt-upgrade",
        };
        draft
            .help(format!("give the part another name, such as `{free}`"))
            .fix(rename_key(part.key, "part", free));
    }
}

/// Whether the part says what rockcraft's own one says for the build base, or the build base is not known.
fn is_pebble(cx: &Context<'_>, part: &Part<'_>) -> bool {
    let base = |key| cx.entry(key).filter(|entry| !entry.value.resolved().is_null());
    let Some(base) = base("build-base").or_else(|| base("base")) else { return true };
    let own = base.value.resolved().text().and_then(facts::pebble_part);
    own.is_some_and(|own| says(part.value, own))
}

/// Whether a value reads as this one, in which there is nothing but text, lists and mappings.
fn says(value: NodeRef<'_>, wanted: &Value) -> bool {
    let value = value.resolved();
    match wanted {
        Value::String(text) => value.as_str() == Some(text),
        Value::Array(items) => {
            let found: Vec<_> = value.items().collect();
            value.is_sequence()
                && found.len() == items.len()
                && found.iter().zip(items).all(|(found, wanted)| says(*found, wanted))
        }
        Value::Object(entries) => {
            let found = value.effective_entries();
            let says_same = |(key, wanted): (&String, &Value)| {
                value.get(key).is_some_and(|entry| says(entry.value, wanted))
            };
            found.len() == entries.len() && entries.iter().all(says_same)
        }
        _ => false,
    }
}

/// Whether the part is about the service manager itself.
fn stages_pebble(part: &Part<'_>) -> bool {
    let snaps = part.field("stage-snaps").map(|field| field.value.resolved());
    let is_pebble = |snap: NodeRef<'_>| {
        let snap = snap.resolved().as_str().unwrap_or_default();
        snap == PEBBLE || snap.starts_with("pebble/")
    };
    snaps.into_iter().flat_map(NodeRef::items).any(is_pebble)
}

fn may_be_upgrade(part: &Part<'_>) -> bool {
    let entries = part.value.effective_entries();
    entries.len() == UPGRADE_KEYS.len() && UPGRADE_KEYS.iter().all(|key| part.field(key).is_some())
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
        let prime = "craftctl default\\n/bin/mkdir -p var/lib/pebble/default/layers\\n/bin/chmod 777 var/lib/pebble/default";
        let rest = format!(
            "plugin: nil, stage-snaps: [pebble/latest/stable], override-prime: \"{prime}\""
        );
        let rock = |base: &str, more: &str| {
            format!("base: {base}\nparts: {{pebble: {{{rest}, {more}}}}}\n")
        };
        let old = "stage: [bin/pebble]";
        let organized = "organize: {bin: usr/bin}, stage: [usr/bin/pebble]";
        let merged = "stage: [usr/bin/pebble], build-attributes: [enable-usrmerge]";
        check(&RULE, &rock("ubuntu@22.04", old));
        check(&RULE, &rock("ubuntu@24.04", organized));
        check(&RULE, &rock("ubuntu@26.04", merged));
        check(&RULE, &rock("bare\nbuild-base: ubuntu@22.04", old));
        assert!(said(&RULE, &rock("ubuntu@24.04", old)).contains("remove the part"));
        assert!(said(&RULE, &rock("ubuntu@22.04", "stage: []")).contains("remove the part"));
        // Without a base rockcraft stops at that.
        check(&RULE, "parts: {pebble: {plugin: nil}}\n");
    }

    #[test]
    fn a_half_typed_part_is_left_alone() {
        check(&RULE, "parts:\n  pebble:\n    plug\n");
    }

    #[test]
    fn fix_renames_the_part() {
        assert_eq!(
            fixed(&RULE, "base: bare\nparts: {pebble: {plugin: nil}}", 0),
            "base: bare\nparts: {pebble-files: {plugin: nil}}"
        );
        let pebble = "base: bare\nparts: {a: {plugin: nil}, pebble: {stage-snaps: [pebble]}}";
        assert_eq!(fixed(&RULE, pebble, 0), "base: bare\nparts: {a: {plugin: nil}}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "base: ubuntu@24.04\nparts: {pebble: {plugin: nil}, _apt-upgrade: {plugin: nil}}",
        );
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
