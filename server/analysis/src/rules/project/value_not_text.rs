//! `value-not-text`: a list, mapping, boolean or date stands where text belongs. Docs in
//! value_not_text.md.
//!
//! Both tools turn numbers into text (pydantic with `coerce_numbers_to_str`, craft-application 7.5), but
//! nothing else. That a text is missing is not this rule's business.

use super::keys;
use super::reading::{Reading, in_words, is_list};
use crate::facts::{self, TextKey};
use crate::rules::prelude::*;
use crate::rules::quoting::quote;
use syntax::Scalar;

pub(super) static RULE: Rule = Rule {
    id: "value-not-text",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("value_not_text.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let top_level = facts::top_level(cx.snapshot.kind);
    for text in &top_level.texts {
        if let Some(entry) = keys::entry(cx, text.key).filter(|entry| !entry.is_repaired()) {
            check_text(cx, text, entry, out);
        }
    }
    for key in &top_level.texts_or_lists {
        let Some(entry) = keys::entry(cx, key).filter(|entry| !entry.is_repaired()) else {
            continue;
        };
        let value = entry.value.resolved();
        if !value.is_sequence() {
            if let Reading::Other(found) = Reading::of(value)
                && !is_list(value)
            {
                report(cx, &format!("`{key}`"), entry.value, found, "text or a list of texts", out);
            }
            continue;
        }
        for item in value.items() {
            let found = match Reading::of(item) {
                Reading::Null => "empty",
                Reading::Other(found) => found,
                _ => continue,
            };
            report(cx, &format!("an entry of `{key}`"), item, found, "text", out);
        }
    }
}

fn check_text(cx: &Context<'_>, text: &TextKey, entry: Entry<'_>, out: &mut Findings<'_>) {
    let found = match Reading::of(entry.value) {
        Reading::Other(found) => found,
        Reading::Number(_) if refuses_numbers(text, entry) => "a number",
        _ => return,
    };
    if text.falsy_is_absent && is_falsy(entry.value.resolved()) {
        return;
    }
    report(cx, &format!("`{}`", text.key), entry.value, found, "text", out);
}

fn refuses_numbers(text: &TextKey, entry: Entry<'_>) -> bool {
    !text.numbers && (!text.numbers_with_underscore || entry.key.text() == Some(text.key))
}

/// Whether Python takes the value for false, so that the tool acts as if it were not there.
pub(super) fn is_falsy(value: NodeRef<'_>) -> bool {
    match value.scalar() {
        Some(Scalar::Null | Scalar::Bool(false)) => true,
        Some(Scalar::Int(number)) => number == syntax::scalar::Integer::Small(0),
        Some(Scalar::Float(number)) => number == 0.0,
        Some(Scalar::Text(text)) => text.is_empty(),
        Some(_) => false,
        None => value.children().next().is_none(),
    }
}

fn report(
    cx: &Context<'_>,
    what: &str,
    value: NodeRef<'_>,
    found: &str,
    expected: &str,
    out: &mut Findings<'_>,
) {
    let tool = cx.tool().name();
    let read = value.resolved();
    let message = match read.is_scalar() && in_words(read) != "empty" {
        true => format!("YAML reads {what} as {found}, expected {expected}"),
        false => format!("{what} is {found}, expected {expected}"),
    };
    let draft = out.report(value.range(), message).note(format!("`{tool} pack` stops on this"));
    match quote(value, "Put it in quotes") {
        Some(fix) => {
            let quoted = fix.edits.first().map(|edit| edit.insert.clone()).unwrap_or_default();
            draft.help(format!("put it in quotes to keep it as text: `{quoted}`")).fix(fix);
        }
        None => {
            draft.help("write it as text; `|` starts one of several lines");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn what_pyyaml_reads_as_something_else_is_marked() {
        check(
            &RULE,
            "name: yes
#     ^^^ error[value-not-text]: YAML reads `name` as a boolean, expected text
title: [a, b]
#      ^^^^^^ error[value-not-text]: `title` is a list, expected text
summary: off
#        ^^^ error[value-not-text]: YAML reads `summary` as a boolean
description: 2024-01-31
#            ^^^^^^^^^^ error[value-not-text]: YAML reads `description` as a date
version: !!binary MQ==
#                 ^^^^ error[value-not-text]: YAML reads `version` as binary data
adopt-info: 5
#           ^ error[value-not-text]: YAML reads `adopt-info` as a number
",
        );
    }

    #[test]
    fn numbers_and_quoted_words_are_text() {
        check(
            &RULE,
            "name: .nan
title: 10.50
summary: 'off'
description: 1:30
version:
adopt_info: 5
",
        );
    }

    #[test]
    fn a_rock_has_more_texts_and_takes_a_false_title_for_none() {
        check(
            &RULE,
            "//- rockcraft.yaml
title: no
license: [MIT]
#        ^^^^^ error[value-not-text]: `license` is a list
source_code: 5
#            ^ error[value-not-text]: YAML reads `source-code` as a number
contact: {a: b}
#        ^^^^^^ error[value-not-text]: `contact` is a mapping, expected text or a list of texts
issues: [a, 5, on]
#              ^^ error[value-not-text]: YAML reads an entry of `issues` as a boolean
",
        );
    }

    #[test]
    fn half_typed_values_are_left_alone() {
        check(&RULE, "title:\n  Sho\n  x: y\n");
        check(&RULE, "title: *nothing\n");
    }

    #[test]
    fn quotes_keep_what_stands_there() {
        assert_eq!(fixed(&RULE, "title: on # x\n", 0), "title: 'on' # x\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "summary: off\ntitle: [a]\n");
        expect![[r#"
            error (charmcraft): YAML reads `summary` as a boolean, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes to keep it as text: `'off'`
              fix (Safe): Put it in quotes
            error (charmcraft): `title` is a list, expected text
              note: `charmcraft pack` stops on this
              help: write it as text; `|` starts one of several lines
        "#]]
        .assert_eq(&said);
    }
}
