//! `repeated-architecture`: `build-on` names an architecture twice. Docs in
//! repeated_architecture.md.

use syntax::Kind;

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
        let list = field.value.resolved();
        let items: Vec<_> = list.items().collect();
        for (index, item) in items.iter().enumerate() {
            let Some(text) = read_text(item.resolved()) else { continue };
            let is_same =
                |known: &&NodeRef<'_>| read_text(known.resolved()).as_ref() == Some(&text);
            let first = items.iter().take(index).find(is_same);
            let (Some(first), Some(before)) = (first, index.checked_sub(1)) else { continue };
            if out.has_reported(item.range()) {
                continue;
            }
            let draft = out
                .report(item.range(), format!("`build-on` names `{text}` twice"))
                .note(pack_stops(cx))
                .help("remove one of the two")
                .label(first.range(), "named first here");
            // In a block list a comment may stand between the two.
            let range = TextRange::new(items[before].range().end(), item.range().end());
            let between =
                list.document_text().get(usize::from(range.start())..usize::from(range.end()));
            let has_comment = between.is_none_or(|between| between.contains('#'));
            if !has_comment || list.kind() == (Kind::Sequence { flow: true }) {
                draft.fix(Fix::replace(
                    format!("Remove the second `{text}`"),
                    Safety::Safe,
                    range,
                    "",
                ));
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
