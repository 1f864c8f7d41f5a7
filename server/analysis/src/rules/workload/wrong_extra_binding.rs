//! `wrong-extra-binding`: an extra binding has a value, no name, or the name of an endpoint. Docs in
//! wrong_extra_binding.md.

use super::fields::report;
use crate::rules::juju_value::{Packed, reaches_juju};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "wrong-extra-binding",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Metadata],
    docs: include_str!("wrong_extra_binding.md"),
    check,
};

const SECTION: &str = "extra-bindings";
/// charmcraft takes this spelling for the same, and extensions do not see it.
const OTHER_SPELLING: &str = "extra_bindings";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let section = cx.entry(SECTION).filter(|_| cx.extension().is_none());
    let other = || cx.entry(OTHER_SPELLING).filter(|_| Packed::of(cx) == Packed::Rewritten);
    let section = section.or_else(other);
    let Some(section) = section.filter(|_| reaches_juju(cx, SECTION)) else { return };
    let bindings = section.value.effective_entries();
    if bindings.is_empty()
        && section.value.resolved().is_mapping()
        && !section.is_repaired()
        && let Some(draft) =
            report(out, section.value.range(), "`extra-bindings` names no binding".to_owned())
    {
        draft.help("remove the key, or write `<name>:` for each binding");
    }
    for binding in bindings {
        check_binding(cx, binding, out);
    }
}

fn check_binding(cx: &Context<'_>, binding: Entry<'_>, out: &mut Findings<'_>) {
    let Some(name) = binding.key.text() else { return };
    let value = binding.value.resolved();
    if !value.is_null() && !binding.is_repaired() {
        let message = format!("binding `{name}` is {}, expected nothing", kind(value));
        if let Some(draft) = report(out, binding.value.range(), message) {
            let draft =
                draft.help(format!("write `{name}:` alone; spaces are chosen when deploying"));
            let colon_to_end =
                TextRange::new(binding.key.range().end(), binding.value.range().end());
            if value == binding.value && value.is_scalar() {
                let title = "Remove the value";
                draft.fix(Fix::replace(title, Safety::Unsafe, colon_to_end, ":"));
            }
        }
    }
    if name.is_empty() {
        if let Some(draft) = report(out, binding.key.range(), "a binding has no name".to_owned()) {
            draft.help("give it a name");
        }
        return;
    }
    let endpoint = cx.endpoints().iter().find(|endpoint| endpoint.name() == Some(name));
    let Some(endpoint) = endpoint else { return };
    let message =
        format!("`{name}` is a binding already, as an endpoint under `{}`", endpoint.section.key());
    if let Some(draft) = report(out, binding.key.range(), message) {
        draft
            .help("remove it: every endpoint can be bound to a space")
            .label(endpoint.key.range(), "the endpoint");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_spelling_with_an_underscore_is_the_same() {
        check(
            &RULE,
            "extensions: [flask-framework]
extra_bindings: {admin: '1.5'}
#                       ^^^^^ error[wrong-extra-binding]: binding `admin` is text, expected nothing
",
        );
        check(&RULE, "extensions: [flask-framework]\nextra-bindings: {admin: '1.5'}\n");
    }

    #[test]
    fn bindings_are_names_of_their_own() {
        check(
            &RULE,
            "requires: {db: {interface: mysql_client}}
extra-bindings:
  admin:
  juju-info: ~
  cluster: internal
#          ^^^^^^^^ error[wrong-extra-binding]: binding `cluster` is text, expected nothing
  db:
# ^^ error[wrong-extra-binding]: `db` is a binding already, as an endpoint under `requires`
  '':
# ^^ error[wrong-extra-binding]: a binding has no name
",
        );
        check(
            &RULE,
            "extra-bindings: {}
#               ^^ error[wrong-extra-binding]: `extra-bindings` names no binding
",
        );
        check(&RULE, "extra-bindings:\n");
    }

    #[test]
    fn the_fix_removes_the_value() {
        let fixed = fixed(&RULE, "extra-bindings:\n  admin: x # why\n", 0);
        assert_eq!(fixed, "extra-bindings:\n  admin: # why\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "extra-bindings: {a: {}}")
            + &said(&RULE, "extra-bindings: {}")
            + &said(&RULE, "extra-bindings: {a: }\npeers: {a: {interface: b}}");
        expect![[r#"
            error (juju): binding `a` is a mapping, expected nothing
              note: Juju refuses the packed charm when it is deployed
              help: write `a:` alone; spaces are chosen when deploying
            error (juju): `extra-bindings` names no binding
              note: Juju refuses the packed charm when it is deployed
              help: remove the key, or write `<name>:` for each binding
            error (juju): `a` is a binding already, as an endpoint under `peers`
              note: Juju refuses the packed charm when it is deployed
              help: remove it: every endpoint can be bound to a space
        "#]]
        .assert_eq(&said);
    }
}
