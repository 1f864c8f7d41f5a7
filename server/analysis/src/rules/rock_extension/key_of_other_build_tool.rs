//! `key-of-other-build-tool`: a key for Maven where Gradle builds the application, or the reverse. Docs in
//! key_of_other_build_tool.md.

use crate::facts::BuildTool;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, given_field, is_there, part, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "key-of-other-build-tool",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("key_of_other_build_tool.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { framework, .. } in used_in_project(cx) {
        let tools = &framework.rock.project.build_tools;
        let (used, others): (Vec<_>, Vec<_>) =
            tools.iter().partition(|tool| is_there(cx, tool.file));
        let [used] = used.as_slice() else { continue };
        // The part that the tool builds is the one whose plugin the files decide.
        let built = framework.rock.parts.iter().filter(|part| part.plugin.is_none());
        for name in built.map(|part| part.name) {
            let Some(part) = part(cx, name).filter(|part| given_field(*part, "plugin").is_none())
            else {
                continue;
            };
            for entry in part.value.effective_entries() {
                check_key(cx, (name, entry), used, &others, out);
            }
        }
    }
}

fn check_key(
    cx: &Context<'_>,
    (part, entry): (&str, Entry<'_>),
    used: &BuildTool,
    others: &[&BuildTool],
    out: &mut Findings<'_>,
) {
    let Some(key) = entry.key.text() else { return };
    let is_of =
        |tool: &&&BuildTool| key.strip_prefix(tool.plugin).is_some_and(|it| it.starts_with('-'));
    let Some(other) = others.iter().find(is_of) else { return };
    if entry.is_repaired() || out.has_reported(entry.key.range()) {
        return;
    }
    let draft = out
        .report(
            entry.key.range(),
            format!(
                "`{key}` is for {}, but `{}` makes {} build part `{part}`",
                other.plugin, used.file, used.plugin
            ),
        )
        .note(PACK_STOPS)
        .help(format!("remove it, or use a key that starts with `{}-`", used.plugin));
    if let Some(edit) = remove_entry(cx, &["parts", part, key]) {
        draft.fix(Fix::replace(format!("Remove `{key}`"), Safety::Unsafe, edit.range, edit.insert));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_key_is_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [spring-boot-framework]
parts:
  spring-boot-framework/install-app:
    maven-parameters: [-q]
#   ^^^^^^^^^^^^^^^^ error[key-of-other-build-tool]: `maven-parameters` is for maven
    gradle-parameters: [-q]
//- build.gradle
",
        );
    }

    #[test]
    fn a_plugin_of_the_files_own_and_an_unclear_tool_are_told_elsewhere() {
        let about = |keys: &str, files: &str| {
            said(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nextensions: [spring-boot-framework]\nparts: {{spring-boot-framework/install-app: {{{keys}}}}}\n{files}"
                ),
            )
        };
        assert_eq!(about("plugin: maven, maven-parameters: []", "//- build.gradle\n"), "");
        assert_eq!(about("maven-parameters: []", "//- x\n"), "");
        assert_eq!(about("maven-parameters: []", "//- build.gradle\n//- pom.xml\n"), "");
        assert!(!about("gradle-task: x", "//- pom.xml\n").is_empty());
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml
extensions: [spring-boot-framework]
parts: {spring-boot-framework/install-app: {source: ., gradle-task: bootJar}}
//- pom.xml
";
        expect![[r#"
            error (rockcraft): `gradle-task` is for gradle, but `pom.xml` makes maven build part `spring-boot-framework/install-app`
              note: `rockcraft pack` stops on this
              help: remove it, or use a key that starts with `maven-`
              fix (Unsafe): Remove `gradle-task`
        "#]]
        .assert_eq(&said(&RULE, file));
        assert!(fixed(&RULE, file, 0).contains("{source: .}"));
    }
}
