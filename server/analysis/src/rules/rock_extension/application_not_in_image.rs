//! `application-not-in-image`: rockcraft finds the application and does not put it into the image. Docs in
//! application_not_in_image.md.

use crate::application::entry_point::Search;
use crate::facts::Framework;
use crate::rules::prelude::*;

use super::file_list::{FileList, Target, file_list};
use super::framework::{Used, application, is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "application-not-in-image",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("application_not_in_image.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let Used { name, framework } = used;
        let Some(content) = &framework.rock.content else { continue };
        let Some((_, Search::Found { path })) = application(cx, framework) else { continue };
        let top = path.split('/').next().unwrap_or_default();
        let message = format!("the application is in `{path}`, which does not go into the image");
        let prefix = framework.rock.app_prefix;
        let Some(list) = file_list(cx, &used) else {
            if leaves_out(cx, framework, top) {
                out.report(name.range(), message)
                    .note("the service would not start: of the project only certain files go in by default")
                    .help(format!("give part `{}` a list `{}` with `{prefix}{top}` in it", content.part, content.key));
            }
            continue;
        };
        if list.has_own_source || includes(&list, &path) {
            continue;
        }
        let draft = out.report(list.key.range(), message).note("the service would not start");
        match list.names_files {
            true => draft.help(format!("add `{prefix}{top}` to the list")),
            false => draft.help("take the exclusion out of the list"),
        };
    }
}

/// Whether the files that go in by default are others. Without any of them everything goes in.
fn leaves_out(cx: &Context<'_>, framework: &Framework, top: &str) -> bool {
    let files = &framework.rock.default_files;
    !framework.rock.adds_application
        && !files.contains(&top)
        && files.iter().any(|file| is_there(cx, file))
}

pub(super) fn includes(list: &FileList<'_>, path: &str) -> bool {
    let holds = |target: &Target| match target {
        Target::Path(listed) => path
            .strip_prefix(listed.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        Target::Everything => true,
        Target::Outside => false,
    };
    // Patterns are not followed: what they may stand for counts as included.
    let mut files = list.entries.iter().filter(|entry| !entry.is_exclusion());
    let has_files = files.clone().next().is_some();
    let is_named = files.any(|entry| entry.is_pattern() || holds(&entry.target(list.framework)));
    let mut exclusions =
        list.entries.iter().filter(|entry| entry.is_exclusion() && !entry.is_pattern());
    let is_excluded = exclusions
        .any(|entry| !entry.text.starts_with("- ") && holds(&entry.target(list.framework)));
    (is_named || !has_files) && !is_excluded
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    fn about(extension: &str, prime: &str, files: &str) -> String {
        said(
            &RULE,
            &format!(
                "//- rockcraft.yaml\nname: shop\nextensions: [{extension}-framework]\nparts: {{{extension}-framework/install-app: {{prime: [{prime}]}}}}\n{files}"
            ),
        )
    }

    #[test]
    fn a_package_named_like_the_rock_stays_outside() {
        check(
            &RULE,
            "//- rockcraft.yaml
name: shop
extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ warning[application-not-in-image]: the application is in `shop/app.py`, which
//- shop/app.py
app = 1
//- static/a.css
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nname: shop\nextensions: [flask-framework]\n//- shop/app.py\napp = 1\n",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nname: shop\nextensions: [fastapi-framework]\n//- shop/app.py\napp = 1\n//- static/a.css\n",
        );
    }

    #[test]
    fn a_list_must_name_it() {
        let app = "//- src/app.py\napp = 1\n";
        assert!(!about("flask", "flask/app/static", app).is_empty());
        assert_eq!(about("flask", "flask/app/src", app), "");
        assert_eq!(about("flask", "flask/app/src/app.py", app), "");
        assert!(!about("flask", "flask/app/sr", app).is_empty());
        assert_eq!(about("flask", "-flask/app/static", app), "");
        assert!(!about("flask", "-flask/app/src", app).is_empty());
        assert!(!about("fastapi", "app/static", app).is_empty());
    }

    #[test]
    fn words() {
        let app = "//- app.py\napp = 1\n";
        let all =
            about("flask", "flask/app/static", app) + &about("flask", "-flask/app/app.py", app);
        expect![[r#"
            warning (nobody): the application is in `app.py`, which does not go into the image
              note: the service would not start
              help: add `flask/app/app.py` to the list
            warning (nobody): the application is in `app.py`, which does not go into the image
              note: the service would not start
              help: take the exclusion out of the list
        "#]]
        .assert_eq(&all);
    }
}
