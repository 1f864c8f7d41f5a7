//! What is said about running programs: the table `run`, and whether a client trusts the workspace.
//!
//! Files of a project say where images go and what the application is called; they must not choose which
//! programs are run, nor whether anybody is asked.

use std::collections::BTreeMap;

use analysis::settings::RunSettings;

use super::value::{Kind, Value};

/// The keys of `run`.
pub(super) const KEYS: &[&str] = &["app", "code-lens", "confirm", "model", "registry", "tools"];

/// Those that a file of a project may hold.
pub(super) const FILE_KEYS: &[&str] = &["app", "model", "registry"];

/// What a key of `run` wants, for messages.
pub(super) fn expected(key: &str) -> &'static str {
    match key {
        "code-lens" | "confirm" => "`true` or `false`",
        "tools" => "a table of texts",
        _ => "text",
    }
}

/// `None` where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RawRun {
    pub(super) trusted: Option<bool>,
    code_lens: Option<bool>,
    confirm: Option<bool>,
    registry: Option<String>,
    app: Option<String>,
    model: Option<String>,
    tools: Option<BTreeMap<String, String>>,
}

impl RawRun {
    /// Takes one key of `run`. `false` if it is not known, or not of its kind.
    pub(super) fn read_key(&mut self, key: &str, value: &Value) -> bool {
        match (key, &value.kind) {
            (_, Kind::Null) => {}
            ("code-lens", Kind::Bool(flag)) => self.code_lens = Some(*flag),
            ("confirm", Kind::Bool(flag)) => self.confirm = Some(*flag),
            // An empty text is what forms of editors have for nothing.
            ("registry", Kind::Text(text)) => self.registry = given(text),
            ("app", Kind::Text(text)) => self.app = given(text),
            ("model", Kind::Text(text)) => self.model = given(text),
            ("tools", Kind::Table(entries)) => {
                let texts = entries.iter().filter_map(|(key, value)| match &value.kind {
                    Kind::Text(text) => Some((key.name.clone(), given(text)?)),
                    _ => None,
                });
                self.tools = Some(texts.collect());
            }
            _ => return false,
        }
        true
    }

    /// This where it says something, else `base`.
    pub(super) fn over(&self, base: &RawRun) -> RawRun {
        RawRun {
            // Once told that it is not, a later message about other things does not change it.
            trusted: self.trusted.or(base.trusted),
            code_lens: self.code_lens.or(base.code_lens),
            confirm: self.confirm.or(base.confirm),
            registry: self.registry.clone().or_else(|| base.registry.clone()),
            app: self.app.clone().or_else(|| base.app.clone()),
            model: self.model.clone().or_else(|| base.model.clone()),
            tools: self.tools.clone().or_else(|| base.tools.clone()),
        }
    }

    /// Complete.
    pub(super) fn settings(&self) -> RunSettings {
        let default = RunSettings::default();
        RunSettings {
            code_lens: self.code_lens.unwrap_or(default.code_lens),
            confirm: self.confirm.unwrap_or(default.confirm),
            trusted: self.trusted.unwrap_or(default.trusted),
            registry: self.registry.clone(),
            app: self.app.clone(),
            model: self.model.clone(),
            tools: self.tools.clone().unwrap_or_default(),
        }
    }
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
