//! `malformed-terms`: `terms` is no list of texts. Docs in malformed_terms.md.

use super::reading::{Reading, in_words, is_list, names_nothing};
use crate::rules::prelude::*;
use crate::rules::quoting::{quote, wrap};

pub(super) static RULE: Rule = Rule {
    id: "malformed-terms",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft],
    docs: include_str!("malformed_terms.md"),
    check,
};

const NOTE: &str = "`charmcraft pack` stops on this";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("terms").filter(|entry| !entry.is_repaired()) else { return };
    let value = entry.value.resolved();
    if value.is_null() || names_nothing(value) {
        return;
    }
    if !is_list(value) {
        let message = format!("`terms` is {}, expected a list", in_words(value));
        let draft = out.report(entry.value.range(), message).note(NOTE);
        let draft = draft.help("write each of the terms on a line of its own, after `- `");
        if let Some(fix) = wrap(entry.value, "Make it a list") {
            draft.fix(fix);
        }
        return;
    }
    for item in value.items() {
        let found = match Reading::of(item) {
            Reading::Null => "empty",
            Reading::Other(found) => found,
            _ => continue,
        };
        let draft = out
            .report(item.range(), format!("an entry of `terms` is {found}, expected text"))
            .note(NOTE)
            .help("write the name of the terms; in quotes, if YAML reads it as something else");
        if let Some(fix) = quote(item, "Put it in quotes") {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn terms_are_a_list_of_texts() {
        for right in ["", "[]", "[a, 2]", "~"] {
            check(&RULE, &format!("terms: {right}\n"));
        }
        check(
            &RULE,
            "terms: be nice
#      ^^^^^^^ error[malformed-terms]: `terms` is text, expected a list
",
        );
        check(
            &RULE,
            "terms: [yes, [a], ~]
#       ^^^ error[malformed-terms]: an entry of `terms` is a boolean, expected text
#            ^^^ error[malformed-terms]: an entry of `terms` is a list
#                 ^ error[malformed-terms]: an entry of `terms` is empty
",
        );
    }

    #[test]
    fn words_and_fixes() {
        let said = said(&RULE, "terms: be nice\n") + &said(&RULE, "terms: [yes]\n");
        expect![[r#"
            error (charmcraft): `terms` is text, expected a list
              note: `charmcraft pack` stops on this
              help: write each of the terms on a line of its own, after `- `
              fix (Safe): Make it a list
            error (charmcraft): an entry of `terms` is a boolean, expected text
              note: `charmcraft pack` stops on this
              help: write the name of the terms; in quotes, if YAML reads it as something else
              fix (Safe): Put it in quotes
        "#]]
        .assert_eq(&said);
        assert_eq!(fixed(&RULE, "terms: be nice\n", 0), "terms: [be nice]\n");
        assert_eq!(fixed(&RULE, "terms: [yes]\n", 0), "terms: ['yes']\n");
    }
}
