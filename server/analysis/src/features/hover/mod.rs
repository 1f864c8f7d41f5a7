//! What is shown when the pointer rests on something: for an option or endpoint the variables that
//! the application gets, for an interface who provides it, for an extension what it adds, for any
//! other known key what belongs there, for an alias what it stands for.
//!
//! One file per kind of target. The first line of a text is the answer, details follow, a link is
//! last. Nothing is said about free text, and nothing that a diagnostic says better.

mod anchor;
mod endpoint;
mod extension;
mod key;
mod option;
mod service;
#[cfg(test)]
mod tests;
mod thing;
mod value;

use syntax::{TextRange, TextSize};

use super::code::Code;
use super::cursor::{Cursor, Place};
use super::environment::framework_of;
use crate::facts::{self, Framework, Variant};
use crate::file_kind::FileKind;
use crate::model::{Charm, Rock, Section};
use crate::snapshot::Snapshot;

/// A text about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What the text is about, in bytes.
    pub range: TextRange,
    /// The text, in Markdown.
    pub markdown: String,
}

/// What there is to say about the place; `None` if nothing.
pub fn hover(snapshot: &Snapshot, offset: TextSize) -> Option<Hover> {
    if let Some(hover) = anchor::anchor(snapshot, offset) {
        return Some(hover);
    }
    let cursor = Cursor::new(&snapshot.document, offset)?;
    if cursor.word.is_empty() || !cursor.word.contains_inclusive(offset) {
        // Nothing is there, or the place is before the word, such as behind its anchor.
        return None;
    }
    let cx = Target { snapshot, word: cursor.text(cursor.word) };
    let special = match snapshot.kind {
        FileKind::Charmcraft | FileKind::Metadata => cx.in_charm(cursor.place, &cursor.path),
        FileKind::Config => cx.in_config(cursor.place, &cursor.path),
        FileKind::Rockcraft => cx.in_rock(cursor.place, &cursor.path),
        _ => None,
    };
    let mut markdown = special
        .or_else(|| value::value(&cx, &cursor))
        .or_else(|| cx.declared(&cursor))
        .or_else(|| key::key(snapshot.kind, &cursor))?;
    if let Some(sentence) = cx.reads(cursor.place, &cursor.path) {
        markdown = format!("{}\n\n{sentence}", markdown.trim_end());
    }
    Some(Hover { range: cursor.word, markdown })
}

/// What the pointer rests on.
struct Target<'a> {
    snapshot: &'a Snapshot,
    word: &'a str,
}

/// A framework and its variant for the base.
type Used = (&'static Framework, &'static Variant);

impl<'a> Target<'a> {
    fn in_charm(&self, place: Place, path: &[&'a str]) -> Option<String> {
        match (place, path) {
            (Place::Key, ["config", "options", name]) => option::option(self, name),
            (Place::Value, ["config", "options", _, "type"]) => option::option_type(self.word),
            (Place::Key, [section, name]) => endpoint::endpoint(self, section_of(section)?, name),
            (Place::Value, [section, name, "interface"] | [section, name]) => {
                endpoint::interface(self, section_of(section)?, name)
            }
            (Place::Item, ["extensions", _]) => extension::in_charm(self),
            _ => None,
        }
    }

    fn in_config(&self, place: Place, path: &[&'a str]) -> Option<String> {
        match (place, path) {
            (Place::Value, ["options", _, "type"]) => option::option_type(self.word),
            _ => None,
        }
    }

    /// Where the application's code reads what the option or endpoint gives it.
    fn reads(&self, place: Place, path: &[&str]) -> Option<String> {
        let is_charm = self.snapshot.kind == FileKind::Charmcraft;
        let known = self.snapshot.uses.is_some() && is_charm && place == Place::Key;
        let reads = known.then(|| Code::of(self.snapshot)?.reads_at(path)).flatten()?;
        Some(reads.sentence()).filter(|sentence| !sentence.is_empty())
    }

    fn in_rock(&self, place: Place, path: &[&'a str]) -> Option<String> {
        match (place, path) {
            (Place::Item, ["extensions", _]) => extension::in_rock(self),
            (Place::Key, ["services", name]) => service::service(self, name),
            (Place::Key, ["parts", name]) => extension::part(self, self.framework()?.0, name),
            (Place::Item, ["parts", part, key, _]) => extension::content(self, part, key),
            _ => None,
        }
    }

    /// A thing under its own name.
    fn declared(&self, cursor: &Cursor<'_>) -> Option<String> {
        match (cursor.place, cursor.path.as_slice()) {
            (Place::Key, [section, name]) => thing::declared(self, section, name),
            _ => None,
        }
    }

    fn charm(&self) -> Charm<'a> {
        Charm::new(self.snapshot.root())
    }

    fn framework(&self) -> Option<Used> {
        framework_of(self.snapshot)
    }

    /// The framework of a rock.
    fn rock_framework(&self) -> Option<&'static Framework> {
        let names = Rock::new(self.snapshot.root()).extensions().into_iter();
        names.map(|(_, name)| name).find_map(facts::framework_by_extension)
    }

    /// The application's name in commands: that of the charm.
    fn app_name(&self) -> &'a str {
        let name = self.charm().entry("name").and_then(|entry| entry.value.resolved().text());
        name.filter(|name| !name.is_empty()).unwrap_or("<app>")
    }
}

fn section_of(key: &str) -> Option<Section> {
    Section::ALL.into_iter().find(|section| section.key() == key)
}

/// Paragraphs, empty ones left out.
fn paragraphs<const N: usize>(paragraphs: [String; N]) -> String {
    let filled: Vec<String> = paragraphs.into_iter().filter(|text| !text.is_empty()).collect();
    filled.iter().map(|text| text.trim_end()).collect::<Vec<_>>().join("\n\n")
}
