//! `storage-field`: a flag, a property or the description of a store is not of its type. Docs in
//! storage_field.md.

use super::fields::{entries, expect_text, report};
use crate::rules::juju_value::{Packed, juju_bool};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "storage-field",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("storage_field.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for store in entries(cx, "storage") {
        expect_text(cx, store, "description", out);
        for flag in ["shared", "read-only"] {
            check_flag(cx, store, flag, out);
        }
        check_properties(store, out);
    }
}

fn check_flag(cx: &Context<'_>, store: Entry<'_>, flag: &str, out: &mut Findings<'_>) {
    let Some(field) = store.value.get(flag).filter(|field| !field.is_repaired()) else { return };
    let value = field.value.resolved();
    if juju_bool(Packed::of(cx), value).is_some() {
        return;
    }
    let found = value.as_str().map_or_else(|| kind(value).to_owned(), |text| format!("`{text}`"));
    let message = format!("`{flag}` is {found}, expected `true` or `false`");
    let Some(draft) = report(out, place(field), message) else { return };
    let meant = match value.as_str() {
        Some("yes" | "on") => Some("true"),
        Some("no" | "off") => Some("false"),
        _ => None,
    };
    let draft = draft.help(match meant {
        Some(_) => "write `true` or `false` without quotes",
        None => "write `true` or `false`, or remove the key",
    });
    if let Some(meant) = meant {
        let title = format!("Change it to `{meant}`");
        draft.fix(Fix::replace(title, Safety::Safe, field.value.range(), meant));
    }
}

fn check_properties(store: Entry<'_>, out: &mut Findings<'_>) {
    let Some(field) = store.value.get("properties").filter(|it| !it.is_repaired()) else { return };
    let value = field.value.resolved();
    if !value.is_sequence() {
        let message = format!("`properties` is {}, expected a list", kind(value));
        let Some(draft) = report(out, place(field), message) else { return };
        let draft = draft.help("write `[transient]`, or remove the key");
        if value.as_str() == Some("transient") {
            let list = "[transient]";
            draft.fix(Fix::replace("Put it in a list", Safety::Safe, field.value.range(), list));
        }
        return;
    }
    for item in value.items().filter(|item| item.resolved().as_str() != Some("transient")) {
        let found = item.resolved().text().unwrap_or("this");
        let message = format!("Juju knows no property `{found}` of a store, only `transient`");
        if let Some(draft) = report(out, item.range(), message) {
            draft.help("remove it; `shared` and `read-only` are keys of the store");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn flags_are_booleans_and_properties_a_list_of_one_word() {
        check(
            &RULE,
            "storage:
  a: {shared: yes, read-only: 'true', properties: []}
  b: {shared: '0', properties: [transient]}
  c: {shared: , read-only: 'no'}
#     ^^^^^^ error[storage-field]: `shared` is empty, expected `true` or `false`
#                          ^^^^ error[storage-field]: `read-only` is `no`, expected `true` or `false`
  d: {properties: [transient, shared], shared: 1}
#                             ^^^^^^ error[storage-field]: Juju knows no property `shared`
#                                              ^ error[storage-field]: `shared` is a number
  e: {properties: transient, description: 7}
#                 ^^^^^^^^^ error[storage-field]: `properties` is text, expected a list
#                                         ^ error[storage-field]: `description` is a number, expected text
",
        );
    }

    #[test]
    fn fixes_write_what_was_meant() {
        let with = |text: &str, expected: &str| assert_eq!(fixed(&RULE, text, 0), expected);
        with("storage: {a: {shared: 'no'}}\n", "storage: {a: {shared: false}}\n");
        with(
            "storage: {a: {properties: transient}}\n",
            "storage: {a: {properties: [transient]}}\n",
        );
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `shared` is `on`, expected `true` or `false`
              note: Juju refuses the packed charm when it is deployed
              help: write `true` or `false` without quotes
              fix (Safe): Change it to `true`
            error (juju): Juju knows no property `shared` of a store, only `transient`
              note: Juju refuses the packed charm when it is deployed
              help: remove it; `shared` and `read-only` are keys of the store
        "#]]
        .assert_eq(&said(&RULE, "storage: {a: {shared: 'on', properties: [shared]}}"));
    }
}
