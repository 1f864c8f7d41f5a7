//! `unknown-license`: rockcraft does not know the licence. Docs in unknown_license.md.
//!
//! rockcraft 1.20 looks single identifiers up in an old SPDX list, and takes no expressions.

use super::reading::Reading;
use crate::facts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::quoting::replace_text;

pub(super) static RULE: Rule = Rule {
    id: "unknown-license",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("unknown_license.md"),
    check,
};

/// What rockcraft takes beside the list, in exactly this spelling.
const PROPRIETARY: &str = "proprietary";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("license").filter(|entry| !entry.is_repaired()) else { return };
    let Some(text) = Reading::of(entry.value).into_text() else { return };
    let is_known = text.is_empty() || text == PROPRIETARY || facts::license(&text).is_some();
    if is_known {
        return;
    }
    let written = text.trim();
    let draft = out.report(entry.value.range(), format!("rockcraft knows no licence `{written}`"));
    if is_expression(written) {
        draft
            .note("`rockcraft pack` stops: it takes one identifier, no expression")
            .help("name the licence of most of the content");
        return;
    }
    let draft = draft.note("`rockcraft pack` stops: it looks the name up in an old SPDX list");
    let Some((license, safety)) = meant(written) else {
        draft.help(format!("write an SPDX identifier such as `Apache-2.0`, or `{PROPRIETARY}`"));
        return;
    };
    let draft = draft.help(format!("write `{license}`"));
    if let Some(fix) = replace_text(entry.value, format!("Write `{license}`"), safety, license) {
        draft.fix(fix);
    }
}

fn is_expression(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.any(|word| ["and", "or", "with"].iter().any(|joint| word.eq_ignore_ascii_case(joint)))
        || text.contains('(')
}

/// The identifier that must have been meant.
fn meant(text: &str) -> Option<(&'static str, Safety)> {
    if text.eq_ignore_ascii_case(PROPRIETARY) {
        return Some((PROPRIETARY, Safety::Safe));
    }
    // The old list has no names for *only* and *or later*; its short form is the former.
    if let Some(license) = text.strip_suffix("-only").and_then(facts::license) {
        return Some((license, Safety::Safe));
    }
    let older = text.strip_suffix("-or-later").or(text.strip_suffix('+'));
    if let Some(license) = older.and_then(facts::license) {
        return Some((license, Safety::Unsafe));
    }
    let plain = plain(text);
    let starts = |known: &&&str| self::plain(known).strip_prefix(&*plain).is_some_and(is_minor);
    let mut similar = facts::licenses().iter().filter(starts);
    let found = match (similar.next(), similar.next()) {
        (Some(only), None) => Some(*only),
        _ => nearest(text, facts::licenses().iter().copied(), 1),
    };
    Some((found?, Safety::Unsafe))
}

/// Letters and digits only, without the words that people add: `GPL v3 License` is `gpl3`.
fn plain(text: &str) -> String {
    let small = text.to_ascii_lowercase().replace("license", "").replace("licence", "");
    let mut plain: String = small.chars().filter(char::is_ascii_alphanumeric).collect();
    if let Some(at) = plain.find('v')
        && plain.get(at + 1..).is_some_and(|rest| rest.starts_with(|ch: char| ch.is_ascii_digit()))
    {
        plain.remove(at);
    }
    plain
}

/// Whether this is what may be left out at the end of a version.
fn is_minor(rest: &str) -> bool {
    matches!(rest, "" | "0")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn single_identifiers_of_the_old_list_are_known() {
        for right in ["Apache-2.0", "mit", "' MIT '", "GPL-3.0", "proprietary", "''", "~", "[MIT]"]
        {
            check(&RULE, &format!("license: {right}\n"));
        }
        let bad = |license: &str| {
            let carets = "^".repeat(license.len());
            let words = format!("error[unknown-license]: rockcraft knows no licence `{license}`");
            check(&RULE, &format!("license: {license}\n#        {carets} {words}\n"));
        };
        for license in
            ["Apache2", "GPL-3.0-only", "GPL-3.0+", "MIT OR Apache-2.0", "5", "Proprietary"]
        {
            bad(license);
        }
    }

    #[test]
    fn the_identifier_that_was_meant_is_offered() {
        let fixed_license = |license: &str| fixed(&RULE, &format!("license: {license}\n"), 0);
        assert_eq!(fixed_license("Apache2"), "license: Apache-2.0\n");
        assert_eq!(fixed_license("'MIT License'"), "license: 'MIT'\n");
        assert_eq!(fixed_license("GPLv3"), "license: GPL-3.0\n");
        assert_eq!(fixed_license("GPL-3.0-or-later"), "license: GPL-3.0\n");
        assert_eq!(fixed_license("Apache-2,0"), "license: Apache-2.0\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "license: MIT OR Apache-2.0\n")
            + &said(&RULE, "license: GPL-3.0-only\n")
            + &said(&RULE, "license: mine\n");
        expect![[r#"
            error (rockcraft): rockcraft knows no licence `MIT OR Apache-2.0`
              note: `rockcraft pack` stops: it takes one identifier, no expression
              help: name the licence of most of the content
            error (rockcraft): rockcraft knows no licence `GPL-3.0-only`
              note: `rockcraft pack` stops: it looks the name up in an old SPDX list
              help: write `GPL-3.0`
              fix (Safe): Write `GPL-3.0`
            error (rockcraft): rockcraft knows no licence `mine`
              note: `rockcraft pack` stops: it looks the name up in an old SPDX list
              help: write an SPDX identifier such as `Apache-2.0`, or `proprietary`
        "#]]
        .assert_eq(&said);
    }
}
