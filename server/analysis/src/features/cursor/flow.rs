//! A tolerant reader of `{...}` and `[...]`: enough to say where in it the cursor is, whatever is
//! missing. Nothing is interpreted.

use syntax::{TextRange, TextSize};

use super::Place;

/// One step from the outermost bracket to the cursor.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Into the value of a key; its range has quotes in it where the text has.
    Key(TextRange),
    /// Into an item.
    Item,
}

/// Where the cursor is.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) place: Place,
    /// The steps to the place; a key under the cursor is not one of them.
    pub(super) steps: Vec<Step>,
    /// The scalar that the cursor touches.
    pub(super) token: Option<TextRange>,
    pub(super) has_colon: bool,
    pub(super) needs_space: bool,
    /// The other keys of the innermost braces.
    pub(super) keys: Vec<TextRange>,
}

/// An open bracket.
struct Frame {
    is_map: bool,
    keys: Vec<TextRange>,
    /// The key whose value comes next.
    key: Option<TextRange>,
}

/// Finds `offset` in the collection whose bracket is at `start`; nothing behind `end` is looked at.
/// `None` outside of the brackets and in comments.
pub(super) fn spot(text: &str, start: TextSize, offset: TextSize, end: TextSize) -> Option<Spot> {
    let mut reader = Reader { text, at: start.into(), end: end.into() };
    let offset = usize::from(offset);
    let mut frames: Vec<Frame> = Vec::new();
    let mut after_colon = false;
    while let Some(token) = reader.next() {
        let is_ahead = token.start >= offset && !(token.is_scalar() && token.start == offset);
        if is_ahead {
            return found(reader, frames, None, offset, after_colon);
        }
        after_colon = token.kind == b':' && token.end == offset;
        if token.is_scalar() && token.end >= offset {
            return found(reader, frames, Some(token.range()), offset, false);
        }
        if token.kind == b'#' && token.end >= offset {
            return None;
        }
        advance(&mut frames, &token, &reader);
        if frames.is_empty() {
            return None;
        }
    }
    found(reader, frames, None, offset, after_colon)
}

/// Takes one token in.
fn advance(frames: &mut Vec<Frame>, token: &Token, reader: &Reader<'_>) {
    match token.kind {
        b'{' | b'[' => {
            frames.push(Frame { is_map: token.kind == b'{', keys: Vec::new(), key: None })
        }
        b'}' | b']' => {
            frames.pop();
        }
        b',' => {
            if let Some(frame) = frames.last_mut() {
                frame.key = None;
            }
        }
        b's' => {
            if let Some(frame) = frames.last_mut()
                && frame.is_map
                && frame.key.is_none()
            {
                frame.keys.push(token.range());
                if reader.peek_colon() {
                    frame.key = Some(token.range());
                }
            }
        }
        _ => {}
    }
}

/// What is known at the cursor, with the keys that follow it in the same braces.
fn found(
    mut reader: Reader<'_>,
    mut frames: Vec<Frame>,
    token: Option<TextRange>,
    offset: usize,
    needs_space: bool,
) -> Option<Spot> {
    let depth = frames.len();
    let innermost = frames.last()?;
    let place = match (innermost.is_map, innermost.key) {
        (true, Some(_)) => Place::Value,
        (true, None) if token.is_some() => Place::Key,
        (true, None) => Place::Blank,
        (false, _) => Place::Item,
    };
    let own = innermost.key;
    let steps = frames.iter().filter_map(|frame| match frame.key {
        Some(key) => Some(Step::Key(key)),
        None => (!frame.is_map).then_some(Step::Item),
    });
    let steps = steps.collect();
    let has_colon = place == Place::Key && reader.peek_colon();
    if token.is_none() {
        // The token behind the gap is read again: it may be a key.
        reader.at = offset;
    } else if let Some(frame) = frames.last_mut().filter(|_| has_colon) {
        frame.key = token;
    }
    while let Some(token) = reader.next() {
        if frames.len() == depth && matches!(token.kind, b'}' | b']') {
            break;
        }
        advance(&mut frames, &token, &reader);
    }
    let mut keys = frames.into_iter().nth(depth - 1)?.keys;
    keys.retain(|&key| Some(key) != own);
    Some(Spot { place, steps, token, has_colon, needs_space, keys })
}

struct Token {
    /// The indicator itself; `s` for a scalar, `#` for a comment.
    kind: u8,
    start: usize,
    end: usize,
}

impl Token {
    fn is_scalar(&self) -> bool {
        self.kind == b's'
    }

    fn range(&self) -> TextRange {
        TextRange::new(TextSize::new(self.start as u32), TextSize::new(self.end as u32))
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied().filter(|_| at < self.end)
    }

    fn next(&mut self) -> Option<Token> {
        loop {
            while self.byte(self.at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                self.at += 1;
            }
            if !matches!(self.byte(self.at)?, b'&' | b'!') {
                break;
            }
            // Anchors and tags say nothing about the place.
            while self.byte(self.at).is_some_and(|byte| !ends_properties(byte)) {
                self.at += 1;
            }
        }
        let start = self.at;
        let first = self.byte(start)?;
        let kind = match first {
            b'{' | b'}' | b'[' | b']' | b',' => first,
            b':' if self.is_colon(start) => first,
            b'#' => first,
            _ => b's',
        };
        self.at = match first {
            b'#' => self.line_end(start),
            b'"' | b'\'' => self.quoted_end(start, first),
            _ if kind == b's' => self.plain_end(start),
            _ => start + 1,
        };
        Some(Token { kind, start, end: self.at })
    }

    /// Whether a colon comes next.
    fn peek_colon(&self) -> bool {
        let mut at = self.at;
        while self.byte(at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            at += 1;
        }
        self.byte(at) == Some(b':') && self.is_colon(at)
    }

    /// Whether the colon at `at` separates: behind a quote it always does.
    fn is_colon(&self, at: usize) -> bool {
        let after = self.byte(at + 1);
        let behind_quote = at.checked_sub(1).and_then(|before| self.byte(before));
        matches!(behind_quote, Some(b'"' | b'\''))
            || after.is_none_or(|byte| byte.is_ascii_whitespace() || b"{}[],".contains(&byte))
    }

    fn line_end(&self, from: usize) -> usize {
        let mut at = from;
        while self.byte(at).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
            at += 1;
        }
        at
    }

    /// Behind the closing quote; the end of the line where there is none on it.
    fn quoted_end(&self, start: usize, quote: u8) -> usize {
        let mut at = start + 1;
        let end = self.line_end(start);
        while at < end {
            match self.byte(at) {
                Some(b'\\') if quote == b'"' => at += 2,
                Some(byte) if byte == quote => return at + 1,
                _ => at += 1,
            }
        }
        end
    }

    fn plain_end(&self, start: usize) -> usize {
        let mut at = start;
        let mut last = start;
        while let Some(byte) = self.byte(at) {
            let is_comment = byte == b'#' && last < at;
            if b"{}[],\n\r".contains(&byte) || is_comment || byte == b':' && self.is_colon(at) {
                break;
            }
            at += 1;
            if !byte.is_ascii_whitespace() {
                last = at;
            }
        }
        last.max(start + 1)
    }
}

fn ends_properties(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"{}[],".contains(&byte)
}
