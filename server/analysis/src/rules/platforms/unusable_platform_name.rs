//! `unusable-platform-name`: a platform is called what no platform may be called. Docs in
//! unusable_platform_name.md.

use super::common::{pack_stops, platforms, rename};
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "unusable-platform-name",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unusable_platform_name.md"),
    check,
};

/// Words that mean something else where platforms are chosen (craft-platforms 0.12).
const RESERVED: [&str; 2] = ["any", "*"];

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        let key = platform.key.resolved();
        let Some(name) = key.text() else { continue };
        let range = platform.key.range();
        if out.has_reported(range) {
            continue;
        }
        if key.as_str().is_none() {
            let found = if key.is_null() { "null" } else { kind(key) };
            out.report(range, format!("platform name `{name}` is {found}, expected text"))
                .note(pack_stops(cx))
                .help(format!("put it in quotes: `'{name}'`"))
                .fix(Fix::replace("Put it in quotes", Safety::Safe, range, format!("'{name}'")));
        } else if RESERVED.contains(&name) {
            out.report(range, format!("platform name `{name}` is reserved"))
                .note(pack_stops(cx))
                .help("give it another name, such as the architecture it is built for");
        } else if name.contains('/') {
            let wanted = name.replace('/', "-");
            let draft = out
                .report(range, format!("platform name `{name}` has a `/` in it"))
                .note(pack_stops(cx))
                .help(format!("write another character, for example `{wanted}`"));
            if let Some(fix) = rename(cx, &platform, &wanted) {
                draft.fix(fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn some_names_are_not_for_platforms() {
        let text = "platforms:
  any: {build-on: amd64, build-for: amd64}
# ^^^ error[unusable-platform-name]: platform name `any` is reserved
  '*': {build-on: amd64, build-for: amd64}
# ^^^ error[unusable-platform-name]: platform name `*` is reserved
  a/b: {build-on: amd64, build-for: amd64}
# ^^^ error[unusable-platform-name]: platform name `a/b` has a `/` in it
  no: {build-on: amd64, build-for: amd64}
# ^^ error[unusable-platform-name]: platform name `no` is a boolean, expected text
  64:
# ^^ error[unusable-platform-name]: platform name `64` is a number, expected text
  2024-01-31:
# ^^^^^^^^^^ error[unusable-platform-name]: platform name `2024-01-31` is a date
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn all_other_names_are() {
        check(&RULE, "platforms: {any64: , My Server!: , 'no': , '64': , '': , a:b: }\n");
    }

    #[test]
    fn fixes_keep_the_name_readable() {
        assert_eq!(fixed(&RULE, "platforms: {no: }", 0), "platforms: {'no': }");
        assert_eq!(fixed(&RULE, "platforms: {'a/b': }", 0), "platforms: {'a-b': }");
        assert!(!said(&RULE, "platforms: {a-b: , a/b: }").contains("fix"));
    }

    #[test]
    fn words() {
        expect![[r#"
            error (charmcraft): platform name `no` is a boolean, expected text
              note: `charmcraft pack` stops on this
              help: put it in quotes: `'no'`
              fix (Safe): Put it in quotes
            error (charmcraft): platform name `any` is reserved
              note: `charmcraft pack` stops on this
              help: give it another name, such as the architecture it is built for
            error (charmcraft): platform name `a/b` has a `/` in it
              note: `charmcraft pack` stops on this
              help: write another character, for example `a-b`
              fix (Unsafe): Rename the platform to `a-b`
        "#]]
        .assert_eq(&said(&RULE, "platforms: {no: , any: , a/b: }"));
    }
}
