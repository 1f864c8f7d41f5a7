//! From the tree to data, the way PyYAML constructs it and charmcraft later prints it.
//!
//! Merge keys come first, as PyYAML puts them; a key that stands again keeps its place and takes the
//! later value. Dates become text in ISO form, infinities null. Total, but for a size limit: a few
//! lines of aliases can stand for more data than any machine holds.

use std::borrow::Cow;
use std::collections::HashMap;

use syntax::scalar::Integer;
use syntax::{Entry, NodeRef, Scalar};

use super::value::{Map, Value};

/// Values that are read at most; large charms have some ten thousand.
const MOST_VALUES: u32 = 200_000;
/// How deep values may stand in each other.
const DEEPEST: u32 = 100;

/// The value of a node; `None` where aliases make it too large or endless.
pub(super) fn value(node: NodeRef<'_>) -> Option<Value> {
    Reader { left: MOST_VALUES }.value(node, DEEPEST)
}

struct Reader {
    left: u32,
}

impl Reader {
    fn value(&mut self, node: NodeRef<'_>, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        let node = node.resolved();
        let tag = node.tag().and_then(|tag| tag.strip_prefix("tag:yaml.org,2002:"));
        if node.is_mapping() {
            let map = self.map(node, depth)?;
            // A set reaches the output as a list of its members.
            let members = || map.iter().map(|(key, _)| Value::from(key)).collect();
            return Some(if tag == Some("set") { Value::List(members()) } else { Value::Map(map) });
        }
        if node.is_sequence() {
            let as_pair = matches!(tag, Some("omap" | "pairs"));
            let items = node.items().map(|item| match self.value(item, depth)? {
                Value::Map(map) if as_pair => Some(pair(map)),
                other => Some(other),
            });
            return Some(Value::List(items.collect::<Option<_>>()?));
        }
        Some(node.scalar().map_or(Value::Null, of_scalar))
    }

    fn map(&mut self, mapping: NodeRef<'_>, depth: u32) -> Option<Map> {
        let mut entries = Entries::default();
        self.collect(mapping, depth, &mut entries)?;
        let mut map = Map::default();
        for (key, node) in entries.found {
            map.push_new(key, self.value(node, depth)?);
        }
        Some(map)
    }

    /// The entries of a mapping, merged ones first. Each mapping counts towards the size, since merge
    /// keys multiply as aliases do.
    fn collect<'t>(
        &mut self,
        mapping: NodeRef<'t>,
        depth: u32,
        entries: &mut Entries<'t>,
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        let merges = mapping.entries().filter(Entry::is_merge);
        for merge in merges {
            let value = merge.value.resolved();
            if value.is_mapping() {
                self.collect(value, depth, entries)?;
            }
            // The first of a list is the strongest, so it comes last.
            let mut items: Vec<_> = value.items().map(NodeRef::resolved).collect();
            items.reverse();
            for item in items {
                self.collect(item, depth, entries)?;
            }
        }
        for entry in mapping.entries().filter(|entry| !entry.is_merge()) {
            entries.set(key_text(entry.key.resolved()), entry.value);
        }
        Some(())
    }
}

#[derive(Default)]
struct Entries<'t> {
    found: Vec<(String, NodeRef<'t>)>,
    places: HashMap<String, usize>,
}

impl<'t> Entries<'t> {
    fn set(&mut self, key: String, value: NodeRef<'t>) {
        if let Some((_, old)) = self.places.get(&key).and_then(|at| self.found.get_mut(*at)) {
            *old = value;
            return;
        }
        self.places.insert(key.clone(), self.found.len());
        self.found.push((key, value));
    }
}

fn pair(map: Map) -> Value {
    let first = map.into_iter().next();
    Value::List(first.map(|(key, value)| vec![Value::Text(key), value]).unwrap_or_default())
}

fn of_scalar(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Int(Integer::Small(number)) => Value::Int(number.to_string()),
        Scalar::Int(Integer::Big(digits)) => Value::Int(digits),
        Scalar::Float(value) if value.is_finite() => Value::Float(value),
        Scalar::Float(_) => Value::Null,
        Scalar::Date(text) | Scalar::Text(text) => Value::Text(text.into_owned()),
        Scalar::Timestamp(text) => Value::Text(iso(&text)),
        Scalar::Value => Value::from("="),
        Scalar::Int(Integer::Unprintable)
        | Scalar::ImpossibleDate(_)
        | Scalar::Unreadable(_)
        | Scalar::Merge => Value::Null,
    }
}

/// What a key is in the output, where every key is text.
fn key_text(key: NodeRef<'_>) -> String {
    let scalar = key.scalar().unwrap_or(Scalar::Text(Cow::Borrowed(key.source())));
    match scalar {
        Scalar::Bool(value) => value.to_string(),
        Scalar::Float(value) if value.is_infinite() => "None".to_owned(),
        Scalar::Timestamp(text) => iso(&text),
        Scalar::Value => "=".to_owned(),
        other => other.python_text().unwrap_or_default(),
    }
}

/// `2024-01-31 10:00:00+00:00` as `2024-01-31T10:00:00Z`.
fn iso(timestamp: &str) -> String {
    let text = timestamp.replacen(' ', "T", 1);
    match text.strip_suffix("+00:00") {
        Some(instant) => format!("{instant}Z"),
        None => text,
    }
}
