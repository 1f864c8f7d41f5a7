//! `unknown-plugin-value`: a key of a plugin has a value that the plugin does not know. Docs in
//! unknown_plugin_value.md.

use super::view::{PluginUse, is_of_tool, named_parts, plugin_of, stops};
use crate::facts::{self, PartKey, TextForm};
use crate::rules::nearest::nearest;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unknown-plugin-value",
    severity: Severity::Error,
    judge: JudgedBy::PackTool,
    files: &[FileKind::Charmcraft, FileKind::Rockcraft],
    docs: include_str!("unknown_plugin_value.md"),
    check,
};

fn check(cx: &Context<'_>, out: &mut Findings<'_>) {
    for (name, part) in named_parts(cx) {
        match plugin_of(cx, name, part) {
            PluginUse::Plugin(plugin) => {
                for key in plugin.keys.iter().filter(|key| is_of_tool(cx, key.only)) {
                    if key.form.is_some() || !key.values.is_empty() {
                        check_key(cx, name, part.field(key.name), key, out);
                    }
                }
            }
            PluginUse::OfExtension => {
                for entry in part.value.effective_entries() {
                    let key = entry.key.as_str().and_then(facts::plugin_key);
                    if let Some((_, key)) = key {
                        check_key(cx, name, Some(entry), key, out);
                    }
                }
            }
            PluginUse::Unclear => {}
        }
    }
}

fn check_key(
    cx: &Context<'_>,
    part: &str,
    field: Option<Entry<'_>>,
    key: &PartKey,
    out: &mut Findings<'_>,
) {
    let Some(field) = field.filter(|field| !field.is_repaired()) else { return };
    // Values of another kind are another rule's.
    let Some(text) = field.value.resolved().as_str() else { return };
    let fits = match key.form {
        Some(TextForm::NotEmpty) => !text.is_empty(),
        Some(TextForm::RustChannel) => is_rust_channel(text),
        Some(TextForm::DotnetVersion) => is_dotnet_version(text),
        None => key.values.is_empty() || key.values.contains(&text),
    };
    let range = field.value.range();
    if fits || out.has_reported(range) {
        return;
    }
    let name = key.name;
    let message = match text {
        "" => format!("`{name}` of part `{part}` is empty text"),
        _ => format!("`{name}` of part `{part}` has unknown value `{}`", text.escape_debug()),
    };
    let draft = out.report(range, message).note(stops(cx));
    let known: &[&str] = match key.form {
        Some(TextForm::RustChannel) => &["none", "stable", "beta", "nightly"],
        _ => &key.values,
    };
    let limit = if text.len() > 4 { 2 } else { 1 };
    let word = text.to_ascii_lowercase();
    let same = known.iter().copied().find(|known| known.eq_ignore_ascii_case(&word));
    let meant = same.or_else(|| nearest(&word, known.iter().copied(), limit));
    let Some(meant) = meant.filter(|_| !text.is_empty()) else {
        draft.help(match key.form {
            Some(TextForm::NotEmpty) => "write a value, or remove the key".to_owned(),
            Some(TextForm::RustChannel) => {
                "write `stable`, `beta`, `nightly`, `none`, or a version such as `'1.80'`"
                    .to_owned()
            }
            Some(TextForm::DotnetVersion) => {
                "write `none`, or a version from 6 on such as `'8.0'`".to_owned()
            }
            None => format!("write one of {}", key.values.join(", ")),
        });
        return;
    };
    let safety = if same.is_some() { Safety::Safe } else { Safety::Unsafe };
    draft.help(format!("did you mean `{meant}`?")).fix(Fix::replace(
        format!("Write `{meant}`"),
        safety,
        range,
        meant,
    ));
}

/// A channel or a version, each with any suffix but for `none` (craft-parts 2.37).
fn is_rust_channel(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let (channel, suffix) = match text.split_once('-') {
        Some((channel, suffix)) => (channel, Some(suffix)),
        None => (text, None),
    };
    let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '-';
    if suffix.is_some_and(|suffix| suffix.is_empty() || !suffix.chars().all(is_word)) {
        return false;
    }
    if channel == "none" {
        return suffix.is_none();
    }
    let numbers: Vec<&str> = channel.split('.').collect();
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    ["stable", "beta", "nightly"].contains(&channel)
        || matches!(numbers.len(), 2 | 3) && numbers.iter().all(is_number)
}

fn is_dotnet_version(text: &str) -> bool {
    let (major, minor) = match text.split_once('.') {
        Some((major, minor)) => (major, Some(minor)),
        None => (text, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_late = major.parse::<u64>().map_or(true, |major| major >= 6);
    text == "none" || is_number(major) && is_late && minor.is_none_or(is_number)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{RULE, is_dotnet_version, is_rust_channel};
    use crate::rules::testing::{check, fixed, said};

    #[test]
    fn channels_and_versions() {
        for text in
            ["none", "stable", "nightly-2024-01-31", "beta-x_y", "1.80", "1.80.1-beta", "stable-é"]
        {
            assert!(is_rust_channel(text), "{text}");
        }
        for text in ["", "newest", "stable-", "stable_x", "1", "1.80.1.2", "1.", "none-x", "Stable"]
        {
            assert!(!is_rust_channel(text), "{text}");
        }
        for text in ["none", "8", "8.0", "10.0"] {
            assert!(is_dotnet_version(text), "{text}");
        }
        for text in ["", "5", "8.", "8.0.1", "v8", "latest"] {
            assert!(!is_dotnet_version(text), "{text}");
        }
    }

    #[test]
    fn values_of_no_plugin_are_marked() {
        check(
            &RULE,
            "//- rockcraft.yaml
base: ubuntu@26.04
parts:
  a: {plugin: rust, source: ., rust-channel: newest}
#                                            ^^^^^^ error[unknown-plugin-value]: `rust-channel` of part `a` has unknown value `newest`
  b: {plugin: gradle, source: ., gradle-task: ''}
#                                             ^^ error[unknown-plugin-value]: `gradle-task` of part `b` is empty text
  c: {plugin: dotnet, source: ., dotnet-configuration: release, dotnet-version: '8'}
#                                                      ^^^^^^^ error[unknown-plugin-value]: `dotnet-configuration` of part `c`
  d: {plugin: rust, source: ., rust-channel: }
  e: {plugin: uv, source: ., rust-channel: newest}
",
        );
    }

    #[test]
    fn a_half_typed_value_is_left_alone() {
        check(&RULE, "parts:\n  a:\n    plugin: rust\n    rust-channel\n");
    }

    #[test]
    fn fix_writes_the_value_that_was_meant() {
        let with = |value: &str| format!("parts: {{a: {{plugin: rust, rust-channel: {value}}}}}");
        assert_eq!(fixed(&RULE, &with("Stable"), 0), with("stable"));
        assert_eq!(fixed(&RULE, &with("nigthly"), 0), with("nightly"));
    }

    #[test]
    fn words() {
        let said = said(
            &RULE,
            "parts: {a: {plugin: rust, rust-channel: newest}, b: {plugin: ruby, ruby-flavor: jrubi}, c: {plugin: gradle, gradle-task: ''}}",
        );
        expect![[r#"
            error (charmcraft): `rust-channel` of part `a` has unknown value `newest`
              note: `charmcraft pack` stops on this
              help: write `stable`, `beta`, `nightly`, `none`, or a version such as `'1.80'`
            error (charmcraft): `ruby-flavor` of part `b` has unknown value `jrubi`
              note: `charmcraft pack` stops on this
              help: write one of ruby, jruby, truffleruby, mruby
            error (charmcraft): `gradle-task` of part `c` is empty text
              note: `charmcraft pack` stops on this
              help: write a value, or remove the key
        "#]]
        .assert_eq(&said);
    }
}
