//! Where in a document a place is: on a key, in a value, on a list item or on a blank line, with the
//! keys that lead there and the word that is being typed.
//!
//! This is the only file of the features that walks text. It stands on the outline, not on the
//! tree, because half-typed text is where completion and hover are wanted most. It knows nothing of
//! charms and does not interpret values. Start at [`Cursor::new`].

mod flow;
#[cfg(test)]
mod tests;

use syntax::outline::{Inside, Line, LineKind};
use syntax::{Document, TextRange, TextSize};

/// The step of a [`Cursor::path`] that stands for an item of a list.
pub(crate) const ITEM: &str = "*";

/// What kind of place the cursor is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// On a key, complete or half typed. The path ends with it.
    Key,
    /// In the value of the key that the path ends with.
    Value,
    /// In an item of a list. The path ends with [`ITEM`].
    Item,
    /// Where a key or item could start: a blank line, or between two items of a flow collection.
    /// The path names what it would stand in.
    Blank,
    /// Inside of text that goes over several lines. The path names its key.
    Text,
}

/// A place in a document.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    document: &'a Document,
    /// What kind of place it is.
    pub(crate) place: Place,
    /// Keys from the root, quotes removed, [`ITEM`] for each list on the way.
    pub(crate) path: Vec<&'a str>,
    /// The word that the cursor touches, without quotes; empty where there is none.
    pub(crate) word: TextRange,
    /// The part of the word before the cursor.
    pub(crate) typed: &'a str,
    /// Number of the line, from 0.
    pub(crate) line: u32,
    /// Where keys beside the place start, in bytes from the start of their lines.
    pub(crate) column: u32,
    /// Number of blanks that an editor takes for the indent of the line.
    pub(crate) line_indent: u32,
    /// Whether the key has its colon already.
    pub(crate) has_colon: bool,
    /// Whether the place is in brackets or braces.
    pub(crate) in_flow: bool,
    /// The quote that is left open before the word.
    pub(crate) open_quote: Option<char>,
    /// Whether a blank must be written first: the cursor is right behind a colon or dash.
    pub(crate) needs_space: bool,
    /// Keys that stand beside the place in braces.
    flow_keys: Vec<TextRange>,
}

impl<'a> Cursor<'a> {
    /// The place at `offset`; `None` inside of comments, indentation and document markers.
    pub(crate) fn new(document: &'a Document, offset: TextSize) -> Option<Cursor<'a>> {
        let text = document.text();
        let offset = offset.min(text.len());
        let number = text.line_of(offset);
        let line = document.outline().line(number)?;
        if line.comment.is_some_and(|comment| comment.start() < offset) {
            return None;
        }
        let column = u32::from(offset.checked_sub(line.range.start())?);
        let at = Cursor {
            document,
            place: Place::Blank,
            path: Vec::new(),
            word: TextRange::empty(offset),
            typed: "",
            line: number,
            column: line.column(),
            line_indent: if line.kind == LineKind::Blank { column } else { line.indent },
            has_colon: line.colon.is_some(),
            in_flow: false,
            open_quote: None,
            needs_space: false,
            flow_keys: Vec::new(),
        };
        match line.kind {
            LineKind::Comment | LineKind::Marker | LineKind::Directive => None,
            LineKind::Blank => Some(at.on_blank_line(column)),
            LineKind::Inside(Inside::Flow) => at.in_flow_below(offset),
            LineKind::Inside(_) => Some(at.inside_text()),
            LineKind::Content => at.on_content(line, offset),
        }
    }

    /// The path of what the place stands in: the path without the key itself.
    pub(crate) fn container(&self) -> &[&'a str] {
        match (self.place, self.path.split_last()) {
            (Place::Key, Some((_, container))) => container,
            _ => &self.path,
        }
    }

    /// The keys that stand beside the place, the one under the cursor not counted.
    pub(crate) fn present_keys(&self) -> Vec<&'a str> {
        let ranges =
            if self.in_flow { self.flow_keys.clone() } else { self.block_siblings(self.column) };
        ranges.into_iter().map(|range| self.bare(range)).collect()
    }

    /// The key beside the place that stands last above it.
    pub(crate) fn key_above(&self) -> Option<&'a str> {
        let ranges =
            if self.in_flow { self.flow_keys.clone() } else { self.block_siblings(self.column) };
        let above = ranges.into_iter().filter(|range| range.end() <= self.word.start());
        above.max_by_key(|range| range.start()).map(|range| self.bare(range))
    }

    /// The text on the line of a key that stands beside the place; `None` in braces.
    pub(crate) fn value_beside(&self, key: &str) -> Option<&'a str> {
        let mut keys = if self.in_flow { Vec::new() } else { self.block_siblings(self.column) };
        keys.retain(|range| self.bare(*range) == key);
        let number = self.document.text().line_of(keys.first()?.start());
        self.document.outline().line(number)?.value.map(|value| self.bare(value))
    }

    /// The text of a range.
    pub(crate) fn text(&self, range: TextRange) -> &'a str {
        self.document.text().slice(range)
    }

    /// Number of columns by which the file indents; 2 where it does not show.
    pub(crate) fn indent_step(&self) -> u32 {
        indent_step(self.document)
    }

    fn lines(&self) -> &'a [Line] {
        self.document.outline().lines()
    }

    /// The text of a key or value without its quotes.
    fn bare(&self, range: TextRange) -> &'a str {
        self.text(inner(self.document, range).0)
    }

    fn on_blank_line(mut self, column: u32) -> Cursor<'a> {
        if self.continues_block_scalar(column) {
            return self.inside_text();
        }
        let parents = self.parents(self.line, column, false);
        self.column = self.blank_column(column, parents.line);
        self.path = parents.path;
        self.place = if parents.closed { Place::Text } else { Place::Blank };
        self
    }

    fn inside_text(mut self) -> Cursor<'a> {
        self.place = Place::Text;
        self.word = TextRange::empty(self.word.start());
        let above = self.lines().get(..self.line as usize).unwrap_or_default();
        if let Some(owner) = above.iter().rposition(|line| line.is_content()) {
            self.path = self.path_of_line(owner as u32);
        }
        self
    }

    /// Whether a blank line belongs to a `|` or `>` text that starts above it.
    fn continues_block_scalar(&self, column: u32) -> bool {
        let above = self.lines().get(..self.line as usize).unwrap_or_default();
        let below = self.lines().get(self.line as usize..).unwrap_or_default();
        let next = below.iter().find(|line| line.kind != LineKind::Blank);
        if next.is_some_and(|line| line.kind == LineKind::Inside(Inside::BlockScalar)) {
            return true;
        }
        let Some(last) = above.iter().rfind(|line| line.kind != LineKind::Blank) else {
            return false;
        };
        if last.kind == LineKind::Inside(Inside::BlockScalar) {
            return column >= last.indent;
        }
        last.is_content()
            && column > last.indent
            && last.value.is_some_and(|value| self.text(value).starts_with(['|', '>']))
    }

    fn on_content(mut self, line: &Line, offset: TextSize) -> Option<Cursor<'a>> {
        if offset < line.content && !self.is_behind_dash(line, offset) {
            return None;
        }
        let parents = self.parents(self.line, line.indent, line.dashes > 0);
        self.path = parents.path;
        self.path.extend(std::iter::repeat_n(ITEM, line.dashes as usize));
        if let (Some(key), Some(colon)) = (line.key, line.colon) {
            if offset <= colon {
                return self.on_key(key, offset);
            }
            self.path.push(self.bare(key));
            return self.in_value(line, Place::Value, offset);
        }
        if line.dashes > 0 {
            return self.in_value(line, Place::Item, offset);
        }
        if parents.closed {
            self.place = Place::Text;
            return Some(self);
        }
        let value = line.value?;
        if self.text(value).starts_with(['{', '[']) {
            return self.in_flow_value(value.start(), offset);
        }
        self.on_key(value, offset)
    }

    /// Whether an item is yet to be written between a dash and the comment behind it.
    fn is_behind_dash(&self, line: &Line, offset: TextSize) -> bool {
        if line.key.is_some() || line.value.is_some() || offset < line.range.start() {
            return false;
        }
        let before = self.text(TextRange::new(line.range.start(), offset));
        let behind = self.text(TextRange::new(offset, line.content));
        before.trim_end().ends_with('-') && behind.trim().is_empty()
    }

    fn on_key(mut self, key: TextRange, offset: TextSize) -> Option<Cursor<'a>> {
        self.place = Place::Key;
        self.path.push(self.bare(key));
        self.set_word(key, offset);
        Some(self)
    }

    fn in_value(mut self, line: &Line, place: Place, offset: TextSize) -> Option<Cursor<'a>> {
        self.place = place;
        let Some(value) = line.value else {
            self.word = TextRange::empty(offset);
            let before = self.document.text().as_str().get(..usize::from(offset));
            self.needs_space = before.is_some_and(|before| before.ends_with([':', '-']));
            return Some(self);
        };
        let value = without_properties(self.document, value);
        let text = self.text(value);
        if text.starts_with(['{', '[']) && offset > value.start() {
            return self.in_flow_value(value.start(), offset);
        }
        if text.starts_with(['|', '>']) || !value.contains_inclusive(offset) {
            self.place = Place::Text;
            return Some(self);
        }
        if text.starts_with('*') {
            // No value of the place, but a word that names something.
            self.place = Place::Text;
        }
        self.set_word(value, offset);
        Some(self)
    }

    /// Takes what stands in `range` as the word, quotes removed.
    fn set_word(&mut self, range: TextRange, offset: TextSize) {
        let (word, open_quote) = inner(self.document, range);
        self.word = word;
        self.open_quote = open_quote;
        let typed = TextRange::new(word.start().min(offset), offset.min(word.end()));
        self.typed = self.text(typed);
    }

    /// In a flow collection that starts on an earlier line.
    fn in_flow_below(mut self, offset: TextSize) -> Option<Cursor<'a>> {
        let above = self.lines().get(..self.line as usize).unwrap_or_default();
        let index = above.iter().rposition(|line| line.is_content())?;
        let first = above.get(index)?;
        self.path = self.path_of_line(index as u32);
        let value = without_properties(self.document, first.value?);
        self.in_flow_value(value.start(), offset)
    }

    fn in_flow_value(mut self, start: TextSize, offset: TextSize) -> Option<Cursor<'a>> {
        let from = self.document.text().line_of(start);
        let lines = self.lines().get(from as usize..).unwrap_or_default();
        let more = lines.iter().skip(1);
        let last = more.take_while(|line| line.kind == LineKind::Inside(Inside::Flow)).last();
        let end = last.or(lines.first()).map_or(start, |line| line.range.end());
        let spot = flow::spot(self.document.text().as_str(), start, offset, end)?;
        self.in_flow = true;
        for step in &spot.steps {
            self.path.push(match step {
                flow::Step::Key(key) => self.bare(*key),
                flow::Step::Item => ITEM,
            });
        }
        self.has_colon = spot.has_colon;
        self.needs_space = spot.needs_space;
        self.flow_keys = spot.keys;
        match spot.token {
            Some(token) => self.set_word(token, offset),
            None => self.word = TextRange::empty(offset),
        }
        self.place = spot.place;
        if let (Place::Key, Some(token)) = (spot.place, spot.token) {
            self.path.push(self.bare(token));
        }
        Some(self)
    }

    /// The path of the value that begins on a line.
    fn path_of_line(&self, number: u32) -> Vec<&'a str> {
        let Some(line) = self.lines().get(number as usize) else { return Vec::new() };
        let mut path = self.parents(number, line.indent, line.dashes > 0).path;
        path.extend(std::iter::repeat_n(ITEM, line.dashes as usize));
        path.extend(line.key.map(|key| self.bare(key)));
        path
    }

    /// What a line stands in whose key starts at `column`, or whose dash does.
    fn parents(&self, number: u32, column: u32, is_item: bool) -> Parents<'a> {
        let mut parents = Parents::default();
        // A list may start at the column of its key.
        let mut key_limit = column + u32::from(is_item);
        let mut dash_limit = column;
        let above = self.lines().get(..number as usize).unwrap_or_default();
        for (index, line) in above.iter().enumerate().rev() {
            if key_limit == 0 {
                break;
            }
            if !line.is_content() {
                continue;
            }
            let innermost = parents.path.is_empty();
            let is_outer_key = line.key.is_some() && line.column() < key_limit;
            if line.dashes > 0 && line.indent < dash_limit {
                if is_outer_key {
                    parents.path.extend(line.key.map(|key| self.bare(key)));
                }
                parents.path.extend(std::iter::repeat_n(ITEM, line.dashes as usize));
                parents.closed |=
                    innermost && (is_outer_key || line.key.is_none()) && self.is_whole(line);
                key_limit = line.indent + 1;
                dash_limit = line.indent;
            } else if line.dashes == 0 && line.column() < key_limit {
                if is_outer_key {
                    parents.path.extend(line.key.map(|key| self.bare(key)));
                    parents.closed |= innermost && self.is_whole(line);
                }
                key_limit = line.column();
                dash_limit = line.column();
            }
            if innermost && !parents.path.is_empty() {
                parents.line = Some((index, is_outer_key));
            }
        }
        parents.path.reverse();
        parents
    }

    /// Whether the value of a line can have no keys or items below it.
    fn is_whole(&self, line: &Line) -> bool {
        let Some(value) = line.value else { return false };
        !without_properties(self.document, value).is_empty()
    }

    /// The keys of the block mapping that the line would belong to at `column`.
    fn block_siblings(&self, column: u32) -> Vec<TextRange> {
        let mut keys = Vec::new();
        let own = self.line as usize;
        let own_starts_item = self.lines().get(own).is_some_and(|line| line.dashes > 0);
        let above = self.lines().get(..own).unwrap_or_default();
        for line in above.iter().rev().filter(|line| line.is_content()) {
            if own_starts_item || line.indent < column && line.dashes == 0 {
                break;
            }
            if line.column() == column {
                keys.extend(line.key);
            }
            if line.dashes > 0 && line.indent < column {
                break;
            }
        }
        let below = self.lines().get(own + 1..).unwrap_or_default();
        for line in below.iter().filter(|line| line.is_content()) {
            if line.indent < column {
                break;
            }
            if line.column() == column && line.dashes == 0 {
                keys.extend(line.key);
            }
        }
        keys
    }

    /// The column of the keys that a blank line would belong to: the cursor may be a little off.
    fn blank_column(&self, column: u32, parent: Option<(usize, bool)>) -> u32 {
        let Some((index, is_key)) = parent else { return 0 };
        let Some(parent) = self.lines().get(index) else { return column };
        if !is_key {
            return parent.column();
        }
        let below = self.lines().get(index + 1..).unwrap_or_default();
        let first = below.iter().find(|line| line.is_content());
        let child = first.map(Line::column).filter(|&child| child > parent.column());
        child.unwrap_or(column)
    }
}

/// What a line stands in.
#[derive(Debug, Default)]
struct Parents<'a> {
    path: Vec<&'a str>,
    /// The innermost parent has a value on its own line, which can only go on as text.
    closed: bool,
    /// Index of the innermost parent's line, and whether it is the key there (or the dash).
    line: Option<(usize, bool)>,
}

/// Number of columns by which a file indents mappings: by the first key that stands below another;
/// 2 where there is none.
pub(crate) fn indent_step(document: &Document) -> u32 {
    let lines = document.outline().lines().iter();
    let mut keys = lines.filter(|line| line.is_content() && line.key.is_some());
    let mut outer = 0;
    keys.find_map(|line| {
        let step = line.column().checked_sub(outer);
        outer = line.column();
        // A dash adds columns of its own.
        step.filter(|step| line.dashes == 0 && (1..=8).contains(step))
    })
    .unwrap_or(2)
}

/// The range without anchors and tags at its start; empty if nothing else is there.
fn without_properties(document: &Document, range: TextRange) -> TextRange {
    let mut rest = range;
    loop {
        let text = document.text().slice(rest);
        if !text.starts_with(['&', '!']) {
            return rest;
        }
        let word = text.find([' ', '\t']).unwrap_or(text.len());
        let tail = text.get(word..).unwrap_or_default();
        let blanks = tail.len() - tail.trim_start_matches([' ', '\t']).len();
        rest = TextRange::new(rest.start() + TextSize::new((word + blanks) as u32), rest.end());
    }
}

/// The range without quotes, and the quote if it is not closed in the range.
fn inner(document: &Document, range: TextRange) -> (TextRange, Option<char>) {
    let text = document.text().slice(range);
    let Some(quote) = text.chars().next().filter(|ch| matches!(ch, '"' | '\'')) else {
        return (range, None);
    };
    let start = range.start() + TextSize::new(1);
    if text.len() > 1 && text.ends_with(quote) {
        return (TextRange::new(start, range.end() - TextSize::new(1)), None);
    }
    (TextRange::new(start, range.end()), Some(quote))
}
