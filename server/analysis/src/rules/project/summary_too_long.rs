//! `summary-too-long`: the summary of a charm has more than 200 characters. Docs in
//! summary_too_long.md.
//!
//! The limit of 78 characters in older documents is not enforced, and rockcraft 1.20 has none.

use super::reading::{Reading, holds_variable};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "summary-too-long",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("summary_too_long.md"),
    check,
};

/// The longest summary, in characters (charmcraft 4.5.0).
const LONGEST: usize = 200;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("summary").filter(|entry| !entry.is_repaired()) else { return };
    if !cx.is_read_by_charmcraft("summary") {
        return;
    }
    let Some(text) = Reading::of(entry.value).into_text() else { return };
    if text.len() <= LONGEST || holds_variable(&text) {
        return;
    }
    let length = text.chars().count();
    if length > LONGEST {
        out.report(
            entry.value.range(),
            format!("the summary is {length} characters long, expected at most {LONGEST}"),
        )
        .note("`charmcraft pack` stops on this")
        .help("shorten it, and write the rest into `description`");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::check;

    #[test]
    fn two_hundred_characters_are_allowed() {
        check(&RULE, &format!("summary: {}\n", "é".repeat(200)));
        let (long, carets) = ("é".repeat(201), "^".repeat(201));
        check(
            &RULE,
            &format!(
                "summary: {long}\n#        {carets} error[summary-too-long]: the summary is 201 characters"
            ),
        );
    }
}
