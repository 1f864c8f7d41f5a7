//! `section-in-two-files`: something stands here and in a file beside. Docs in section_in_two_files.md.

use super::{Beside, METADATA_KEYS, beside};
use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "section-in-two-files",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("section_in_two_files.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    check_section(cx, "config", "config.yaml", out);
    check_section(cx, "actions", "actions.yaml", out);
    check_metadata(cx, out);
}

fn check_section(cx: &Context<'_>, key: &str, file: &'static str, out: &mut Findings<'_>) {
    let section = cx.entry(key);
    let extension = extension(cx).filter(|_| section.is_none());
    if (section.is_none() && extension.is_none()) || matches!(beside(cx, file), Beside::Absent) {
        return;
    }
    if let Some((place, name)) = extension {
        out.report(
            place.range(),
            format!("the {name} extension adds `{key}`, and `{file}` lies beside this file"),
        )
        .note("`charmcraft pack` stops: it takes one or the other")
        .help(format!("move what `{file}` holds to `{key}` in this file, and delete it"));
        return;
    }
    let Some(section) = section else { return };
    let draft = out
        .report(
            section.key.range(),
            format!("`{key}` stands here, and `{file}` lies beside this file"),
        )
        .note("`charmcraft pack` stops: it takes one or the other")
        .help(format!("move what `{file}` holds to `{key}` in this file, and delete it"));
    let value = section.value.resolved();
    let is_empty = value.is_null() || (value.is_mapping() && value.children().next().is_none());
    if is_empty
        && cx.extension().is_none()
        && !section.is_repaired()
        && let Some(edit) = remove_entry(cx, &[key])
    {
        let title = format!("Remove the empty `{key}`");
        draft.fix(Fix::replace(title, Safety::Safe, edit.range, edit.insert));
    }
}

/// The entry of the first extension that there is, and its name.
fn extension<'a>(cx: &Context<'a>) -> Option<(NodeRef<'a>, &'a str)> {
    let named = cx.charm().extensions().into_iter();
    let mut known = named.filter(|(_, name)| facts::framework_by_extension(name).is_some());
    known.next()
}

fn check_metadata(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Beside::Read(metadata) = beside(cx, "metadata.yaml") else { return };
    for key in METADATA_KEYS {
        let stands_there = || metadata.root().is_some_and(|root| root.get(key).is_some());
        if let Some(entry) = cx.entry(key).filter(|_| stands_there()) {
            out.report(
                entry.key.range(),
                format!("`{key}` stands here and in `metadata.yaml` beside this file"),
            )
            .note("`charmcraft pack` stops: it takes one or the other")
            .help(format!("remove `{key}` from `metadata.yaml`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_section_and_its_file_exclude_each_other() {
        check(
            &RULE,
            "config:
#^^^^^ error[section-in-two-files]: `config` stands here, and `config.yaml` lies beside this file
  options: {}
actions:
//- config.yaml
",
        );
        check(&RULE, "config: {}\nactions: {}\n//- other.yaml\n");
        check(&RULE, "name: x\n//- config.yaml\n//- actions.yaml\n");
    }

    #[test]
    fn an_extension_adds_both_sections() {
        for section in ["config", "actions"] {
            check(
                &RULE,
                &format!(
                    "extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ error[section-in-two-files]: the flask-framework extension adds `{section}`
//- {section}.yaml
a: {{}}
"
                ),
            );
        }
        check(&RULE, "extensions: [rails-framework]\n//- config.yaml\n");
    }

    #[test]
    fn what_metadata_says_is_not_said_again() {
        check(
            &RULE,
            "name:
#^^^ error[section-in-two-files]: `name` stands here and in `metadata.yaml`
summary: x
requires: {}
//- metadata.yaml
name: x
requires: {}
",
        );
    }

    #[test]
    fn an_empty_section_can_go() {
        let fixture = "name: x\nactions: {}\n//- actions.yaml\na: {}\n";
        assert_eq!(fixed(&RULE, fixture, 0), "name: x\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "config:\n//- config.yaml\n")
            + &said(&RULE, "summary: x\n//- metadata.yaml\nsummary: x\n")
            + &said(&RULE, "extensions: [go-framework]\n//- config.yaml\n");
        expect![[r#"
            error (charmcraft): `config` stands here, and `config.yaml` lies beside this file
              note: `charmcraft pack` stops: it takes one or the other
              help: move what `config.yaml` holds to `config` in this file, and delete it
              fix (Safe): Remove the empty `config`
            error (charmcraft): `summary` stands here and in `metadata.yaml` beside this file
              note: `charmcraft pack` stops: it takes one or the other
              help: remove `summary` from `metadata.yaml`
            error (charmcraft): the go-framework extension adds `config`, and `config.yaml` lies beside this file
              note: `charmcraft pack` stops: it takes one or the other
              help: move what `config.yaml` holds to `config` in this file, and delete it
        "#]].assert_eq(&said);
    }
}
