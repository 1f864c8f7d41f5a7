//! `incomplete-node-choice`: `npm-include-node` and `npm-node-version` go together. Docs in
//! incomplete_node_choice.md.

use crate::rules::edits::{prepend_entry, remove_entry};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

use super::framework::{PACK_STOPS, given_field, part, used};

pub(super) static RULE: Rule = Rule {
    id: "incomplete-node-choice",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("incomplete_node_choice.md"),
    check,
};

const INCLUDE: &str = "npm-include-node";
const VERSION: &str = "npm-node-version";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let used = used(cx);
    let parts = used.iter().flat_map(|used| &used.framework.rock.parts);
    for fact in parts.filter(|fact| fact.plugin == Some("npm")) {
        let Some(part) = part(cx, fact.name).filter(|part| !part.value.is_repaired()) else {
            continue;
        };
        let include = given_field(part, INCLUDE);
        let version = given_field(part, VERSION);
        match (include, version) {
            (Some(include), None) => report_no_version(cx, fact.name, include, out),
            (None, Some(version)) => report_not_included(part, version, out),
            (Some(_), Some(version)) => check_version(version, out),
            (None, None) => {}
        }
    }
}

fn report_no_version(cx: &Context<'_>, part: &str, include: Entry<'_>, out: &mut Findings<'_>) {
    if include.value.is_repaired() {
        return;
    }
    let draft = out
        .report(include.key.range(), format!("`{INCLUDE}` stands without `{VERSION}`"))
        .note(PACK_STOPS)
        .help(format!("add the version, such as `{VERSION}: '22.12.0'`"));
    if let Some(edit) = remove_entry(cx, &["parts", part, INCLUDE]) {
        let title = format!("Remove `{INCLUDE}`, for the Node of the base");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

fn report_not_included(part: Entry<'_>, version: Entry<'_>, out: &mut Findings<'_>) {
    let draft = out
        .report(version.key.range(), format!("`{VERSION}` stands without `{INCLUDE}: true`"))
        .note(PACK_STOPS)
        .help(format!("add `{INCLUDE}: true`"));
    if let Some(field) = part.value.get(INCLUDE) {
        if !field.value.is_absent() && field.value.alias_target().is_none() {
            let title = format!("Write `{INCLUDE}: true`");
            draft.fix(Fix::replace(title, Safety::Unsafe, field.value.range(), "true"));
        }
    } else if let Some(edit) = prepend_entry(part.value, INCLUDE, "true") {
        let title = format!("Add `{INCLUDE}: true`");
        draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
    }
}

/// `20.1` is a number to YAML, `20.1.0` is not.
fn check_version(version: Entry<'_>, out: &mut Findings<'_>) {
    let value = version.value.resolved();
    if value.as_str().is_some() || value.is_repaired() {
        return;
    }
    let draft = out
        .report(version.value.range(), format!("`{VERSION}` is {}, expected text", kind(value)))
        .note(PACK_STOPS);
    if !value.is_scalar() || value != version.value {
        draft.help(format!("write a version in quotes, such as `{VERSION}: '22.12.0'`"));
        return;
    }
    let quoted = format!("'{}'", value.source());
    draft.help(format!("write `{quoted}`")).fix(Fix::replace(
        "Put it in quotes",
        Safety::Safe,
        value.range(),
        quoted,
    ));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    fn file(keys: &str) -> String {
        format!(
            "extensions: [expressjs-framework]\nparts:\n  expressjs-framework/install-app:\n    {keys}\n"
        )
    }

    #[test]
    fn both_or_none() {
        check(
            &RULE,
            &file(
                "npm-include-node: true\n#   ^^^^^^^^^^^^^^^^ error[incomplete-node-choice]: `npm-include-node` stands without",
            ),
        );
        check(
            &RULE,
            &file(
                "npm-node-version: '22'\n#   ^^^^^^^^^^^^^^^^ error[incomplete-node-choice]: `npm-node-version` stands without",
            ),
        );
        check(&RULE, &file("npm-include-node: true\n    npm-node-version: 22.12.0"));
        check(&RULE, &file("npm-include-node: false"));
        check(
            &RULE,
            &file("npm-include-node: true").replace("expressjs-framework]", "flask-framework]"),
        );
    }

    #[test]
    fn the_version_is_text() {
        let number = file("npm-include-node: true\n    npm-node-version: 20.1");
        assert!(fixed(&RULE, &number, 0).ends_with("npm-node-version: '20.1'\n"));
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, &file("npm-include-node: true\n    npm-node-ver"));
    }

    #[test]
    fn fixes() {
        let without = file("npm-node-version: '22'");
        assert_eq!(
            fixed(&RULE, &without, 0),
            file("npm-include-node: true\n    npm-node-version: '22'")
        );
        let off = file("npm-include-node: false\n    npm-node-version: '22'");
        assert!(fixed(&RULE, &off, 0).contains("npm-include-node: true\n"));
        assert!(!fixed(&RULE, &file("npm-include-node: true\n    source: app"), 0).contains("npm"));
    }

    #[test]
    fn words() {
        let all = said(&RULE, &file("npm-include-node: true"))
            + &said(&RULE, &file("npm-node-version: '22'"))
            + &said(&RULE, &file("npm-include-node: true\n    npm-node-version: 20.1"));
        expect![[r#"
            error (rockcraft): `npm-include-node` stands without `npm-node-version`
              note: `rockcraft pack` stops on this
              help: add the version, such as `npm-node-version: '22.12.0'`
              fix (Unsafe): Remove `npm-include-node`, for the Node of the base
            error (rockcraft): `npm-node-version` stands without `npm-include-node: true`
              note: `rockcraft pack` stops on this
              help: add `npm-include-node: true`
              fix (Unsafe): Add `npm-include-node: true`
            error (rockcraft): `npm-node-version` is a number, expected text
              note: `rockcraft pack` stops on this
              help: write `'20.1'`
              fix (Safe): Put it in quotes
        "#]]
        .assert_eq(&all);
    }
}
