//! No key of the schemas is without a hover, and each says what it is for in its first line.

use syntax::TextSize;

use crate::facts::{KeyDoc, ValueKind, child_keys};
use crate::features::hover::hover;
use crate::file_kind::FileKind;
use crate::snapshot::Snapshot;

/// What Emacs shows of a hover in one line, roughly.
const LONGEST: usize = 120;

/// A text whose last key stands at the path, and where that key starts.
fn text_of(path: &[(&str, bool)]) -> (String, usize) {
    let mut text = String::new();
    let mut at = 0;
    let mut after_dash = false;
    for (depth, (key, is_item)) in path.iter().enumerate() {
        if !after_dash {
            text += &format!("\n{}", "  ".repeat(depth));
        }
        after_dash = *is_item;
        if *is_item {
            text += "- ";
            continue;
        }
        at = text.len();
        text += &format!("{key}:");
    }
    (text, at)
}

fn visit(
    file: FileKind,
    path: &mut Vec<(&'static str, bool)>,
    parent: ValueKind,
    seen: &mut usize,
) {
    let names: Vec<&str> =
        path.iter().map(|(key, is_item)| if *is_item { "*" } else { *key }).collect();
    let docs: Vec<&'static KeyDoc> = child_keys(file, &names).collect();
    for doc in docs {
        let is_item = doc.key() == "*" && parent == ValueKind::List;
        path.push((if doc.key() == "*" && !is_item { "some-name" } else { doc.key() }, is_item));
        if !is_item {
            check(file, path);
            *seen += 1;
        }
        visit(file, path, doc.kind, seen);
        path.pop();
    }
}

fn check(file: FileKind, path: &[(&str, bool)]) {
    let (text, at) = text_of(path);
    let snapshot = Snapshot::alone(file.canonical_name(), &text).expect("one of ours");
    let shown = hover(&snapshot, TextSize::new(at as u32 + 1));
    let shown = shown.unwrap_or_else(|| panic!("nothing about {path:?} in\n{text}"));
    let first = shown.markdown.lines().next().unwrap_or_default();
    assert!(first.chars().count() <= LONGEST, "{path:?}: {first}");
    assert!(first.contains("**: ") || first.contains("` "), "{path:?}: {first}");
}

#[test]
fn every_key_is_told_about_in_one_line() {
    for file in [FileKind::Charmcraft, FileKind::Rockcraft, FileKind::PaasConfig] {
        let mut seen = 0;
        visit(file, &mut Vec::new(), ValueKind::Mapping, &mut seen);
        assert!(seen > 5, "{file:?}");
    }
}
