//! `key-of-other-plugin`: a part of an extension has a key of a plugin that does not build it. Docs in
//! key_of_other_plugin.md.

use crate::facts::{self, Framework, RockPart};
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;

use super::framework::{PACK_STOPS, Used, given_field, is_there, part, used, used_in_project};

pub(super) static RULE: Rule = Rule {
    id: "key-of-other-plugin",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("key_of_other_plugin.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { framework, .. } in used(cx) {
        for fact in &framework.rock.parts {
            let part = part(cx, fact.name).filter(|part| given_field(*part, "plugin").is_none());
            let Some((part, (plugin, why))) = part.zip(plugin_of(cx, framework, fact)) else {
                continue;
            };
            for entry in part.value.effective_entries() {
                check_key(cx, (fact.name, entry), plugin, &why, out);
            }
        }
    }
}

/// The plugin that the extension gives a part, and what makes it so.
fn plugin_of(
    cx: &Context<'_>,
    framework: &'static Framework,
    fact: &RockPart,
) -> Option<(&'static str, String)> {
    if let Some(plugin) = fact.plugin {
        return Some((plugin, "the extension".to_owned()));
    }
    // The files of the project decide, if they are clear.
    used_in_project(cx).iter().find(|used| used.framework.name == framework.name)?;
    let mut tools =
        framework.rock.project.build_tools.iter().filter(|tool| is_there(cx, tool.file));
    let (tool, None) = (tools.next()?, tools.next()) else { return None };
    Some((tool.plugin, format!("`{}`", tool.file)))
}

fn check_key(
    cx: &Context<'_>,
    (part, entry): (&str, Entry<'_>),
    plugin: &str,
    why: &str,
    out: &mut Findings<'_>,
) {
    let Some(key) = entry.key.text() else { return };
    let is_of = |plugin: &str| key.strip_prefix(plugin).is_some_and(|rest| rest.starts_with('-'));
    let plugins = facts::key_doc(FileKind::Rockcraft, &["parts", "*", "plugin"]);
    let Some(other) = plugins.and_then(|doc| doc.values.iter().find(|plugin| is_of(plugin))) else {
        return;
    };
    if is_of(plugin) || entry.is_repaired() || out.has_reported(entry.key.range()) {
        return;
    }
    let draft = out
        .report(
            entry.key.range(),
            format!("`{key}` belongs to plugin `{other}`, but {why} makes `{plugin}` build part `{part}`"),
        )
        .note(PACK_STOPS)
        .help("remove it");
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
#   ^^^^^^^^^^^^^^^^ error[key-of-other-plugin]: `maven-parameters` belongs to plugin `maven`
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
    fn the_extension_chooses_most_plugins() {
        let about = |key: &str| {
            said(
                &RULE,
                &format!(
                    "extensions: [go-framework]\nparts: {{go-framework/install-app: {{{key}: x}}}}\n"
                ),
            )
        };
        assert_eq!(about("go-buildtags"), "");
        assert_eq!(about("build-packages"), "");
        assert!(about("npm-node-version").contains("the extension makes `go` build part"));
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml
extensions: [spring-boot-framework]
parts: {spring-boot-framework/install-app: {source: ., gradle-task: bootJar}}
//- pom.xml
";
        expect![[r#"
            error (rockcraft): `gradle-task` belongs to plugin `gradle`, but `pom.xml` makes `maven` build part `spring-boot-framework/install-app`
              note: `rockcraft pack` stops on this
              help: remove it
              fix (Unsafe): Remove `gradle-task`
        "#]]
        .assert_eq(&said(&RULE, file));
        assert!(fixed(&RULE, file, 0).contains("{source: .}"));
    }
}
