//! What was measured as a table for README: our figures, and those of others with how many times ours they are.

use std::fmt::Write as _;

use crate::Results;

/// The rows that people ask about, with the words for them.
const ROWS: &[(&str, &str)] = &[
    ("spawn to initialize answered", "start, until it is ready"),
    (
        "220 lines: opened to diagnostics",
        "a charm of 220 lines opened, until its diagnostics are there",
    ),
    ("20 lines: key to diagnostics, in a word", "a key in a word until its diagnostics, 20 lines"),
    ("220 lines: key to diagnostics, in a word", "… 220 lines"),
    ("5,000 lines: key to diagnostics, in a word", "… 5,000 lines"),
    ("a rock: key to diagnostics, in a word", "… a rock of 37 lines"),
    ("220 lines: key to diagnostics, in a broken line", "a key in a broken line, 220 lines"),
    ("5,000 lines: key to diagnostics, in a broken line", "… 5,000 lines"),
    ("220 lines: key to diagnostics, at the end", "a key at the end of the file, 220 lines"),
    ("5,000 lines: key to diagnostics, at the end", "… 5,000 lines"),
    ("220 lines: completion", "completion, 220 lines"),
    ("5,000 lines: completion", "… 5,000 lines"),
    ("220 lines: hover", "hover, 220 lines"),
    ("220 lines: memory, opened", "memory with 220 lines open"),
    ("5,000 lines: memory, opened", "… 5,000 lines"),
];

pub(crate) fn markdown(measured: &[(String, Results)]) -> String {
    let names: Vec<&str> = measured.iter().map(|(name, _)| name.as_str()).collect();
    let mut table = format!("| | {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len() + 1));
    for (key, words) in ROWS {
        let figures: Vec<Option<f64>> =
            measured.iter().map(|(_, results)| figure(results, key)).collect();
        let cells: Vec<String> = figures
            .iter()
            .enumerate()
            .map(|(column, figure)| cell(*figure, figures[0].filter(|_| column > 0), key))
            .collect();
        let _ = writeln!(table, "| {words} | {} |", cells.join(" | "));
    }
    table
}

fn figure(results: &Results, key: &str) -> Option<f64> {
    results.iter().find(|(name, _)| name == key)?.1
}

fn cell(figure: Option<f64>, ours: Option<f64>, key: &str) -> String {
    let Some(figure) = figure else { return "no answer".to_owned() };
    let unit = if key.contains("memory") { "MiB" } else { "ms" };
    let digits = match figure {
        _ if figure < 10.0 => 2,
        _ if figure < 100.0 => 1,
        _ => 0,
    };
    let times = ours.map(|ours| figure / ours).map_or(String::new(), |times| {
        let digits = usize::from(times < 10.0);
        format!(" ({times:.digits$} ×)")
    });
    format!("{figure:.digits$} {unit}{times}")
}
