//! `part-permissions`: owner, group and mode of files that the tools do not take. Docs in
//! part_permissions.md.

use syntax::Scalar;

use super::fixes::quote;
use super::grammar::{Builds, visit};
use super::view::{named_parts, stops};
use crate::rules::prelude::*;
use crate::rules::pydantic::lax_integer;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "part-permissions",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_permissions.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (part, value) in named_parts(cx) {
        let Some(field) =
            value.field("permissions").filter(|field| field.value.resolved().is_sequence())
        else {
            continue;
        };
        visit(&Builds::new(cx), field.value, &mut |item, set| {
            if set != 0 && !item.is_repaired() && item.resolved().is_mapping() {
                check_entry(cx, part, item, out);
            }
        });
    }
}

fn check_entry(cx: &Context<'_>, part: &str, item: NodeRef<'_>, out: &mut Findings<'_>) {
    for entry in item.effective_entries() {
        let value = entry.value.resolved();
        match entry.key.text() {
            Some(key @ ("owner" | "group")) => {
                if lax_integer(value).is_none() {
                    report_id(cx, part, key, entry, out);
                }
            }
            Some(key @ ("path" | "mode")) => {
                if value.as_str().is_none() {
                    report_no_text(cx, part, key, entry, out);
                } else if key == "mode" {
                    check_mode(part, entry, out);
                }
            }
            // Other keys are ignored, but their values must be of a kind that could count.
            _ => {
                if !is_plain(value) {
                    report_other(cx, part, entry, out);
                }
            }
        }
    }
    for (given, missing) in [("owner", "group"), ("group", "owner")] {
        let Some(given) = item.get(given).filter(|_| item.get(missing).is_none()) else { continue };
        if out.has_reported(given.key.range()) {
            continue;
        }
        let name = given.key.source();
        let draft = out
            .report(
                given.key.range(),
                format!("permissions of part `{part}` set `{name}` without `{missing}`"),
            )
            .note(stops(cx))
            .help(format!("write `{missing}` too"));
        let value = given.value.source();
        if lax_integer(given.value).is_some() && !value.contains('\n') {
            let insert = separator(item, given).map(|it| format!("{it}{missing}: {value}"));
            if let Some(insert) = insert {
                let title = format!("Write `{missing}: {value}`");
                let at = TextRange::empty(given.range().end());
                draft.fix(Fix::replace(title, Safety::Unsafe, at, insert));
            }
        }
    }
}

/// What stands between an entry and the one behind it.
fn separator(mapping: NodeRef<'_>, entry: Entry<'_>) -> Option<String> {
    if mapping.resolved().kind() == (syntax::Kind::Mapping { flow: true }) {
        return Some(", ".to_owned());
    }
    let column = crate::rules::edits::column(entry.key.document_text(), entry.key.range().start())?;
    Some(format!("\n{}", " ".repeat(column)))
}

/// Text, a number or a boolean.
fn is_plain(value: NodeRef<'_>) -> bool {
    use Scalar::{Bool, Float, Int, Text};
    matches!(value.scalar(), Some(Text(_) | Int(_) | Float(_) | Bool(_)))
}

fn report_id(cx: &Context<'_>, part: &str, key: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let range = place(entry);
    if out.has_reported(range) {
        return;
    }
    let value = entry.value.resolved();
    let found = match value.as_str() {
        Some(name) => format!("`{}`", name.escape_debug()),
        None => kind(value).to_owned(),
    };
    let draft = out
        .report(
            range,
            format!("`{key}` in the permissions of part `{part}` is {found}, expected a number"),
        )
        .note(stops(cx));
    match value.as_str() {
        Some("root") => {
            draft.help("write `0`, the number of `root`").fix(Fix::replace(
                "Write `0`",
                Safety::Safe,
                range,
                "0",
            ));
        }
        Some("_daemon_") => {
            draft.help("write `584792`, the number of `_daemon_`").fix(Fix::replace(
                "Write `584792`",
                Safety::Safe,
                range,
                "584792",
            ));
        }
        _ => {
            draft.help("write the number of the user or group");
        }
    }
}

fn report_no_text(
    cx: &Context<'_>,
    part: &str,
    key: &str,
    entry: Entry<'_>,
    out: &mut Findings<'_>,
) {
    let range = place(entry);
    if out.has_reported(range) {
        return;
    }
    let value = entry.value.resolved();
    let draft = out
        .report(
            range,
            format!(
                "`{key}` in the permissions of part `{part}` is {}, expected text",
                kind(value)
            ),
        )
        .note(stops(cx));
    if value.is_null() || !value.is_scalar() {
        draft.help("write it, or remove the key");
        return;
    }
    let draft = draft.help(format!("put it in quotes: `'{}'`", value.source()));
    if let Some(fix) = quote(entry.value) {
        draft.fix(fix);
    }
}

fn report_other(cx: &Context<'_>, part: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let range = place(entry);
    if out.has_reported(range) {
        return;
    }
    let key = entry.key.source();
    out.report(
        range,
        format!(
            "`{key}` in the permissions of part `{part}` is {}, expected text or a number",
            kind(entry.value.resolved())
        ),
    )
    .note(stops(cx))
    .help("the keys are `path`, `owner`, `group` and `mode`");
}

/// The tools look at the digits only when they set the mode (craft-parts 2.37), at the end of a build.
fn check_mode(part: &str, entry: Entry<'_>, out: &mut Findings<'_>) {
    let Some(mode) = entry.value.resolved().as_str() else { return };
    let digits = mode.strip_prefix("0o").unwrap_or(mode);
    let is_octal = !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    if is_octal || out.has_reported(entry.value.range()) {
        return;
    }
    let shown = mode.escape_debug();
    out.report(
        entry.value.range(),
        format!("mode `{shown}` in the permissions of part `{part}` is no octal number"),
    )
    .severity(Severity::Warning)
    .note("the file loads, and the build stops when the files are collected")
    .help("write digits from 0 to 7, such as `'755'`");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn owner_group_and_mode() {
        check(
            &RULE,
            "parts:
  a:
    plugin: nil
    permissions:
      - {path: bin, owner: 0, group: '5', mode: '755'}
      - {mode: 755}
#              ^^^ error[part-permissions]: `mode` in the permissions of part `a` is a number, expected text
      - owner: root
#              ^^^^ error[part-permissions]: `owner` in the permissions of part `a` is `root`, expected a number
        group: 1.5
#              ^^^ error[part-permissions]: `group` in the permissions of part `a` is a number
      - {path: 5, mode: }
#              ^ error[part-permissions]: `path` in the permissions of part `a` is a number
#                 ^^^^ error[part-permissions]: `mode` in the permissions of part `a` is empty
      - {owner: 5}
#        ^^^^^ error[part-permissions]: permissions of part `a` set `owner` without `group`
      - {mode: rwx}
#              ^^^ warning[part-permissions]: mode `rwx` in the permissions of part `a`
      - {recursive: 'yes', deep: [a]}
#                                ^^^ error[part-permissions]: `deep` in the permissions of part `a` is a list
      - on amd64: [{mode: 644}]
#                         ^^^ error[part-permissions]: `mode` in the permissions
",
        );
    }

    #[test]
    fn half_typed_entries_are_left_alone() {
        check(&RULE, "parts:\n  a:\n    permissions:\n      - owner: 5\n        grou\n");
    }

    #[test]
    fn fixes() {
        let with = |text: &str| format!("parts: {{a: {{plugin: nil, permissions: [{{{text}}}]}}}}");
        assert_eq!(fixed(&RULE, &with("mode: 755"), 0), with("mode: '755'"));
        assert_eq!(fixed(&RULE, &with("owner: root, group: 0"), 0), with("owner: 0, group: 0"));
        assert_eq!(
            fixed(&RULE, &with("owner: 7, path: x"), 0),
            with("owner: 7, group: 7, path: x")
        );
        let block = "parts:\n  a:\n    permissions:\n      - owner: 7\n        path: x\n";
        assert!(fixed(&RULE, block, 0).contains("- owner: 7\n        group: 7\n        path: x\n"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts: {a: {permissions: [{mode: 755}, {owner: www, group: _daemon_}, {group: 5}, {mode: rwx}]}}",
        );
        expect![[r#"
            error (charmcraft): `mode` in the permissions of part `a` is a number, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'755'`
              fix (Safe): Write `'755'`
            error (charmcraft): `owner` in the permissions of part `a` is `www`, expected a number
              note: `charmcraft pack` stops on this
              help: write the number of the user or group
            error (charmcraft): `group` in the permissions of part `a` is `_daemon_`, expected a number
              note: `charmcraft pack` stops on this
              help: write `584792`, the number of `_daemon_`
              fix (Safe): Write `584792`
            error (charmcraft): permissions of part `a` set `group` without `owner`
              note: `charmcraft pack` stops on this
              help: write `owner` too
              fix (Unsafe): Write `owner: 5`
            warning (charmcraft): mode `rwx` in the permissions of part `a` is no octal number
              note: the file loads, and the build stops when the files are collected
              help: write digits from 0 to 7, such as `'755'`
        "#]]
        .assert_eq(&said);
    }
}
