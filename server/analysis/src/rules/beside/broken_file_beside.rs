//! `broken-file-beside`: a file that charmcraft reads into the charm cannot be read. Docs in
//! broken_file_beside.md.

use syntax::{Document, TextSize};

use super::{Beside, beside};
use crate::project::EntryKind;
use crate::rules::prelude::*;
use crate::rules::shape::{kind, reads_as_text};

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
    match beside(cx, file) {
        Beside::Absent => {}
        Beside::Unreadable => {
            let is_directory = cx.snapshot.project.entry(file) == Some(EntryKind::Directory);
            let (message, help) = match is_directory {
                true => (format!("`{file}` beside this file is a directory"), "rename it"),
                false => (
                    format!("`{file}` beside this file is not UTF-8"),
                    "save it as UTF-8, or delete it",
                ),
            };
            out.report_file(message).note(reads(file)).help(help);
        }
        Beside::Read(document) => check_content(file, &document, out),
    }
}

fn reads(file: &str) -> String {
    format!("charmcraft reads `{file}` into the charm: every command stops")
}

fn check_content(file: &'static str, document: &Document, out: &mut Findings<'_>) {
    let line = |at: TextSize| document.text().line_of(at) + 1;
    if let Some(problem) = document.problems().first() {
        let line = line(problem.range.start());
        out.report_file(format!("`{file}` beside this file is not YAML, see its line {line}"))
            .note(reads(file))
            .help("mend it there, or delete the file");
        return;
    }
    let Some(root) = document.root() else {
        if file == "metadata.yaml" {
            report_kind(file, "empty", out);
        }
        return;
    };
    if let Some(key) = duplicate_key(root) {
        let line = line(key.range().start());
        let text = key.text().unwrap_or_default();
        out.report_file(format!("the key `{text}` stands twice in `{file}`, see its line {line}"))
            .note(reads(file))
            .help("merge the two there, or rename one");
        return;
    }
    if root.is_mapping() {
        check_keys(file, root, line, out);
    } else if file == "actions.yaml" && !root.is_null() {
        out.report_file(format!("`{file}` beside this file is {}, expected a mapping", kind(root)))
            .severity(Severity::Warning)
            .note("charmcraft drops it without a word: the charm has no actions")
            .help("write `<name>:` for each action");
    } else if file == "metadata.yaml" || !root.is_null() {
        report_kind(file, kind(root), out);
    }
}

fn report_kind(file: &str, found: &str, out: &mut Findings<'_>) {
    out.report_file(format!("`{file}` beside this file is {found}, expected a mapping"))
        .note(reads(file))
        .help("write what it says as `<key>: <value>`, or delete the file");
}

/// The names in a section are text; charmcraft 4.5.0 looks at the first level only.
fn check_keys(
    file: &str,
    root: NodeRef<'_>,
    line: impl Fn(TextSize) -> u32,
    out: &mut Findings<'_>,
) {
    if file == "metadata.yaml" {
        return;
    }
    let entries = root.effective_entries();
    let Some(entry) = entries.iter().find(|entry| !reads_as_text(entry.key)) else { return };
    let (line, found) = (line(entry.key.range().start()), kind(entry.key));
    let text = entry.key.text().unwrap_or_default();
    out.report_file(format!(
        "YAML reads the key `{text}` in `{file}` as {found}, see its line {line}"
    ))
    .note(reads(file))
    .help(format!("put it in quotes there: `'{text}'`"));
}

/// The second of two equal keys in one mapping; the tools compare their texts.
fn duplicate_key(root: NodeRef<'_>) -> Option<NodeRef<'_>> {
    let mut pending = vec![root];
    let mut seen = std::collections::HashSet::new();
    while let Some(node) = pending.pop() {
        pending.extend(node.children().filter(|child| !child.is_scalar()));
        seen.clear();
        let mut keys = node.entries().map(|entry| entry.key);
        let twice = keys.find(|key| key.text().is_some_and(|text| !seen.insert(text)));
        if twice.is_some() {
            return twice;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    /// What is said of a charm with this file beside it.
    fn with(file: &str, content: &str) -> String {
        said(&RULE, &format!("name: x\n//- {file}\n{content}"))
    }

    #[test]
    fn sound_files_are_fine() {
        for content in ["", "# nothing\n", "options: {a: {type: nonsense}}\n", "1: {}\n", "~\n"] {
            assert_eq!(with("config.yaml", content), "", "{content}");
            assert_eq!(with("actions.yaml", content), "", "{content}");
        }
        assert_eq!(with("metadata.yaml", "{}\n"), "");
        assert_eq!(with("metadata.yaml", "name: y\non: z\n"), "");
        assert_eq!(with("other.yaml", "a: b: c\n"), "");
    }

    #[test]
    fn the_file_is_marked_at_the_start() {
        check(
            &RULE,
            "# A charm.
name: x
#^^^ error[broken-file-beside]: `config.yaml` beside this file is not YAML, see its line 2
//- config.yaml
options:
  a: b: c
",
        );
    }

    #[test]
    fn a_file_that_is_one_too_many_is_another_rule_s() {
        check(&RULE, "config:\n//- config.yaml\n[a]\n");
        check(&RULE, "extensions: [go-framework]\n//- config.yaml\n[a]\n");
    }

    #[test]
    fn a_key_twice_is_found_at_any_depth() {
        assert!(with("actions.yaml", "a:\n  b: 1\n  'b': 2\n").contains("see its line 3"));
    }

    #[test]
    fn words() {
        let said = with("metadata.yaml", "")
            + &with("metadata.yaml", "- a\n")
            + &with("config.yaml", "text\n")
            + &with("config.yaml", "a: 1\non: 2\n")
            + &with("actions.yaml", "[a]\n")
            + &with("actions.yaml", "a: 1\na: 2\n")
            + &with("actions.yaml/x", "");
        expect![[r#"
            error (charmcraft): `metadata.yaml` beside this file is empty, expected a mapping
              note: charmcraft reads `metadata.yaml` into the charm: every command stops
              help: write what it says as `<key>: <value>`, or delete the file
            error (charmcraft): `metadata.yaml` beside this file is a list, expected a mapping
              note: charmcraft reads `metadata.yaml` into the charm: every command stops
              help: write what it says as `<key>: <value>`, or delete the file
            error (charmcraft): `config.yaml` beside this file is text, expected a mapping
              note: charmcraft reads `config.yaml` into the charm: every command stops
              help: write what it says as `<key>: <value>`, or delete the file
            error (charmcraft): YAML reads the key `on` in `config.yaml` as a boolean, see its line 2
              note: charmcraft reads `config.yaml` into the charm: every command stops
              help: put it in quotes there: `'on'`
            warning (charmcraft): `actions.yaml` beside this file is a list, expected a mapping
              note: charmcraft drops it without a word: the charm has no actions
              help: write `<name>:` for each action
            error (charmcraft): the key `a` stands twice in `actions.yaml`, see its line 2
              note: charmcraft reads `actions.yaml` into the charm: every command stops
              help: merge the two there, or rename one
            error (charmcraft): `actions.yaml` beside this file is a directory
              note: charmcraft reads `actions.yaml` into the charm: every command stops
              help: rename it
        "#]].assert_eq(&said);
    }
}
