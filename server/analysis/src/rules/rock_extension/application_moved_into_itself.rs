//! `application-moved-into-itself`: the directory of the application has the name that it gets in the image.
//! Docs in application_moved_into_itself.md.

use crate::application::entry_point::Search;
use crate::rules::prelude::*;

use super::file_list::file_list;
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
        // Of a list its own entry is marked, by `unusable-file-list-entry`.
        if file_list(cx, &used).is_some() {
            continue;
        }
        let is_default = framework.rock.default_files.contains(&directory);
        let is_added = framework.rock.adds_application
            && matches!(application(cx, framework), Some((_, Search::Found { path }))
                if path.split('/').next() == Some(directory));
        if !is_default && !is_added {
            continue;
        }
        out.report(
            used.name.range(),
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
    fn an_entry_of_a_list_is_marked_by_another_rule_alone() {
        check(
            &RULE,
            "//- rockcraft.yaml\nextensions: [fastapi-framework]\nparts:\n  fastapi-framework/install-app:\n    prime: [app/main.py, app/app]\n//- app/util.py\nx = 1\n//- main.py\napp = 1\n",
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
