//! `storage-location`: a store is mounted where it cannot be. Docs in storage_location.md.

use super::fields::{entries, expect_text, report};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "storage-location",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("storage_location.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for store in entries(cx, "storage") {
        expect_text(cx, store, "location", out);
        let Some(location) = store.value.get("location") else { continue };
        let text = |key| store.value.get(key).and_then(|field| field.value.resolved().as_str());
        let is_set = text("location").is_some_and(|location| !location.is_empty());
        if text("type") != Some("block") || !is_set {
            continue;
        }
        let message = "a store of type `block` has no `location`: it is a device".to_owned();
        if let Some(draft) = report(out, location.value.range(), message) {
            draft.help("remove `location`, or use `type: filesystem`");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn directories_have_a_place_and_devices_have_none() {
        check(
            &RULE,
            "storage:
  a: {type: filesystem, location: relative/path}
  b: {type: block, location: ''}
  c: {type: block, location: /dev/sdc}
#                            ^^^^^^^^ error[storage-location]: a store of type `block` has no `location`
  d: {type: filesystem, location: }
#                       ^^^^^^^^ error[storage-location]: `location` is empty, expected text
  e: {type: filesystem, location: 7}
#                                 ^ error[storage-location]: `location` is a number, expected text
",
        );
    }

    #[test]
    fn the_fix_puts_a_number_in_quotes() {
        let fixed = fixed(&RULE, "storage: {a: {location: 7}}\n", 0);
        assert_eq!(fixed, "storage: {a: {location: '7'}}\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): a store of type `block` has no `location`: it is a device
              note: Juju refuses the packed charm when it is deployed
              help: remove `location`, or use `type: filesystem`
        "#]]
        .assert_eq(&said(&RULE, "storage: {a: {type: block, location: /x}}"));
    }
}
