//! `unknown-project-type`: `type` is something else than `charm`. Docs in unknown_project_type.md.

use super::reading::{Reading, in_words};
use crate::facts;
use crate::finding::TextEdit;
use crate::rules::edits::replace_value;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-project-type",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft],
    docs: include_str!("unknown_project_type.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("type").filter(|entry| !entry.is_repaired()) else { return };
    let required = &facts::top_level(FileKind::Charmcraft).required;
    let Some(wanted) = required.iter().find(|known| known.key == "type").map(|it| it.value) else {
        return;
    };
    let reading = Reading::of(entry.value);
    let found = match &reading {
        // Nothing and the empty text are missing.
        Reading::Null | Reading::Unreadable | Reading::Text("") => return,
        Reading::Text(text) if *text == wanted => return,
        Reading::Text(text) if text.trim() == wanted => {
            format!("`{wanted}` with a blank or a line break around it")
        }
        Reading::Text(text) => format!("`{}`", text.trim()),
        _ => in_words(entry.value).to_owned(),
    };
    let is_bundle = matches!(reading, Reading::Text("bundle"));
    let draft = out.report(entry.value.range(), format!("`type` is {found}, expected `{wanted}`"));
    let draft = match is_bundle {
        true => draft
            .note("`charmcraft pack` stops: it packs no bundles since version 4")
            .help("use charmcraft 3 for bundles"),
        false => {
            draft.note("`charmcraft pack` crashes on this").help(format!("write `type: {wanted}`"))
        }
    };
    let value = entry.value;
    if !is_bundle && value.properties().is_none() && value == value.resolved() {
        let line_end = if value.source().ends_with('\n') { "\n" } else { "" };
        let insert = format!("{wanted}{line_end}");
        let title = format!("Write `{wanted}`");
        if let Some(TextEdit { range, insert }) = replace_value(entry, &insert) {
            draft.fix(Fix::replace(title, Safety::Safe, range, insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn everything_but_the_one_text_is_marked() {
        check(&RULE, "type: Charm\n#     ^^^^^ error[unknown-project-type]: `type` is `Charm`\n");
        check(
            &RULE,
            "type: bundle\n#     ^^^^^^ error[unknown-project-type]: `type` is `bundle`\n",
        );
        check(
            &RULE,
            "type: [charm]\n#     ^^^^^^^ error[unknown-project-type]: `type` is a list\n",
        );
        for right in ["type: charm\n", "type: &t 'charm'\n", "type: !!str charm\n", "type:\n", ""] {
            check(&RULE, right);
        }
    }

    #[test]
    fn fixes() {
        assert_eq!(fixed(&RULE, "type: Charm # x\n", 0), "type: charm # x\n");
        assert_eq!(fixed(&RULE, "type: |\n  charm\nname: a\n", 0), "type: charm\nname: a\n");
        assert_eq!(fixed(&RULE, "type:\n  - charm\nname: a\n", 0), "type:\n  charm\nname: a\n");
        assert_eq!(fixed(&RULE, "type:\n- charm\nname: a\n", 0), "type: charm\nname: a\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "type: k8s\n")
            + &said(&RULE, "type: bundle\n")
            + &said(&RULE, "type: |\n  charm\n");
        expect![[r#"
            error (charmcraft): `type` is `k8s`, expected `charm`
              note: `charmcraft pack` crashes on this
              help: write `type: charm`
              fix (Safe): Write `charm`
            error (charmcraft): `type` is `bundle`, expected `charm`
              note: `charmcraft pack` stops: it packs no bundles since version 4
              help: use charmcraft 3 for bundles
            error (charmcraft): `type` is `charm` with a blank or a line break around it, expected `charm`
              note: `charmcraft pack` crashes on this
              help: write `type: charm`
              fix (Safe): Write `charm`
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn a_bundle_is_told_that_it_is_one_and_what_charmcraft_says_and_not_what_charms_must_have() {
        let snapshot = crate::Snapshot::alone("charmcraft.yaml", "type: bundle\n").unwrap();
        let found = crate::rules::check(&snapshot);
        let mut ids: Vec<_> = found.iter().map(|finding| finding.rule.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["missing-platforms", RULE.id]);
    }
}
