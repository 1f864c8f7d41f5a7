//! `silenced-migration`: several migrations go into the image, and only one of them runs. Docs in
//! silenced_migration.md.

use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::used_in_project;
use super::migrations::{migrations, winner};

pub(super) static RULE: Rule = Rule {
    id: "silenced-migration",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Rockcraft],
    docs: include_str!("silenced_migration.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let found = migrations(cx, &used);
        let Some(winner) = winner(&found) else { continue };
        let others = found.iter().filter(|one| one.ships && one.path != winner.path);
        let silenced: Vec<&str> = others.map(|one| one.path.as_str()).collect();
        if silenced.is_empty() {
            continue;
        }
        let verb = if silenced.len() == 1 { "runs" } else { "run" };
        let message = format!(
            "{} never {verb}, as `{}` goes into the image too",
            listed(&silenced, "and"),
            winner.path
        );
        out.report(used.name.range(), message)
            .note(format!(
                "of the files that bring the database up to date, the charm runs one alone: `{}`",
                winner.migration.runs
            ))
            .help("leave one of them in the image, and do all of the work in it");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn the_last_one_in_the_order_wins() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions:
  - flask-framework
#   ^^^^^^^^^^^^^^^ warning[silenced-migration]: `migrate.sh` never runs, as `migrate.py` goes into the image too
//- app.py
app = 1
//- migrate.sh
python3 other.py
//- migrate.py
import app
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
name: my-shop
extensions: [django-framework]
#            ^^^^^^^^^^^^^^^^ warning[silenced-migration]: `my_shop/migrate.sh` never runs, as `my_shop/manage.py` goes
//- my_shop/manage.py
import django
//- my_shop/migrate.sh
python3 manage.py migrate
",
        );
    }

    #[test]
    fn files_that_stay_outside_silence_nothing() {
        for files in [
            "//- app.py\napp = 1\n//- migrate.sh\necho\n//- manage.py\nimport app\n",
            "//- migrate.sh\necho\n",
            "//- app.py\napp = 1\n",
        ] {
            check(&RULE, &format!("//- rockcraft.yaml\nextensions: [flask-framework]\n{files}"));
        }
        let listed = "//- rockcraft.yaml
extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: [flask/app/app.py, flask/app/migrate.sh]}}
//- app.py
app = 1
//- migrate.sh
echo
//- migrate.py
import app
";
        check(&RULE, listed);
        let by_hand = "//- rockcraft.yaml
extensions: [flask-framework]
parts: {tools: {plugin: nil, override-build: rm migrate.py}}
//- migrate.sh
echo
//- migrate.py
import app
";
        check(&RULE, by_hand);
    }

    #[test]
    fn a_whole_project_brings_its_manage_py() {
        let text = "//- rockcraft.yaml
extensions: [flask-framework]
parts: {flask-framework/install-app: {prime: [flask/app/migrate.sh, flask/app/manage.py]}}
//- migrate.sh
echo
//- manage.py
import app
";
        expect![[r#"
            warning (paas-charm): `migrate.sh` never runs, as `manage.py` goes into the image too
              note: of the files that bring the database up to date, the charm runs one alone: `python3 manage.py migrate`
              help: leave one of them in the image, and do all of the work in it
        "#]]
        .assert_eq(&said(&RULE, text));
    }

    #[test]
    fn a_half_typed_list_says_nothing_about_migrations() {
        let text = "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  flask-framework/install-app:\n    pri\n//- migrate.sh\necho\n//- app.py\napp = 1\n";
        check(&RULE, text);
    }
}
