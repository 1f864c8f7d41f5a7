//! One sentence for every key of charmcraft.yaml, rockcraft.yaml and paas-config.yaml, with the
//! kind of its value: read from the JSON schemas that we publish. The files beside a charm hold parts of
//! charmcraft.yaml; what only metadata.yaml knows stands in a table of its own.
//!
//! For hover and completion. It does not say whether a file is right: the closed sets of values are
//! hints, since several of them depend on the base. A key is one that the schema describes; what is
//! there only to refuse something has no description. The first file that is asked about costs the
//! reading of its schema, everything after that is a walk down a tree.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::file_kind::FileKind;

use super::schema::Schema;
use super::table;
use super::templates::Template;

static CHARMCRAFT: LazyLock<KeyDoc> = LazyLock::new(|| root(FileKind::Charmcraft));
static ROCKCRAFT: LazyLock<KeyDoc> = LazyLock::new(|| root(FileKind::Rockcraft));
static PAAS_CONFIG: LazyLock<KeyDoc> = LazyLock::new(|| root(FileKind::PaasConfig));
static METADATA: LazyLock<KeyDoc> = LazyLock::new(metadata);

/// A key and what belongs there.
#[derive(Debug)]
pub struct KeyDoc {
    key: &'static str,
    /// One or two sentences.
    pub doc: &'static str,
    /// The same with more to it, in Markdown, where there is more to say.
    pub details: Option<String>,
    /// Kind of the value.
    pub kind: ValueKind,
    /// Values to choose from; for a list its entries, for a mapping its keys.
    pub values: Vec<&'static str>,
    /// One or two sentences about each of the values; empty where there is nothing to say.
    value_docs: Vec<&'static str>,
    /// What the value, or an entry of it, may look like where there are none to choose from.
    pub examples: Vec<&'static str>,
    /// Groups of keys below, of which a file uses one: keys of one group have no place beside those of
    /// another.
    pub alternatives: Vec<Vec<&'static str>>,
    /// Blocks to start from, below the key.
    pub templates: Vec<Template>,
    /// Whether the tool refuses the file without the key, as long as nothing else supplies it.
    pub required: bool,
    /// Plugin the key belongs to; absent for keys that every part may have.
    pub plugin: Option<&'static str>,
    /// Whether there is a better way to say the same.
    pub deprecated: bool,
    /// Known, and not to be offered: another spelling, or a key that others would look for here.
    hidden: bool,
    children: Vec<KeyDoc>,
}

impl KeyDoc {
    /// The key itself, `*` for a name that the user chooses and for the entries of a list.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What one of the [values](KeyDoc::values) means; `None` where there is nothing to say.
    pub fn value_doc(&self, value: &str) -> Option<&'static str> {
        let index = self.values.iter().position(|known| *known == value)?;
        self.value_docs.get(index).copied().filter(|doc| !doc.is_empty())
    }

    fn child(&self, key: &str) -> Option<&KeyDoc> {
        let named = |name| self.children.iter().find(|child| child.key == name);
        named(key).or_else(|| named(ANY_NAME))
    }

    /// The keys below, as far as they are described; in the order in which to offer them.
    #[cfg(test)]
    pub(super) fn children(&self) -> &[KeyDoc] {
        &self.children
    }

    fn descendant(&self, path: &[&str]) -> Option<&KeyDoc> {
        path.iter().try_fold(self, |doc, key| doc.child(key))
    }
}

/// The key of names that the user chooses, and of the entries of lists.
const ANY_NAME: &str = "*";

/// Kind of a value, as the tools take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// Text.
    Text,
    /// Text of one or more lines.
    Prose,
    /// Text, or a list of text.
    Texts,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// A mapping.
    Mapping,
    /// Whatever fits the keys around it.
    Any,
}

impl ValueKind {
    /// What to call it to people.
    pub fn name(self) -> &'static str {
        match self {
            ValueKind::Text | ValueKind::Prose => "text",
            ValueKind::Texts => "text or list",
            ValueKind::Integer => "whole number",
            ValueKind::Number => "number",
            ValueKind::Boolean => "true or false",
            ValueKind::List => "list",
            ValueKind::Mapping => "mapping",
            ValueKind::Any => "any value",
        }
    }

    fn of_type(name: &str) -> ValueKind {
        match name {
            "string" => ValueKind::Text,
            "integer" => ValueKind::Integer,
            "number" => ValueKind::Number,
            "boolean" => ValueKind::Boolean,
            "array" => ValueKind::List,
            "object" => ValueKind::Mapping,
            _ => ValueKind::Any,
        }
    }
}

/// The key at a path of key names; entries of lists count as one step with any text. A key of that
/// very name comes before one that stands for any name; nothing for a path that the tools do not
/// know.
pub fn key_doc(file: FileKind, path: &[&str]) -> Option<&'static KeyDoc> {
    if path.is_empty() {
        return None;
    }
    root_doc(file).descendant(path)
}

/// What stands at a path, the file itself where it is empty.
pub fn place_doc(file: FileKind, path: &[&str]) -> Option<&'static KeyDoc> {
    root_doc(file).descendant(path)
}

/// The keys that may stand directly below a path, for completion; a user's own names show as `*`.
pub fn child_keys(file: FileKind, parent: &[&str]) -> impl Iterator<Item = &'static KeyDoc> {
    let parent = root_doc(file).descendant(parent);
    let children = parent.map(|doc| doc.children.as_slice()).unwrap_or_default();
    children.iter().filter(|doc| !doc.hidden)
}

/// The JSON schema of a file, as published; of the files beside a charm, that of the charm.
pub fn schema_text(file: FileKind) -> &'static str {
    match file {
        FileKind::Charmcraft => include_str!("../../../../schemas/charmcraft.schema.json"),
        FileKind::Rockcraft => include_str!("../../../../schemas/rockcraft.schema.json"),
        FileKind::PaasConfig => include_str!("../../../../schemas/paas-config.schema.json"),
        FileKind::Metadata | FileKind::Config | FileKind::Actions => {
            schema_text(FileKind::Charmcraft)
        }
    }
}

/// What stands for the file itself: its children are the keys at the top level.
pub(super) fn root_doc(file: FileKind) -> &'static KeyDoc {
    match file {
        FileKind::Charmcraft => &CHARMCRAFT,
        FileKind::Rockcraft => &ROCKCRAFT,
        FileKind::PaasConfig => &PAAS_CONFIG,
        FileKind::Metadata => &METADATA,
        FileKind::Config => section("config"),
        FileKind::Actions => section("actions"),
    }
}

/// A section of charmcraft.yaml as a file of its own.
fn section(key: &str) -> &'static KeyDoc {
    CHARMCRAFT.child(key).unwrap_or(&CHARMCRAFT)
}

/// The keys that charmcraft.yaml shares with metadata.yaml, and those of the latter alone.
fn metadata() -> KeyDoc {
    let keys = &super::juju().metadata;
    let is_shared =
        |doc: &KeyDoc| keys.required.contains(&doc.key) || keys.shared.contains(&doc.key);
    let mut doc = root(FileKind::Charmcraft);
    doc.children.retain(is_shared);
    let own = root_of(include_str!("../../../../schemas/metadata-keys.json"));
    doc.children.extend(own.children);
    doc
}

fn root(file: FileKind) -> KeyDoc {
    root_of(schema_text(file))
}

fn root_of(text: &'static str) -> KeyDoc {
    let schema: Schema = table(text);
    let builder = Builder { root: &schema };
    builder.doc("", builder.layers([Layer::of(&schema)]), false, &mut Vec::new())
}

/// A schema that has something to say about a place. Several do: the place's own, what it refers to,
/// and the branches of both.
#[derive(Clone, Copy)]
struct Layer<'a> {
    schema: &'a Schema,
    plugin: Option<&'static str>,
    /// Whether it holds in every case, and not only in one branch.
    always: bool,
}

impl<'a> Layer<'a> {
    fn of(schema: &'a Schema) -> Layer<'a> {
        Layer { schema, plugin: None, always: true }
    }

    fn with(self, schema: &'a Schema) -> Layer<'a> {
        Layer { schema, ..self }
    }
}

struct Builder<'a> {
    root: &'a Schema,
}

impl<'a> Builder<'a> {
    /// All layers of a place, the ones that were written for it first.
    fn layers(&self, starts: impl IntoIterator<Item = Layer<'a>>) -> Vec<Layer<'a>> {
        let mut layers = Vec::new();
        for start in starts {
            self.collect(start, &mut layers);
        }
        layers
    }

    fn collect(&self, layer: Layer<'a>, layers: &mut Vec<Layer<'a>>) {
        let schema = layer.schema;
        let layer = Layer { plugin: schema.plugin.or(layer.plugin), ..layer };
        layers.push(layer);
        if let Some(target) = schema.reference.and_then(|pointer| self.root.at(pointer)) {
            self.collect(layer.with(target), layers);
        }
        for branch in &schema.all_of {
            self.collect(layer.with(branch), layers);
        }
        for branch in schema.any_of.iter().chain(schema.then.as_deref()) {
            self.collect(Layer { always: false, ..layer.with(branch) }, layers);
        }
    }

    /// The key with everything below it. `above` are the schemas on the way here: one that contains
    /// itself is not followed again.
    fn doc(
        &self,
        key: &'static str,
        layers: Vec<Layer<'a>>,
        required: bool,
        above: &mut Vec<*const Schema>,
    ) -> KeyDoc {
        let described = layers.iter().find(|layer| layer.schema.description.is_some());
        let kind = kind(&layers);
        let values = self.values(kind, &layers);
        let own: *const Schema = described.map_or(self.root, |layer| layer.schema);
        let children = if above.contains(&own) {
            Vec::new()
        } else {
            above.push(own);
            let children = self.children(&layers, above);
            above.pop();
            children
        };
        KeyDoc {
            key,
            doc: described.and_then(|layer| layer.schema.description).unwrap_or_default(),
            details: described.and_then(|layer| layer.schema.markdown_description.clone()),
            kind,
            values: values.iter().map(|(text, _)| *text).collect(),
            value_docs: values.iter().map(|(_, doc)| *doc).collect(),
            examples: self.examples(kind, &layers),
            alternatives: first(&layers, |schema| &schema.alternatives),
            templates: first(&layers, |schema| &schema.templates),
            required: required || layers.iter().any(|layer| layer.schema.expected),
            plugin: described.and_then(|layer| layer.plugin),
            deprecated: layers.iter().any(|layer| layer.schema.deprecated),
            hidden: layers.iter().any(|layer| layer.schema.do_not_suggest),
            children,
        }
    }

    /// The described keys below a place, in the order in which the schema has them.
    fn children(&self, layers: &[Layer<'a>], above: &mut Vec<*const Schema>) -> Vec<KeyDoc> {
        let mut starts: Vec<(&'static str, Vec<Layer<'a>>)> = Vec::new();
        let mut add = |key, layer| match starts.iter_mut().find(|(known, _)| *known == key) {
            Some((_, layers)) => layers.push(layer),
            None => starts.push((key, vec![layer])),
        };
        for layer in layers {
            let schema = layer.schema;
            for (key, property) in &schema.properties.0 {
                add(*key, layer.with(property));
            }
            let others = schema.additional_properties.as_deref().into_iter();
            let patterns = schema.pattern_properties.0.iter().map(|(_, schema)| schema);
            // What one pattern of names asks for is not asked of the others.
            let always = layer.always && schema.pattern_properties.0.is_empty();
            for any in others.chain(schema.items.as_deref()).chain(patterns) {
                add(ANY_NAME, Layer { always, ..layer.with(any) });
            }
        }
        let required: Vec<_> = layers
            .iter()
            .filter(|layer| layer.always)
            .flat_map(|layer| &layer.schema.required)
            .collect();
        let mut children = Vec::new();
        for (key, starts) in starts {
            let layers = self.layers(starts);
            if layers.iter().any(|layer| layer.schema.description.is_some()) {
                children.push(self.doc(key, layers, required.contains(&&key), above));
            }
        }
        children
    }

    fn examples(&self, kind: ValueKind, layers: &[Layer<'a>]) -> Vec<&'static str> {
        let inner = |layers: &[Layer<'a>]| -> Vec<Layer<'a>> {
            let items = layers.iter().filter_map(|layer| layer.schema.items.as_deref());
            self.layers(items.map(Layer::of))
        };
        let layers = match kind {
            ValueKind::List => inner(layers),
            _ => layers.to_vec(),
        };
        let examples = layers.iter().flat_map(|layer| &layer.schema.examples);
        examples.filter_map(|example| example.0).collect()
    }

    /// The texts to choose from with what each means, for a value of this kind.
    fn values(&self, kind: ValueKind, layers: &[Layer<'a>]) -> Vec<Choice> {
        let inner: Vec<_> = match kind {
            ValueKind::Boolean => return Vec::new(),
            ValueKind::List | ValueKind::Texts => {
                layers.iter().filter_map(|layer| layer.schema.items.as_deref()).collect()
            }
            // The names that one branch asks for are not the ones to choose from.
            ValueKind::Mapping => {
                let always = layers.iter().filter(|layer| layer.always);
                always.filter_map(|layer| layer.schema.property_names.as_deref()).collect()
            }
            _ => return constants(layers),
        };
        let values = constants(&self.layers(inner.into_iter().map(Layer::of)));
        match kind {
            ValueKind::Texts if values.is_empty() => constants(layers),
            _ => values,
        }
    }
}

/// What the first layer says that says something.
fn kind(layers: &[Layer<'_>]) -> ValueKind {
    let named = layers.iter().find_map(|layer| layer.schema.kind);
    let typed = || layers.iter().find_map(|layer| layer.schema.types.0.first());
    let is_text = || !constants(layers).is_empty();
    match named {
        Some(kind) => kind,
        None => match typed() {
            Some(name) => ValueKind::of_type(name),
            None if is_text() => ValueKind::Text,
            None => ValueKind::Any,
        },
    }
}

/// A text to choose, and what it means; an empty text where there is nothing to say.
type Choice = (&'static str, &'static str);

/// The texts of the first `enum` there is. The empty text is one that the tools put up with.
fn constants(layers: &[Layer<'_>]) -> Vec<Choice> {
    let Some(layer) = layers.iter().find(|layer| !layer.schema.constants.is_empty()) else {
        return Vec::new();
    };
    let docs = layer.schema.constant_docs.iter().copied().chain(std::iter::repeat(""));
    let choices = layer.schema.constants.iter().zip(docs);
    let texts = choices.filter_map(|(constant, doc)| Some((constant.0?, doc)));
    texts.filter(|(text, _)| !text.is_empty()).collect()
}

/// The list of the first layer that has one.
fn first<T: Clone + 'static>(layers: &[Layer<'_>], list: impl Fn(&Schema) -> &Vec<T>) -> Vec<T> {
    let mut lists = layers.iter().map(|layer| list(layer.schema));
    lists.find(|list| !list.is_empty()).cloned().unwrap_or_default()
}
