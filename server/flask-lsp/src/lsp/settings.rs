//! The user's choices as clients send them, read leniently into [`analysis::Settings`].
//!
//! They come in three ways (`initializationOptions`, the answer to `workspace/configuration`,
//! `workspace/didChangeConfiguration`), with and without the section's name around them. What is
//! null counts as not said; what is not known is told in one line and otherwise ignored.

use std::collections::BTreeMap;

use analysis::Settings;
use analysis::settings::Level;
use serde_json::Value;

/// The section that the settings stand in.
pub(super) const SECTION: &str = "flask-lsp";

/// Settings of the same section that are the editor plugin's own business.
const CLIENT_KEYS: &[&str] =
    &["diagnostics", "enable", "server", "trace", "workspaceDiagnostics", "yamlSchema"];

/// How diagnostics get to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DiagnosticMode {
    /// Pulled if the client announces that it pulls, else pushed.
    #[default]
    Auto,
    Push,
    Pull,
}

/// What one message says; `None` where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RawSettings {
    pub(super) rules: Option<BTreeMap<String, Level>>,
    pub(super) inlay_hints: Option<bool>,
    pub(super) code_lens: Option<bool>,
    pub(super) diagnostic_mode: Option<DiagnosticMode>,
}

impl RawSettings {
    /// Reads one message. The second part lists what was not understood.
    pub(super) fn read(value: &Value) -> (RawSettings, Vec<String>) {
        let mut settings = RawSettings::default();
        let mut unknown = Vec::new();
        let section = value.get(SECTION).unwrap_or(value);
        for (key, value) in section.as_object().into_iter().flatten() {
            if value.is_null() || CLIENT_KEYS.contains(&first_part(key)) {
                continue;
            }
            if !settings.read_key(key, value, &mut unknown) {
                unknown.push(format!("`{key}`"));
            }
        }
        (settings, unknown)
    }

    fn read_key(&mut self, key: &str, value: &Value, unknown: &mut Vec<String>) -> bool {
        match key {
            "rules" => self.rules = value.as_object().map(|rules| read_rules(rules, unknown)),
            "inlayHints" => self.inlay_hints = value.get("enable").unwrap_or(value).as_bool(),
            "inlayHints.enable" => self.inlay_hints = value.as_bool(),
            "codeLens" => self.code_lens = value.get("enable").unwrap_or(value).as_bool(),
            "codeLens.enable" => self.code_lens = value.as_bool(),
            "diagnosticMode" => {
                self.diagnostic_mode = match value.as_str() {
                    Some("auto") => Some(DiagnosticMode::Auto),
                    Some("push") => Some(DiagnosticMode::Push),
                    Some("pull") => Some(DiagnosticMode::Pull),
                    _ => return false,
                }
            }
            _ => return false,
        }
        true
    }

    /// This where it says something, else `base`.
    pub(super) fn over(&self, base: &RawSettings) -> Settings {
        let default = Settings::default();
        Settings {
            rules: self.rules.clone().or_else(|| base.rules.clone()).unwrap_or_default(),
            inlay_hints: self.inlay_hints.or(base.inlay_hints).unwrap_or(default.inlay_hints),
            code_lens: self.code_lens.or(base.code_lens).unwrap_or(default.code_lens),
            ..default
        }
    }
}

fn read_rules(
    rules: &serde_json::Map<String, Value>,
    unknown: &mut Vec<String>,
) -> BTreeMap<String, Level> {
    let mut levels = BTreeMap::new();
    for (id, value) in rules {
        let level = value.as_str().and_then(Level::from_name);
        match level.filter(|_| analysis::Rule::by_id(id).is_some()) {
            Some(level) => {
                levels.insert(id.clone(), level);
            }
            None => unknown.push(format!("`rules.{id}`")),
        }
    }
    levels
}

fn first_part(key: &str) -> &str {
    key.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use analysis::Severity;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_section_around_the_settings_may_be_missing() {
        let inner = json!({"inlayHints": {"enable": false}, "rules": {"duplicate-key": "hint"}});
        let outer = json!({"flask-lsp": inner.clone()});
        assert_eq!(RawSettings::read(&inner), RawSettings::read(&outer));
        let (settings, unknown) = RawSettings::read(&outer);
        assert_eq!(settings.inlay_hints, Some(false));
        let level = Level::As(Severity::Hint);
        assert_eq!(settings.rules, Some([("duplicate-key".to_owned(), level)].into()));
        assert!(unknown.is_empty());
    }

    #[test]
    fn what_is_not_known_is_named_and_the_rest_counts() {
        let (settings, unknown) = RawSettings::read(&json!({
            "colour": 1,
            "server": {"path": "/bin/x"},
            "rules": {"no-such-rule": "off", "duplicate-key": "loud"},
            "diagnosticMode": "pull",
        }));
        assert_eq!(unknown, ["`colour`", "`rules.duplicate-key`", "`rules.no-such-rule`"]);
        assert_eq!(settings.diagnostic_mode, Some(DiagnosticMode::Pull));
    }

    #[test]
    fn nulls_say_nothing() {
        for value in [json!(null), json!({"flask-lsp": null}), json!({"rules": null}), json!([])] {
            assert_eq!(RawSettings::read(&value), Default::default());
        }
    }

    #[test]
    fn later_settings_win_key_by_key() {
        let (base, _) = RawSettings::read(&json!({"rules": {"duplicate-key": "off"}}));
        let (later, _) = RawSettings::read(&json!({"inlayHints": {"enable": false}}));
        let settings = later.over(&base);
        assert_eq!(settings.rules.get("duplicate-key"), Some(&Level::Off));
        assert!(!settings.inlay_hints);
    }
}
