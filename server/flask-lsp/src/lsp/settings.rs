//! The user's choices as clients send them.
//!
//! They come in three ways (`initializationOptions`, the answer to `workspace/configuration`,
//! `workspace/didChangeConfiguration`), with and without the section's name around them. What is
//! null counts as not said; what is not understood is told in one line and otherwise ignored.

use std::path::Path;

use serde_json::Value;

use crate::config::{RawSettings, Speaker, from_json};

/// The section that the settings stand in.
pub(super) const SECTION: &str = "flask-lsp";

/// Reads one message; patterns of file names are relative to the first of the client's directories. The
/// second part is what was not understood.
pub(super) fn read<'a>(
    value: &Value,
    mut roots: impl Iterator<Item = &'a Path>,
) -> (RawSettings, Vec<String>) {
    let section = value.get(SECTION).unwrap_or(value);
    let base = roots.next().unwrap_or(Path::new(""));
    let (settings, complaints) = RawSettings::read(&from_json(section), Speaker::Client, base);
    (settings, complaints.into_iter().map(|complaint| complaint.message).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_alone(value: &Value) -> (RawSettings, Vec<String>) {
        read(value, std::iter::empty())
    }

    #[test]
    fn the_section_around_the_settings_may_be_missing() {
        let inner = json!({"inlayHints": {"enable": false}, "rules": {"duplicate-key": "hint"}});
        let outer = json!({"flask-lsp": inner.clone()});
        assert_eq!(read_alone(&inner), read_alone(&outer));
        let (settings, unknown) = read_alone(&outer);
        assert_eq!(settings.inlay_hints, Some(false));
        assert_eq!(settings.rules.map(|rules| rules.len()), Some(1));
        assert!(unknown.is_empty());
    }

    #[test]
    fn nulls_say_nothing() {
        for value in [json!(null), json!({"flask-lsp": null}), json!({"rules": null}), json!([])] {
            assert_eq!(read_alone(&value), Default::default());
        }
    }
}
