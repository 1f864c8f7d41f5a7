//! `storage-range`: how many instances of a store there can be is not said as Juju reads it. Docs in
//! storage_range.md.

use super::fields::{entries, report};
use crate::rules::juju_value::{Packed, changed, juju_int};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "storage-range",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("storage_range.md"),
    check,
};

const HELP: &str =
    "write the number, as in `'2'`, or two, as in `1-3`, or `1+` for any number from 1 on";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for store in entries(cx, "storage") {
        let Some(multiple) = store.value.get("multiple").filter(|it| !it.is_repaired()) else {
            continue;
        };
        let value = multiple.value.resolved();
        if !value.is_mapping() {
            let message = format!("`multiple` is {}, expected a mapping with `range`", kind(value));
            if let Some(draft) = report(out, place(multiple), message) {
                draft.help("write `range:` below it, or remove the key for exactly one instance");
            }
            continue;
        }
        let Some(range) = value.get("range") else {
            let message = "`multiple` lacks `range`".to_owned();
            if let Some(draft) = report(out, multiple.key.range(), message) {
                draft.help(HELP);
            }
            continue;
        };
        if let Some(message) = fault(Packed::of(cx), range.value.resolved())
            && let Some(draft) = report(out, place(range), message)
        {
            draft.help(HELP);
        }
    }
}

fn fault(packed: Packed, value: NodeRef<'_>) -> Option<String> {
    if let Some(count) = juju_int(packed, value) {
        return (count <= 0).then(|| format!("`range` is {count}, expected at least 1"));
    }
    let Some(text) = value.as_str().filter(|_| changed(packed, value).is_none()) else {
        return Some(format!("`range` is {}, expected a whole number or a range", kind(value)));
    };
    let not_a_range = || Some(format!("`range` is `{text}`, expected a whole number or a range"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let Some((low, high)) = text.split_once(['-', '+']) else { return not_a_range() };
    let is_open = high.is_empty();
    let is_closed = is_number(high) && text.contains('-');
    if !is_number(low) || !(is_open || is_closed) {
        return not_a_range();
    }
    let ends_at_none = is_closed && high.bytes().all(|digit| digit == b'0');
    ends_at_none.then(|| format!("`range` is `{text}`, which allows no instance at all"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn numbers_and_ranges_are_taken() {
        for range in ["2", "'3'", "0-1", "1+", "0-", "'0x2'", "3-1", "0+"] {
            check(&RULE, &format!("storage: {{a: {{multiple: {{range: {range}}}}}}}\n"));
        }
    }

    #[test]
    fn everything_else_is_marked() {
        for range in ["0", "-4", "0-0", "1 - 3", "1-2-3", "many", "yes", "1.5", "1+3", "x-", "[1]"]
        {
            let carets = "^".repeat(range.len());
            check(
                &RULE,
                &format!(
                    "storage:
  a:
    multiple:
      range: {range}
#            {carets} error[storage-range]: `range` is
"
                ),
            );
        }
        check(
            &RULE,
            "storage:
  a:
    multiple:
#   ^^^^^^^^ error[storage-range]: `multiple` is empty, expected a mapping with `range`
  b: {multiple: {}}
#     ^^^^^^^^ error[storage-range]: `multiple` lacks `range`
",
        );
    }

    #[test]
    fn words() {
        let text =
            "storage: {a: {multiple: {range: 0}}, b: {multiple: {range: 0-0}}, c: {multiple: 2}}";
        expect![[r#"
            error (juju): `range` is 0, expected at least 1
              note: Juju refuses the packed charm when it is deployed
              help: write the number, as in `'2'`, or two, as in `1-3`, or `1+` for any number from 1 on
            error (juju): `range` is `0-0`, which allows no instance at all
              note: Juju refuses the packed charm when it is deployed
              help: write the number, as in `'2'`, or two, as in `1-3`, or `1+` for any number from 1 on
            error (juju): `multiple` is a number, expected a mapping with `range`
              note: Juju refuses the packed charm when it is deployed
              help: write `range:` below it, or remove the key for exactly one instance
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
