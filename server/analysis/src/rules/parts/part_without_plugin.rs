//! `part-without-plugin`: nothing says what builds a part. Docs in part_without_plugin.md.

use super::fixes::add_entry;
use super::view::{extension_parts, is_of_tool, named_parts, stops};
use crate::facts;
use crate::rules::edits::rename_key;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "part-without-plugin",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("part_without_plugin.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        if part.field("plugin").is_some() || part.value.is_repaired() || part.key.is_repaired() {
            continue;
        }
        let of_extension = extension_parts(cx);
        let counts_as_plugin = cx.tool() == Judge::Charmcraft
            && facts::plugin(name).is_some_and(|plugin| is_of_tool(cx, plugin.only));
        // In a broken file the plugin may stand in the line that got lost.
        let may_be_lost = !cx.document().problems().is_empty();
        let is_known_elsewhere = of_extension.contains(&name) || is_reserved(cx, name);
        if counts_as_plugin
            || is_known_elsewhere
            || may_be_lost
            || out.has_reported(part.key.range())
        {
            continue;
        }
        let draft =
            out.report(part.key.range(), format!("part `{name}` has no `plugin`")).note(stops(cx));
        if let Some(meant) = nearest(name, of_extension.iter().copied(), 3) {
            draft
                .help(format!("did you mean `{meant}`, which the extension brings?"))
                .fix(rename_key(part.key, "part", meant));
            continue;
        }
        if let Some(extension) = absent_extension(cx, name) {
            // A plugin would keep the part from being that of the extension.
            draft.help(format!("write `{extension}` under `extensions`: it brings this part"));
            continue;
        }
        // A part that is built from something needs a plugin that only its author knows.
        let plugin = if part.field("source").is_some() { "dump" } else { "nil" };
        let draft = draft.help(match plugin {
            "dump" => "write `plugin: dump` to copy the source, or the plugin that builds it",
            _ => "write `plugin: nil` if nothing is built, or another plugin",
        });
        if let Some(edit) = add_entry(part.value, "plugin", plugin) {
            let title = format!("Write `plugin: {plugin}`");
            draft.fix(Fix::replace(title, Safety::Unsafe, edit.range, edit.insert));
        }
    }
}

/// The extension that the part would be of, if the file used it.
fn absent_extension<'a>(cx: &Context<'_>, part: &'a str) -> Option<&'a str> {
    let (extension, _) = part.split_once('/')?;
    let framework = facts::framework_by_extension(extension)?;
    let is_used = cx.rock().extensions().iter().any(|(_, name)| *name == extension);
    let brings = framework.rock.parts.iter().any(|it| it.name == part);
    (cx.tool() == Judge::Rockcraft && brings && !is_used).then_some(extension)
}

/// Parts of rockcraft's own, which another rule keeps free.
fn is_reserved(cx: &Context<'_>, name: &str) -> bool {
    cx.tool() == Judge::Rockcraft && ["pebble", "_apt-upgrade"].contains(&name)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn the_name_of_a_part_counts_in_a_charm_only() {
        check(
            &RULE,
            "parts:
  dump: {source: .}
  charm: {}
  app: {source: .}
# ^^^ error[part-without-plugin]: part `app` has no `plugin`
  app2: {plugin: }
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
parts:
  dump: {source: .}
# ^^^^ error[part-without-plugin]: part `dump` has no `plugin`
",
        );
    }

    #[test]
    fn a_part_of_an_extension_that_is_not_used_gets_no_plugin() {
        let said = said(
            &RULE,
            "//- rockcraft.yaml
extensions: [express-framework]
parts: {expressjs-framework/install-app: {npm-include-node: true}}
",
        );
        expect![[r#"
            error (rockcraft): part `expressjs-framework/install-app` has no `plugin`
              note: `rockcraft pack` stops on this
              help: write `expressjs-framework` under `extensions`: it brings this part
        "#]]
        .assert_eq(&said);
    }

    #[test]
    fn parts_of_the_extension_have_one() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
extensions: [flask-framework]
parts:
  flask-framework/install-app: {prime: [flask/app]}
  flask-framework/install-apps: {prime: [flask/app]}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[part-without-plugin]: part `flask-framework/install-apps` has no
  flask-framework/runtime-libs: {}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[part-without-plugin]: part `flask-framework/runtime-libs`
  go-framework/install-app: {}
# ^^^^^^^^^^^^^^^^^^^^^^^^ error[part-without-plugin]: part `go-framework/install-app`
",
        );
    }

    #[test]
    fn merged_plugins_count() {
        check(&RULE, "parts:\n  a: &a {plugin: nil}\n  b: {<<: *a, after: [a]}\n  c: *a\n");
    }

    #[test]
    fn a_part_that_is_being_typed_may_get_one_yet() {
        check(&RULE, "parts:\n  a:\n    plug\n");
        check(&RULE, "parts:\n  a:\n    source: .\n  b: {plugin: nil}\nname\n");
    }

    #[test]
    fn fixes() {
        let block = "parts:\n  a:\n    source: .\n";
        assert_eq!(fixed(&RULE, block, 0), "parts:\n  a:\n    plugin: dump\n    source: .\n");
        assert_eq!(
            fixed(&RULE, "parts: {a: {after: []}}", 0),
            "parts: {a: {plugin: nil, after: []}}"
        );
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {source: .}}")
            + &said(
                &RULE,
                "//- rockcraft.yaml\nextensions: [go-framework]\nparts: {go-framework/asset: {}, b: {}}",
            );
        expect![[r#"
            error (charmcraft): part `a` has no `plugin`
              note: `charmcraft pack` stops on this
              help: write `plugin: dump` to copy the source, or the plugin that builds it
              fix (Unsafe): Write `plugin: dump`
            error (rockcraft): part `go-framework/asset` has no `plugin`
              note: `rockcraft pack` stops on this
              help: did you mean `go-framework/assets`, which the extension brings?
              fix (Unsafe): Rename the part to `go-framework/assets`
            error (rockcraft): part `b` has no `plugin`
              note: `rockcraft pack` stops on this
              help: write `plugin: nil` if nothing is built, or another plugin
              fix (Unsafe): Write `plugin: nil`
        "#]]
        .assert_eq(&said);
    }
}
