//! One sentence for every key of charmcraft.yaml, rockcraft.yaml and paas-config.yaml, with the
//! kind of its value.
//!
//! For hover and completion. It does not say whether a file is right: the closed sets of values are
//! hints, since several of them depend on the base.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::file_kind::FileKind;

use super::table;

static FILE: LazyLock<File> =
    LazyLock::new(|| table(include_str!("../../../../schemas/keys.json")));

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 'static"))]
struct File {
    charmcraft: Vec<KeyDoc>,
    rockcraft: Vec<KeyDoc>,
    paas_config: Vec<KeyDoc>,
    /// Keys of a part, in both files; their paths start below `parts.*`.
    parts: Vec<KeyDoc>,
}

/// A key and what belongs there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyDoc {
    /// Keys from the root, joined by dots; `*` stands for any name and for the entries of a list.
    /// Below a part the path starts at the part.
    pub path: &'static str,
    /// One or two sentences.
    pub doc: &'static str,
    /// Kind of the value.
    pub kind: ValueKind,
    /// Values to choose from; for a list its entries, for a mapping its keys.
    #[serde(default)]
    pub values: Vec<&'static str>,
    /// Whether the tool refuses the file without the key.
    #[serde(default)]
    pub required: bool,
    /// Plugin the key belongs to; absent for keys that every part may have.
    #[serde(default)]
    pub plugin: Option<&'static str>,
    /// Whether there is a better way to say the same.
    #[serde(default)]
    pub deprecated: bool,
    /// The only file that takes the key, for keys of parts that just one of the tools knows.
    #[serde(default)]
    pub only: Option<FileKind>,
}

impl KeyDoc {
    /// The key itself: the last step of the path, `*` for a name that the user chooses.
    pub fn key(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    fn belongs_to(&self, file: FileKind) -> bool {
        self.only.is_none_or(|only| only == file)
    }

    /// Number of steps that match exactly, if the pattern matches the path.
    fn matching(&self, path: &[&str]) -> Option<usize> {
        let mut exact = 0;
        let mut steps = self.path.split('.');
        for key in path {
            let step = steps.next()?;
            if step == *key {
                exact += 1;
            } else if step != "*" {
                return None;
            }
        }
        steps.next().is_none().then_some(exact)
    }

    /// Whether the key stands directly below the path.
    fn is_child_of(&self, parent: &[&str]) -> bool {
        let mut steps = self.path.split('.');
        let inside =
            parent.iter().all(|key| steps.next().is_some_and(|step| step == "*" || step == *key));
        inside && steps.next().is_some() && steps.next().is_none()
    }
}

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
}

/// All keys of a file, without those of parts.
pub fn key_docs(file: FileKind) -> &'static [KeyDoc] {
    match file {
        FileKind::Charmcraft => &FILE.charmcraft,
        FileKind::Rockcraft => &FILE.rockcraft,
        FileKind::PaasConfig => &FILE.paas_config,
    }
}

/// The key at a path of key names; entries of lists count as one step with any text. The pattern
/// with the most exact steps wins; nothing for a path that the tools do not know.
pub fn key_doc(file: FileKind, path: &[&str]) -> Option<&'static KeyDoc> {
    let (docs, path) = match path {
        ["parts", _, below @ ..] if has_parts(file) && !below.is_empty() => (part_docs(), below),
        _ => (key_docs(file), path),
    };
    let docs = docs.iter().filter(|doc| doc.belongs_to(file));
    let matches = docs.filter_map(|doc| Some((doc.matching(path)?, doc)));
    matches.max_by_key(|&(exact, _)| exact).map(|(_, doc)| doc)
}

/// The keys that may stand directly below a path, for completion; a user's own names show as `*`.
pub fn child_keys<'a>(
    file: FileKind,
    parent: &'a [&'a str],
) -> impl Iterator<Item = &'static KeyDoc> + 'a {
    let (docs, parent) = match parent {
        ["parts", _, below @ ..] if has_parts(file) => (part_docs(), below),
        _ => (key_docs(file), parent),
    };
    docs.iter().filter(move |doc| doc.belongs_to(file) && doc.is_child_of(parent))
}

/// All keys of a part, those of plugins and of one tool only included.
pub fn part_docs() -> &'static [KeyDoc] {
    &FILE.parts
}

fn has_parts(file: FileKind) -> bool {
    file != FileKind::PaasConfig
}
