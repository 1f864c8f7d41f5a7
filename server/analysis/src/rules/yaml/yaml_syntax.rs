//! `yaml-syntax`: the file is not YAML as the tools read it. Docs in yaml_syntax.md.

use syntax::{Problem, ProblemKind, TextRange, TextSize};

use crate::model::Charm;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "yaml-syntax",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: FileKind::ALL,
    docs: include_str!("yaml_syntax.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    if cx.document().problems().is_empty() {
        return;
    }
    let is_read = cx.snapshot.kind != FileKind::PaasConfig || has_extension_beside(cx);
    let note = note(cx, is_read);
    for problem in cx.document().problems() {
        let found = cx.document().text().slice(problem.range);
        let (message, help) = words(problem, found);
        let mut draft = out.report(problem.range, message).note(note.as_str()).help(help);
        if !is_read {
            draft = draft.severity(Severity::Warning).judge(None);
        }
        if is_plain_yaml(problem, found) {
            draft = draft.plain_yaml();
        }
        if let Some(fix) = fix(cx, problem, found) {
            draft.fix(fix);
        }
    }
}

/// Whether any checker of YAML says so. Of the characters that a value cannot start with, some are YAML's own
/// and others (`=`, `<<`) PyYAML's.
fn is_plain_yaml(problem: &Problem, found: &str) -> bool {
    match problem.kind {
        ProblemKind::ReservedStart => found.starts_with(['@', '`', '%']),
        kind => kind.is_refused_by_every_reader(),
    }
}

/// `paas-config.yaml` is read for 12-factor charms only.
fn has_extension_beside(cx: &Context<'_>) -> bool {
    let charm = cx.beside(FileKind::Charmcraft.canonical_name());
    charm.is_some_and(|charm| Charm::new(charm.root()).extension().is_some())
}

/// Who cannot read the file.
fn note(cx: &Context<'_>, is_read: bool) -> String {
    match cx.snapshot.kind {
        FileKind::PaasConfig if is_read => {
            "`charmcraft pack` stops, and paas-charm would crash in every hook".to_owned()
        }
        FileKind::PaasConfig => {
            "no 12-factor charm lies beside it, so nobody reads the file".to_owned()
        }
        kind => {
            let tool = Judge::of_pack_tool(kind).name();
            format!("`{tool}` cannot read the file at all: every command stops")
        }
    }
}

/// What is wrong, and what to do. `found` is the marked text.
fn words(problem: &Problem, found: &str) -> (String, String) {
    let (message, help) = match problem.kind {
        ProblemKind::MissingColon => {
            if let Some(key) = key_without_blank(found) {
                let value = found.get(key.len() + 1..).unwrap_or_default();
                return (
                    format!("`{found}` has no blank after its `:`"),
                    format!("write `{key}: {value}`"),
                );
            }
            return (
                format!("`{found}` has no `:` after it"),
                format!("write `{found}:`, or indent it to continue the text above"),
            );
        }
        ProblemKind::ColonInValue => (
            "a value without quotes holds `: `, which starts a new key".to_owned(),
            "put the whole value in quotes",
        ),
        ProblemKind::UnclosedQuote => {
            ("the quote that opens here is never closed".to_owned(), "close the quote")
        }
        ProblemKind::UnclosedBracket => {
            (format!("the `{found}` that opens here is never closed"), "close the bracket")
        }
        ProblemKind::StrayBracket => {
            (format!("`{found}` closes nothing that is open here"), "remove it, or open it before")
        }
        ProblemKind::MissingComma => (
            "the items in these brackets are not separated by single commas".to_owned(),
            "put one `,` between two items",
        ),
        ProblemKind::Tab => {
            ("a tab stands where YAML allows only spaces".to_owned(), "indent with spaces")
        }
        ProblemKind::Indentation => (
            "this line starts at a column that fits no level above it".to_owned(),
            "align it with its neighbours",
        ),
        ProblemKind::ReservedStart => (
            format!("a value without quotes starts with `{found}`, which YAML keeps for itself"),
            "put the value in quotes",
        ),
        ProblemKind::Directive => (
            "`%` at the start of a line is a directive, and none can stand here".to_owned(),
            "put the value in quotes",
        ),
        ProblemKind::TextAfterValue => (
            format!("`{found}` follows a value that is already complete"),
            "remove it, or put all of it into one pair of quotes",
        ),
        ProblemKind::Escape => (
            format!("`{found}` is no escape that YAML knows in double quotes"),
            "write `\\\\` for a backslash, or use single quotes",
        ),
        ProblemKind::UnknownAlias => (
            format!("`{found}` stands for nothing: there is no such anchor above it"),
            "put the anchor on an earlier value, or quote the text if no alias is meant",
        ),
        ProblemKind::DuplicateAnchor => (
            format!("the anchor `{found}` stands twice in this file"),
            "give one of the two another name",
        ),
        ProblemKind::AnchorName => (
            format!("`{found}` is no name for an anchor or alias"),
            "use letters, digits, `-` and `_`, or quote the text if no anchor is meant",
        ),
        ProblemKind::SecondDocument => (
            "a second document starts here; the file must hold one".to_owned(),
            "remove the line and what follows it",
        ),
        ProblemKind::ControlCharacter => (
            format!("the character {} is not allowed in YAML", escaped(found)),
            "remove it, or write it as an escape in double quotes",
        ),
        ProblemKind::UnknownTag => (
            format!("the tag `{found}` is unknown to the tools"),
            "remove the tag, or quote the text if no tag is meant",
        ),
        ProblemKind::TagMismatch => (
            format!("the tag `{found}` does not fit the value behind it"),
            "remove the tag or change the value",
        ),
        ProblemKind::ImpossibleValue => (
            format!("`{found}` looks like a date or number to YAML, and is none"),
            "put it in quotes to keep it as text",
        ),
        ProblemKind::UnhashableKey => (
            "a list or mapping stands where a key is expected".to_owned(),
            "use a plain name as the key; quote it if it has brackets in it",
        ),
        ProblemKind::MergeValue => (
            "`<<` takes a mapping or a list of mappings".to_owned(),
            "name an anchored mapping, for example `<<: *name`",
        ),
        ProblemKind::Recursion => {
            (format!("`{found}` stands inside the value it names"), "name another value")
        }
        ProblemKind::BlockHeader => (
            format!("`{found}` cannot stand behind `|` or `>`"),
            "start the text on the next line, further in",
        ),
        ProblemKind::BlockInLine => (
            "a list or mapping cannot start on this line".to_owned(),
            "start it on the next line, further in",
        ),
        ProblemKind::EmptyKey => {
            ("there is no key before this `:`".to_owned(), "write the key, or remove the line")
        }
        ProblemKind::QuestionMark => (
            "a value without quotes inside brackets holds `?`, which starts a key there".to_owned(),
            "put the whole value in quotes",
        ),
        ProblemKind::StrayDocumentEnd => {
            ("`...` ends a document, and none has begun".to_owned(), "remove the line")
        }
        ProblemKind::LongKey => (
            "a key must stand on one line and be at most 1024 characters long".to_owned(),
            "shorten it",
        ),
        ProblemKind::TooDeep => {
            ("the nesting is deeper than the tools can read".to_owned(), "flatten it")
        }
        ProblemKind::Other => (
            "this is not YAML".to_owned(),
            "compare the line with its neighbours; quotes around a text never harm",
        ),
    };
    (message, help.to_owned())
}

/// The repair, where there is one right answer.
fn fix(cx: &Context<'_>, problem: &Problem, found: &str) -> Option<Fix> {
    let range = problem.range;
    Some(match problem.kind {
        ProblemKind::MissingColon => {
            let end = TextRange::empty(range.end());
            if found.starts_with(['!', '&', '*', '@', '`', '%']) || found.ends_with(':') {
                return None;
            }
            if let Some(key) = key_without_blank(found) {
                let at = range.start() + TextSize::try_from(key.len() + 1).ok()?;
                let title = format!("Write a blank behind `{key}:`");
                return Some(Fix::replace(title, Safety::Unsafe, TextRange::empty(at), " "));
            }
            Fix::replace(format!("Write `{found}:`"), Safety::Unsafe, end, ":")
        }
        ProblemKind::StrayBracket => {
            Fix::replace(format!("Remove the `{found}`"), Safety::Unsafe, range, "")
        }
        ProblemKind::Tab => {
            let spaces = " ".repeat(2 * found.matches('\t').count().max(1));
            Fix::replace("Replace the tabs by spaces", Safety::Unsafe, range, spaces)
        }
        ProblemKind::ColonInValue | ProblemKind::ReservedStart | ProblemKind::ImpossibleValue => {
            let value = line_value(cx, range)?;
            let text = cx.document().text().slice(value);
            let quoted = format!("'{}'", text.replace('\'', "''"));
            Fix::replace("Put the value in quotes", Safety::Safe, value, quoted)
        }
        _ => return None,
    })
}

/// The key of `key:value`, which YAML reads as one text: the blank behind the colon is missing.
fn key_without_blank(found: &str) -> Option<&str> {
    let (key, value) = found.split_once(':')?;
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let is_address = value.starts_with("//");
    (is_key && !is_address && !value.is_empty() && !value.contains(": ")).then_some(key)
}

/// The value of the line that the place is on, if it is whole on that line.
fn line_value(cx: &Context<'_>, range: TextRange) -> Option<TextRange> {
    let line = cx.document().text().line_of(range.start());
    let value = cx.document().outline().line(line)?.value?;
    value.contains_range(range).then_some(value)
}

fn escaped(text: &str) -> String {
    text.chars().map(|ch| format!("U+{:04X}", u32::from(ch))).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{fixed, said};

    #[test]
    fn one_bracket_too_many_is_named_and_goes() {
        let text = "name: shop\nplatforms: {amd64: }}\ntype: charm\n";
        expect![[r#"
            error (charmcraft): `}` closes nothing that is open here
              note: `charmcraft` cannot read the file at all: every command stops
              help: remove it, or open it before
              fix (Unsafe): Remove the `}`
        "#]]
        .assert_eq(&said(&RULE, text));
        assert_eq!(fixed(&RULE, text, 0), "name: shop\nplatforms: {amd64: }\ntype: charm\n");
    }

    #[test]
    fn a_key_without_a_blank_behind_its_colon_gets_one() {
        let text = "name:notes\ntype: charm\n";
        expect![[r#"
            error (charmcraft): `name:notes` has no blank after its `:`
              note: `charmcraft` cannot read the file at all: every command stops
              help: write `name: notes`
              fix (Unsafe): Write a blank behind `name:`
        "#]]
        .assert_eq(&said(&RULE, text));
        assert_eq!(fixed(&RULE, text, 0), "name: notes\ntype: charm\n");
    }

    #[test]
    fn of_paas_config_only_a_12_factor_charm_is_stopped() {
        let with = |charm: &str| said(&RULE, &format!("//- paas-config.yaml\nport: 'x\n{charm}"));
        let read = with("//- charmcraft.yaml\nextensions: [go-framework]\n");
        assert!(read.starts_with("error (charmcraft): the quote that opens here"), "{read}");
        assert!(read.contains("note: `charmcraft pack` stops, and paas-charm would"), "{read}");
        for charm in ["//- charmcraft.yaml\nname: x\n", ""] {
            let unread = with(charm);
            assert!(unread.starts_with("warning (nobody): the quote that opens"), "{unread}");
            assert!(unread.contains("so nobody reads the file"), "{unread}");
        }
    }

    #[test]
    fn what_only_pyyaml_minds_is_more_than_plain_yaml() {
        let plain = |text: &str| {
            let snapshot = crate::snapshot::Snapshot::alone("charmcraft.yaml", text).unwrap();
            let findings = crate::rules::check_with(&snapshot, &[&RULE]);
            findings.iter().map(|finding| finding.is_plain_yaml).collect::<Vec<_>>()
        };
        for text in ["a: b: c\n", "a: 'b\n", "a: [b\n", "a: @b\n", "a: 1\n  b: 2\n"] {
            assert_eq!(plain(text), [true], "{text}");
        }
        for text in ["a: =\n", "a: *b\n", "a: &x 1\nb: &x 2\n", "a:\tb\n", "a: 1\n---\nb: 2\n"] {
            assert_eq!(plain(text), [false], "{text}");
        }
    }

    #[test]
    fn a_tag_or_an_address_is_no_key() {
        let text = "!!map\nname: notes\n    type: charm\n";
        assert!(!said(&RULE, text).contains("fix (Unsafe): Write `!!map:`"));
        assert!(
            said(&RULE, "parts:\n  a:\n    plugin: nil\n  https://x\n").contains("`https://x:`")
        );
    }
}
