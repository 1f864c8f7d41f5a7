//! The typing test: each key of each corpus file is cut in half, its colon and value taken away,
//! as if it were being typed. Every other key must keep its path and its place.
//!
//! A ratchet: the share of edits in which all of them do must not fall below 97 %.

mod corpus;

use std::collections::HashSet;

use syntax::outline::LineKind;
use syntax::{Document, NodeRef, TextRange, TextSize};

/// Path and place of every key, list indexes included.
fn keys(document: &Document) -> Vec<(String, TextRange)> {
    let mut keys = Vec::new();
    if let Some(root) = document.root() {
        collect(root, "", &mut keys);
    }
    keys
}

fn collect(node: NodeRef<'_>, path: &str, keys: &mut Vec<(String, TextRange)>) {
    for entry in node.entries() {
        let path = format!("{path}/{}", entry.key.text().unwrap_or("?"));
        keys.push((path.clone(), entry.key.range()));
        collect(entry.value, &path, keys);
    }
    for (index, item) in node.items().enumerate() {
        collect(item, &format!("{path}/{index}"), keys);
    }
}

struct Outcome {
    edits: usize,
    clean: usize,
    kept: usize,
    keys: usize,
    problems: usize,
}

/// Cuts every block-style key of the text in half, one after the other.
fn type_every_key(
    content: &str,
    cut: impl Fn(&str) -> usize,
    outcome: &mut Outcome,
) -> Vec<String> {
    let whole = Document::new(content.to_owned());
    let mut failures = Vec::new();
    for line in whole.outline().lines().iter().filter(|line| line.is_content()) {
        let (Some(key), Some(colon)) = (line.key, line.colon) else { continue };
        let name = whole.text().slice(key);
        let keep = cut(name);
        if keep == 0 || !name.is_char_boundary(keep) {
            continue;
        }
        // The colon goes, and a value on the line with it: it has not been typed yet.
        let colon_end = colon + TextSize::new(1);
        let end = line.value.map_or(colon_end, |value| value.end().max(colon_end));
        let gone = TextRange::new(key.start() + TextSize::new(keep as u32), end);
        let next = whole.text().line_of(key.start()) + 1;
        if whole.outline().line(next).is_some_and(|line| matches!(line.kind, LineKind::Inside(_))) {
            // Without its first line, the rest of a value is no longer one.
            continue;
        }
        let mut edited = whole.clone();
        edited.edit(gone, "");
        let removed = gone.len();
        let after: HashSet<_> = keys(&edited).into_iter().collect();
        // What stands below the cut key hangs on a key of another name: its place must stay.
        let prefix =
            keys(&whole).into_iter().find(|(_, range)| *range == key).map(|(path, _)| path);
        let Some(prefix) = prefix else { continue };
        let mut lost = Vec::new();
        for (path, range) in keys(&whole) {
            if range == key || gone.contains_range(range) {
                continue;
            }
            let moved = if range.start() >= gone.end() { range - removed } else { range };
            let renamed = match path.strip_prefix(&format!("{prefix}/")) {
                Some(rest) => format!(
                    "{}/{}/{rest}",
                    prefix.rsplit_once('/').map_or("", |(up, _)| up),
                    &name[..keep]
                ),
                None => path.clone(),
            };
            if after.contains(&(renamed, moved)) || after.contains(&(path.clone(), moved)) {
                outcome.kept += 1;
            } else {
                lost.push(path);
            }
            outcome.keys += 1;
        }
        outcome.edits += 1;
        outcome.problems += edited.problems().len();
        if lost.is_empty() {
            outcome.clean += 1;
        } else {
            failures.push(format!("{prefix} cut to {:?}: lost {lost:?}", &name[..keep]));
        }
    }
    failures
}

#[test]
fn half_typed_key_keeps_all_others() {
    let mut outcome = Outcome { edits: 0, clean: 0, kept: 0, keys: 0, problems: 0 };
    let mut failures = Vec::new();
    for content in corpus::texts() {
        failures.extend(type_every_key(&content, |name| name.len() / 2, &mut outcome));
    }
    let share = 100.0 * outcome.clean as f64 / outcome.edits as f64;
    let kept = 100.0 * outcome.kept as f64 / outcome.keys as f64;
    let flood = outcome.problems as f64 / outcome.edits as f64;
    println!(
        "{} edits, {share:.1} % keep every other key, {kept:.2} % of keys kept, {flood:.2} problems an edit",
        outcome.edits
    );
    for failure in failures.iter().take(30) {
        println!("  {failure}");
    }
    assert!(share >= 97.0, "only {share:.1} % of {} edits keep every other key", outcome.edits);
    assert!(flood <= 1.0, "{flood:.2} problems for one half-typed key");
}
