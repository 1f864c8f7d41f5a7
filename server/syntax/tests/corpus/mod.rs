//! The texts that tests of this package run over.

#![allow(clippy::expect_used)]

use std::path::{Path, PathBuf};

/// Every text of `tests/corpus`, once as it is and once with `\r\n`; and of the directories that
/// `FLASK_LSP_CORPUS` names.
pub(crate) fn texts() -> Vec<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut texts = Vec::new();
    collect(&own, &mut texts);
    assert!(!texts.is_empty(), "no corpus in {}", own.display());
    let windows: Vec<_> = texts.iter().map(|text| text.replace('\n', "\r\n")).collect();
    texts.extend(windows);
    for directory in std::env::var("FLASK_LSP_CORPUS").iter().flat_map(|list| list.split(':')) {
        collect(&PathBuf::from(directory), &mut texts);
    }
    texts
}

fn collect(directory: &Path, texts: &mut Vec<String>) {
    let entries = std::fs::read_dir(directory).expect("a corpus directory");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            texts.extend(std::fs::read_to_string(&path));
        }
    }
}
