//! What the tools want of the keys at the top of `charmcraft.yaml` and `rockcraft.yaml`: which must be
//! there, which hold text, which are sections, and where a key belongs that people expect there.
//!
//! Which keys exist at all stands in `keys`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::file_kind::FileKind;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/top-level-keys.json")));

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
struct File {
    charmcraft: TopLevel,
    rockcraft: TopLevel,
    variables: Vec<&'static str>,
    boolean_texts: Vec<&'static str>,
}

/// The top level of one file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
pub struct TopLevel {
    /// Common keys in the order in which people write them.
    pub order: Vec<&'static str>,
    /// Keys that the tool does not do without. `base`, `platforms` and `parts` are not among them: what
    /// is needed there depends on more than the key.
    pub required: Vec<RequiredKey>,
    /// Keys that hold a single text.
    pub texts: Vec<TextKey>,
    /// Keys that hold a text or a list of texts.
    #[serde(default)]
    pub texts_or_lists: Vec<&'static str>,
    /// Keys that hold a mapping from names that the user chooses, and whose keys the tool checks for
    /// being text.
    pub sections: Vec<SectionKey>,
    /// Keys that do not exist here and that people expect.
    pub elsewhere: Vec<ForeignKey>,
}

/// A key that the tool does not do without.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequiredKey {
    /// The key.
    pub key: &'static str,
    /// A value to start from, as written in YAML.
    pub value: &'static str,
    /// Whether no other value is taken.
    #[serde(default)]
    pub only: bool,
    /// Whether `metadata.yaml` may hold it instead.
    #[serde(default)]
    pub metadata: bool,
    /// Whether `adopt-info` replaces it.
    #[serde(default)]
    pub adopted: bool,
    /// Whether an empty text is no missing value: it is fine, or is refused for its form.
    #[serde(default)]
    pub may_be_empty: bool,
    /// Whether an empty text is fine next to `adopt-info`.
    #[serde(default)]
    pub empty_if_adopted: bool,
}

/// A key that holds a single text.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextKey {
    /// The key.
    pub key: &'static str,
    /// Whether the tool turns a number into text.
    #[serde(default = "yes")]
    pub numbers: bool,
    /// Whether it does so at least where the key is spelt with `_`, which slips past the check.
    #[serde(default)]
    pub numbers_with_underscore: bool,
    /// Whether everything that is false to Python (`no`, `0`, `[]`) counts as left out.
    #[serde(default)]
    pub falsy_is_absent: bool,
}

/// A key that holds a mapping from names that the user chooses.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SectionKey {
    /// The key.
    pub key: &'static str,
    /// What one entry is called.
    pub entry: &'static str,
    /// Whether an entry is nothing but its name.
    #[serde(default)]
    pub bare: bool,
    /// Whether the shape matters next to an extension as it does without: the extension neither
    /// excludes the section nor reads it first.
    #[serde(default)]
    pub beside_extension: bool,
    /// Whether an extension takes nothing but the section that it would add itself.
    #[serde(default)]
    pub compared_by_extension: bool,
}

/// A key that belongs somewhere else.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForeignKey {
    /// The key as people write it at the top.
    pub key: &'static str,
    /// What to do instead.
    pub help: &'static str,
    /// The key that means the same here.
    #[serde(default)]
    pub rename: Option<&'static str>,
    /// The key below `links` that means the same.
    #[serde(default, rename = "move")]
    pub link: Option<&'static str>,
    /// Whether the tool takes the key while it is empty.
    #[serde(default)]
    pub may_be_null: bool,
}

fn yes() -> bool {
    true
}

static NOTHING: LazyLock<TopLevel> = LazyLock::new(TopLevel::default);

/// The top level of a file; nothing for other files than the two.
pub fn top_level(file: FileKind) -> &'static TopLevel {
    match file {
        FileKind::Charmcraft => &FILE.charmcraft,
        FileKind::Rockcraft => &FILE.rockcraft,
        _ => &NOTHING,
    }
}

/// Variables that both tools replace in every text, as `$NAME` and `${NAME}`.
pub fn variables() -> &'static [&'static str] {
    &FILE.variables
}

/// Texts that count as a boolean where one is wanted, in small letters; capitals are the same.
pub fn boolean_texts() -> &'static [&'static str] {
    &FILE.boolean_texts
}
