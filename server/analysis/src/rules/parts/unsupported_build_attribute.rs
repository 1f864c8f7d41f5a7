//! `unsupported-build-attribute`: a build attribute that the part's plugin does not know. Docs in
//! unsupported_build_attribute.md.

use super::fixes::remove_key;
use super::grammar::{Builds, visit};
use super::view::{PluginUse, is_of_tool, named_parts, plugin_of, stops};
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unsupported-build-attribute",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unsupported_build_attribute.md"),
    check,
};

/// The only attribute that a plugin must know; others are free text.
const SELF_CONTAINED: &str = "self-contained";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(field) = part.field("build-attributes").filter(|field| !field.is_repaired())
        else {
            continue;
        };
        let PluginUse::Plugin(plugin) = plugin_of(cx, name, part) else { continue };
        if plugin.self_contained || !field.value.resolved().is_sequence() {
            continue;
        }
        visit(&Builds::new(cx), field.value, &mut |item, set| {
            let is_it = item.resolved().as_str() == Some(SELF_CONTAINED);
            if !is_it || set == 0 || out.has_reported(item.range()) {
                return;
            }
            let known = facts::plugins()
                .iter()
                .filter(|plugin| plugin.self_contained && is_of_tool(cx, plugin.only));
            let names = known.map(|plugin| format!("`{}`", plugin.name)).collect::<Vec<_>>();
            let draft = out
                .report(
                    item.range(),
                    format!(
                        "build attribute `{SELF_CONTAINED}` of part `{name}` is unknown to plugin `{}`",
                        plugin.name
                    ),
                )
                .note(format!("{}; it is for plugins {}", stops(cx), names.join(", ")))
                .help("remove the attribute, or use another plugin");
            if field.value.items().count() == 1
                && let Some(fix) = remove_key(cx, name, "build-attributes", Safety::Unsafe)
            {
                draft.fix(fix);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn only_some_plugins_are_self_contained() {
        check(
            &RULE,
            "parts:
  a: {plugin: nil, build-attributes: [enable-usrmerge, self-contained]}
#                                                      ^^^^^^^^^^^^^^ error[unsupported-build-attribute]: build attribute
  b: {plugin: maven, source: ., build-attributes: [self-contained]}
  c: {plugin: unknown, build-attributes: [self-contained]}
",
        );
    }

    #[test]
    fn a_half_typed_list_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: nil\n    build-attributes: [self-contained\n");
    }

    #[test]
    fn fix_removes_a_list_of_nothing_else() {
        assert_eq!(
            fixed(&RULE, "parts: {a: {plugin: nil, build-attributes: [self-contained]}}", 0),
            "parts: {a: {plugin: nil}}"
        );
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "//- rockcraft.yaml\nparts: {a: {plugin: nil, build-attributes: [a, self-contained]}}",
        );
        expect![[r#"
            error (rockcraft): build attribute `self-contained` of part `a` is unknown to plugin `nil`
              note: `rockcraft pack` stops on this; it is for plugins `gradle`, `maven`, `maven-use`, `npm`
              help: remove the attribute, or use another plugin
        "#]]
        .assert_eq(&said);
    }
}
