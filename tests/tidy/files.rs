//! Sizes, module docs, the pages of rules, the origin of data.

use analysis::rules::all;

use crate::{assert_none, files_below, read};

/// In lines. What is longer does more than one thing.
const LONGEST: usize = 600;

#[test]
fn no_source_file_is_too_long() {
    let extensions = [".rs", ".ts", ".js", ".lua", ".py", ".el", ".sh"];
    let data = ["tests/projects/", "tests/golden/"];
    let problems: Vec<_> = files_below("")
        .into_iter()
        .filter(|path| extensions.iter().any(|extension| path.ends_with(extension)))
        .filter(|path| !data.iter().any(|directory| path.starts_with(directory)))
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none("files over 600 lines", &problems);
}

#[test]
fn every_module_says_what_it_answers() {
    // A `tests.rs` is explained by the module that it tests.
    let rust = |path: &String| path.ends_with(".rs") && !path.ends_with("/tests.rs");
    let directories = ["server", "tests/cli", "tests/e2e", "tests/schemas", "tests/tidy"];
    let problems: Vec<_> = directories
        .iter()
        .flat_map(|directory| files_below(directory))
        .filter(rust)
        .filter(|path| !read(path).starts_with("//! "))
        .collect();
    assert_none("modules without a first line of docs", &problems);
}

/// The headings of a rule's page, in this order.
const HEADINGS: &[&str] = &["What it does", "Why it matters", "Example", "Instead", "Since"];

#[test]
fn every_rule_has_a_whole_page() {
    let mut problems = Vec::new();
    for rule in all() {
        let headings: Vec<_> =
            rule.docs.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        if !rule.docs.starts_with(&format!("# {}\n", rule.id)) {
            problems.push(format!("{}: the page's title is not the id", rule.id));
        }
        if headings != HEADINGS {
            problems.push(format!("{}: headings {headings:?}, not {HEADINGS:?}", rule.id));
        }
        for kind in ["```yaml bad ", "```yaml good "] {
            if !rule.docs.lines().any(|line| line.starts_with(kind)) {
                problems.push(format!("{}: no block `{kind}...`", rule.id));
            }
        }
    }
    assert_none("incomplete pages", &problems);
}

#[test]
fn rule_ids_are_unique_and_kebab_case() {
    let mut ids: Vec<_> = all().iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    let unique = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), unique, "an id stands twice");
    let is_kebab =
        |id: &str| id.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '-');
    assert!(ids.iter().all(|id| is_kebab(id)), "{ids:?}");
}

#[test]
fn every_page_belongs_to_a_rule() {
    let pages = files_below("server/analysis/src/rules");
    let problems: Vec<_> = pages
        .into_iter()
        .filter(|path| path.ends_with(".md"))
        .filter(|path| !all().iter().any(|rule| rule.docs == read(path)))
        .collect();
    assert_none("pages that no rule in `RULES` uses", &problems);
}

#[test]
fn all_data_says_where_it_is_from() {
    let problems: Vec<_> = files_below("schemas")
        .into_iter()
        .filter(|path| path.ends_with(".json"))
        .filter(|path| {
            let data: serde_json::Value = serde_json::from_str(&read(path)).unwrap();
            let origin = data["origin"].as_str().or(data["$comment"].as_str());
            // An origin without a version cannot be looked up.
            !origin.is_some_and(|origin| origin.contains(|ch: char| ch.is_ascii_digit()))
        })
        .collect();
    assert_none("data without `origin` (tool and version)", &problems);
}
