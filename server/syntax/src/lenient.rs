//! A copy of a text, changed so that our parser takes what PyYAML takes.
//!
//! PyYAML is laxer than YAML in places: quoted text and brackets may go on at any column, `#` starts a
//! comment right behind a quote or bracket, `*x: 1` has the alias `x` as its key, `[?]` holds an entry without
//! key and value, and three more characters end a line. The copy has blanks inserted there, and every place in it
//! can be mapped back. Whether a copy parses is the parser's business: a text that is broken to PyYAML too
//! gives a copy that is still broken.

use std::borrow::Cow;

/// A changed text that remembers where its parts come from.
pub(crate) struct LenientCopy {
    pub(crate) text: String,
    /// Where a part starts, in the copy and in the original; sorted.
    parts: Vec<(u32, u32)>,
    /// What stands for byte order marks inside the text, which the parser does not take.
    mark: Option<char>,
}

impl LenientCopy {
    /// The place in the original; that of an insertion for places inside it.
    pub(crate) fn original(&self, offset: u32) -> u32 {
        let next = self.parts.partition_point(|&(copy, _)| copy <= offset);
        let (copy, original) =
            next.checked_sub(1).and_then(|part| self.parts.get(part)).copied().unwrap_or_default();
        let limit = self.parts.get(next).map_or(u32::MAX, |&(_, original)| original);
        (original + (offset - copy)).min(limit)
    }

    /// A value read from the copy, as the original has it.
    pub(crate) fn restored<'v>(&self, value: &'v str) -> Cow<'v, str> {
        match self.mark.filter(|&mark| value.contains(mark)) {
            Some(mark) => Cow::Owned(value.replace(mark, "\u{feff}")),
            None => Cow::Borrowed(value),
        }
    }
}

/// Whether the text has characters that mean one thing to PyYAML and another to the parser: three
/// that end a line, byte order marks, which are text, and those of several bytes in a directive. Then only a copy
/// tells what PyYAML sees.
pub(crate) fn has_odd_characters(text: &str) -> bool {
    let may_have_directive = || text.starts_with('%') || text.contains("\n%");
    !text.is_ascii()
        && (text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']) || may_have_directive())
}

/// The copy; `None` if there is nothing to change.
pub(crate) fn copy(text: &str) -> Option<LenientCopy> {
    let mut copier = Copier {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line_start: 0,
        copied: 0,
        copy: String::new(),
        parts: Vec::new(),
        indents: Vec::new(),
        key: None,
        may_be_key: true,
        expects_value: false,
        depth: 0,
        flow_column: 0,
    };
    copier.run();
    copier.finish()
}

struct Copier<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line_start: usize,
    /// Up to here the text is in the copy.
    copied: usize,
    copy: String,
    parts: Vec<(u32, u32)>,
    /// Columns of the block collections that are open, outermost first.
    indents: Vec<usize>,
    /// Column of what is a key if a colon follows on the line.
    key: Option<usize>,
    may_be_key: bool,
    /// The last token was a colon or dash.
    expects_value: bool,
    /// Brackets that are open.
    depth: u32,
    /// How far in lines within brackets must start for the parser.
    flow_column: usize,
}

impl Copier<'_> {
    fn finish(mut self) -> Option<LenientCopy> {
        let has_mark = self.text.contains('\u{feff}');
        if self.parts.is_empty() && !has_mark {
            return None;
        }
        self.copy.push_str(crate::text::slice(self.text, self.copied, self.text.len()));
        let mark = has_mark
            .then(|| ('\u{e000}'..'\u{f000}').find(|&ch| !self.text.contains(ch)))
            .flatten();
        if let Some(mark) = mark {
            // As long as the byte order mark, so that no place moves.
            self.copy = self.copy.replace('\u{feff}', mark.encode_utf8(&mut [0; 4]));
        }
        Some(LenientCopy { text: self.copy, parts: self.parts, mark })
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Replaces the next `len` bytes and steps over them.
    fn replace(&mut self, len: usize, by: &str) {
        self.copy.push_str(crate::text::slice(self.text, self.copied, self.at));
        self.copy.push_str(by);
        self.at += len;
        self.copied = self.at;
        self.parts.push((self.copy.len() as u32, self.at as u32));
    }

    fn insert_blanks(&mut self, count: usize) {
        self.replace(0, &" ".repeat(count));
    }

    /// Length of the line end at `at`; 0 if there is none.
    fn line_end_len(&self, at: usize) -> usize {
        match self.byte(at) {
            Some(b'\r') if self.byte(at + 1) == Some(b'\n') => 2,
            Some(b'\n' | b'\r') => 1,
            Some(0xc2) if self.byte(at + 1) == Some(0x85) => 2,
            Some(0xe2) if matches!(self.bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])) => 3,
            _ => 0,
        }
    }

    fn is_line_end(&self, at: usize) -> bool {
        at >= self.bytes.len() || self.line_end_len(at) > 0
    }

    /// Whether a blank or line end stands at `at`, or nothing.
    fn separates(&self, at: usize) -> bool {
        matches!(self.byte(at), Some(b' ' | b'\t')) || self.is_line_end(at)
    }

    fn is_marker(&self, at: usize) -> bool {
        let marker = self.bytes.get(at..at + 3);
        matches!(marker, Some(b"---" | b"...")) && self.separates(at + 3)
    }

    fn column(&self) -> usize {
        self.at - self.line_start
    }

    /// Steps over a line end, and makes an ordinary one of it.
    fn line_end(&mut self) {
        let len = self.line_end_len(self.at);
        if matches!(self.byte(self.at), Some(b'\n' | b'\r')) {
            self.at += len;
        } else {
            self.replace(len, "\n");
        }
        self.line_start = self.at;
        if self.depth == 0 {
            self.may_be_key = true;
            self.key = None;
        }
    }

    fn skip_line(&mut self) {
        while !self.is_line_end(self.at) {
            self.at += 1;
        }
    }

    /// At the start of a line that must stand at `column` or further in to be taken as a part of
    /// what began above.
    fn indent_line(&mut self, column: usize) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|&&byte| byte == b' ').count();
        if blanks < column && !self.is_line_end(self.at + blanks) && !self.is_marker(self.at) {
            self.insert_blanks(column - blanks);
        }
    }

    fn run(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'#' => {
                    let before = self.at.checked_sub(1).and_then(|before| self.byte(before));
                    if before.is_some_and(|byte| b"\"'[]{},?".contains(&byte)) {
                        self.insert_blanks(1);
                    }
                    self.skip_line();
                }
                _ if self.is_line_end(self.at) => {
                    self.line_end();
                    if self.depth > 0 {
                        self.indent_line(self.flow_column);
                    }
                }
                _ if self.depth > 0 => self.flow_token(byte),
                _ => self.block_token(byte),
            }
        }
    }

    fn block_token(&mut self, byte: u8) {
        let column = self.column();
        while self.indents.last().is_some_and(|&indent| indent > column) {
            self.indents.pop();
        }
        if column == 0 && (byte == b'%' || self.is_marker(self.at)) {
            self.indents.clear();
            self.may_be_key = false;
            match byte {
                b'%' => self.directive(),
                _ => self.at += 3,
            }
            return;
        }
        let separates = self.separates(self.at + 1);
        let expects_value = std::mem::take(&mut self.expects_value);
        match byte {
            b'-' | b'?' if separates => {
                self.open_block(column);
                self.may_be_key = true;
                self.expects_value = true;
                self.at += 1;
                if self.at == self.bytes.len() && byte == b'?' {
                    self.replace(0, "\n");
                }
            }
            b':' if separates => {
                let key = self.key.take();
                self.open_block(key.unwrap_or(column));
                self.may_be_key = key.is_none();
                self.expects_value = true;
                self.at += 1;
            }
            b'|' | b'>' => {
                if expects_value && self.indents.last() == Some(&column) {
                    self.insert_blanks(1);
                }
                self.block_scalar();
            }
            _ => {
                if self.may_be_key {
                    self.key = Some(column);
                    self.may_be_key = false;
                }
                match byte {
                    b'[' | b'{' => {
                        self.depth = 1;
                        self.flow_column = self.indents.last().map_or(0, |indent| indent + 1);
                        self.flow_column = self.flow_column.max(column.min(1));
                        self.at += 1;
                    }
                    b'"' | b'\'' => self.quoted(byte),
                    b'&' | b'!' | b'*' => self.word(byte),
                    _ => self.plain(),
                }
            }
        }
    }

    /// The parser counts the bytes of directives as characters, so they get characters of one byte.
    fn directive(&mut self) {
        while !self.is_line_end(self.at) {
            let rest = self.text.get(self.at..).unwrap_or_default();
            match rest.chars().next().map_or(1, char::len_utf8) {
                1 => self.at += 1,
                len => self.replace(len, &"x".repeat(len)),
            }
        }
    }

    fn open_block(&mut self, column: usize) {
        if self.indents.last().is_none_or(|&indent| indent < column) {
            self.indents.push(column);
        }
    }

    fn flow_token(&mut self, byte: u8) {
        match byte {
            b'[' | b'{' => {
                self.depth += 1;
                self.at += 1;
            }
            b']' | b'}' => {
                self.depth -= 1;
                self.at += 1;
            }
            b',' => self.at += 1,
            b'?' if self.ends_behind_blanks(self.at + 1) => {
                self.at += 1;
                self.replace(0, " : ");
            }
            b':' | b'?' => {
                self.at += 1;
                if !self.separates(self.at) {
                    self.insert_blanks(1);
                }
            }
            b'-' if matches!(self.byte(self.at + 1), Some(b',' | b']' | b'}')) => {
                self.replace(1, "'-'");
            }
            b'"' | b'\'' => self.quoted(byte),
            b'&' | b'!' | b'*' => self.word(byte),
            _ => self.flow_plain(),
        }
    }

    /// Whether an entry of brackets ends at `at`, or behind blanks and line ends there.
    fn ends_behind_blanks(&self, at: usize) -> bool {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let mut rest = rest.iter().skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        matches!(rest.next(), Some(b',' | b']' | b'}'))
    }

    /// An anchor, a tag or an alias.
    fn word(&mut self, first: u8) {
        self.at += 1;
        let is_in_word = |byte: u8| match first {
            b'!' => !matches!(byte, b',' | b'[' | b']' | b'{' | b'}'),
            _ => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
        };
        while !self.separates(self.at) && self.byte(self.at).is_some_and(is_in_word) {
            self.at += 1;
        }
        let is_key =
            self.byte(self.at) == Some(b':') && (self.depth > 0 || self.separates(self.at + 1));
        if first != b'!' && is_key {
            self.insert_blanks(1);
        }
    }

    fn plain(&mut self) {
        let indent = self.indents.last().map_or(0, |indent| indent + 1);
        loop {
            while !self.is_line_end(self.at) {
                let before_is_blank = self.at > 0 && self.separates(self.at - 1);
                match self.byte(self.at) {
                    Some(b':') if self.separates(self.at + 1) => return,
                    Some(b'#') if before_is_blank => return,
                    _ => self.at += 1,
                }
            }
            // The text may go on below, if that is further in.
            let mut at = self.at;
            let mut line_start = at;
            loop {
                let len = self.line_end_len(at);
                if len > 0 {
                    at += len;
                    line_start = at;
                } else if self.byte(at) == Some(b' ') {
                    at += 1;
                } else {
                    break;
                }
            }
            let goes_on = at < self.bytes.len()
                && at - line_start >= indent
                && self.byte(at) != Some(b'#')
                && !(at == line_start && self.is_marker(at));
            if !goes_on {
                return;
            }
            while self.at < at {
                if self.is_line_end(self.at) { self.line_end() } else { self.at += 1 }
            }
        }
    }

    fn flow_plain(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b',' | b'?' | b'[' | b']' | b'{' | b'}' => return,
                b':' if self.separates(self.at + 1)
                    || matches!(self.byte(self.at + 1), Some(b',' | b'[' | b']' | b'{' | b'}')) =>
                {
                    return;
                }
                b'#' if self.separates(self.at - 1) => return,
                _ if self.is_line_end(self.at) => {
                    self.line_end();
                    self.indent_line(self.flow_column);
                }
                _ => self.at += 1,
            }
        }
    }

    fn quoted(&mut self, quote: u8) {
        let column = self.indents.last().map_or(0, |indent| indent + 1);
        let column = if self.depth > 0 { self.flow_column } else { column.max(1) };
        self.at += 1;
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b'\'' if quote == byte && self.byte(self.at + 1) == Some(quote) => self.at += 2,
                _ if byte == quote => {
                    self.at += 1;
                    return;
                }
                b'\\' if quote == b'"' => self.escape(),
                _ if self.is_line_end(self.at) => {
                    self.line_end();
                    self.indent_line(column);
                }
                _ => self.at += 1,
            }
        }
    }

    /// Half of a surrogate pair is a character to Python and to nobody else.
    fn escape(&mut self) {
        self.at += 1;
        let is_surrogate = matches!(
            self.bytes.get(self.at..self.at + 5),
            Some([b'u', b'd' | b'D', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F', third, fourth])
                if third.is_ascii_hexdigit() && fourth.is_ascii_hexdigit()
        );
        if is_surrogate {
            self.replace(5, "ufffd");
        } else if !self.is_line_end(self.at) {
            self.at += 1;
        }
    }

    fn block_scalar(&mut self) {
        let least = self.indents.last().map_or(0, |indent| indent + 1).max(1);
        let header = self.bytes.get(self.at..).unwrap_or_default().iter().skip(1).take(2);
        let digit = header.copied().find(u8::is_ascii_digit).map(|byte| usize::from(byte - b'0'));
        self.skip_line();
        let mut indent = digit.map(|digit| (least + digit).saturating_sub(1));
        let mut widest = least;
        while self.at < self.bytes.len() {
            self.line_end();
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let blanks = rest.iter().take_while(|&&byte| byte == b' ').count();
            if !self.is_line_end(self.at + blanks) {
                let wanted = *indent.get_or_insert(widest.max(blanks));
                if blanks < wanted {
                    return;
                }
            }
            widest = widest.max(blanks);
            self.skip_line();
        }
    }
}
