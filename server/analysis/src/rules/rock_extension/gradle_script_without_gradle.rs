//! `gradle-script-without-gradle`: a script for Gradle, which does not build the application. Docs in
//! gradle_script_without_gradle.md.

use crate::facts::Added;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, given_field, is_there, part, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "gradle-script-without-gradle",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("gradle_script_without_gradle.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { framework, .. } in used_in_project(cx) {
        let tools = &framework.rock.project.build_tools;
        let mut tools = tools.iter().filter(|tool| is_there(cx, tool.file));
        // Without any of them, that is the fault.
        let (Some(tool), None) = (tools.next(), tools.next()) else { continue };
        if tool.plugin == "gradle" {
            continue;
        }
        let parts = framework.rock.parts.iter().filter(|part| part.added == Added::WithBuildScript);
        for fact in parts {
            let script = part(cx, fact.name).and_then(|part| given_field(part, "override-build"));
            let Some(script) = script.filter(|script| !script.value.is_repaired()) else {
                continue;
            };
            let name = fact.name;
            let draft = out
                .report(
                    script.key.range(),
                    format!("part `{name}` has a script for Gradle, but `{}` is there and no `build.gradle`", tool.file),
                )
                .note(PACK_STOPS)
                .help("remove the part");
            if let Some(edit) = remove_entry(cx, &["parts", name]) {
                draft.fix(Fix::replace("Remove the part", Safety::Unsafe, edit.range, edit.insert));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    const PART: &str = "extensions: [spring-boot-framework]
parts:
  spring-boot-framework/gradle-init-script:
    override-build: cp init.gradle $CRAFT_STAGE
";

    #[test]
    fn the_script_is_marked() {
        check(
            &RULE,
            &format!(
                "//- rockcraft.yaml\n{PART}#   ^^^^^^^^^^^^^^ error[gradle-script-without-gradle]: part\n//- pom.xml\n"
            ),
        );
        check(&RULE, &format!("//- rockcraft.yaml\n{PART}//- build.gradle\n"));
        check(&RULE, &format!("//- rockcraft.yaml\n{PART}//- README.md\n"));
    }

    #[test]
    fn words() {
        let file = format!("//- rockcraft.yaml\n{PART}//- pom.xml\n");
        expect![[r#"
            error (rockcraft): part `spring-boot-framework/gradle-init-script` has a script for Gradle, but `pom.xml` is there and no `build.gradle`
              note: `rockcraft pack` stops on this
              help: remove the part
              fix (Unsafe): Remove the part
        "#]]
        .assert_eq(&said(&RULE, &file));
        assert!(!fixed(&RULE, &file, 0).contains("parts"));
    }
}
