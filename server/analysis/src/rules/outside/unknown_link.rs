//! `unknown-link`: `links` holds something that Charmhub has no place for. Docs in unknown_link.md.

use super::closed::{Closed, report_kind, report_unknown_keys};
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-link",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("unknown_link.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(links) = cx.entry("links") else { return };
    let value = links.value.resolved();
    if value.is_null() {
        return;
    }
    if !value.is_mapping() {
        if !links.value.is_repaired() {
            report_kind(cx, links.value, links.key.range(), "`links`", "a mapping", out)
                .help("write `website:`, `source:` and the like below it");
        }
        return;
    }
    let keys: Vec<_> = facts::links().iter().map(|link| link.name).collect();
    let closed = Closed { place: "`links`", keys: &keys };
    report_unknown_keys(cx, value, &closed, meant, out);
}

/// What the key means in another file.
fn meant(key: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    let link = facts::links().iter().find(|link| link.also_called.contains(&key.as_str()))?;
    Some(link.name)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn only_five_links_are_known() {
        check(
            &RULE,
            "links:
  website: https://x.example
  contact: me
  homepage: https://x.example
# ^^^^^^^^ error[unknown-link]: `links` has no key `homepage`
  1: https://x.example
# ^ error[unknown-link]: `links` has no key `1`
",
        );
        check(&RULE, "links:\n");
        check(&RULE, "links: {}\n");
        check(
            &RULE,
            "links: [https://x.example]
#      ^^^^^^^^^^^^^^^^^^^ error[unknown-link]: `links` is a list, expected a mapping
",
        );
    }

    #[test]
    fn half_typed_links_are_left_alone() {
        check(&RULE, "links:\n  web\n  source: https://x.example\n");
    }

    #[test]
    fn what_is_meant_by_another_name_can_be_renamed() {
        let with = |key: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("links:\n  {key}: https://x.example\n"), 0);
            assert_eq!(fixed, format!("links:\n  {expected}: https://x.example\n"));
        };
        with("webiste", "website");
        with("homepage", "website");
        with("source-code", "source");
        with("Docs", "documentation");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "links: {issue: https://x, docs: https://x, repo: https://x, source: https://y, chat: x}",
        );
        expect![[r#"
            error (charmcraft): `links` has no key `issue`
              note: `charmcraft pack` refuses the file
              help: did you mean `issues`?
              fix (Safe): Rename the key to `issues`
            error (charmcraft): `links` has no key `docs`
              note: `charmcraft pack` refuses the file
              help: did you mean `documentation`?
              fix (Unsafe): Rename the key to `documentation`
            error (charmcraft): `links` has no key `repo`
              note: `charmcraft pack` refuses the file
              help: `source` is there already: remove this one
            error (charmcraft): `links` has no key `chat`
              note: `charmcraft pack` refuses the file
              help: the keys are `contact`, `documentation`, `issues`, `source`, `website`
        "#]]
        .assert_eq(&said);
    }
}
