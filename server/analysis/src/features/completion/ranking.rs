//! The order of keys: what must be there, then what the entries beside have, then what people write
//! most at such a place beside what is there, then the order of the reference.
//!
//! Nothing is left out here but keys that have no place beside what stands there already; those go to
//! the end, since half a file is often about to be rewritten.

use std::cmp::Reverse;

use syntax::NodeRef;

use super::{ITEM, Request};
use crate::facts::{KeyDoc, Surroundings, key_usage, place_doc};

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
        let usage = key_usage(kind, &place(kind, container));
        let around = Surroundings {
            above: self.cursor.key_above(),
            present,
            circumstances: &self.circumstances(container),
        };
        let habits = self.habits(container);
        docs.sort_by_cached_key(|doc| {
            let key = doc.key();
            let is_excluded = is_excluded(alternatives, present, key);
            let is_wanted = match self.of_extension(container, key) {
                Some(is_usual) => is_usual,
                None => doc.required,
            };
            let habit = habits.iter().position(|known| *known == key).unwrap_or(usize::MAX);
            // What must be there has the order of the reference.
            let likelihood = usage.filter(|_| !is_wanted).map(|it| it.likelihood(key, &around));
            let thousandths = likelihood.map(|it| (it * 1000.0) as i64);
            (is_excluded, !is_wanted, doc.deprecated, habit, Reverse(thousandths))
        });
    }

    /// What matters for the keys of a place beside the keys that are there, as [`Surroundings`] have it.
    fn circumstances(&self, container: &[&'a str]) -> Vec<String> {
        match container {
            [] if self.framework.is_some() => vec!["extensions".to_owned()],
            ["parts", part] => {
                let text = |key| {
                    let text = self.node(&["parts", part, key]).and_then(NodeRef::text);
                    text.filter(|text| !text.is_empty())
                };
                // That a part names no plugin says as much as a plugin.
                let plugin = text("plugin").unwrap_or("None");
                let source = whereabouts(text("source"));
                vec![format!("plugin={plugin}"), format!("source={source}")]
            }
            _ => Vec::new(),
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

/// Where the source of a part lies.
fn whereabouts(source: Option<&str>) -> &'static str {
    let Some(source) = source else { return "none" };
    let is_remote = source.contains("://")
        || source.ends_with(".git")
        || source.starts_with("git@")
        || source.starts_with("lp:");
    if is_remote { "remote" } else { "local" }
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
