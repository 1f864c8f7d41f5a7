//! `malformed-assumes`: `assumes` is no list of features. Docs in malformed_assumes.md.
//!
//! charmcraft 4.5.0 looks at the shape only: an entry is text, or a mapping from text to lists or
//! mappings. What Juju makes of the features is not this rule's business.

use super::reading::{Reading, in_words, is_list, is_mapping, names_nothing};
use crate::rules::prelude::*;
use crate::rules::quoting::wrap;

pub(super) static RULE: Rule = Rule {
    id: "malformed-assumes",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft],
    docs: include_str!("malformed_assumes.md"),
    check,
};

const NOTE: &str = "`charmcraft pack` stops on this";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("assumes").filter(|entry| !entry.is_repaired()) else { return };
    let value = entry.value.resolved();
    // Next to an extension only its own `assumes` is taken, which another rule sees to.
    if value.is_null() || names_nothing(value) || cx.extension().is_some() {
        return;
    }
    if !is_list(value) {
        report_no_list(entry.value, out);
        return;
    }
    for item in value.items() {
        if is_mapping(item) {
            check_mapping(item, out);
            continue;
        }
        let found = match Reading::of(item) {
            Reading::Null => "empty",
            Reading::Other(found) => found,
            _ => continue,
        };
        out.report(item.range(), format!("an entry of `assumes` is {found}, expected text"))
            .note(NOTE)
            .help(
                "name a feature such as `k8s-api` or `juju >= 3.6`, or group some with `any-of:`",
            );
    }
}

fn report_no_list(value: NodeRef<'_>, out: &mut Findings<'_>) {
    let message = format!("`assumes` is {}, expected a list", in_words(value));
    let draft = out.report(value.range(), message).note(NOTE);
    let draft = draft.help("write each feature on a line of its own: `- k8s-api`, `- juju >= 3.6`");
    let fix = wrap(value, "Make it a list").or_else(|| features(value));
    if let Some(fix) = fix {
        draft.fix(fix);
    }
}

/// A mapping such as `juju: '>= 3.6'`, which has features for keys and conditions for values.
fn features(mapping: NodeRef<'_>) -> Option<Fix> {
    let feature = |entry: Entry<'_>| {
        let (name, condition) = (entry.key.as_str()?, entry.value.as_str()?);
        condition.starts_with(['<', '>']).then(|| format!("'{name} {condition}'"))
    };
    let features: Vec<_> = mapping.entries().map(feature).collect::<Option<_>>()?;
    let list = format!("[{}]", features.join(", "));
    let is_simple = !features.is_empty() && mapping.properties().is_none();
    is_simple.then(|| Fix::replace("Make it a list", Safety::Safe, mapping.range(), list))
}

fn check_mapping(item: NodeRef<'_>, out: &mut Findings<'_>) {
    for entry in item.effective_entries() {
        if entry.is_repaired() {
            continue;
        }
        let name = entry.key.source();
        if matches!(Reading::of(entry.key), Reading::Other(_) | Reading::Null) {
            out.report(
                entry.key.range(),
                format!("YAML reads `{name}` in `assumes` as something else than text"),
            )
            .note(NOTE)
            .help("write `any-of:` or `all-of:` with a list of features below it");
        } else if !is_list(entry.value) && !is_mapping(entry.value) && !names_nothing(entry.value) {
            let found = in_words(entry.value);
            let draft = out
                .report(place(entry), format!("`{name}` in `assumes` is {found}, expected a list"))
                .note(NOTE)
                .help("write a list of features");
            if let Some(fix) = wrap(entry.value, "Make it a list") {
                draft.fix(fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn entries_are_texts_or_mappings_of_lists_and_mappings() {
        check(
            &RULE,
            "assumes:
  - k8s-api
  - 1.5
  - any-of: [juju < 4, {all-of: [a, b]}, 5]
  - {}
  - {any-of: {x: y}, 1: []}
",
        );
        check(
            &RULE,
            "assumes:
  - [a]
#   ^^^ error[malformed-assumes]: an entry of `assumes` is a list, expected text
  - yes
#   ^^^ error[malformed-assumes]: an entry of `assumes` is a boolean
  - any-of: k8s-api
#           ^^^^^^^ error[malformed-assumes]: `any-of` in `assumes` is text, expected a list
  - any-of:
#   ^^^^^^ error[malformed-assumes]: `any-of` in `assumes` is empty
  - yes: [a]
#   ^^^ error[malformed-assumes]: YAML reads `yes` in `assumes` as something else than text
",
        );
    }

    #[test]
    fn a_single_feature_is_no_list() {
        check(
            &RULE,
            "assumes: k8s-api
#        ^^^^^^^ error[malformed-assumes]: `assumes` is text, expected a list
",
        );
        check(&RULE, "assumes:\n");
        check(&RULE, "assumes:\n  - any-of:\n      - juju\n      k8s\n");
    }

    #[test]
    fn words_and_fixes() {
        let said = said(&RULE, "assumes: k8s-api\n") + &said(&RULE, "assumes: [any-of: k8s-api]\n");
        expect![[r#"
            error (charmcraft): `assumes` is text, expected a list
              note: `charmcraft pack` stops on this
              help: write each feature on a line of its own: `- k8s-api`, `- juju >= 3.6`
              fix (Safe): Make it a list
            error (charmcraft): `any-of` in `assumes` is text, expected a list
              note: `charmcraft pack` stops on this
              help: write a list of features
              fix (Safe): Make it a list
        "#]]
        .assert_eq(&said);
        assert_eq!(fixed(&RULE, "assumes: k8s-api\n", 0), "assumes: [k8s-api]\n");
        assert_eq!(fixed(&RULE, "assumes:\n  juju: '>=3'\n", 0), "assumes:\n  ['juju >=3']\n");
        assert_eq!(fixed(&RULE, "assumes: [any-of: a]\n", 0), "assumes: [any-of: [a]]\n");
    }
}
