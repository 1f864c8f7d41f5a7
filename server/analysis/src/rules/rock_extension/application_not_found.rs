//! `application-not-found`: no file defines the object that the web server is to run. Docs in
//! application_not_found.md.

use crate::application::entry_point::Search;
use crate::application::python;
use crate::facts::{EntryPoints, Framework};
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::{PACK_STOPS, Used, application, is_there, module_name, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "application-not-found",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("application_not_found.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        let Some((wanted, Search::Missing)) = application(cx, framework) else { continue };
        // Without a name nobody knows all of the places.
        let module = module_name(cx);
        if wanted.paths(None).next().is_none() && module.is_none() {
            continue;
        }
        let paths: Vec<_> = wanted.paths(module.as_deref()).collect();
        let there: Vec<_> = paths.iter().filter(|path| is_there(cx, path)).collect();
        let objects = listed(&wanted.variables, "or");
        let message = match there.as_slice() {
            [] => format!("no {} application found: there is no file it could be in", wanted.kind),
            [only] => {
                format!("no {} application found: `{only}` does not define {objects}", wanted.kind)
            }
            _ => format!(
                "no {} application found: {} do not define {objects}",
                wanted.kind,
                listed(&there, "and")
            ),
        };
        let annotated = there.iter().find_map(|path| Some((*path, annotated(cx, path, wanted)?)));
        let help = match annotated {
            Some((path, (object, line))) => format!(
                "take the type annotation off `{object}` in line {line} of `{path}`: rockcraft passes \
                 over assignments that have one"
            ),
            None => help(framework, wanted, there.first().copied().or(paths.first())),
        };
        out.report(name.range(), message)
            .note(format!("{PACK_STOPS}; it looks into {}", listed(&paths, "and")))
            .help(help);
    }
}

/// What would be the application but for its annotation, and the line.
fn annotated(cx: &Context<'_>, path: &str, wanted: &EntryPoints) -> Option<(String, usize)> {
    let file = python::read(&cx.snapshot.project.read(path)?)?;
    let is_wanted = |(name, _): &&(String, usize)| wanted.variables.contains(&name.as_str());
    file.annotated.iter().find(is_wanted).cloned()
}

fn help(framework: &Framework, wanted: &EntryPoints, path: Option<&String>) -> String {
    let path = path.map_or("app.py", |path| path);
    let object = wanted.variables.first().copied().unwrap_or_default();
    let service = framework.service;
    format!(
        "assign the application to `{object}` at the top level of `{path}`, without a type annotation, or give \
         `services.{service}.command`"
    )
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    fn about(extension: &str, rest: &str) -> String {
        said(
            &RULE,
            &format!(
                "//- rockcraft.yaml\nname: my-shop\nextensions: [{extension}-framework]\n{rest}"
            ),
        )
    }

    #[test]
    fn an_annotation_is_what_hides_the_application() {
        let app = "//- app.py\nfrom flask import Flask\n\napp: Flask = Flask(__name__)\n";
        let said = about("flask", app);
        let help = "help: take the type annotation off `app` in line 3 of `app.py`";
        assert!(said.contains(help), "{said}");
        let bare = about("flask", "//- app.py\napp: Flask\nother: int = 1\n");
        assert!(bare.contains("help: assign the application to `app`"), "{bare}");
    }

    #[test]
    fn the_extension_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions:
  - flask-framework
#   ^^^^^^^^^^^^^^^ error[application-not-found]: no WSGI application found: `app.py` does not define `app` or `application`
//- app.py
app: Flask = Flask(__name__)
",
        );
    }

    #[test]
    fn an_application_is_enough() {
        assert_eq!(about("flask", "//- src/main.py\ndef make_app(): ...\n"), "");
        assert_eq!(about("fastapi", "//- my_shop/app.py\nfrom x import y as app\n"), "");
        assert_eq!(about("django", "//- my_shop/my_shop/wsgi.py\napplication = 1\n"), "");
        assert!(!about("fastapi", "//- app.py\ndef make_app(): ...\napplication = 1\n").is_empty());
    }

    #[test]
    fn with_a_command_there_is_no_search() {
        assert_eq!(about("flask", "services: {flask: {command: gunicorn x}}\n//- x\n"), "");
        assert!(!about("flask", "services: {flask: {command: ''}}\n//- x\n").is_empty());
        assert!(!about("flask", "services: {web: {command: gunicorn x}}\n//- x\n").is_empty());
    }

    #[test]
    fn frameworks_of_other_languages_have_none() {
        assert_eq!(about("go", "//- x\n"), "");
        assert_eq!(about("flask", ""), "");
    }

    #[test]
    fn words() {
        let all = about("fastapi", "//- requirements.txt\n")
            + &about("flask", "//- app.py\n\n//- main.py\n\n")
            + &about("django", "//- my_shop/my_shop/wsgi.py\napp = 1\n");
        expect![[r#"
            error (rockcraft): no ASGI application found: there is no file it could be in
              note: `rockcraft pack` stops on this; it looks into `app.py`, `main.py`, `app/__init__.py`, `app/app.py`, `app/main.py`, `src/__init__.py`, `src/app.py`, `src/main.py`, `my_shop/__init__.py`, `my_shop/app.py` and `my_shop/main.py`
              help: assign the application to `app` at the top level of `app.py`, without a type annotation, or give `services.fastapi.command`
            error (rockcraft): no WSGI application found: `app.py` and `main.py` do not define `app` or `application`
              note: `rockcraft pack` stops on this; it looks into `app.py`, `main.py`, `app/__init__.py`, `app/app.py`, `app/main.py`, `src/__init__.py`, `src/app.py`, `src/main.py`, `my_shop/__init__.py`, `my_shop/app.py` and `my_shop/main.py`
              help: assign the application to `app` at the top level of `app.py`, without a type annotation, or give `services.flask.command`
            error (rockcraft): no WSGI application found: `my_shop/my_shop/wsgi.py` does not define `application`
              note: `rockcraft pack` stops on this; it looks into `my_shop/my_shop/wsgi.py` and `my_shop/mysite/wsgi.py`
              help: assign the application to `application` at the top level of `my_shop/my_shop/wsgi.py`, without a type annotation, or give `services.django.command`
        "#]]
        .assert_eq(&all);
    }
}
