//! What can be written at the cursor: keys, values of closed sets, interfaces, whole endpoints, names
//! of things and anchors, and the files of the project.
//!
//! The cursor says where it is, this file who answers; each kind of answer has a file of its own.
//! Nothing is offered in comments, block scalars and free text, and nothing that is there already.
//! Items are not filtered by what is typed: clients do that, each in its own way.

mod blocks;
mod files;
mod interfaces;
mod keys;
mod names;
mod packages;
mod ranking;
mod templates;
#[cfg(test)]
mod tests;
mod values;

use syntax::{NodeRef, TextRange, TextSize};

use super::cursor::{Cursor, ITEM, Place};
use super::environment::framework_of;
use crate::facts::{self, Framework, ValueKind, Variant, key_doc};
use crate::file_kind::FileKind;
use crate::snapshot::Snapshot;

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What is shown in the list.
    pub label: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// More about it, in Markdown.
    pub documentation: Option<String>,
    /// Whether [`documentation`] has more for the label than stands here.
    pub has_more: bool,
    /// What is replaced, in bytes; the cursor is inside or at its end.
    pub replace: TextRange,
    /// The text that takes its place. In a snippet `$1`, `${1:text}`, `${1|one,other|}` and `$0` are
    /// tab stops. Lines after the first are indented relative to the line of the cursor, as in the
    /// protocol's `adjustIndentation`.
    pub insert: String,
    /// The same for clients without snippets, where `insert` is one; `None` where it is plain text.
    pub plain_insert: Option<String>,
    /// What the client matches typed text against, if not the label.
    pub filter_text: Option<String>,
    /// Items are shown in the order of this.
    pub sort_text: String,
    /// Accepted by the tools, and better not used any more.
    pub deprecated: bool,
    /// Whether the client should ask for completions again after accepting (after `key: `).
    pub retrigger: bool,
    /// Whether the set it is from is closed: what ends the value in brackets also accepts it.
    pub is_closed: bool,
    /// Made of the word being typed, so that the client has to ask again when it grows.
    pub follows_typing: bool,
}

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A key.
    Key,
    /// One of a closed set of values.
    Value,
    /// A relation interface.
    Interface,
    /// A whole block.
    Block,
    /// A file.
    File,
    /// A directory.
    Directory,
    /// The name of something in the file.
    Name,
    /// Something that an archive has.
    Package,
}

/// What can be written at the cursor, best first.
pub fn completion(snapshot: &Snapshot, offset: TextSize) -> Vec<CompletionItem> {
    let Some(cursor) = Cursor::new(&snapshot.document, offset) else { return Vec::new() };
    if !cursor.word.contains_inclusive(offset) {
        // On the outer side of a quote: nothing there could be replaced.
        return Vec::new();
    }
    let request = Request { snapshot, cursor, framework: framework_of(snapshot) };
    let mut items = match request.cursor.place {
        _ if request.wants_alias() => request.aliases(),
        Place::Text => Vec::new(),
        Place::Key | Place::Blank => request.at_key(),
        Place::Value => request.values(&request.cursor.path),
        Place::Item => request.at_item(),
    };
    for (index, item) in items.iter_mut().enumerate() {
        item.sort_text = format!("{index:04}");
        request.finish(item);
    }
    items
}

/// All that there is to say about an item which [has more](CompletionItem::has_more) to it, in
/// Markdown; `None` for a label that no such item has.
pub fn documentation(label: &str) -> Option<String> {
    facts::interface(label).map(interfaces::about)
}

/// Everything that an answer depends on.
struct Request<'a> {
    snapshot: &'a Snapshot,
    cursor: Cursor<'a>,
    framework: Option<(&'static Framework, &'static Variant)>,
}

impl<'a> Request<'a> {
    /// Where a key could be: also a half-typed value or item on a line of its own.
    fn at_key(&self) -> Vec<CompletionItem> {
        let container = self.cursor.container();
        let kind = key_doc(self.snapshot.kind, container).map(|doc| doc.kind);
        match kind {
            Some(ValueKind::List) if !container.is_empty() && !self.cursor.in_flow => {
                let path: Vec<&str> = container.iter().copied().chain([ITEM]).collect();
                let mut items = self.items(&path);
                items.iter_mut().for_each(start_item);
                items
            }
            None | Some(ValueKind::Mapping | ValueKind::List | ValueKind::Any) => {
                self.keys(container)
            }
            Some(_) => self.values(container),
        }
    }

    fn at_item(&self) -> Vec<CompletionItem> {
        self.items(&self.cursor.path)
    }

    /// Items of the list that the path, which ends with [`ITEM`], leads into.
    fn items(&self, path: &[&'a str]) -> Vec<CompletionItem> {
        let keys = self.keys(path);
        if !keys.is_empty() {
            return keys;
        }
        let Some((_, list)) = path.split_last() else { return keys };
        let mut items = match (self.snapshot.kind, list) {
            (FileKind::Rockcraft, ["parts", part, key]) if self.is_content(part, key) => {
                self.files()
            }
            _ => self.values(list),
        };
        let listed = self.listed(list);
        // A directory may be listed with a slash at its end.
        let is_listed = |text: &str| listed.iter().any(|it| it.trim_end_matches('/') == text);
        items.retain(|item| !is_listed(&item.insert));
        items
    }

    /// The texts of a list, without the one under the cursor.
    fn listed(&self, list: &[&str]) -> Vec<&'a str> {
        let items = self.node(list).into_iter().flat_map(NodeRef::items);
        let others = items.filter(|item| !item.range().contains_range(self.cursor.word));
        others.filter_map(|item| item.text()).collect()
    }

    /// The value at a path without lists.
    pub(super) fn node(&self, path: &[&str]) -> Option<NodeRef<'a>> {
        Some(self.snapshot.root()?.get_path(path)?.value.resolved())
    }

    /// An item that replaces the word under the cursor by its label.
    fn item(&self, label: impl Into<String>, kind: CompletionKind) -> CompletionItem {
        let label = label.into();
        CompletionItem {
            insert: label.clone(),
            label,
            kind,
            detail: None,
            documentation: None,
            has_more: false,
            replace: self.cursor.word,
            plain_insert: None,
            filter_text: None,
            sort_text: String::new(),
            deprecated: false,
            retrigger: false,
            is_closed: false,
            follows_typing: false,
        }
    }

    /// Makes an item one of the name that is being typed. Clients put what equals the typed text above all else,
    /// so it is matched with its colon: a known name that begins so is more likely to be meant.
    fn name_as_typed(&self, item: &mut CompletionItem) {
        item.filter_text = Some(format!("{}:", self.cursor.text(self.cursor.word)));
        item.follows_typing = true;
    }

    /// Whether the word stands in quotes, closed or not.
    fn in_quotes(&self) -> bool {
        let start = usize::from(self.cursor.word.start());
        let before = self.snapshot.document.text().as_str().get(..start);
        before.is_some_and(|before| before.ends_with(['"', '\'']))
    }

    /// What the place asks of every item: a blank before it, the closing quote behind it.
    fn finish(&self, item: &mut CompletionItem) {
        item.is_closed = item.kind == CompletionKind::Value && self.cursor.in_flow;
        let texts = [Some(&mut item.insert), item.plain_insert.as_mut()];
        for text in texts.into_iter().flatten() {
            if self.cursor.needs_space {
                text.insert(0, ' ');
            }
            text.extend(self.cursor.open_quote);
        }
    }
}

/// Makes an item of a list of what was its text alone.
fn start_item(item: &mut CompletionItem) {
    item.filter_text.get_or_insert_with(|| item.label.clone());
    for text in [Some(&mut item.insert), item.plain_insert.as_mut()].into_iter().flatten() {
        *text = format!("- {}", text.replace('\n', "\n  "));
    }
}
