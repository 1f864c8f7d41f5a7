//! `wrapper-not-executable`: the wrapper of a build tool may not be executed. Docs in
//! wrapper_not_executable.md.

use crate::project::EntryKind;
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "wrapper-not-executable",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("wrapper_not_executable.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { name, framework } in used_in_project(cx) {
        for tool in &framework.rock.project.build_tools {
            let wrapper = tool.wrapper;
            if cx.snapshot.project.entry(wrapper) == Some(EntryKind::File { executable: false }) {
                out.report(name.range(), format!("`{wrapper}` is not executable"))
                    .note(PACK_STOPS)
                    .help(format!("run `chmod +x {wrapper}`"));
            }
        }
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
  - spring-boot-framework
#   ^^^^^^^^^^^^^^^^^^^^^ error[wrapper-not-executable]: `mvnw` is not executable
//- mvnw
echo
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nextensions: [spring-boot-framework]\n//- gradlew\n#!/bin/sh\n",
        );
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml\nextensions: [spring-boot-framework]\n//- gradlew\n\n";
        expect![[r#"
            error (rockcraft): `gradlew` is not executable
              note: `rockcraft pack` stops on this
              help: run `chmod +x gradlew`
        "#]]
        .assert_eq(&said(&RULE, file));
    }
}
