//! Keys: those that the tools know at a place, required ones first.

use super::super::cursor::Place;
use super::super::markdown::code_list;
use super::{CompletionItem, CompletionKind, Request};
use crate::facts::{KeyDoc, RockPart, ValueKind, child_keys};
use crate::file_kind::FileKind;

impl<'a> Request<'a> {
    /// What can stand as a key in `container`, without what stands there.
    pub(super) fn keys(&self, container: &[&'a str]) -> Vec<CompletionItem> {
        let kind = self.snapshot.kind;
        let present = self.cursor.present_keys();
        let plugin = self.plugin(container);
        let mut docs: Vec<&'static KeyDoc> = child_keys(kind, container)
            .filter(|doc| doc.key() != "*" && !present.contains(&doc.key()))
            .filter(|doc| doc.plugin.is_none() || doc.plugin == plugin)
            .collect();
        self.rank(container, &present, &mut docs);
        let mut items: Vec<_> = docs.into_iter().map(|doc| self.key(doc)).collect();
        match (kind, container) {
            (FileKind::Charmcraft, ["config", "options"]) | (FileKind::Config, ["options"]) => {
                items.extend(self.new_option(&present))
            }
            (FileKind::Charmcraft, ["requires"]) if self.framework.is_some() => {
                items.extend(self.endpoints(&present));
                items.extend(self.usual_endpoints(&present, &items));
            }
            (FileKind::Charmcraft | FileKind::Metadata, ["requires" | "provides"]) => {
                items.extend(self.usual_endpoints(&present, &items));
            }
            (FileKind::Rockcraft, ["services", _, "on-check-failure"]) => {
                let checks = self.names(container).unwrap_or_default().into_iter();
                let missing = checks.filter(|item| !present.contains(&item.label.as_str()));
                items.extend(missing.map(|item| {
                    let mut item = self.name(item.label, None);
                    item.insert += if self.cursor.has_colon { "" } else { " " };
                    item.retrigger = true;
                    item
                }));
            }
            (FileKind::Rockcraft, ["parts"]) => items.extend(self.parts(&present)),
            (FileKind::Charmcraft | FileKind::Rockcraft, ["platforms"]) => {
                let names = self.values(container).into_iter();
                let missing = names.filter(|item| !present.contains(&item.label.as_str()));
                items.extend(missing.map(|item| self.name(item.label, None)));
            }
            _ => {}
        }
        let is_own_matter =
            matches!(container, ["config", "options"] | ["options"] | ["platforms"]);
        if !is_own_matter {
            let templates = self.templates(container, &present).into_iter();
            let is_new = |item: &CompletionItem| items.iter().all(|it| it.label != item.label);
            let new: Vec<_> = templates.filter(is_new).collect();
            items.extend(new);
        }
        items
    }

    /// The plugin of the part that a path is directly in: the part's name where it says none.
    pub(super) fn plugin(&self, container: &[&'a str]) -> Option<&'a str> {
        let &["parts", part] = container else { return None };
        let plugin = self.node(&["parts", part, "plugin"]).and_then(|node| node.text());
        Some(plugin.filter(|plugin| !plugin.is_empty()).unwrap_or(part))
    }

    /// In a part that the extension adds: whether a key is one of those that people write there. The
    /// part is complete without them. `None` in other parts.
    pub(super) fn of_extension(&self, container: &[&str], key: &str) -> Option<bool> {
        let &["parts", part] = container else { return None };
        self.framework?.0.rock_part(part).filter(|_| self.snapshot.kind == FileKind::Rockcraft)?;
        Some(self.is_content(part, key) || key == "stage-packages")
    }

    fn key(&self, doc: &KeyDoc) -> CompletionItem {
        let key = doc.key();
        let mut item = self.item(key, CompletionKind::Key);
        let is_required = doc.required && self.of_extension(self.cursor.container(), key).is_none();
        item.detail = Some(match (is_required, doc.kind.name()) {
            (true, kind) => format!("{kind}, required"),
            (false, kind) => kind.to_owned(),
        });
        let values = match doc.values.len() {
            0 => String::new(),
            _ => format!("\n\nValues: {}", code_list(&doc.values)),
        };
        item.documentation = Some(format!("{}{values}", doc.doc));
        item.deprecated = doc.deprecated;
        if self.cursor.has_colon {
            return item;
        }
        let indent = self.inner_indent();
        let (insert, is_snippet) = match (doc.kind, self.cursor.in_flow) {
            (ValueKind::Mapping, true) => (format!("{key}: {{$0}}"), true),
            (ValueKind::List, true) => (format!("{key}: [$0]"), true),
            (ValueKind::Mapping, false) => (format!("{key}:\n{indent}$0"), true),
            (ValueKind::List, false) => (format!("{key}:\n{indent}- $0"), true),
            _ => (format!("{key}: "), false),
        };
        item.plain_insert = is_snippet.then(|| insert.replace("$0", ""));
        item.insert = insert;
        // Behind a key with a closed set of values, or in a new block, there is more to offer.
        item.retrigger = is_snippet
            || key == "interface"
            || !doc.values.is_empty()
            || doc.kind == ValueKind::Boolean;
        item
    }

    /// A key that opens a block.
    fn name(&self, name: impl Into<String>, documentation: Option<String>) -> CompletionItem {
        let mut item = self.item(name, CompletionKind::Key);
        item.documentation = documentation;
        if !self.cursor.has_colon {
            item.insert.push(':');
        }
        item
    }

    /// The parts that the extension of a rock adds.
    fn parts(&self, present: &[&str]) -> Vec<CompletionItem> {
        let Some((framework, _)) = self.framework else { return Vec::new() };
        let missing = framework.rock.parts.iter().filter(|part| !present.contains(&part.name));
        let item = |part: &RockPart| {
            let mut item = self.name(part.name, Some(part.summary.to_owned()));
            item.kind = CompletionKind::Block;
            item.detail = Some(format!("of {}", framework.extension));
            if !self.cursor.has_colon && !self.cursor.in_flow {
                let indent = self.inner_indent();
                let insert = format!("{}:\n{indent}", part.name);
                item.insert = format!("{insert}$0");
                item.plain_insert = Some(insert);
                item.retrigger = true;
            }
            item
        };
        missing.map(item).collect()
    }

    /// Blanks before what stands below a key at the cursor, as seen from the line's own indent.
    pub(super) fn inner_indent(&self) -> String {
        let cursor = &self.cursor;
        let column = if cursor.place == Place::Blank { cursor.line_indent } else { cursor.column };
        let inner = column + cursor.indent_step();
        " ".repeat(inner.saturating_sub(cursor.line_indent) as usize)
    }
}
