//! `repeated-architecture`: `build-on` names an architecture twice. Docs in
//! repeated_architecture.md.

use super::common::{pack_stops, platforms};
use crate::rules::prelude::*;
use crate::rules::shape::read_text;

pub(super) static RULE: Rule = Rule {
    id: "repeated-architecture",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("repeated_architecture.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for field in platforms(cx).iter().filter_map(|platform| platform.build_on()) {
        let mut seen: Vec<(NodeRef<'_>, String)> = Vec::new();
        let mut before = None;
        for item in field.value.resolved().items() {
            let Some(text) = read_text(item.resolved()) else { continue };
            let first = seen.iter().find(|(_, known)| *known == text).map(|(first, _)| *first);
            if let (Some(first), Some(before)) = (first, before) {
                report(cx, &text, first, before, item, out);
            }
            before = Some(item);
            seen.push((item, text));
        }
    }
}

fn report(
    cx: &Context<'_>,
    text: &str,
    first: NodeRef<'_>,
    before: NodeRef<'_>,
    item: NodeRef<'_>,
    out: &mut Findings<'_>,
) {
    if out.has_reported(item.range()) {
        return;
    }
    let draft = out
        .report(item.range(), format!("`build-on` names `{text}` twice"))
        .note(pack_stops(cx))
        .help("remove one of the two")
        .label(first.range(), "named first here");
    let range = TextRange::new(before.range().end(), item.range().end());
    let between = item.document_text().get(usize::from(range.start())..usize::from(range.end()));
    // What is said between the two may be about either.
    if between.is_some_and(|between| !between.contains('#')) {
        draft.fix(Fix::replace(format!("Remove the second `{text}`"), Safety::Safe, range, ""));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_second_is_marked() {
        let text = "platforms:
  amd64: {build-on: [amd64, arm64, amd64]}
#                                  ^^^^^ error[repeated-architecture]: `build-on` names `amd64` twice
  arm64: {build-on: [amd64, arm64], build-for: [arm64, arm64]}
  armhf: {build-on: amd64}
";
        check(&RULE, text);
        check(&RULE, &format!("//- rockcraft.yaml\n{text}"));
    }

    #[test]
    fn the_fix_removes_it() {
        let flow = "platforms: {a: {build-on: [amd64, 'amd64', arm64]}}";
        assert_eq!(fixed(&RULE, flow, 0), "platforms: {a: {build-on: [amd64, arm64]}}");
        let block = "platforms:\n  a:\n    build-on:\n      - amd64\n      - amd64 # x\n";
        assert_eq!(fixed(&RULE, block, 0), block.replacen("      - amd64\n", "", 1));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "platforms: {a: {build-on: [amd64, amd64]}}");
        expect![[r#"
            error (charmcraft): `build-on` names `amd64` twice
              note: `charmcraft pack` stops on this
              help: remove one of the two
              fix (Safe): Remove the second `amd64`
        "#]]
        .assert_eq(&said);
    }
}
