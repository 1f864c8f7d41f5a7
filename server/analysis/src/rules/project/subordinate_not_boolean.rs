//! `subordinate-not-boolean`: `subordinate` is neither true nor false. Docs in
//! subordinate_not_boolean.md.
//!
//! charmcraft 4.5.0 takes some texts and numbers for booleans, as pydantic does.

use super::reading::{Reading, in_words};
use crate::facts;
use crate::rules::prelude::*;
use syntax::Scalar;

pub(super) static RULE: Rule = Rule {
    id: "subordinate-not-boolean",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft],
    docs: include_str!("subordinate_not_boolean.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("subordinate").filter(|entry| !entry.is_repaired()) else { return };
    let value = entry.value.resolved();
    let found = match Reading::of(value) {
        Reading::Null | Reading::Unreadable => return,
        Reading::Text(text) if reads_as_boolean(text) => return,
        Reading::Number(number) if matches!(&*number, "0" | "1" | "0.0" | "1.0" | "-0.0") => return,
        _ if matches!(value.scalar(), Some(Scalar::Bool(_))) && value.tag() != Some(BINARY) => {
            return;
        }
        Reading::Text("") => "empty".to_owned(),
        Reading::Text(text) => format!("`{text}`"),
        Reading::Number(text) => format!("`{text}`"),
        Reading::Other(_) => in_words(value).to_owned(),
    };
    out.report(
        entry.value.range(),
        format!("`subordinate` is {found}, expected `true` or `false`"),
    )
    .note("`charmcraft pack` stops on this")
    .help("write `true` for a charm that is deployed beside another one, else remove the key");
}

const BINARY: &str = "tag:yaml.org,2002:binary";

fn reads_as_boolean(text: &str) -> bool {
    facts::boolean_texts().iter().any(|known| known.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn what_pydantic_takes_for_a_boolean_is_fine() {
        for right in ["true", "Off", "'true'", "y", "T", "1", "0.0", "~", "", "'ON'"] {
            check(&RULE, &format!("subordinate: {right}\n"));
        }
        for wrong in ["sometimes", "2", "1.5", "''", "' true'", "[true]", "2024-01-01"] {
            let carets = "^".repeat(wrong.len());
            check(
                &RULE,
                &format!(
                    "subordinate: {wrong}\n#            {carets} error[subordinate-not-boolean]: `sub"
                ),
            );
        }
    }

    #[test]
    fn words() {
        expect![[r#"
            error (charmcraft): `subordinate` is `sometimes`, expected `true` or `false`
              note: `charmcraft pack` stops on this
              help: write `true` for a charm that is deployed beside another one, else remove the key
        "#]]
        .assert_eq(&said(&RULE, "subordinate: sometimes\n"));
    }
}
