//! `config-without-options`: `config` holds something, but no `options`. Docs in
//! config_without_options.md.
//!
//! With a 12-factor extension the options of the extension are always there, so nobody refuses the charm;
//! what stands beside them is lost all the same.

use crate::rules::juju_value::{JUJU_REFUSES, reaches_juju};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "config-without-options",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Juju),
    files: &[FileKind::Charmcraft, FileKind::Config],
    docs: include_str!("config_without_options.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = cx.section("config") else { return };
    let entries = config.effective_entries();
    // In a broken file the options may stand in the line that got lost.
    if entries.is_empty()
        || config.get("options").is_some()
        || !cx.document().problems().is_empty()
        || !reaches_juju(cx, "config")
    {
        return;
    }
    let draft = match cx.entry("config").filter(|_| cx.snapshot.kind != FileKind::Config) {
        Some(config) => out.report(config.key.range(), "`config` has no `options`"),
        None => out.report_file("`config.yaml` has no `options`"),
    };
    let draft = match cx.extension() {
        None => draft.note(JUJU_REFUSES),
        Some(_) => draft.severity(Severity::Warning).judge(None).note(
            "the options of the extension are added beside what stands here, which nobody reads",
        ),
    };
    let draft = draft.help(match cx.snapshot.kind {
        FileKind::Config => "write `options:` at the top, and the options below it",
        _ => "write `options:` below it, and the options below that",
    });
    let is_near = |key: &NodeRef<'_>| key.as_str().and_then(|key| nearest(key, ["options"], 2));
    let mistyped = entries.iter().map(|entry| entry.key).find(|key| is_near(key).is_some());
    if let Some(key) = mistyped {
        let title = "Rename the key to `options`";
        draft.help(format!("did you mean `options` for `{}`?", key.source())).fix(Fix::replace(
            title,
            Safety::Safe,
            key.range(),
            "options",
        ));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn something_else_than_options_is_marked() {
        check(
            &RULE,
            "config:
#^^^^^ error[config-without-options]: `config` has no `options`
  option:
    greeting: {type: string}
",
        );
        check(&RULE, "config: {}\n");
        check(&RULE, "config:\n");
        check(&RULE, "config: {options: , other: 1}\n");
    }

    #[test]
    fn next_to_the_options_of_an_extension_it_is_lost() {
        check(
            &RULE,
            "extensions: [flask-framework]
config:
#^^^^^ warning[config-without-options]: `config` has no `options`
  token: {type: string}
",
        );
    }

    #[test]
    fn half_typed_options_are_left_alone() {
        check(&RULE, "config:\n  opt\n  x: y\n");
    }

    #[test]
    fn fix_renames_a_mistyped_key() {
        let fixed = fixed(&RULE, "config:\n  option:\n    a: {}\n", 0);
        assert_eq!(fixed, "config:\n  options:\n    a: {}\n");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "config: {option: {}}") + &said(&RULE, "config: {token: {}}");
        expect![[r#"
            error (juju): `config` has no `options`
              note: Juju refuses the packed charm when it is deployed
              help: did you mean `options` for `option`?
              fix (Safe): Rename the key to `options`
            error (juju): `config` has no `options`
              note: Juju refuses the packed charm when it is deployed
              help: write `options:` below it, and the options below that
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn a_config_of_its_own_has_options_or_nothing() {
        check(
            &RULE,
            "//- config.yaml
option: {a: {type: string}}
#^^^^^ error[config-without-options]: `config.yaml` has no `options`
",
        );
        let fixture = "//- config.yaml\noption: {}\n";
        assert_eq!(fixed(&RULE, fixture, 0), "options: {}\n");
        check(&RULE, "//- config.yaml\n{}\n");
        check(&RULE, "//- config.yaml\noptions:\nother: 1\n");
        check(&RULE, "//- config.yaml\noptio\n");
    }
}
