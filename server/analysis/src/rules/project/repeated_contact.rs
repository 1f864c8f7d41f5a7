//! `repeated-contact`: a list of contacts holds one twice. Docs in repeated_contact.md.

use std::borrow::Cow;

use super::reading::Reading;
use crate::facts;
use crate::rules::prelude::*;
use syntax::Kind;

pub(super) static RULE: Rule = Rule {
    id: "repeated-contact",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("repeated_contact.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for key in &facts::top_level(cx.snapshot.kind).texts_or_lists {
        let Some(entry) = cx.entry(key) else { continue };
        let list = entry.value.resolved();
        let mut seen: Vec<(Cow<'_, str>, NodeRef<'_>)> = Vec::new();
        for item in list.items() {
            let Some(text) = Reading::of(item).into_text() else { continue };
            match seen.iter().find(|(known, _)| *known == text) {
                Some((_, first)) => report(key, &text, list, item, *first, out),
                None => seen.push((text, item)),
            }
        }
    }
}

fn report(
    key: &str,
    text: &str,
    list: NodeRef<'_>,
    item: NodeRef<'_>,
    first: NodeRef<'_>,
    out: &mut Findings<'_>,
) {
    let draft = out
        .report(item.range(), format!("`{text}` stands twice under `{key}`"))
        .label(first.range(), "it stands here already")
        .note("`rockcraft pack` stops on this")
        .help("remove one of the two");
    if let Some(range) = removal(list, item) {
        draft.fix(Fix::replace("Remove the second one", Safety::Safe, range, ""));
    }
}

/// The item of a list in brackets with the comma before it, or the line of an item with a dash.
fn removal(list: NodeRef<'_>, item: NodeRef<'_>) -> Option<TextRange> {
    let previous = list.items().take_while(|other| *other != item).last()?;
    (list.kind() == Kind::Sequence { flow: true } || !item.source().contains('\n'))
        .then(|| TextRange::new(previous.range().end(), item.range().end()))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn numbers_and_their_texts_are_the_same_contact() {
        check(
            &RULE,
            "contact: [a, b, a]
#               ^ error[repeated-contact]: `a` stands twice under `contact`
issues:
  - 5
  - '5'
#   ^^^ error[repeated-contact]: `5` stands twice under `issues`
",
        );
        check(&RULE, "contact: [a, b]\nissues: a\nother: [a, a]\n");
    }

    #[test]
    fn words_and_fixes() {
        expect![[r#"
            error (rockcraft): `a` stands twice under `contact`
              note: `rockcraft pack` stops on this
              help: remove one of the two
              fix (Safe): Remove the second one
        "#]]
        .assert_eq(&said(&RULE, "contact: [a, a]\n"));
        assert_eq!(fixed(&RULE, "contact: [a, a, b]\n", 0), "contact: [a, b]\n");
        assert_eq!(fixed(&RULE, "issues:\n  - a\n  - a # x\n", 0), "issues:\n  - a # x\n");
    }
}
