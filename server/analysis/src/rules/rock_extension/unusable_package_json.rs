//! `unusable-package-json`: the package of an Express application has no description that rockcraft can
//! use. Docs in unusable_package_json.md.

use crate::application::package_json::{self, Fault};
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "unusable-package-json",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("unusable_package_json.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        let Some(file) = framework.rock.project.package_json else { continue };
        let said = match cx.snapshot.project.read(file) {
            Some(text) => package_json::fault(&text).map(|fault| words(fault, file)),
            None => (!is_there(cx, file)).then(|| missing(cx, file)),
        };
        if let Some((message, help)) = said {
            out.report(name.range(), message).note(PACK_STOPS).help(help);
        }
    }
}

fn missing(cx: &Context<'_>, file: &str) -> (String, String) {
    let base_name = file.rsplit('/').next().unwrap_or(file);
    let help = match is_there(cx, base_name) {
        true => format!("move the package into the directory `app`: rockcraft reads `{file}` only"),
        false => format!("write `{file}` with `name` and `scripts.start`"),
    };
    (format!("there is no `{file}` beside this file"), help)
}

fn words(fault: Fault, file: &str) -> (String, String) {
    let start = r#"`"scripts": {"start": "node ./bin/www"}`"#;
    match fault {
        Fault::Broken(line) => (
            format!("`{file}` is no JSON: line {line} cannot be read"),
            format!("mend line {line} of `{file}`"),
        ),
        Fault::NoObject => (
            format!("`{file}` holds no JSON object"),
            "write an object with `name` and `scripts.start`".to_owned(),
        ),
        Fault::NoStart => (
            format!("`{file}` has no script `start`"),
            format!("add the command that starts the application, such as {start}"),
        ),
        Fault::NoScripts => (
            format!("`scripts` in `{file}` is no object"),
            format!("write the command that starts the application, such as {start}"),
        ),
        Fault::NoName => (
            format!("`{file}` has no `name`, or none that is text"),
            "add a name, such as `\"name\": \"notes\"`".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    fn about(files: &str) -> String {
        said(&RULE, &format!("//- rockcraft.yaml\nextensions: [expressjs-framework]\n{files}"))
    }

    #[test]
    fn the_extension_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions:
  - expressjs-framework
#   ^^^^^^^^^^^^^^^^^^^ error[unusable-package-json]: `app/package.json` has no script `start`
services: {expressjs: {command: node x}}
//- app/package.json
{\"name\": \"notes\"}
",
        );
        assert_eq!(
            about("//- app/package.json\n{\"name\": \"n\", \"scripts\": {\"start\": \"\"}}\n"),
            ""
        );
        assert_eq!(about(""), "");
    }

    #[test]
    fn words() {
        let json = |text: &str| about(&format!("//- app/package.json\n{text}\n"));
        let all = about("//- package.json\n{}\n")
            + &about("//- app/app.js\n")
            + &json("{,}")
            + &json("[]")
            + &json("{\"scripts\": null}")
            + &json("{\"scripts\": {\"start\": \"x\"}}");
        expect![[r#"
            error (rockcraft): there is no `app/package.json` beside this file
              note: `rockcraft pack` stops on this
              help: move the package into the directory `app`: rockcraft reads `app/package.json` only
            error (rockcraft): there is no `app/package.json` beside this file
              note: `rockcraft pack` stops on this
              help: write `app/package.json` with `name` and `scripts.start`
            error (rockcraft): `app/package.json` is no JSON: line 1 cannot be read
              note: `rockcraft pack` stops on this
              help: mend line 1 of `app/package.json`
            error (rockcraft): `app/package.json` holds no JSON object
              note: `rockcraft pack` stops on this
              help: write an object with `name` and `scripts.start`
            error (rockcraft): `scripts` in `app/package.json` is no object
              note: `rockcraft pack` stops on this
              help: write the command that starts the application, such as `"scripts": {"start": "node ./bin/www"}`
            error (rockcraft): `app/package.json` has no `name`, or none that is text
              note: `rockcraft pack` stops on this
              help: add a name, such as `"name": "notes"`
        "#]]
        .assert_eq(&all);
    }
}
