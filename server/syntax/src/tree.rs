//! The YAML tree: nodes with byte ranges, stored flat in document order.
//!
//! A node is followed by the nodes below it, so a subtree is one slice and can be copied, moved
//! and compared as such; that is what makes reuse after an edit cheap. A mapping's children
//! alternate key, value. Nothing is interpreted here: scalars are resolved when asked for
//! ([`NodeRef::scalar`]), merge keys are looked through by [`NodeRef::get`], aliases are followed by
//! [`NodeRef::resolved`].

use crate::scalar::{self, Scalar};
use crate::text::{TextRange, TextSize, moved, slice};

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; the only style whose text may mean a number, a boolean, a date or null.
    Plain,
    /// `'...'`
    SingleQuoted,
    /// `"..."`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A single value. An absent value (`key:`) is an empty plain scalar with an empty range.
    Scalar(Style),
    /// Keys and values, in braces if `flow`.
    Mapping {
        /// Written `{...}`.
        flow: bool,
    },
    /// A list, in brackets if `flow`.
    Sequence {
        /// Written `[...]`.
        flow: bool,
    },
    /// `*name`.
    Alias,
}

/// Anchor and tag of a node; few nodes have any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// Range of `&name`, with the ampersand.
    pub anchor: Option<TextRange>,
    /// Range of the tag as written, with its exclamation mark.
    pub tag: Option<TextRange>,
    /// The tag in full, such as `tag:yaml.org,2002:str` or `!secret`.
    pub resolved_tag: Option<Box<str>>,
}

/// One node, as stored. Use [`NodeRef`] to walk the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeData {
    /// What the node is.
    pub kind: Kind,
    /// Where its text stands: quotes, brackets and the `|` of a block scalar included; anchor, tag,
    /// comments and blank lines around it not.
    pub range: TextRange,
    /// Number of nodes of the subtree, this one included.
    pub len: u32,
    /// The text of a scalar where it is not the text of `range`.
    pub cooked: Option<Box<str>>,
    /// Anchor and tag.
    pub properties: Option<Box<Properties>>,
    /// Something in this node or below it was mended to go on after a syntax error: what is
    /// missing here, or has the wrong type, is only half typed.
    pub repaired: bool,
}

impl NodeData {
    /// A scalar without anchor and tag.
    pub(crate) fn scalar(style: Style, range: TextRange) -> Self {
        NodeData {
            kind: Kind::Scalar(style),
            range,
            len: 1,
            cooked: None,
            properties: None,
            repaired: false,
        }
    }

    /// An absent value at `at`.
    pub(crate) fn absent(at: TextSize) -> Self {
        NodeData::scalar(Style::Plain, TextRange::empty(at))
    }

    /// Moves the node: adds to every offset, with wrapping, so that it goes either way.
    pub(crate) fn shift(&mut self, by: u32) {
        self.range = moved(self.range, by);
        if let Some(properties) = &mut self.properties {
            properties.anchor = properties.anchor.map(|range| moved(range, by));
            properties.tag = properties.tag.map(|range| moved(range, by));
        }
    }
}

/// The nodes of one document, in document order. Empty for a text without any content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    pub(crate) nodes: Vec<NodeData>,
}

impl Tree {
    /// The node everything else stands in; `None` for a text without content.
    pub fn root<'t>(&'t self, text: &'t str) -> Option<NodeRef<'t>> {
        (!self.nodes.is_empty()).then_some(NodeRef { tree: self, text, index: 0 })
    }

    /// The stored nodes.
    pub fn nodes(&self) -> &[NodeData] {
        &self.nodes
    }
}

/// A node of a tree, with the text it was read from.
#[derive(Clone, Copy)]
pub struct NodeRef<'t> {
    tree: &'t Tree,
    text: &'t str,
    index: u32,
}

/// A key with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'t> {
    /// The key; usually a scalar, but YAML allows anything.
    pub key: NodeRef<'t>,
    /// The value; an absent one is a node with an empty range.
    pub value: NodeRef<'t>,
}

impl std::fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{:?} {:?}", self.kind(), self.range(), self.source())
    }
}

impl PartialEq for NodeRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.index == other.index
    }
}

impl Eq for NodeRef<'_> {}

/// How many aliases are followed in a row; real files need one.
const MAX_INDIRECTIONS: u32 = 16;

impl<'t> NodeRef<'t> {
    fn data(self) -> &'t NodeData {
        // An index only ever comes from this tree.
        &self.tree.nodes[self.index as usize]
    }

    fn at(self, index: u32) -> NodeRef<'t> {
        NodeRef { index, ..self }
    }

    /// Position of the node in document order, counting every node from 0: an identity within one
    /// tree.
    pub fn index(self) -> u32 {
        self.index
    }

    /// What the node is.
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// Where the node's text stands. See [`NodeData::range`].
    pub fn range(self) -> TextRange {
        self.data().range
    }

    /// The node's text as written.
    pub fn source(self) -> &'t str {
        slice(self.text, self.range().start().into(), self.range().end().into())
    }

    /// The whole text that the tree was read from.
    pub fn document_text(self) -> &'t str {
        self.text
    }

    /// Anchor and tag, if there are any.
    pub fn properties(self) -> Option<&'t Properties> {
        self.data().properties.as_deref()
    }

    /// The anchor's name, without the ampersand.
    pub fn anchor(self) -> Option<&'t str> {
        let range = self.properties()?.anchor?;
        Some(slice(self.text, usize::from(range.start()) + 1, range.end().into()))
    }

    /// The tag in full, such as `tag:yaml.org,2002:str`.
    pub fn tag(self) -> Option<&'t str> {
        self.properties()?.resolved_tag.as_deref()
    }

    /// Whether the node or something below it was mended after a syntax error. Rules about missing
    /// keys and wrong types leave such nodes alone.
    pub fn is_repaired(self) -> bool {
        self.data().repaired
    }

    /// Whether the value is absent (`key:`), as opposed to written as `null` or `~`.
    pub fn is_absent(self) -> bool {
        self.range().is_empty() && self.data().cooked.is_none()
    }

    /// Whether this is a mapping.
    pub fn is_mapping(self) -> bool {
        matches!(self.kind(), Kind::Mapping { .. })
    }

    /// Whether this is a list.
    pub fn is_sequence(self) -> bool {
        matches!(self.kind(), Kind::Sequence { .. })
    }

    /// Whether this is a scalar, an absent value included.
    pub fn is_scalar(self) -> bool {
        matches!(self.kind(), Kind::Scalar(_))
    }

    /// Style of a scalar.
    pub fn style(self) -> Option<Style> {
        match self.kind() {
            Kind::Scalar(style) => Some(style),
            _ => None,
        }
    }

    /// The text of a scalar after quotes, escapes and folding are undone; `None` for other nodes.
    pub fn text(self) -> Option<&'t str> {
        self.style()?;
        Some(self.data().cooked.as_deref().unwrap_or_else(|| self.source()))
    }

    /// What PyYAML makes of a scalar; `None` for other nodes. Untagged text is anything but text only
    /// if it is plain; with a tag quotes make no difference: `!!str 1` is text, `!!int '1'` and
    /// `! '1'` are numbers. Text that does not fit its tag stays text.
    pub fn scalar(self) -> Option<Scalar<'t>> {
        let text = self.text()?;
        let tag = self.properties().and_then(|properties| properties.tag);
        let scalar = match tag.map(|tag| slice(self.text, tag.start().into(), tag.end().into())) {
            None if self.style() == Some(Style::Plain) => return Some(scalar::resolve_plain(text)),
            None => None,
            Some("!") => return Some(scalar::resolve_plain(text)),
            Some(_) => self.tag().and_then(|tag| {
                scalar::resolve_tagged(tag.strip_prefix("tag:yaml.org,2002:")?, text)
            }),
        };
        Some(scalar.unwrap_or(Scalar::Text(text.into())))
    }

    /// Whether a scalar means null to PyYAML.
    pub fn is_null(self) -> bool {
        matches!(self.scalar(), Some(Scalar::Null))
    }

    /// The text, where PyYAML reads the scalar as text (a quoted number is text, a bare one not).
    pub fn as_str(self) -> Option<&'t str> {
        match self.scalar()? {
            Scalar::Text(_) => self.text(),
            _ => None,
        }
    }

    /// The boolean, where PyYAML reads one (`yes`, `off`, `true`, ...).
    pub fn as_bool(self) -> Option<bool> {
        match self.scalar()? {
            Scalar::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Nodes directly below: the items of a list; keys and values of a mapping in turn.
    pub fn children(self) -> Children<'t> {
        Children { node: self, next: self.index + 1, end: self.index + self.data().len }
    }

    /// Keys and values of a mapping in the order of the file, merge keys (`<<`) as they stand.
    /// Nothing for other nodes.
    pub fn entries(self) -> Entries<'t> {
        let mut children = self.children();
        if !self.is_mapping() {
            children.next = children.end;
        }
        Entries { children }
    }

    /// Items of a list. Nothing for other nodes.
    pub fn items(self) -> Children<'t> {
        let mut children = self.children();
        if !self.is_sequence() {
            children.next = children.end;
        }
        children
    }

    /// The entry whose key has this text, as PyYAML would find it: the last one if the key stands
    /// twice, else one that a merge key brings.
    pub fn get(self, key: &str) -> Option<Entry<'t>> {
        let mapping = self.resolved();
        mapping.own(key).or_else(|| {
            mapping.entries().find(Entry::is_merge)?;
            mapping.layers().into_iter().skip(1).find_map(|layer| layer.own(key))
        })
    }

    /// [`NodeRef::get`], one level after another.
    pub fn get_path(self, path: &[&str]) -> Option<Entry<'t>> {
        let (last, parents) = path.split_last()?;
        parents.iter().try_fold(self, |node, key| Some(node.get(key)?.value))?.get(last)
    }

    fn own(self, key: &str) -> Option<Entry<'t>> {
        self.entries().filter(|entry| entry.key.is_text(key)).last()
    }

    /// Whether this is a scalar with that text.
    fn is_text(self, text: &str) -> bool {
        // Most keys differ in length, and then nothing of the text need be looked at.
        let data = self.data();
        let may_be = match &data.cooked {
            Some(cooked) => **cooked == *text,
            None => u32::from(data.range.len()) as usize == text.len(),
        };
        may_be && self.text() == Some(text)
    }

    /// This mapping and those that merge keys bring into it, directly or through others, the
    /// strongest first and each once: a few lines of merges can name one mapping millions of times.
    fn layers(self) -> Vec<NodeRef<'t>> {
        let mut layers: Vec<NodeRef<'t>> = Vec::new();
        let mut pending = vec![self];
        while let Some(mapping) = pending.pop() {
            if layers.contains(&mapping) {
                continue;
            }
            layers.push(mapping);
            let first = pending.len();
            pending.extend(mapping.merged());
            if let Some(added) = pending.get_mut(first..) {
                added.reverse();
            }
        }
        layers
    }

    /// The mappings that `<<` brings into this one, the strongest first: of several `<<` the last,
    /// within its list the first.
    fn merged(self) -> impl Iterator<Item = NodeRef<'t>> {
        let mut merges: Vec<_> = self.entries().filter(Entry::is_merge).collect();
        merges.reverse();
        merges.into_iter().flat_map(|entry| {
            let value = entry.value.resolved();
            let alone = value.is_mapping().then_some(value);
            alone.into_iter().chain(value.items().map(NodeRef::resolved))
        })
    }

    /// All entries as a reader of the value sees them: own ones in the order of the file, then those
    /// that merge keys bring and that are not overridden.
    pub fn effective_entries(self) -> Vec<Entry<'t>> {
        let mapping = self.resolved();
        let (mut count, mut has_merge) = (0, false);
        for entry in mapping.entries() {
            count += 1;
            has_merge |= entry.is_merge();
        }
        if !has_merge {
            let mut entries = Vec::with_capacity(count);
            mapping.entries().for_each(|entry| entries.push(entry));
            return entries;
        }
        let mut layers = mapping.layers().into_iter();
        let plain = |mapping: NodeRef<'t>| mapping.entries().filter(|entry| !entry.is_merge());
        // Own entries all stay: a key that stands twice is somebody's problem to report.
        let mut entries: Vec<_> = layers.next().into_iter().flat_map(plain).collect();
        for entry in layers.flat_map(plain) {
            if !entries.iter().any(|known| known.key.text() == entry.key.text()) {
                entries.push(entry);
            }
        }
        entries
    }

    /// The node an alias stands for; the node itself where it is none, or where the anchor is
    /// missing.
    pub fn resolved(self) -> NodeRef<'t> {
        let mut node = self;
        for _ in 0..MAX_INDIRECTIONS {
            match node.alias_target() {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    /// The anchored node that an alias names: the last one before it with that name.
    pub fn alias_target(self) -> Option<NodeRef<'t>> {
        if self.kind() != Kind::Alias {
            return None;
        }
        let name = self.source().strip_prefix('*')?;
        (0..self.index).rev().map(|index| self.at(index)).find(|node| node.anchor() == Some(name))
    }

    /// For each node of the whole tree the one it stands in. Nodes do not know; asking for many at
    /// once is what makes it cheap.
    pub fn parents(self) -> Parents<'t> {
        let mut places = vec![(0, 0); self.tree.nodes.len()];
        let mut open: Vec<(u32, u32, u32)> = Vec::new();
        for (index, node) in (0..).zip(&self.tree.nodes) {
            while open.last().is_some_and(|&(_, end, _)| end <= index) {
                open.pop();
            }
            if let Some((parent, _, position)) = open.last_mut() {
                if let Some(place) = places.get_mut(index as usize) {
                    *place = (*parent, *position);
                }
                *position += 1;
            }
            open.push((index, index + node.len, 0));
        }
        Parents { root: self.at(0), places }
    }

    /// The last node of the whole tree, in document order, that starts at `offset` or before.
    pub fn last_starting_by(self, offset: TextSize) -> Option<NodeRef<'t>> {
        let after = self.tree.nodes.partition_point(|node| node.range.start() <= offset);
        let index = after.checked_sub(1)?;
        Some(self.at(index as u32))
    }

    /// The nodes from this one down to the deepest that holds `offset` (its ends included), this
    /// one first. A mapping holds the blanks between its entries too.
    pub fn ancestors_at(self, offset: TextSize) -> Vec<NodeRef<'t>> {
        let mut path = vec![self];
        let mut node = self;
        while let Some(child) = node
            .children()
            .take_while(|child| child.range().start() <= offset)
            .filter(|child| child.range().contains_inclusive(offset))
            .last()
        {
            path.push(child);
            node = child;
        }
        path
    }
}

/// For each node of a tree the one it stands in; see [`NodeRef::parents`].
#[derive(Debug)]
pub struct Parents<'t> {
    root: NodeRef<'t>,
    /// Index of the parent and position among its children, by index of the node.
    places: Vec<(u32, u32)>,
}

impl<'t> Parents<'t> {
    /// The node that this one stands in, and its position there, from 0: in a mapping keys and
    /// values are counted alike. `None` for the root.
    pub fn of(&self, node: NodeRef<'t>) -> Option<(NodeRef<'t>, usize)> {
        let &(parent, position) = self.places.get(node.index as usize)?;
        (node.index > 0).then(|| (self.root.at(parent), position as usize))
    }

    /// The key that a node in a mapping belongs to: itself, or the key of a value.
    pub fn key_of(&self, node: NodeRef<'t>) -> Option<NodeRef<'t>> {
        let (parent, position) = self.of(node)?;
        if position % 2 == 0 {
            return Some(node);
        }
        // The key ends right before its value; if it is no scalar, with a node below it.
        let mut key = self.root.at(node.index - 1);
        while self.of(key)?.0 != parent {
            key = self.of(key)?.0;
        }
        Some(key)
    }
}

impl<'t> Entry<'t> {
    /// Whether this is the merge key: `<<` without quotes and tag, or any text tagged `!!merge`.
    pub fn is_merge(&self) -> bool {
        let key = self.key.data();
        match self.key.tag() {
            None => {
                let is_plain = key.kind == Kind::Scalar(Style::Plain) && key.cooked.is_none();
                is_plain && key.range.len() == TextSize::of("<<") && self.key.source() == "<<"
            }
            tag => tag == Some("tag:yaml.org,2002:merge"),
        }
    }

    /// Whether the key or something in the value was mended: see [`NodeRef::is_repaired`].
    pub fn is_repaired(&self) -> bool {
        self.key.is_repaired() || self.value.is_repaired()
    }

    /// From the start of the key to the end of the value.
    pub fn range(&self) -> TextRange {
        self.key.range().cover(self.value.range())
    }
}

/// Iterator over the nodes directly below a node.
#[derive(Clone)]
pub struct Children<'t> {
    node: NodeRef<'t>,
    next: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = NodeRef<'t>;

    fn next(&mut self) -> Option<NodeRef<'t>> {
        if self.next >= self.end {
            return None;
        }
        let child = self.node.at(self.next);
        self.next += child.data().len;
        Some(child)
    }
}

/// Iterator over the entries of a mapping.
#[derive(Clone)]
pub struct Entries<'t> {
    children: Children<'t>,
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let key = self.children.next()?;
        let value = self.children.next()?;
        Some(Entry { key, value })
    }
}
