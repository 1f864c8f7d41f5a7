//! `--show-config`: the settings that count, as a `flask-lsp.toml` would say them, and where they are from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::Severity;
use analysis::settings::Level;

use super::input;
use crate::config::{Config, Configs, Patterns};
use crate::disk;

/// For each configuration that governs something below the paths: its files, its source, its settings.
pub(super) fn text(paths: &[PathBuf], configs: &Arc<Configs>) -> String {
    let mut governed: Vec<(Arc<Config>, Vec<String>)> = Vec::new();
    let inputs = input::find(paths, Some(configs));
    for file in inputs.files {
        let config = configs.of_file(&disk::absolute_path(&file.path));
        add(&mut governed, config, Some(file.name));
    }
    if governed.is_empty() {
        // There is nothing to check, but there may be settings.
        for path in paths {
            let directory = disk::absolute_path(path);
            add(&mut governed, configs.of_directory(&directory), None);
        }
    }
    let sections: Vec<_> = governed.iter().map(|(config, files)| section(config, files)).collect();
    sections.join("\n")
}

fn add(governed: &mut Vec<(Arc<Config>, Vec<String>)>, config: Arc<Config>, file: Option<String>) {
    match governed.iter_mut().find(|(known, _)| known.file == config.file) {
        Some((_, files)) => files.extend(file),
        None => governed.push((config, file.into_iter().collect())),
    }
}

fn section(config: &Config, files: &[String]) -> String {
    let mut text = String::new();
    match &config.file {
        Some(file) => text.push_str(&format!("# from {}\n", disk::shown_name(file))),
        None => text.push_str("# no configuration file: these are the defaults\n"),
    }
    text.extend(files.iter().map(|file| format!("# for {file}\n")));
    let raw = &config.raw;
    let settings = config.settings(Path::new(""));
    text.push_str(&format!("fail-on = {}\n", quoted(severity_word(settings.fail_on))));
    if let Some(select) = &raw.select {
        text.push_str(&format!("select = {}\n", list(select)));
    }
    let ignore = raw.ignore.clone().unwrap_or_default();
    text.push_str(&format!("ignore = {}\n", list(&ignore)));
    let exclude = raw.exclude.clone().unwrap_or_default();
    text.push_str(&format!("exclude = {}{}\n", list(&exclude.patterns), base(&exclude)));
    text.push_str(&format!("inlay-hints = {}\n", settings.inlay_hints));
    text.push_str(&format!("code-lens = {}\n", settings.code_lens));
    let rules = raw.rules.iter().flatten();
    let rules: Vec<_> =
        rules.map(|(id, level)| format!("{id} = {}\n", level_word(*level))).collect();
    if !rules.is_empty() {
        text.push_str(&format!("\n[rules]\n{}", rules.concat()));
    }
    let per_file = raw.per_file_ignores.iter().flatten();
    let per_file: Vec<_> = per_file
        .flat_map(|(patterns, codes)| patterns.patterns.iter().map(move |one| (one, codes)))
        .map(|(pattern, codes)| format!("{} = {}\n", quoted(pattern), list(codes)))
        .collect();
    if !per_file.is_empty() {
        text.push_str(&format!("\n[per-file-ignores]\n{}", per_file.concat()));
    }
    crate::report::printable_lines(&text)
}

/// What patterns are relative to, unless that goes without saying.
fn base(patterns: &Patterns) -> String {
    match disk::shown_name(&patterns.base).as_str() {
        "" => String::new(),
        base => format!("  # in {base}"),
    }
}

fn level_word(level: Level) -> String {
    quoted(match level {
        Level::Off => "off",
        Level::As(severity) => severity_word(severity),
    })
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Information => "info",
        other => other.name(),
    }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A text in TOML, which takes the escapes of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
