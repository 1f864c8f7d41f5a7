//! Each kind of contact with the world has one place.

use crate::{assert_none, files_below, read, root, sources};

/// A word, and the only files (or directories) that may say it.
const BORDERS: &[(&str, &[&str])] = &[
    ("std::fs", &["server/flask-lsp/src/disk.rs", "server/flask-lsp/src/disk/"]),
    ("std::net", &[]),
    ("std::env", &["server/flask-lsp/src/cli/", "server/flask-lsp/src/disk.rs"]),
    ("Command::new", &["server/flask-lsp/src/run/process.rs"]),
    ("io::stdin", &["server/flask-lsp/src/cli/", "server/flask-lsp/src/lsp/stdio.rs"]),
    ("io::stdout", &["server/flask-lsp/src/cli/terminal.rs", "server/flask-lsp/src/lsp/stdio.rs"]),
    ("io::stderr", &["server/flask-lsp/src/cli/terminal.rs"]),
    ("println!", &[]),
    ("print!", &[]),
    ("tower_lsp_server", &["server/flask-lsp/src/lsp/"]),
    ("tokio", &["server/flask-lsp/src/lsp/"]),
    (
        "ruff_python",
        &[
            "server/analysis/src/application/python.rs",
            "server/analysis/src/application/uses/python",
        ],
    ),
    ("tree_sitter", &["server/analysis/src/application/uses/"]),
    (
        "toml::",
        &["server/analysis/src/application/pyproject.rs", "server/flask-lsp/src/config/value.rs"],
    ),
    ("saphyr_parser", &["server/syntax/src/events.rs"]),
    ("annotate_snippets", &["server/flask-lsp/src/report/full.rs"]),
    ("similar::", &["server/flask-lsp/src/report/diff.rs"]),
    (
        "rustix",
        &[
            "server/flask-lsp/src/lsp/lifecycle.rs",
            "server/flask-lsp/src/cli/terminal.rs",
            "server/flask-lsp/src/run/process.rs",
        ],
    ),
    ("signal_hook", &["server/flask-lsp/src/run/signals.rs"]),
    ("ignore::", &["server/flask-lsp/src/disk.rs", "server/flask-lsp/src/disk/"]),
];

#[test]
fn contact_with_the_world_has_one_place() {
    let mut problems = Vec::new();
    for package in ["syntax", "analysis", "flask-lsp"] {
        for (path, code) in sources(package) {
            for (word, places) in BORDERS {
                if !places.iter().any(|place| path.starts_with(place)) && says(&code, word) {
                    problems.push(format!("{path}: `{word}` belongs to {places:?}"));
                }
            }
        }
    }
    assert_none("crossed borders", &problems);
}

/// Whether the code holds the word, not as the end of a longer one.
fn says(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        !(before.is_alphanumeric() || before == '_')
    })
}

/// A list of `deny.toml`, which cargo-deny reads as well.
fn listed(table: &str, key: &str) -> Vec<String> {
    let text = read("deny.toml");
    let settings = toml::de::DeTable::parse(&text).unwrap();
    let list = settings.get_ref().get(table).unwrap().get_ref().get(key).unwrap();
    let words = list.get_ref().as_array().unwrap().iter();
    words.map(|word| word.get_ref().as_str().unwrap().to_owned()).collect()
}

#[test]
fn no_banned_crate_is_in_the_lock_file() {
    let lock = read("Cargo.lock");
    let locked: Vec<_> = lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    assert!(locked.contains(&"\"flask-lsp\""));
    let banned = listed("bans", "deny");
    assert!(["rustls", "serde_yaml"].iter().all(|name| banned.iter().any(|it| it == name)));
    let found: Vec<_> = banned
        .into_iter()
        .filter(|name| locked.contains(&format!("\"{name}\"").as_str()))
        .collect();
    assert_none("banned crates in Cargo.lock", &found);
}

#[test]
fn every_dependency_has_a_licence_that_lets_us_give_it_away() {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1"]).current_dir(root());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "{}", packages.len());
    let named = packages.iter().map(|it| (&it["name"], it["license"].as_str().unwrap_or_default()));
    let allowed = listed("licenses", "allow");
    let problems: Vec<_> = named
        .filter(|(_, licence)| !is_allowed(licence, &allowed))
        .map(|(name, licence)| format!("{name}: {licence:?}"))
        .collect();
    assert_none("licences that nobody has looked at", &problems);
}

/// Whether each part of a licence expression leaves a choice that is allowed.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    expression.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')']);
        part.split(" OR ")
            .flat_map(|it| it.split('/'))
            .any(|it| allowed.iter().any(|known| known == it))
    })
}

#[test]
fn one_licence_of_several_will_do_unless_all_hold() {
    let is_allowed = |expression| {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned);
        is_allowed(expression, &allowed)
    };
    assert!(is_allowed("MIT OR GPL-3.0") && is_allowed("(MIT/Apache-2.0) AND Unicode-3.0"));
    assert!(!is_allowed("MIT AND GPL-3.0") && !is_allowed("GPL-3.0") && !is_allowed(""));
}

#[test]
fn every_dependency_is_explained() {
    let readme = read("README.md");
    let mut problems = Vec::new();
    for manifest in files_below("server").iter().filter(|path| path.ends_with("Cargo.toml")) {
        for name in dependencies(&read(manifest)) {
            if !readme.contains(&format!("| `{name}`")) {
                problems.push(format!("{manifest}: README's dependency table lacks `{name}`"));
            }
        }
    }
    problems.sort();
    problems.dedup();
    assert_none("dependencies nobody explained", &problems);
}

/// Names under `[dependencies]`, `[dev-dependencies]` and `[target...dependencies]`, without those
/// of the workspace itself.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
            continue;
        }
        let name: String =
            line.chars().take_while(|ch| ch.is_alphanumeric() || "-_".contains(*ch)).collect();
        if inside && !name.is_empty() && !["syntax", "analysis"].contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

#[test]
fn a_longer_word_is_another_word() {
    assert!(says("use std::fs;", "std::fs"));
    assert!(!says("eprintln!()", "println!"));
}
