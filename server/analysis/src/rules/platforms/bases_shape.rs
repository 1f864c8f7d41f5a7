//! `bases-shape`: the old form `bases` is not written as charmcraft reads it. Docs in bases_shape.md.

use super::common::{fix, pack_stops};
use super::old_bases::{self, Form, OldBase, OldEntry};
use crate::finding::TextEdit;
use crate::rules::edits::is_in_flow;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::{kind, reads_as_text};

pub(super) static RULE: Rule = Rule {
    id: "bases-shape",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("bases_shape.md"),
    check,
};

const OF_BASE: [&str; 3] = ["name", "channel", "architectures"];
const OF_LONG_FORM: [&str; 2] = ["build-on", "run-on"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(bases) = cx.entry("bases") else { return };
    let value = bases.value.resolved();
    let is_empty = value.is_null() || value.is_sequence() && value.items().next().is_none();
    if (is_empty || !value.is_sequence()) && !bases.is_repaired() {
        let message = match is_empty {
            true => "`bases` is empty, expected at least one base".to_owned(),
            false => format!("`bases` is {}, expected a list", kind(value)),
        };
        out.report(place(bases), message)
            .note("`charmcraft pack` stops on this")
            .help("write `base` and `platforms` instead of it, the form of today");
        return;
    }
    for item in value.items().filter(|item| !item.is_repaired()) {
        let found = item.resolved();
        if !found.is_mapping() && !out.has_reported(item.range()) {
            out.report(
                item.range(),
                format!("an entry of `bases` is {}, expected a mapping", kind(found)),
            )
            .note(pack_stops(cx))
            .help("write `name` and `channel`, such as `name: ubuntu` and `channel: '22.04'`");
        }
    }
    for entry in old_bases::entries(cx) {
        check_entry(cx, &entry, out);
    }
}

fn check_entry(cx: &Context<'_>, entry: &OldEntry<'_>, out: &mut Findings<'_>) {
    if entry.form == Form::Long {
        for key in OF_LONG_FORM {
            check_list(cx, entry, key, out);
        }
        check_keys(cx, entry.node, &OF_LONG_FORM, out);
    } else if let Some(run_on) = entry.node.get("run-on") {
        out.report(run_on.key.range(), "`run-on` stands without `build-on`")
            .note(pack_stops(cx))
            .help("add `build-on`, or write `name` and `channel` alone");
        return;
    }
    for base in &entry.bases {
        check_base(cx, base, out);
    }
}

/// `build-on` or `run-on` of the long form.
fn check_list(cx: &Context<'_>, entry: &OldEntry<'_>, key: &str, out: &mut Findings<'_>) {
    let Some(field) = entry.node.get(key) else {
        if !out.has_reported(entry.node.range()) {
            out.report(
                entry.node.range(),
                format!("an entry of `bases` has `build-on` and no `{key}`"),
            )
            .note(pack_stops(cx))
            .help(format!("add `{key}` with the bases the charm runs on"));
        }
        return;
    };
    let value = field.value.resolved();
    let is_empty = value.is_null() || value.is_sequence() && value.items().next().is_none();
    if is_empty && value.is_sequence() && !is_first(cx, entry) {
        out.report(place(field), format!("`{key}` is empty, so nothing is built from this entry"))
            .severity(Severity::Warning)
            .note("charmcraft 4.5.0 minds this in the first entry only")
            .help("name at least one base, or remove the entry");
        return;
    }
    if (is_empty || !value.is_sequence()) && !out.has_reported(place(field)) {
        let found = if is_empty { "empty" } else { kind(value) };
        let draft = out
            .report(place(field), format!("`{key}` is {found}, expected a list of bases"))
            .note(pack_stops(cx))
            .help(match is_empty {
                true => "name at least one base",
                false => "write a dash before each base",
            });
        if is_in_flow(value, value.range().start()) && field.value.source().starts_with('{') {
            let edit = TextEdit {
                range: field.value.range(),
                insert: format!("[{}]", field.value.source()),
            };
            draft.fix(fix("Write it as a list", Safety::Safe, edit));
        }
    }
    for item in value.items() {
        let found = item.resolved();
        if !found.is_mapping() && !out.has_reported(item.range()) {
            out.report(
                item.range(),
                format!("an entry of `{key}` is {}, expected a mapping", kind(found)),
            )
            .note(pack_stops(cx))
            .help("write `name` and `channel`, such as `name: ubuntu` and `channel: '22.04'`");
        }
    }
}

/// Whether charmcraft asks the entry for the base of the charm.
fn is_first(cx: &Context<'_>, entry: &OldEntry<'_>) -> bool {
    let first = cx.entry("bases").and_then(|bases| bases.value.resolved().items().next());
    first.is_some_and(|first| first.range() == entry.node.range())
}

fn check_base(cx: &Context<'_>, base: &OldBase<'_>, out: &mut Findings<'_>) {
    let node = base.node;
    let missing: Vec<_> =
        ["name", "channel"].into_iter().filter(|key| is_missing(node, key)).collect();
    if !missing.is_empty() && !out.has_reported(node.range()) {
        let names = missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>();
        out.report(node.range(), format!("a base has no {}", names.join(" and no ")))
            .note(pack_stops(cx))
            .help("write both, such as `name: ubuntu` and `channel: '22.04'`");
    }
    for entry in ["name", "channel"].into_iter().filter_map(|key| node.get(key)) {
        check_text(cx, entry, out);
    }
    if let Some(field) = node.get("architectures") {
        check_architectures(cx, field, out);
    }
    check_keys(cx, node, &OF_BASE, out);
}

/// Whether a key is neither there nor misspelt.
fn is_missing(node: NodeRef<'_>, key: &str) -> bool {
    let is_misspelt = |entry: &Entry<'_>| {
        let found = entry.key.text().filter(|found| !OF_BASE.contains(found));
        found.is_some_and(|found| nearest(found, [key], 2).is_some())
    };
    node.get(key).is_none() && !node.effective_entries().iter().any(is_misspelt)
}

fn check_text(cx: &Context<'_>, entry: Entry<'_>, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    let key = entry.key.text().unwrap_or_default();
    if value.as_str().is_some() || out.has_reported(place(entry)) {
        return;
    }
    let draft = out
        .report(place(entry), format!("`{key}` is {}, expected text", kind(value)))
        .note(pack_stops(cx));
    if value.is_null() || !reads_as_text(value) {
        draft.help("write it as text, such as `name: ubuntu` and `channel: '22.04'`");
        return;
    }
    let insert = format!("'{}'", value.source());
    let draft = draft.help(format!("put it in quotes: `{insert}`"));
    if entry.value == value {
        let edit = TextEdit { range: value.range(), insert };
        draft.fix(fix("Put it in quotes", Safety::Safe, edit));
    }
}

fn check_architectures(cx: &Context<'_>, field: Entry<'_>, out: &mut Findings<'_>) {
    let value = field.value.resolved();
    let is_empty = value.is_null() || value.is_sequence() && value.items().next().is_none();
    if (is_empty || !value.is_sequence()) && !out.has_reported(place(field)) {
        let found = if is_empty { "empty" } else { kind(value) };
        let draft = out
            .report(place(field), format!("`architectures` is {found}, expected a list"))
            .note(pack_stops(cx));
        if value.as_str().is_none() || field.value != value {
            draft.help("write at least one, such as `[amd64]`, or remove the key");
            return;
        }
        let insert = format!("[{}]", value.source());
        let edit = TextEdit { range: value.range(), insert: insert.clone() };
        draft.help(format!("write `{insert}`")).fix(fix("Write it as a list", Safety::Safe, edit));
        return;
    }
    for item in value.items() {
        let found = item.resolved();
        if found.as_str().is_none() && !out.has_reported(item.range()) {
            out.report(item.range(), format!("an architecture is {}, expected text", kind(found)))
                .note(pack_stops(cx))
                .help("write a name such as `amd64`");
        }
    }
}

fn check_keys(cx: &Context<'_>, node: NodeRef<'_>, known: &[&str], out: &mut Findings<'_>) {
    for entry in node.effective_entries() {
        let Some(key) = entry.key.text() else { continue };
        if known.contains(&key) || out.has_reported(entry.key.range()) {
            continue;
        }
        let draft = out
            .report(entry.key.range(), format!("`bases` has an unknown key `{key}` here"))
            .note(pack_stops(cx));
        let free = known.iter().copied().filter(|known| node.get(known).is_none());
        match nearest(key, free, 2) {
            Some(meant) => {
                let title = format!("Rename the key to `{meant}`");
                draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
                    title,
                    Safety::Safe,
                    entry.key.range(),
                    meant,
                ));
            }
            None => {
                draft.help(format!("remove it: known are {}", known_keys(known)));
            }
        }
    }
}

fn known_keys(known: &[&str]) -> String {
    super::common::choice(known.iter().copied()).replace(" or ", " and ")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn both_forms_are_read() {
        check(
            &RULE,
            "bases:
- {name: ubuntu, channel: '20.04', architectures: [amd64]}
- build-on: [{name: ubuntu, channel: '22.04'}]
  run-on:
  - {name: ubuntu, channel: '22.04'}
  - {name: ubuntu, channel: '20.04', architectures: [all]}
",
        );
    }

    #[test]
    fn bases_are_a_list_of_something() {
        check(&RULE, "bases:\n#^^^^ error[bases-shape]: `bases` is empty\n");
        check(&RULE, "bases: []\n#      ^^ error[bases-shape]: `bases` is empty\n");
        check(&RULE, "bases: ubuntu\n#      ^^^^^^ error[bases-shape]: `bases` is text\n");
        check(
            &RULE,
            "bases: [ubuntu, ~]
#       ^^^^^^ error[bases-shape]: an entry of `bases` is text, expected a mapping
#               ^ error[bases-shape]: an entry of `bases` is empty, expected a mapping
",
        );
    }

    #[test]
    fn a_base_has_a_name_and_a_channel() {
        check(
            &RULE,
            "bases:
- name: ubuntu
  channel: 22.04
#          ^^^^^ error[bases-shape]: `channel` is a number, expected text
  series: jammy
# ^^^^^^ error[bases-shape]: `bases` has an unknown key `series` here
- {name: , architectures: amd64}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[bases-shape]: a base has no `channel`
#  ^^^^ error[bases-shape]: `name` is empty, expected text
#                         ^^^^^ error[bases-shape]: `architectures` is text, expected a list
- {name: ubuntu, channel: '22.04', architectures: [1]}
#                                                  ^ error[bases-shape]: an architecture is a number
- {name: ubuntu, channel: '22.04', architectures: []}
#                                                 ^^ error[bases-shape]: `architectures` is empty
",
        );
    }

    #[test]
    fn the_long_form_has_both_lists() {
        check(
            &RULE,
            "bases:
- {build-on: [{name: ubuntu, channel: '22.04'}]}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[bases-shape]: an entry of `bases` has `build-on` and no `run-on`
- {run-on: [{name: ubuntu, channel: '22.04'}]}
#  ^^^^^^ error[bases-shape]: `run-on` stands without `build-on`
- {build-on: {name: ubuntu, channel: '22.04'}, run-on: }
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[bases-shape]: `build-on` is a mapping
#                                              ^^^^^^ error[bases-shape]: `run-on` is empty
",
        );
    }

    #[test]
    fn an_empty_list_stops_charmcraft_in_the_first_entry() {
        check(
            &RULE,
            "bases:
- {build-on: [], run-on: []}
#            ^^ error[bases-shape]: `build-on` is empty, expected a list of bases
#                        ^^ error[bases-shape]: `run-on` is empty, expected a list of bases
- {build-on: [], run-on: [{name: ubuntu, channel: '22.04'}]}
#            ^^ warning[bases-shape]: `build-on` is empty, so nothing is built from this entry
- {build-on: [{name: ubuntu, channel: '22.04'}], run-on: []}
#                                                        ^^ warning[bases-shape]: `run-on` is empty, so nothing is built from this entry
",
        );
    }

    #[test]
    fn fixes_write_what_was_meant() {
        let fixed = |text| fixed(&RULE, text, 0);
        assert_eq!(
            fixed("bases: [{name: ubuntu, channel: 22.04}]"),
            "bases: [{name: ubuntu, channel: '22.04'}]"
        );
        assert_eq!(
            fixed("bases: [{name: a, channel: a, architectures: amd64}]"),
            "bases: [{name: a, channel: a, architectures: [amd64]}]"
        );
        assert_eq!(fixed("bases: [{name: a, chanel: a}]"), "bases: [{name: a, channel: a}]");
    }

    #[test]
    fn half_typed_entries_lack_nothing() {
        check(&RULE, "bases:\n  - name: ubuntu\n    chan\n");
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "bases: [{name: ubuntu, channel: 22.04, series: a}, x, {build-on: }]");
        expect![[r#"
            error (charmcraft): `channel` is a number, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'22.04'`
              fix (Safe): Put it in quotes
            error (charmcraft): `bases` has an unknown key `series` here
              note: `charmcraft pack` stops on this
              help: remove it: known are `name`, `channel` and `architectures`
            error (charmcraft): an entry of `bases` is text, expected a mapping
              note: `charmcraft pack` stops on this
              help: write `name` and `channel`, such as `name: ubuntu` and `channel: '22.04'`
            error (charmcraft): an entry of `bases` has `build-on` and no `run-on`
              note: `charmcraft pack` stops on this
              help: add `run-on` with the bases the charm runs on
            error (charmcraft): `build-on` is empty, expected a list of bases
              note: `charmcraft pack` stops on this
              help: name at least one base
        "#]]
        .assert_eq(&said);
    }
}
