//! What a 12-factor extension adds to a charm, and how charmcraft 4.5.0 puts the two together.
//!
//! The file wins: a value that stands in it stays, unless it is empty. Mappings are merged key by
//! key, lists are the extension's followed by the file's. Whether charmcraft would refuse the file
//! is not asked here.

use crate::facts::{self, DefaultValue, Framework, Variant};
use crate::model::Extension;

use super::facts::facts;
use super::value::{Map, Value};

/// Adds to the charm what the extension adds.
pub(super) fn apply(extension: Extension, has_paas_config: bool, charm: &mut Map) {
    let Extension { framework, variant } = extension;
    let endpoints = oauth_endpoints(charm);
    let snippet = snippet(framework, variant, &endpoints, has_paas_config);
    for (key, addition) in snippet {
        let existing = charm.take(&key);
        charm.push_new(key, merge(existing, addition));
    }
}

/// The value of the file, completed by that of the extension.
fn merge(existing: Option<Value>, addition: Value) -> Value {
    match (existing.filter(Value::is_truthy), addition) {
        (None, addition) => addition,
        (Some(Value::List(own)), Value::List(added)) => Value::List(joined(added, own)),
        (Some(Value::Map(mut own)), Value::Map(added)) => {
            for (key, value) in added {
                let merged = merge(own.empty_out(&key), value);
                own.set(key, merged);
            }
            Value::Map(own)
        }
        (Some(own), _) => own,
    }
}

/// One list after the other; lists of text lose repeats.
fn joined(first: Vec<Value>, second: Vec<Value>) -> Vec<Value> {
    let all = first.into_iter().chain(second);
    if !all.clone().all(|item| matches!(item, Value::Text(_))) {
        return all.collect();
    }
    let mut unique = Vec::new();
    for item in all {
        if !unique.contains(&item) {
            unique.push(item);
        }
    }
    unique
}

/// The names under `requires` with the interface `oauth`.
fn oauth_endpoints(charm: &Map) -> Vec<String> {
    let requires = charm.get("requires").and_then(Value::as_map);
    let endpoints = requires.into_iter().flat_map(Map::iter);
    let is_oauth = |endpoint: &Value| {
        let interface = endpoint.as_map().and_then(|fields| fields.get("interface"));
        interface.and_then(Value::as_text) == Some("oauth")
    };
    endpoints.filter(|(_, value)| is_oauth(value)).map(|(name, _)| name.to_owned()).collect()
}

fn snippet(
    framework: &Framework,
    variant: &Variant,
    oauth_endpoints: &[String],
    has_paas_config: bool,
) -> Map {
    let mut options = options(framework, variant);
    for endpoint in oauth_endpoints {
        for (name, option) in generated_options(framework, endpoint) {
            options.set(name, option);
        }
    }
    let image =
        map([("type", "oci-image".into()), ("description", text(facts().image(framework)))]);
    Map::from_iter([
        ("assumes", list(["k8s-api"])),
        ("containers", map([(variant.container, map([("resource", variant.resource.into())]))])),
        ("resources", map([(variant.resource, image)])),
        ("charm-libs", Value::List(variant.charm_libs.iter().map(charm_lib).collect())),
        ("peers", endpoints(&variant.peers)),
        (
            "actions",
            map(framework.actions.iter().map(|action| (action.name, self::action(action)))),
        ),
        ("requires", endpoints(&framework.requires)),
        ("provides", endpoints(&framework.provides)),
        ("config", map([("options", Value::Map(options))])),
        ("parts", parts(variant, has_paas_config)),
    ])
}

fn charm_lib(lib: &facts::CharmLib) -> Value {
    map([("lib", lib.lib.into()), ("version", lib.version.into())])
}

fn action(action: &facts::Action) -> Value {
    let description = facts().action(action.name).unwrap_or_default();
    let mut fields = Map::from_iter([("description", Value::from(description))]);
    if !action.parameters.is_empty() {
        let parameters = action.parameters.iter();
        let parameter = |name: &&'static str| (*name, map([("type", "string".into())]));
        fields.set("params", map(parameters.map(parameter)));
        fields.set("required", list(action.parameters.iter().copied()));
    }
    Value::Map(fields)
}

fn endpoints(endpoints: &[facts::Endpoint]) -> Value {
    map(endpoints.iter().map(|endpoint| {
        let mut fields = Map::from_iter([("interface", Value::from(endpoint.interface))]);
        if let Some(limit) = endpoint.limit {
            fields.set("limit", Value::Int(limit.to_string()));
        }
        (endpoint.name, Value::Map(fields))
    }))
}

fn options(framework: &Framework, variant: &Variant) -> Map {
    let option = |option: &facts::ExtensionOption| {
        let mut fields = Map::from_iter([("type", Value::from(option.option_type))]);
        if let Some(default) = option.default {
            fields.set("default", default_value(default));
        }
        let description = facts().option(option.name, framework, variant);
        fields.set("description", description.unwrap_or_default().into());
        (option.name, Value::Map(fields))
    };
    variant.options.iter().map(option).collect()
}

fn default_value(default: DefaultValue) -> Value {
    match default {
        DefaultValue::Bool(value) => Value::Bool(value),
        DefaultValue::Int(value) => Value::Int(value.to_string()),
        DefaultValue::Text(value) => value.into(),
    }
}

/// The options for one endpoint with the interface `oauth`.
fn generated_options(framework: &Framework, endpoint: &str) -> Map {
    let option = |option: &facts::GeneratedOption| {
        let text = facts().generated(option.suffix, framework);
        let field = |key: &String| {
            let value = match key.as_str() {
                "default" => option.default.replace("{endpoint}", endpoint),
                "description" => text.map(|text| text.description.clone()).unwrap_or_default(),
                _ => "string".to_owned(),
            };
            (key.clone(), Value::Text(value))
        };
        let keys = text.into_iter().flat_map(|text| &text.keys);
        (format!("{endpoint}{}", option.suffix), Value::Map(keys.map(field).collect()))
    };
    framework.oauth_options.iter().map(option).collect()
}

fn parts(variant: &Variant, has_paas_config: bool) -> Value {
    let part = &variant.charm_part;
    let mut charm = Map::from_iter([
        ("plugin", Value::from(part.plugin)),
        ("source", part.source.into()),
        ("build-snaps", list(part.build_snaps.iter().copied())),
        ("override-build", text(facts().override_build.clone())),
    ]);
    if !part.groups.is_empty() {
        charm.set("uv-groups", list(part.groups.iter().copied()));
    }
    let mut parts = Map::from_iter([("charm", Value::Map(charm))]);
    if variant.port_paas_config && has_paas_config {
        let file = crate::FileKind::PaasConfig.canonical_name();
        let config = [("plugin", "dump".into()), ("source", ".".into()), ("stage", list([file]))];
        parts.set("config", map(config));
    }
    Value::Map(parts)
}

fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Map(entries.into_iter().collect())
}

fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    Value::List(texts.into_iter().map(Value::from).collect())
}

fn text(text: String) -> Value {
    Value::Text(text)
}
