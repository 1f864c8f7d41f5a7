//! How often people write which keys beside which: from that completion says what is likely to come
//! next.
//!
//! Counted in public files by `tests/completion/derive.py`. It says nothing about what is right, and
//! holds nothing that was seen but once.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::table;
use crate::file_kind::FileKind;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/key-usage.json")));

/// How much each piece of evidence counts. They depend on each other, so that all of each would be too
/// much; halves did best on files of repositories that were not counted.
const WEIGHT: f64 = 0.5;
/// A piece of evidence that was seen this often counts for half of what it says.
const DOUBT: f64 = 3.0;
/// As how often what was never seen is taken.
const UNSEEN: f64 = 0.3;

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct File {
    charmcraft: HashMap<&'static str, KeyUsage>,
    rockcraft: HashMap<&'static str, KeyUsage>,
}

type Counts = HashMap<&'static str, u32>;

/// What was counted at one place.
#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct KeyUsage {
    seen: u32,
    keys: Counts,
    /// By the key right above; the empty text for the first one.
    after: HashMap<&'static str, Counts>,
    beside: HashMap<&'static str, Counts>,
    /// By circumstance; how often that was seen is counted as `seen`.
    under: HashMap<&'static str, Counts>,
}

/// What is known about the place of a key that is yet to be written.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The key right above, if there is one.
    pub above: Option<&'a str>,
    /// The keys that are there.
    pub present: &'a [&'a str],
    /// What else matters there, in the words of the table: `plugin=go`, `source=remote`, `extensions`.
    pub circumstances: &'a [String],
}

/// What was counted at a place such as `parts/*`: keys joined by `/`, `*` for names that authors choose.
/// `None` for a place that was not seen.
pub fn key_usage(file: FileKind, place: &str) -> Option<&'static KeyUsage> {
    usage(file)?.get(place)
}

impl KeyUsage {
    /// How likely a key is to be the next one. Only the order of the numbers means something.
    pub fn likelihood(&self, key: &str, around: &Surroundings<'_>) -> f64 {
        let of = |counts: &Counts| f64::from(counts.get(key).copied().unwrap_or_default());
        let times = |key: &str| f64::from(self.keys.get(key).copied().unwrap_or_default());
        let usual = (of(&self.keys) + UNSEEN) / (f64::from(self.seen) + 1.0);
        let all: f64 = self.keys.values().copied().map(f64::from).sum();
        // Among keys that come one after the other, rather than among those of one entry.
        let usual_next = (of(&self.keys) + UNSEEN) / (all + 1.0);
        let says = |found: f64, times: f64, usual: f64| {
            WEIGHT * ((found + DOUBT * usual) / (times + DOUBT) / usual).ln()
        };
        let found_in = |table: &HashMap<&str, Counts>, what: &str| table.get(what).map_or(0.0, of);

        let before = around.above.unwrap_or_default();
        let times_before = around.above.map_or(f64::from(self.seen), times);
        let next = says(found_in(&self.after, before), times_before, usual_next);
        let beside = around.present.iter().filter(|other| **other != key);
        let beside = beside.map(|other| says(found_in(&self.beside, other), times(other), usual));
        let under = around.circumstances.iter().filter_map(|what| self.under.get(what.as_str()));
        let under = under.map(|counts| {
            let times = counts.get("seen").copied().unwrap_or_default();
            says(of(counts), f64::from(times), usual)
        });
        usual.ln() + next + beside.sum::<f64>() + under.sum::<f64>()
    }
}

fn usage(file: FileKind) -> Option<&'static HashMap<&'static str, KeyUsage>> {
    match file {
        FileKind::Charmcraft | FileKind::Metadata => Some(&FILE.charmcraft),
        FileKind::Rockcraft => Some(&FILE.rockcraft),
        _ => None,
    }
}

/// All places of a file with their keys.
#[cfg(test)]
pub(super) fn places(file: FileKind) -> Vec<(&'static str, Vec<&'static str>)> {
    let places = usage(file).into_iter().flatten();
    places.map(|(place, usage)| (*place, usage.keys.keys().copied().collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likelihood(key: &str, above: &str, present: &[&str], circumstance: &str) -> f64 {
        let circumstances = [circumstance.to_owned()];
        let around = Surroundings { above: Some(above), present, circumstances: &circumstances };
        key_usage(FileKind::Rockcraft, "parts/*").unwrap().likelihood(key, &around)
    }

    #[test]
    fn what_stands_there_makes_others_likely() {
        let tag = |source| likelihood("source-tag", "source", &["plugin", "source"], source);
        assert!(tag("source=remote") > tag("source=local"));
        let key = |key| likelihood(key, "source-type", &["source", "source-type"], "source=remote");
        assert!(key("source-tag") > key("stage-packages"));
    }

    #[test]
    fn what_was_never_seen_is_unlikely_and_no_worse_than_that() {
        let key = |key| likelihood(key, "nothing", &["else"], "unknown");
        assert!(key("plugin") > key("no-such-key"));
        assert!(key("no-such-key").is_finite());
    }
}
