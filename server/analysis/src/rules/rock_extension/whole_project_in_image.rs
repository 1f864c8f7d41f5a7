//! `whole-project-in-image`: without a list, and without the files that go in by default, everything goes
//! in. Docs in whole_project_in_image.md.

use crate::application::entry_point::Search;
use crate::rules::prelude::*;

use super::framework::{
    Used, application, given_field, has_command, is_there, part, used_in_project,
};

pub(super) static RULE: Rule = Rule {
    id: "whole-project-in-image",
    severity: Severity::Information,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("whole_project_in_image.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        // Only where the list is one of what goes in, not of what is added to a binary.
        let Some(content) =
            framework.rock.content.as_ref().filter(|content| content.key == "prime")
        else {
            continue;
        };
        let is_listed =
            part(cx, content.part).is_some_and(|part| given_field(part, content.key).is_some());
        let finds_files = framework.rock.default_files.iter().any(|file| is_there(cx, file));
        let adds_application = framework.rock.adds_application && !has_command(cx, framework);
        // Of a project without an application there is more to say than this.
        let is_found = !matches!(
            application(cx, framework),
            Some((_, Search::Missing | Search::Broken { .. }))
        );
        if is_listed || finds_files || adds_application || !is_found {
            continue;
        }
        let prefix = framework.rock.app_prefix;
        out.report(name.range(), "the whole project directory goes into the image")
            .note("none of the files that go in by default is there; then everything does, `rockcraft.yaml` and hidden files such as `.env` included")
            .help(format!("give part `{}` a list `{}` with one `{prefix}<file>` for each file", content.part, content.key));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_extension_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
name: shop
extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ information[whole-project-in-image]: the whole project directory
//- shop/app.py
app = 1
",
        );
    }

    #[test]
    fn a_list_or_a_default_file_is_enough() {
        let about = |extension: &str, rest: &str| {
            said(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nname: shop\nextensions: [{extension}-framework]\n{rest}"
                ),
            )
        };
        let list = "parts: {flask-framework/install-app: {prime: [-flask/app/.env]}}\n//- shop/app.py\napp = 1\n";
        assert_eq!(about("flask", list), "");
        assert_eq!(about("flask", "//- app.py\napp = 1\n"), "");
        assert_eq!(about("flask", "//- README.md\n"), "");
        assert_eq!(about("fastapi", "//- shop/app.py\napp = 1\n"), "");
        assert!(
            !about("fastapi", "services: {fastapi: {command: x}}\n//- shop/app.py\napp = 1\n")
                .is_empty()
        );
        assert_eq!(about("go", "//- go.mod\n"), "");
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml\nextensions: [flask-framework]\nservices: {flask: {command: x}}\n//- shop.py\n";
        expect![[r#"
            information (nobody): the whole project directory goes into the image
              note: none of the files that go in by default is there; then everything does, `rockcraft.yaml` and hidden files such as `.env` included
              help: give part `flask-framework/install-app` a list `prime` with one `flask/app/<file>` for each file
        "#]]
        .assert_eq(&said(&RULE, file));
    }
}
