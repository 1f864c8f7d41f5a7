//! `framework-not-required`: the requirements of the application do not name its framework. Docs in
//! framework_not_required.md.

use crate::application::pyproject::{self, Pyproject};
use crate::application::requirements;
use crate::facts::Requirements;
use crate::project::ProjectFiles;
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::{PACK_STOPS, Used, is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "framework-not-required",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("framework_not_required.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for used in used_in_project(cx) {
        let Some(wanted) = &used.framework.rock.project.requirements else { continue };
        let there: Vec<_> =
            wanted.files.iter().copied().filter(|file| is_there(cx, file)).collect();
        if there.is_empty() {
            report_no_file(used, wanted, out);
        } else if !wanted.packages.is_empty() {
            check_packages(cx, used, wanted, &there, out);
        }
    }
}

fn report_no_file(used: Used<'_>, wanted: &Requirements, out: &mut Findings<'_>) {
    let Used { name, framework } = used;
    let package = wanted.packages.first().copied().unwrap_or(framework.name);
    let first = wanted.files.first().copied().unwrap_or_default();
    out.report(
        name.range(),
        format!("there is no {} beside this file", listed(&wanted.files, "and no")),
    )
    .note(PACK_STOPS)
    .help(format!("write `{first}` with a line `{package}`"));
}

fn check_packages(
    cx: &Context<'_>,
    used: Used<'_>,
    wanted: &Requirements,
    there: &[&str],
    out: &mut Findings<'_>,
) {
    let project = &*cx.snapshot.project;
    let mut passed_over = None;
    for file in there {
        match names_one(project, wanted, file) {
            Outcome::Named | Outcome::Unknown => return,
            Outcome::PassedOver(line) => passed_over = Some((*file, line)),
            Outcome::NotNamed => {}
        }
    }
    let packages = listed(&wanted.packages, "or");
    let message = match there {
        [only] => format!("`{only}` does not name {packages}"),
        _ => format!("neither {} names {packages}", listed(there, "nor")),
    };
    let draft = out.report(used.name.range(), message).note(PACK_STOPS);
    let package = wanted.packages.first().copied().unwrap_or_default();
    match passed_over {
        Some((file, line)) => draft.help(format!(
            "write `{package}` on a line of its own in `{file}`: rockcraft 1.18 and later passes over line \
             {line}, as a requirement with anything behind it, if only a comment, is none to it"
        )),
        None => {
            let file = there.first().copied().unwrap_or_default();
            draft.help(format!("add a line `{package}` to `{file}`"))
        }
    };
}

enum Outcome {
    Named,
    NotNamed,
    /// A line, counted from 1, seems to name the package and is no requirement.
    PassedOver(usize),
    /// The file cannot be read, or is broken in a way of its own.
    Unknown,
}

fn names_one(project: &dyn ProjectFiles, wanted: &Requirements, file: &str) -> Outcome {
    let Some(text) = project.read(file) else { return Outcome::Unknown };
    let is_wanted = |name: &String| wanted.packages.contains(&name.as_str());
    if file.ends_with(".toml") {
        return match &*pyproject::read(&text) {
            Pyproject::Names(names) if names.iter().any(is_wanted) => Outcome::Named,
            Pyproject::Names(_) => Outcome::NotNamed,
            Pyproject::Broken(_) | Pyproject::Misshapen(_) => Outcome::Unknown,
        };
    }
    if wanted.anywhere {
        let text = text.to_lowercase();
        let named = wanted.packages.iter().any(|package| text.contains(package));
        return if named { Outcome::Named } else { Outcome::NotNamed };
    }
    if requirements::names(&text).iter().any(is_wanted) {
        return Outcome::Named;
    }
    let passed_over = text.lines().position(|line| {
        let words = line.trim_start().to_ascii_lowercase();
        let behind = wanted.packages.iter().find_map(|package| words.strip_prefix(package));
        behind.is_some_and(|behind| {
            !behind.starts_with(|ch: char| ch.is_alphanumeric() || "-_.".contains(ch))
        })
    });
    passed_over.map_or(Outcome::NotNamed, |index| Outcome::PassedOver(index + 1))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    fn about(extension: &str, files: &str) -> String {
        said(&RULE, &format!("//- rockcraft.yaml\nextensions: [{extension}-framework]\n{files}"))
    }

    #[test]
    fn the_extension_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions:
  - flask-framework
#   ^^^^^^^^^^^^^^^ error[framework-not-required]: `requirements.txt` does not name `flask`
//- requirements.txt
Flask-SQLAlchemy
# flask
",
        );
    }

    #[test]
    fn flask_counts_in_either_file() {
        assert_eq!(
            about("flask", "//- requirements.txt\nFlask[async]>=3 ; python_version > '3'\n"),
            ""
        );
        assert_eq!(about("flask", "//- pyproject.toml\n[project]\ndependencies = ['flask']\n"), "");
        let both = "//- requirements.txt\ngunicorn\n//- pyproject.toml\n[project]\ndependencies = ['Flask']\n";
        assert_eq!(about("flask", both), "");
    }

    #[test]
    fn a_broken_pyproject_is_told_elsewhere() {
        assert_eq!(about("flask", "//- requirements.txt\nx\n//- pyproject.toml\n[project\n"), "");
    }

    #[test]
    fn fastapi_may_be_named_anywhere() {
        assert_eq!(about("fastapi", "//- requirements.txt\nmy-FastAPI-tools # x\n"), "");
        assert_eq!(about("fastapi", "//- requirements.txt\n# starlette\n"), "");
        assert!(
            !about("fastapi", "//- pyproject.toml\n[project]\ndependencies = ['fastapi']\n")
                .is_empty()
        );
    }

    #[test]
    fn django_needs_the_file_alone() {
        assert_eq!(about("django", "//- requirements.txt\n"), "");
        assert!(!about("django", "//- pyproject.toml\n").is_empty());
    }

    #[test]
    fn other_frameworks_and_documents_without_a_directory_are_left_alone() {
        assert_eq!(about("go", "//- go.mod\n"), "");
        assert_eq!(about("flask", ""), "");
    }

    #[test]
    fn words() {
        let all = about("flask", "//- app.py\n")
            + &about("flask", "//- requirements.txt\ngunicorn\nflask==3.0  # the framework\n")
            + &about("flask", "//- requirements.txt\n\n//- pyproject.toml\n\n")
            + &about("fastapi", "//- requirements.txt\nuvicorn\n")
            + &about("django", "//- manage.py\n");
        expect![[r#"
            error (rockcraft): there is no `requirements.txt` and no `pyproject.toml` beside this file
              note: `rockcraft pack` stops on this
              help: write `requirements.txt` with a line `flask`
            error (rockcraft): `requirements.txt` does not name `flask`
              note: `rockcraft pack` stops on this
              help: write `flask` on a line of its own in `requirements.txt`: rockcraft 1.18 and later passes over line 2, as a requirement with anything behind it, if only a comment, is none to it
            error (rockcraft): neither `requirements.txt` nor `pyproject.toml` names `flask`
              note: `rockcraft pack` stops on this
              help: add a line `flask` to `requirements.txt`
            error (rockcraft): `requirements.txt` does not name `fastapi` or `starlette`
              note: `rockcraft pack` stops on this
              help: add a line `fastapi` to `requirements.txt`
            error (rockcraft): there is no `requirements.txt` beside this file
              note: `rockcraft pack` stops on this
              help: write `requirements.txt` with a line `django`
        "#]]
        .assert_eq(&all);
    }
}
