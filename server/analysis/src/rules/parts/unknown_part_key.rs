//! `unknown-part-key`: a part holds a key that neither every part nor its plugin has. Docs in
//! unknown_part_key.md.

use std::borrow::Cow;

use super::fixes::remove_key;
use super::view::{PluginUse, build_series, is_of_tool, named_parts, plugin_of, stops};
use crate::facts::{self, Plugin};
use crate::model::Part;
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-part-key",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_part_key.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        let plugin = plugin_of(cx, name, part);
        for entry in part.value.effective_entries() {
            // A key without its colon is only half typed.
            if entry.key.is_repaired() || out.has_reported(entry.key.range()) {
                continue;
            }
            let problem = match entry.key.as_str() {
                Some(key) => problem_of(cx, plugin, key),
                None => Some(Problem::NoText),
            };
            if let Some(problem) = problem {
                report(cx, name, part, plugin, entry, problem, out);
            }
        }
    }
}

/// What is wrong with a key.
enum Problem {
    /// It is a number or the like.
    NoText,
    /// Nobody knows it.
    Unknown,
    /// It belongs to another plugin than the part uses.
    OtherPlugin(&'static Plugin),
    /// The plugin has it with the other tool only.
    OtherTool(&'static Plugin),
    /// The plugin has it on other bases only.
    OtherBase(&'static Plugin),
}

fn problem_of(cx: &Context<'_>, plugin: PluginUse, key: &str) -> Option<Problem> {
    if facts::part_key(key).is_some() {
        return None;
    }
    let own = match plugin {
        PluginUse::Plugin(plugin) => plugin.key(key).map(|own| (plugin, own)),
        // Whatever the plugin is, the key must be some plugin's.
        PluginUse::OfExtension | PluginUse::Unclear => facts::plugin_key(key),
    };
    let Some((plugin, own)) = own else {
        let other = facts::plugin_key(key).filter(|(other, _)| is_of_tool(cx, other.only));
        return Some(other.map_or(Problem::Unknown, |(other, _)| Problem::OtherPlugin(other)));
    };
    if !is_of_tool(cx, own.only) || !is_of_tool(cx, plugin.only) {
        return Some(Problem::OtherTool(plugin));
    }
    let is_rock = cx.tool() == Judge::Rockcraft;
    let series = build_series(cx).filter(|_| is_rock)?;
    (!own.rock.contains(series)).then_some(Problem::OtherBase(plugin))
}

fn report(
    cx: &Context<'_>,
    name: &str,
    part: &Part<'_>,
    plugin: PluginUse,
    entry: Entry<'_>,
    problem: Problem,
    out: &mut Findings<'_>,
) {
    let source = entry.key.source();
    let key = entry.key.text().unwrap_or(source);
    let tool = cx.tool().name();
    let message = match &problem {
        Problem::NoText => format!("`{source}` is no key of a part"),
        Problem::Unknown => format!("part `{name}` has unknown key `{}`", key.escape_debug()),
        Problem::OtherPlugin(other) => {
            format!(
                "`{key}` of part `{name}` belongs to plugin `{}`, {}",
                other.name,
                other_than(plugin)
            )
        }
        Problem::OtherTool(plugin) => {
            format!(
                "`{key}` of part `{name}` is a key of plugin `{}`, but not in {tool}",
                plugin.name
            )
        }
        Problem::OtherBase(plugin) => format!(
            "plugin `{}` of part `{name}` has no key `{key}` on {}",
            plugin.name,
            build_series(cx).unwrap_or_default()
        ),
    };
    let draft = out.report(entry.key.range(), message).note(stops(cx));
    let removal = || entry.key.text().and_then(|key| remove_key(cx, name, key, Safety::Unsafe));
    if let Some((meant, safety)) = meant(cx, plugin, key) {
        let is_taken = part.field(&meant).is_some();
        let draft = draft.help(format!("did you mean `{meant}`?"));
        if !is_taken {
            let title = format!("Rename the key to `{meant}`");
            draft.fix(Fix::replace(title, safety, entry.key.range(), meant));
        } else if let Some(fix) = removal() {
            draft.fix(fix);
        }
        return;
    }
    let draft = match problem {
        Problem::OtherPlugin(other) => {
            draft.help(format!("remove the key, or use `plugin: {}`", other.name))
        }
        _ => draft.help("remove the key"),
    };
    if let Some(fix) = removal() {
        draft.fix(fix);
    }
}

fn other_than(plugin: PluginUse) -> String {
    match plugin {
        PluginUse::Plugin(plugin) => format!("but the part uses `{}`", plugin.name),
        PluginUse::OfExtension | PluginUse::Unclear => "which the part does not use".to_owned(),
    }
}

/// The key that is meant by another spelling, and whether that is certain.
fn meant<'a>(cx: &Context<'_>, plugin: PluginUse, key: &'a str) -> Option<(Cow<'a, str>, Safety)> {
    let fits = |key: &str| {
        let is_key =
            facts::part_key(key).is_none_or(|it| !it.overlay || cx.tool() == Judge::Rockcraft);
        is_key && problem_of(cx, plugin, key).is_none()
    };
    let with_hyphens = key.to_ascii_lowercase().replace('_', "-");
    if with_hyphens != key && fits(&with_hyphens) {
        return Some((with_hyphens.into(), Safety::Safe));
    }
    if let Some(meant) = facts::misnamed_part_key(&with_hyphens) {
        return Some((meant.into(), Safety::Unsafe));
    }
    if let PluginUse::Plugin(plugin) = plugin {
        let with_prefix = format!("{}-{with_hyphens}", plugin.name);
        if fits(&with_prefix) {
            return Some((with_prefix.into(), Safety::Unsafe));
        }
    }
    let own = match plugin {
        PluginUse::Plugin(plugin) => plugin.keys.as_slice(),
        _ => &[],
    };
    let known = facts::part_keys().iter().chain(own).map(|key| key.name).filter(|key| fits(key));
    let limit = if key.len() > 5 { 2 } else { 1 };
    Some((nearest(&with_hyphens, known, limit)?.into(), Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn unknown_keys_are_marked() {
        check(
            &RULE,
            "parts:
  a:
    plugin: uv
    source: .
    uv-groups: [dev]
    build-package: [git]
#   ^^^^^^^^^^^^^ error[unknown-part-key]: part `a` has unknown key `build-package`
    uv-group: [dev]
#   ^^^^^^^^ error[unknown-part-key]: part `a` has unknown key `uv-group`
    charm-entrypoint: src/charm.py
#   ^^^^^^^^^^^^^^^^ error[unknown-part-key]: `charm-entrypoint` of part `a` belongs to plugin `charm`
    stage_packages:
#   ^^^^^^^^^^^^^^ error[unknown-part-key]: part `a` has unknown key `stage_packages`
    parse-info: [a]
#   ^^^^^^^^^^ error[unknown-part-key]: part `a` has unknown key `parse-info`
    5: x
#   ^ error[unknown-part-key]: `5` is no key of a part
",
        );
    }

    #[test]
    fn keys_of_plugins_depend_on_the_tool_and_the_base() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@26.04
parts:
  a:
    plugin: python
    source: .
    python-constraints: [c.txt]
#   ^^^^^^^^^^^^^^^^^^ error[unknown-part-key]: plugin `python` of part `a` has no key `python-constraints` on 26.04
    python-keep-bins: true
#   ^^^^^^^^^^^^^^^^ error[unknown-part-key]: `python-keep-bins` of part `a` is a key of plugin `python`, but not in
  b: {plugin: dotnet, source: ., dotnet-configuration: Release, dotnet-build-configuration: Release}
#                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ error[unknown-part-key]: plugin `dotnet`
",
        );
        check(
            &RULE,
            "base: ubuntu@26.04\nparts: {a: {plugin: python, source: ., python-constraints: [c], python-keep-bins: on}}\n",
        );
        check(
            &RULE,
            "parts: {a: {plugin: gradle-use, source: ., gradle-init-script: x}}
#                                          ^^^^^^^^^^^^^^^^^^ error[unknown-part-key]: `gradle-init-script` of part
",
        );
    }

    #[test]
    fn where_the_plugin_is_unclear_the_keys_of_all_plugins_are_fine() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@24.04
extensions: [expressjs-framework]
parts:
  expressjs-framework/install-app:
    npm-include-node: true
    npm-node-versions: '20'
#   ^^^^^^^^^^^^^^^^^ error[unknown-part-key]: part `expressjs-framework/install-app` has unknown key
  b:
    plugin: [{on amd64: uv}, {else: python}]
    uv-groups: [a]
",
        );
    }

    #[test]
    fn a_half_typed_key_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: nil\n    build-pack\n");
    }

    #[test]
    fn fix_writes_the_key_that_was_meant() {
        let fixed = |key: &str| {
            let text = format!("parts: {{a: {{plugin: python, source: ., {key}: [x]}}}}");
            let fixed = fixed(&RULE, &text, 0);
            fixed.split("source: ., ").nth(1).unwrap_or(&fixed).to_owned()
        };
        assert_eq!(fixed("stage_packages"), "stage-packages: [x]}}");
        assert_eq!(fixed("build-package"), "build-packages: [x]}}");
        assert_eq!(fixed("packages"), "python-packages: [x]}}");
        assert_eq!(fixed("organise"), "organize: [x]}}");
        assert_eq!(fixed("filesets"), "parts: {a: {plugin: python, source: .}}");
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts: {a: {plugin: uv, source: ., charm-requirements: [r], sources: ., foo: , stage_snaps: []}}",
        ) + &said(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@26.04
parts: {a: {plugin: python, source: ., python-constraints: [c], python-keep-bins: on}}",
        );
        expect![[r#"
            error (charmcraft): `charm-requirements` of part `a` belongs to plugin `charm`, but the part uses `uv`
              note: `charmcraft pack` stops on this
              help: remove the key, or use `plugin: charm`
              fix (Unsafe): Remove `charm-requirements`
            error (charmcraft): part `a` has unknown key `sources`
              note: `charmcraft pack` stops on this
              help: did you mean `source`?
              fix (Unsafe): Remove `sources`
            error (charmcraft): part `a` has unknown key `foo`
              note: `charmcraft pack` stops on this
              help: remove the key
              fix (Unsafe): Remove `foo`
            error (charmcraft): part `a` has unknown key `stage_snaps`
              note: `charmcraft pack` stops on this
              help: did you mean `stage-snaps`?
              fix (Safe): Rename the key to `stage-snaps`
            error (rockcraft): plugin `python` of part `a` has no key `python-constraints` on 26.04
              note: `rockcraft pack` stops on this
              help: remove the key
              fix (Unsafe): Remove `python-constraints`
            error (rockcraft): `python-keep-bins` of part `a` is a key of plugin `python`, but not in rockcraft
              note: `rockcraft pack` stops on this
              help: remove the key
              fix (Unsafe): Remove `python-keep-bins`
        "#]]
        .assert_eq(&said);
    }
}
