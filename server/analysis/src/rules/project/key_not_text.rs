//! `key-not-text`: YAML reads the name of an entry as a boolean, a date or nothing. Docs in
//! key_not_text.md.
//!
//! Numbers become text here; deeper down and at the top of the file other rules look.

use super::keys;
use super::reading::{Reading, is_mapping};
use crate::facts;
use crate::rules::prelude::*;
use crate::rules::quoting::quote;

pub(super) static RULE: Rule = Rule {
    id: "key-not-text",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft, FileKind::Config, FileKind::Actions],
    docs: include_str!("key_not_text.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for section in &facts::top_level(cx.snapshot.kind).sections {
        let Some(entry) = keys::entry(cx, section.key) else { continue };
        // What is wrong with these, an extension minds first.
        let is_of_extension = cx.extension().is_some() && section.compared_by_extension;
        if is_of_extension || !is_mapping(entry.value) {
            continue;
        }
        check_names(cx, section.key, entry.value, out);
    }
    // Each of these files is such a section.
    let file = cx.snapshot.kind;
    if let Some(root) = cx.root().filter(|_| file.needs_charm()) {
        check_names(cx, file.canonical_name(), root, out);
    }
}

fn check_names(cx: &Context<'_>, section: &str, value: NodeRef<'_>, out: &mut Findings<'_>) {
    for Entry { key, .. } in value.effective_entries() {
        let found = match Reading::of(key) {
            Reading::Other(found) if key.resolved().is_scalar() => found,
            Reading::Null => "nothing",
            _ => continue,
        };
        if !key.is_repaired() && !out.has_reported(key.range()) {
            report(cx, section, key, found, out);
        }
    }
}

fn report(cx: &Context<'_>, section: &str, key: NodeRef<'_>, found: &str, out: &mut Findings<'_>) {
    let tool = cx.tool().name();
    let name = key.source();
    let message = match name {
        "" => format!("an entry of `{section}` has no name"),
        _ => format!("YAML reads the name `{name}` in `{section}` as {found}, expected text"),
    };
    let draft = out.report(key.range(), message).note(format!("`{tool} pack` stops on this"));
    // Nobody calls something `~`.
    match quote(key, "Put the name in quotes").filter(|_| name != "~") {
        Some(fix) => {
            draft.help(format!("put it in quotes: `'{name}'`")).fix(fix);
        }
        None => {
            draft.help("write the name as text");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn booleans_dates_and_nothing_are_no_names() {
        check(
            &RULE,
            "actions:
  on: {}
# ^^ error[key-not-text]: YAML reads the name `on` in `actions` as a boolean, expected text
  'off': {}
  n: {}
requires: {~: {interface: a}, 2024-01-31: {interface: b}}
#          ^ error[key-not-text]: YAML reads the name `~` in `requires` as nothing
#                             ^^^^^^^^^^ error[key-not-text]: YAML reads the name `2024-01-31`
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
environment:
  NO: a
# ^^ error[key-not-text]: YAML reads the name `NO` in `environment` as a boolean
",
        );
    }

    #[test]
    fn numbers_become_text_and_deeper_keys_are_not_looked_at() {
        check(&RULE, "requires: {1.5: {interface: x}}\nconfig: {options: {on: {}}}\n");
        check(&RULE, "unknown: {on: a}\nprovides: [on]\n");
    }

    #[test]
    fn a_merged_section_is_reported_once() {
        check(
            &RULE,
            "provides: &x {on: {interface: a}}
#             ^^ error[key-not-text]: YAML reads the name `on`
peers: *x
",
        );
    }

    #[test]
    fn a_tilde_becomes_no_name() {
        assert!(!said(&RULE, "requires: {~: {interface: a}}\n").contains("fix"));
        let fixed = fixed(&RULE, "requires: {null: {interface: a}}\n", 0);
        assert_eq!(fixed, "requires: {'null': {interface: a}}\n");
    }

    #[test]
    fn words_and_fix() {
        expect![[r#"
            error (charmcraft): YAML reads the name `on` in `provides` as a boolean, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'on'`
              fix (Safe): Put the name in quotes
        "#]]
        .assert_eq(&said(&RULE, "provides: {on: {}}\n"));
        assert_eq!(fixed(&RULE, "provides: {on: {}}\n", 0), "provides: {'on': {}}\n");
    }

    #[test]
    fn files_beside_a_charm_are_sections() {
        check(
            &RULE,
            "//- config.yaml
on: x
#^ error[key-not-text]: YAML reads the name `on` in `config.yaml` as a boolean
1: x
",
        );
        check(
            &RULE,
            "//- actions.yaml\nnull: {}\n#^^^ error[key-not-text]: YAML reads the name `null`\n",
        );
        check(&RULE, "//- metadata.yaml\non: x\n");
    }
}
