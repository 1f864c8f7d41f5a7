//! The house rules that no compiler keeps.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod borders;
mod docs;
mod files;
mod imports;

use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Paths of all files below a directory of the repository, with `/`, sorted. Hidden ones and what
/// tools generate are left out.
fn files_below(directory: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root(), directory, &mut found);
    found.sort();
    found
}

fn collect(root: &Path, directory: &str, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root.join(directory)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with('.')
            || ["target", "node_modules", "__pycache__"].contains(&name.as_str())
        {
            continue;
        }
        let path = if directory.is_empty() { name } else { format!("{directory}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, found);
        } else {
            found.push(path);
        }
    }
}

/// The source files of a package, with the part of their text that is not tests or comments.
fn sources(package: &str) -> Vec<(String, String)> {
    let paths = files_below(&format!("server/{package}/src"));
    let is_code = |path: &String| {
        path.ends_with(".rs") && !path.ends_with("/tests.rs") && !path.contains("/tests/")
    };
    paths.into_iter().filter(is_code).map(|path| (path.clone(), code(&read(&path)))).collect()
}

/// The text without comments and without what follows `#[cfg(test)]`. Lines stay where they are.
fn code(text: &str) -> String {
    let mut code = String::new();
    for line in text.lines() {
        if line.trim_start() == "#[cfg(test)]" && !line.starts_with(' ') {
            // Test modules stand last in a file; a `mod tests;` alone may be followed by more.
            code.push_str("//cut\n");
            continue;
        }
        let without_comment = if line.trim_start().starts_with("//") { "" } else { line };
        code.push_str(without_comment);
        code.push('\n');
    }
    match code.split_once("//cut\nmod tests {").or(code.split_once("//cut\npub(crate) mod tests {"))
    {
        Some((before, _)) => before.to_owned(),
        None => code,
    }
}

/// Fails with everything that is wrong at once.
fn assert_none(what: &str, problems: &[String]) {
    assert!(problems.is_empty(), "{what}:\n  {}", problems.join("\n  "));
}
