//! Data as charmcraft prints it: ordered mappings with text keys, lists and scalars.
//!
//! Dates are text already and keys are what they become in the output, so that nothing has to know
//! where a value came from. Reading YAML is the business of `read`, printing that of `yaml` and
//! `json`.

use syntax::Scalar;

/// A value of an expanded charm.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The decimal digits of a whole number of any size, with a `-` if it is negative.
    Int(String),
    /// A finite number with a fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping.
    Map(Map),
}

/// A mapping that keeps the order its keys were added in. Each key stands once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    entries: Vec<(String, Value)>,
}

impl Value {
    /// Whether Python counts the value as true: nothing empty, no zero.
    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(value) => *value,
            Value::Int(digits) => digits != "0",
            Value::Float(value) => *value != 0.0,
            Value::Text(text) => !text.is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(map) => !map.is_empty(),
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The mapping, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// A number as the text that Python prints for it; other values as they are.
    pub(crate) fn number_as_text(self) -> Value {
        match self {
            Value::Int(digits) => Value::Text(digits),
            Value::Float(value) => Value::Text(float_text(value)),
            other => other,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

/// A float as Python's `repr` prints it: `1.1`, `1e+16`.
pub(crate) fn float_text(value: f64) -> String {
    Scalar::Float(value).python_text().unwrap_or_default()
}

impl Map {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets a key: where it stands already, else at the end.
    pub fn set(&mut self, key: impl Into<String>, value: Value) {
        let key = key.into();
        match self.entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => self.entries.push((key, value)),
        }
    }

    /// Leaves null in the place of a key's value, and returns it.
    pub(crate) fn empty_out(&mut self, key: &str) -> Option<Value> {
        let (_, value) = self.entries.iter_mut().find(|(name, _)| name == key)?;
        Some(std::mem::replace(value, Value::Null))
    }

    /// Adds a key that does not stand in the mapping yet, which is for the caller to know.
    pub(crate) fn push_new(&mut self, key: impl Into<String>, value: Value) {
        self.entries.push((key.into(), value));
    }

    /// Takes a key out.
    pub(crate) fn take(&mut self, key: &str) -> Option<Value> {
        let at = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(at).1)
    }

    /// Whether the key stands in the mapping.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The same with other values.
    pub(crate) fn map_values(mut self, change: impl Fn(&str, Value) -> Value) -> Map {
        for (key, value) in &mut self.entries {
            *value = change(key, std::mem::replace(value, Value::Null));
        }
        self
    }

    /// The same with the keys of another mapping first, in its order, all the way down; lists stay as they are.
    pub(crate) fn in_order_of(mut self, other: &Map) -> Map {
        let position = |key: &str| other.entries.iter().position(|(name, _)| name == key);
        self.entries.sort_by_key(|(key, _)| position(key).unwrap_or(other.entries.len()));
        self.map_values(|key, value| match (value, other.get(key)) {
            (Value::Map(inner), Some(Value::Map(model))) => Value::Map(inner.in_order_of(model)),
            (value, _) => value,
        })
    }

    /// The same with the keys of a list first, in the order of the list, where they exist.
    pub(crate) fn in_order(mut self, order: &[&str]) -> Map {
        let position = |key: &str| order.iter().position(|one| *one == key);
        self.entries.sort_by_key(|(key, _)| position(key).unwrap_or(order.len()));
        self
    }
}

impl IntoIterator for Map {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: Into<String>> FromIterator<(K, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Map {
        let mut map = Map::default();
        for (key, value) in entries {
            map.set(key, value);
        }
        map
    }
}
