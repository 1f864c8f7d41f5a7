//! `jlink-modules-with-options`: `jlink-modules` beside other keys of the plugin. Docs in
//! jlink_modules_with_options.md.

use super::view::{PluginUse, named_parts, plugin_of, stops};
use crate::facts;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "jlink-modules-with-options",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("jlink_modules_with_options.md"),
    check,
};

const MODULES: &str = "jlink-modules";

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(modules) = part.field(MODULES).filter(|field| !field.is_repaired()) else {
            continue;
        };
        let is_jlink = match plugin_of(cx, name, part) {
            PluginUse::Plugin(plugin) => plugin.name == "jlink",
            PluginUse::OfExtension => true,
            PluginUse::Unclear => false,
        };
        if !is_jlink || modules.value.resolved().items().next().is_none() {
            continue;
        }
        let keys = facts::plugin("jlink").map_or(&[][..], |plugin| plugin.keys.as_slice());
        let mut others = keys.iter().filter(|key| key.name != MODULES).filter_map(|key| {
            part.field(key.name).filter(|field| says_something(field.value.resolved()))
        });
        let Some(other) = others.next() else { continue };
        if out.has_reported(modules.key.range()) {
            continue;
        }
        let other_name = other.key.source();
        out.report(
            modules.key.range(),
            format!("part `{name}` has `{MODULES}` beside `{other_name}`"),
        )
        .note(format!("{}: the list of modules stands for all other keys of the plugin", stops(cx)))
        .help("remove one of the two; `jlink-extra-modules` adds to what is found")
        .label(other.key.range(), "the other key");
    }
}

/// Whether a value is another than the default: `base`, or an empty list.
fn says_something(value: NodeRef<'_>) -> bool {
    let is_empty = value.is_null() || value.is_sequence() && value.items().next().is_none();
    !is_empty && value.as_str() != Some("base")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, said};

    #[test]
    fn modules_stand_alone() {
        check(
            &RULE,
            "parts:
  a: {plugin: jlink, jlink-modules: [a], jlink-extra-modules: [b]}
#                    ^^^^^^^^^^^^^ error[jlink-modules-with-options]: part `a` has `jlink-modules` beside
  b: {plugin: jlink, jlink-modules: [a], jlink-multi-release: base, jlink-jars: []}
  c: {plugin: jlink, jlink-modules: [], jlink-jars: [a]}
",
        );
    }

    #[test]
    fn a_half_typed_list_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: jlink\n    jlink-jars: [a]\n    jlink-modules\n");
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "parts: {a: {plugin: jlink, jlink-modules: [a], jlink-multi-release: 8}}");
        expect![[r#"
            error (charmcraft): part `a` has `jlink-modules` beside `jlink-multi-release`
              note: `charmcraft pack` stops on this: the list of modules stands for all other keys of the plugin
              help: remove one of the two; `jlink-extra-modules` adds to what is found
        "#]]
        .assert_eq(&said);
    }
}
