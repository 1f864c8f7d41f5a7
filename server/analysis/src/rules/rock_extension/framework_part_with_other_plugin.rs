//! `framework-part-with-other-plugin`: a part of an extension gets another plugin, and keys of the first
//! one stay in it. Docs in framework_part_with_other_plugin.md.

use crate::facts;
use crate::rules::edits::remove_entry;
use crate::rules::prelude::*;
use crate::rules::shape::listed;

use super::framework::{PACK_STOPS, Used, given_field, part, used};

pub(super) static RULE: Rule = Rule {
    id: "framework-part-with-other-plugin",
    severity: Severity::Error,
    judge: JudgedBy::One(Judge::Rockcraft),
    files: &[FileKind::Rockcraft],
    docs: include_str!("framework_part_with_other_plugin.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for Used { framework, .. } in used(cx) {
        for fact in framework.rock.parts.iter().filter(|fact| !fact.plugin_keys.is_empty()) {
            let Some(part) = part(cx, fact.name) else { continue };
            let Some(plugin) = given_field(part, "plugin") else { continue };
            let Some(text) = plugin.value.resolved().as_str() else { continue };
            if plugin.value.is_repaired() || fact.plugin == Some(text) || !is_plugin(text) {
                continue;
            }
            let keys = listed(&fact.plugin_keys, "and");
            let name = fact.name;
            let draft = out
                .report(
                    part.key.range(),
                    format!("part `{name}` gets the plugin `{text}`, which has no {keys}"),
                )
                .label(plugin.value.range(), "the other plugin")
                .note(format!(
                    "{PACK_STOPS}: what the extension sets for its own plugin stays in the part"
                ))
                .help("remove `plugin`, or write a part of your own under another name");
            if let Some(edit) = remove_entry(cx, &["parts", name, "plugin"]) {
                draft.fix(Fix::replace("Remove `plugin`", Safety::Unsafe, edit.range, edit.insert));
            }
        }
    }
}

/// Whether rockcraft has the plugin; what is misspelt is told elsewhere.
fn is_plugin(name: &str) -> bool {
    let plugins = facts::key_doc(FileKind::Rockcraft, &["parts", "*", "plugin"]);
    plugins.is_some_and(|doc| doc.values.contains(&name))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn keys_of_the_first_plugin_stay() {
        check(
            &RULE,
            "extensions: [flask-framework]
parts:
  flask-framework/dependencies:
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[framework-part-with-other-plugin]: part `flask-framework/dependencies` gets the plugin `uv`
    plugin: uv
    source: .
",
        );
    }

    #[test]
    fn other_parts_and_the_same_plugin_are_free() {
        let part = |part: &str| {
            check(
                &RULE,
                &format!("extensions: [flask-framework]\nparts: {{flask-framework/{part}}}\n"),
            );
        };
        part("dependencies: {plugin: python}");
        part("dependencies: {plugin: }");
        part("dependencies: {plugin: pyton}");
        part("install-app: {plugin: nil}");
        check(&RULE, "parts: {flask-framework/dependencies: {plugin: uv}}\n");
    }

    #[test]
    fn the_plugin_is_taken_out() {
        let file = "extensions: [flask-framework]\nparts:\n  flask-framework/dependencies:\n    plugin: uv\n    source: .\n";
        assert!(!fixed(&RULE, file, 0).contains("uv"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "extensions: [fastapi-framework]\nparts: {fastapi-framework/dependencies: {plugin: uv, source: .}}\n",
        );
        expect![[r#"
            error (rockcraft): part `fastapi-framework/dependencies` gets the plugin `uv`, which has no `python-packages` and `python-requirements`
              note: `rockcraft pack` stops on this: what the extension sets for its own plugin stays in the part
              help: remove `plugin`, or write a part of your own under another name
              fix (Unsafe): Remove `plugin`
        "#]]
        .assert_eq(&said);
    }
}
