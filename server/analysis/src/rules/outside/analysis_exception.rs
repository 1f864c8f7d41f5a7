//! `analysis-exception`: `analysis` names a check that charmcraft does not have. Docs in
//! analysis_exception.md.

use super::closed::{Closed, listed, refused, report_kind, report_unknown_keys};
use crate::facts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "analysis-exception",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("analysis_exception.md"),
    check,
};

/// What can be left out: the key of the list, and what one of its entries is.
const KINDS: [(&str, &str); 2] = [("attributes", "an attribute"), ("linters", "a linter")];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(analysis) = cx.entry("analysis") else { return };
    if analysis.value.resolved().is_null() {
        return;
    }
    let Some(mapping) = mapping(cx, analysis, "`analysis`", out) else { return };
    report_unknown_keys(
        cx,
        mapping,
        &Closed { place: "`analysis`", keys: &["ignore"] },
        |_| Some("ignore"),
        out,
    );
    let Some(ignore) = mapping.get("ignore") else { return };
    let Some(lists) = self::mapping(cx, ignore, "`analysis.ignore`", out) else { return };
    let closed = Closed { place: "`analysis.ignore`", keys: &KINDS.map(|(key, _)| key) };
    report_unknown_keys(cx, lists, &closed, |_| None, out);
    for (key, kind) in KINDS {
        if let Some(list) = lists.get(key) {
            check_list(cx, list, key, kind, out);
        }
    }
}

/// The entry's value; reports what is no mapping.
fn mapping<'a>(
    cx: &Context<'_>,
    entry: Entry<'a>,
    name: &str,
    out: &mut Findings<'_>,
) -> Option<NodeRef<'a>> {
    let value = entry.value.resolved();
    if !value.is_mapping() && !entry.is_repaired() {
        report_kind(cx, entry.value, entry.key.range(), name, "a mapping", out)
            .help("write `ignore:` with `linters:` or `attributes:` below it");
    }
    value.is_mapping().then_some(value)
}

fn check_list(
    cx: &Context<'_>,
    list: Entry<'_>,
    key: &'static str,
    kind: &str,
    out: &mut Findings<'_>,
) {
    let value = list.value.resolved();
    if list.is_repaired() {
        return;
    }
    if !value.is_sequence() {
        let name = format!("`analysis.ignore.{key}`");
        let draft = report_kind(cx, list.value, list.key.range(), &name, "a list", out)
            .help(format!("write {kind} behind each dash, or remove the key"));
        if let Some(fix) = super::closed::wrap(list.value).filter(|_| !value.is_null()) {
            draft.fix(fix);
        }
        return;
    }
    let known = names(key);
    for item in value.items() {
        let is_known = item.resolved().as_str().is_some_and(|name| known.contains(&name));
        if !is_known && !out.has_reported(item.range()) {
            report_item(cx, item, list.key.range(), key, kind, out);
        }
    }
}

fn names(key: &'static str) -> &'static [&'static str] {
    let doc = facts::key_doc(FileKind::Charmcraft, &["analysis", "ignore", key]);
    doc.map(|doc| doc.values.as_slice()).unwrap_or_default()
}

fn known_names(key: &'static str) -> String {
    format!("the {key} are {}", listed(names(key)))
}

fn report_item(
    cx: &Context<'_>,
    item: NodeRef<'_>,
    list: TextRange,
    key: &'static str,
    kind: &str,
    out: &mut Findings<'_>,
) {
    let range = if item.is_absent() { list } else { item.range() };
    let name = item.resolved().text().filter(|name| !name.is_empty());
    let Some(name) = name.filter(|_| !item.resolved().is_null()) else {
        out.report(
            range,
            format!("an entry of `analysis.ignore.{key}` is no name, expected {kind}"),
        )
        .note(refused(cx))
        .help(known_names(key));
        return;
    };
    let draft = out
        .report(range, format!("`{name}` is not the name of {kind} of charmcraft"))
        .note(refused(cx));
    let elsewhere = KINDS.iter().find(|(other, _)| *other != key && names(other).contains(&name));
    if let Some((other, what)) = elsewhere {
        draft.help(format!("`{name}` is {what}: write it under `{other}`"));
        return;
    }
    let spelling = name.to_ascii_lowercase().replace(['_', ' '], "-");
    let known = names(key).iter().copied();
    match nearest(&spelling, known, 2) {
        Some(near) if item.is_scalar() => {
            draft.help(format!("did you mean `{near}`?")).fix(Fix::replace(
                format!("Write `{near}`"),
                Safety::Safe,
                range,
                near,
            ));
        }
        _ => {
            draft.help(known_names(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn only_checks_that_exist_can_be_ignored() {
        check(
            &RULE,
            "analysis:
  skip: {}
# ^^^^ error[analysis-exception]: `analysis` has no key `skip`
  ignore:
    linters: [metadata, entry-point, metadata, 5]
#                       ^^^^^^^^^^^ error[analysis-exception]: `entry-point` is not the name of a linter
#                                              ^ error[analysis-exception]: `5` is not the name of a linter
    attributes: [language, metadata]
#                          ^^^^^^^^ error[analysis-exception]: `metadata` is not the name of an attribute
    linter: [metadata]
#   ^^^^^^ error[analysis-exception]: `analysis.ignore` has no key `linter`
",
        );
    }

    #[test]
    fn lists_may_be_absent_or_empty_but_not_null() {
        check(&RULE, "analysis:\n");
        check(&RULE, "analysis: {}\n");
        check(&RULE, "analysis: {ignore: {linters: []}}\n");
        check(
            &RULE,
            "analysis:
  ignore:
    linters:
#   ^^^^^^^ error[analysis-exception]: `analysis.ignore.linters` is empty, expected a list
    attributes: language
#               ^^^^^^^^ error[analysis-exception]: `analysis.ignore.attributes` is text, expected a list
",
        );
        check(
            &RULE,
            "analysis:
  ignore:
# ^^^^^^ error[analysis-exception]: `analysis.ignore` is empty, expected a mapping
",
        );
        check(
            &RULE,
            "analysis: [ignore]
#         ^^^^^^^^ error[analysis-exception]: `analysis` is a list, expected a mapping
",
        );
    }

    #[test]
    fn half_typed_keys_are_left_alone() {
        check(&RULE, "analysis:\n  ignore:\n    lint\n    attributes: []\n");
        check(&RULE, "analysis:\n  ign\n  ignore: {}\n");
    }

    #[test]
    fn near_names_can_be_put_right() {
        let with = |written: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("analysis: {{{written}}}\n"), 0);
            assert_eq!(fixed, format!("analysis: {{{expected}}}\n"));
        };
        with("ignore: {linters: [Juju_Config]}", "ignore: {linters: [juju-config]}");
        with("ignore: {linters: metadata}", "ignore: {linters: [metadata]}");
        with("ignored: {linters: [metadata]}", "ignore: {linters: [metadata]}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "analysis: {ignore: {linters: [framework, spelling, entry-point, ], attributes: [~]}}",
        );
        expect![[r#"
            error (charmcraft): `framework` is not the name of a linter of charmcraft
              note: `charmcraft pack` refuses the file
              help: `framework` is an attribute: write it under `attributes`
            error (charmcraft): `spelling` is not the name of a linter of charmcraft
              note: `charmcraft pack` refuses the file
              help: the linters are `metadata`, `juju-actions`, `juju-config`, `naming-conventions`, `entrypoint`, `ops-main-call`, `additional-files`, `pip-check`, `pydeps`
            error (charmcraft): `entry-point` is not the name of a linter of charmcraft
              note: `charmcraft pack` refuses the file
              help: did you mean `entrypoint`?
              fix (Safe): Write `entrypoint`
            error (charmcraft): an entry of `analysis.ignore.attributes` is no name, expected an attribute
              note: `charmcraft pack` refuses the file
              help: the attributes are `language`, `framework`
        "#]].assert_eq(&said);
    }
}
