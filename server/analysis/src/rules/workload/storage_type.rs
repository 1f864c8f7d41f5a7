//! `storage-type`: a store does not say what it is. Docs in storage_type.md.

use super::fields::{entries, expect_mapping, report};
use crate::facts;
use crate::rules::edits::{fill_absent, prepend_entry};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "storage-type",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("storage_type.md"),
    check,
};

fn types() -> &'static [&'static str] {
    let doc = facts::key_doc(FileKind::Charmcraft, &["storage", "*", "type"]);
    doc.map(|doc| doc.values.as_slice()).unwrap_or_default()
}

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for store in entries(cx, "storage") {
        if !expect_mapping(store, "storage", "write `type: filesystem` below it", out) {
            continue;
        }
        match store.value.get("type") {
            Some(field) if !field.is_repaired() => check_type(field, out),
            None if !store.value.is_repaired() => report_missing(store, out),
            _ => {}
        }
    }
}

fn report_missing(store: Entry<'_>, out: &mut Findings<'_>) {
    let name = store.key.text().unwrap_or_default();
    let message = format!("storage `{name}` lacks `type`");
    let Some(draft) = report(out, store.key.range(), message) else { return };
    let draft = draft.help("write `type: filesystem`, or `type: block`");
    if let Some(edit) = prepend_entry(store.value.resolved(), "type", "filesystem") {
        let title = "Write `type: filesystem`";
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

fn check_type(field: Entry<'_>, out: &mut Findings<'_>) {
    let value = field.value.resolved();
    let text = value.as_str();
    if text.is_some_and(|text| types().contains(&text)) {
        return;
    }
    let found = text.map_or_else(|| kind(value).to_owned(), |text| format!("`{text}`"));
    let message = format!("`type` is {found}, expected `filesystem` or `block`");
    let Some(draft) = report(out, place(field), message) else { return };
    let meant =
        text.and_then(|text| nearest(&text.to_ascii_lowercase(), types().iter().copied(), 2));
    match meant {
        Some(meant) => {
            let title = format!("Change the type to `{meant}`");
            let fix = Fix::replace(title, Safety::Safe, field.value.range(), meant);
            draft.help(format!("did you mean `{meant}`?")).fix(fix);
        }
        None => {
            let draft = draft.help("write `filesystem` for a directory, `block` for a raw device");
            if let Some(edit) = fill_absent(field, " filesystem") {
                let title = "Write `filesystem`";
                draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn stores_are_mappings_with_one_of_two_types() {
        check(
            &RULE,
            "storage:
  a: {type: block}
  b: {type: Filesystem}
#           ^^^^^^^^^^ error[storage-type]: `type` is `Filesystem`, expected `filesystem` or `block`
  c: {multiple: {range: 2}}
# ^ error[storage-type]: storage `c` lacks `type`
  d:
# ^ error[storage-type]: storage `d` is empty, expected a mapping
  e: filesystem
#    ^^^^^^^^^^ error[storage-type]: storage `e` is text, expected a mapping
  f: {type: }
#     ^^^^ error[storage-type]: `type` is empty
",
        );
    }

    #[test]
    fn other_files_and_extensions_come_first() {
        check(&RULE, "extensions: [flask-framework]\nstorage: {a: {}}\n");
        check(&RULE, "//- charmcraft.yaml\nstorage: {a: {}}\n//- metadata.yaml\nname: x\n");
    }

    #[test]
    fn half_typed_stores_are_left_alone() {
        check(&RULE, "storage:\n  a:\n    ty\n    location: /srv\n");
    }

    #[test]
    fn fixes_write_a_type() {
        let with = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        with("storage: {a: {type: blok}}\n", "storage: {a: {type: block}}\n");
        with("storage: {a: {location: /s}}\n", "storage: {a: {type: filesystem, location: /s}}\n");
        with("storage: {a: {type: }}\n", "storage: {a: {type: filesystem }}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): storage `a` lacks `type`
              note: Juju refuses the packed charm when it is deployed
              help: write `type: filesystem`, or `type: block`
              fix (Unsafe): Write `type: filesystem`
            error (juju): `type` is `tmpfs`, expected `filesystem` or `block`
              note: Juju refuses the packed charm when it is deployed
              help: write `filesystem` for a directory, `block` for a raw device
        "#]]
        .assert_eq(&said(&RULE, "storage: {a: {location: /s}, b: {type: tmpfs}}"));
    }
}
