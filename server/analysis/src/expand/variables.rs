//! `$CRAFT_...` in texts: what charmcraft 4.5.0 puts in their place when it loads a charm.
//!
//! Keys of mappings are texts too. Some values depend on the machine; where it is not known, the
//! variable stays as it stands.

use super::Machine;
use super::facts::facts;
use super::platforms::Build;
use super::value::{Map, Value};

/// Replaces variables in the whole charm.
pub(super) fn replace(charm: Map, machine: &Machine, build: &Build) -> Map {
    if !map_mentions(&charm) {
        return charm;
    }
    let replacements = replacements(&charm, machine, build);
    in_map(charm, &replacements)
}

/// Whether any text could hold a variable, which hardly any does.
fn map_mentions(map: &Map) -> bool {
    map.iter().any(|(key, value)| key.contains('$') || mentions(value))
}

fn mentions(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains('$'),
        Value::List(items) => items.iter().any(mentions),
        Value::Map(map) => map_mentions(map),
        _ => false,
    }
}

/// Longest first, so that no variable is taken for the beginning of another.
fn replacements(charm: &Map, machine: &Machine, build: &Build) -> Vec<(String, String)> {
    let triplet = |architecture: &str| facts().triplets.get(architecture).cloned();
    let text = |key| charm.get(key).cloned().unwrap_or(Value::Null).number_as_text();
    let text = |key| text(key).as_text().unwrap_or_default().to_owned();
    let below = |name: &str| Some(format!("{}/{name}", machine.directory.as_ref()?));
    // Charms for all architectures are prepared as if for one that is not the machine's.
    let target = match build.target.as_str() {
        "all" if machine.architecture == "amd64" => "arm64",
        "all" => "amd64",
        target => target,
    };
    let values = [
        ("ARCH_TRIPLET", triplet(target)),
        ("TARGET_ARCH", Some(target.to_owned())),
        ("ARCH_BUILD_ON", Some(machine.architecture.clone())),
        ("ARCH_BUILD_FOR", Some(target.to_owned())),
        ("ARCH_TRIPLET_BUILD_ON", triplet(&machine.architecture)),
        ("ARCH_TRIPLET_BUILD_FOR", triplet(target)),
        ("PARALLEL_BUILD_COUNT", machine.processors.map(|count| count.to_string())),
        ("PROJECT_DIR", machine.directory.clone()),
        ("STAGE", below("stage")),
        ("PRIME", below("prime")),
        ("PROJECT_NAME", Some(text("name"))),
        ("PROJECT_VERSION", Some(text("version"))),
    ];
    let values = values.into_iter().filter_map(|(name, value)| {
        let value = value?;
        Some([(format!("$CRAFT_{name}"), value.clone()), (format!("${{CRAFT_{name}}}"), value)])
    });
    let mut replacements: Vec<_> = values.flatten().collect();
    for name in ["$DEBIAN_FRONTEND", "${DEBIAN_FRONTEND}"] {
        replacements.push((name.to_owned(), "noninteractive".to_owned()));
    }
    replacements.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    replacements
}

fn in_map(map: Map, replacements: &[(String, String)]) -> Map {
    let map = map.map_values(|_, value| in_value(value, replacements));
    if !map.iter().any(|(key, _)| key.contains('$')) {
        return map;
    }
    // Two keys may become one; then the later wins.
    map.into_iter().map(|(key, value)| (in_text(key, replacements), value)).collect()
}

fn in_value(value: Value, replacements: &[(String, String)]) -> Value {
    match value {
        Value::Text(text) => Value::Text(in_text(text, replacements)),
        Value::List(items) => {
            Value::List(items.into_iter().map(|item| in_value(item, replacements)).collect())
        }
        Value::Map(map) => Value::Map(in_map(map, replacements)),
        other => other,
    }
}

fn in_text(text: String, replacements: &[(String, String)]) -> String {
    let mut text = text;
    for (name, value) in replacements {
        if text.contains(name.as_str()) {
            text = text.replace(name.as_str(), value);
        }
    }
    text
}
