//! `missing-required-key`: a key is not there, or empty, that the tool does not do without. Docs in
//! missing_required_key.md.
//!
//! `base`, `platforms` and `parts` are not this rule's business: what is needed there depends on the
//! rest of the file.

use super::keys;
use crate::facts::{self, RequiredKey};
use crate::finding::TextEdit;
use crate::rules::edits::{column_of_first, fill_absent, prepend_entry};
use crate::rules::prelude::*;
use syntax::{Kind, TextSize};

pub(super) static RULE: Rule = Rule {
    id: "missing-required-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("missing_required_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root().filter(|root| root.is_mapping()) else { return };
    let adopts_info = keys::adopts_info(cx);
    for required in &facts::top_level(cx.snapshot.kind).required {
        match cx.entry(required.key) {
            Some(entry) => check_value(cx, required, entry, adopts_info, out),
            // What is half typed may become the key; nothing reads the file until it is YAML.
            None if !cx.document().problems().is_empty() => {}
            None if required.adopted && adopts_info => {}
            None if cx.is_bundle() => {}
            None if required.metadata && may_stand_in_metadata(cx, required.key) => {}
            None => report_missing(cx, root, required, out),
        }
    }
}

/// Whether `metadata.yaml` has the key, or cannot be looked into.
fn may_stand_in_metadata(cx: &Context<'_>, key: &str) -> bool {
    let Some(metadata) = cx.beside("metadata.yaml") else { return false };
    match metadata.root().filter(|root| root.is_mapping()) {
        Some(root) if metadata.problems().is_empty() => root.get(key).is_some(),
        _ => true,
    }
}

fn check_value(
    cx: &Context<'_>,
    required: &RequiredKey,
    entry: Entry<'_>,
    adopts_info: bool,
    out: &mut Findings<'_>,
) {
    let value = entry.value.resolved();
    let may_be_empty = required.may_be_empty || (required.empty_if_adopted && adopts_info);
    let is_empty_text = !value.is_null() && value.text() == Some("");
    let is_empty = match value.is_null() {
        true => !(required.adopted && adopts_info),
        false => is_empty_text && !may_be_empty,
    };
    // The same key in metadata.yaml is a conflict, whatever stands here.
    if !is_empty
        || entry.is_repaired()
        || (required.metadata && may_stand_in_metadata(cx, required.key))
    {
        return;
    }
    let draft = out
        .report(place(entry), format!("`{}` is empty", required.key))
        .note(note(cx))
        .help(help(required));
    let title = format!("Write `{}: {}`", required.key, required.value);
    let edit = match entry.value.is_absent() {
        true => fill_absent(entry, &format!(" {}", required.value)),
        false if entry.value.properties().is_none() && value == entry.value => {
            Some(TextEdit { range: entry.value.range(), insert: required.value.to_owned() })
        }
        false => None,
    };
    if let Some(edit) = edit {
        draft.fix(Fix::replace(title, safety(required), edit.range, edit.insert));
    }
}

fn report_missing(
    cx: &Context<'_>,
    root: NodeRef<'_>,
    required: &RequiredKey,
    out: &mut Findings<'_>,
) {
    let file = cx.snapshot.kind.canonical_name();
    let draft = out
        .report_file(format!("`{}` is missing in `{file}`", required.key))
        .note(note(cx))
        .help(help(required));
    if let Some(edit) = addition(cx, root, required.key, required.value) {
        let title = format!("Add `{}: {}`", required.key, required.value);
        draft.fix(Fix::replace(title, safety(required), edit.range, edit.insert));
    }
}

fn note(cx: &Context<'_>) -> String {
    format!("`{} pack` stops without it", cx.tool().name())
}

fn help(required: &RequiredKey) -> String {
    let (key, value) = (required.key, required.value);
    let adopted = if required.adopted || required.empty_if_adopted {
        ", or let a part supply it with `adopt-info`"
    } else {
        ""
    };
    // Without a value that is the only one, it is an example.
    match required.only {
        true => format!("write `{key}: {value}`"),
        false => format!("write it, for example `{key}: {value}`{adopted}"),
    }
}

fn safety(required: &RequiredKey) -> Safety {
    if required.only { Safety::Safe } else { Safety::Unsafe }
}

/// A new entry at the top level, behind the last of the keys that people write before it.
pub(super) fn addition(
    cx: &Context<'_>,
    root: NodeRef<'_>,
    key: &str,
    value: &str,
) -> Option<TextEdit> {
    if root.kind() == (Kind::Mapping { flow: true }) {
        return prepend_entry(root, key, value);
    }
    let order = &facts::top_level(cx.snapshot.kind).order;
    let before = order.iter().take_while(|known| **known != key);
    let earlier = |entry: &Entry<'_>| before.clone().any(|known| entry.key.text() == Some(known));
    let Some(previous) = root.entries().filter(earlier).last() else {
        return prepend_entry(root, key, value);
    };
    let text = root.document_text();
    let end = usize::from(previous.range().end());
    // The whole file may be indented.
    let indent = " ".repeat(column_of_first(previous.key)?);
    if text.get(..end)?.ends_with('\n') {
        let insert = format!("{indent}{key}: {value}\n");
        return Some(TextEdit { range: TextRange::empty(previous.range().end()), insert });
    }
    let rest = text.get(end..)?;
    let line_end = end + rest.find(['\r', '\n']).unwrap_or(rest.len());
    let at = TextRange::empty(TextSize::try_from(line_end).ok()?);
    Some(TextEdit { range: at, insert: format!("\n{indent}{key}: {value}") })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_missing_key_is_said_at_the_first_key() {
        check(
            &RULE,
            "base: ubuntu@24.04
#^^^ error[missing-required-key]: `name` is missing in `charmcraft.yaml`
type: charm
summary: a
description: b
",
        );
    }

    #[test]
    fn empty_is_missing_but_an_empty_text_describes_a_charm() {
        check(
            &RULE,
            "name:
#^^^ error[missing-required-key]: `name` is empty
type: ~
#     ^ error[missing-required-key]: `type` is empty
summary: ''
description: ''
",
        );
        check(
            &RULE,
            "name: ''
#     ^^ error[missing-required-key]: `name` is empty
type: charm
summary: a
description: null
#            ^^^^ error[missing-required-key]: `description` is empty
",
        );
    }

    #[test]
    fn metadata_yaml_may_hold_what_is_missing() {
        let charm = "type: charm\n//- metadata.yaml\n";
        check(&RULE, &format!("//- charmcraft.yaml\n{charm}name: a\nsummary: b\ndescription:\n"));
        check(&RULE, &format!("//- charmcraft.yaml\n{charm}- not a mapping\n"));
        check(&RULE, &format!("//- charmcraft.yaml\n{charm}name: [\n"));
        check(
            &RULE,
            "//- charmcraft.yaml
type: charm
#^^^ error[missing-required-key]: `summary` is missing
description: b
//- metadata.yaml
name: a
",
        );
    }

    #[test]
    fn adopt_info_stands_for_the_version_and_fills_the_texts_of_a_rock() {
        check(
            &RULE,
            "//- rockcraft.yaml
name: a
summary: ''
description: ''
adopt-info: part
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
name: a
#^^^ error[missing-required-key]: `version` is missing
summary: ''
#        ^^ error[missing-required-key]: `summary` is empty
description:
#^^^^^^^^^^ error[missing-required-key]: `description` is empty
adopt-info: ''
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
name: a
#^^^ error[missing-required-key]: `description` is missing
summary:
#^^^^^^ error[missing-required-key]: `summary` is empty
version:
adopt_info: part
",
        );
    }

    #[test]
    fn nothing_is_missing_while_a_line_is_half_typed() {
        check(&RULE, "name: a\nsumm\ntype: charm\n");
        check(&RULE, "name: a\ntype: charm\nsummary: b\ndescr\n  It keeps: notes.\n");
    }

    #[test]
    fn nothing_is_added_beside_keys_behind_question_marks() {
        for text in ["? type\n: charm\n", "!!set\n?"] {
            let snapshot = crate::Snapshot::alone("charmcraft.yaml", text).unwrap();
            let found = crate::rules::check_with(&snapshot, &[&RULE]);
            assert!(!found.is_empty(), "{text}");
            assert!(found.iter().all(|finding| finding.fixes.is_empty()), "{found:#?}");
        }
    }

    #[test]
    fn a_missing_key_is_added_where_people_write_it() {
        let add = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        let rest = "name: a\nsummary: b\ndescription: c\n";
        add(rest, "name: a\ntype: charm\nsummary: b\ndescription: c\n");
        add(
            "# Copyright\ntype: charm\nsummary: b\ndescription: c\n",
            "# Copyright\nname: my-charm\ntype: charm\nsummary: b\ndescription: c\n",
        );
        add(
            "name: a # b\ntype: charm\nsummary: |\n  b\n\nparts: {}\n",
            "name: a # b\ntype: charm\nsummary: |\n  b\ndescription: What the charm does, and for \
             whom.\n\nparts: {}\n",
        );
        add(
            "description: c\nsummary: b\nname: a # b",
            "description: c\nsummary: b\nname: a # b\ntype: charm",
        );
        let marked = "\u{feff}type: charm\nsummary: b\ndescription: c\n";
        add(marked, &marked.replace("type", "name: my-charm\ntype"));
        let indented = "  name: a\n  summary: b\n  description: c\n";
        add(indented, &indented.replace("  summary", "  type: charm\n  summary"));
        add("{name: a, summary: b}", "{type: charm, name: a, summary: b}");
    }

    #[test]
    fn an_empty_value_is_filled() {
        let rock = "//- rockcraft.yaml\nname: a\nsummary: '' # b\ndescription: c\nversion: '1'\n";
        let filled =
            "name: a\nsummary: A short summary of the image. # b\ndescription: c\nversion: '1'\n";
        assert_eq!(fixed(&RULE, rock, 0), filled);
        let charm = "name: a\ntype:\nsummary: b\ndescription: c\n";
        assert_eq!(fixed(&RULE, charm, 0), charm.replace("type:", "type: charm"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "base: bare\nsummary: b\n")
            + &said(&RULE, "//- rockcraft.yaml\nname: a\nsummary:\ndescription: b\n");
        expect![[r#"
            error (charmcraft): `name` is missing in `charmcraft.yaml`
              note: `charmcraft pack` stops without it
              help: write it, for example `name: my-charm`
              fix (Unsafe): Add `name: my-charm`
            error (charmcraft): `type` is missing in `charmcraft.yaml`
              note: `charmcraft pack` stops without it
              help: write `type: charm`
              fix (Safe): Add `type: charm`
            error (charmcraft): `description` is missing in `charmcraft.yaml`
              note: `charmcraft pack` stops without it
              help: write it, for example `description: What the charm does, and for whom.`
              fix (Unsafe): Add `description: What the charm does, and for whom.`
            error (rockcraft): `version` is missing in `rockcraft.yaml`
              note: `rockcraft pack` stops without it
              help: write it, for example `version: '0.1'`, or let a part supply it with `adopt-info`
              fix (Unsafe): Add `version: '0.1'`
            error (rockcraft): `summary` is empty
              note: `rockcraft pack` stops without it
              help: write it, for example `summary: A short summary of the image.`, or let a part supply it with `adopt-info`
              fix (Unsafe): Write `summary: A short summary of the image.`
        "#]]
        .assert_eq(&said);
    }
}
