//! Which keys people write most, place by place: the order in which completion offers what nothing
//! else puts in order.
//!
//! Counted in public files by `tests/completion/derive.py`. It says nothing about what is right, and
//! holds no key that was seen but once.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::table;
use crate::file_kind::FileKind;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/key-usage.json")));

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    charmcraft: Usage,
    rockcraft: Usage,
}

type Keys = Vec<&'static str>;

/// By place: the keys on the way joined by `/`, `*` for names that authors choose.
#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Usage {
    keys: HashMap<&'static str, Keys>,
    after: HashMap<&'static str, HashMap<&'static str, Keys>>,
}

/// The keys at a place such as `parts/*`, the most used first; empty for a place that was not seen.
/// Parts have places of their own for each plugin (`parts/*/plugin=go`), and so has a file that uses
/// an extension (`extensions`).
pub fn usual_keys(file: FileKind, place: &str) -> &'static [&'static str] {
    usage(file).and_then(|usage| usage.keys.get(place)).map_or(&[], Vec::as_slice)
}

/// The keys that come most often right after another one at a place.
pub fn usual_followers(file: FileKind, place: &str, before: &str) -> &'static [&'static str] {
    let followers = usage(file).and_then(|usage| usage.after.get(place)?.get(before));
    followers.map_or(&[], Vec::as_slice)
}

fn usage(file: FileKind) -> Option<&'static Usage> {
    match file {
        FileKind::Charmcraft => Some(&FILE.charmcraft),
        FileKind::Rockcraft => Some(&FILE.rockcraft),
        FileKind::PaasConfig => None,
    }
}

/// All places of a file with their keys.
#[cfg(test)]
pub(super) fn places(file: FileKind) -> Vec<(&'static str, &'static [&'static str])> {
    let places = usage(file).into_iter().flat_map(|usage| &usage.keys);
    places.map(|(place, keys)| (*place, keys.as_slice())).collect()
}
