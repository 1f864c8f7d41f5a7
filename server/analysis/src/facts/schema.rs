//! A JSON schema of ours as far as the facts about keys need it: what documents a key, what its
//! value looks like, and where its children are described.
//!
//! Not a validator: keywords that only refuse something are skipped, and `if` is not looked at. A
//! schema `true` or `false` is one that says nothing. Texts borrow from the embedded file.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::keys::ValueKind;
use super::templates::Template;

/// One schema, of the whole document or of a place in it.
#[derive(Default)]
pub(super) struct Schema(Keywords);

/// The keywords that are read. `x-` ones are our own; `schemas/README.md` explains them.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Keywords {
    #[serde(rename = "$ref", borrow)]
    pub(super) reference: Option<&'static str>,
    #[serde(rename = "$defs")]
    definitions: Named,
    pub(super) description: Option<&'static str>,
    pub(super) markdown_description: Option<String>,
    #[serde(rename = "type")]
    pub(super) types: Types,
    #[serde(rename = "x-kind")]
    pub(super) kind: Option<ValueKind>,
    #[serde(rename = "x-plugin")]
    pub(super) plugin: Option<&'static str>,
    #[serde(rename = "x-expected")]
    pub(super) expected: bool,
    #[serde(rename = "x-alternatives")]
    pub(super) alternatives: Vec<Vec<&'static str>>,
    #[serde(rename = "defaultSnippets")]
    pub(super) templates: Vec<Template>,
    #[serde(rename = "enum")]
    pub(super) constants: Vec<Constant>,
    /// One text for each of the constants.
    #[serde(rename = "markdownEnumDescriptions")]
    pub(super) constant_docs: Vec<&'static str>,
    /// What it may look like, where no set is closed.
    pub(super) examples: Vec<Constant>,
    pub(super) required: Vec<&'static str>,
    pub(super) deprecated: bool,
    pub(super) do_not_suggest: bool,
    pub(super) properties: Named,
    pub(super) pattern_properties: Named,
    pub(super) additional_properties: Option<Box<Schema>>,
    pub(super) property_names: Option<Box<Schema>>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) all_of: Vec<Schema>,
    pub(super) any_of: Vec<Schema>,
    pub(super) then: Option<Box<Schema>>,
}

/// Schemas by name, in the order of the file.
#[derive(Default)]
pub(super) struct Named(pub(super) Vec<(&'static str, Schema)>);

/// The types of a value: the one it should have first, then those that the tools take as well.
#[derive(Default)]
pub(super) struct Types(pub(super) Vec<&'static str>);

/// A value of an `enum`; `None` for what is no text.
pub(super) struct Constant(pub(super) Option<&'static str>);

impl std::ops::Deref for Schema {
    type Target = Keywords;

    fn deref(&self) -> &Keywords {
        &self.0
    }
}

impl Schema {
    /// The schema at a pointer such as `#/$defs/part`, seen from the root; `None` where the pointer
    /// leads nowhere, or through keywords that are not read.
    pub(super) fn at(&self, pointer: &str) -> Option<&Schema> {
        let mut steps = pointer.strip_prefix("#/")?.split('/');
        let mut schema = self;
        while let Some(keyword) = steps.next() {
            let mut name = || steps.next();
            schema = match keyword {
                "$defs" => schema.definitions.get(name()?)?,
                "properties" => schema.properties.get(name()?)?,
                "allOf" => schema.all_of.get(name()?.parse::<usize>().ok()?)?,
                "anyOf" => schema.any_of.get(name()?.parse::<usize>().ok()?)?,
                "items" => schema.items.as_deref()?,
                _ => return None,
            };
        }
        Some(schema)
    }
}

impl Named {
    fn get(&self, name: &str) -> Option<&Schema> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, schema)| schema)
    }
}

impl<'de: 'static> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Schema, D::Error> {
        struct SchemaVisitor;

        impl<'de: 'static> Visitor<'de> for SchemaVisitor {
            type Value = Schema;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a schema")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Schema, E> {
                Ok(Schema::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Schema, A::Error> {
                Keywords::deserialize(MapAccessDeserializer::new(map)).map(Schema)
            }
        }

        deserializer.deserialize_any(SchemaVisitor)
    }
}

impl<'de: 'static> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Named, D::Error> {
        struct NamedVisitor;

        impl<'de: 'static> Visitor<'de> for NamedVisitor {
            type Value = Named;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("schemas by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
                let mut schemas = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    schemas.push(entry);
                }
                Ok(Named(schemas))
            }
        }

        deserializer.deserialize_map(NamedVisitor)
    }
}

impl<'de: 'static> Deserialize<'de> for Types {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Types, D::Error> {
        struct TypesVisitor;

        impl<'de: 'static> Visitor<'de> for TypesVisitor {
            type Value = Types;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a type or several")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Types, E> {
                Ok(Types(vec![text]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Types, A::Error> {
                let mut types = Vec::new();
                while let Some(one) = list.next_element()? {
                    types.push(one);
                }
                Ok(Types(types))
            }
        }

        deserializer.deserialize_any(TypesVisitor)
    }
}

impl<'de: 'static> Deserialize<'de> for Constant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Constant, D::Error> {
        struct ConstantVisitor;

        impl<'de: 'static> Visitor<'de> for ConstantVisitor {
            type Value = Constant;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Constant, E> {
                Ok(Constant(Some(text)))
            }

            fn visit_unit<E>(self) -> Result<Constant, E> {
                Ok(Constant(None))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Constant, E> {
                Ok(Constant(None))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Constant, E> {
                Ok(Constant(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Constant, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Constant(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Constant, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Constant(None))
            }
        }

        deserializer.deserialize_any(ConstantVisitor)
    }
}
