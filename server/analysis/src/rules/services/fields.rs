//! The mappings of a rock that Pebble reads, one after another: each service, each check, and what a
//! check does. Which keys they take is data; this only walks.

use std::borrow::Cow;

use crate::facts::{self, KeyDoc};
use crate::rules::prelude::*;

/// A mapping that Pebble reads, or what stands where one belongs.
pub(super) struct Layer<'a> {
    /// What people call it: "service `web`".
    pub(super) name: String,
    /// Its own entry.
    pub(super) entry: Entry<'a>,
    /// Keys of the mapping from the document's root, with `*` for the user's names.
    pub(super) path: &'static [&'static str],
    /// Whether the extension completes it, so that nothing can be missing.
    pub(super) is_completed: bool,
}

/// Kinds of checks: each is a key of the check.
pub(super) const CHECK_KINDS: [&str; 3] = ["http", "tcp", "exec"];

/// Every such mapping, in the order of the file.
pub(super) fn layers<'a>(cx: &Context<'a>) -> Vec<Layer<'a>> {
    let mut layers = Vec::new();
    for entry in children(cx, "services") {
        let Some(name) = entry.key.text() else { continue };
        let of_framework = |framework: &facts::Framework| framework.rock.services.contains(&name);
        let is_completed = cx.framework().is_some_and(of_framework);
        layers.push(Layer {
            name: format!("service `{name}`"),
            entry,
            path: &["services", "*"],
            is_completed,
        });
    }
    for entry in children(cx, "checks") {
        let Some(name) = entry.key.text() else { continue };
        let is_completed = false;
        let path: &[&str] = &["checks", "*"];
        layers.push(Layer { name: format!("check `{name}`"), entry, path, is_completed });
        let paths: [&[&str]; 3] =
            [&["checks", "*", "http"], &["checks", "*", "tcp"], &["checks", "*", "exec"]];
        for (kind, path) in CHECK_KINDS.into_iter().zip(paths) {
            if let Some(entry) = entry.value.get(kind) {
                let name = format!("`{kind}` of check `{name}`");
                layers.push(Layer { name, entry, path, is_completed });
            }
        }
    }
    layers
}

fn children<'a>(cx: &Context<'a>, section: &str) -> Vec<Entry<'a>> {
    cx.entry(section).map(|section| section.value.effective_entries()).unwrap_or_default()
}

impl<'a> Layer<'a> {
    /// The keys it may have.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static KeyDoc> {
        facts::child_keys(FileKind::Rockcraft, self.path).filter(|doc| doc.key() != "*")
    }

    /// Its entries, each with the fact about its key. rockcraft 1.20 takes `_` for `-` here.
    pub(super) fn entries(&self) -> Vec<(Entry<'a>, Option<&'static KeyDoc>)> {
        let entries = self.entry.value.effective_entries().into_iter();
        entries.map(|entry| (entry, entry.key.text().and_then(|key| self.fact(key)))).collect()
    }

    /// The fact about a key.
    pub(super) fn fact(&self, key: &str) -> Option<&'static KeyDoc> {
        let key = dashed(key);
        self.keys().find(|doc| doc.key() == key)
    }

    /// The value under a key, in either spelling.
    pub(super) fn field(&self, key: &str) -> Option<Entry<'a>> {
        let value = self.entry.value;
        value.get(key).or_else(|| value.get(&key.replace('-', "_")))
    }
}

/// The spelling with dashes.
pub(super) fn dashed(key: &str) -> Cow<'_, str> {
    match key.contains('_') {
        true => Cow::Owned(key.replace('_', "-")),
        false => Cow::Borrowed(key),
    }
}
