//! `broken-file-beside`: something that is no text file has the name of one that charmcraft reads. Docs in
//! broken_file_beside.md.
//!
//! What is wrong inside of such a file is reported there.

use super::{Beside, beside};
use crate::project::EntryKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "broken-file-beside",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("broken_file_beside.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    check_file(cx, "metadata.yaml", out);
    for (section, file) in [("config", "config.yaml"), ("actions", "actions.yaml")] {
        // Next to the section the file is one too many, whatever it holds.
        if cx.entry(section).is_none() && cx.extension().is_none() {
            check_file(cx, file, out);
        }
    }
}

fn check_file(cx: &Context<'_>, file: &'static str, out: &mut Findings<'_>) {
    if !matches!(beside(cx, file), Beside::Unreadable) {
        return;
    }
    let is_directory = cx.snapshot.project.entry(file) == Some(EntryKind::Directory);
    let (message, help) = match is_directory {
        true => (format!("`{file}` beside this file is a directory"), "rename it"),
        false => {
            (format!("`{file}` beside this file is not UTF-8"), "save it as UTF-8, or delete it")
        }
    };
    out.report_file(message)
        .note(format!("charmcraft reads `{file}` into the charm: every command stops"))
        .help(help);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn what_can_be_read_is_reported_on_where_it_stands() {
        for file in ["metadata.yaml", "config.yaml", "actions.yaml"] {
            for content in ["", "a: b: c\n", "- a\n", "options: {}\n"] {
                check(&RULE, &format!("name: x\n//- {file}\n{content}"));
            }
        }
    }

    #[test]
    fn what_is_one_too_many_is_another_rule_s() {
        check(&RULE, "config:\n//- config.yaml/x\n");
        check(&RULE, "extensions: [go-framework]\n//- config.yaml/x\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "name: x\n//- actions.yaml/x\n");
        expect![[r#"
            error (charmcraft): `actions.yaml` beside this file is a directory
              note: charmcraft reads `actions.yaml` into the charm: every command stops
              help: rename it
        "#]]
        .assert_eq(&said);
    }
}
