//! Keys at the top level in both spellings.
//!
//! The models of both tools take `_` for `-` (craft-application 7.5); code that runs before the models
//! does not, so callers that care say so.

use crate::facts::{self, KeyDoc};
use crate::rules::prelude::*;

/// The key that the tool knows under this spelling, with `-`; `None` for unknown keys.
pub(super) fn known(file: FileKind, key: &str) -> Option<&'static KeyDoc> {
    let is_known = |doc: &&KeyDoc| match doc.key() == key {
        true => true,
        false => key.contains('_') && is_underscored(key, doc.key()),
    };
    facts::child_keys(file, &[]).find(is_known)
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

/// Where an entry's value is shown; the key, if there is no value.
pub(super) fn place(entry: Entry<'_>) -> TextRange {
    if entry.value.is_absent() { entry.key.range() } else { entry.value.range() }
}
