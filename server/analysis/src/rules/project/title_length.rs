//! `title-length`: the title is too short or too long. Docs in title_length.md.

use super::missing_required_key::addition;
use super::reading::{Reading, holds_variable};
use super::value_not_text::is_falsy;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "title-length",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("title_length.md"),
    check,
};

/// Lengths of a title, in characters (craft-application 7.5).
const SHORTEST: usize = 2;
const LONGEST: usize = 40;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let title = cx.entry("title");
    if cx.snapshot.kind == FileKind::Rockcraft
        && title.is_none_or(|title| is_falsy(title.value.resolved()))
    {
        check_name_as_title(cx, title, out);
        return;
    }
    let Some(entry) = title.filter(|entry| !entry.is_repaired()) else { return };
    let Some(text) = Reading::of(entry.value).into_text() else { return };
    let length = text.chars().count();
    if (SHORTEST..=LONGEST).contains(&length) || holds_variable(&text) {
        return;
    }
    let (expected, help) = match length < SHORTEST {
        true => (format!("at least {SHORTEST}"), "write a longer one, or remove the key"),
        false => (format!("at most {LONGEST}"), "shorten it"),
    };
    let length = match length {
        0 => "empty".to_owned(),
        1 => "1 character long".to_owned(),
        length => format!("{length} characters long"),
    };
    out.report(
        entry.value.range(),
        format!("the title is {length}, expected {expected} characters"),
    )
    .note(note(cx))
    .help(help);
}

/// Without a title, rockcraft 1.20 takes the name for one.
fn check_name_as_title(cx: &Context<'_>, title: Option<Entry<'_>>, out: &mut Findings<'_>) {
    let Some(name) = cx.entry("name").filter(|entry| !entry.is_repaired()) else { return };
    let Some(text) = Reading::of(name.value).into_text() else { return };
    let is_letter = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_letter || title.is_some_and(|title| title.is_repaired()) {
        return;
    }
    let message = format!("without a title the name `{text}` is the title, and too short for one");
    let draft = match title {
        Some(title) => out.report(place(title), message),
        None => out.report_file(message),
    };
    let draft = draft.note(note(cx)).help("write a `title` of at least 2 characters");
    let example = format!("Rock {}", text.to_ascii_uppercase());
    if title.is_none()
        && let Some(edit) = cx.root().and_then(|root| addition(cx, root, "title", &example))
    {
        let words = format!("Add `title: {example}`");
        draft.fix(Fix::replace(words, Safety::Unsafe, edit.range, edit.insert));
    }
}

fn note(cx: &Context<'_>) -> String {
    format!("`{} pack` stops on this", cx.tool().name())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn titles_have_two_to_forty_characters() {
        check(&RULE, "title: A\n#      ^ error[title-length]: the title is 1 character long\n");
        check(&RULE, "title: 7\n#      ^ error[title-length]: the title is 1 character long\n");
        check(&RULE, "title: ''\n#      ^^ error[title-length]: the title is empty\n");
        let long = "é".repeat(41);
        let carets = "^".repeat(41);
        check(
            &RULE,
            &format!(
                "title: {long}\n#      {carets} error[title-length]: the title is 41 characters"
            ),
        );
        for right in ["Ab", "10", "$CRAFT_PROJECT_NAME", "", "[a]", &"é".repeat(40)] {
            check(&RULE, &format!("title: {right}\n"));
        }
    }

    #[test]
    fn a_rock_without_a_title_takes_its_name_for_one() {
        check(
            &RULE,
            "//- rockcraft.yaml
name: a
#^^^ error[title-length]: without a title the name `a` is the title
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
name: a
title: ''
#      ^^ error[title-length]: without a title the name `a` is the title
",
        );
        check(&RULE, "//- rockcraft.yaml\nname: ab\ntitle: no\n");
        check(&RULE, "//- rockcraft.yaml\nname: a\ntitle: Letter\n");
        check(&RULE, "name: a\n");
    }

    #[test]
    fn words_and_fix() {
        let rock = "//- rockcraft.yaml\nname: a\nbase: bare\n";
        let said = said(&RULE, "title: A\n") + &said(&RULE, rock);
        expect![[r#"
            error (charmcraft): the title is 1 character long, expected at least 2 characters
              note: `charmcraft pack` stops on this
              help: write a longer one, or remove the key
            error (rockcraft): without a title the name `a` is the title, and too short for one
              note: `rockcraft pack` stops on this
              help: write a `title` of at least 2 characters
              fix (Unsafe): Add `title: Rock A`
        "#]]
        .assert_eq(&said);
        assert_eq!(fixed(&RULE, rock, 0), "name: a\ntitle: Rock A\nbase: bare\n");
    }
}
