//! The types a config option can have.
//!
//! The keys of an option are documented in `keys`, under `config.options.*`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/config-options.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    types: Vec<OptionType>,
}

/// All types that Juju knows, `string` first.
pub fn option_types() -> &'static [OptionType] {
    &FILE.types
}

/// The type of exactly this name.
pub fn option_type(name: &str) -> Option<&'static OptionType> {
    option_types().iter().find(|option_type| option_type.name == name)
}

/// A type of a config option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionType {
    /// The exact text for `type`.
    pub name: &'static str,
    /// What other languages and formats call it, in small letters; Juju knows none of these.
    pub aliases: Vec<&'static str>,
    /// Names that may mean it: a number may have a fraction, a password may be plain text.
    #[serde(default)]
    pub guesses: Vec<&'static str>,
    /// One sentence about its values.
    pub description: &'static str,
    /// What a default of this type looks like, and what it must not be.
    pub default: &'static str,
    /// How paas-charm writes a value into a variable.
    pub variable: &'static str,
    /// A default that fits, as written in YAML; absent where a default makes no sense.
    #[serde(default)]
    pub example: Option<&'static str>,
}
