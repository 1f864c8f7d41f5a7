//! A text with its line table: byte ranges inside, line and column at the edges.
//!
//! Everything else in the workspace speaks in byte offsets into one text ([`TextSize`],
//! [`TextRange`]). Only here are they turned into lines and columns and back, in the encoding that
//! a client asked for. Positions that lie outside the text are clamped, never refused: editors send
//! them in practice. Line ends are those of the Language Server Protocol: `\n`, `\r\n` and a lone
//! `\r`. YAML 1.1 knows more of them; that matters to the parser alone.

mod columns;

pub use text_size::{TextRange, TextSize};

use columns::{Columns, LONG};

/// In which units a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, the protocol's default.
    #[default]
    Utf16,
    /// Unicode scalar values (what people call characters).
    Utf32,
}

impl Encoding {
    fn len(self, ch: char) -> u32 {
        let len = match self {
            Encoding::Utf8 => ch.len_utf8(),
            Encoding::Utf16 => ch.len_utf16(),
            Encoding::Utf32 => 1,
        };
        len as u32
    }

    /// How many units a text has.
    fn width(self, text: &str) -> u32 {
        match self {
            _ if self == Encoding::Utf8 || text.is_ascii() => text.len() as u32,
            _ => text.chars().map(|ch| self.len(ch)).sum(),
        }
    }
}

/// A place as editors name it; both numbers count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct LineCol {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0, in the units of an [`Encoding`].
    pub col: u32,
}

/// An edit: what was replaced in the old text, and how long the text in its place is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) replaced: TextRange,
    pub(crate) inserted: TextSize,
}

impl Change {
    /// How far the text behind it moves; added with wrapping, it goes either way.
    pub(crate) fn shift(self) -> u32 {
        u32::from(self.inserted).wrapping_sub(self.replaced.len().into())
    }
}

/// A range moved by what [`Change::shift`] says.
pub(crate) fn moved(range: TextRange, by: u32) -> TextRange {
    TextRange::at(moved_offset(range.start(), by), range.len())
}

/// The same for an offset.
pub(crate) fn moved_offset(offset: TextSize, by: u32) -> TextSize {
    TextSize::new(u32::from(offset).wrapping_add(by))
}

/// A text and the starts of its lines, kept in step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    content: String,
    /// Byte offset of the first character of each line; never empty, the first is 0.
    line_starts: Vec<u32>,
    columns: Columns,
}

impl Default for Text {
    fn default() -> Self {
        Text::new(String::new())
    }
}

/// Texts of 4 GiB and more do not fit the offsets; what lies behind that is cut off.
const MAX_LEN: usize = u32::MAX as usize;

impl Text {
    /// Takes the text as it is, a byte order mark included.
    pub fn new(mut content: String) -> Self {
        truncate_at_char(&mut content, MAX_LEN);
        let mut line_starts = vec![0];
        push_line_starts(&content, 0, &mut line_starts);
        Text { content, line_starts, columns: Columns::default() }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// Length in bytes.
    pub fn len(&self) -> TextSize {
        TextSize::of(self.content.as_str())
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The text of `range`; the part of it that exists, cut at character borders.
    pub fn slice(&self, range: TextRange) -> &str {
        slice(&self.content, range.start().into(), range.end().into())
    }

    /// Number of lines; a text that ends in a line end has an empty last line.
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// Offset of the first byte of a line; the end of the text for lines that do not exist.
    pub fn line_start(&self, line: u32) -> TextSize {
        self.line_starts.get(line as usize).map_or(self.len(), |&start| TextSize::new(start))
    }

    /// The line without its line end; empty at the end of the text for lines that do not exist.
    pub fn line_range(&self, line: u32) -> TextRange {
        let start = self.line_start(line);
        let end = match self.line_starts.get(line as usize + 1) {
            Some(&next) => trim_line_end(&self.content, start.into(), next as usize),
            None => self.content.len(),
        };
        TextRange::new(start, TextSize::new(end as u32))
    }

    /// The line that holds the offset. Offsets behind the text belong to the last line.
    pub fn line_of(&self, offset: TextSize) -> u32 {
        let offset = u32::from(offset);
        self.line_starts.partition_point(|&start| start <= offset) as u32 - 1
    }

    /// Line and column of an offset. Offsets inside a character mean its start.
    pub fn line_col(&self, offset: TextSize, encoding: Encoding) -> LineCol {
        let offset = offset.min(self.len());
        let line = self.line_of(offset);
        let start = usize::from(self.line_start(line));
        let before = slice(&self.content, start, offset.into());
        let col = if before.len() < LONG {
            encoding.width(before)
        } else {
            let units = |at| self.columns.units_before(&self.content, at, encoding);
            units(start + before.len()) - units(start)
        };
        LineCol { line, col }
    }

    /// Offset of a line and column. A column behind the line means its end, one inside a character
    /// (half of a surrogate pair, say) its start, a line behind the text the end of the text.
    pub fn offset(&self, at: LineCol, encoding: Encoding) -> TextSize {
        let range = self.line_range(at.line);
        let line = self.slice(range);
        if line.is_ascii() {
            return range.start() + TextSize::new(at.col.min(line.len() as u32));
        }
        let mut col = 0;
        for (index, ch) in line.char_indices() {
            col += encoding.len(ch);
            if col > at.col {
                return range.start() + TextSize::new(index as u32);
            }
        }
        range.end()
    }

    /// Replaces `range` by `insert` and keeps the line table in step, touching only the lines from
    /// the edit on. Returns the range that was really replaced: within the text and cut at
    /// character borders.
    pub fn replace(&mut self, range: TextRange, insert: &str) -> TextRange {
        let start = floor_char(&self.content, range.start().into());
        let end = floor_char(&self.content, range.end().into()).max(start);
        self.content.replace_range(start..end, insert);
        self.columns = Columns::default();
        let replaced = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));

        // A `\r` before the edit may pair with a `\n` at its start, and the reverse at its end, so
        // the table is rebuilt from the line before the edit to the line after it.
        let first = self.line_starts.partition_point(|&at| (at as usize) < start).max(1);
        let resume = end.saturating_add(2);
        let tail = self.line_starts.partition_point(|&at| (at as usize) <= resume).max(first);
        let shift = (insert.len() as u32).wrapping_sub((end - start) as u32);
        for at in self.line_starts.iter_mut().skip(tail) {
            *at = at.wrapping_add(shift);
        }
        let from = self.line_starts.get(first - 1).map_or(0, |&at| at as usize);
        let next = self.line_starts.get(tail).copied();
        let to = next.map_or(self.content.len(), |at| at as usize);
        let mut between = Vec::new();
        push_line_starts(slice(&self.content, from, to), from, &mut between);
        if next.is_some() && next == between.last().copied() {
            between.pop();
        }
        self.line_starts.splice(first..tail, between);
        replaced
    }
}

/// Appends the starts of the lines that follow a line end inside `text`, which begins at `base`.
fn push_line_starts(text: &str, base: usize, starts: &mut Vec<u32>) {
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let pairs_up = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
        if !pairs_up {
            starts.push((base + at + 1) as u32);
        }
    }
}

fn trim_line_end(text: &str, start: usize, end: usize) -> usize {
    let line = slice(text, start, end);
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    start + line.len()
}

/// The nearest character border at or before `at`.
pub(crate) fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn truncate_at_char(text: &mut String, len: usize) {
    let len = floor_char(text, len);
    text.truncate(len);
}

/// `text[start..end]`, clamped to the text and to character borders.
pub(crate) fn slice(text: &str, start: usize, end: usize) -> &str {
    let start = floor_char(text, start);
    let end = floor_char(text, end).max(start);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(content: &str) -> Text {
        Text::new(content.to_owned())
    }

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = text("a\nb\r\nc\rd");
        let lines: Vec<_> =
            (0..text.line_count()).map(|l| text.slice(text.line_range(l))).collect();
        assert_eq!(lines, ["a", "b", "c", "d"]);
    }

    #[test]
    fn columns_count_in_the_units_asked_for() {
        let text = text("é🦀x");
        let offset = TextSize::new(6);
        assert_eq!(text.line_col(offset, Encoding::Utf8).col, 6);
        assert_eq!(text.line_col(offset, Encoding::Utf16).col, 3);
        assert_eq!(text.line_col(offset, Encoding::Utf32).col, 2);
    }

    #[test]
    fn columns_of_a_long_line_count_from_its_start() {
        let mut text = text(&format!("é\n{}", "é🦀".repeat(2_000)));
        let end = text.len();
        assert_eq!(text.line_col(end, Encoding::Utf16), LineCol { line: 1, col: 6_000 });
        text.replace(range(3, 5), "aaa");
        assert_eq!(text.line_col(text.len(), Encoding::Utf16).col, 6_002);
        assert_eq!(text.line_col(text.len(), Encoding::Utf8).col, 12_001);
        assert_eq!(text.line_col(text.len(), Encoding::Utf32).col, 4_002);
    }

    #[test]
    fn half_a_surrogate_pair_means_the_start_of_its_character() {
        let text = text("🦀x");
        let at = |col| text.offset(LineCol { line: 0, col }, Encoding::Utf16);
        assert_eq!([at(0), at(1), at(2), at(3), at(9)], [0, 0, 4, 5, 5].map(TextSize::new));
    }

    #[test]
    fn places_outside_the_text_are_clamped() {
        let text = text("ab\ncd");
        assert_eq!(text.offset(LineCol { line: 9, col: 9 }, Encoding::Utf16), 5.into());
        assert_eq!(text.offset(LineCol { line: 0, col: 9 }, Encoding::Utf16), 2.into());
        assert_eq!(text.line_col(99.into(), Encoding::Utf8), LineCol { line: 1, col: 2 });
    }

    #[test]
    fn an_edit_may_split_and_join_a_carriage_return_and_its_line_feed() {
        let mut text = text("a\r\nb");
        text.replace(range(2, 2), "x");
        assert_eq!(text, Text::new("a\rx\nb".into()));
        text.replace(range(2, 3), "");
        assert_eq!(text, Text::new("a\r\nb".into()));
    }

    proptest! {
        #[test]
        fn an_edited_text_equals_a_fresh_one(
            content in "[ab\r\né🦀]{0,24}",
            edits in prop::collection::vec((0u32..40, 0u32..8, "[x\r\n🦀]{0,6}"), 1..6),
        ) {
            let mut text = Text::new(content);
            for (start, len, insert) in edits {
                text.replace(range(start, start + len), &insert);
                prop_assert_eq!(&text, &Text::new(text.as_str().to_owned()));
            }
        }

        #[test]
        fn positions_survive_the_round_trip(content in "[ab\r\né🦀]{0,24}", at in 0u32..64) {
            let text = Text::new(content);
            let offset = TextSize::new(floor_char(text.as_str(), at as usize) as u32);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let place = text.line_col(offset, encoding);
                let back = text.offset(place, encoding);
                // Inside a line end there is no place of its own: it means the end of the line.
                prop_assert!(back == offset || text.as_str()[u32::from(back) as usize..].starts_with("\r\n"));
            }
        }
    }
}
