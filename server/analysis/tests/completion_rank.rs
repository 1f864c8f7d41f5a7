//! Where the key that is really there stands in the list of completions, for every key of real
//! files: it is taken away, and asked for.
//!
//! The files are the shapes of charms and rocks of public repositories, other ones than those that
//! the order of the keys was counted in (`tests/completion/derive.py` makes both). `FLASK_LSP_CORPUS`
//! names further directories, separated by colons. Names that the author of a file chooses cannot be
//! known and do not count; the keys below them do.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that prints what it counted")]

use std::collections::BTreeMap;
use std::path::Path;

use analysis::facts::{child_keys, key_doc};
use analysis::features::completion::completion;
use analysis::{FileKind, Snapshot};
use syntax::{Document, Entry, NodeRef, TextRange, TextSize};

/// How many items a list shows at a glance.
const FIRST: usize = 5;

/// Of 100 keys, this many are among the first.
const WANTED: usize = 90;

#[derive(Default, Clone, Copy)]
struct Count {
    positions: usize,
    first: usize,
    offered: usize,
    /// Of the keys in lists that are longer than what shows at a glance.
    long: usize,
    first_of_long: usize,
}

impl Count {
    fn of(place: Option<usize>, items: usize) -> Count {
        let is_first = place.is_some_and(|place| place < FIRST);
        let is_long = items > FIRST;
        Count {
            positions: 1,
            first: usize::from(is_first),
            offered: usize::from(place.is_some()),
            long: usize::from(is_long),
            first_of_long: usize::from(is_long && is_first),
        }
    }

    fn add(&mut self, other: Count) {
        self.positions += other.positions;
        self.first += other.first;
        self.offered += other.offered;
        self.long += other.long;
        self.first_of_long += other.first_of_long;
    }
}

/// What is taken away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Cut {
    /// The key up to its colon.
    Key,
    /// The key with its value: what is left is a blank line.
    Entry,
}

#[test]
fn the_key_that_is_there_is_among_the_first() {
    let mut counts: BTreeMap<(Cut, &str, String), Count> = BTreeMap::new();
    for (file, text) in files() {
        let document = Document::new(text.clone());
        let Some(root) = document.root() else { continue };
        each_entry(root, &mut Vec::new(), &mut |entry, path| {
            let Some(category) = category(&file, path) else { return };
            for cut in [Cut::Key, Cut::Entry] {
                let (place, items) = place(&file, &text, entry, cut);
                if std::env::var("FLASK_LSP_SHOW").is_ok() && place.is_none_or(|it| it >= FIRST) {
                    println!("{file} {cut:?} {} at {place:?}", path.join("/"));
                }
                let tool = file_kind(&file).canonical_name();
                let count = counts.entry((cut, tool, category.clone())).or_default();
                count.add(Count::of(place, items));
            }
        });
    }
    let mut totals: BTreeMap<Cut, Count> = BTreeMap::new();
    for ((cut, tool, category), count) in &counts {
        totals.entry(*cut).or_default().add(*count);
        print(&format!("{cut:?} {tool} {category}"), *count);
    }
    for (cut, total) in &totals {
        print(&format!("{cut:?}"), *total);
        assert!(total.positions > 1_000, "too few keys to tell");
        assert!(total.first * 100 >= total.positions * WANTED, "{cut:?}: too few among the first");
        // Where fewer keys are offered than a list shows, it is no merit.
        assert!(total.first_of_long * 100 >= total.long * WANTED, "{cut:?}: too few in long lists");
    }
}

fn print(what: &str, count: Count) {
    let percent = |part: usize, all: usize| part as f64 * 100.0 / all.max(1) as f64;
    let first = percent(count.first, count.positions);
    let offered = percent(count.offered, count.positions);
    let of_long = percent(count.first_of_long, count.long);
    println!(
        "{what:<48} {:>5} keys, first {first:>5.1} %, in the list {offered:>5.1} %; {:>5} in long lists, first {of_long:>5.1} %",
        count.positions, count.long
    );
}

fn file_kind(file: &str) -> FileKind {
    FileKind::from_name(file).unwrap()
}

/// File names and texts.
fn files() -> Vec<(String, String)> {
    let shapes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/completion");
    let mut files = Vec::new();
    for kind in ["charmcraft", "rockcraft"] {
        let text = std::fs::read_to_string(shapes.join(format!("shapes.{kind}.yaml"))).unwrap();
        let texts = text.split("\n---\n");
        files.extend(texts.map(|text| (format!("{kind}.yaml"), format!("{text}\n"))));
    }
    assert!(files.len() > 50, "the shapes of real files");
    for directory in std::env::var("FLASK_LSP_CORPUS").iter().flat_map(|list| list.split(':')) {
        collect(Path::new(directory), &mut files);
    }
    files
}

fn collect(directory: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(name.as_str(), "charmcraft.yaml" | "rockcraft.yaml") {
            files.extend(std::fs::read_to_string(&path).map(|text| (name, text)));
        }
    }
}

/// Calls for each key of a subtree, with the path that leads to it and its own name at the end.
fn each_entry<'t>(
    node: NodeRef<'t>,
    path: &mut Vec<String>,
    call: &mut dyn FnMut(&Entry<'t>, &[String]),
) {
    for entry in node.entries() {
        let Some(key) = entry.key.text().filter(|_| !entry.is_merge()) else { continue };
        path.push(key.to_owned());
        call(&entry, path);
        each_entry(entry.value, path, call);
        path.pop();
    }
    for item in node.items() {
        path.push("*".to_owned());
        each_entry(item, path, call);
        path.pop();
    }
}

/// The place in a file that a key belongs to; `None` for a name of the author's own.
fn category(file: &str, path: &[String]) -> Option<String> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let (key, container) = path.split_last()?;
    let kind = file_kind(file);
    let is_own = child_keys(kind, container).any(|doc| doc.key() == *key);
    let takes_names = key_doc(kind, &path).is_some_and(|doc| doc.key() == "*");
    let has_keys = child_keys(kind, container).next().is_some();
    if !is_own && (takes_names || !has_keys) {
        return None;
    }
    Some(match container {
        [] => "(top)".to_owned(),
        [section, ..] if container.len() == 1 => (*section).to_owned(),
        ["config", ..] => "config option".to_owned(),
        [section, ..] => format!("{section}, below"),
    })
}

/// Index of the key in the list that is offered where it was, and the length of the list.
fn place(file: &str, text: &str, entry: &Entry<'_>, cut: Cut) -> (Option<usize>, usize) {
    let key = entry.key.range();
    let end = match cut {
        Cut::Key => key.end(),
        Cut::Entry => entry_end(text, entry),
    };
    let removed = TextRange::new(key.start(), end);
    let mut left = text.to_owned();
    left.replace_range(std::ops::Range::<usize>::from(removed), "");
    let snapshot = Snapshot::alone(file, &left).unwrap();
    let items = completion(&snapshot, key.start());
    let place = items.iter().position(|item| Some(item.label.as_str()) == entry.key.text());
    (place, items.len())
}

/// Behind the value; behind the colon where there is none.
fn entry_end(text: &str, entry: &Entry<'_>) -> TextSize {
    let key_end = entry.key.range().end();
    let behind = text.get(usize::from(key_end)..).unwrap_or_default();
    let colon = behind.find(':').map_or(0, |colon| colon + 1);
    entry.value.range().end().max(key_end + TextSize::new(colon as u32))
}
