//! `charm-lib-version`: the version of a library is no text, or no version. Docs in charm_lib_version.md.

use super::closed::{quote, refused};
use super::libraries::libraries;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "charm-lib-version",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("charm_lib_version.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for library in libraries(cx) {
        let Some(entry) = library.get("version") else { continue };
        let value = entry.value.resolved();
        let range = if value.is_absent() { entry.key.range() } else { entry.value.range() };
        if entry.is_repaired() || out.has_reported(range) {
            continue;
        }
        match value.as_str() {
            Some(text) if is_version(text) => {}
            Some(text) => report_text(cx, entry, range, text, out),
            None => report_kind(cx, entry, range, out),
        }
    }
}

fn report_kind(cx: &Context<'_>, entry: Entry<'_>, range: TextRange, out: &mut Findings<'_>) {
    let value = entry.value.resolved();
    let draft = out
        .report(range, format!("the version of this library is {}, expected text", kind(value)))
        .note(refused(cx));
    let written = value.text().filter(|text| is_version(text));
    let Some(written) = written else {
        draft.help("write the number of the API in quotes, such as `'2'`");
        return;
    };
    let draft = draft.help(format!("put it in quotes: `'{written}'`"));
    if let Some(fix) = quote(entry.value, "Put the version in quotes") {
        draft.fix(fix);
    }
}

fn report_text(
    cx: &Context<'_>,
    entry: Entry<'_>,
    range: TextRange,
    text: &str,
    out: &mut Findings<'_>,
) {
    let draft = out
        .report(
            range,
            format!("`{text}` is no version of a library, expected `<api>` or `<api>.<patch>`"),
        )
        .note(refused(cx));
    let Some(meant) = meant(text) else {
        draft.help("write the number of the API in quotes, such as `'2'`");
        return;
    };
    let draft = draft.help(format!("write `'{meant}'`"));
    if entry.value.is_scalar() {
        let title = format!("Write `'{meant}'`");
        draft.fix(Fix::replace(title, Safety::Unsafe, range, format!("'{meant}'")));
    }
}

/// Whether Python reads a number on both sides of the first dot, or one number where there is no dot.
fn is_version(text: &str) -> bool {
    text.split_once('.').map_or_else(
        || is_python_integer(text),
        |(api, patch)| is_python_integer(api) && is_python_integer(patch),
    )
}

/// `1`, ` -1 `, `1_000`.
fn is_python_integer(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.split('_').all(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What is left without a `v` in front, and of `1.2.3` the first two numbers.
fn meant(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['v', 'V']);
    let mut numbers = text.split('.').filter(|number| !number.is_empty());
    let api = numbers.next()?;
    let meant = match numbers.next() {
        Some(patch) => format!("{api}.{patch}"),
        None => api.to_owned(),
    };
    is_version(&meant).then_some(meant)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, is_version};
    use crate::rules::testing::{check, fixed, said};

    /// What charmcraft 4.5.0 said to each.
    #[test]
    fn versions_are_those_of_charmcraft() {
        for text in ["2", "2.3", " 1 ", "-1", "+1", "1_0", "1.-2", "1 . 2"] {
            assert!(is_version(text), "{text}");
        }
        for text in ["", "v2", "2.", ".1", "2.1.0", "1__0", "_1", "0x1"] {
            assert!(!is_version(text), "{text}");
        }
    }

    #[test]
    fn a_version_is_text() {
        check(
            &RULE,
            "charm-libs:
- {lib: a-b.cd, version: '2'}
- {lib: a-b.cd, version: 2}
#                        ^ error[charm-lib-version]: the version of this library is a number, expected text
- {lib: a-b.cd, version: 2.10}
#                        ^^^^ error[charm-lib-version]: the version of this library is a number
- {lib: a-b.cd, version: }
#               ^^^^^^^ error[charm-lib-version]: the version of this library is empty
- {lib: a-b.cd, version: v2}
#                        ^^ error[charm-lib-version]: `v2` is no version of a library
",
        );
    }

    #[test]
    fn half_typed_libraries_are_left_alone() {
        check(&RULE, "charm-libs:\n- lib: a-b.cd\n  version\n");
    }

    #[test]
    fn the_version_can_be_put_right() {
        let with = |written: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("charm-libs: [{{version: {written}}}]\n"), 0);
            assert_eq!(fixed, format!("charm-libs: [{{version: {expected}}}]\n"));
        };
        with("2", "'2'");
        with("2.10", "'2.10'");
        with("v2", "'2'");
        with("'2.1.0'", "'2.1'");
        with("'2.'", "'2'");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "charm-libs: [{version: 2.10}, {version: v2.1}, {version: new}, {version: yes}]",
        );
        expect![[r#"
            error (charmcraft): the version of this library is a number, expected text
              note: `charmcraft pack` refuses the file
              help: put it in quotes: `'2.10'`
              fix (Safe): Put the version in quotes
            error (charmcraft): `v2.1` is no version of a library, expected `<api>` or `<api>.<patch>`
              note: `charmcraft pack` refuses the file
              help: write `'2.1'`
              fix (Unsafe): Write `'2.1'`
            error (charmcraft): `new` is no version of a library, expected `<api>` or `<api>.<patch>`
              note: `charmcraft pack` refuses the file
              help: write the number of the API in quotes, such as `'2'`
            error (charmcraft): the version of this library is a boolean, expected text
              note: `charmcraft pack` refuses the file
              help: write the number of the API in quotes, such as `'2'`
        "#]].assert_eq(&said);
    }
}
