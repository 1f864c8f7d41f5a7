//! `listed-file-missing`: a list of the image's files names one that is not there. Docs in
//! listed_file_missing.md.

use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

use super::file_list::{FileList, Listed, Target, file_list};
use super::framework::{is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "listed-file-missing",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("listed_file_missing.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let Some(list) = file_list(cx, &used).filter(|list| !list.has_own_source) else { continue };
        let files =
            list.entries.iter().filter(|entry| !entry.is_exclusion() && !entry.is_pattern());
        for entry in files {
            if let Target::Path(path) = entry.target(list.framework)
                && !is_there(cx, &path)
                && !out.has_reported(entry.node.range())
            {
                report(cx, &list, entry, &path, out);
            }
        }
    }
}

fn report(
    cx: &Context<'_>,
    list: &FileList<'_>,
    entry: &Listed<'_>,
    path: &str,
    out: &mut Findings<'_>,
) {
    let draft = out
        .report(entry.node.range(), format!("there is no `{path}` beside this file"))
        .note("`rockcraft pack` fails on this when it puts the image together");
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    let siblings = cx.snapshot.project.list(directory);
    let meant = nearest(name, siblings.iter().map(|(sibling, _)| sibling.as_str()), 2);
    let Some(meant) = meant else {
        draft.help(format!("write the file, or take the entry out of `{}`", list.content.key));
        return;
    };
    let draft = draft.help(format!("did you mean `{meant}`?"));
    let source = entry.node.source();
    let Some(at) = source.rfind(name).filter(|_| entry.node.is_scalar()) else { return };
    let start = usize::from(entry.node.range().start()) + at;
    let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(start + name.len())) else {
        return;
    };
    let range = TextRange::new(start.into(), end.into());
    let is_plain = meant.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if is_plain {
        draft.fix(Fix::replace(format!("Write `{meant}`"), Safety::Unsafe, range, meant));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_entry_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - flask/app/assets
#       ^^^^^^^^^^^^^^^^ warning[listed-file-missing]: there is no `assets` beside this file
      - flask/app/shop/*.py
      - -flask/app/secrets
//- app.py
",
        );
    }

    #[test]
    fn files_of_another_source_and_of_nowhere_are_unknown() {
        let part = "go-framework/assets: {stage: [app/x], source: web}";
        check(
            &RULE,
            &format!(
                "//- rockcraft.yaml\nextensions: [go-framework]\nparts: {{{part}}}\n//- go.mod\n"
            ),
        );
        check(
            &RULE,
            "extensions: [go-framework]\nparts: {go-framework/assets: {stage: [app/x]}}\n",
        );
    }

    #[test]
    fn a_list_after_an_exclusion_names_files_as_well() {
        let file = "//- rockcraft.yaml\nextensions: [fastapi-framework]\nparts: {fastapi-framework/install-app: {prime: [-app/x, app/y]}}\n//- app.py\n";
        assert!(said(&RULE, file).contains("`y`"));
    }

    #[test]
    fn a_near_name_is_offered() {
        let file = "//- rockcraft.yaml
extensions: [go-framework]
parts: {go-framework/assets: {stage: [app/web/templats]}}
//- web/templates/a.html
";
        assert!(fixed(&RULE, file, 0).contains("[app/web/templates]"));
    }

    #[test]
    fn words() {
        let file = |entry: &str| {
            said(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nextensions: [flask-framework]\nparts: {{flask-framework/install-app: {{prime: [{entry}]}}}}\n//- app.py\n"
                ),
            )
        };
        expect![[r#"
            warning (rockcraft): there is no `ap.py` beside this file
              note: `rockcraft pack` fails on this when it puts the image together
              help: did you mean `app.py`?
              fix (Unsafe): Write `app.py`
            warning (rockcraft): there is no `static/css` beside this file
              note: `rockcraft pack` fails on this when it puts the image together
              help: write the file, or take the entry out of `prime`
        "#]]
        .assert_eq(&(file("flask/app/ap.py") + &file("flask/app/static/css")));
    }
}
