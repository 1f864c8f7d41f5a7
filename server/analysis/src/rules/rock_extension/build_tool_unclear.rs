//! `build-tool-unclear`: the files of a Java project do not say whether Maven or Gradle builds it. Docs in
//! build_tool_unclear.md.

use crate::facts::BuildTool;
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::{PACK_STOPS, Used, is_there, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "build-tool-unclear",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("build_tool_unclear.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        let tools = &framework.rock.project.build_tools;
        if tools.is_empty() {
            continue;
        }
        check_files(cx, name, tools, out);
        let wrappers = there(cx, tools.iter().map(|tool| tool.wrapper));
        if wrappers.len() > 1 {
            out.report(
                name.range(),
                format!("{} are both beside this file", listed(&wrappers, "and")),
            )
            .note(PACK_STOPS)
            .help("remove the wrapper of the tool that does not build the application");
        }
    }
}

fn check_files(cx: &Context<'_>, name: NodeRef<'_>, tools: &[BuildTool], out: &mut Findings<'_>) {
    let files = there(cx, tools.iter().map(|tool| tool.file));
    let wanted: Vec<_> = tools.iter().map(|tool| tool.file).collect();
    match files.as_slice() {
        [] => {
            let draft = out
                .report(
                    name.range(),
                    format!("there is no {} beside this file", listed(&wanted, "and no")),
                )
                .note(PACK_STOPS);
            match is_there(cx, "build.gradle.kts") {
                true => {
                    draft.help("write `build.gradle`: rockcraft does not see `build.gradle.kts`")
                }
                false => draft.help(format!("write {}", listed(&wanted, "or"))),
            };
        }
        [_] => {}
        _ => {
            out.report(
                name.range(),
                format!("{} are both beside this file", listed(&files, "and")),
            )
            .note(PACK_STOPS)
            .help("remove the file of the tool that does not build the application");
        }
    }
}

fn there(cx: &Context<'_>, files: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    files.filter(|file| is_there(cx, file)).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    fn about(files: &[&str]) -> String {
        let files: String = files.iter().map(|file| format!("//- {file}\n")).collect();
        said(&RULE, &format!("//- rockcraft.yaml\nextensions: [spring-boot-framework]\n{files}"))
    }

    #[test]
    fn the_extension_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions:
  - spring-boot-framework
#   ^^^^^^^^^^^^^^^^^^^^^ error[build-tool-unclear]: there is no `pom.xml` and no `build.gradle` beside
//- README.md
",
        );
    }

    #[test]
    fn one_tool_is_clear() {
        assert_eq!(about(&["pom.xml"]), "");
        assert_eq!(about(&["build.gradle", "gradlew"]), "");
        assert_eq!(about(&["pom.xml", "gradlew"]), "");
        assert_eq!(about(&["pom.xml", "build.gradle.kts"]), "");
        assert_eq!(about(&[]), "");
    }

    #[test]
    fn words() {
        let all = about(&["README.md"])
            + &about(&["build.gradle.kts"])
            + &about(&["pom.xml", "build.gradle"])
            + &about(&["pom.xml", "mvnw", "gradlew"]);
        expect![[r#"
            error (rockcraft): there is no `pom.xml` and no `build.gradle` beside this file
              note: `rockcraft pack` stops on this
              help: write `pom.xml` or `build.gradle`
            error (rockcraft): there is no `pom.xml` and no `build.gradle` beside this file
              note: `rockcraft pack` stops on this
              help: write `build.gradle`: rockcraft does not see `build.gradle.kts`
            error (rockcraft): `pom.xml` and `build.gradle` are both beside this file
              note: `rockcraft pack` stops on this
              help: remove the file of the tool that does not build the application
            error (rockcraft): `mvnw` and `gradlew` are both beside this file
              note: `rockcraft pack` stops on this
              help: remove the wrapper of the tool that does not build the application
        "#]]
        .assert_eq(&all);
    }
}
