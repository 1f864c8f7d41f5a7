//! `migration-not-executable`: the charm will run a file that is no program. Docs in
//! migration_not_executable.md.

use crate::project::EntryKind;
use crate::rules::prelude::*;

use super::framework::used_in_project;
use super::migrations::{migrations, winner};

pub(super) static RULE: Rule = Rule {
    id: "migration-not-executable",
    severity: Severity::Warning,
    judge: JudgedBy::One(Judge::PaasCharm),
    files: &[FileKind::Rockcraft],
    docs: include_str!("migration_not_executable.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let found = migrations(cx, &used);
        let Some(winner) = winner(&found).filter(|one| one.migration.executable) else { continue };
        let path = &winner.path;
        let (fault, help) = match winner.kind {
            EntryKind::File { executable: true } => continue,
            EntryKind::File { executable: false } => {
                ("is not executable", format!("run `chmod +x {path}`"))
            }
            EntryKind::Directory => {
                ("is a directory", "give it another name, or leave it out of the image".to_owned())
            }
        };
        out.report(
            used.name.range(),
            format!("`{path}` {fault}, and the charm runs it as a program"),
        )
        .note("before the application starts; as that fails, the application never does")
        .help(help);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn a_program_must_be_one() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [go-framework]
#            ^^^^^^^^^^^^ warning[migration-not-executable]: `migrate` is not executable, and the charm runs it
//- migrate
echo
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ warning[migration-not-executable]: `migrate` is a directory, and the charm runs it
//- migrate/env.py
import os
//- app.py
app = 1
",
        );
    }

    #[test]
    fn programs_and_scripts_are_fine() {
        for file in ["migrate\n#!/bin/sh\necho", "migrate.sh\necho", "migrate.py\nimport app"] {
            check(&RULE, &format!("//- rockcraft.yaml\nextensions: [go-framework]\n//- {file}\n"));
        }
        let silenced = "//- rockcraft.yaml\nextensions: [go-framework]\n//- migrate\necho\n//- migrate.sh\necho\n";
        check(&RULE, silenced);
        let with_permissions = "//- rockcraft.yaml
extensions: [go-framework]
parts: {go-framework/assets: {permissions: [{mode: '755'}]}}
//- migrate
echo
";
        check(&RULE, with_permissions);
    }

    #[test]
    fn half_typed_permissions_are_no_permissions() {
        let text = "//- rockcraft.yaml\nextensions: [go-framework]\nparts:\n  go-framework/assets:\n    permiss\n//- migrate\necho\n";
        expect![[r#"
            warning (paas-charm): `migrate` is not executable, and the charm runs it as a program
              note: before the application starts; as that fails, the application never does
              help: run `chmod +x migrate`
        "#]]
        .assert_eq(&said(&RULE, text));
    }
}
