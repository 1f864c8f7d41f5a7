//! `metadata-value`: a value at the top of `metadata.yaml` is not of the type that Juju takes, or charmcraft. Docs
//! in metadata_value.md.
//!
//! Of a name, summary or description that charmcraft.yaml lacks, charmcraft takes text and numbers from here;
//! Juju takes text only. How long they may be, and what a name may hold, is the business of others.

use syntax::Scalar;

use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::juju_value::{
    JUJU_REFUSES, Packed, is_juju_int, is_juju_text, juju_bool, reaches_juju,
};
use crate::rules::prelude::*;
use crate::rules::quoting::quote;
use crate::rules::shape::{kind, reads_as_text};

pub(super) static RULE: Rule = Rule {
    id: "metadata-value",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Metadata],
    docs: include_str!("metadata_value.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let keys = &facts::juju().metadata;
    let packed = Packed::of(cx);
    let entries = |keys: &'static [&'static str]| {
        let written = keys.iter().filter_map(|key| Some((*key, cx.entry(key)?)));
        written.filter(|(_, entry)| !entry.is_repaired()).collect::<Vec<_>>()
    };
    for (key, entry) in entries(&keys.texts) {
        check_text(cx, key, entry, out);
    }
    for (key, entry) in entries(&keys.mappings) {
        if !entry.value.resolved().is_mapping() {
            report(cx, key, entry, "a mapping", out);
        }
    }
    for (key, entry) in entries(&keys.lists) {
        if !entry.value.resolved().is_sequence() {
            report(cx, key, entry, "a list", out);
        }
    }
    for (key, entry) in entries(&keys.text_lists) {
        check_texts(cx, key, entry, out);
    }
    for (key, entry) in entries(&keys.booleans) {
        if juju_bool(packed, entry.value.resolved()).is_none() {
            check_boolean(cx, key, entry, out);
        }
    }
    for (key, entry) in entries(&keys.integers) {
        if !is_juju_int(packed, entry.value.resolved()) {
            report(cx, key, entry, "a whole number", out);
        }
    }
    check_series(cx, out);
    check_user(cx, out);
    check_payloads(cx, out);
    check_names(cx, out);
}

fn check_text(cx: &Context<'_>, key: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    let is_own = facts::juju().metadata.required.contains(&key) && cx.is_read_by_charmcraft(key);
    // A number can be no name to charmcraft, whatever Juju says.
    let is_number = matches!(value.scalar(), Some(Scalar::Int(_) | Scalar::Float(_)));
    if is_own && (!reads_as_text(value) || (key == "name" && is_number)) {
        if key == "name" && is_number {
            return;
        }
        let message = format!("`{key}` is {}, expected text", kind(value));
        let draft = out
            .report(place(entry), message)
            .judge(Some(Judge::Charmcraft))
            .note("`charmcraft pack` stops on this");
        mend(entry, draft, "write it as text");
    } else if !is_juju_text(Packed::of(cx), value) {
        report(cx, key, entry, "text", out);
    }
}

fn check_boolean(cx: &Context<'_>, key: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    const WANTED: &str = "`true` or `false`";
    let value = entry.value.resolved();
    let Some(text) = value.text().filter(|_| !value.is_null()) else {
        report(cx, key, entry, WANTED, out);
        return;
    };
    if out.has_reported(entry.value.range()) || !reaches_juju(cx, key) {
        return;
    }
    let message = format!("`{key}` is `{}`, expected {WANTED}", text.escape_debug());
    let draft = out.report(place(entry), message).note(JUJU_REFUSES);
    let meant = match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "true" | "1" => "true",
        "no" | "off" | "n" | "false" | "0" => "false",
        _ => {
            draft.help(format!("write {WANTED}"));
            return;
        }
    };
    let draft = draft.help(format!("write `{meant}`"));
    if entry.value == value && value.properties().is_none() {
        let title = format!("Write `{meant}`");
        draft.fix(Fix::replace(title, Safety::Safe, value.range(), meant));
    }
}

fn check_texts(cx: &Context<'_>, key: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    if !value.is_sequence() {
        report(cx, key, entry, "a list", out);
        return;
    }
    for item in value.items().filter(|item| !item.is_repaired()) {
        let found = item.resolved();
        let is_told = out.has_reported(item.range());
        if !is_juju_text(Packed::of(cx), found) && !is_told && reaches_juju(cx, key) {
            let message = format!("this entry of `{key}` is {}, expected text", kind(found));
            let draft = out.report(item.range(), message).note(JUJU_REFUSES);
            match quote(item, "Put it in quotes").filter(|_| !found.is_null()) {
                Some(fix) => draft.help("put it in quotes").fix(fix),
                None => draft.help("write a text"),
            };
        }
    }
}

fn check_user(cx: &Context<'_>, out: &mut Findings<'_>) {
    const KEY: &str = "charm-user";
    let Some(entry) = cx.entry(KEY).filter(|entry| !entry.is_repaired()) else { return };
    let users = facts::key_doc(FileKind::Charmcraft, &[KEY]).map(|doc| doc.values.as_slice());
    let users = users.unwrap_or_default();
    let Some(user) = entry.value.resolved().as_str() else { return };
    if !users.contains(&user) && reaches_juju(cx, KEY) {
        let message = format!("`{KEY}` is `{}`, expected one of three words", user.escape_debug());
        out.report(place(entry), message)
            .note(JUJU_REFUSES)
            .help(format!("write `{}`", users.join("`, `")));
    }
}

/// `^[a-z]+([a-z0-9]+)?$`
fn is_series(name: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_char)
}

fn check_series(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("series") else { return };
    for item in entry.value.resolved().items().filter(|item| !item.is_repaired()) {
        let Some(name) = item.resolved().as_str().filter(|name| !is_series(name)) else { continue };
        let is_told = out.has_reported(item.range());
        if is_told || !reaches_juju(cx, "series") {
            continue;
        }
        let message = format!("`{}` is no name of a series", name.escape_debug());
        out.report(item.range(), message)
            .note(JUJU_REFUSES)
            .help("write small letters and digits, such as `jammy`");
    }
}

/// Payloads are known to `metadata.yaml` only.
fn check_payloads(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(section) = cx.entry("payloads") else { return };
    for payload in section.value.effective_entries().into_iter().filter(|it| !it.is_repaired()) {
        let name = payload.key.text().unwrap_or_default();
        let value = payload.value.resolved();
        let kind_of = value.get("type").filter(|_| value.is_mapping());
        let found = kind_of.map(|field| field.value.resolved());
        let is_empty = found.is_some_and(|found| found.text() == Some("") && !found.is_null());
        let (range, message) = if !is_payload(name) {
            (payload.key.range(), format!("`{}` is no name for a payload", name.escape_debug()))
        } else if !value.is_mapping() {
            let message = format!("payload `{name}` is {}, expected a mapping", kind(value));
            (payload.key.range(), message)
        } else if let Some((field, found)) = kind_of.zip(found) {
            if is_juju_text(Packed::of(cx), found) && !is_empty {
                continue;
            }
            let found = if is_empty { "empty" } else { kind(found) };
            (place(field), format!("`type` of payload `{name}` is {found}, expected text"))
        } else {
            (payload.key.range(), format!("payload `{name}` lacks `type`"))
        };
        if !out.has_reported(range) && reaches_juju(cx, "payloads") {
            let help = match is_payload(name) {
                true => "write `type:` below it, such as `type: docker`",
                false => "begin with a letter, then letters, digits, and hyphens between them",
            };
            out.report(range, message).note(JUJU_REFUSES).help(help);
        }
    }
}

/// `^[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?$`
fn is_payload(name: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && !name.ends_with('-')
        && name.bytes().all(is_char)
}

/// Names at the top that are no text stop Juju, whatever they hold.
fn check_names(cx: &Context<'_>, out: &mut Findings<'_>) {
    let entries = cx.root().map(|root| root.effective_entries()).unwrap_or_default();
    for Entry { key, .. } in entries {
        let is_text = is_juju_text(Packed::of(cx), key) || !key.is_scalar();
        if is_text
            || key.is_repaired()
            || out.has_reported(key.range())
            || !reaches_juju(cx, "name")
        {
            continue;
        }
        let message =
            format!("Juju reads the key `{}` as {}, expected text", key.source(), kind(key));
        let draft = out.report(key.range(), message).note(JUJU_REFUSES);
        match quote(key, "Put the key in quotes") {
            Some(fix) => draft.help(format!("put it in quotes: `'{}'`", key.source())).fix(fix),
            None => draft.help("write the key as text"),
        };
    }
}

fn report(cx: &Context<'_>, key: &str, entry: Entry<'_>, wanted: &str, out: &mut Findings<'_>) {
    let range = place(entry);
    if out.has_reported(range) || !reaches_juju(cx, key) {
        return;
    }
    let value = entry.value.resolved();
    // In a broken file what belongs below the key may stand in the line that got lost.
    if value.is_null() && !cx.document().problems().is_empty() {
        return;
    }
    let draft = out
        .report(range, format!("`{key}` is {}, expected {wanted}", kind(value)))
        .note(JUJU_REFUSES);
    if !value.is_null() {
        let help = format!("write {wanted}");
        match wanted {
            "text" => mend(entry, draft, &help),
            _ => drop(draft.help(help)),
        }
        return;
    }
    let draft = draft.help("remove the key, or write something below it");
    if let Some(edit) = remove_entry(cx, &[key]) {
        draft.fix(Fix::replace("Remove the empty key", Safety::Safe, edit.range, edit.insert));
    }
}

/// Offers quotes around what is no text without them.
fn mend(entry: Entry<'_>, draft: crate::rules::Draft<'_>, otherwise: &str) {
    let may_quote = !entry.value.resolved().is_null();
    match quote(entry.value, "Put it in quotes").filter(|_| may_quote) {
        Some(fix) => draft.help(format!("put it in quotes: `'{}'`", entry.value.source())).fix(fix),
        None => draft.help(otherwise),
    };
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn what_juju_takes_is_fine() {
        check(
            &RULE,
            "name: notes
summary: Keeps notes
description: ''
requires: {}
tags: [a, '1']
series: [jammy]
subordinate: 'true'
revision: '3'
charm-user: root
payloads: {a: {type: kvm}}
maintainers: {a: 1}
display-name: 12
",
        );
    }

    #[test]
    fn each_kind_of_value_is_looked_at() {
        check(
            &RULE,
            "name: notes
requires:
#^^^^^^^ error[metadata-value]: `requires` is empty, expected a mapping
provides: [db]
#         ^^^^ error[metadata-value]: `provides` is a list, expected a mapping
assumes: k8s-api
#        ^^^^^^^ error[metadata-value]: `assumes` is text, expected a list
tags: [a, 1, yes]
#         ^ error[metadata-value]: this entry of `tags` is a number, expected text
#            ^^^ error[metadata-value]: this entry of `tags` is a boolean, expected text
terms: x
#      ^ error[metadata-value]: `terms` is text, expected a list
subordinate: 1
#            ^ error[metadata-value]: `subordinate` is `1`, expected `true` or `false`
revision: x
#         ^ error[metadata-value]: `revision` is text, expected a whole number
charm-user: me
#           ^^ error[metadata-value]: `charm-user` is `me`, expected one of three words
payloads: {a: x, b: {}, c: {type: 1}, d: {type: ''}, e-: {type: kvm}}
#          ^ error[metadata-value]: payload `a` is text, expected a mapping
#                ^ error[metadata-value]: payload `b` lacks `type`
#                                 ^ error[metadata-value]: `type` of payload `c` is a number, expected text
#                                               ^^ error[metadata-value]: `type` of payload `d` is empty, expected text
#                                                    ^^ error[metadata-value]: `e-` is no name for a payload
series: [jammy, Jammy, 22.04]
#               ^^^^^ error[metadata-value]: `Jammy` is no name of a series
#                      ^^^^^ error[metadata-value]: this entry of `series` is a number
on: x
#^ error[metadata-value]: Juju reads the key `on` as a boolean, expected text
",
        );
    }

    #[test]
    fn numbers_are_text_to_charmcraft_and_not_to_juju() {
        let said = said(&RULE, "summary: 12\ndescription: off\n")
            + &said(&RULE, "description: off\n//- charmcraft.yaml\ndescription: x\n");
        expect![[r#"
            error (juju): `summary` is a number, expected text
              note: Juju refuses the packed charm when it is deployed
              help: put it in quotes: `'12'`
              fix (Safe): Put it in quotes
            error (charmcraft): `description` is a boolean, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'off'`
              fix (Safe): Put it in quotes
            error (juju): `description` is a boolean, expected text
              note: Juju refuses the packed charm when it is deployed
              help: put it in quotes: `'off'`
              fix (Safe): Put it in quotes
        "#]]
        .assert_eq(&said);
        assert_eq!(fixed(&RULE, "summary: 12\n", 0), "summary: '12'\n");
    }

    #[test]
    fn words_for_yes_and_no_are_understood() {
        assert_eq!(fixed(&RULE, "subordinate: 'no'\n", 0), "subordinate: false\n");
        assert_eq!(fixed(&RULE, "subordinate: 1\n", 0), "subordinate: true\n");
        assert!(!said(&RULE, "subordinate: maybe\n").contains("fix"));
    }

    #[test]
    fn an_empty_section_can_go() {
        assert_eq!(fixed(&RULE, "name: x\npeers:\n", 0), "name: x\n");
    }

    #[test]
    fn a_key_that_is_half_typed_is_left_alone() {
        check(&RULE, "name: x\nrequires\n");
        check(&RULE, "name: x\nsubordinate\nprovides: {}\n");
    }
}
