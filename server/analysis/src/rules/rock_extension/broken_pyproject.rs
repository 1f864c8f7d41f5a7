//! `broken-pyproject`: `pyproject.toml` cannot be read, on which rockcraft crashes. Docs in
//! broken_pyproject.md.

use crate::application::pyproject::{self, Pyproject};
use crate::rules::prelude::*;

use super::framework::{Used, has_command, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "broken-pyproject",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("broken_pyproject.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        let Some(wanted) = &framework.rock.project.requirements else { continue };
        let also_read = wanted.also_read.filter(|_| !has_command(cx, framework));
        let file = wanted.files.iter().copied().find(|file| file.ends_with(".toml")).or(also_read);
        let Some((file, text)) =
            file.and_then(|file| Some((file, cx.snapshot.project.read(file)?)))
        else {
            continue;
        };
        let (message, help) = match &*pyproject::read(&text) {
            Pyproject::Names(_) => continue,
            Pyproject::Broken(line) => (
                format!("`{file}` is no TOML: line {line} cannot be read"),
                format!("mend line {line} of `{file}`"),
            ),
            Pyproject::Misshapen(what) => (
                format!("{what} in `{file}`"),
                format!(
                    "write `dependencies` as a list of texts in the table `project` of `{file}`"
                ),
            ),
        };
        out.report(name.range(), message)
            .note(format!(
                "`rockcraft pack` crashes on this: `{}` looks for requirements there",
                framework.extension
            ))
            .help(help);
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
extensions: [flask-framework]
#            ^^^^^^^^^^^^^^^ error[broken-pyproject]: `pyproject.toml` is no TOML: line 1 cannot be read
//- pyproject.toml
[project
",
        );
    }

    #[test]
    fn only_flask_and_django_read_it_and_django_only_for_its_own_command() {
        let about = |extension: &str, rest: &str| {
            said(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nextensions: [{extension}]\n{rest}//- pyproject.toml\nx\n"
                ),
            )
        };
        let command = "services: {django: {command: x}}\n";
        assert!(!about("django-framework", "").is_empty());
        assert_eq!(about("django-framework", command), "");
        assert!(!about("flask-framework", "services: {flask: {command: x}}\n").is_empty());
        assert_eq!(about("fastapi-framework", ""), "");
    }

    #[test]
    fn words() {
        let about = |toml: &str| {
            said(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nextensions: [flask-framework]\n//- pyproject.toml\n{toml}"
                ),
            )
        };
        let all = about("[project]\nname = x\n") + &about("project.dependencies = 'flask'\n");
        expect![[r#"
            error (rockcraft): `pyproject.toml` is no TOML: line 2 cannot be read
              note: `rockcraft pack` crashes on this: `flask-framework` looks for requirements there
              help: mend line 2 of `pyproject.toml`
            error (rockcraft): `project.dependencies` is no list in `pyproject.toml`
              note: `rockcraft pack` crashes on this: `flask-framework` looks for requirements there
              help: write `dependencies` as a list of texts in the table `project` of `pyproject.toml`
        "#]]
        .assert_eq(&all);
        assert_eq!(about("[tool.x]\n"), "");
    }
}
