//! `section-not-mapping`: a list or a single value stands where a section has its entries by name. Docs
//! in section_not_mapping.md.

use super::keys;
use super::reading::{in_words, is_mapping, names_nothing};
use crate::facts::{self, SectionKey};
use crate::finding::TextEdit;
use crate::rules::edits::replace_value;
use crate::rules::edits::written;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "section-not-mapping",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("section_not_mapping.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for section in &facts::top_level(cx.snapshot.kind).sections {
        let Some(entry) = keys::entry(cx, section.key) else { continue };
        let value = entry.value.resolved();
        // The other spelling slips past what an extension excludes.
        let is_free = cx.extension().is_none()
            || section.beside_extension
            || entry.key.text() != Some(section.key);
        if is_free && !is_mapping(value) && !value.is_null() && !is_broken(entry) {
            report(cx, section, entry, out);
        }
    }
}

fn is_broken(entry: Entry<'_>) -> bool {
    entry.is_repaired() || names_nothing(entry.value)
}

fn report(cx: &Context<'_>, section: &SectionKey, found_at: Entry<'_>, out: &mut Findings<'_>) {
    let SectionKey { key, entry, bare, .. } = section;
    let value = found_at.value;
    let found = in_words(value);
    let tool = cx.tool().name();
    let draft = out
        .report(value.range(), format!("`{key}` is {found}, expected a mapping"))
        .note(format!("`{tool} pack` stops on this"))
        .help(format!("write `<name>:` for each {entry}"));
    let names: Option<Vec<_>> = value.items().map(NodeRef::as_str).collect();
    if let Some(names) = names.filter(|names| *bare && !names.is_empty()) {
        let entries: Vec<_> = names.iter().map(|name| format!("{}: ", written(name))).collect();
        let mapping = format!("{{{}}}", entries.join(", "));
        if let Some(TextEdit { range, insert }) = replace_value(found_at, &mapping) {
            draft.fix(Fix::replace("Make it a mapping", Safety::Safe, range, insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn lists_and_single_values_are_marked() {
        check(
            &RULE,
            "requires: [db]
#         ^^^^ error[section-not-mapping]: `requires` is a list, expected a mapping
storage: ''
#        ^^ error[section-not-mapping]: `storage` is text
extra_bindings: !!set {a}
#                     ^^^ error[section-not-mapping]: `extra-bindings` is a set
config: 0
#       ^ error[section-not-mapping]: `config` is a number
peers:
devices: {}
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
environment: [A=b]
#            ^^^^^ error[section-not-mapping]: `environment` is a list
",
        );
    }

    #[test]
    fn next_to_an_extension_other_rules_speak_of_what_it_adds_or_excludes() {
        check(
            &RULE,
            "extensions: [flask-framework]
config: []
requires: []
peers: []
storage: []
provides: []
#         ^^ error[section-not-mapping]: `provides` is a list
",
        );
    }

    #[test]
    fn half_typed_sections_are_left_alone() {
        check(&RULE, "provides: [a\npeers: {}\n");
        check(&RULE, "provides: *nothing\n");
    }

    #[test]
    fn names_alone_make_bindings() {
        let list = "extra-bindings:\n  - admin\n  - 'on'\nname: a\n";
        let mapping = "extra-bindings:\n  {admin: , 'on': }\nname: a\n";
        assert_eq!(fixed(&RULE, list, 0), mapping);
        let left = "extra-bindings:\n- admin\nname: a\n";
        assert_eq!(fixed(&RULE, left, 0), "extra-bindings: {admin: }\nname: a\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (charmcraft): `provides` is a list, expected a mapping
              note: `charmcraft pack` stops on this
              help: write `<name>:` for each endpoint
        "#]]
        .assert_eq(&said(&RULE, "provides: [web]\n"));
    }
}
