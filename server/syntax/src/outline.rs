//! The total line reader: for each line its indent, dashes, key, value and comment, and whether it
//! lies inside something that began on an earlier line.
//!
//! It never fails and interprets no values. What is half typed, wrongly indented or unclosed still
//! has lines, so everything that must work in broken text stands on this: where blocks begin,
//! what the cursor is in, folding, comments. For a valid text it agrees with the parser about
//! comments and keys at the start of a line; in a broken one it guesses that whatever was left
//! open ends before the next line that looks like a key of the same or an outer level.

use crate::text::{Text, TextRange, TextSize};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing but blanks.
    Blank,
    /// Nothing but a comment.
    Comment,
    /// Content that begins on this line.
    Content,
    /// The line continues a scalar or a bracketed collection of an earlier line.
    Inside(Inside),
    /// `---` or `...`.
    Marker,
    /// `%YAML` and the like, before the document.
    Directive,
}

/// What a line lies inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// The text below a `|` or `>`.
    BlockScalar,
    /// A quoted scalar.
    Quote,
    /// Brackets or braces.
    Flow,
}

/// One line. Offsets are bytes into the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the line is.
    pub kind: LineKind,
    /// The line without its line end, and without a byte order mark.
    pub range: TextRange,
    /// Leading spaces, in bytes.
    pub indent: u32,
    /// Where the text behind indent and dashes starts; the end of a blank line.
    pub content: TextSize,
    /// Number of `- ` before the content.
    pub dashes: u32,
    /// The key, quotes included.
    pub key: Option<TextRange>,
    /// The colon behind the key.
    pub colon: Option<TextSize>,
    /// What stands behind the colon, else behind the dashes: to the end of the line or to the
    /// comment, without blanks around it. `None` where there is nothing.
    pub value: Option<TextRange>,
    /// The comment, from its `#` to the end of the line.
    pub comment: Option<TextRange>,
}

impl Line {
    /// Column of the content (behind the dashes), in bytes.
    pub fn column(&self) -> u32 {
        u32::from(self.content - self.range.start())
    }

    /// Whether content begins on this line.
    pub fn is_content(&self) -> bool {
        self.kind == LineKind::Content
    }

    /// Whether tabs stand between the indent and the content of a line without dashes.
    pub(crate) fn has_tab(&self) -> bool {
        let blanks = u32::from(self.content) - u32::from(self.range.start());
        self.is_content() && self.dashes == 0 && blanks > self.indent
    }

    /// Whether content begins on this line that is neither key nor list item. In a mapping that is
    /// a key without its colon, half typed or forgotten.
    pub fn is_bare(&self) -> bool {
        self.is_content() && self.key.is_none() && self.dashes == 0
    }
}

/// All lines of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    lines: Vec<Line>,
    /// Numbers of the lines before which something open was taken for forgotten.
    guesses: Vec<u32>,
}

impl Outline {
    /// Reads every line.
    pub fn new(text: &Text) -> Self {
        let mut outline = Outline::default();
        let mut reader = Reader::new(text.as_str());
        outline.lines.reserve(text.line_count() as usize);
        for number in 0..text.line_count() {
            outline.push(&mut reader, text.line_range(number));
        }
        outline
    }

    fn push(&mut self, reader: &mut Reader<'_>, range: TextRange) {
        reader.guessed = false;
        let line = reader.line(range);
        if reader.guessed {
            self.guesses.push(self.lines.len() as u32);
        }
        self.lines.push(line);
    }

    /// Whether something was taken for forgotten that was left open: in odd but valid texts a quote
    /// or bracket may go on where a person would have ended it.
    pub(crate) fn is_guess(&self) -> bool {
        !self.guesses.is_empty()
    }

    /// The lines, the first with number 0.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line with this number, from 0.
    pub fn line(&self, number: u32) -> Option<&Line> {
        self.lines.get(number as usize)
    }

    /// All comments in the order of the text.
    pub fn comments(&self) -> impl Iterator<Item = TextRange> {
        self.lines.iter().filter_map(|line| line.comment)
    }

    /// Keys of the mappings that the place lies in, outermost first, as ranges (quotes included):
    /// for a line at `column`, the keys of the nearest lines above that are further out.
    /// `line` itself is not looked at.
    pub fn parents(&self, line: u32, column: u32) -> Vec<TextRange> {
        let mut parents = Vec::new();
        let mut limit = column;
        let above = self.lines.get(..line as usize).unwrap_or_default();
        for candidate in above.iter().rev().filter(|line| line.is_content()) {
            if limit == 0 {
                break;
            }
            if candidate.dashes > 0 && candidate.indent < limit {
                // An item's own keys are further out than what stands deeper below them.
                if candidate.column() < limit && candidate.key.is_some() {
                    parents.extend(candidate.key);
                }
                limit = candidate.indent + 1;
                continue;
            }
            if candidate.dashes == 0 && candidate.column() < limit {
                if let Some(key) = candidate.key {
                    parents.push(key);
                }
                limit = candidate.column();
            }
        }
        parents.reverse();
        parents
    }
}

/// What the reader is inside of when a line starts.
#[derive(Debug, Clone, Copy)]
enum State {
    Between,
    /// `owner`: column that the text must be further in than. `indent`: that of the text, once the
    /// first line has shown it.
    BlockScalar {
        owner: i64,
        indent: Option<u32>,
    },
    Quote {
        owner: i64,
        quote: u8,
    },
    Flow {
        owner: i64,
        depth: u32,
        quote: Option<u8>,
    },
}

struct Reader<'t> {
    text: &'t str,
    state: State,
    /// Columns of the keys and dashes that are open, outermost first.
    columns: Vec<u32>,
    /// Whether the line read last was a guess: see [`Outline::is_guess`].
    guessed: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Reader { text, state: State::Between, columns: Vec::new(), guessed: false }
    }

    fn byte(&self, at: u32) -> Option<u8> {
        self.text.as_bytes().get(at as usize).copied()
    }

    fn line(&mut self, range: TextRange) -> Line {
        let start: u32 = range.start().into();
        let end: u32 = range.end().into();
        let has_mark = start == 0 && self.text.starts_with('\u{feff}');
        let first = if has_mark { 3 } else { start };
        let range = TextRange::new(TextSize::new(first), range.end());
        let at = self.skip(first, end, |byte| byte == b' ');
        let indent = at - first;
        let mut line = Line {
            kind: LineKind::Blank,
            range,
            indent,
            content: TextSize::new(at),
            dashes: 0,
            key: None,
            colon: None,
            value: None,
            comment: None,
        };
        let content = self.skip(at, end, is_blank);
        let is_blank = content == end;
        match self.state {
            State::BlockScalar { owner, indent: known } => {
                if is_blank {
                    line.content = range.end();
                    return line;
                }
                if i64::from(indent) > owner && known.is_none_or(|known| indent >= known) {
                    self.state = State::BlockScalar { owner, indent: known.or(Some(indent)) };
                    line.kind = LineKind::Inside(Inside::BlockScalar);
                    return line;
                }
                self.state = State::Between;
            }
            State::Quote { owner, quote } => {
                if !self.ends_what_is_open(owner, at, end) {
                    line.kind = LineKind::Inside(Inside::Quote);
                    let tail = self.quoted(at, end, quote, owner);
                    line.comment = self.comment(tail, end);
                    return line;
                }
                self.guessed = true;
                self.state = State::Between;
            }
            State::Flow { owner, depth, quote } => {
                if !self.ends_what_is_open(owner, at, end) {
                    line.kind = LineKind::Inside(Inside::Flow);
                    line.comment = self.flow(at, end, depth, quote, owner).1;
                    return line;
                }
                self.guessed = true;
                self.state = State::Between;
            }
            State::Between => {}
        }
        if is_blank {
            line.content = range.end();
            return line;
        }
        // Tabs are no indentation, but what stands behind them is still what it is.
        self.fresh_line(&mut line, content, end);
        line
    }

    /// A line that nothing earlier reaches into.
    fn fresh_line(&mut self, line: &mut Line, at: u32, end: u32) {
        let rest = self.text.get(at as usize..end as usize).unwrap_or_default();
        if line.indent == 0 && (is_marker(rest, "---") || is_marker(rest, "...")) {
            line.kind = LineKind::Marker;
            self.columns.clear();
            let tail = at + 3;
            let value = self.skip(tail, end, is_blank);
            line.comment = self.comment(tail, end);
            let value_end = line.comment.map_or(end, |comment| comment.start().into());
            line.value = self.trimmed(value, value_end);
            return;
        }
        if line.indent == 0 && rest.starts_with('%') && self.columns.is_empty() {
            line.kind = LineKind::Directive;
            return;
        }
        if rest.starts_with('#') {
            line.kind = LineKind::Comment;
            line.comment = Some(range(at, end));
            return;
        }
        line.kind = LineKind::Content;
        self.columns.retain(|&column| column < line.indent);
        let mut at = at;
        let first: u32 = u32::from(line.content) - line.indent;
        let mut owner = self.columns.last().map_or(-1, |&column| i64::from(column));
        while self.byte(at) == Some(b'-')
            && (at + 1 == end || self.byte(at + 1).is_some_and(is_blank))
        {
            line.dashes += 1;
            // Tabs before the first dash are no indentation, and nothing of a line says later that they were there.
            let column = if line.dashes == 1 { line.indent } else { at - first };
            owner = i64::from(column);
            self.columns.push(column);
            at = self.skip(at + 1, end, is_blank);
            if at == end {
                break;
            }
        }
        line.content = TextSize::new(at);
        if self.byte(at) == Some(b'#') && line.dashes > 0 {
            line.comment = Some(range(at, end));
            return;
        }
        let value_start = match self.key(at, end) {
            Some((key, colon)) => {
                owner = i64::from(at - first);
                self.columns.push(at - first);
                line.key = Some(key);
                line.colon = Some(TextSize::new(colon));
                self.skip(colon + 1, end, is_blank)
            }
            // A lone quote or bracket is a key being typed, or a value below its key: either way the
            // next key at its column ends it.
            None if line.dashes == 0
                && matches!(self.byte(at), Some(b'"' | b'\'' | b'[' | b'{')) =>
            {
                owner = i64::from(at - first);
                at
            }
            None => at,
        };
        let (value_end, comment) = self.value(value_start, end, owner);
        line.comment = comment;
        line.value = self.trimmed(value_start, value_end);
    }

    /// Whether a line proves that a quote or bracket left open above was forgotten: it has a key or
    /// a dash, not further in than what was left open.
    fn ends_what_is_open(&self, owner: i64, at: u32, end: u32) -> bool {
        let line_start = self.text.as_bytes().get(..at as usize).unwrap_or_default();
        let indent = line_start.iter().rev().take_while(|&&byte| byte == b' ').count();
        let is_item = self.byte(at) == Some(b'-') && self.byte(at + 1) == Some(b' ');
        indent as i64 <= owner && (is_item || self.key(at, end).is_some())
    }

    /// Key and colon, if the text from `at` starts with a key.
    fn key(&self, at: u32, end: u32) -> Option<(TextRange, u32)> {
        let mut start = at;
        while matches!(self.byte(start), Some(b'&' | b'!')) && start < end {
            start = self.skip(start, end, |byte| !is_blank(byte));
            start = self.skip(start, end, is_blank);
        }
        match self.byte(start).filter(|_| start < end)? {
            quote @ (b'"' | b'\'') => {
                let close = self.closing_quote(start + 1, end, quote)?;
                let colon = self.skip(close, end, is_blank);
                let is_key = self.byte(colon) == Some(b':') && self.separates(colon, end);
                (is_key && colon < end).then(|| (range(start, close), colon))
            }
            b'[' | b'{' | b']' | b'}' | b',' | b'#' | b'|' | b'>' | b'@' | b'`' | b'%' => None,
            b'?' | b'-' if self.separates(start, end) => None,
            _ => {
                let rest = self.text.as_bytes().get(start as usize..end as usize)?;
                for index in memchr::memchr2_iter(b':', b'#', rest) {
                    let at = start + index as u32;
                    if rest.get(index) == Some(&b':') {
                        if self.separates(at, end) {
                            return Some((self.trimmed(start, at)?, at));
                        }
                    } else if index > 0 && self.byte(at - 1).is_some_and(is_blank) {
                        return None;
                    }
                }
                None
            }
        }
    }

    /// Whether the indicator at `at` is followed by a blank or the end of the line.
    fn separates(&self, at: u32, end: u32) -> bool {
        at + 1 >= end || self.byte(at + 1).is_some_and(is_blank)
    }

    /// Where the value that starts at `at` ends on this line, and the comment behind it. Notes what
    /// stays open.
    fn value(&mut self, at: u32, end: u32, owner: i64) -> (u32, Option<TextRange>) {
        let mut at = at;
        while at < end && matches!(self.byte(at), Some(b'&' | b'!')) {
            at = self.skip(at, end, |byte| !is_blank(byte));
            at = self.skip(at, end, is_blank);
        }
        if at >= end {
            return (end, None);
        }
        match self.byte(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let tail = self.quoted(at + 1, end, quote, owner);
                let comment = self.comment(tail, end);
                (comment.map_or(end, |comment| comment.start().into()), comment)
            }
            Some(b'[' | b'{') => self.flow(at, end, 0, None, owner),
            Some(b'|' | b'>') => {
                let header =
                    self.skip(at + 1, end, |byte| matches!(byte, b'+' | b'-' | b'0'..=b'9'));
                let comment = self.comment(header, end);
                let digit = (at + 1..header).find_map(|at| {
                    self.byte(at).filter(u8::is_ascii_digit).map(|byte| u32::from(byte - b'0'))
                });
                let indent = digit.map(|digit| (owner.max(0) as u32) + digit);
                self.state = State::BlockScalar { owner, indent };
                (comment.map_or(end, |comment| comment.start().into()), comment)
            }
            Some(b'#') => (at, Some(range(at, end))),
            _ => {
                let comment = self.comment(at, end);
                (comment.map_or(end, |comment| comment.start().into()), comment)
            }
        }
    }

    /// Behind the closing quote, or the end of the line, noting that the quote stays open.
    fn quoted(&mut self, from: u32, end: u32, quote: u8, owner: i64) -> u32 {
        match self.closing_quote(from, end, quote) {
            Some(close) => {
                self.state = State::Between;
                close
            }
            None => {
                self.state = State::Quote { owner, quote };
                end
            }
        }
    }

    /// Behind the quote that closes what is open at `from`.
    fn closing_quote(&self, from: u32, end: u32, quote: u8) -> Option<u32> {
        let mut at = from;
        while at < end {
            match self.byte(at)? {
                b'\\' if quote == b'"' => at += 2,
                b'\'' if quote == b'\'' && at + 1 < end && self.byte(at + 1) == Some(b'\'') => {
                    at += 2
                }
                byte if byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
        None
    }

    /// Reads brackets to the end of the line or behind the one that closes all.
    fn flow(
        &mut self,
        from: u32,
        end: u32,
        depth: u32,
        quote: Option<u8>,
        owner: i64,
    ) -> (u32, Option<TextRange>) {
        let mut at = from;
        let mut depth = depth;
        let mut quote = quote;
        while at < end {
            if let Some(open) = quote {
                match self.closing_quote(at, end, open) {
                    Some(close) => {
                        at = close;
                        quote = None;
                    }
                    None => at = end,
                }
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| self.byte(before));
            match self.byte(at) {
                Some(b'[' | b'{') => depth += 1,
                Some(b']' | b'}') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.state = State::Between;
                        let comment = self.comment(at + 1, end);
                        return (comment.map_or(end, |comment| comment.start().into()), comment);
                    }
                }
                // Quotes open only where a value starts: `it's` has none.
                Some(open @ (b'"' | b'\''))
                    if before.is_none_or(|byte| {
                        is_blank(byte) || matches!(byte, b'[' | b'{' | b',' | b':' | b'\n' | b'\r')
                    }) =>
                {
                    quote = Some(open);
                }
                Some(b'#')
                    if before
                        .is_none_or(|byte| is_blank(byte) || matches!(byte, b'\n' | b'\r')) =>
                {
                    self.state = State::Flow { owner, depth, quote: None };
                    return (at, Some(range(at, end)));
                }
                _ => {}
            }
            at += 1;
        }
        self.state = State::Flow { owner, depth, quote };
        (end, None)
    }

    /// The comment on the rest of a line: a `#` with a blank before it.
    fn comment(&self, from: u32, end: u32) -> Option<TextRange> {
        let rest = self.text.as_bytes().get(from as usize..end as usize)?;
        memchr::memchr_iter(b'#', rest)
            .map(|index| from + index as u32)
            .find(|&at| {
                at.checked_sub(1).and_then(|before| self.byte(before)).is_some_and(is_blank)
            })
            .map(|at| range(at, end))
    }

    fn skip(&self, from: u32, end: u32, matches: impl Fn(u8) -> bool) -> u32 {
        let mut at = from;
        while at < end && self.byte(at).is_some_and(&matches) {
            at += 1;
        }
        at
    }

    /// The range without blanks at its end; `None` if nothing is left.
    fn trimmed(&self, start: u32, end: u32) -> Option<TextRange> {
        let text = self.text.get(start as usize..end as usize)?.trim_end_matches([' ', '\t']);
        (!text.is_empty()).then(|| TextRange::at(TextSize::new(start), TextSize::of(text)))
    }
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

fn range(start: u32, end: u32) -> TextRange {
    TextRange::new(TextSize::new(start), TextSize::new(end.max(start)))
}

mod edit;
#[cfg(test)]
mod tests;
