//! `unknown-ignored-code`: a comment silences a code that no finding has. Docs in unknown_ignored_code.md.

use super::{Code, Ignore};
use crate::rules::nearest::nearest;
use crate::rules::{all, prelude::*};

pub(super) static RULE: Rule = Rule {
    id: "unknown-ignored-code",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: FileKind::ALL,
    docs: include_str!("unknown_ignored_code.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for ignore in &cx.ignores().comments {
        // A list that is still being typed has no end yet.
        if !cx.document().text().slice(ignore.instruction).ends_with(']') {
            continue;
        }
        for (index, code) in (0..).zip(ignore.codes.iter().flatten()) {
            if Rule::by_id(&code.text).is_none() {
                report(cx, ignore, index, code, out);
            }
        }
    }
}

fn report(cx: &Context<'_>, ignore: &Ignore, index: usize, code: &Code, out: &mut Findings<'_>) {
    let draft = out
        .report(code.range, format!("there is no finding with the code `{}`", code.text))
        .note("the comment silences nothing by it");
    let meant = nearest(&code.text, all().iter().map(|rule| rule.id), 3);
    if let Some(meant) = meant {
        let fix = Fix::replace(format!("Write `{meant}`"), Safety::Safe, code.range, meant);
        draft.help(format!("did you mean `{meant}`?")).fix(fix);
        return;
    }
    let edit = ignore.removal_of(index).unwrap_or_else(|| ignore.removal(cx.document()));
    draft.help("`flask-lsp explain` lists all codes").fix(ignore.fix("Remove the code", edit));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{check, fixed};

    #[test]
    fn codes_that_no_finding_has_are_reported_each() {
        check(
            &RULE,
            "# flask-lsp: ignore-file[yaml-syntax, nonsense-of-some-kind]
#                                     ^^^^^^^^^^^^^^^^^^^^^ warning[unknown-ignored-code]: there is no finding with the code `nonsense-of-some-kind`
a: 1 # flask-lsp: ignore[duplicated-key,yaml-syntax]
#                        ^^^^^^^^^^^^^^ warning[unknown-ignored-code]: there is no finding with the code `duplicated-key`
b: '# flask-lsp: ignore[nonsense]'
",
        );
    }

    #[test]
    fn the_code_that_was_meant_is_written_and_others_go() {
        let line = |codes: &str| format!("a: 1 # flask-lsp: ignore[{codes}]\n");
        assert_eq!(fixed(&RULE, &line("duplicated-key"), 0), line("duplicate-key"));
        assert_eq!(fixed(&RULE, &line("nonsense, yaml-syntax"), 0), line("yaml-syntax"));
        assert_eq!(fixed(&RULE, &line("nonsense"), 0), "a: 1\n");
    }

    #[test]
    fn half_typed_codes_are_left_alone() {
        check(&RULE, "a: 1 # flask-lsp: ignore[duplicate-k\n");
    }
}
