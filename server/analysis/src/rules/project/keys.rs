//! Keys at the top level in both spellings.
//!
//! The models of both tools take `_` for `-` (craft-application 7.5); code that runs before the models
//! does not, so callers that care say so.

use std::sync::LazyLock;

use crate::facts;
use crate::rules::prelude::*;

static CHARMCRAFT: LazyLock<Vec<&'static str>> = LazyLock::new(|| names(FileKind::Charmcraft));
static ROCKCRAFT: LazyLock<Vec<&'static str>> = LazyLock::new(|| names(FileKind::Rockcraft));

fn names(file: FileKind) -> Vec<&'static str> {
    facts::child_keys(file, &[]).map(facts::KeyDoc::key).collect()
}

/// The keys that stand at the top of a file, spelt with `-`. Collected once, since every key of every
/// file is looked up here at every keystroke.
pub(super) fn all(file: FileKind) -> &'static [&'static str] {
    match file {
        FileKind::Charmcraft => &CHARMCRAFT,
        FileKind::Rockcraft => &ROCKCRAFT,
        _ => &[],
    }
}

/// The key that the tool knows under this spelling, with `-`; `None` for unknown keys.
pub(super) fn known(file: FileKind, key: &str) -> Option<&'static str> {
    let all = all(file).iter().copied();
    all.clone().find(|known| *known == key).or_else(|| match key.contains('_') {
        true => all.clone().find(|known| is_underscored(key, known)),
        false => None,
    })
}

/// Whether `key` is `dashed` with `_` in the place of every `-`.
pub(super) fn is_underscored(key: &str, dashed: &str) -> bool {
    let same = |(left, right): (u8, u8)| left == if right == b'-' { b'_' } else { right };
    key.len() == dashed.len() && key != dashed && key.bytes().zip(dashed.bytes()).all(same)
}

/// The entry of a key, written with `-` or, if that is not there, with `_`.
pub(super) fn entry<'a>(cx: &Context<'a>, key: &str) -> Option<Entry<'a>> {
    cx.entry(key).or_else(|| match key.contains('-') {
        true => cx.entry(&key.replace('-', "_")),
        false => None,
    })
}

/// Whether a part supplies the version and the texts. Nothing and an empty text count as left out.
pub(super) fn adopts_info(cx: &Context<'_>) -> bool {
    entry(cx, "adopt-info").is_some_and(|entry| {
        let value = entry.value.resolved();
        !value.is_null() && value.text() != Some("")
    })
}
