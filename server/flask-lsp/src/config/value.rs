//! What a configuration says before anybody asks what it means: TOML with places, or JSON without.

use syntax::{Encoding, Text, TextSize};
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    pub(super) kind: Kind,
    pub(super) place: Option<Place>,
}

/// What a value is, as far as it matters.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Nothing said; JSON only.
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Value>),
    Table(Vec<(Key, Value)>),
    /// Numbers and dates.
    Other,
}

/// A key and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) place: Option<Place>,
}

/// Line and column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// Reads TOML; why it is none, and where, if it is none.
pub(super) fn from_toml(text: &str) -> Result<Value, (Option<Place>, String)> {
    let places = Text::new(text.to_owned());
    match DeTable::parse(text) {
        Ok(table) => Ok(table_value(&places, table.get_ref())),
        Err(error) => {
            let place = error.span().map(|span| place_of(&places, span.start));
            Err((place, error.message().lines().next().unwrap_or_default().to_owned()))
        }
    }
}

fn place_of(text: &Text, offset: usize) -> Place {
    let at =
        text.line_col(TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX)), Encoding::Utf32);
    Place { line: at.line + 1, column: at.col + 1 }
}

fn table_value(text: &Text, table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let key_place = Some(place_of(text, key.span().start));
        let key = Key { name: key.get_ref().to_string(), place: key_place };
        let mut inner = toml_value(text, value.get_ref());
        inner.place = Some(place_of(text, value.span().start));
        (key, inner)
    });
    Value { kind: Kind::Table(entries.collect()), place: None }
}

fn toml_value(text: &Text, value: &DeValue<'_>) -> Value {
    let kind = match value {
        DeValue::Table(table) => return table_value(text, table),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| {
                let mut inner = toml_value(text, item.get_ref());
                inner.place = Some(place_of(text, item.span().start));
                inner
            });
            Kind::List(items.collect())
        }
        DeValue::String(content) => Kind::Text(content.to_string()),
        DeValue::Boolean(flag) => Kind::Bool(*flag),
        _ => Kind::Other,
    };
    Value { kind, place: None }
}

/// Takes JSON over. Some clients send `"a.b": 1` for `"a": {"b": 1}`, which is undone at the top.
pub(crate) fn from_json(json: &serde_json::Value) -> Value {
    let mut value = json_value(json);
    if let Kind::Table(entries) = &mut value.kind {
        for (key, value) in entries {
            if let Some((first, rest)) = key.name.clone().split_once('.') {
                let rest = Key { name: rest.to_owned(), place: None };
                let inner = std::mem::replace(&mut value.kind, Kind::Null);
                key.name = first.to_owned();
                value.kind = Kind::Table(vec![(rest, Value { kind: inner, place: None })]);
            }
        }
    }
    value
}

fn json_value(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    let kind = match json {
        Json::Null => Kind::Null,
        Json::Bool(flag) => Kind::Bool(*flag),
        Json::Number(_) => Kind::Other,
        Json::String(text) => Kind::Text(text.clone()),
        Json::Array(items) => Kind::List(items.iter().map(json_value).collect()),
        Json::Object(entries) => {
            let key = |name: &String| Key { name: name.clone(), place: None };
            Kind::Table(
                entries.iter().map(|(name, value)| (key(name), json_value(value))).collect(),
            )
        }
    };
    Value { kind, place: None }
}

impl Value {
    /// The value below a table's key.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let Kind::Table(entries) = &self.kind else { return None };
        entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
    }

    /// What it is, for messages.
    pub(super) fn described(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "true or false",
            Kind::Text(_) => "text",
            Kind::List(_) => "a list",
            Kind::Table(_) => "a table",
            Kind::Other => "a number or date",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_keeps_the_places() {
        let value =
            from_toml("# é\nrules = { 'é-a' = 'é', b = 1 }\nexclude = ['x',\n  'y']\n").unwrap();
        let rules = value.get("rules").unwrap();
        let Kind::Table(entries) = &rules.kind else { panic!("no table") };
        assert_eq!(entries[1].0.name, "é-a");
        assert_eq!(entries[1].0.place, Some(Place { line: 2, column: 11 }));
        assert_eq!(entries[0].0.place, Some(Place { line: 2, column: 24 }));
        let Kind::List(items) = &value.get("exclude").unwrap().kind else { panic!("no list") };
        assert_eq!(items[1].place, Some(Place { line: 4, column: 3 }));
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_place() {
        let (place, _) = from_toml("a = 1\nb = = 2\n").unwrap_err();
        assert_eq!(place.unwrap().line, 2);
    }

    #[test]
    fn dots_in_keys_of_clients_are_undone_at_the_top_only() {
        let dotted =
            from_json(&serde_json::json!({ "inlayHints.enable": false, "a": { "b.c": 1 } }));
        let nested = serde_json::json!({ "inlayHints": { "enable": false }, "a": { "b.c": 1 } });
        assert_eq!(dotted.get("inlayHints"), from_json(&nested).get("inlayHints"));
        assert_eq!(dotted.get("a"), from_json(&nested).get("a"));
    }
}
