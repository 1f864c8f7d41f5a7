//! `framework-part-without-plugin`: a part has the name of an extension's part, and the extension does not
//! add it. Docs in framework_part_without_plugin.md.

use crate::facts::{Added, Framework, RockPart};
use crate::finding::TextEdit;
use crate::rules::edits::{fill_absent, remove_entry};
use crate::rules::prelude::*;

use super::framework::{
    PACK_STOPS, Used, given_field, is_bare, is_there, module_name, part, used_in_project,
};

pub(super) static RULE: Rule = Rule {
    id: "framework-part-without-plugin",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("framework_part_without_plugin.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { framework, .. } in used_in_project(cx) {
        for fact in &framework.rock.parts {
            let Some(part) = part(cx, fact.name) else { continue };
            let is_whole = part.value.resolved().is_mapping() && !part.value.is_repaired();
            if is_whole
                && given_field(part, "plugin").is_none()
                && let Some(why) = why_not_added(cx, framework, fact, part)
            {
                report(cx, fact, part, why, out);
            }
        }
    }
}

/// In which case the extension leaves a part alone that the file defines; `None` if it completes it.
fn why_not_added(
    cx: &Context<'_>,
    framework: &'static Framework,
    fact: &RockPart,
    part: Entry<'_>,
) -> Option<&'static str> {
    match fact.added {
        Added::Always => None,
        Added::UnlessDefined => Some("once the file defines it"),
        Added::WithBuildScript => {
            given_field(part, "override-build").is_none().then_some("without an `override-build`")
        }
        Added::WithoutIncludedNode => {
            let mut built = framework.rock.parts.iter().filter(|part| part.plugin == Some("npm"));
            let includes_node = built.find_map(|fact| {
                given_field(super::framework::part(cx, fact.name)?, "npm-include-node")
            });
            (!is_bare(cx) && includes_node.is_some()).then_some("next to `npm-include-node`")
        }
        Added::WithFiles => {
            let content = framework.rock.content.as_ref()?;
            match given_field(part, content.key) {
                Some(list) => {
                    let first = list.value.resolved().items().next()?.resolved().as_str()?;
                    first.starts_with('-').then_some("for a list that starts with an exclusion")
                }
                None => {
                    let mut files = framework.rock.default_files.iter();
                    let finds_files = files.any(|file| is_there(cx, file));
                    (!finds_files).then_some("for a project without such files")
                }
            }
        }
    }
}

fn report(cx: &Context<'_>, fact: &RockPart, part: Entry<'_>, why: &str, out: &mut Findings<'_>) {
    let name = fact.name;
    let draft = out
        .report(part.key.range(), format!("part `{name}` has no `plugin`"))
        .note(format!("{PACK_STOPS}: the extension does not add this part {why}"));
    if fact.added == Added::UnlessDefined {
        let draft = draft.help("write the whole part: `plugin`, `source` and `organize`");
        // A key without a value stands there already: it must not come a second time.
        if let Some(plugin) = part.value.get("plugin") {
            if let Some(edit) = fill_absent(plugin, " dump") {
                let title = "Write `plugin: dump`";
                draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
            }
            return;
        }
        if let Some(edit) = module_name(cx).and_then(|module| whole_part(part, &module)) {
            let title = "Add what the extension would have written";
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
        return;
    }
    let draft = draft.help("remove the part, or give it a `plugin` of its own");
    if let Some(edit) = remove_entry(cx, &["parts", name]) {
        draft.fix(Fix::replace("Remove the part", Safety::Unsafe, edit.range, edit.insert));
    }
}

/// The keys of Django's own part that the file does not give, in front of those that it gives.
fn whole_part(part: Entry<'_>, module: &str) -> Option<TextEdit> {
    let keys = [
        ("plugin", "dump"),
        ("source", module),
        ("organize", "{'*': django/app/, '.*': django/app/}"),
    ];
    let first = part.value.entries().next()?.key;
    let indent = crate::rules::edits::column(first.document_text(), first.range().start())?;
    let is_flow = matches!(part.value.kind(), syntax::Kind::Mapping { flow: true });
    let separator = if is_flow { ", ".to_owned() } else { format!("\n{}", " ".repeat(indent)) };
    let missing = keys.iter().filter(|(key, _)| part.value.get(key).is_none());
    let insert: String = missing.map(|(key, value)| format!("{key}: {value}{separator}")).collect();
    Some(TextEdit { range: TextRange::empty(first.range().start()), insert })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_plugin_without_a_value_is_filled() {
        let file = "//- rockcraft.yaml
name: shop
extensions: [django-framework]
parts:
  django-framework/install-app:
    plugin:
    source: shop
//- x
";
        assert!(fixed(&RULE, file, 0).contains("    plugin: dump\n    source: shop\n"));
    }

    #[test]
    fn django_leaves_a_part_alone_that_the_file_defines() {
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [django-framework]
parts:
  django-framework/install-app:
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[framework-part-without-plugin]: part `django-framework/install-app` has no `plugin`
    stage: [-django/app/x]
  django-framework/dependencies:
    stage-packages: [libpq5]
//- requirements.txt
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
extensions: [django-framework]
parts: {django-framework/install-app: {plugin: dump, source: x}}
//- requirements.txt
",
        );
    }

    #[test]
    fn assets_need_a_file() {
        let assets = |stage: &str, files: &str| {
            let part = format!("go-framework/assets: {{{stage}}}");
            said(
                &RULE,
                &format!(
                    "//- rockcraft.yaml\nextensions: [go-framework]\nparts: {{{part}}}\n//- go.mod\n{files}"
                ),
            )
        };
        assert!(assets("stage: [-app/x]", "//- static/x\n").contains("starts with an exclusion"));
        assert!(assets("source: .", "").contains("without such files"));
        assert_eq!(assets("source: .", "//- static/x\n"), "");
        assert_eq!(assets("stage: [app/x]", ""), "");
    }

    #[test]
    fn script_and_node_decide_about_others() {
        let about = |file: &str| said(&RULE, &format!("//- rockcraft.yaml\n{file}\n//- x\n"));
        let script = |key: &str| {
            about(&format!(
                "extensions: [spring-boot-framework]\nparts: {{spring-boot-framework/gradle-init-script: {{{key}}}}}"
            ))
        };
        assert!(script("source: .").contains("without an `override-build`"));
        assert_eq!(script("override-build: x"), "");
        let node = |base: &str| {
            about(&format!(
                "base: {base}\nextensions: [expressjs-framework]\nparts: {{expressjs-framework/install-app: {{npm-include-node: true}}, expressjs-framework/runtime: {{stage-packages: [curl]}}}}"
            ))
        };
        assert!(node("ubuntu@24.04").contains("npm-include-node"));
        assert_eq!(node("bare"), "");
    }

    #[test]
    fn without_a_directory_nobody_knows() {
        check(&RULE, "extensions: [go-framework]\nparts: {go-framework/assets: {source: .}}\n");
    }

    #[test]
    fn the_part_of_django_is_completed() {
        let file = "//- rockcraft.yaml
name: my-shop
extensions: [django-framework]
parts:
  django-framework/install-app:
    source: .
    stage: [-django/app/x]
//- x
";
        expect![[r#"
            name: my-shop
            extensions: [django-framework]
            parts:
              django-framework/install-app:
                plugin: dump
                organize: {'*': django/app/, '.*': django/app/}
                source: .
                stage: [-django/app/x]
        "#]]
        .assert_eq(&fixed(&RULE, file, 0));
    }

    #[test]
    fn words() {
        let file = "//- rockcraft.yaml
extensions: [spring-boot-framework]
parts: {spring-boot-framework/gradle-init-script: {source: .}}
//- x
";
        expect![[r#"
            error (rockcraft): part `spring-boot-framework/gradle-init-script` has no `plugin`
              note: `rockcraft pack` stops on this: the extension does not add this part without an `override-build`
              help: remove the part, or give it a `plugin` of its own
              fix (Unsafe): Remove the part
        "#]]
        .assert_eq(&said(&RULE, file));
    }
}
