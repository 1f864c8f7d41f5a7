//! `action-of-extension`: an action that the extension brings itself. Docs in action_of_extension.md.

use super::used;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "action-of-extension",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Charmcraft),
    files: &[FileKind::Charmcraft],
    docs: include_str!("action_of_extension.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some((_, extension)) = used(cx) else { return };
    let Some(actions) = cx.entry("actions") else { return };
    let framework = extension.framework;
    for Entry { key, .. } in actions.value.effective_entries() {
        let Some(name) = key.as_str() else { continue };
        let is_taken = framework.actions.iter().any(|action| action.name == name);
        if !is_taken || out.has_reported(key.range()) {
            continue;
        }
        let keeper = framework.extension;
        let draft = out
            .report(key.range(), format!("the {keeper} extension adds action `{name}` itself"))
            .note("`charmcraft pack` refuses a second one")
            .help("remove it: the extension brings it, and its code runs");
        if let Some(edit) = remove_entry(cx, &["actions", name]) {
            let title = format!("Remove the action `{name}`");
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn actions_of_the_framework_s_extension_are_marked() {
        check(
            &RULE,
            "extensions: [django-framework]
actions:
  rotate-secret-key: {}
# ^^^^^^^^^^^^^^^^^ error[action-of-extension]: the django-framework extension adds action `rotate-secret-key`
  create-superuser:
# ^^^^^^^^^^^^^^^^ error[action-of-extension]: the django-framework extension adds action `create-superuser`
  backup: {}
",
        );
        check(&RULE, "extensions: [flask-framework]\nactions: {create-superuser: {}}\n");
        check(&RULE, "actions: {rotate-secret-key: {}}\n");
        check(&RULE, "extensions: [flask-framework]\nactions:\n");
    }

    #[test]
    fn the_action_can_go() {
        let fixture =
            "extensions: [go-framework]\nactions:\n  rotate-secret-key:\n    description: x\n";
        assert_eq!(fixed(&RULE, fixture, 0), "extensions: [go-framework]\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extensions: [go-framework]\nactions: {rotate-secret-key: {}}");
        expect![[r#"
            error (charmcraft): the go-framework extension adds action `rotate-secret-key` itself
              note: `charmcraft pack` refuses a second one
              help: remove it: the extension brings it, and its code runs
              fix (Unsafe): Remove the action `rotate-secret-key`
        "#]]
        .assert_eq(&said);
    }
}
