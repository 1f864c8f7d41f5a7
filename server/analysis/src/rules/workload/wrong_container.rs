//! `wrong-container`: a container is not described as Juju wants it. Docs in wrong_container.md.

use super::fields::{entries, expect_mapping, report};
use crate::rules::juju_value::{Packed, juju_int};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "wrong-container",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("wrong_container.md"),
    check,
};

/// Ids that Juju keeps for itself: charm v12 and Juju 4.0; an older one ignores the keys.
const RESERVED: std::ops::RangeInclusive<i64> = 1000..=9999;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for container in entries(cx, "containers") {
        let help = "write `resource:` with the name of an image below it, or `{}`";
        if !expect_mapping(container, "container", help, out) {
            continue;
        }
        for key in ["uid", "gid"] {
            check_id(cx, container, key, out);
        }
    }
}

fn check_id(cx: &Context<'_>, container: Entry<'_>, key: &str, out: &mut Findings<'_>) {
    let Some(field) = container.value.get(key).filter(|field| !field.is_repaired()) else { return };
    let value = field.value.resolved();
    let (message, help) = match juju_int(Packed::of(cx), value) {
        Some(id) if RESERVED.contains(&id) => (
            format!("`{key}` {id} is one of those that Juju keeps"),
            "take one below 1000 or above 9999",
        ),
        Some(_) => return,
        None => {
            (format!("`{key}` is {}, expected a whole number", kind(value)), "write the number")
        }
    };
    if let Some(draft) = report(out, place(field), message) {
        draft.help(help);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn containers_are_mappings_and_ids_free_numbers() {
        check(
            &RULE,
            "containers:
  a: {}
  b:
# ^ error[wrong-container]: container `b` is empty, expected a mapping
  c: {uid: 0, gid: '584792'}
  d: {uid: 1000, gid: www-data}
#          ^^^^ error[wrong-container]: `uid` 1000 is one of those that Juju keeps
#                     ^^^^^^^^ error[wrong-container]: `gid` is text, expected a whole number
",
        );
    }

    #[test]
    fn half_typed_containers_are_left_alone() {
        check(&RULE, "containers:\n  a: {}\n  b\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `uid` 9999 is one of those that Juju keeps
              note: Juju refuses the packed charm when it is deployed
              help: take one below 1000 or above 9999
            error (juju): container `b` is text, expected a mapping
              note: Juju refuses the packed charm when it is deployed
              help: write `resource:` with the name of an image below it, or `{}`
        "#]]
        .assert_eq(&said(&RULE, "containers: {a: {uid: 9999}, b: image}"));
    }
}
