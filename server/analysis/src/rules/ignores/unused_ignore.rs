//! `unused-ignore`: a comment that silences nothing. Docs in unused_ignore.md.
//!
//! The engine runs it behind all others. A code is only reported if its rule has looked at the file.

use syntax::{Document, TextRange};

use super::{Ignore, Ignores, Scope};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unused-ignore",
    severity: Severity::Information,
    judge: JudgedBy::Nobody,
    files: FileKind::ALL,
    docs: include_str!("unused_ignore.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    // In a broken file rules are silent about much that they will find once it is mended.
    if !cx.document().problems().is_empty() {
        return;
    }
    let ignores = cx.ignores();
    for ignore in &ignores.comments {
        // It may be there for this very rule.
        if !ignore.names(RULE.id) {
            check_one(cx.document(), ignores, ignore, out);
        }
    }
}

fn check_one(document: &Document, ignores: &Ignores, ignore: &Ignore, out: &mut Findings<'_>) {
    if ignore.scope == Scope::Nothing {
        return misplaced(document, ignore, out);
    }
    let Some(codes) = &ignore.codes else {
        // Without codes it speaks of rules that have not run as well.
        if !ignore.is_used.get() && ignores.have_all_run() {
            report_whole(document, ignore, "this comment silences nothing", out);
        }
        return;
    };
    if codes.is_empty() {
        return report_whole(
            document,
            ignore,
            "this comment names no code and silences nothing",
            out,
        );
    }
    let is_unused = |code: &super::Code| !code.is_used.get() && ignores.has_run(&code.text);
    let unused: Vec<_> = (0..).zip(codes).filter(|(_, code)| is_unused(code)).collect();
    if unused.len() == codes.len() {
        let names = unused.iter().map(|(_, code)| format!("`{}`", code.text));
        let names = names.collect::<Vec<_>>().join(", ");
        let message = format!("there is no {names} here: this comment silences nothing");
        return report_whole(document, ignore, &message, out);
    }
    for (index, code) in unused {
        let draft = out.report(code.range, format!("there is no `{}` here to silence", code.text));
        if let Some(edit) = ignore.removal_of(index) {
            draft.fix(ignore.fix("Remove the code", edit));
        }
    }
}

fn report_whole(document: &Document, ignore: &Ignore, message: &str, out: &mut Findings<'_>) {
    out.report(ignore.instruction, message)
        .note("it would hide a finding that comes later")
        .fix(ignore.fix("Remove the comment", ignore.removal(document)));
}

fn misplaced(document: &Document, ignore: &Ignore, out: &mut Findings<'_>) {
    let range: TextRange = ignore.instruction;
    let draft = match document.text().slice(range).contains("ignore-file") {
        true => out
            .report(range, "`ignore-file` stands below the first key, so it silences nothing")
            .help("move it to the top of the file, on a line of its own"),
        false => out
            .report(range, "nothing follows on the next line, so this comment silences nothing")
            .help("put it on the line above what it is about, or behind it"),
    };
    draft.fix(ignore.fix("Remove the comment", ignore.removal(document)));
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::RULE;
    use crate::snapshot::Snapshot;

    /// Marked text and message of each finding of this rule, then the text after all its fixes.
    fn check(text: &str, expected: Expect) {
        let snapshot = Snapshot::alone("rockcraft.yaml", text).unwrap();
        let mut findings = crate::check(&snapshot);
        findings.retain(|finding| finding.rule.id == RULE.id);
        let mut report = String::new();
        let mut fixed = text.to_owned();
        for finding in &findings {
            let marked = snapshot.document.text().slice(finding.range);
            report += &format!("{marked} -> {}\n", finding.message);
        }
        for finding in findings.iter().rev() {
            let edit = &finding.fixes[0].edits[0];
            fixed.replace_range(
                usize::from(edit.range.start())..usize::from(edit.range.end()),
                &edit.insert,
            );
        }
        expected.assert_eq(&format!("{report}{}", fixed.replace('\r', "\\r")));
    }

    #[test]
    fn what_silences_something_stays() {
        check(
            "a: 1\na: 2 # flask-lsp: ignore[duplicate-key]\n",
            expect![[r#"
            a: 1
            a: 2 # flask-lsp: ignore[duplicate-key]
        "#]],
        );
    }

    #[test]
    fn a_comment_goes_with_its_line_or_what_stands_behind_it() {
        check(
            "# flask-lsp: ignore-file[duplicate-key]\nname: a # flask-lsp: ignore[duplicate-key] old\r\n  # flask-lsp: ignore[duplicate-key]\r\nparts: {} # no parts: flask-lsp: ignore[duplicate-key]\n",
            expect![[r#"
                flask-lsp: ignore-file[duplicate-key] -> there is no `duplicate-key` here: this comment silences nothing
                flask-lsp: ignore[duplicate-key] -> there is no `duplicate-key` here: this comment silences nothing
                flask-lsp: ignore[duplicate-key] -> there is no `duplicate-key` here: this comment silences nothing
                flask-lsp: ignore[duplicate-key] -> there is no `duplicate-key` here: this comment silences nothing
                name: a\r
                parts: {} # no parts
            "#]],
        );
    }

    #[test]
    fn single_codes_go_from_any_place_of_a_list() {
        let list = |codes: &str| format!("a: 1\na: 2 # flask-lsp: ignore[{codes}]\n");
        for codes in ["yaml-syntax, duplicate-key", "duplicate-key ,yaml-syntax"] {
            check(
                &list(codes),
                expect![[r#"
                    yaml-syntax -> there is no `yaml-syntax` here to silence
                    a: 1
                    a: 2 # flask-lsp: ignore[duplicate-key]
                "#]],
            );
        }
        check(
            &list("yaml-syntax,duplicate-key, document-not-mapping"),
            expect![[r#"
            yaml-syntax -> there is no `yaml-syntax` here to silence
            document-not-mapping -> there is no `document-not-mapping` here to silence
            a: 1
            a: 2 # flask-lsp: ignore[duplicate-key]
        "#]],
        );
    }

    #[test]
    fn a_comment_that_can_silence_nothing_says_why() {
        check(
            "a: 1\n# flask-lsp: ignore-file\nb: 2\n# flask-lsp: ignore[duplicate-key]\n\nc: 3\n",
            expect![[r#"
                flask-lsp: ignore-file -> `ignore-file` stands below the first key, so it silences nothing
                flask-lsp: ignore[duplicate-key] -> nothing follows on the next line, so this comment silences nothing
                a: 1
                b: 2

                c: 3
            "#]],
        );
        check(
            "a: 1 # flask-lsp: ignore[]\n",
            expect![[r#"
            flask-lsp: ignore[] -> this comment names no code and silences nothing
            a: 1
        "#]],
        );
    }

    #[test]
    fn a_rule_that_did_not_look_may_be_named() {
        let text = "a: 1 # flask-lsp: ignore[yaml-syntax]\nb: 2 # flask-lsp: ignore\n";
        let snapshot = Snapshot::alone("rockcraft.yaml", text).unwrap();
        let one = [crate::Rule::by_id("duplicate-key").unwrap(), &RULE];
        assert!(crate::rules::check_with(&snapshot, &one).is_empty());
    }

    #[test]
    fn a_comment_may_name_this_rule_to_stay() {
        check(
            "a: 1 # flask-lsp: ignore[duplicate-key, unused-ignore]\n",
            expect![[r#"
            a: 1 # flask-lsp: ignore[duplicate-key, unused-ignore]
        "#]],
        );
    }

    #[test]
    fn nothing_is_unused_in_a_broken_file() {
        check(
            "a: 1 # flask-lsp: ignore[duplicate-key]\nb: [\n",
            expect![[r#"
            a: 1 # flask-lsp: ignore[duplicate-key]
            b: [
        "#]],
        );
    }

    #[test]
    fn half_typed_codes_are_left_alone() {
        check(
            "a: 1 # flask-lsp: ignore[dupl\n",
            expect![[r#"
            a: 1 # flask-lsp: ignore[dupl
        "#]],
        );
    }
}
