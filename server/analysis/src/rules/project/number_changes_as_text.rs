//! `number-changes-as-text`: a number without quotes becomes another text than the one that is written.
//! Docs in number_changes_as_text.md.

use super::keys;
use super::malformed_version;
use super::reading::{Reading, is_mapping};
use crate::facts;
use crate::rules::prelude::*;
use crate::rules::quoting::quote;

pub(super) static RULE: Rule = Rule {
    id: "number-changes-as-text",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("number_changes_as_text.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for text in &facts::top_level(cx.snapshot.kind).texts {
        // No number is a name, except for `.nan` and `.inf`.
        if text.numbers
            && text.key != "name"
            && let Some(entry) = keys::entry(cx, text.key)
        {
            let may_be_kept = match text.key {
                "version" => malformed_version::fault_free,
                _ => |_: &str| true,
            };
            check_value(cx, &format!("`{}`", text.key), entry.value, may_be_kept, out);
        }
    }
    if cx.snapshot.kind == FileKind::Rockcraft
        && let Some(environment) = cx.entry("environment")
        && is_mapping(environment.value)
    {
        for entry in environment.value.effective_entries() {
            let name = entry.key.text().unwrap_or_default();
            check_value(cx, &format!("the variable `{name}`"), entry.value, |_| true, out);
        }
    }
}

/// `may_be_kept` answers whether the tool takes the text that is written.
fn check_value(
    cx: &Context<'_>,
    what: &str,
    value: NodeRef<'_>,
    may_be_kept: fn(&str) -> bool,
    out: &mut Findings<'_>,
) {
    let Reading::Number(text) = Reading::of(value) else { return };
    let written = value.resolved().source();
    if text == written || value.is_repaired() || out.has_reported(value.range()) {
        return;
    }
    let tool = cx.tool().name();
    let draft = out
        .report(value.range(), format!("{what} becomes `{text}`, not `{written}`"))
        .note(format!("without quotes it is a number, which `{tool}` turns into text"));
    if !may_be_kept(written) {
        draft.help(format!("write what you mean in quotes: as read now, it is `'{text}'`"));
        return;
    }
    let draft = draft.help(format!("put it in quotes: `'{written}'`"));
    if let Some(fix) = quote(value, "Put it in quotes") {
        draft.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn numbers_that_python_prints_in_another_way_are_marked() {
        check(
            &RULE,
            "version: 1.10
#        ^^^^ warning[number-changes-as-text]: `version` becomes `1.1`, not `1.10`
title: 0755
#      ^^^^ warning[number-changes-as-text]: `title` becomes `493`
summary: 2024
description: 1:30
#            ^^^^ warning[number-changes-as-text]: `description` becomes `90`
",
        );
        check(&RULE, "version: 1.5\ntitle: '1.10'\nsummary: 1.0e5\nname: 0x1F\n");
    }

    #[test]
    fn variables_of_a_rock_are_looked_at() {
        check(
            &RULE,
            "//- rockcraft.yaml
version: 1_0
#        ^^^ warning[number-changes-as-text]: `version` becomes `10`, not `1_0`
environment:
  MODE: 0755
#       ^^^^ warning[number-changes-as-text]: the variable `MODE` becomes `493`
  PORT: 8000
",
        );
    }

    #[test]
    fn a_version_that_would_be_refused_in_quotes_is_not_put_in_quotes() {
        expect![[r#"
            warning (nobody): `version` becomes `10`, not `1_0`
              note: without quotes it is a number, which `rockcraft` turns into text
              help: write what you mean in quotes: as read now, it is `'10'`
        "#]]
        .assert_eq(&said(&RULE, "//- rockcraft.yaml\nversion: 1_0\n"));
    }

    #[test]
    fn words_and_fix() {
        expect![[r#"
            warning (nobody): `version` becomes `1.1`, not `1.10`
              note: without quotes it is a number, which `charmcraft` turns into text
              help: put it in quotes: `'1.10'`
              fix (Safe): Put it in quotes
        "#]]
        .assert_eq(&said(&RULE, "version: 1.10\n"));
        assert_eq!(fixed(&RULE, "version: 1.10\n", 0), "version: '1.10'\n");
    }
}
