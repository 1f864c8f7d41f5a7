//! Fixes on the projects whose verdicts are recorded: none makes anything worse, and none is made twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Sandbox;

/// How many problems there are, and how many of them are errors.
type Counts = (usize, usize);

#[test]
fn safe_fixes_make_nothing_worse() {
    check("golden-safe", "--fix");
}

#[test]
fn unsafe_fixes_make_nothing_worse() {
    check("golden-unsafe", "--fix --unsafe-fixes");
}

#[test]
fn fixes_keep_the_line_ends_of_windows() {
    let sandbox = golden("golden-line-ends");
    each_file(&sandbox.root, &mut |path, text| {
        fs::write(path, text.replace("\r\n", "\n").replace('\n', "\r\n")).unwrap();
    });
    sandbox.run("--check --fix --unsafe-fixes --exit-zero");
    let mut mixed = Vec::new();
    each_file(&sandbox.root, &mut |path, text| {
        if text.replace("\r\n", "").contains('\n') {
            mixed.push(path.to_owned());
        }
    });
    assert!(mixed.is_empty(), "{mixed:#?}");
}

fn check(name: &str, options: &str) {
    let sandbox = golden(name);
    let before = counts(&sandbox);
    assert!(before.len() > 300, "the cases are missing");
    let fixes = format!("--check --exit-zero {options}");
    sandbox.run(&fixes);
    let fixed = texts(&sandbox.root);
    let worse: Vec<_> = counts(&sandbox)
        .into_iter()
        .map(|(file, after)| (before.get(&file).copied().unwrap_or_default(), after, file))
        .filter(|(before, after, _)| after.0 > before.0 || after.1 > before.1)
        .collect();
    assert!(worse.is_empty(), "more problems, more errors: {worse:#?}");
    sandbox.run(&fixes);
    let again = texts(&sandbox.root);
    let changed: Vec<_> =
        again.iter().filter(|(path, text)| fixed.get(*path) != Some(text)).collect();
    assert!(changed.is_empty(), "changed by a second run: {changed:#?}");
}

/// A copy of all cases.
fn golden(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name, &[]);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden"), &sandbox.root);
    sandbox
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            // A link to nowhere is left out.
            false => drop(fs::copy(entry.path(), target)),
        }
    }
}

fn counts(sandbox: &Sandbox) -> BTreeMap<String, Counts> {
    let run = sandbox.run("--check --format json --exit-zero");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for finding in report["diagnostics"].as_array().unwrap() {
        let count = counts.entry(finding["file"].as_str().unwrap().to_owned()).or_default();
        count.0 += 1;
        count.1 += usize::from(finding["severity"] == "error");
    }
    counts
}

fn texts(root: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    each_file(root, &mut |path, text| {
        texts.insert(path.display().to_string(), text.to_owned());
    });
    texts
}

/// Calls `visit` with every file of ours that is text.
fn each_file(directory: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            each_file(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "yaml")
            && let Ok(text) = fs::read_to_string(&path)
        {
            visit(&path, &text);
        }
    }
}
