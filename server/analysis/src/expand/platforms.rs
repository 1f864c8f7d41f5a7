//! `platforms` in full, and which of them charmcraft 4.5.0 prints a charm for.

use super::Machine;
use super::facts::facts;
use super::value::{Map, Value};

/// What a charm is built on and for: the choice of charmcraft where nobody names a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Build {
    /// Architecture that builds.
    pub(super) host: String,
    /// Architecture the charm is for; may be `all`.
    pub(super) target: String,
}

/// The platforms with `build-on` and `build-for` as lists. What has another form stays as it is.
pub(super) fn complete(platforms: Value) -> Value {
    match platforms {
        Value::Map(map) => Value::Map(map.map_values(platform)),
        other => other,
    }
}

fn platform(name: &str, value: Value) -> Value {
    if !value.is_truthy() {
        let alone = || Value::List(vec![Value::from(name)]);
        return Value::Map([("build-on", alone()), ("build-for", alone())].into_iter().collect());
    }
    let Value::Map(fields) = value else { return value };
    let mut fields: Map =
        fields.into_iter().map(|(key, value)| (key.replace('_', "-"), as_list(value))).collect();
    if !fields.get("build-for").is_some_and(|value| *value != Value::Null) {
        fields.set("build-for", Value::List(vec![Value::from(name)]));
    }
    Value::Map(fields.in_order(&facts().order("platforms")))
}

fn as_list(value: Value) -> Value {
    match value {
        Value::Text(_) => Value::List(vec![value]),
        Value::List(items) => Value::List(items.into_iter().map(Value::number_as_text).collect()),
        other => other,
    }
}

/// The first platform that can be built on the machine, else the first one.
pub(super) fn choose(charm: &Map, platforms: &Value, machine: &Machine) -> Build {
    let builds: Vec<_> = match charm.get("platforms") {
        Some(_) => platforms.as_map().into_iter().flat_map(Map::iter).map(|(_, it)| it).collect(),
        None => {
            let bases = charm.get("bases").map(items).unwrap_or_default();
            return old_build(bases, machine);
        }
    };
    let names = |build: &Value, key: &str| {
        let list = build.as_map().and_then(|build| build.get(key)).map(items).unwrap_or_default();
        list.iter().filter_map(|name| name.as_text().map(str::to_owned)).collect::<Vec<_>>()
    };
    let on_this =
        builds.iter().find(|build| names(build, "build-on").contains(&machine.architecture));
    let Some(build) = on_this.or(builds.first()) else { return native(machine) };
    let first = |key| names(build, key).first().map(|name| architecture(name));
    let host = match on_this {
        Some(_) => machine.architecture.clone(),
        None => first("build-on").unwrap_or_else(|| machine.architecture.clone()),
    };
    let target = first("build-for").unwrap_or_else(|| machine.architecture.clone());
    Build { host, target }
}

/// The old form: entries of `bases`. What they build on is a base and an architecture, which is
/// never the machine's name alone, so the first entry counts.
fn old_build(bases: &[Value], machine: &Machine) -> Build {
    let field = |key: &str| {
        let entry = bases.first()?.as_map()?;
        let base = match entry.get(key) {
            Some(bases) => items(bases).first()?.as_map()?,
            None => entry,
        };
        items(base.get("architectures")?).first()?.as_text().map(str::to_owned)
    };
    let native = native(machine);
    Build {
        host: field("build-on").unwrap_or(native.host),
        target: field("run-on").unwrap_or(native.target),
    }
}

fn native(machine: &Machine) -> Build {
    Build { host: machine.architecture.clone(), target: machine.architecture.clone() }
}

fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        _ => &[],
    }
}

/// Without the base: `amd64` of `ubuntu@24.04:amd64`.
fn architecture(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}
