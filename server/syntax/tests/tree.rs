//! Looking things up in a tree: through merge keys and aliases, and from a place to its path.

#![allow(clippy::expect_used)]

use syntax::{Document, TextSize};

fn keys_of(document: &Document, path: &[&str]) -> Vec<String> {
    let root = document.root().expect("a root");
    let value = root.get_path(path).expect("an entry").value;
    let entries = value.effective_entries();
    entries.iter().map(|entry| entry.key.text().expect("a text").to_owned()).collect()
}

#[test]
fn own_keys_win_over_merged_ones_and_earlier_mappings_over_later_ones() {
    let document = Document::new(
        "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\nd: {<<: *b}\n".to_owned(),
    );
    let value = |path: &[&str]| {
        document.root().expect("a root").get_path(path).expect("an entry").value.text()
    };
    assert_eq!(value(&["c", "x"]), Some("3"));
    assert_eq!(value(&["c", "y"]), Some("1"));
    assert_eq!(value(&["c", "z"]), Some("2"));
    assert_eq!(keys_of(&document, &["c"]), ["x", "y", "z"]);
    assert_eq!(keys_of(&document, &["d"]), ["y", "z"]);
}

/// Four times twenty lines name the first mapping 4²⁰ times: followed one by one they would take
/// years.
#[test]
fn merges_of_merges_are_followed_once() {
    let level = |n: u32| {
        let below = n - 1;
        format!("a{n}: &a{n} {{<<: [*a{below}, *a{below}, *a{below}, *a{below}], y{n}: 1}}\n")
    };
    let levels: String = (1..=20).map(level).collect();
    let document = Document::new(format!("a0: &a0 {{x: 1}}\n{levels}"));
    assert_eq!(keys_of(&document, &["a20"]).len(), 21);
    let root = document.root().expect("a root");
    assert!(root.get_path(&["a20", "x"]).is_some());
    assert!(root.get_path(&["a20", "missing"]).is_none());
}

#[test]
fn a_mapping_that_merges_itself_is_read_once() {
    let document = Document::new("a: &a\n  <<: *a\n  x: 1\n".to_owned());
    assert_eq!(keys_of(&document, &["a"]), ["x"]);
}

#[test]
fn every_node_has_its_parent_its_position_and_its_key() {
    let text = "a:\n  - x\n  - {b: [y, z]}\n? [c]\n: d\n";
    let document = Document::new(text.to_owned());
    let root = document.root().expect("a root");
    let parents = root.parents();
    let at = |text_at: &str| {
        let at = TextSize::new(text.find(text_at).expect("there") as u32);
        root.last_starting_by(at).expect("a node")
    };
    let (list, position) = parents.of(at("z")).expect("a parent");
    assert_eq!((list.source(), position), ("[y, z]", 1));
    assert_eq!(parents.key_of(list).and_then(|key| key.text()), Some("b"));
    assert_eq!(parents.key_of(at("b")).and_then(|key| key.text()), Some("b"));
    assert_eq!(parents.key_of(at("d")).map(|key| key.source()), Some("[c]"));
    assert!(parents.of(root).is_none());
}
