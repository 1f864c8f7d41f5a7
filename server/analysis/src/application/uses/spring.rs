//! Spring's property files and the two ways to name a value there: by a placeholder `${NAME:default}`, and by
//! the key of a property that the environment can override.
//!
//! A property `app.page-size` is set by `APP_PAGESIZE`, as Spring Boot binds it, and by `APP_PAGE_SIZE`, as
//! Spring itself looks it up (Spring Boot 3, Externalized Configuration).

use std::ops::Range;

use syntax::{Document, NodeRef};

use super::sink::{Found, Literal, Sink};
use super::{Access, Namespace, ValueType};

/// Deeper than any settings.
const DEEPEST: usize = 50;

/// The variables that set a property, the one that an option gives first.
pub fn variables_of_property(property: &str) -> [String; 2] {
    let without_dashes = property.replace('-', "");
    [variable_of_property(property), variable_of_property(&without_dashes)]
}

/// Capitals, and underscores for everything that a variable cannot have.
pub(super) fn variable_of_property(property: &str) -> String {
    let letter = |ch: char| if ch.is_alphanumeric() { ch.to_ascii_uppercase() } else { '_' };
    let variable: String = property.replace(']', "").chars().map(letter).collect();
    variable
}

/// Whether a variable, or a property that stands for one, sets the property.
pub fn property_matches(property: &str, variable: &str) -> bool {
    if variable.contains('.') {
        let plain = |name: &str| name.replace(['-', '_'], "").to_ascii_lowercase();
        return plain(property) == plain(variable);
    }
    property == variable || variables_of_property(property).iter().any(|one| one == variable)
}

/// `pageSize` as Spring writes it in files: `page-size`.
pub(super) fn dashed(field: &str) -> String {
    let mut name = String::with_capacity(field.len() + 4);
    for ch in field.chars() {
        if ch.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(ch.to_ascii_lowercase());
    }
    name
}

/// `application.properties`.
pub(super) fn properties(text: &str, sink: &mut Sink<'_>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let line_start = start;
        start += line.len();
        let content = line.trim_start_matches([' ', '\t']);
        if content.starts_with(['#', '!']) {
            continue;
        }
        let Some(separator) = content.find(['=', ':']) else { continue };
        let (key, value) = content.split_at(separator);
        let key = key.trim_end();
        let key_start = line_start + line.len() - content.len();
        let value = value.get(1..).unwrap_or_default();
        let value_start = key_start + separator + 1;
        entry(key, key_start, value.trim_end(), value_start, sink);
    }
}

/// `application.yaml`, all documents of it.
pub(super) fn yaml(text: &str, sink: &mut Sink<'_>) {
    let mut start = 0;
    let mut document_start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            document(text, document_start..start, sink);
            document_start = start + line.len();
        }
        start += line.len();
    }
    document(text, document_start..text.len(), sink);
}

fn document(text: &str, part: Range<usize>, sink: &mut Sink<'_>) {
    let Some(content) = text.get(part.clone()).filter(|content| !content.trim().is_empty()) else {
        return;
    };
    let document = Document::new(content.to_owned());
    // A byte order mark is taken off by the document.
    let shift = part.start + content.len().saturating_sub(document.text().as_str().len());
    if let Some(root) = document.root() {
        mapping(root, "", shift, DEEPEST, sink);
    }
}

fn mapping(node: NodeRef<'_>, prefix: &str, shift: usize, depth: usize, sink: &mut Sink<'_>) {
    if depth == 0 {
        return;
    }
    for item in node.items() {
        value(item, "", shift, depth, sink);
    }
    for entry in node.entries() {
        let Some(key) = entry.key.text() else { continue };
        let property = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
        if entry.value.is_scalar() {
            let start = shift + usize::from(entry.key.range().start());
            let end = shift + usize::from(entry.key.range().end());
            sink.add(override_of(&property, start..end));
        }
        value(entry.value, &property, shift, depth, sink);
    }
}

fn value(node: NodeRef<'_>, property: &str, shift: usize, depth: usize, sink: &mut Sink<'_>) {
    if node.is_scalar() {
        let start = shift + usize::from(node.range().start());
        let mut found = Vec::new();
        placeholders(node.source(), start, &mut found);
        found.into_iter().for_each(|one| sink.add(one));
    } else {
        mapping(node, property, shift, depth - 1, sink);
    }
}

fn entry(key: &str, key_start: usize, value: &str, value_start: usize, sink: &mut Sink<'_>) {
    sink.add(override_of(key, key_start..key_start + key.len()));
    let mut found = Vec::new();
    placeholders(value, value_start, &mut found);
    found.into_iter().for_each(|one| sink.add(one));
}

/// The file gives a value, and the environment may give another.
fn override_of(property: &str, place: Range<usize>) -> Found {
    Found::variable(property, place).named(Namespace::SpringProperty).access(Access::Set)
}

/// The names in `${NAME}` and `${NAME:default}`, also in defaults.
pub(super) fn placeholders(text: &str, start: usize, found: &mut Vec<Found>) {
    let mut rest = text;
    let mut at = start;
    // Every round takes something off the text.
    while let Some(open) = rest.find("${") {
        let inside_start = open + 2;
        let inside = rest.get(inside_start..).unwrap_or_default();
        let end = inside.find([':', '}', '$', '{']).unwrap_or(inside.len());
        let name = inside.get(..end).unwrap_or_default();
        let trimmed = name.trim();
        let lead = name.len() - name.trim_start().len();
        let place = at + inside_start + lead;
        if !trimmed.is_empty() && trimmed.chars().all(is_part_of_name) {
            let one = Found::variable(trimmed, place..place + trimmed.len());
            let is_variable = trimmed.chars().all(|ch| !ch.is_lowercase() && ch != '.');
            let namespace = match is_variable {
                true => Namespace::Variable,
                false => Namespace::SpringProperty,
            };
            let one = one.named(namespace);
            let behind = inside.get(end..).unwrap_or_default();
            found.push(match behind.strip_prefix(':') {
                Some(default) => {
                    let plain = default.split(['}', '$', '{']).next().unwrap_or_default();
                    let is_plain = default.get(plain.len()..).is_some_and(|it| it.starts_with('}'));
                    let literal = is_plain.then(|| Literal::new(ValueType::Text, plain));
                    one.or(literal.filter(|_| !plain.is_empty()))
                }
                None => one,
            });
        }
        let next = inside_start + end;
        at += next;
        rest = rest.get(next..).unwrap_or_default();
    }
}

/// The names in `#{systemEnvironment['NAME']}`.
pub(super) fn expressions(text: &str, start: usize, found: &mut Vec<Found>) {
    for opening in ["systemEnvironment['", "systemEnvironment.get('"] {
        for (at, _) in text.match_indices(opening) {
            let name_start = at + opening.len();
            let rest = text.get(name_start..).unwrap_or_default();
            let Some((name, _)) = rest.split_once('\'') else { continue };
            let place = start + name_start;
            let one = Found::variable(name, place..place + name.len());
            found.push(one.access(Access::Optional));
        }
    }
}

fn is_part_of_name(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.' | '[' | ']')
}
