//! Expands the charms in `tests/expand` and compares the text with what charmcraft 4.5.0 was
//! recorded to print: the same, byte for byte.

#![allow(clippy::unwrap_used)] // a damaged recording may stop the test

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::Snapshot;
use analysis::expand::{self, Machine, to_yaml};
use analysis::project::MemoryFiles;

const EXPANDED: &str = "expanded.yaml";

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/expand");
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn snapshot(case: &Path) -> Snapshot {
    let text = read(&case.join("charmcraft.yaml"));
    let mut snapshot = Snapshot::alone("charmcraft.yaml", &text).unwrap();
    let files = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), read(&path)))
        .collect();
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    snapshot.project = Arc::new(MemoryFiles::new(files));
    snapshot
}

fn expanded(snapshot: &Snapshot) -> expand::Map {
    let machine = Machine { architecture: "amd64".to_owned(), directory: None, processors: None };
    expand::expand(snapshot, &machine).unwrap()
}

#[test]
fn charms_are_expanded_as_charmcraft_does() {
    let mut differing = Vec::new();
    for case in cases() {
        let ours = to_yaml(&expanded(&snapshot(&case)));
        let theirs = read(&case.join(EXPANDED));
        if ours == theirs {
            continue;
        }
        let lines = ours.lines().zip(theirs.lines());
        let first = lines.enumerate().find(|(_, (a, b))| a != b);
        differing.push(format!("{}: {first:?}", case.display()));
    }
    assert!(differing.is_empty(), "ours and charmcraft's:\n{}", differing.join("\n"));
    assert!(cases().len() > 30);
}

#[test]
fn an_expanded_charm_expands_to_itself() {
    for case in cases() {
        let text = read(&case.join(EXPANDED));
        let again = expanded(&Snapshot::alone("charmcraft.yaml", &text).unwrap());
        assert_eq!(to_yaml(&again), text, "{}", case.display());
    }
}
