//! `missing-parts`: a charm that says nothing about how it is built. Docs in missing_parts.md.

use syntax::Kind;
use syntax::outline::LineKind;

use crate::finding::TextEdit;
use crate::rules::Draft;
use crate::rules::edits::column_of_first;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "missing-parts",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("missing_parts.md"),
    check,
};

/// The part that builds a charm on every base.
const PART: &str = "plugin: uv\n    source: .\n";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(root) = cx.root() else { return };
    if !root.is_mapping() || !cx.document().problems().is_empty() {
        return;
    }
    // The old form gets a part of charmcraft's own, and extensions bring theirs.
    let is_old_form = cx.entry("platforms").is_none() && cx.entry("bases").is_some();
    if is_old_form || cx.is_bundle() || !cx.charm().extensions().is_empty() {
        return;
    }
    let Some(parts) = cx.entry("parts") else {
        let draft = say(out.report_file("the charm has no `parts`"));
        let first = root.entries().next().filter(|_| !has_end(cx));
        // The whole file may be indented.
        let indent = first.and_then(|first| column_of_first(first.key));
        if let (Kind::Mapping { flow: false }, Some(indent)) = (root.kind(), indent) {
            let end = cx.document().text().as_str();
            let line_end = if end.ends_with('\n') { "" } else { "\n" };
            let lines = format!("parts:\n  charm:\n    {PART}");
            let pad = " ".repeat(indent);
            let lines: String = lines.lines().map(|line| format!("{pad}{line}\n")).collect();
            let insert = format!("{line_end}{lines}");
            let fix = Fix::replace("Add a part", Safety::Unsafe, end_of(root, end), insert);
            draft.fix(fix);
        }
        return;
    };
    let value = parts.value.resolved();
    if value.is_mapping() && value.effective_entries().is_empty() {
        let draft =
            say(out.report(parts.value.range(), "the charm has no parts: `parts` is empty"));
        if let Some(TextEdit { range, insert }) = fill(parts) {
            draft.fix(Fix::replace("Add a part", Safety::Unsafe, range, insert));
        }
    }
}

fn say(draft: Draft<'_>) -> Draft<'_> {
    draft
        .note(
            "`charmcraft pack` stops on this: without an extension a charm needs at least one part",
        )
        .help("write a part that builds the charm, such as `charm: {plugin: uv, source: .}`")
}

/// Whether the document ends before the text does, with `...`.
fn has_end(cx: &Context<'_>) -> bool {
    let is_end = |range| cx.document().text().slice(range).starts_with("...");
    let lines = cx.document().outline().lines();
    lines.iter().any(|line| line.kind == LineKind::Marker && is_end(line.range))
}

fn end_of(root: NodeRef<'_>, text: &str) -> TextRange {
    let end = syntax::TextSize::try_from(text.len()).unwrap_or(root.range().end());
    TextRange::empty(end)
}

fn fill(parts: Entry<'_>) -> Option<TextEdit> {
    let is_plain = parts.value.source() == "{}";
    let insert = "{charm: {plugin: uv, source: .}}".to_owned();
    is_plain.then(|| TextEdit { range: parts.value.range(), insert })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_charm_has_a_part() {
        check(
            &RULE,
            "name: a\n#^^^ error[missing-parts]: the charm has no `parts`\nplatforms: {amd64: }\n",
        );
        check(
            &RULE,
            "parts: {}\n#      ^^ error[missing-parts]: the charm has no parts: `parts` is empty\n",
        );
        check(&RULE, "name: a\nparts: {a: {plugin: nil}}\n");
    }

    #[test]
    fn nothing_is_added_behind_the_end_of_the_document() {
        let snapshot = crate::Snapshot::alone("charmcraft.yaml", "name: a\n...\n").unwrap();
        let found = crate::rules::check_with(&snapshot, &[&RULE]);
        assert!(matches!(found.as_slice(), [finding] if finding.fixes.is_empty()), "{found:#?}");
    }

    #[test]
    fn extensions_and_the_old_form_bring_their_own() {
        check(&RULE, "extensions: [go-framework]\nparts: {}\n");
        check(&RULE, "name: a\nbases: [{name: ubuntu, channel: '22.04'}]\n");
    }

    #[test]
    fn a_file_that_is_being_typed_may_get_parts_yet() {
        check(&RULE, "name: a\nplatf\n");
    }

    #[test]
    fn fixes() {
        let added = "name: a\nparts:\n  charm:\n    plugin: uv\n    source: .\n";
        assert_eq!(fixed(&RULE, "name: a\n", 0), added);
        assert_eq!(fixed(&RULE, "name: a", 0), added);
        let indented = "  name: a\n";
        let lines = "  parts:\n    charm:\n      plugin: uv\n      source: .\n";
        assert_eq!(fixed(&RULE, indented, 0), format!("{indented}{lines}"));
        assert_eq!(fixed(&RULE, "parts: {}\n", 0), "parts: {charm: {plugin: uv, source: .}}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (charmcraft): the charm has no `parts`
              note: `charmcraft pack` stops on this: without an extension a charm needs at least one part
              help: write a part that builds the charm, such as `charm: {plugin: uv, source: .}`
              fix (Unsafe): Add a part
        "#]]
        .assert_eq(&said(&RULE, "name: a\n"));
    }
}
