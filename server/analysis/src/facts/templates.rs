//! Whole blocks to start from, as the JSON schemas give them to other editors (`defaultSnippets`).
//!
//! A body is JSON in the form of the block; its texts hold tab stops (`${1:name}`) and stand as they
//! are, without quotes around them. How a block is written into a file is the features' business.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// A block to start from.
#[derive(Debug, Clone, Deserialize)]
pub struct Template {
    /// What it is called in a list.
    pub label: &'static str,
    /// One line about it.
    #[serde(default)]
    pub description: Option<&'static str>,
    /// The block itself: keys with their values, or one item of a list.
    pub body: Body,
}

/// A piece of a block.
#[derive(Debug, Clone)]
pub enum Body {
    /// Nothing behind the key.
    Nothing,
    /// A scalar as it is written, with tab stops in it.
    Text(String),
    /// A list.
    List(Vec<Body>),
    /// Keys with values, in their order. A key may be a tab stop.
    Keys(Vec<(String, Body)>),
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Body, D::Error> {
        struct BodyVisitor;

        impl<'de> Visitor<'de> for BodyVisitor {
            type Value = Body;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a block")
            }

            fn visit_unit<E>(self) -> Result<Body, E> {
                Ok(Body::Nothing)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Body, E> {
                Ok(Body::Text(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Body, E> {
                Ok(Body::Text(value.to_string()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Body, E> {
                Ok(Body::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Body, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Body::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Body::Keys(entries))
            }
        }

        deserializer.deserialize_any(BodyVisitor)
    }
}
