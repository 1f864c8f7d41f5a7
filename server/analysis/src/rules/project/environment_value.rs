//! `environment-value`: a variable of a rock is no text. Docs in environment_value.md.

use super::reading::{Reading, is_mapping};
use crate::rules::edits::fill_absent;
use crate::rules::prelude::*;
use crate::rules::quoting::{quote, quoted};

pub(super) static RULE: Rule = Rule {
    id: "environment-value",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("environment_value.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(environment) = cx.entry("environment") else { return };
    if !is_mapping(environment.value) {
        return;
    }
    for entry in environment.value.effective_entries() {
        let found = match Reading::of(entry.value) {
            Reading::Null => "empty",
            Reading::Other(found) => found,
            _ => continue,
        };
        if !entry.is_repaired() && !out.has_reported(place(entry)) {
            report(entry, found, out);
        }
    }
}

fn report(entry: Entry<'_>, found: &str, out: &mut Findings<'_>) {
    let name = entry.key.text().unwrap_or_default();
    let message = format!("the variable `{name}` is {found}, expected text or a number");
    let draft = out.report(place(entry), message).note("`rockcraft pack` stops on this");
    if entry.value.is_absent() {
        let draft = draft.help("write `''` for a variable without content");
        if let Some(edit) = fill_absent(entry, " ''") {
            draft.fix(Fix::replace("Write `''`", Safety::Safe, edit.range, edit.insert));
        }
        return;
    }
    let written = entry.value.source();
    match quote(entry.value, "Put it in quotes") {
        Some(fix) => {
            draft.help(format!("put it in quotes: `{}`", quoted(written))).fix(fix);
        }
        None => {
            draft.help("write it as one text");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn values_are_texts_or_numbers() {
        check(
            &RULE,
            "environment:
  A: b
  N: 1
  E: ''
  DEBUG: on
#        ^^ error[environment-value]: the variable `DEBUG` is a boolean, expected text or a number
  EMPTY:
# ^^^^^ error[environment-value]: the variable `EMPTY` is empty
  DAY: 2024-01-31
#      ^^^^^^^^^^ error[environment-value]: the variable `DAY` is a date
  LIST: [a]
#       ^^^ error[environment-value]: the variable `LIST` is a list
",
        );
        check(&RULE, "environment: [a]\n");
        check(&RULE, "environment:\n");
    }

    #[test]
    fn a_variable_that_is_being_typed_is_left_alone() {
        check(&RULE, "environment:\n  A: b\n  LAN\n");
    }

    #[test]
    fn words_and_fixes() {
        let said = said(&RULE, "environment: {DEBUG: on}\n") + &said(&RULE, "environment: {A: }\n");
        expect![[r#"
            error (rockcraft): the variable `DEBUG` is a boolean, expected text or a number
              note: `rockcraft pack` stops on this
              help: put it in quotes: `'on'`
              fix (Safe): Put it in quotes
            error (rockcraft): the variable `A` is empty, expected text or a number
              note: `rockcraft pack` stops on this
              help: write `''` for a variable without content
              fix (Safe): Write `''`
        "#]]
        .assert_eq(&said);
        assert_eq!(fixed(&RULE, "environment:\n  A: no # x\n", 0), "environment:\n  A: 'no' # x\n");
        assert_eq!(
            fixed(&RULE, "environment:\n  A:\n  B: c\n", 0),
            "environment:\n  A: ''\n  B: c\n"
        );
    }
}
