//! What charmcraft prints beyond what `facts::frameworks` knows: the order of keys, and the texts of
//! its extensions. The table is `schemas/expansion.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::{Framework, Variant};

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    // A table that does not parse is empty, rather than the end of the server; a test reads it.
    serde_json::from_str(include_str!("../../../../schemas/expansion.json")).unwrap_or_default()
});

/// The table.
pub(super) fn facts() -> &'static Facts {
    &FACTS
}

/// How charmcraft completes and prints a charm.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Facts {
    /// The keys of each kind of mapping, in the order they are printed in.
    pub(super) fields: BTreeMap<String, Vec<String>>,
    /// Keys of each plugin that are printed right after `plugin` and `source`.
    pub(super) plugins: BTreeMap<String, Vec<String>>,
    /// Name of each architecture in a compiler's words.
    pub(super) triplets: BTreeMap<String, String>,
    /// Description of the image; `{framework}` stands for the short name.
    image: String,
    /// `override-build` of the part `charm`.
    pub(super) override_build: String,
    actions: Vec<ActionText>,
    options: Vec<OptionText>,
    generated: Vec<GeneratedText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionText {
    name: String,
    description: String,
}

/// The text of an option; the first entry that fits counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionText {
    name: String,
    /// Only with this framework.
    framework: Option<String>,
    /// Only in this variant of the extension.
    version: Option<u8>,
    description: String,
}

/// The text of an option made for an endpoint; the first entry that fits counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GeneratedText {
    suffix: String,
    /// Only with this framework.
    framework: Option<String>,
    /// The keys in the order they are printed in.
    pub(super) keys: Vec<String>,
    pub(super) description: String,
}

impl Facts {
    /// The keys of a kind of mapping, such as `links`.
    pub(super) fn order(&self, kind: &str) -> Vec<&str> {
        self.fields.get(kind).into_iter().flatten().map(String::as_str).collect()
    }

    /// Description of the image resource.
    pub(super) fn image(&self, framework: &Framework) -> String {
        self.image.replace("{framework}", framework.name)
    }

    /// Description of an action that an extension adds.
    pub(super) fn action(&self, name: &str) -> Option<&str> {
        let action = self.actions.iter().find(|action| action.name == name)?;
        Some(&action.description)
    }

    /// Description of an option that an extension adds.
    pub(super) fn option(
        &self,
        name: &str,
        framework: &Framework,
        variant: &Variant,
    ) -> Option<&str> {
        let fits = |text: &&OptionText| {
            text.name == name
                && text.framework.as_deref().is_none_or(|only| only == framework.name)
                && text.version.is_none_or(|only| only == variant.version)
        };
        Some(&self.options.iter().find(fits)?.description)
    }

    /// The text of an option made for an endpoint.
    pub(super) fn generated(&self, suffix: &str, framework: &Framework) -> Option<&GeneratedText> {
        self.generated.iter().find(|text| {
            text.suffix == suffix
                && text.framework.as_deref().is_none_or(|only| only == framework.name)
        })
    }
}
