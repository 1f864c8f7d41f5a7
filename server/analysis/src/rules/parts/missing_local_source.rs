//! `missing-local-source`: a part takes its source from a place that is not there. Docs in
//! missing_local_source.md.

use super::view::named_parts;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "missing-local-source",
    severity: Severity::Warning,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("missing_local_source.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(field) = part.field("source").filter(|field| !field.is_repaired()) else {
            continue;
        };
        let Some(source) = field.value.resolved().as_str() else { continue };
        let path = source.trim_end_matches('/').trim_start_matches("./");
        let has_type = part.field("source-type").is_some_and(|it| {
            !matches!(it.value.resolved().as_str(), Some("local" | "file" | "tar" | "zip" | "deb"))
        });
        // The script may put anything anywhere, so nothing can be said of such a part.
        let is_fetched = part.field("override-pull").is_some();
        if has_type
            || is_fetched
            || !is_local(path)
            || cx.snapshot.project.entry("").is_none()
            || cx.snapshot.project.entry(path).is_some()
            || out.has_reported(field.value.range())
        {
            continue;
        }
        let tool = cx.tool().name();
        let draft = out
            .report(
                field.value.range(),
                format!("part `{name}` has `source: {source}`, and there is no `{path}` beside this file"),
            )
            .note(format!("the file loads, and `{tool} pack` stops when it fetches the source"));
        let (directory, last) = path.rsplit_once('/').unwrap_or(("", path));
        let siblings = cx.snapshot.project.list(directory);
        match nearest(last, siblings.iter().map(|(sibling, _)| sibling.as_str()), 2) {
            Some(meant) => draft.help(format!("did you mean `{meant}`?")),
            None => draft.help("write the path from the directory of this file"),
        };
    }
}

/// Whether a source is a path below the directory of the file, written in full.
fn is_local(path: &str) -> bool {
    let is_elsewhere = path.starts_with(['/', '~', '.']) || path.contains("..");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    !path.is_empty() && !is_elsewhere && path.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn paths_that_are_not_there_are_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
parts:
  a: {plugin: dump, source: files}
  b: {plugin: dump, source: fiels/}
#                           ^^^^^^ warning[missing-local-source]: part `b` has `source: fiels/`, and there is no `fiels`
  c: {plugin: dump, source: ./files}
//- files/x
y
",
        );
    }

    #[test]
    fn other_sources_are_not_looked_for() {
        for source in [
            ".",
            "https://example.com/x.git",
            "git@example.com:x/y",
            "../up",
            "/abs",
            "$CRAFT_PROJECT_DIR/x",
            "lp:x",
        ] {
            check(
                &RULE,
                &format!("//- rockcraft.yaml\nparts: {{a: {{source: {source}}}}}\n//- x\n"),
            );
        }
        check(
            &RULE,
            "//- rockcraft.yaml\nparts: {a: {source: y, override-pull: mkdir y}}\n//- x\n",
        );
        check(&RULE, "//- rockcraft.yaml\nparts: {a: {source: y, source-type: git}}\n//- x\n");
        check(&RULE, "parts: {a: {source: y}}\n");
    }

    #[test]
    fn words() {
        let text =
            "//- charmcraft.yaml\nparts: {a: {source: srcs}, b: {source: other}}\n//- src/x\ny\n";
        expect![[r#"
            warning (charmcraft): part `a` has `source: srcs`, and there is no `srcs` beside this file
              note: the file loads, and `charmcraft pack` stops when it fetches the source
              help: did you mean `src`?
            warning (charmcraft): part `b` has `source: other`, and there is no `other` beside this file
              note: the file loads, and `charmcraft pack` stops when it fetches the source
              help: write the path from the directory of this file
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
