//! `missing-go-module`: there is no `go.mod` beside the rock. Docs in missing_go_module.md.

use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "missing-go-module",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("missing_go_module.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        let Some(file) = framework.rock.project.go_module else { continue };
        if is_there(cx, file) {
            continue;
        }
        let draft = out
            .report(name.range(), format!("there is no `{file}` beside this file"))
            .note(PACK_STOPS);
        let below = cx.snapshot.project.list("").into_iter().map(|(name, _)| name);
        let mut below = below.filter(|directory| is_there(cx, &format!("{directory}/{file}")));
        match below.next() {
            Some(directory) => {
                draft.help(format!("move `rockcraft.yaml` into `{directory}`, where `{file}` is"))
            }
            None => draft.help("run `go mod init <path>` in this directory"),
        };
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
  - go-framework
#   ^^^^^^^^^^^^ error[missing-go-module]: there is no `go.mod` beside this file
//- main.go
package main
",
        );
        check(&RULE, "//- rockcraft.yaml\nextensions: [go-framework]\n//- go.mod\n");
        check(&RULE, "//- rockcraft.yaml\nextensions: [flask-framework]\n//- x\n");
    }

    #[test]
    fn words() {
        let about = |files: &str| {
            said(&RULE, &format!("//- rockcraft.yaml\nextensions: [go-framework]\n{files}"))
        };
        let all = about("//- main.go\n") + &about("//- server/go.mod\n");
        expect![[r#"
            error (rockcraft): there is no `go.mod` beside this file
              note: `rockcraft pack` stops on this
              help: run `go mod init <path>` in this directory
            error (rockcraft): there is no `go.mod` beside this file
              note: `rockcraft pack` stops on this
              help: move `rockcraft.yaml` into `server`, where `go.mod` is
        "#]]
        .assert_eq(&all);
    }
}
