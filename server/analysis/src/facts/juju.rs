//! What Juju knows by name: operating systems and features of a model; and where it wants text that
//! charmcraft hands on unseen.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<JujuFacts> =
    LazyLock::new(|| table(include_str!("../../../../schemas/juju.json")));

/// The facts about Juju.
pub fn juju() -> &'static JujuFacts {
    &FILE
}

/// What `juju.json` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
pub struct JujuFacts {
    /// Operating systems that a charm's base may name.
    pub systems: Vec<System>,
    /// Features that `assumes` can ask a model for.
    pub features: Vec<&'static str>,
    /// Keys of metadata.yaml.
    pub metadata: MetadataKeys,
    /// Sections whose keys must be text.
    pub text_keys: Vec<&'static str>,
    /// Places whose value must be text: keys joined by dots, `*` for any key or list entry.
    pub text_values: Vec<&'static str>,
}

/// An operating system.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The part of a base in front of `@`.
    pub name: &'static str,
    /// Whether Juju 4.0 still knows it.
    pub juju4: bool,
}

/// Keys of metadata.yaml, which charmcraft makes from the keys of the same names, or packs as it lies
/// beside charmcraft.yaml.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct MetadataKeys {
    /// Juju refuses the charm without these.
    pub required: Vec<&'static str>,
    /// The others that charmcraft makes from `charmcraft.yaml`, and drops where the file lies beside it.
    pub sections: Vec<&'static str>,
    /// Those of the others that Juju reads under the same name.
    pub shared: Vec<&'static str>,
    /// Keys whose value is text.
    pub texts: Vec<&'static str>,
    /// Keys whose value is a list of text.
    pub text_lists: Vec<&'static str>,
    /// Keys whose value is a list of something else.
    pub lists: Vec<&'static str>,
    /// Keys whose value is a mapping.
    pub mappings: Vec<&'static str>,
    /// Keys whose value is `true` or `false`.
    pub booleans: Vec<&'static str>,
    /// Keys whose value is a whole number.
    pub integers: Vec<&'static str>,
    /// Juju refuses each of these next to one of `old_keys`.
    pub new_keys: Vec<&'static str>,
    /// See `new_keys`.
    pub old_keys: Vec<&'static str>,
}
