//! `migration-not-in-image`: the charm has a database, and the file for its tables stays outside. Docs in
//! migration_not_in_image.md.
//!
//! What a list of files leaves out is said by `default-file-left-out`; this is about frameworks without
//! such a list.

use crate::facts;
use crate::model::{Charm, Section};
use crate::rules::prelude::*;

use super::framework::{Used, used_in_project};
use super::migrations::{migrations, source_directory, winner};

pub(super) static RULE: Rule = Rule {
    id: "migration-not-in-image",
    severity: Severity::Warning,
    judge: JudgedBy::Nobody,
    files: &[FileKind::Rockcraft],
    docs: include_str!("migration_not_in_image.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        if used.framework.rock.content.is_none() {
            check_framework(cx, &used, out);
        }
    }
}

fn check_framework<'a>(cx: &Context<'a>, used: &Used<'a>, out: &mut Findings<'_>) {
    let found = migrations(cx, used);
    let has_python = used.framework.rock.project.entry_points.is_some();
    let mut outside = found.iter().filter(|one| has_python || !one.path.ends_with(".py"));
    let Some(left_out) = outside.find(|one| !one.ships) else { return };
    if winner(&found).is_some() {
        return;
    }
    let Some(database) = database(cx) else { return };
    let Some(source) = source_directory(cx, used.framework) else { return };
    let path = &left_out.path;
    let draft = out
        .report(used.name.range(), format!("`{path}` does not go into the image, so it never runs"))
        .note(format!(
            "the charm has an endpoint `{database}` and would run it before the application"
        ));
    match path.starts_with(&source) {
        true => draft.help(format!(
            "add `{}` to `files` in `{source}package.json`, and take it out of `{source}.npmignore`",
            left_out.migration.file
        )),
        false => draft.help(format!("move it to `{source}{}`", left_out.migration.file)),
    };
}

/// An endpoint of the charm for a database.
fn database(cx: &Context<'_>) -> Option<String> {
    let charm = Charm::new(cx.partner()?.document.root());
    let endpoints = charm.endpoints(Section::Requires);
    let is_database = |interface: &str| facts::integration(interface).is_some_and(|it| it.database);
    let found = endpoints.iter().find(|one| one.interface().is_some_and(is_database))?;
    found.name().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    const DATABASE: &str = "//- charm/charmcraft.yaml\nextensions: [expressjs-framework]\nrequires: {postgresql: {interface: postgresql_client}}\n";

    fn express(files: &str) -> String {
        format!("//- rockcraft.yaml\nextensions: [expressjs-framework]\n{files}{DATABASE}")
    }

    #[test]
    fn words_for_a_file_in_the_wrong_directory() {
        expect![[r#"
            warning (nobody): `migrate.sh` does not go into the image, so it never runs
              note: the charm has an endpoint `postgresql` and would run it before the application
              help: move it to `app/migrate.sh`
        "#]]
        .assert_eq(&said(&RULE, &express("//- app/package.json\n{}\n//- migrate.sh\necho\n")));
    }

    #[test]
    fn words_for_a_file_that_npm_leaves_out() {
        let package = "//- app/package.json\n{\"files\": [\"src\"]}\n//- app/migrate.sh\necho\n";
        expect![[r#"
            warning (nobody): `app/migrate.sh` does not go into the image, so it never runs
              note: the charm has an endpoint `postgresql` and would run it before the application
              help: add `migrate.sh` to `files` in `app/package.json`, and take it out of `app/.npmignore`
        "#]]
        .assert_eq(&said(&RULE, &express(package)));
    }

    #[test]
    fn what_is_there_or_not_needed_is_fine() {
        for files in [
            "//- app/package.json\n{}\n//- app/migrate.sh\necho\n",
            "//- app/package.json\n{\"files\": [\"src\", \"./migrate.sh\"]}\n//- app/migrate.sh\necho\n",
            "//- app/package.json\n{\"files\": [\"*.sh\"]}\n//- app/migrate.sh\necho\n",
            "//- app/package.json\n{}\n//- app/migrate.sh\necho\n//- migrate.sh\necho\n",
            "//- app/package.json\n{}\n//- migrate.py\nimport app\n",
            "//- app/package.json\n{}\n",
        ] {
            assert_eq!(said(&RULE, &express(files)), "", "{files}");
        }
        check(
            &RULE,
            "//- rockcraft.yaml\nextensions: [expressjs-framework]\n//- migrate.sh\necho\n//- charm/charmcraft.yaml\nextensions: [expressjs-framework]\n",
        );
    }
}
