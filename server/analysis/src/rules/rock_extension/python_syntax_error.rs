//! `python-syntax-error`: a file that rockcraft reads on its search for the application is no Python. Docs
//! in python_syntax_error.md.

use crate::application::entry_point::Search;
use crate::rules::prelude::*;

use super::framework::{Used, application, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "python-syntax-error",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("python_syntax_error.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        let Some((wanted, Search::Broken { path, line })) = application(cx, framework) else {
            continue;
        };
        out.report(name.range(), format!("`{path}` has a syntax error in line {line}"))
            .note(format!(
                "`rockcraft pack` stops on this: it reads the file on its search for the {} application",
                wanted.kind
            ))
            .help(format!(
                "mend `{path}`, or give `services.{}.command`, with which there is no search",
                framework.service
            ));
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
extensions:
  - fastapi-framework
#   ^^^^^^^^^^^^^^^^^ error[python-syntax-error]: `main.py` has a syntax error in line 2
//- main.py
x = 1
app = FastAPI(
//- src/app.py
app = 1
",
        );
    }

    #[test]
    fn a_file_that_is_not_read_may_be_broken() {
        let file = "//- rockcraft.yaml\nextensions: [flask-framework]\n//- app.py\napp = 1\n//- main.py\n(\n";
        assert_eq!(said(&RULE, file), "");
        let command = "//- rockcraft.yaml\nextensions: [flask-framework]\nservices: {flask: {command: x}}\n//- app.py\n(\n";
        assert_eq!(said(&RULE, command), "");
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml\nname: my-shop\nextensions: [django-framework]\n//- my_shop/mysite/wsgi.py\napplication = (\n";
        expect![[r#"
            error (rockcraft): `my_shop/mysite/wsgi.py` has a syntax error in line 1
              note: `rockcraft pack` stops on this: it reads the file on its search for the WSGI application
              help: mend `my_shop/mysite/wsgi.py`, or give `services.django.command`, with which there is no search
        "#]]
        .assert_eq(&said(&RULE, file));
    }
}
