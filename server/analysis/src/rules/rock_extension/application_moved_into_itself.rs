//! `application-moved-into-itself`: the directory of the application has the name that it gets in the image.
//! Docs in application_moved_into_itself.md.

use crate::application::entry_point::Search;
use crate::rules::prelude::*;

use super::file_list::{Target, file_list};
use super::framework::{application, is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "application-moved-into-itself",
    severity: Severity::Warning,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Rockcraft],
    docs: include_str!("application_moved_into_itself.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let framework = used.framework;
        // Of `flask/app/` the directory `flask` would be the one, and that is never chosen by itself.
        let directory = framework.rock.app_prefix.trim_end_matches('/');
        if directory.contains('/') || !is_there(cx, directory) {
            continue;
        }
        let place = match file_list(cx, &used) {
            Some(list) if list.has_own_source || !list.names_files => None,
            Some(list) => {
                let mut entries = list.entries.iter().filter(|entry| !entry.is_exclusion());
                let is_itself = |target: Target| target == Target::Path(directory.to_owned());
                let entry = entries.find(|entry| is_itself(entry.target(framework)));
                entry.map(|entry| entry.node.range())
            }
            None => {
                let is_default = framework.rock.default_files.contains(&directory);
                let is_added = framework.rock.adds_application
                    && matches!(application(cx, framework), Some((_, Search::Found { path }))
                        if path.split('/').next() == Some(directory));
                (is_default || is_added).then(|| used.name.range())
            }
        };
        let Some(range) = place else { continue };
        out.report(
            range,
            format!("`{directory}` would be moved into itself, as `{directory}/{directory}`"),
        )
        .note("`rockcraft pack` fails on this when it puts the image together")
        .help("give the directory another name, such as `src`");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn code_in_app_is_marked_for_fastapi() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [fastapi-framework]
#            ^^^^^^^^^^^^^^^^^ warning[application-moved-into-itself]: `app` would be moved into itself
//- app/main.py
app = 1
",
        );
    }

    #[test]
    fn an_entry_of_the_list_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [fastapi-framework]
parts:
  fastapi-framework/install-app:
    prime: [app/main.py, app/app]
#                        ^^^^^^^ warning[application-moved-into-itself]: `app` would be moved
//- app/util.py
x = 1
//- main.py
app = 1
",
        );
    }

    #[test]
    fn other_directories_and_frameworks_are_fine() {
        check(
            &RULE,
            "//- rockcraft.yaml\nextensions: [fastapi-framework]\n//- src/main.py\napp = 1\n",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nextensions: [flask-framework]\n//- app/main.py\napp = 1\n",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nextensions: [fastapi-framework]\n//- main.py\napp = 1\n//- app/x.py\ny = 1\n",
        );
    }

    #[test]
    fn words() {
        let text =
            "//- rockcraft.yaml\nextensions: [fastapi-framework]\n//- app/__init__.py\napp = 1\n";
        expect![[r#"
            warning (rockcraft): `app` would be moved into itself, as `app/app`
              note: `rockcraft pack` fails on this when it puts the image together
              help: give the directory another name, such as `src`
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
