//! What a part may say: the keys that every part has, the plugins of each tool and their own keys,
//! with the kind of value that the tools take.
//!
//! Charm and rock share most of it, as both leave parts to craft-parts; what differs with the tool
//! or the build base is marked in the table. Sentences about the keys stand in `keys`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;
use crate::file_kind::FileKind;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/plugins.json")));

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
struct File {
    part_keys: Vec<PartKey>,
    misnamed_keys: Vec<MisnamedKey>,
    slash_bases: Vec<&'static str>,
    plugins: Vec<Plugin>,
}

/// The keys that every part may have, `plugin` first.
pub fn part_keys() -> &'static [PartKey] {
    &FILE.part_keys
}

/// The key of this name that every part may have.
pub fn part_key(name: &str) -> Option<&'static PartKey> {
    part_keys().iter().find(|key| key.name == name)
}

/// The key that is meant by a name from another tool or another spelling.
pub fn misnamed_part_key(wrong: &str) -> Option<&'static str> {
    FILE.misnamed_keys.iter().find(|key| key.wrong == wrong).map(|key| key.right)
}

/// Whether a user's part may have a `/` in its name on this build base, as it is written.
pub fn allows_slash_in_part_names(build_base: &str) -> bool {
    FILE.slash_bases.contains(&build_base)
}

/// All plugins of both tools, sorted by name.
pub fn plugins() -> &'static [Plugin] {
    &FILE.plugins
}

/// The plugin of exactly this name, of whichever tool.
pub fn plugin(name: &str) -> Option<&'static Plugin> {
    let index = plugins().binary_search_by_key(&name, |plugin| plugin.name).ok()?;
    plugins().get(index)
}

/// The plugin's key of this name with its plugin, whichever tool and base they are for.
pub fn plugin_key(name: &str) -> Option<(&'static Plugin, &'static PartKey)> {
    plugins().iter().find_map(|plugin| Some((plugin, plugin.key(name)?)))
}

/// A key of a part.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartKey {
    /// The key itself.
    pub name: &'static str,
    /// What it takes.
    pub kind: PartValue,
    /// Whether numbers are refused where text is wanted; for the keys of plugins they always are.
    #[serde(default)]
    pub strict: bool,
    /// Whether null is as good as leaving the key out.
    #[serde(default)]
    pub nullable: bool,
    /// Whether the value may depend on the platform (`on amd64: ...`).
    #[serde(default)]
    pub grammar: bool,
    /// Whether it changes the layer of the base image, which only rocks have.
    #[serde(default)]
    pub overlay: bool,
    /// The values there are; empty where any will do.
    #[serde(default)]
    pub values: Vec<&'static str>,
    /// What a text must look like.
    #[serde(default)]
    pub form: Option<TextForm>,
    /// The only file that takes the key.
    #[serde(default)]
    pub only: Option<FileKind>,
    /// On which build bases rockcraft takes the key.
    #[serde(default)]
    pub rock: SeriesRange,
}

/// What a key of a part takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartValue {
    /// Text.
    Text,
    /// A boolean, or a number or text that pydantic takes for one.
    Flag,
    /// A whole number, or text that holds one.
    Integer,
    /// Either of the two.
    IntegerOrText,
    /// A list of texts.
    Texts,
    /// A mapping from text to text.
    Mapping,
    /// A list of mappings with one entry each, from text to text.
    Variables,
    /// A list of mappings with `path`, `owner`, `group` and `mode`.
    Permissions,
}

impl PartValue {
    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self, PartValue::Texts | PartValue::Variables | PartValue::Permissions)
    }

    /// What to call it to people.
    pub fn name(self) -> &'static str {
        match self {
            PartValue::Text => "text",
            PartValue::Flag => "`true` or `false`",
            PartValue::Integer => "a whole number",
            PartValue::IntegerOrText => "a whole number or text",
            PartValue::Texts => "a list",
            PartValue::Mapping => "a mapping",
            PartValue::Variables => "a list of variables",
            PartValue::Permissions => "a list of mappings",
        }
    }
}

/// What a text must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextForm {
    /// Anything but nothing.
    NotEmpty,
    /// `none`, `stable`, `beta`, `nightly` or a version, the last four with any `-suffix`.
    RustChannel,
    /// `none`, or 6 and later, with or without a second number.
    DotnetVersion,
}

/// Build bases by their series, such as `24.04` or `devel`; both ends belong to it.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesRange {
    /// The oldest; absent for all old ones.
    #[serde(default)]
    pub from: Option<&'static str>,
    /// The newest; absent for all later ones.
    #[serde(default)]
    pub until: Option<&'static str>,
}

impl SeriesRange {
    /// Whether the series lies in the range. `devel` comes after all numbers.
    pub fn contains(self, series: &str) -> bool {
        self.from.is_none_or(|from| from <= series)
            && self.until.is_none_or(|until| series <= until)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MisnamedKey {
    wrong: &'static str,
    right: &'static str,
}

/// What builds a part.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plugin {
    /// The exact text for `plugin`.
    pub name: &'static str,
    /// One line about what it does.
    pub summary: &'static str,
    /// Times it was seen in public files.
    #[serde(default)]
    pub uses: u16,
    /// What else people call it, in small letters.
    #[serde(default)]
    pub aliases: Vec<&'static str>,
    /// Whether a part needs `source`.
    #[serde(default)]
    pub source: SourceNeed,
    /// Whether it knows the build attribute `self-contained`.
    #[serde(default)]
    pub self_contained: bool,
    /// The only file that knows the plugin.
    #[serde(default)]
    pub only: Option<FileKind>,
    /// On which build bases rockcraft has the plugin.
    #[serde(default)]
    pub rock: SeriesRange,
    /// Build bases on which charmcraft refuses it.
    #[serde(default)]
    pub refused_bases: Vec<&'static str>,
    /// Build bases on which charmcraft wants `CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS` for it.
    #[serde(default)]
    pub experimental_bases: Vec<&'static str>,
    /// Lists, its own and common ones, that hold nothing twice.
    #[serde(default)]
    pub distinct: Vec<&'static str>,
    /// Common keys where it refuses numbers for text.
    #[serde(default)]
    pub strict: Vec<&'static str>,
    /// Its own keys.
    #[serde(default)]
    pub keys: Vec<PartKey>,
}

impl Plugin {
    /// Whether the tool that packs such a file knows the plugin on some base.
    pub fn is_in(&self, kind: FileKind) -> bool {
        self.only.is_none_or(|only| only == kind)
    }

    /// Its own key of this name, whichever tool and base the key is for.
    pub fn key(&self, name: &str) -> Option<&PartKey> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Whether a part needs `source`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceNeed {
    /// It does.
    #[default]
    Required,
    /// The project's directory, if left out; null is refused.
    Default,
    /// Not at all.
    Optional,
}
