//! `charm-name-refused-by-juju`: charmcraft takes the charm's name, and Juju does not. Docs in
//! charm_name_refused_by_juju.md.

use crate::rules::juju_value::{Packed, changed, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "charm-name-refused-by-juju",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("charm_name_refused_by_juju.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = cx.entry("name") else { return };
    let value = entry.value.resolved();
    let Some(name) = value.as_str().filter(|name| is_name_to_charmcraft(name)) else { return };
    let part = name.split('-').find(|part| !part.bytes().any(|byte| byte.is_ascii_lowercase()));
    let starts_with_digit = name.starts_with(|first: char| first.is_ascii_digit());
    let wrong = match part {
        _ if starts_with_digit => "starts with a digit".to_owned(),
        Some(part) => format!("has the part `{part}` without a letter"),
        None => return,
    };
    // A name that changes its type has another fault, and another way out.
    if changed(Packed::of(cx), value).is_some()
        || entry.value.is_repaired()
        || !reaches_juju(cx, "name")
    {
        return;
    }
    let range = entry.value.range();
    let draft = out
        .report(range, format!("the charm's name `{name}` {wrong}"))
        .note("Juju refuses the packed charm when it is deployed, under whatever name");
    match free_name(name).filter(|_| !starts_with_digit) {
        Some(free) => {
            let title = format!("Rename the charm to `{free}`");
            draft.help(format!("rename it, for example to `{free}`")).fix(Fix::replace(
                title,
                Safety::Unsafe,
                range,
                free,
            ));
        }
        None => {
            draft.help("begin with a letter, and write one in every part between hyphens");
        }
    }
}

/// Other names stop charmcraft 4.5.0 already.
fn is_name_to_charmcraft(name: &str) -> bool {
    let is_char = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.bytes().all(is_char)
        && name.bytes().any(|byte| byte.is_ascii_lowercase())
        && name.split('-').all(|part| !part.is_empty())
}

/// Parts without a letter join the part before.
fn free_name(name: &str) -> Option<String> {
    let mut free = String::with_capacity(name.len());
    for part in name.split('-') {
        let has_letter = part.bytes().any(|byte| byte.is_ascii_lowercase());
        if has_letter && !free.is_empty() {
            free.push('-');
        }
        free.push_str(part);
    }
    free.starts_with(|first: char| first.is_ascii_lowercase()).then_some(free)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn every_part_has_a_letter_and_the_first_character_is_one() {
        check(
            &RULE,
            "name: web-2
#     ^^^^^ error[charm-name-refused-by-juju]: the charm's name `web-2` has the part `2` without a letter
",
        );
        check(
            &RULE,
            "name: '3proxy'
#     ^^^^^^^^ error[charm-name-refused-by-juju]: the charm's name `3proxy` starts with a digit
",
        );
        check(
            &RULE,
            "name: a-2024-b
#     ^^^^^^^^ error[charm-name-refused-by-juju]: the charm's name `a-2024-b` has the part `2024`
",
        );
        check(&RULE, "name: web2-v3x\n");
        check(&RULE, "name: app-2b\n");
    }

    #[test]
    fn names_that_charmcraft_refuses_are_another_rule_s() {
        check(&RULE, "name: My-2\n");
        check(&RULE, "name: 2048\n");
        check(&RULE, "name: 1-2\n");
        check(&RULE, "name: a--2\n");
        check(&RULE, "name:\n");
    }

    #[test]
    fn fix_joins_the_parts() {
        assert_eq!(fixed(&RULE, "name: a-2024-b\n", 0), "name: a2024-b\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "name: web-2") + &said(&RULE, "name: 3proxy");
        expect![[r#"
            error (juju): the charm's name `web-2` has the part `2` without a letter
              note: Juju refuses the packed charm when it is deployed, under whatever name
              help: rename it, for example to `web2`
              fix (Unsafe): Rename the charm to `web2`
            error (juju): the charm's name `3proxy` starts with a digit
              note: Juju refuses the packed charm when it is deployed, under whatever name
              help: begin with a letter, and write one in every part between hyphens
        "#]]
        .assert_eq(&said);
    }
}
