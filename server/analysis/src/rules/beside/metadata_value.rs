//! `metadata-value`: `metadata.yaml` supplies a name, summary or description that charmcraft does not
//! take. Docs in metadata_value.md.
//!
//! What stands in `charmcraft.yaml` itself, and what stands in neither file, is not this rule's business.

use super::{Beside, METADATA_KEYS, beside};
use crate::rules::prelude::*;
use crate::rules::shape::{kind, read_text};

pub(super) static RULE: Rule = Rule {
    id: "metadata-value",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("metadata_value.md"),
    check,
};

/// In characters.
const LONGEST_NAME: usize = 40;
const LONGEST_SUMMARY: usize = 200;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Beside::Read(metadata) = beside(cx, "metadata.yaml") else { return };
    let Some(root) = metadata.root().filter(|_| metadata.problems().is_empty()) else { return };
    for key in METADATA_KEYS {
        if cx.entry(key).is_some() {
            continue;
        }
        let Some(entry) = root.get(key) else { continue };
        let Some((fault, help)) = fault(key, entry.value.resolved()) else { continue };
        out.report_file(format!("`{key}` in `metadata.yaml` {fault}"))
            .note(format!("charmcraft takes `{key}` from there, and `charmcraft pack` refuses it"))
            .help(help);
    }
}

/// What is wrong with a value, and what to do.
fn fault(key: &str, value: NodeRef<'_>) -> Option<(String, &'static str)> {
    // A name is looked at as Python prints it: `yes` is `True`, which has a capital.
    let text = match key {
        "name" if !value.is_null() => value.scalar().and_then(|scalar| scalar.python_text()),
        _ => read_text(value),
    };
    let Some(text) = text else {
        return Some((format!("is {}, expected text", kind(value)), "write it as text there"));
    };
    match key {
        "name" if text.chars().count() > LONGEST_NAME => {
            Some((format!("is longer than {LONGEST_NAME} characters"), "shorten it there"))
        }
        "name" if !is_name(&text) => Some((
            format!("is `{text}`, expected small letters, digits and single hyphens between them"),
            "rename the charm there",
        )),
        "summary" if text.chars().count() > LONGEST_SUMMARY => {
            Some((format!("is longer than {LONGEST_SUMMARY} characters"), "shorten it there"))
        }
        _ => None,
    }
}

/// Small letters, of which there is one at least, digits, and hyphens between them.
fn is_name(text: &str) -> bool {
    let is_small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(is_small))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::said;

    fn with(metadata: &str) -> String {
        said(&RULE, &format!("type: charm\n//- metadata.yaml\n{metadata}"))
    }

    #[test]
    fn what_charmcraft_takes_is_fine() {
        let name = "a".repeat(40);
        let summary = "é".repeat(200);
        assert_eq!(with(&format!("name: {name}\nsummary: {summary}\ndescription: 10\n")), "");
        assert_eq!(with("name: 3proxy\nsummary: ''\n"), "");
        assert_eq!(with("[name]\n"), "");
        assert_eq!(with("name: a: b\n"), "");
    }

    #[test]
    fn what_stands_in_the_charm_is_another_rule_s() {
        assert_eq!(said(&RULE, "name: x\n//- metadata.yaml\nname: A\n"), "");
    }

    #[test]
    fn names_that_none_can_have_are_refused() {
        for name in ["My-app", "my_app", "-a", "a-", "a--b", "'2048'", "yes", "''", "[a]"] {
            assert!(with(&format!("name: {name}\n")).starts_with("error"), "{name}");
        }
    }

    #[test]
    fn words() {
        let said = with("name: My_app\nsummary: off\ndescription:\n")
            + &with(&format!("name: {}\nsummary: {}\n", "a".repeat(41), "b".repeat(201)));
        expect![[r#"
            error (charmcraft): `name` in `metadata.yaml` is `My_app`, expected small letters, digits and single hyphens between them
              note: charmcraft takes `name` from there, and `charmcraft pack` refuses it
              help: rename the charm there
            error (charmcraft): `summary` in `metadata.yaml` is a boolean, expected text
              note: charmcraft takes `summary` from there, and `charmcraft pack` refuses it
              help: write it as text there
            error (charmcraft): `description` in `metadata.yaml` is empty, expected text
              note: charmcraft takes `description` from there, and `charmcraft pack` refuses it
              help: write it as text there
            error (charmcraft): `name` in `metadata.yaml` is longer than 40 characters
              note: charmcraft takes `name` from there, and `charmcraft pack` refuses it
              help: shorten it there
            error (charmcraft): `summary` in `metadata.yaml` is longer than 200 characters
              note: charmcraft takes `summary` from there, and `charmcraft pack` refuses it
              help: shorten it there
        "#]].assert_eq(&said);
    }
}
