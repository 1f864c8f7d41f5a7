//! After any edits a document equals one made from the resulting text.
//!
//! The texts are those of `tests/corpus`; `FLASK_LSP_CORPUS` names further directories (separated
//! by colons) of files to try, and `PROPTEST_CASES` how often.

#![allow(clippy::expect_used)]

mod corpus;

use proptest::prelude::*;
use syntax::{Document, TextRange};

fn assert_same(edited: &Document, fresh: &Document, context: &str) {
    let text = fresh.text().as_str();
    assert_eq!(edited.text(), fresh.text());
    assert_eq!(edited.outline(), fresh.outline(), "{context}");
    assert_eq!(edited.problems(), fresh.problems(), "problems of {text:?}\n{context}");
    assert_eq!(edited.tree().nodes(), fresh.tree().nodes(), "nodes of {text:?}\n{context}");
}

/// Ranges lie in the text, on character borders, and children in their parents.
fn assert_ranges_are_sound(document: &Document, context: &str) {
    let text = document.text().as_str();
    let is_sound = |range: TextRange| text.get(range.start().into()..range.end().into()).is_some();
    for problem in document.problems() {
        assert!(is_sound(problem.range), "{problem:?} {context}");
    }
    let nodes = document.tree().nodes();
    for (index, node) in nodes.iter().enumerate() {
        assert!(is_sound(node.range), "{node:?} {context}");
        let subtree = nodes.get(index..index + node.len as usize).expect("a subtree in the tree");
        for child in subtree {
            let is_inside = node.range.contains_range(child.range);
            assert!(is_inside, "{child:?} in {node:?}\n{text:?}\n{context}");
        }
    }
}

#[derive(Debug, Clone)]
struct Edit {
    at: prop::sample::Index,
    len: usize,
    insert: String,
}

/// What people type, and what breaks things.
const INSERTIONS: &[&str] = &[
    "",
    "",
    " ",
    "  ",
    "    ",
    "\n",
    "\r\n",
    "\n\n",
    "\n  ",
    "\n    ",
    ":",
    ": ",
    "- ",
    "\n- ",
    "#",
    " # ",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    "|\n",
    ">",
    "\t",
    "*",
    "&",
    "!",
    "%",
    "@",
    "---\n",
    "...\n",
    "é",
    "🦀",
    "? ",
    "<<: ",
    "key:",
    "\n  key: value",
    "\\",
    "\u{feff}",
    "\u{85}",
];

fn edit() -> impl Strategy<Value = Edit> {
    let len = prop_oneof![4 => 0usize..3, 2 => 0usize..12, 1 => 0usize..120];
    let known = prop::sample::select(INSERTIONS).prop_map(str::to_owned);
    let insert = prop_oneof![1 => "[a-z]{1,3}", 3 => known];
    (any::<prop::sample::Index>(), len, insert).prop_map(|(at, len, insert)| Edit {
        at,
        len,
        insert,
    })
}

fn run(content: String, edits: &[Edit]) {
    let mut document = Document::new(content);
    for edit in edits {
        let before = document.text().as_str().to_owned();
        let start = edit.at.index(before.len() + 1) as u32;
        let range = TextRange::new(start.into(), (start + edit.len as u32).into());
        document.edit(range, &edit.insert);
        let fresh = Document::new(document.text().as_str().to_owned());
        let context = format!("{edit:?} at {start} on {before:?}");
        assert_same(&document, &fresh, &context);
        assert_ranges_are_sound(&fresh, &context);
    }
}

const LINES: &[&str] = &[
    "a:",
    "b: 1",
    "  c:",
    "  d: x",
    "    e: y",
    "- f",
    "  - g",
    "  - h: 1",
    "    i: 2",
    "word",
    "  word",
    "",
    "# note",
    "  # note",
    "j: |",
    "  text",
    "k: [1,",
    "  2]",
    "l: {m: n}",
    "'o': \"p",
    "  q\"",
    "---",
    "r: &s t",
    "u: *s",
    "  <<: *s",
    "\tv: w",
    "  x: y: z",
    "? z",
];

/// Entries of a charm, and options that go with them.
const ENTRIES: &[(&str, &str)] = &[
    ("name: a\n", "    a:\n      type: string\n      default: b\n"),
    ("", "    b: {type: int, default: 1}\n"),
    (
        "requires:\n  db:\n    interface: x\n",
        "    c:\n      type: string\n      description: |\n        Text\n        - more\n",
    ),
    ("# note\n\n", "    # About d.\n\n    d:\n      type: 'x\n        y'\n"),
    ("parts:\n  p:\n    plugin: nil\n    stage:\n    - a\n    - b\n", "    e: [1,\n      2]\n"),
    ("links: {a: b}\n", "    f:\n      'g': \"h\"\n\n"),
    ("s:\n- t: u\n  v: w\n", "    i:\n    - 1\n    - 2\n"),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_to_real_files(
        file in prop::sample::select(corpus::texts()),
        edits in prop::collection::vec(edit(), 1..8),
    ) {
        run(file, &edits);
    }

    /// Charms with so many entries that blocks are cut into blocks.
    #[test]
    fn edits_to_long_texts(
        entries in prop::collection::vec(prop::sample::select(ENTRIES), 14..24),
        edits in prop::collection::vec(edit(), 1..12),
    ) {
        let options: Vec<&str> = entries.iter().map(|entry| entry.1).collect();
        let top: Vec<&str> = entries.iter().map(|entry| entry.0).collect();
        run(format!("{}config:\n  options:\n{}{}", top[..3].concat(), options.concat(), top[3..].concat()), &edits);
    }

    #[test]
    fn edits_to_small_texts(
        lines in prop::collection::vec(prop::sample::select(LINES), 0..14),
        edits in prop::collection::vec(edit(), 1..8),
    ) {
        run(lines.join("\n"), &edits);
    }
}

/// What random edits have found, made small.
#[test]
fn edits_that_were_once_wrong() {
    for (before, at, len, insert) in [
        ("a:\n  text", 6, 0, "\n- "),
        ("word\n      e: y\n  text\na:\n  - h: 1\n", 2, 2, "<<: "),
        ("a:\n{ 1\n- f\n aal: {m: n}\nl: {m: n}\na:", 13, 5, "a"),
        ("a:\n  q\"\n    e: y\nword\n  - g\nj: |\n  d: x\n", 12, 2, "\""),
        (" \na word", 2, 6, "\u{feff}"),
        ("    e: y\n clg\"\n'o': \"p\n", 0, 0, "\u{feff}"),
        ("\t", 1, 0, "#"),
        ("? z\n  c:", 5, 0, "a"),
        ("extensions:\n  - \n- ask-a\n", 14, 0, "a"),
        ("services:\n  after: [ flask ]\n", 18, 0, "&"),
        ("a:\nj: |\nk: a[1,\n  # note\n <<:  1", 0, 8, "\u{feff}"),
        ("\tv:\n ---\n key: value: 1\n  - h: 1\n  c:\n  2]\n", 39, 0, ">"),
        ("a:\t\n {\n", 7, 0, "n:"),
        ("e: o\n {\n...\nb", 13, 0, ":"),
        ("\t-\n |\n1", 7, 0, ""),
        ("%\u{20d3}\n---\n &p[]", 0, 0, ""),
        ("y: [\n]\nn: [?]", 7, 0, ""),
        ("  o:\n  |\n #\n   i", 6, 0, " "),
        (" s:\n  |2", 8, 0, "\n  k"),
        ("\nd:\n\n\nl: :\n\n\n\n\n\n:\n\n", 7, 1, ""),
    ] {
        let mut document = Document::new(before.to_owned());
        document.edit(TextRange::at(at.into(), len.into()), insert);
        let fresh = Document::new(document.text().as_str().to_owned());
        assert_same(&document, &fresh, before);
        assert_ranges_are_sound(&fresh, before);
    }
}

#[test]
fn typing_a_file_from_nothing_equals_reading_it() {
    for content in corpus::texts() {
        let mut document = Document::default();
        for (at, ch) in content.char_indices() {
            let end = TextRange::empty((at as u32).into());
            document.edit(end, ch.encode_utf8(&mut [0; 4]));
            // Comparing at every character would take minutes in a debug build.
            if ch == '\n' || at % 7 == 0 {
                let fresh = Document::new(document.text().as_str().to_owned());
                assert_same(&document, &fresh, "typing");
            }
        }
    }
}

/// Every key and value of a long file typed letter by letter and taken away again, beside lines that are
/// broken and stay so.
#[test]
fn typing_in_a_long_file_equals_reading_it() {
    for broken in ["", "    half\n", "    k: [a\n", "    l: *m\n", "    'n\n"] {
        let options: String = ENTRIES.iter().cycle().take(16).map(|entry| entry.1).collect();
        let text = format!("config:\n  options:\n{options}{broken}{options}requires:\n  db:\n");
        for (word, position) in [("    d:\n", 4), ("type: string", 12), ("- 2", 3), ("db:", 0)] {
            for (at, _) in text.match_indices(word).step_by(2) {
                let mut document = Document::new(text.clone());
                let start = (at + position) as u32;
                for (index, typed) in ["x", ":", " ", "\"", "[", "\n", "y"].iter().enumerate() {
                    document.edit(TextRange::empty((start + index as u32).into()), typed);
                    let fresh = Document::new(document.text().as_str().to_owned());
                    assert_same(&document, &fresh, typed);
                }
                for length in (0..7).rev() {
                    document.edit(TextRange::at((start + length).into(), 1.into()), "");
                    let fresh = Document::new(document.text().as_str().to_owned());
                    assert_same(&document, &fresh, "taken away");
                }
                assert_eq!(document.text().as_str(), text);
            }
        }
    }
}

#[test]
fn large_files_stay_equal_too() {
    let option =
        |n| format!("    option-{n}:\n      type: string\n      description: Number {n}\n");
    let options: String = (0..900).map(option).collect();
    let content = format!(
        "name: large\nconfig:\n  options:\n{options}requires:\n  db:\n    interface: mysql_client\n"
    );
    let mut document = Document::new(content.clone());
    let middle = content.find("option-450").expect("there") as u32;
    for (at, len, insert) in [
        (middle, 0, "x"),
        (middle + 3, 9, ""),
        (middle, 0, "\n    half\n"),
        (middle + 400, 1, "\""),
        (middle + 400, 1, ""),
        (0, 0, "inter\n"),
        (0, 6, ""),
        (content.len() as u32, 0, "    lim"),
    ] {
        document.edit(TextRange::new(at.into(), (at + len).into()), insert);
        let fresh = Document::new(document.text().as_str().to_owned());
        assert_same(&document, &fresh, insert);
    }
}
