//! The order of keys: what must be there, then what the entries beside have, then what people write
//! after the key above and most at such a place, then the order of the reference.
//!
//! Nothing is left out here but keys that have no place beside what stands there already; those go to
//! the end, since half a file is often about to be rewritten.

use syntax::NodeRef;

use super::{ITEM, Request};
use crate::facts::{KeyDoc, place_doc, usual_followers, usual_keys};

/// More entries than these say nothing new about the habits of a file.
const ENTRIES_ASKED: usize = 100;

impl<'a> Request<'a> {
    /// Puts the keys of a container in order. `present` are those that are there.
    pub(super) fn rank(
        &self,
        container: &[&'a str],
        present: &[&str],
        docs: &mut [&'static KeyDoc],
    ) {
        let kind = self.snapshot.kind;
        let alternatives = place_doc(kind, container).map_or(&[][..], |doc| &doc.alternatives);
        let usual = self.usual(container);
        let place = place(kind, container);
        let common = usual_keys(kind, &place);
        let before = self.cursor.key_above();
        let next = before.map_or(&[][..], |before| usual_followers(kind, &place, before));
        let habits = self.habits(container);
        let index_in = |keys: &[&str], key: &str| keys.iter().position(|known| *known == key);
        docs.sort_by_key(|doc| {
            let key = doc.key();
            let is_excluded = is_excluded(alternatives, present, key);
            let is_wanted = match self.of_extension(container, key) {
                Some(is_usual) => is_usual,
                None => doc.required,
            };
            let habit = index_in(&habits, key).unwrap_or(usize::MAX);
            let next = index_in(next, key).unwrap_or(usize::MAX);
            // What must be there has the order of the reference.
            let place_in = |keys| match is_wanted {
                true => 0,
                false => index_in(keys, key).unwrap_or(usize::MAX),
            };
            let (usual, common) = (place_in(usual), place_in(common));
            (is_excluded, !is_wanted, doc.deprecated, habit, next, usual, common)
        });
    }

    /// What is usual for the plugin of a part, or for a file with an extension.
    fn usual(&self, container: &[&'a str]) -> &'static [&'static str] {
        let kind = self.snapshot.kind;
        match container {
            [] if self.framework.is_some() => usual_keys(kind, "extensions"),
            ["parts", _] => match self.plugin(container) {
                Some(plugin) => usual_keys(kind, &format!("parts/*/plugin={plugin}")),
                None => &[],
            },
            _ => &[],
        }
    }

    /// The keys that at least half of the entries beside the container have, in the order in which
    /// the first of them has them. Parts count only with the same plugin.
    fn habits(&self, container: &[&'a str]) -> Vec<&'a str> {
        let Some((own, outer)) = container.split_last() else { return Vec::new() };
        let is_named =
            place_doc(self.snapshot.kind, container).is_some_and(|doc| doc.key() == ITEM);
        let Some(parent) = self.node(outer).filter(|_| is_named) else { return Vec::new() };
        let plugin = self.plugin(container);
        let is_alike = |entry: &NodeRef<'a>| {
            plugin.is_none() || entry.get("plugin").and_then(|it| it.value.text()) == plugin
        };
        let word = self.cursor.word;
        let named = parent.entries().filter(|entry| entry.key.text() != Some(own));
        let items = parent.items().filter(|item| !item.range().contains_range(word));
        let others = named.map(|entry| entry.value).chain(items).map(NodeRef::resolved);
        let others = others.filter(|entry| entry.is_mapping() && is_alike(entry));
        let mut counts: Vec<(&'a str, usize)> = Vec::new();
        let mut total = 0;
        for entry in others.take(ENTRIES_ASKED) {
            total += 1;
            for key in entry.entries().filter_map(|entry| entry.key.text()) {
                match counts.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((key, 1)),
                }
            }
        }
        counts.retain(|(_, count)| count * 2 >= total);
        counts.into_iter().map(|(key, _)| key).collect()
    }
}

/// Whether a key belongs to another group of alternatives than one that is there.
fn is_excluded(alternatives: &[Vec<&str>], present: &[&str], key: &str) -> bool {
    let Some(own) = alternatives.iter().find(|group| group.contains(&key)) else { return false };
    let others = alternatives.iter().filter(|group| *group != own).flatten();
    others.into_iter().any(|other| present.contains(other))
}

/// The place as the counts call it.
fn place(kind: crate::FileKind, container: &[&str]) -> String {
    let steps = (1..=container.len()).filter_map(|length| container.get(..length));
    let names = steps.map(|path| place_doc(kind, path).map_or("?", KeyDoc::key));
    names.collect::<Vec<_>>().join("/")
}
