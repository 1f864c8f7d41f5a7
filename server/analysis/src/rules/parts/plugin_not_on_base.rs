//! `plugin-not-on-base`: the tool has the plugin, but not for the base it builds on. Docs in
//! plugin_not_on_base.md.

use super::view::{PluginUse, build_series, named_parts, plugin_of, stops};
use crate::facts::Plugin;
use crate::model::Part;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "plugin-not-on-base",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("plugin_not_on_base.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let PluginUse::Plugin(plugin) = plugin_of(cx, name, part) else { continue };
        match cx.tool() {
            Judge::Rockcraft => check_rock(cx, name, part, plugin, out),
            _ => check_charm(cx, name, part, plugin, out),
        }
    }
}

/// Where the plugin stands: the name of the part, where that is the plugin.
fn place(part: &Part<'_>) -> TextRange {
    part.field("plugin").map_or(part.key.range(), |field| field.value.range())
}

fn check_rock(
    cx: &Context<'_>,
    name: &str,
    part: &Part<'_>,
    plugin: &Plugin,
    out: &mut Findings<'_>,
) {
    let Some(series) = build_series(cx).filter(|series| !plugin.rock.contains(series)) else {
        return;
    };
    let range = place(part);
    if out.has_reported(range) {
        return;
    }
    let bases = match (plugin.rock.from, plugin.rock.until) {
        (Some(from), _) => format!("from {from} on"),
        (None, until) => format!("up to {}", until.unwrap_or_default()),
    };
    let plugin = plugin.name;
    let draft = out
        .report(
            range,
            format!(
                "part `{name}` uses plugin `{plugin}`, which rockcraft does not have on {series}"
            ),
        )
        .note(format!("{}; the plugin is there on bases {bases}", stops(cx)));
    if ["poetry", "uv"].contains(&plugin) {
        draft.help("use plugin `python` with a requirements file, or another base");
    } else {
        draft.help("use another plugin, or another `build-base`");
    }
}

fn check_charm(
    cx: &Context<'_>,
    name: &str,
    part: &Part<'_>,
    plugin: &Plugin,
    out: &mut Findings<'_>,
) {
    let range = place(part);
    for base in build_bases(cx) {
        let is_refused = plugin.refused_bases.contains(&base);
        let is_experimental = plugin.experimental_bases.contains(&base);
        if !(is_refused || is_experimental) || out.has_reported(range) {
            continue;
        }
        let plugin = plugin.name;
        let message = if is_refused {
            format!(
                "part `{name}` uses plugin `{plugin}`, which charmcraft does not have on `{base}`"
            )
        } else {
            format!("part `{name}` uses plugin `{plugin}`, which is experimental on `{base}`")
        };
        let mut draft = out
            .report(range, message)
            .help("use plugin `uv`, `python` or `poetry`, or a base up to 25.04");
        draft = if is_refused {
            draft.note(stops(cx))
        } else {
            draft.severity(Severity::Warning).note(
                "`charmcraft pack` stops on this unless `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` is set",
            )
        };
        if let (Some(fix), Some(_)) = (to_uv(part), part.field("plugin")) {
            draft.fix(fix);
        }
    }
}

/// Only where nothing else in the part is about the old plugin.
fn to_uv(part: &Part<'_>) -> Option<Fix> {
    let plugin = part.field("plugin")?;
    let has_keys = |prefix: &str| {
        let entries = part.value.effective_entries();
        entries.iter().any(|entry| entry.key.text().is_some_and(|key| key.starts_with(prefix)))
    };
    if has_keys("charm-") || has_keys("reactive-") || part.field("source").is_none() {
        return None;
    }
    Some(Fix::replace("Use plugin `uv`", Safety::Unsafe, plugin.value.range(), "uv"))
}

/// The bases charmcraft builds on: `build-base`, else `base`, else those in the names of platforms.
fn build_bases<'a>(cx: &Context<'a>) -> Vec<&'a str> {
    let text = |key: &str| cx.entry(key)?.value.resolved().as_str();
    if let Some(base) = text("base") {
        return vec![text("build-base").unwrap_or(base)];
    }
    let platforms = cx.entry("platforms").map(|entry| entry.value.effective_entries());
    let mut bases = Vec::new();
    for platform in platforms.unwrap_or_default() {
        let build_on = platform.value.get("build-on").map(|on| on.value.resolved());
        let of_value = build_on.into_iter().flat_map(|on| {
            on.as_str()
                .into_iter()
                .chain(on.items().filter_map(|item| item.resolved().as_str()).collect::<Vec<_>>())
        });
        let names = platform.key.text().into_iter().chain(of_value);
        bases.extend(names.filter_map(|name| Some(name.split_once(':')?.0)));
    }
    bases
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn a_rock_has_other_plugins_on_newer_bases() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
parts:
  a: {plugin: bazel, source: .}
#             ^^^^^ error[plugin-not-on-base]: part `a` uses plugin `bazel`, which rockcraft does not have on 24.04
  b: {plugin: uv, source: .}
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml
base: bare
build-base: devel
parts:
  a: {plugin: bazel, source: .}
  b: {plugin: uv, source: .}
#             ^^ error[plugin-not-on-base]: part `b` uses plugin `uv`, which rockcraft does not have on devel
  c: {plugin: python, source: .}
",
        );
        check(
            &RULE,
            "//- rockcraft.yaml\nbase: bare\nparts: {a: {plugin: bazel}, b: {plugin: uv}}\n",
        );
        check(&RULE, "//- rockcraft.yaml\nbase: ubuntu:22.04\nparts: {b: {plugin: uv}}\n");
    }

    #[test]
    fn the_old_charm_plugins_end_with_25_04() {
        check(
            &RULE,
            "base: ubuntu@25.04
build-base: ubuntu@devel
parts:
  charm: {}
# ^^^^^ error[plugin-not-on-base]: part `charm` uses plugin `charm`, which charmcraft does not have on `ubuntu@devel`
  b: {plugin: reactive}
#             ^^^^^^^^ error[plugin-not-on-base]: part `b` uses plugin `reactive`
  c: {plugin: uv, source: .}
",
        );
        check(
            &RULE,
            "platforms: {'ubuntu@24.04:amd64': , 'ubuntu@26.04:amd64': }
parts: {charm: {plugin: charm, source: .}}
#                       ^^^^^ warning[plugin-not-on-base]: part `charm` uses plugin `charm`, which is experimental
",
        );
        check(&RULE, "base: ubuntu@24.04\nparts: {charm: {plugin: charm}}\n");
        check(&RULE, "base: ubuntu@26.04\nparts: {charm: {plugin: uv, source: .}}\n");
    }

    #[test]
    fn fix_changes_the_plugin_of_a_part_that_says_nothing_else_about_it() {
        let with = |rest: &str| {
            format!("base: ubuntu@25.10\nparts: {{a: {{plugin: charm, source: .{rest}}}}}\n")
        };
        assert_eq!(fixed(&RULE, &with(""), 0), with("").replace("plugin: charm", "plugin: uv"));
        assert!(!said(&RULE, &with(", charm-requirements: [a]")).contains("fix"));
    }

    #[test]
    fn words() {
        let said =
            said(&RULE, "//- rockcraft.yaml\nbase: ubuntu@26.04\nparts: {a: {plugin: poetry}}")
                + &said(&RULE, "base: ubuntu@26.10\nparts: {charm: {plugin: charm}}")
                + &said(
                    &RULE,
                    "//- rockcraft.yaml\nbase: ubuntu@24.04\nparts: {a: {plugin: bazel}}",
                );
        expect![[r#"
            error (rockcraft): part `a` uses plugin `poetry`, which rockcraft does not have on 26.04
              note: `rockcraft pack` stops on this; the plugin is there on bases up to 24.04
              help: use plugin `python` with a requirements file, or another base
            warning (charmcraft): part `charm` uses plugin `charm`, which is experimental on `ubuntu@26.10`
              note: `charmcraft pack` stops on this unless `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` is set
              help: use plugin `uv`, `python` or `poetry`, or a base up to 25.04
            error (rockcraft): part `a` uses plugin `bazel`, which rockcraft does not have on 24.04
              note: `rockcraft pack` stops on this; the plugin is there on bases from 25.10 on
              help: use another plugin, or another `build-base`
        "#]]
        .assert_eq(&said);
    }
}
