//! `unusable-file-list-entry`: an entry in a list of the image's files passes, and fails in the build. Docs
//! in unusable_file_list_entry.md.

use crate::project::EntryKind;
use crate::rules::prelude::*;

use super::file_list::{FileList, Listed, Target, file_list};
use super::framework::used;

pub(super) static RULE: Rule = Rule {
    id: "unusable-file-list-entry",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("unusable_file_list_entry.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used(cx) {
        // Of a list that starts with an exclusion no names are made.
        let Some(list) = file_list(cx, &used).filter(|list| list.names_files) else { continue };
        for entry in list.entries.iter().filter(|entry| !entry.is_exclusion()) {
            let Some((message, help)) = fault(cx, &list, entry) else { continue };
            if !out.has_reported(entry.node.range()) {
                out.report(entry.node.range(), message)
                    .note("`rockcraft pack` fails on this when it builds the part")
                    .help(help);
            }
        }
    }
}

fn fault(cx: &Context<'_>, list: &FileList<'_>, entry: &Listed<'_>) -> Option<(String, String)> {
    let (text, key) = (entry.text, list.content.key);
    let prefix = list.framework.rock.app_prefix;
    if entry.is_pattern() {
        let message = format!("patterns do not work in this list: `{text}`");
        return Some((
            message,
            "name each file or directory; a directory includes what is below it".to_owned(),
        ));
    }
    match entry.target(list.framework) {
        Target::Everything => Some((
            format!("`{text}` is the whole application, expected files below it"),
            format!(
                "write one `- {prefix}<file>` for each file, or start the list with `- -{prefix}<file>` to leave files out"
            ),
        )),
        Target::Outside => Some((
            format!("`{text}` lies outside of `{prefix}`"),
            format!(
                "write `{prefix}` and a path in the project, or leave `{key}` to the extension"
            ),
        )),
        // rockcraft 1.20 moves the directory into itself.
        Target::Path(path) => {
            let is_same = prefix.trim_end_matches('/') == path;
            let is_directory = cx.snapshot.project.entry(&path) == Some(EntryKind::Directory);
            (is_same && is_directory).then(|| {
                (
                    format!("the directory `{path}` would be moved into itself"),
                    format!("rename the directory `{path}` of the project"),
                )
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_entry_is_marked() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - flask/app/*.html
#       ^^^^^^^^^^^^^^^^ warning[unusable-file-list-entry]: patterns do not work in this list
      - flask/application
#       ^^^^^^^^^^^^^^^^^ warning[unusable-file-list-entry]: `flask/application` lies outside
      - flask/app/
#       ^^^^^^^^^^ warning[unusable-file-list-entry]: `flask/app/` is the whole application
      - -flask/app/*.md
      - webapp
",
        );
    }

    #[test]
    fn after_an_exclusion_everything_works() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: [-flask/app/x, flask/app/*.py, flask/app]}}
",
        );
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml
extensions: [fastapi-framework]
parts: {fastapi-framework/install-app: {prime: [app/app, 'app/*', app/, app/../x]}}
//- app/main.py
";
        expect![[r#"
            warning (rockcraft): the directory `app` would be moved into itself
              note: `rockcraft pack` fails on this when it builds the part
              help: rename the directory `app` of the project
            warning (rockcraft): patterns do not work in this list: `app/*`
              note: `rockcraft pack` fails on this when it builds the part
              help: name each file or directory; a directory includes what is below it
            warning (rockcraft): `app/` is the whole application, expected files below it
              note: `rockcraft pack` fails on this when it builds the part
              help: write one `- app/<file>` for each file, or start the list with `- -app/<file>` to leave files out
            warning (rockcraft): `app/../x` lies outside of `app/`
              note: `rockcraft pack` fails on this when it builds the part
              help: write `app/` and a path in the project, or leave `prime` to the extension
        "#]]
        .assert_eq(&said(&RULE, file));
    }
}
