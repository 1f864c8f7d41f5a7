//! From a configuration's values to what they choose, one key at a time: a file and a client say the
//! same things.
//!
//! Keys are written `inlay-hints` in TOML and `inlayHints` by most clients; both count everywhere. What
//! is not understood is told and otherwise ignored, so that an old program gets along with a new file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use analysis::settings::Level;
use analysis::versions::Versions;
use analysis::{Rule, Severity, rules};

use super::meant::meant;
use super::run::{self, RawRun};
use super::value::{Key, Kind, Place, Value};
use super::versions;
use crate::disk::Globs;

/// What a configuration chooses; `None` where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RawSettings {
    pub(crate) rules: Option<BTreeMap<String, Level>>,
    pub(crate) select: Option<Vec<String>>,
    pub(crate) ignore: Option<Vec<String>>,
    pub(crate) per_file_ignores: Option<Vec<(Patterns, Vec<String>)>>,
    pub(crate) exclude: Option<Patterns>,
    /// What is left out beside that; comes together where it is said in several places.
    pub(crate) extend_exclude: Vec<Patterns>,
    pub(crate) fail_on: Option<Severity>,
    pub(crate) inlay_hints: Option<bool>,
    pub(crate) code_lens: Option<bool>,
    pub(crate) diagnostic_mode: Option<DiagnosticMode>,
    /// Whether to say what any other checker of YAML says too.
    pub(crate) syntax_diagnostics: Option<bool>,
    /// The versions of the tools that the files are for.
    pub(crate) versions: Versions,
    /// Running programs; most of it is a client's to say.
    pub(crate) run: RawRun,
    /// Whether comments silence findings; the command line's to say.
    pub(crate) ignores: Option<bool>,
    /// Where a file says what, by keys joined with dots.
    pub(crate) places: BTreeMap<String, Place>,
}

/// Patterns of file names, and the directory that they are read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Patterns {
    pub(crate) base: PathBuf,
    pub(crate) patterns: Vec<String>,
}

/// How diagnostics get to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DiagnosticMode {
    /// Pulled if the client announces that it pulls, else pushed.
    #[default]
    Auto,
    /// Whenever they change.
    Push,
    /// When the client asks.
    Pull,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// A file of the project.
    File,
    /// An editor.
    Client,
}

/// Something that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Complaint {
    /// Where it stands; clients' settings have no places.
    pub(crate) place: Option<Place>,
    /// What is wrong, and what to write instead.
    pub(crate) message: String,
}

/// The keys that a file may hold, as it writes them.
pub(super) const FILE_KEYS: &[&str] = &[
    "rules",
    "select",
    "ignore",
    "per-file-ignores",
    "exclude",
    "extend-exclude",
    "fail-on",
    "inlay-hints",
    "code-lens",
    "versions",
    "run",
];

/// The keys that only a client may use.
const CLIENT_KEYS: &[&str] = &["diagnostic-mode", "diagnostics", "trusted"];

/// Keys of the same section that are the editor plugin's own business.
const PLUGIN_KEYS: &[&str] =
    &["enable", "server", "source-files", "trace", "workspace-diagnostics", "yaml-schema"];

impl RawSettings {
    /// Reads a configuration; patterns of file names are relative to `base`. The second part is what was
    /// not understood, in the order of the text.
    pub(crate) fn read(
        value: &Value,
        speaker: Speaker,
        base: &Path,
    ) -> (RawSettings, Vec<Complaint>) {
        let mut reader = Reader { settings: RawSettings::default(), complaints: Vec::new(), base };
        if let Kind::Table(entries) = &value.kind {
            for (key, value) in entries {
                reader.read_key(key, value, speaker);
            }
        }
        reader.complaints.sort();
        (reader.settings, reader.complaints)
    }

    /// What holds for a file whose configuration says `file` when this stands over it: levels and ignored
    /// codes come together, and what is selected here is not off by what the file says.
    pub(super) fn over_file(&self, file: &RawSettings) -> RawSettings {
        let selected = |code: &String| self.select.iter().flatten().any(|one| one == code);
        let mut rules = file.rules.clone().unwrap_or_default();
        rules.retain(|code, level| *level != Level::Off || !selected(code));
        rules.extend(self.rules.iter().flatten().map(|(code, level)| (code.clone(), *level)));
        let mut ignore = file.ignore.clone().unwrap_or_default();
        ignore.retain(|code| !selected(code));
        ignore.extend(self.ignore.iter().flatten().cloned());
        let extend_exclude = [&*file.extend_exclude, &*self.extend_exclude].concat();
        RawSettings { rules: Some(rules), ignore: Some(ignore), extend_exclude, ..self.over(file) }
    }

    /// Where the file says something, by keys joined with dots.
    pub(crate) fn place(&self, path: &str) -> Option<Place> {
        self.places.get(path).copied()
    }

    /// This where it says something, else `base`.
    pub(crate) fn over(&self, base: &RawSettings) -> RawSettings {
        RawSettings {
            rules: self.rules.clone().or_else(|| base.rules.clone()),
            select: self.select.clone().or_else(|| base.select.clone()),
            ignore: self.ignore.clone().or_else(|| base.ignore.clone()),
            per_file_ignores: self
                .per_file_ignores
                .clone()
                .or_else(|| base.per_file_ignores.clone()),
            exclude: self.exclude.clone().or_else(|| base.exclude.clone()),
            extend_exclude: match self.extend_exclude.is_empty() {
                true => base.extend_exclude.clone(),
                false => self.extend_exclude.clone(),
            },
            fail_on: self.fail_on.or(base.fail_on),
            inlay_hints: self.inlay_hints.or(base.inlay_hints),
            code_lens: self.code_lens.or(base.code_lens),
            diagnostic_mode: self.diagnostic_mode.or(base.diagnostic_mode),
            syntax_diagnostics: self.syntax_diagnostics.or(base.syntax_diagnostics),
            ignores: self.ignores.or(base.ignores),
            versions: Versions {
                charmcraft: self.versions.charmcraft.or(base.versions.charmcraft),
                rockcraft: self.versions.rockcraft.or(base.versions.rockcraft),
                juju: self.versions.juju.or(base.versions.juju),
                paas_charm: self.versions.paas_charm.or(base.versions.paas_charm),
            },
            run: self.run.over(&base.run),
            places: base.places.clone(),
        }
    }
}

struct Reader<'a> {
    settings: RawSettings,
    complaints: Vec<Complaint>,
    base: &'a Path,
}

impl Reader<'_> {
    fn read_key(&mut self, key: &Key, value: &Value, speaker: Speaker) {
        let name = kebab(&key.name);
        if value.kind == Kind::Null {
            return;
        }
        self.remember(&name, key, value);
        match name.as_str() {
            "rules" => self.settings.rules = self.levels(value),
            "select" => self.settings.select = self.codes("select", value),
            "ignore" => self.settings.ignore = self.codes("ignore", value),
            "exclude" => self.settings.exclude = self.patterns("exclude", value),
            "extend-exclude" => {
                let patterns = self.patterns("extend-exclude", value);
                self.settings.extend_exclude.extend(patterns);
            }
            "versions" => self.versions(value),
            "per-file-ignores" => self.settings.per_file_ignores = self.per_file(value),
            "fail-on" => {
                let words = [
                    ("error", Severity::Error),
                    ("warning", Severity::Warning),
                    ("info", Severity::Information),
                    ("information", Severity::Information),
                ];
                self.settings.fail_on = self.word("fail-on", value, &words);
            }
            "inlay-hints" => self.settings.inlay_hints = self.switch("inlay-hints", value),
            "code-lens" => self.settings.code_lens = self.switch("code-lens", value),
            "diagnostic-mode" if speaker == Speaker::Client => {
                let words = [
                    ("auto", DiagnosticMode::Auto),
                    ("push", DiagnosticMode::Push),
                    ("pull", DiagnosticMode::Pull),
                ];
                self.settings.diagnostic_mode = self.word("diagnostic-mode", value, &words);
            }
            "diagnostics" if speaker == Speaker::Client => self.diagnostics(value),
            "trusted" if speaker == Speaker::Client => {
                self.settings.run.trusted = self.switch("trusted", value);
            }
            "run" => self.run(value, speaker),
            name if speaker == Speaker::Client && PLUGIN_KEYS.contains(&name) => {}
            name if CLIENT_KEYS.contains(&name) => self.complain(
                key.place,
                format!("`{name}` is for the settings of an editor, not for this file"),
            ),
            name => {
                let keys = FILE_KEYS.iter().chain(CLIENT_KEYS).copied();
                let inside = |table: &str| format!("did you mean `{table}.{name}`?");
                let help = match meant(name, keys) {
                    _ if run::FILE_KEYS.contains(&name) => inside("run"),
                    _ if versions::TOOLS.contains(&name) => inside("versions"),
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("there are {}", named(FILE_KEYS)),
                };
                self.complain(key.place, format!("there is no setting `{}`; {help}", key.name));
            }
        }
    }

    /// Files of a project say where images go, and never which programs are run.
    fn run(&mut self, value: &Value, speaker: Speaker) {
        let Some(entries) = self.table("run", value) else { return };
        let keys = match speaker {
            Speaker::File => run::FILE_KEYS,
            Speaker::Client => run::KEYS,
        };
        for (key, value) in entries {
            let name = kebab(&key.name);
            if !keys.contains(&&*name) {
                let message = match meant(&name, keys.iter().copied()) {
                    _ if run::KEYS.contains(&&*name) => {
                        format!("`run.{name}` is for the settings of an editor, not for this file")
                    }
                    Some(meant) => {
                        format!("there is no setting `run.{name}`; did you mean `run.{meant}`?")
                    }
                    None => format!("there is no setting `run.{name}`; there are {}", named(keys)),
                };
                self.complain(key.place, message);
            } else if !self.settings.run.read_key(&name, value) {
                self.expected::<()>(&format!("run.{name}"), run::expected(&name), value);
            }
        }
    }

    fn versions(&mut self, value: &Value) {
        let Some(entries) = self.table("versions", value) else { return };
        let (versions, complaints) = versions::read(entries);
        self.settings.versions = versions;
        self.complaints.extend(complaints);
    }

    fn table<'v>(&mut self, name: &str, value: &'v Value) -> Option<&'v [(Key, Value)]> {
        let Kind::Table(entries) = &value.kind else {
            return self.expected(name, "a table", value);
        };
        Some(entries)
    }

    /// Where the key and those below it stand.
    fn remember(&mut self, name: &str, key: &Key, value: &Value) {
        let mut places = vec![(name.to_owned(), key.place)];
        if let Kind::Table(entries) = &value.kind {
            places.extend(
                entries.iter().map(|(inner, _)| (format!("{name}.{}", inner.name), inner.place)),
            );
        }
        let known = places.into_iter().filter_map(|(path, place)| Some((path, place?)));
        self.settings.places.extend(known);
    }

    fn diagnostics(&mut self, value: &Value) {
        let Some(syntax) = value.get("syntax") else { return };
        // What else checks YAML only the client can see: it says `off`, and with `auto` nothing is known.
        let words = [("auto", true), ("on", true), ("off", false)];
        self.settings.syntax_diagnostics = match syntax.kind {
            Kind::Bool(flag) => Some(flag),
            Kind::Null => None,
            _ => self.word("diagnostics.syntax", syntax, &words),
        };
    }

    fn complain(&mut self, place: Option<Place>, message: String) {
        self.complaints.push(Complaint { place, message });
    }

    fn expected<T>(&mut self, what: &str, expected: &str, value: &Value) -> Option<T> {
        let message = format!("`{what}` is {}, expected {expected}", value.described());
        self.complain(value.place, message);
        None
    }

    /// `true`, or a table in which `enable` says so.
    fn switch(&mut self, name: &str, value: &Value) -> Option<bool> {
        match value.get("enable").unwrap_or(value).kind {
            Kind::Bool(flag) => Some(flag),
            Kind::Null => None,
            _ => self.expected(name, "`true` or `false`", value),
        }
    }

    fn word<T: Copy>(&mut self, name: &str, value: &Value, words: &[(&str, T)]) -> Option<T> {
        // Clients also say `information`; one word is enough to tell.
        let known = words.iter().map(|(word, _)| *word).filter(|word| *word != "information");
        let known = named(&known.collect::<Vec<_>>());
        let Kind::Text(text) = &value.kind else { return self.expected(name, &known, value) };
        let found = words.iter().find(|(word, _)| word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.complain(value.place, format!("`{name}` is `{text}`, expected one of {known}"));
        }
        found
    }

    fn levels(&mut self, value: &Value) -> Option<BTreeMap<String, Level>> {
        let Kind::Table(entries) = &value.kind else {
            return self.expected("rules", "a table of codes and severities", value);
        };
        let mut levels = BTreeMap::new();
        for (key, value) in entries {
            if value.kind == Kind::Null || !self.is_code(&key.name, key.place) {
                continue;
            }
            let words = ["off", "hint", "info", "warning", "error", "information"];
            let words: Vec<_> =
                words.iter().filter_map(|word| Some((*word, Level::from_name(word)?))).collect();
            if let Some(level) = self.word(&format!("rules.{}", key.name), value, &words) {
                levels.insert(key.name.clone(), level);
            }
        }
        Some(levels)
    }

    fn is_code(&mut self, code: &str, place: Option<Place>) -> bool {
        if Rule::by_id(code).is_some() {
            return true;
        }
        let help = match meant(code, rules::all().iter().map(|rule| rule.id)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`flask-lsp explain` lists all codes".to_owned(),
        };
        self.complain(place, format!("there is no finding with the code `{code}`; {help}"));
        false
    }

    fn texts<'v>(&mut self, name: &str, value: &'v Value) -> Option<Vec<(&'v str, &'v Value)>> {
        let Kind::List(items) = &value.kind else {
            return self.expected(name, "a list of texts", value);
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.kind {
                Kind::Text(text) => texts.push((text.as_str(), item)),
                _ => {
                    self.expected::<()>(&format!("an item of {name}"), "text", item);
                }
            }
        }
        Some(texts)
    }

    fn codes(&mut self, name: &str, value: &Value) -> Option<Vec<String>> {
        let texts = self.texts(name, value)?;
        let mut codes = Vec::new();
        for (code, item) in texts {
            if self.is_code(code, item.place) {
                codes.push(code.to_owned());
            }
        }
        Some(codes)
    }

    fn patterns(&mut self, name: &str, value: &Value) -> Option<Patterns> {
        let texts = self.texts(name, value)?;
        let mut patterns = Vec::new();
        for (pattern, item) in texts {
            if self.is_pattern(pattern, item.place) {
                patterns.push(pattern.to_owned());
            }
        }
        Some(Patterns { base: self.base.to_owned(), patterns })
    }

    fn is_pattern(&mut self, pattern: &str, place: Option<Place>) -> bool {
        let is_pattern = Globs::new(self.base, [pattern]).is_some();
        if !is_pattern {
            let message = format!("`{pattern}` is no pattern as a `.gitignore` has them");
            self.complain(place, message);
        }
        is_pattern
    }

    fn per_file(&mut self, value: &Value) -> Option<Vec<(Patterns, Vec<String>)>> {
        let Kind::Table(entries) = &value.kind else {
            return self.expected(
                "per-file-ignores",
                "a table of patterns and lists of codes",
                value,
            );
        };
        let mut ignores = Vec::new();
        for (key, value) in entries {
            let codes = self.codes(&format!("per-file-ignores.{}", key.name), value);
            if let Some(codes) = codes.filter(|_| self.is_pattern(&key.name, key.place)) {
                let patterns = vec![key.name.clone()];
                ignores.push((Patterns { base: self.base.to_owned(), patterns }, codes));
            }
        }
        Some(ignores)
    }
}

pub(super) fn named(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `inlayHints` and `inlay_hints` as `inlay-hints`.
pub(super) fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 2);
    for ch in name.chars() {
        match ch {
            '_' => kebab.push('-'),
            ch if ch.is_ascii_uppercase() => {
                kebab.push('-');
                kebab.push(ch.to_ascii_lowercase());
            }
            ch => kebab.push(ch),
        }
    }
    kebab
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::super::value::{from_json, from_toml};
    use super::*;

    fn read(toml: &str) -> (RawSettings, Vec<Complaint>) {
        RawSettings::read(&from_toml(toml).unwrap(), Speaker::File, Path::new("/shop"))
    }

    #[test]
    fn a_file_says_the_same_as_a_client() {
        let (file, complaints) = read(
            "exclude = ['vendor/']\nfail-on = 'error'\ninlay-hints = false\n[rules]\nduplicate-key = 'hint'\n",
        );
        assert_eq!(complaints, []);
        let client = json!({
            "exclude": ["vendor/"],
            "failOn": "error",
            "inlayHints.enable": false,
            "rules": { "duplicate-key": "hint" },
            "server": { "path": "/bin/x" },
            "codeLens": null,
        });
        let client = RawSettings::read(&from_json(&client), Speaker::Client, Path::new("/shop"));
        let file = RawSettings { places: BTreeMap::new(), ..file };
        assert_eq!(client, (file, Vec::new()));
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_place_and_the_rest_counts() {
        let (settings, complaints) = read(
            "\
excludes = ['x']
colour = 1
diagnostic-mode = 'push'
select = ['duplicat-key', 1]
exclude = ['[z-a]']
fail-on = 'never'
inlay-hints = 'no'
[rules]
no-such-thing-anywhere = 'off'
duplicate-key = 'loud'
yaml-syntax = 'hint'
[per-file-ignores]
'x/' = 'yaml-syntax'
",
        );
        assert_eq!(settings.rules.unwrap().len(), 1);
        let said: String = complaints
            .iter()
            .map(|it| {
                format!("{}:{} {}\n", it.place.unwrap().line, it.place.unwrap().column, it.message)
            })
            .collect();
        expect![[r#"
            1:1 there is no setting `excludes`; did you mean `exclude`?
            2:1 there is no setting `colour`; there are `rules`, `select`, `ignore`, `per-file-ignores`, `exclude`, `extend-exclude`, `fail-on`, `inlay-hints`, `code-lens`, `versions`, `run`
            3:1 `diagnostic-mode` is for the settings of an editor, not for this file
            4:11 there is no finding with the code `duplicat-key`; did you mean `duplicate-key`?
            4:27 `an item of select` is a number or date, expected text
            5:12 `[z-a]` is no pattern as a `.gitignore` has them
            6:11 `fail-on` is `never`, expected one of `error`, `warning`, `info`
            7:15 `inlay-hints` is text, expected `true` or `false`
            9:1 there is no finding with the code `no-such-thing-anywhere`; `flask-lsp explain` lists all codes
            10:17 `rules.duplicate-key` is `loud`, expected one of `off`, `hint`, `info`, `warning`, `error`
            13:8 `per-file-ignores.x/` is text, expected a list of texts
        "#]].assert_eq(&said);
    }

    #[test]
    fn what_wins_wins_key_by_key() {
        let (base, _) = read("select = ['yaml-syntax']\n[rules]\nduplicate-key = 'off'\n");
        let (above, _) = read("inlay-hints = false\n[rules]\nyaml-syntax = 'hint'\n");
        let both = above.over_file(&base);
        assert_eq!(both.rules.as_ref().map(BTreeMap::len), Some(2));
        assert_eq!((both.inlay_hints, &both.select), (Some(false), &base.select));
        assert_eq!(above.over(&base).rules, above.rules);
    }

    #[test]
    fn what_is_selected_last_is_not_off() {
        let (base, _) = read("ignore = ['yaml-syntax']\n[rules]\nduplicate-key = 'off'\n");
        let codes = ["duplicate-key", "yaml-syntax"].map(str::to_owned).to_vec();
        let above = RawSettings { select: Some(codes), ..RawSettings::default() };
        let both = above.over_file(&base);
        assert_eq!((both.rules, both.ignore), (Some(BTreeMap::new()), Some(Vec::new())));
    }
}
