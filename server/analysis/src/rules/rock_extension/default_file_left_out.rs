//! `default-file-left-out`: a list drops what would go into the image without it. Docs in
//! default_file_left_out.md.

use syntax::{Kind, TextSize};

use crate::finding::TextEdit;
use crate::project::EntryKind;
use crate::rules::edits::column;
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::application_not_in_image::includes;
use super::file_list::{FileList, Target, file_list};
use super::framework::{is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "default-file-left-out",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("default_file_left_out.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let Some(list) = file_list(cx, &used) else { continue };
        if list.has_own_source || !list.names_files || list.key.is_repaired() {
            continue;
        }
        let defaults = list.framework.rock.default_files.iter().copied();
        let dropped: Vec<&str> = defaults
            .filter(|file| {
                is_there(cx, file)
                    && !is_for_other_code(cx, &list, file)
                    && !includes(&list, file)
                    && !is_chosen(cx, &list, file)
                    && !is_from_other_part(cx, &list, file)
            })
            .collect();
        if !dropped.is_empty() {
            report(cx, &list, &dropped, out);
        }
    }
}

/// Whether a directory in which the extension looks for the application has no Python in it, but style sheets
/// and the like: `src` is where many tools have their sources.
fn is_for_other_code(cx: &Context<'_>, list: &FileList<'_>, directory: &str) -> bool {
    let Some(entry_points) = &list.framework.rock.project.entry_points else { return false };
    let is_inside = |path: &str| path.strip_prefix(directory).is_some_and(|it| it.starts_with('/'));
    if !entry_points.paths(None).any(|path| is_inside(&path)) {
        return false;
    }
    let project = &cx.snapshot.project;
    let has_python = |directory: &str| {
        project
            .list(directory)
            .iter()
            .any(|(name, kind)| matches!(kind, EntryKind::File { .. }) && name.ends_with(".py"))
    };
    let below = project.list(directory).into_iter();
    let mut below = below.filter(|(_, kind)| *kind == EntryKind::Directory);
    !has_python(directory) && !below.any(|(name, _)| has_python(&format!("{directory}/{name}")))
}

/// Whether the list speaks of the file, or of something in it. An entry without the beginning that it
/// needs counts, as another rule speaks of it.
fn is_chosen(cx: &Context<'_>, list: &FileList<'_>, file: &str) -> bool {
    let is_in_file = |path: &str| {
        let rest = path.strip_prefix(file);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_listed = list.entries.iter().any(|entry| match entry.target(list.framework) {
        Target::Path(path) => is_in_file(&path),
        Target::Everything => true,
        Target::Outside => false,
    });
    is_listed || items(cx, list).any(|item| item.resolved().as_str().is_some_and(is_in_file))
}

/// Whether another part may put the file there, such as one that builds `static` and copies it into the
/// application's directory in its `override-build`. Scripts are not understood: both names in one part do.
fn is_from_other_part(cx: &Context<'_>, list: &FileList<'_>, file: &str) -> bool {
    let other_parts = cx.parts().iter().filter(|part| part.name() != Some(list.content.part));
    let mut texts = other_parts.map(|part| part.value.resolved().source());
    texts.any(|text| text.contains(list.framework.rock.app_prefix) && text.contains(file))
}

/// All entries of the list, as they stand.
fn items<'a>(cx: &Context<'a>, list: &FileList<'_>) -> impl Iterator<Item = NodeRef<'a>> {
    let path = ["parts", list.content.part, list.content.key];
    let field = cx.root().and_then(|root| root.get_path(&path));
    field.into_iter().flat_map(|field| field.value.resolved().items())
}

fn report(cx: &Context<'_>, list: &FileList<'_>, dropped: &[&str], out: &mut Findings<'_>) {
    let names = listed(dropped, "and");
    let (verb, it) = if dropped.len() == 1 { ("does", "it") } else { ("do", "them") };
    let prefix = list.framework.rock.app_prefix;
    let entries: Vec<String> = dropped.iter().map(|file| format!("{prefix}{file}")).collect();
    let draft = out
        .report(list.key.range(), format!("{names} {verb} not go into the image"))
        .note(format!("without this list the extension would take {it} along"))
        .help(format!("add {}, or silence this where it is meant so", listed(&entries, "and")));
    if let Some(edit) = append(cx, list, &entries) {
        let title = format!("Add {names} to the list");
        let edits = vec![edit];
        draft.fix(Fix { title, safety: Safety::Unsafe, edits, rename_file: None });
    }
}

/// Writes the entries behind the last one.
fn append(cx: &Context<'_>, list: &FileList<'_>, entries: &[String]) -> Option<TextEdit> {
    let last = list.entries.last()?.node;
    let end: TextSize = last.range().end();
    let text = last.document_text();
    let before = text.get(..usize::from(last.range().start()))?;
    let content = list.content;
    let sequence = cx.root()?.get_path(&["parts", content.part, content.key])?.value;
    let insert: String = match sequence.kind() {
        Kind::Sequence { flow: true } => entries.iter().map(|entry| format!(", {entry}")).collect(),
        _ => {
            let dash = before.rfind('-')?;
            let indent = column(text, TextSize::try_from(dash).ok()?)?;
            let blanks = " ".repeat(indent);
            entries.iter().map(|entry| format!("\n{blanks}- {entry}")).collect()
        }
    };
    Some(TextEdit { range: TextRange::empty(end), insert })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const FILES: &str = "//- app.py
app = 1
//- templates/index.html
hi
//- migrate.sh
echo
";

    fn rock(list: &str) -> String {
        format!(
            "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  flask-framework/install-app:\n{list}{FILES}"
        )
    }

    #[test]
    fn the_list_is_marked_once() {
        check(
            &RULE,
            &rock(
                "    prime:
#   ^^^^^ warning[default-file-left-out]: `migrate.sh` and `templates` do not go into the image
      - flask/app/app.py
",
            ),
        );
    }

    #[test]
    fn files_that_the_list_speaks_of_are_chosen() {
        check(
            &RULE,
            &rock(
                "    prime:
      - flask/app/app.py
      - flask/app/templates/index.html
      - flask/app/migrate.sh
",
            ),
        );
        check(&RULE, &rock("    prime: [flask/app/app.py, templates, migrate.sh]\n"));
        check(&RULE, &rock("    prime: [-flask/app/templates]\n"));
        check(&RULE, &rock("    plugin: nil\n"));
    }

    #[test]
    fn sources_of_style_sheets_are_not_missed() {
        let with = |file: &str| {
            let files = format!("//- app.py\napp = 1\n//- {file}\n");
            rock("    prime: [flask/app/app.py]\n").replace(FILES, &files)
        };
        check(&RULE, &with("src/styles/main.scss"));
        check(&RULE, &with("src/README.md"));
        for file in ["src/shop.py", "src/shop/__init__.py"] {
            assert!(
                said(&RULE, &with(file)).contains("`src` does not go into the image"),
                "{file}"
            );
        }
    }

    #[test]
    fn another_part_may_bring_the_file() {
        let text = |script: &str| {
            rock(&format!(
                "    prime:
#   ^^^^^ warning[default-file-left-out]: `migrate.sh` and `templates` do not go into the image
      - flask/app/app.py
  pages:
    plugin: nil
    override-build: {script}
"
            ))
        };
        check(&RULE, &text("cp -r templates /somewhere"));
        let copied = text("cp -r templates \"$CRAFT_PART_INSTALL/flask/app/\"");
        check(&RULE, &copied.replace("`migrate.sh` and `templates` do", "`migrate.sh` does"));
    }

    #[test]
    fn the_fix_adds_to_the_list() {
        let text =
            rock("    prime:\n      - flask/app/app.py # the app\n      - flask/app/migrate.sh\n");
        assert!(
            fixed(&RULE, &text, 0)
                .ends_with("      - flask/app/migrate.sh\n      - flask/app/templates\n")
        );
        let flow = rock("    prime: [flask/app/app.py, flask/app/migrate.sh]\n");
        assert!(fixed(&RULE, &flow, 0).ends_with("migrate.sh, flask/app/templates]\n"));
    }

    #[test]
    fn words() {
        let text = rock("    prime: [flask/app/app.py, flask/app/migrate.sh]\n");
        expect![[r#"
            warning (nobody): `templates` does not go into the image
              note: without this list the extension would take it along
              help: add `flask/app/templates`, or silence this where it is meant so
              fix (Unsafe): Add `templates` to the list
        "#]]
        .assert_eq(&said(&RULE, &text));
    }
}
