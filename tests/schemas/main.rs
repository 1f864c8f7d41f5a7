//! What can be said of the published JSON schemas without a validator: they are JSON, need nothing
//! but themselves, and describe what they allow.
//!
//! Whether they judge files as the tools do is tested outside: `tests/schemas/validate` with a
//! validator, `tests/schemas/yaml-language-server/run` with the server that most editors use.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use analysis::FileKind;
use analysis::facts::schema_text;
use serde_json::Value;

const KINDS: [(&str, FileKind); 3] = [
    ("charmcraft", FileKind::Charmcraft),
    ("rockcraft", FileKind::Rockcraft),
    ("paas-config", FileKind::PaasConfig),
];

fn schemas() -> impl Iterator<Item = (&'static str, Value)> {
    KINDS.into_iter().map(|(name, kind)| (name, serde_json::from_str(schema_text(kind)).unwrap()))
}

/// Calls `look` for a schema and all below it, with the pointer to each. What stands below
/// keywords that hold values and names is no schema.
fn visit(schema: &Value, at: &str, look: &mut impl FnMut(&str, &Value)) {
    look(at, schema);
    let Some(keywords) = schema.as_object() else { return };
    for (keyword, value) in keywords {
        let at = format!("{at}/{keyword}");
        match keyword.as_str() {
            "properties" | "patternProperties" | "$defs" | "dependentSchemas" => {
                for (name, schema) in value.as_object().unwrap() {
                    visit(schema, &format!("{at}/{name}"), look);
                }
            }
            "allOf" | "anyOf" | "oneOf" => {
                for (index, schema) in value.as_array().unwrap().iter().enumerate() {
                    visit(schema, &format!("{at}/{index}"), look);
                }
            }
            "additionalProperties"
            | "unevaluatedProperties"
            | "propertyNames"
            | "items"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else" => visit(value, &at, look),
            _ => {}
        }
    }
}

/// The keywords in use. A misspelt one would be ignored by every validator.
const KEYWORDS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "$ref",
    "title",
    "description",
    "markdownDescription",
    "default",
    "examples",
    "deprecated",
    "deprecationMessage",
    "patternErrorMessage",
    "defaultSnippets",
    "doNotSuggest",
    "markdownEnumDescriptions",
    "x-alternatives",
    "x-expected",
    "x-kind",
    "x-plugin",
    "type",
    "enum",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "multipleOf",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "required",
    "dependentRequired",
    "dependentSchemas",
    "items",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
];

#[test]
fn no_keyword_is_misspelt() {
    for (name, schema) in schemas() {
        visit(&schema, "", &mut |at, schema| {
            for keyword in schema.as_object().into_iter().flat_map(|map| map.keys()) {
                assert!(KEYWORDS.contains(&keyword.as_str()), "{name}: {at}/{keyword}");
            }
        });
    }
}

#[test]
fn every_reference_stays_inside_and_leads_somewhere() {
    for (name, schema) in schemas() {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        let id = schema["$id"].as_str().unwrap();
        assert!(id.ends_with(&format!("/schemas/{name}.schema.json")), "{id}");
        let mut references = 0;
        visit(&schema, "", &mut |at, part| {
            let Some(target) = part.get("$ref").map(|target| target.as_str().unwrap()) else {
                return;
            };
            let pointer =
                target.strip_prefix('#').unwrap_or_else(|| panic!("{name}: {at}: {target}"));
            assert!(schema.pointer(pointer).is_some(), "{name}: {at}: {target}");
            references += 1;
        });
        assert!(references > 0 || name == "paas-config", "{name}");
    }
}

#[test]
fn references_have_no_siblings_but_texts() {
    let texts = ["$ref", "title", "description", "markdownDescription", "$comment"];
    for (name, schema) in schemas() {
        visit(&schema, "", &mut |at, part| {
            let Some(keywords) = part.as_object().filter(|map| map.contains_key("$ref")) else {
                return;
            };
            for keyword in keywords.keys() {
                assert!(
                    texts.contains(&keyword.as_str()),
                    "{name}: {at}: `$ref` beside `{keyword}`"
                );
            }
        });
    }
}

#[test]
fn definitions_are_used() {
    for (name, schema) in schemas() {
        let text = schema.to_string();
        for definition in schema["$defs"].as_object().into_iter().flat_map(|map| map.keys()) {
            let reference = format!("\"#/$defs/{definition}");
            assert!(text.contains(&reference), "{name}: nobody uses `{definition}`");
        }
    }
}
