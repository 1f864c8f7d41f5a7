//! `storage-size`: the smallest size of a store is not written as Juju reads sizes. Docs in
//! storage_size.md.

use super::fields::{entries, report};
use crate::rules::juju_value::{Packed, changed};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "storage-size",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("storage_size.md"),
    check,
};

const HELP: &str = "write a number with `M`, `G`, `T`, `P` or `E`, as in `10G`";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for store in entries(cx, "storage") {
        let Some(size) = store.value.get("minimum-size").filter(|it| !it.is_repaired()) else {
            continue;
        };
        let value = size.value.resolved();
        match value.as_str().filter(|_| changed(Packed::of(cx), value).is_none()) {
            Some(text) if is_size(text) => {}
            Some(text) => report_text(size, text, out),
            None => report_kind(size, value, out),
        }
    }
}

/// juju/utils `ParseSize`: digits and dots that make a number, then nothing or a unit.
fn is_size(text: &str) -> bool {
    let number = text.trim_end_matches(|ch: char| ch != '.' && !ch.is_ascii_digit());
    let unit = text.get(number.len()..).unwrap_or_default();
    let is_unit = match unit.split_at_checked(1) {
        None => true,
        Some((letter, rest)) => "MGTPEZY".contains(letter) && ["", "B", "iB"].contains(&rest),
    };
    let is_number = number.bytes().any(|byte| byte.is_ascii_digit())
        && number.bytes().filter(|byte| *byte == b'.').count() <= 1
        && number.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    is_unit && is_number
}

fn report_text(size: Entry<'_>, text: &str, out: &mut Findings<'_>) {
    let message = format!("`minimum-size` is `{text}`, expected a size such as `10G`");
    let Some(draft) = report(out, place(size), message) else { return };
    let upper = text.replace(' ', "").to_ascii_uppercase().replace("IB", "iB");
    match is_size(&upper) {
        true => {
            let title = format!("Change it to `{upper}`");
            draft.help(format!("write `{upper}`")).fix(Fix::replace(
                title,
                Safety::Safe,
                size.value.range(),
                upper,
            ));
        }
        false => {
            draft.help(HELP);
        }
    }
}

fn report_kind(size: Entry<'_>, value: NodeRef<'_>, out: &mut Findings<'_>) {
    let message = format!("`minimum-size` is {}, expected text", kind(value));
    let Some(draft) = report(out, place(size), message) else { return };
    if value.is_scalar() && !value.is_null() && is_size(value.source()) {
        // Without a unit Juju counts in MiB.
        let with_unit = format!("{}M", value.source());
        draft
            .help(format!("write `{with_unit}`, or the number in quotes, which means the same"))
            .fix(Fix::replace(
                format!("Change it to `{with_unit}`"),
                Safety::Unsafe,
                size.value.range(),
                with_unit,
            ));
    } else {
        draft.help(HELP);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn sizes_are_a_number_and_a_unit() {
        for size in ["10G", "'1024'", "1.5GiB", "2TB", "'5.'", "'.5E'"] {
            check(&RULE, &format!("storage: {{a: {{minimum-size: {size}}}}}\n"));
        }
        for size in ["1024", "10g", "10Q", "500K", "5 G", "-5M", "G", "1.2.3G", "1.5", "big", "~"] {
            let carets = "^".repeat(size.len());
            check(
                &RULE,
                &format!(
                    "storage:
  a: {{minimum-size: {size}}}
#                   {carets} error[storage-size]: `minimum-size` is
"
                ),
            );
        }
    }

    #[test]
    fn fixes_write_the_unit() {
        let with = |size: &str, expected: &str| {
            let fixed = fixed(&RULE, &format!("storage: {{a: {{minimum-size: {size}}}}}\n"), 0);
            assert_eq!(fixed, format!("storage: {{a: {{minimum-size: {expected}}}}}\n"));
        };
        with("1024", "1024M");
        with("10 g", "10G");
        with("2gib", "2GiB");
    }

    #[test]
    fn words() {
        let text =
            "storage: {a: {minimum-size: 1024}, b: {minimum-size: 500K}, c: {minimum-size: 5g}}";
        expect![[r#"
            error (juju): `minimum-size` is a number, expected text
              note: Juju refuses the packed charm when it is deployed
              help: write `1024M`, or the number in quotes, which means the same
              fix (Unsafe): Change it to `1024M`
            error (juju): `minimum-size` is `500K`, expected a size such as `10G`
              note: Juju refuses the packed charm when it is deployed
              help: write a number with `M`, `G`, `T`, `P` or `E`, as in `10G`
            error (juju): `minimum-size` is `5g`, expected a size such as `10G`
              note: Juju refuses the packed charm when it is deployed
              help: write `5G`
              fix (Safe): Change it to `5G`
        "#]]
        .assert_eq(&said(&RULE, text));
    }

    #[test]
    fn stores_may_stand_in_metadata() {
        check(
            &RULE,
            "//- metadata.yaml
storage:
  a: {type: block, minimum-size: 10g}
#                                ^^^ error[storage-size]: `minimum-size` is `10g`
extra_bindings: {}
",
        );
    }
}
