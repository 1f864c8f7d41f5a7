//! `action-name`: Juju cannot run an action of that name. Docs in action_name.md.

use crate::rules::juju_names::{is_reserved, may_use_reserved};
use crate::rules::juju_value::{JUJU_REFUSES, reaches_juju};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "action-name",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Actions],
    docs: include_str!("action_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(actions) = cx.section("actions") else { return };
    for action in actions.effective_entries() {
        let Some(name) = action.key.text() else { continue };
        let range = action.key.range();
        let is_reserved = is_reserved(name);
        let is_name = is_action_name(name);
        let is_free = is_name && (!is_reserved || may_use_reserved(cx));
        if is_free
            || action.is_repaired()
            || out.has_reported(range)
            || !reaches_juju(cx, "actions")
        {
            continue;
        }
        if is_name {
            out.report(range, format!("Juju keeps the action name `{name}` for itself"))
                .note(JUJU_REFUSES)
                .help("choose a name that does not start with `juju-`");
            continue;
        }
        let draft =
            out.report(range, format!("`{name}` is no name for an action")).note(JUJU_REFUSES);
        let is_free = |near: &String| cx.may_search(actions) && actions.get(near).is_none();
        match near_name(name).filter(is_free) {
            Some(near) => {
                let title = format!("Rename the action to `{near}`");
                draft
                    .help(format!("small letters, digits and hyphens between them: `{near}`"))
                    .fix(Fix::replace(title, Safety::Unsafe, range, near));
            }
            None => {
                draft.help("use small letters, digits, and hyphens between them");
            }
        }
    }
}

/// `^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
fn is_action_name(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(is_inner) && !name.starts_with('-') && !name.ends_with('-')
}

/// `Clear_Cache` is `clear-cache`.
fn near_name(name: &str) -> Option<String> {
    let hyphened: String = name
        .chars()
        .map(|ch| if matches!(ch, '_' | ' ' | '.') { '-' } else { ch.to_ascii_lowercase() })
        .collect();
    let near = hyphened.trim_matches('-').to_owned();
    is_action_name(&near).then_some(near)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn names_are_small_letters_digits_and_hyphens() {
        check(
            &RULE,
            "actions:
  9:
  2fa--reset:
  jujuish: {}
  clear_cache:
# ^^^^^^^^^^^ error[action-name]: `clear_cache` is no name for an action
  Backup: {}
# ^^^^^^ error[action-name]: `Backup` is no name for an action
  run-:
# ^^^^ error[action-name]: `run-` is no name for an action
  juju-run:
# ^^^^^^^^ error[action-name]: Juju keeps the action name `juju-run` for itself
",
        );
    }

    #[test]
    fn charms_of_juju_and_files_beside_are_free() {
        check(&RULE, "name: juju-dashboard\nactions: {juju-run: {}}\n");
        check(&RULE, "//- charmcraft.yaml\nactions: {a_b: {}}\n//- actions.yaml\nc: {}\n");
    }

    #[test]
    fn half_typed_actions_are_left_alone() {
        check(&RULE, "actions:\n  a: {}\n  Bac\n");
    }

    #[test]
    fn the_fix_keeps_the_words() {
        let fixed = fixed(&RULE, "actions:\n  Clear_Cache:\n", 0);
        assert_eq!(fixed, "actions:\n  clear-cache:\n");
    }

    #[test]
    fn words() {
        expect![[r#"
            error (juju): `a_b` is no name for an action
              note: Juju refuses the packed charm when it is deployed
              help: small letters, digits and hyphens between them: `a-b`
              fix (Unsafe): Rename the action to `a-b`
            error (juju): Juju keeps the action name `juju` for itself
              note: Juju refuses the packed charm when it is deployed
              help: choose a name that does not start with `juju-`
            error (juju): `änderung` is no name for an action
              note: Juju refuses the packed charm when it is deployed
              help: use small letters, digits, and hyphens between them
        "#]]
        .assert_eq(&said(&RULE, "actions: {a_b: {}, juju: {}, änderung: {}}"));
    }

    #[test]
    fn actions_may_have_a_file_of_their_own() {
        check(
            &RULE,
            "//- actions.yaml
clear_cache: {}
#^^^^^^^^^^ error[action-name]: `clear_cache` is no name for an action
juju-run: {}
#^^^^^^^ error[action-name]: Juju keeps the action name `juju-run` for itself
//- charmcraft.yaml
name: notes
",
        );
        check(&RULE, "//- actions.yaml\njuju-run: {}\n//- charmcraft.yaml\nname: juju-notes\n");
    }
}
