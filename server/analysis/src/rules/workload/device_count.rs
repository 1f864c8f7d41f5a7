//! `device-count`: how many devices are wanted makes no sense. Docs in device_count.md.

use super::fields::{entries, report};
use crate::rules::juju_value::{Packed, juju_int};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "device-count",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("device_count.md"),
    check,
};

/// What Juju takes for a count that is not written.
const DEFAULT: i64 = 1;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for device in entries(cx, "devices") {
        let field = |key| device.value.get(key);
        let (least, most) = (field("countmin"), field("countmax"));
        let (least_count, most_count) = (count(cx, least, out), count(cx, most, out));
        let (Some(least_count), Some(most_count)) = (least_count, most_count) else {
            continue;
        };
        let Some(written) = most.or(least).filter(|_| least_count > most_count) else { continue };
        let message =
            format!("`countmin` is {least_count} and `countmax` {most_count}, expected no more");
        let Some(draft) = report(out, written.value.range(), message) else { continue };
        draft.help(match most {
            Some(_) => format!("write `countmax: {least_count}` or more"),
            None => format!("write `countmax: {least_count}` too; without it Juju takes {DEFAULT}"),
        });
    }
}

/// The count of a field; `None` for what was reported or is half typed.
fn count(cx: &Context<'_>, field: Option<Entry<'_>>, out: &mut Findings<'_>) -> Option<i64> {
    let Some(field) = field else { return Some(DEFAULT) };
    let value = field.value.resolved();
    if field.is_repaired() {
        return None;
    }
    let key = field.key.text().unwrap_or_default();
    let message = match juju_int(Packed::of(cx), value) {
        Some(count) if count >= 0 => return Some(count),
        Some(count) => format!("`{key}` is {count}, expected 0 or more"),
        None => format!("`{key}` is {}, expected a whole number", kind(value)),
    };
    if let Some(draft) = report(out, place(field), message) {
        draft.help("write a whole number, or remove the key for one device");
    }
    None
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn counts_are_numbers_in_order() {
        check(
            &RULE,
            "devices:
  a: {countmin: '2', countmax: 2}
  b: {countmin: 0, countmax: 0}
  c: {countmin: 2}
#               ^ error[device-count]: `countmin` is 2 and `countmax` 1, expected no more
  d: {countmin: 3, countmax: 2}
#                            ^ error[device-count]: `countmin` is 3 and `countmax` 2
  e: {countmin: -1, countmax: 1.5}
#               ^^ error[device-count]: `countmin` is -1, expected 0 or more
#                             ^^^ error[device-count]: `countmax` is a number, expected a whole number
",
        );
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `countmin` is 2 and `countmax` 1, expected no more
              note: Juju refuses the packed charm when it is deployed
              help: write `countmax: 2` too; without it Juju takes 1
        "#]]
        .assert_eq(&said(&RULE, "devices: {a: {countmin: 2}}"));
    }
}
