//! `target-unlike-name`: a rock's platform is called after one architecture and built for another. Docs
//! in target_unlike_name.md.

use super::common::{fix, pack_stops, platforms, rename, respell};
use crate::facts;
use crate::model::Target;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "target-unlike-name",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("target_unlike_name.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        let Some(name) = platform.name().filter(|name| facts::is_architecture(name)) else {
            continue;
        };
        let target = platform.build_for().and_then(|field| Target::all(field).next());
        let Some(target) = target.filter(|target| target.base.is_none()) else { continue };
        let found = target.architecture;
        let is_other = found != name && facts::is_architecture(found);
        if !is_other || out.has_reported(target.node.range()) {
            continue;
        }
        let message = format!("platform `{name}` is built for `{found}`, not for `{name}`");
        let mut draft = out
            .report(target.node.range(), message)
            .note(pack_stops(cx))
            .help(format!("build it for `{name}`, or name it after what it is built for"))
            .label(platform.key.range(), "named here");
        if let Some(edit) = respell(target.node, name) {
            draft = draft.fix(fix(format!("Build it for `{name}`"), Safety::Unsafe, edit));
        }
        if let Some(fix) = rename(cx, &platform, found) {
            draft.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn an_architecture_as_the_name_is_a_promise() {
        check(
            &RULE,
            "platforms:
  amd64: {build-on: [amd64], build-for: [arm64]}
#                                        ^^^^^ error[target-unlike-name]: platform `amd64` is built for `arm64`
  small: {build-on: amd64, build-for: arm64}
  armhf: {build-on: amd64, build-for: armhf}
  i386: {build-on: amd64, build-for: mips}
",
        );
    }

    #[test]
    fn either_can_change() {
        let text = "platforms: {amd64: {build-on: amd64, build-for: arm64}}";
        assert_eq!(fixed(&RULE, text, 0), text.replace("for: arm64", "for: amd64"));
        assert_eq!(fixed(&RULE, text, 1), text.replace("{amd64", "{arm64"));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "platforms: {amd64: {build-on: amd64, build-for: arm64}, arm64: }");
        expect![[r#"
            error (rockcraft): platform `amd64` is built for `arm64`, not for `amd64`
              note: `rockcraft pack` stops on this
              help: build it for `amd64`, or name it after what it is built for
              fix (Unsafe): Build it for `amd64`
        "#]]
        .assert_eq(&said);
    }
}
