//! `plugin-not-on-base`: the tool has the plugin, but not for the base it builds on. Docs in
//! plugin_not_on_base.md.

use super::view::{PluginUse, build_series, named_parts, plugin_of, stops};
use crate::facts::{self, Plugin};
use crate::model::Part;
use crate::rules::Draft;
use crate::rules::edits::remove_entry;
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
    check_extension(cx, out);
}

/// The part that the extension adds to a charm: its plugin fits the base, and not every `build-base`.
fn check_extension(cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(extension) = cx.extension().filter(|_| cx.tool() == Judge::Charmcraft) else { return };
    let Some(field) = cx.entry("build-base").filter(|field| !field.is_repaired()) else { return };
    let Some(plugin) = facts::plugin(extension.variant.charm_part.plugin) else { return };
    let Some(base) = build_bases(cx).into_iter().next() else { return };
    let Some(refusal) = refusal(plugin, base) else { return };
    let keeper = extension.framework.extension;
    let message = format!(
        "the {keeper} extension packs with plugin `{}`, {}",
        plugin.name,
        refusal.why(base)
    );
    let draft = refusal
        .put_into(cx, out.report(field.value.range(), message))
        .help("remove `build-base`: the charm is built on its base then");
    if let Some(edit) = remove_entry(cx, &["build-base"]) {
        draft.fix(Fix::replace("Remove `build-base`", Safety::Unsafe, edit.range, edit.insert));
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
        let Some(refusal) = refusal(plugin, base).filter(|_| !out.has_reported(range)) else {
            continue;
        };
        let message = format!("part `{name}` uses plugin `{}`, {}", plugin.name, refusal.why(base));
        let draft = refusal
            .put_into(cx, out.report(range, message))
            .help("use plugin `uv`, `python` or `poetry`, or a base up to 25.04");
        if let (Some(fix), Some(_)) = (to_uv(part), part.field("plugin")) {
            draft.fix(fix);
        }
    }
}

/// How charmcraft minds a plugin on a base.
#[derive(Clone, Copy)]
enum Refusal {
    /// It does not have it there.
    Absent,
    /// It has it if asked for what is experimental.
    Experimental,
}

fn refusal(plugin: &Plugin, base: &str) -> Option<Refusal> {
    match base {
        _ if plugin.refused_bases.contains(&base) => Some(Refusal::Absent),
        _ if plugin.experimental_bases.contains(&base) => Some(Refusal::Experimental),
        _ => None,
    }
}

impl Refusal {
    fn why(self, base: &str) -> String {
        match self {
            Refusal::Absent => format!("which charmcraft does not have on `{base}`"),
            Refusal::Experimental => format!("which is experimental on `{base}`"),
        }
    }

    fn put_into<'d>(self, cx: &Context<'_>, draft: Draft<'d>) -> Draft<'d> {
        match self {
            Refusal::Absent => draft.note(stops(cx)),
            Refusal::Experimental => draft.severity(Severity::Warning).note(
                "`charmcraft pack` stops on this unless `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` is set",
            ),
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
    fn the_part_of_an_extension_is_built_on_the_build_base_too() {
        let charm = "extensions: [flask-framework]\nbase: ubuntu@24.04\n";
        let on = |base: &str| format!("{charm}build-base: {base}\n");
        expect![[r#"
            error (charmcraft): the flask-framework extension packs with plugin `charm`, which charmcraft does not have on `ubuntu@devel`
              note: `charmcraft pack` stops on this
              help: remove `build-base`: the charm is built on its base then
              fix (Unsafe): Remove `build-base`
        "#]]
        .assert_eq(&said(&RULE, &on("ubuntu@devel")));
        assert_eq!(fixed(&RULE, &on("ubuntu@25.10"), 0), charm);
        assert!(said(&RULE, &on("ubuntu@26.04")).starts_with("warning (charmcraft): "));
        check(&RULE, &on("ubuntu@22.04"));
        check(
            &RULE,
            "extensions: [flask-framework]\nbase: ubuntu@26.04\nbuild-base: ubuntu@devel\n",
        );
        check(&RULE, &format!("{charm}build-ba\n"));
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
