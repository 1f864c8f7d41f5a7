//! `--show-config`: the settings that count, as a `flask-lsp.toml` would say them, and where they are from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::settings::Level;
use analysis::{Judge, Severity};

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
        None => text.push_str("# no configuration file\n"),
    }
    text.extend(files.iter().map(|file| format!("# for {file}\n")));
    let tables = [
        (None, plain_values(config)),
        (Some("versions"), versions(config)),
        (Some("run"), run(config)),
        (Some("rules"), rules(config)),
        (Some("per-file-ignores"), per_file_ignores(config)),
    ];
    for (name, lines) in tables.iter().filter(|(_, lines)| !lines.is_empty()) {
        if let Some(name) = name {
            text.push_str(&format!("\n[{name}]\n"));
        }
        for Line { key, value, origin } in lines {
            text.push_str(&format!("{key} = {value}  # {origin}\n"));
        }
    }
    crate::report::printable_lines(&text)
}

/// A key, its value as TOML, and who says so.
struct Line {
    key: String,
    value: String,
    origin: String,
}

fn plain_values(config: &Config) -> Vec<Line> {
    let (raw, over) = (&config.raw, &config.over);
    let settings = config.settings(Path::new(""));
    let line = |key: &str, value: String, is_over: bool| Line {
        key: key.to_owned(),
        value,
        origin: origin(config, key, is_over),
    };
    let mut lines =
        vec![line("fail-on", quoted(severity_word(settings.fail_on)), over.fail_on.is_some())];
    if let Some(select) = &raw.select {
        lines.push(line("select", list(select), over.select.is_some()));
    }
    let ignore = raw.ignore.clone().unwrap_or_default();
    lines.push(line("ignore", list(&ignore), over.ignore.is_some()));
    let exclude = match &raw.exclude {
        Some(exclude) => format!("{}{}", list(&exclude.patterns), base(exclude)),
        None => list(&disk::PACKAGE_DIRECTORIES.map(|name| format!("{name}/"))),
    };
    lines.push(line("exclude", exclude, over.exclude.is_some()));
    for patterns in &raw.extend_exclude {
        let value = format!("{}{}", list(&patterns.patterns), base(patterns));
        lines.push(line("extend-exclude", value, false));
    }
    lines.push(line("inlay-hints", settings.inlay_hints.to_string(), over.inlay_hints.is_some()));
    lines.push(line("code-lens", settings.code_lens.to_string(), over.code_lens.is_some()));
    lines
}

fn versions(config: &Config) -> Vec<Line> {
    let tools = [Judge::Charmcraft, Judge::Rockcraft, Judge::Juju, Judge::PaasCharm];
    let said = tools.into_iter().filter_map(|tool| Some((tool, config.raw.versions.of(tool)?)));
    said.map(|(tool, version)| {
        in_table(config, "versions", tool.name(), quoted(&version.to_string()), false)
    })
    .collect()
}

fn run(config: &Config) -> Vec<Line> {
    let run = &config.settings(Path::new("")).run;
    let texts = [("registry", &run.registry), ("app", &run.app), ("model", &run.model)];
    let said = texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?)));
    said.map(|(key, text)| in_table(config, "run", key, quoted(text), false)).collect()
}

fn rules(config: &Config) -> Vec<Line> {
    let over = config.over.rules.as_ref();
    let is_over = |id: &String| over.is_some_and(|rules| rules.contains_key(id));
    let rules = config.raw.rules.iter().flatten();
    rules
        .map(|(id, level)| in_table(config, "rules", id, level_word(*level), is_over(id)))
        .collect()
}

fn per_file_ignores(config: &Config) -> Vec<Line> {
    let is_over = config.over.per_file_ignores.is_some();
    let per_file = config.raw.per_file_ignores.iter().flatten();
    let pairs = per_file
        .flat_map(|(patterns, codes)| patterns.patterns.iter().map(move |one| (one, codes)));
    pairs
        .map(|(pattern, codes)| Line {
            key: quoted(pattern),
            ..in_table(config, "per-file-ignores", pattern, list(codes), is_over)
        })
        .collect()
}

fn in_table(config: &Config, table: &str, key: &str, value: String, is_over: bool) -> Line {
    let origin = origin(config, &format!("{table}.{key}"), is_over);
    Line { key: key.to_owned(), value, origin }
}

/// Who says so: the command line, a place in the file, both, or nobody.
fn origin(config: &Config, path: &str, is_over: bool) -> String {
    let place = config.file.as_deref().zip(config.raw.place(path));
    let in_file = place.map(|(file, place)| format!("{}:{}", disk::shown_name(file), place.line));
    let comes_together = path == "ignore" && config.over.select.is_none();
    match (in_file, is_over) {
        (Some(file), true) if comes_together => format!("{file} and the command line"),
        (_, true) => "the command line".to_owned(),
        (Some(file), false) => file,
        (None, false) => "default".to_owned(),
    }
}

/// What patterns are relative to, unless that goes without saying.
fn base(patterns: &Patterns) -> String {
    match disk::shown_name(&patterns.base).as_str() {
        "" => String::new(),
        base => format!("  # below {base}"),
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
