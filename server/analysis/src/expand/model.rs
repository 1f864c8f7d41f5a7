//! From a charm with all its parts to what charmcraft 4.5.0 prints: keys in its order, values in its
//! types.
//!
//! charmcraft reads the charm into a model and prints the model. Numbers become text where it wants
//! text, addresses and library names get their usual form, the short forms of platforms and bases
//! the long one. Keys and values it refuses stay as they are.

use super::facts::facts;
use super::grammar;
use super::platforms::{self, Build};
use super::url;
use super::value::{Map, Value};

/// The charm as it is printed.
pub(super) fn printed(charm: Map, platforms: Value, build: &Build) -> Map {
    let has_bases = charm.has("bases");
    let order = facts().order("charm");
    let mut fields = Map::default();
    for (key, value) in charm {
        let key = canonical(key, &order);
        // The old form has platforms too, but only for itself.
        if key == "platforms" {
            continue;
        }
        let value = field(&key, value, build);
        fields.set(key, value);
    }
    if !has_bases {
        fields.set("platforms", platforms);
    }
    fields.in_order(&order)
}

/// The name of a key that is spelled with underscores, where charmcraft knows it.
fn canonical(key: String, known: &[&str]) -> String {
    let dashed = key.replace('_', "-");
    if known.contains(&dashed.as_str()) { dashed } else { key }
}

fn field(key: &str, value: Value, build: &Build) -> Value {
    match (key, value) {
        ("name" | "version" | "title" | "summary" | "description" | "adopt-info", value) => {
            value.number_as_text()
        }
        ("subordinate", value) => boolean(value),
        ("terms" | "assumes", value) => each(value, Value::number_as_text),
        ("charm-libs", value) => each(value, charm_lib),
        ("bases", value) => each(value, base_entry),
        ("package-repositories", value) => value,
        ("analysis", value) => record("analysis", value, |_, ignore| {
            record("analysis.ignore", ignore, |_, names| names)
        }),
        ("links", value) => record("links", value, |key, link| match key {
            "contact" => link,
            _ => address(link),
        }),
        ("charmhub", value) => record("charmhub", value, |_, link| address(link)),
        ("parts", Value::Map(parts)) => {
            Value::Map(parts.map_values(|name, value| part(name, value, build)))
        }
        (_, value) => value,
    }
}

fn each(value: Value, change: impl Fn(Value) -> Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.into_iter().map(change).collect()),
        other => other,
    }
}

/// A mapping with known keys, in their order.
fn record(kind: &str, value: Value, change: impl Fn(&str, Value) -> Value) -> Value {
    let Value::Map(map) = value else { return value };
    let order = facts().order(kind);
    let fields: Map = map.into_iter().map(|(key, value)| (canonical(key, &order), value)).collect();
    Value::Map(fields.map_values(change).in_order(&order))
}

/// `1`, `'yes'`, `'on'` and the like as what they mean.
fn boolean(value: Value) -> Value {
    let text = match value.clone().number_as_text() {
        Value::Text(text) => text.to_ascii_lowercase(),
        _ => return value,
    };
    match text.as_str() {
        "1" | "1.0" | "on" | "t" | "true" | "y" | "yes" => Value::Bool(true),
        "0" | "0.0" | "off" | "f" | "false" | "n" | "no" => Value::Bool(false),
        _ => value,
    }
}

/// The store's name of the library's charm has dashes.
fn charm_lib(value: Value) -> Value {
    record("charm-libs", value, |key, value| match (key, value) {
        ("lib", Value::Text(lib)) => Value::Text(match lib.split_once('.') {
            Some((charm, library)) => format!("{}.{library}", charm.replace('_', "-")),
            None => lib,
        }),
        (_, value) => value,
    })
}

/// An entry of `bases` in the long form.
fn base_entry(value: Value) -> Value {
    let base = |value| record("base", value, |_, value| value);
    match value {
        Value::Map(map) if map.has("build-on") || map.has("build_on") => {
            record("bases", Value::Map(map), |_, bases| each(bases, base))
        }
        Value::Map(map) => {
            let alone = Value::List(vec![base(Value::Map(map))]);
            Value::Map([("build-on", alone.clone()), ("run-on", alone)].into_iter().collect())
        }
        other => other,
    }
}

fn address(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(url::normal(&text)),
        Value::List(items) => Value::List(items.into_iter().map(address).collect()),
        other => other,
    }
}

/// A part with its plugin named and the plugin's keys first.
fn part(name: &str, value: Value, build: &Build) -> Value {
    let Value::Map(fields) = value else { return value };
    let mut fields = grammar::resolve(fields, build);
    if !fields.has("plugin") {
        fields.set("plugin", name.into());
    }
    let plugin = fields.get("plugin").and_then(Value::as_text).unwrap_or_default().to_owned();
    if name == "charm" && plugin == "charm" && !fields.has("source") {
        fields.set("source", ".".into());
    }
    let own = facts().plugins.get(&plugin).into_iter().flatten().map(String::as_str);
    let order: Vec<_> = ["plugin", "source"].into_iter().chain(own).collect();
    Value::Map(fields.in_order(&order))
}

/// The platforms of a charm in full.
pub(super) fn platforms(charm: &Map) -> Value {
    charm.get("platforms").cloned().map_or(Value::Null, platforms::complete)
}
