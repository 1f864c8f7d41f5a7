//! `malformed-version`: `version` has characters that versions do not have, or is too long. Docs in
//! malformed_version.md.

use super::reading::{Reading, holds_variable, with_variables_replaced};
use crate::rules::prelude::*;
use crate::rules::quoting::replace_text;

pub(super) static RULE: Rule = Rule {
    id: "malformed-version",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("malformed_version.md"),
    check,
};

/// The longest version, in characters (craft-application 7.5).
const LONGEST: usize = 32;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("version").filter(|entry| !entry.is_repaired()) else { return };
    let Some(text) = Reading::of(entry.value).into_text() else { return };
    // How long it is with variables in it nobody knows, and what else it holds one sees.
    let has_variable = holds_variable(&text);
    let note = format!("`{} pack` stops on this", cx.tool().name());
    if let Some(fault) = fault(&with_variables_replaced(&text)) {
        let what = match text.is_empty() {
            true => "the version".to_owned(),
            false => format!("the version `{}`", text.trim_end_matches('\n')),
        };
        let draft = out
            .report(entry.value.range(), format!("{what} {fault}"))
            .note(note)
            .help("use letters, digits and `.`, `+`, `~`, `:`, `-` between them");
        let mended = mended(&text);
        if let Some(fix) = (fault_free(&mended) && !has_variable)
            .then(|| {
                let title = format!("Write `{mended}`");
                replace_text(entry.value, title, Safety::Unsafe, &mended)
            })
            .flatten()
        {
            draft.fix(fix);
        }
        return;
    }
    let length = text.chars().count();
    if length > LONGEST && !has_variable {
        out.report(
            entry.value.range(),
            format!("the version is {length} characters long, expected at most {LONGEST}"),
        )
        .note(note)
        .help("shorten it");
    }
}

fn is_inner(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(ch, ':' | '.' | '+' | '~' | '-')
}

/// What is wrong with the characters of a version.
fn fault(version: &str) -> Option<String> {
    let (Some(first), Some(last)) = (version.chars().next(), version.chars().next_back()) else {
        return Some("is empty".to_owned());
    };
    if let Some(odd) = version.chars().find(|ch| !is_inner(*ch)) {
        return Some(match odd {
            '\n' => "ends in a line break".to_owned(),
            ' ' => "holds a blank".to_owned(),
            _ => format!("holds `{odd}`"),
        });
    }
    if !first.is_ascii_alphanumeric() {
        return Some(format!("starts with `{first}`, expected a letter or digit"));
    }
    let ends_well = last.is_ascii_alphanumeric() || matches!(last, '+' | '~');
    (!ends_well).then(|| format!("ends with `{last}`, expected a letter, a digit, `+` or `~`"))
}

/// Whether the tools take a version.
pub(super) fn fault_free(version: &str) -> bool {
    fault(version).is_none() && version.len() <= LONGEST
}

/// The version with `-` for what cannot stand in it, and without what cannot stand at its ends.
fn mended(version: &str) -> String {
    let inner = version.trim().replace(|ch| !is_inner(ch), "-");
    let start = inner.trim_start_matches(|ch: char| !ch.is_ascii_alphanumeric());
    start.trim_end_matches([':', '.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn form_and_length_are_checked() {
        for right in
            ["'1:2.0~rc1+git'", "1.10", "v1", "+5", "$CRAFT_PROJECT_NAME", "~", "1~", "[a]"]
        {
            check(&RULE, &format!("version: {right}\n"));
        }
        let bad = |version: &str, fault: &str| {
            let carets = "^".repeat(version.len());
            check(
                &RULE,
                &format!(
                    "version: {version}\n#        {carets} error[malformed-version]: {fault}\n"
                ),
            );
        };
        bad("1.0 beta", "the version `1.0 beta` holds a blank");
        bad("v1.", "the version `v1.` ends with `.`");
        bad("'.5'", "the version `.5` starts with `.`");
        bad("-1", "the version `-1` starts with `-`");
        bad("1_0_b", "the version `1_0_b` holds `_`");
        bad("\"1\\n\"", "the version `1` ends in a line break");
        bad("''", "the version is empty");
        bad(&"1".repeat(33), "the version is 33 characters long, expected at most 32");
    }

    #[test]
    fn words_and_fixes() {
        let rock = "//- rockcraft.yaml\nversion: 1.0_beta\n";
        expect![[r#"
            error (rockcraft): the version `1.0_beta` holds `_`
              note: `rockcraft pack` stops on this
              help: use letters, digits and `.`, `+`, `~`, `:`, `-` between them
              fix (Unsafe): Write `1.0-beta`
        "#]]
        .assert_eq(&said(&RULE, rock));
        assert_eq!(fixed(&RULE, rock, 0), "version: 1.0-beta\n");
        assert_eq!(fixed(&RULE, "version: 'v1.'\n", 0), "version: 'v1'\n");
    }

    #[test]
    fn beside_a_variable_the_rest_is_looked_at() {
        check(&RULE, "version: 1.0-$CRAFT_ARCH_BUILD_FOR\n");
        check(
            &RULE,
            "version: ${CRAFT_PROJECT_NAME}-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
        );
        check(
            &RULE,
            "version: 1.0 $CRAFT_ARCH_BUILD_FOR
#        ^^^^^^^^^^^^^^^^^^^^^^^^^ error[malformed-version]: the version `1.0 $CRAFT_ARCH_BUILD_FOR` holds a blank
",
        );
    }
}
