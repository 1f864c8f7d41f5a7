//! `several-build-targets`: one platform is built for several architectures. Docs in
//! several_build_targets.md.

use super::common::{fix, pack_stops, platforms};
use crate::facts;
use crate::finding::TextEdit;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "several-build-targets",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("several_build_targets.md"),
    check,
};

/// More choices than this help nobody.
const MOST_FIXES: usize = 3;

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for platform in platforms(cx) {
        let Some(field) = platform.build_for() else { continue };
        let items: Vec<_> = field.value.resolved().items().collect();
        let range = field.value.range();
        if items.len() < 2 || out.has_reported(range) {
            continue;
        }
        let name = platform.name().unwrap_or_default();
        let message =
            format!("`build-for` of platform `{name}` names {} architectures", items.len());
        let mut draft = out
            .report(range, message)
            .note(format!("{}: a platform is built for one", pack_stops(cx)))
            .help("write one platform for each architecture");
        if field.value.kind() != (syntax::Kind::Sequence { flow: true }) {
            continue;
        }
        let is_fixed = facts::is_architecture(name);
        let names = items.iter().filter(|item| !is_fixed || item.text() == Some(name));
        for item in names.take(MOST_FIXES) {
            let edit = TextEdit { range, insert: format!("[{}]", item.source()) };
            let title = format!("Build for `{}` only", item.text().unwrap_or_default());
            draft = draft.fix(fix(title, Safety::Unsafe, edit));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_platform_is_built_for_one() {
        let text = "platforms:
  box: {build-on: [amd64, arm64], build-for: [amd64, arm64]}
#                                            ^^^^^^^^^^^^^^ error[several-build-targets]: `build-for` of platform `box` names 2
  one: {build-on: [amd64, arm64], build-for: [amd64]}
  two: {build-on: amd64, build-for: arm64}
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn a_name_that_is_an_architecture_says_which_one() {
        let text = "platforms: {arm64: {build-on: [amd64], build-for: [amd64, arm64]}}";
        let wanted = text.replace("[amd64, arm64]", "[arm64]");
        assert_eq!(fixed(&RULE, text, 0), wanted);
    }

    #[test]
    fn words() {
        let said = said(&RULE, "platforms: {a: {build-on: [amd64], build-for: [amd64, arm64]}}");
        expect![[r#"
            error (charmcraft): `build-for` of platform `a` names 2 architectures
              note: `charmcraft pack` stops on this: a platform is built for one
              help: write one platform for each architecture
              fix (Unsafe): Build for `amd64` only
              fix (Unsafe): Build for `arm64` only
        "#]]
        .assert_eq(&said);
    }
}
