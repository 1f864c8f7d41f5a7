//! The parts that rockcraft adds to every rock, as they would be written.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/own-parts.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    pebble: Vec<OwnPart>,
}

/// A part for some bases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
struct OwnPart {
    /// Build bases; none for all that no other names.
    bases: Vec<&'static str>,
    part: Value,
}

/// The part `pebble` that rockcraft 1.20 adds to a rock with this build base.
pub fn pebble_part(build_base: &str) -> Option<&'static Value> {
    let parts = &FILE.pebble;
    let named = parts.iter().find(|own| own.bases.contains(&build_base));
    let own = named.or_else(|| parts.iter().find(|own| own.bases.is_empty()))?;
    Some(&own.part)
}
