//! `unknown-plugin`: no tool, or only the other one, has the plugin of a part. Docs in
//! unknown_plugin.md.

use super::grammar::{Builds, visit};
use super::view::{build_series, is_filled_in, is_of_tool, named_parts, stops};
use crate::facts::{self, Plugin};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;
use crate::rules::shape::kind;

pub(super) static RULE: Rule = Rule {
    id: "unknown-plugin",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_plugin.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let Some(field) = part.field("plugin").filter(|field| !field.is_repaired()) else {
            continue;
        };
        if is_filled_in(cx, name, field) {
            continue;
        }
        if !field.value.resolved().is_sequence() {
            check_plugin(cx, name, field, field.value, out);
            continue;
        }
        let mut with_plugin = 0;
        visit(&Builds::new(cx), field.value, &mut |value, builds| {
            with_plugin |= builds;
            if builds != 0 {
                check_plugin(cx, name, field, value, out);
            }
        });
        if with_plugin == 0 && !out.has_reported(field.key.range()) {
            out.report(field.key.range(), format!("no platform gets a plugin for part `{name}`"))
                .note(stops(cx))
                .help("write `plugin: <name>`, or an `else` with the name");
        }
    }
}

fn check_plugin(
    cx: &Context<'_>,
    part: &str,
    field: Entry<'_>,
    value: NodeRef<'_>,
    out: &mut Findings<'_>,
) {
    let plugin = value.resolved().as_str();
    let known = plugin.and_then(facts::plugin);
    if known.is_some_and(|known| is_of_tool(cx, known.only)) {
        return;
    }
    let range = if value.is_absent() { field.key.range() } else { value.range() };
    if out.has_reported(range) {
        return;
    }
    let tool = cx.tool().name();
    let message = match plugin {
        Some(plugin) if known.is_some() => {
            format!("part `{part}` uses plugin `{plugin}`, which {tool} does not have")
        }
        Some("") => format!("the plugin of part `{part}` is empty text, expected a name"),
        Some(plugin) => {
            format!("part `{part}` uses unknown plugin `{}`", plugin.escape_debug())
        }
        None => {
            format!("the plugin of part `{part}` is {}, expected a name", kind(value.resolved()))
        }
    };
    let draft = out.report(range, message).note(stops(cx));
    let Some((meant, safety)) = meant(cx, value.resolved()) else {
        draft.help(format!("plugins are {}", plugin_names(cx)));
        return;
    };
    let draft = draft.help(format!("did you mean `{meant}`?"));
    if !value.is_absent() {
        draft.fix(Fix::replace(format!("Use plugin `{meant}`"), safety, range, meant));
    }
}

fn plugin_names(cx: &Context<'_>) -> String {
    let series = build_series(cx).filter(|_| cx.tool() == Judge::Rockcraft);
    let is_there = |plugin: &&Plugin| {
        is_of_tool(cx, plugin.only) && series.is_none_or(|series| plugin.rock.contains(series))
    };
    let known = facts::plugins().iter().filter(is_there);
    known.map(|plugin| plugin.name).collect::<Vec<_>>().join(", ")
}

/// The plugin that is meant by another name, and whether that is certain.
fn meant(cx: &Context<'_>, value: NodeRef<'_>) -> Option<(&'static str, Safety)> {
    if value.is_null() {
        return Some(("nil", Safety::Unsafe));
    }
    let word = value.as_str()?.trim().to_ascii_lowercase();
    let known = || facts::plugins().iter().filter(|plugin| is_of_tool(cx, plugin.only));
    if let Some(plugin) = known().find(|plugin| plugin.name == word) {
        return Some((plugin.name, Safety::Safe));
    }
    if let Some(plugin) = known().find(|plugin| plugin.aliases.contains(&word.as_str())) {
        return Some((plugin.name, Safety::Unsafe));
    }
    let limit = if word.len() > 4 { 2 } else { 1 };
    Some((nearest(&word, known().map(|plugin| plugin.name), limit)?, Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn plugins_of_neither_tool_are_marked() {
        check(
            &RULE,
            "parts:
  a: {plugin: pip, source: .}
#             ^^^ error[unknown-plugin]: part `a` uses unknown plugin `pip`
  b: {plugin: Nil}
#             ^^^ error[unknown-plugin]: part `b` uses unknown plugin `Nil`
  c: {plugin: }
#     ^^^^^^ error[unknown-plugin]: the plugin of part `c` is empty
  d: {plugin: 5}
#             ^ error[unknown-plugin]: the plugin of part `d` is a number
  e: {plugin: colcon, source: .}
#             ^^^^^^ error[unknown-plugin]: part `e` uses unknown plugin `colcon`
  f: {plugin: charm}
  g: {plugin: ruby, source: .}
",
        );
    }

    #[test]
    fn a_rock_has_no_charm_plugins() {
        check(
            &RULE,
            "//- rockcraft.yaml
parts:
  a: {plugin: charm}
#             ^^^^^ error[unknown-plugin]: part `a` uses plugin `charm`, which rockcraft does not have
  b: {plugin: npm-use, source: .}
#             ^^^^^^^ error[unknown-plugin]: part `b` uses plugin `npm-use`
  c: {plugin: bazel, source: .}
",
        );
    }

    #[test]
    fn plugins_for_single_platforms_are_judged_too() {
        check(
            &RULE,
            "platforms: {amd64: }
parts:
  a:
    plugin:
      - on amd64: dum
#                 ^^^ error[unknown-plugin]: part `a` uses unknown plugin `dum`
      - on s390x: none-at-all
      - else: nil
",
        );
    }

    #[test]
    fn some_platform_gets_a_plugin() {
        check(
            &RULE,
            "platforms: {amd64: }
parts: {a: {plugin: [{on s390x: nil}]}}
#           ^^^^^^ error[unknown-plugin]: no platform gets a plugin for part `a`
",
        );
    }

    #[test]
    fn a_half_typed_plugin_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin\n    source: .\n");
    }

    #[test]
    fn fix_writes_the_plugin_that_was_meant() {
        let fixed = |plugin: &str| fixed(&RULE, &format!("parts: {{a: {{plugin: {plugin}}}}}"), 0);
        assert_eq!(fixed("Python"), "parts: {a: {plugin: python}}");
        assert_eq!(fixed("pyhton"), "parts: {a: {plugin: python}}");
        assert_eq!(fixed("~"), "parts: {a: {plugin: nil}}");
    }

    #[test]
    fn words() {
        let said = said(&RULE, "parts: {a: {plugin: pip}, b: {plugin: NPM}, c: {plugin: conda}}")
            + &said(
                &RULE,
                "//- rockcraft.yaml\nparts: {a: {plugin: reactive}, b: {plugin: [dump]}}",
            );
        expect![[r#"
            error (charmcraft): part `a` uses unknown plugin `pip`
              note: `charmcraft pack` stops on this
              help: did you mean `python`?
              fix (Unsafe): Use plugin `python`
            error (charmcraft): part `b` uses unknown plugin `NPM`
              note: `charmcraft pack` stops on this
              help: did you mean `npm`?
              fix (Safe): Use plugin `npm`
            error (charmcraft): part `c` uses unknown plugin `conda`
              note: `charmcraft pack` stops on this
              help: plugins are ant, autotools, bazel, cargo-use, charm, cmake, dotnet, dump, go, go-use, gradle, gradle-use, jlink, make, maven, maven-use, meson, nil, npm, npm-use, poetry, python, qmake, reactive, ruby, rust, scons, uv
            error (rockcraft): part `a` uses plugin `reactive`, which rockcraft does not have
              note: `rockcraft pack` stops on this
              help: plugins are ant, autotools, bazel, cargo-use, cmake, dotnet, dump, go, go-use, gradle, jlink, make, maven, maven-use, meson, nil, npm, poetry, python, qmake, rust, scons, uv
        "#]]
        .assert_eq(&said);
    }
}
