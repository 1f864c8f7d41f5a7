//! `fileset-path`: an entry of `stage` or `prime` that is empty or absolute. Docs in fileset_path.md.

use super::grammar::{Builds, visit};
use super::view::{named_parts, stops};
use crate::facts;
use crate::rules::prelude::*;
use syntax::{Style, TextSize};

pub(super) static RULE: Rule = Rule {
    id: "fileset-path",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("fileset_path.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (part, value) in named_parts(cx) {
        for key in ["stage", "prime"] {
            let Some(field) = value.field(key).filter(|field| !field.is_repaired()) else {
                continue;
            };
            if !field.value.resolved().is_sequence() || is_list_of_extension(cx, part, key) {
                continue;
            }
            visit(&Builds::new(cx), field.value, &mut |item, set| {
                if let Some(path) = item.resolved().as_str().filter(|_| set != 0)
                    && (path.is_empty() || path.starts_with('/'))
                    && !out.has_reported(item.range())
                {
                    report(cx, part, key, item, path, out);
                }
            });
        }
    }
}

/// The list of the application's files, which has a rule of its own.
fn is_list_of_extension(cx: &Context<'_>, part: &str, key: &str) -> bool {
    let extensions = cx.rock().extensions();
    let mut frameworks =
        extensions.iter().filter_map(|(_, extension)| facts::framework_by_extension(extension));
    let is_content = |content: &facts::RockContent| content.part == part && content.key == key;
    cx.tool() == Judge::Rockcraft
        && frameworks.any(|framework| framework.rock.content.as_ref().is_some_and(is_content))
}

fn report(
    cx: &Context<'_>,
    part: &str,
    key: &str,
    item: NodeRef<'_>,
    path: &str,
    out: &mut Findings<'_>,
) {
    if path.is_empty() {
        out.report(item.range(), format!("an entry of `{key}` of part `{part}` is empty"))
            .note(stops(cx))
            .help("write a path, or remove the entry");
        return;
    }
    let relative = path.trim_start_matches('/');
    let shown = path.escape_debug();
    let draft = out
        .report(item.range(), format!("`{shown}` in `{key}` of part `{part}` starts with a `/`"))
        .note(format!("{}: paths start in the directory that the part installs into", stops(cx)));
    if relative.is_empty() {
        draft.help("write `*` for all files");
        return;
    }
    let draft = draft.help(format!("write `{relative}`"));
    // Only the start changes: the rest may be written with escapes.
    let quote = match item.style() {
        Some(Style::Plain) => 0,
        Some(Style::SingleQuoted | Style::DoubleQuoted) => 1,
        _ => return,
    };
    let slashes = path.len() - relative.len();
    if item.source().get(quote..quote + slashes) != path.get(..slashes) {
        return;
    }
    let (Ok(quote), Ok(slashes)) = (TextSize::try_from(quote), TextSize::try_from(slashes)) else {
        return;
    };
    let range = TextRange::at(item.range().start() + quote, slashes);
    draft.fix(Fix::replace(format!("Write `{relative}`"), Safety::Safe, range, ""));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn paths_are_relative() {
        check(
            &RULE,
            "platforms: {amd64: }
parts:
  a:
    plugin: nil
    stage: [/usr/bin, usr, '', -/x, 'lib/*']
#           ^^^^^^^^ error[fileset-path]: `/usr/bin` in `stage` of part `a` starts with a `/`
#                          ^^ error[fileset-path]: an entry of `stage` of part `a` is empty
    prime: [{on amd64: [/etc]}, {else: [/var]}]
#                       ^^^^ error[fileset-path]: `/etc` in `prime` of part `a`
    organize: {a: /etc/a}
    overlay: [/x]
",
        );
    }

    #[test]
    fn the_files_of_the_application_have_a_rule_of_their_own() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [flask-framework]
parts:
  flask-framework/install-app: {prime: [/app.py], stage: [/x]}
#                                                         ^^ error[fileset-path]: `/x` in `stage`
",
        );
    }

    #[test]
    fn half_typed_lists_are_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: nil\n    stage: [/\n");
    }

    #[test]
    fn fix_takes_the_slash_away() {
        let with = |path: &str| format!("parts: {{a: {{plugin: nil, stage: [{path}]}}}}");
        assert_eq!(fixed(&RULE, &with("/usr/bin"), 0), with("usr/bin"));
        assert_eq!(fixed(&RULE, &with("\"//usr\\tbin\""), 0), with("\"usr\\tbin\""));
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {stage: [/usr, '', /]}}");
        expect![[r#"
            error (charmcraft): `/usr` in `stage` of part `a` starts with a `/`
              note: `charmcraft pack` stops on this: paths start in the directory that the part installs into
              help: write `usr`
              fix (Safe): Write `usr`
            error (charmcraft): an entry of `stage` of part `a` is empty
              note: `charmcraft pack` stops on this
              help: write a path, or remove the entry
            error (charmcraft): `/` in `stage` of part `a` starts with a `/`
              note: `charmcraft pack` stops on this: paths start in the directory that the part installs into
              help: write `*` for all files
        "#]]
        .assert_eq(&said);
    }
}
