//! From text to nodes, over the YAML parser; the only file that names it.
//!
//! The parser reports characters, styles and starts; byte offsets, anchors' names and the ends of
//! block collections are worked out here. A text is parsed to its end or to its first error:
//! recovery is the business of `repair`, and what the parser accepts but PyYAML does not that of
//! `pyyaml`.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use crate::lenient::{self, LenientCopy, has_odd_characters};
use crate::text::{TextRange, TextSize, slice};
use crate::tree::{Kind, NodeData, Properties, Style};

/// Levels of nesting. PyYAML 6 in CPython's default stack gives up before the 500th, brackets or not; the
/// parser counts brackets alone.
const DEEPEST: usize = 500;

/// Where and why the parser stopped. The words are the parser's: for classification, never for
/// people.
#[derive(Debug)]
pub(crate) struct ParseError {
    /// Byte offset into the parsed text.
    pub(crate) offset: u32,
    pub(crate) info: String,
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// In document order, offsets relative to the parsed text.
    pub(crate) nodes: Vec<NodeData>,
    /// Whether there is any anchor, alias, tag or merge key: such a text cannot be cut into
    /// independent blocks.
    pub(crate) linked: bool,
    /// Whether there is something that PyYAML certainly reads in another way.
    doubtful: bool,
    /// Where a second document starts; what follows is not read.
    pub(crate) second_document: Option<u32>,
}

/// Parses a text that starts without a byte order mark.
///
/// Where PyYAML is laxer than the parser, a changed copy is parsed; all offsets are those of `text`.
pub(crate) fn parse(text: &str) -> Result<Parsed, ParseError> {
    if has_odd_characters(text)
        && let Some(copy) = lenient::copy(text)
    {
        return parse_copy(text, &copy);
    }
    let parsed = parse_strictly(text);
    if parsed.as_ref().is_ok_and(|parsed| !parsed.doubtful) {
        return parsed;
    }
    let copied = lenient::copy(text).and_then(|copy| parse_copy(text, &copy).ok());
    copied.map_or(parsed, Ok)
}

fn parse_copy(text: &str, copy: &LenientCopy) -> Result<Parsed, ParseError> {
    let mut parsed = parse_strictly(&copy.text).map_err(|error| ParseError {
        offset: copy.original(error.offset).min(text.len() as u32),
        ..error
    })?;
    let original = |range: TextRange| {
        range_of(copy.original(range.start().into()), copy.original(range.end().into()))
    };
    for node in &mut parsed.nodes {
        let range = original(node.range);
        if matches!(node.kind, Kind::Scalar(_)) {
            let copied = slice(&copy.text, node.range.start().into(), node.range.end().into());
            let value = copy.restored(node.cooked.as_deref().unwrap_or(copied));
            let written = slice(text, range.start().into(), range.end().into());
            node.cooked = (written != value).then(|| value.into());
        }
        node.range = range;
        if let Some(properties) = &mut node.properties {
            properties.anchor = properties.anchor.map(original);
            properties.tag = properties.tag.map(original);
        }
    }
    parsed.second_document = parsed.second_document.map(|at| copy.original(at));
    Ok(parsed)
}

fn parse_strictly(text: &str) -> Result<Parsed, ParseError> {
    let mut builder = Builder::new(text);
    let mut documents = 0;
    // The iterator repeats its last error for ever, so the first one ends the loop.
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| ParseError {
            offset: builder.positions.byte(error.marker()),
            info: error.info().to_owned(),
        })?;
        if matches!(event, Event::DocumentStart(_)) {
            documents += 1;
            if documents > 1 {
                builder.parsed.second_document = Some(builder.positions.byte(&span.start));
                break;
            }
        }
        builder.event(event, span);
        if builder.open.len() > DEEPEST {
            let offset = builder.positions.byte(&span.start);
            return Err(ParseError { offset, info: "recursion is too deep".to_owned() });
        }
    }
    Ok(builder.parsed)
}

/// Turns the parser's character positions into byte offsets.
struct Positions {
    len: u32,
    /// For each character of more than one byte: its number, and by how much the bytes before the
    /// *next* character outnumber the characters.
    wide: Vec<(u32, u32)>,
}

impl Positions {
    fn new(text: &str) -> Self {
        let mut wide = Vec::new();
        if !text.is_ascii() {
            let mut surplus = 0;
            for (number, ch) in text.chars().enumerate() {
                if ch.len_utf8() > 1 {
                    surplus += ch.len_utf8() as u32 - 1;
                    wide.push((number as u32, surplus));
                }
            }
        }
        Positions { len: text.len() as u32, wide }
    }

    /// Never behind the text, though the parser's markers sometimes are.
    fn byte(&self, marker: &Marker) -> u32 {
        let number = marker.index() as u32;
        let before = self.wide.partition_point(|&(at, _)| at < number);
        let surplus = before.checked_sub(1).and_then(|i| self.wide.get(i)).map_or(0, |&(_, s)| s);
        (number + surplus).min(self.len)
    }
}

/// A collection whose end has not come yet.
struct Open {
    /// Its place among the nodes.
    index: usize,
    is_mapping: bool,
    flow: bool,
    /// Where a list's first dash stands.
    start: u32,
    /// Children so far; in a mapping an even number means that a key comes next.
    children: u32,
}

struct Builder<'t> {
    text: &'t str,
    positions: Positions,
    parsed: Parsed,
    open: Vec<Open>,
    /// End of the last token that is known: what follows it is blank, comment, indicator, anchor or
    /// tag up to the next node.
    end: u32,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Builder {
            text,
            positions: Positions::new(text),
            parsed: Parsed::default(),
            open: Vec::new(),
            end: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let given = Given { has_anchor: anchor > 0, tag: tag.as_deref() };
                let is_absent = style == ScalarStyle::Plain && value.is_empty();
                match style {
                    _ if is_absent => self.absent(given),
                    ScalarStyle::Literal => {
                        self.block_scalar(Style::Literal, &value, span, given);
                    }
                    ScalarStyle::Folded => {
                        self.block_scalar(Style::Folded, &value, span, given);
                    }
                    _ => self.scalar(style, &value, span, given),
                }
            }
            Event::Alias(_) => {
                self.parsed.linked = true;
                let range = self.span(span);
                let start = self.lex(range.start().into(), Given::default()).start;
                self.push(NodeData {
                    kind: Kind::Alias,
                    range: range_of(start, range.end().into()),
                    ..NodeData::absent(range.start())
                });
                self.end = range.end().into();
            }
            Event::MappingStart(anchor, tag) => {
                self.start(true, Given { has_anchor: anchor > 0, tag: tag.as_deref() }, span);
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(false, Given { has_anchor: anchor > 0, tag: tag.as_deref() }, span);
            }
            Event::MappingEnd | Event::SequenceEnd => self.finish(span),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => match event {
                Event::DocumentStart(true) => self.end = self.positions.byte(&span.end),
                Event::DocumentStart(false) => self.skip_document_ends(),
                _ => {}
            },
        }
    }

    fn span(&self, span: Span) -> TextRange {
        let start = self.positions.byte(&span.start);
        range_of(start, self.positions.byte(&span.end).max(start))
    }

    fn scalar(&mut self, style: ScalarStyle, value: &str, span: Span, given: Given<'_>) {
        let range = self.span(span);
        // With an anchor or a tag the span starts there.
        let lexed = if given.any() {
            self.lex(range.start().into(), given)
        } else {
            Lexed { start: range.start().into(), ..Lexed::default() }
        };
        let style = match style {
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            _ => Style::Plain,
        };
        let mut range = range_of(lexed.start, u32::from(range.end()).max(lexed.start));
        if style != Style::Plain {
            // The span takes in blanks and a comment behind the quote.
            range = range_of(lexed.start, self.quote_end(lexed.start).min(range.end().into()));
        }
        self.parsed.linked |= style == Style::Plain && value == "<<";
        // The question mark of a key needs no blank behind it in brackets.
        self.parsed.doubtful |= style == Style::Plain
            && value.starts_with('?')
            && self.open.last().is_some_and(|open| open.flow);
        let node = NodeData { cooked: self.cook(value, range), ..NodeData::scalar(style, range) };
        self.push_with(node, &lexed, given.tag);
        self.end = range.end().into();
    }

    /// The span of a block scalar starts behind its header and ends behind the blank lines that
    /// follow; the node starts at its `|` or `>` and ends with its last line that is not blank.
    fn block_scalar(&mut self, style: Style, value: &str, span: Span, given: Given<'_>) {
        let lexed = self.lex(self.end, given);
        let span_end = self.positions.byte(&span.end).max(lexed.start);
        let header_end = self.end_of_line(lexed.start);
        let body = slice(self.text, header_end as usize, span_end as usize);
        let trimmed = body.trim_end_matches([' ', '\t', '\n', '\r']);
        let end = if trimmed.is_empty() {
            // Only the header: without a comment behind it.
            let header = slice(self.text, lexed.start as usize, header_end as usize);
            let indicators = header.find([' ', '\t']).unwrap_or(header.len());
            lexed.start + indicators as u32
        } else {
            header_end + trimmed.len() as u32
        };
        let range = range_of(lexed.start, end);
        let value = self.without_line_end(value, range);
        let node = NodeData { cooked: Some(value.into()), ..NodeData::scalar(style, range) };
        self.push_with(node, &lexed, given.tag);
        self.end = end;
    }

    /// The value of a block scalar at `range` as PyYAML has it: there is no line end in it that is
    /// not in the text. A last line of blanks is text only if it is further in than the rest.
    fn without_line_end<'v>(&self, value: &'v str, range: TextRange) -> &'v str {
        let behind = slice(self.text, range.end().into(), self.text.len());
        let is_last = behind.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        if !is_last || self.text.ends_with(['\n', '\r']) {
            return value;
        }
        let written = slice(self.text, range.start().into(), range.end().into());
        let header = written.split(['\n', '\r', ' ', '#']).next().unwrap_or_default();
        let is_empty = !written.contains(['\n', '\r']);
        let last_line = behind.rsplit(['\n', '\r']).next().unwrap_or_default();
        let line_ends = behind.replace("\r\n", "\n").matches(['\n', '\r']).count();
        let allowed = if line_ends == 0 || last_line.contains('\t') || value.ends_with(" \n") {
            0
        } else if header.contains('+') {
            line_ends - usize::from(is_empty)
        } else {
            1
        };
        let text = value.trim_end_matches('\n');
        slice(value, 0, text.len() + allowed)
    }

    /// A value (or key, or item) of which nothing is written but, perhaps, an anchor or a tag.
    fn absent(&mut self, given: Given<'_>) {
        let at = match self.open.last() {
            Some(open) if open.is_mapping && open.children % 2 == 1 => self.after_indicator(b':'),
            Some(open) if open.is_mapping => self.after_indicator(b'?'),
            Some(open) if !open.flow => self.after_indicator(b'-'),
            _ => self.end,
        };
        let mut lexed = Lexed { start: at, ..Lexed::default() };
        if given.any() {
            lexed = self.lex(at, given);
            // Never before the token that is already known to end later.
            lexed.start = lexed.properties_end().max(at);
        }
        self.push_with(NodeData::absent(TextSize::new(lexed.start)), &lexed, given.tag);
        self.end = lexed.start;
    }

    fn start(&mut self, is_mapping: bool, given: Given<'_>, span: Span) {
        let span_end = self.positions.byte(&span.end);
        let lexed = if given.any() {
            self.lex(self.end, given)
        } else if span.is_empty() {
            // Where the first key starts is seen when it comes.
            Lexed { start: self.end, ..Lexed::default() }
        } else {
            Lexed { start: self.positions.byte(&span.start), ..Lexed::default() }
        };
        // A pair without braces inside brackets (`[a: b]`) is flow too.
        let within_flow = self.open.last().is_some_and(|open| open.flow);
        let braces = if is_mapping { b'{' } else { b'[' };
        // The span of a block mapping ends where its first key starts, which may be a bracket too.
        let flow = span_end > lexed.start
            && self.text.as_bytes().get(lexed.start as usize) == Some(&braces);
        let kind = if is_mapping {
            Kind::Mapping { flow: flow || within_flow }
        } else {
            Kind::Sequence { flow: flow || within_flow }
        };
        let index = self.parsed.nodes.len();
        let range = range_of(lexed.start, lexed.start + u32::from(flow));
        self.push_with(NodeData { kind, ..NodeData::absent(range.start()) }, &lexed, given.tag);
        if let Some(node) = self.parsed.nodes.get_mut(index) {
            node.range = range;
        }
        if flow {
            self.end = range.end().into();
        } else if !is_mapping {
            // A list starts at its first dash, behind the one it is itself an item of.
            let in_list = self.open.last().is_some_and(|open| !open.is_mapping && !open.flow);
            self.end = lexed.properties_end().max(if in_list {
                self.after_indicator(b'-')
            } else {
                self.end
            });
            self.end = self.after_indicator(b'-').saturating_sub(1);
        } else if given.any() {
            self.end = lexed.properties_end().max(self.end);
        }
        let flow = flow || within_flow;
        self.open.push(Open { index, is_mapping, flow, start: self.end, children: 0 });
    }

    fn finish(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let closing = self.span(span);
        let first_child = self.parsed.nodes.get(open.index + 1).map(|node| node.range.start());
        let last_end = TextSize::new(self.end);
        let len = (self.parsed.nodes.len() - open.index) as u32;
        let Some(node) = self.parsed.nodes.get_mut(open.index) else { return };
        node.len = len;
        let is_bracketed = !node.range.is_empty();
        node.range = if is_bracketed {
            // Its span takes in blanks and a comment behind the bracket.
            let end = (closing.start() + TextSize::new(1)).max(last_end);
            self.end = end.into();
            TextRange::new(node.range.start(), end)
        } else {
            let start = if open.is_mapping { first_child } else { Some(TextSize::new(open.start)) };
            let start = start.unwrap_or(node.range.start());
            TextRange::new(start, last_end.max(start))
        };
    }

    fn push(&mut self, node: NodeData) {
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
        }
        self.parsed.nodes.push(node);
    }

    fn push_with(&mut self, mut node: NodeData, lexed: &Lexed, tag: Option<&Tag>) {
        if lexed.anchor.is_some() || lexed.tag.is_some() {
            self.parsed.linked = true;
            // A colon ends the anchor of a key that is otherwise empty.
            self.parsed.doubtful |= lexed.anchor.is_some_and(|range| {
                slice(self.text, range.start().into(), range.end().into()).ends_with(':')
            });
            node.properties = Some(Box::new(Properties {
                anchor: lexed.anchor,
                tag: lexed.tag,
                resolved_tag: tag.map(|tag| format!("{}{}", tag.handle, tag.suffix).into()),
            }));
        }
        self.push(node);
    }

    /// The value, where it differs from what is written.
    fn cook(&self, value: &str, range: TextRange) -> Option<Box<str>> {
        let written = slice(self.text, range.start().into(), range.end().into());
        (written != value).then(|| value.into())
    }

    /// Behind the quote that closes the one at `from`.
    fn quote_end(&self, from: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let mut at = from as usize + 1;
        let Some(&quote) = bytes.get(at - 1) else { return from };
        while let Some(rest) = bytes.get(at..)
            && let Some(found) = memchr::memchr2(quote, b'\\', rest)
        {
            at += found;
            let is_pair = match bytes.get(at) {
                Some(b'\\') => quote == b'"',
                _ => quote == b'\'' && bytes.get(at + 1) == Some(&quote),
            };
            at += 1 + usize::from(is_pair);
            if !is_pair && bytes.get(at - 1) == Some(&quote) {
                break;
            }
        }
        at as u32
    }

    fn end_of_line(&self, from: u32) -> u32 {
        let rest = self.text.as_bytes().get(from as usize..).unwrap_or_default();
        from + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()) as u32
    }

    /// Behind the next `indicator`, if only blanks and comments stand before it.
    fn after_indicator(&self, indicator: u8) -> u32 {
        let in_brackets = self.open.last().is_some_and(|open| open.flow);
        let mut at = self.end;
        loop {
            at = self.skip_blanks(at);
            match self.text.as_bytes().get(at as usize) {
                // Outside of brackets text may start with an indicator.
                Some(b':' | b'?' | b'-') if !in_brackets && !self.is_blank(at + 1) => {
                    return self.end;
                }
                Some(&byte) if byte == indicator => return at + 1,
                // On the way to the dash of a list's first item stands the key's colon, on the way to a
                // key the dash of the item that it is in.
                Some(b':' | b'?') if indicator == b'-' => at += 1,
                Some(b'-') if indicator == b'?' => at += 1,
                _ => return self.end,
            }
        }
    }

    /// Whether a blank, a line end or the end of the text stands there.
    fn is_blank(&self, at: u32) -> bool {
        let byte = self.text.as_bytes().get(at as usize);
        byte.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
    }

    /// Before a document without `---` may stand `...`, which ends nothing then.
    fn skip_document_ends(&mut self) {
        loop {
            let at = self.skip_blanks(self.end);
            let rest = self.text.get(at as usize..).unwrap_or_default();
            if !rest.starts_with("...") || !self.is_blank(at + 3) {
                return;
            }
            self.end = at + 3;
        }
    }

    /// Behind blanks, line ends and comments.
    fn skip_blanks(&self, from: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let mut at = from as usize;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => at += 1,
                b'#' => at = self.end_of_line(at as u32) as usize,
                _ => break,
            }
        }
        at as u32
    }

    /// Reads blanks, indicators, anchor and tag from `from` to where the content starts. Only what
    /// the node was `given` is read: behind an empty node follow the properties of the next one.
    fn lex(&self, from: u32, given: Given<'_>) -> Lexed {
        let bytes = self.text.as_bytes();
        let mut lexed = Lexed::default();
        let mut at = from;
        loop {
            at = self.skip_blanks(at);
            let ends = self.is_blank(at + 1);
            match bytes.get(at as usize) {
                Some(b'&') if given.has_anchor && lexed.anchor.is_none() => {
                    let end = self.end_of_word(at);
                    lexed.anchor = Some(range_of(at, end));
                    at = end;
                }
                Some(b'!') if given.tag.is_some() && lexed.tag.is_none() => {
                    let end = self.end_of_word(at);
                    lexed.tag = Some(range_of(at, end));
                    at = end;
                }
                Some(b'-' | b'?') if ends => at += 1,
                Some(b':') if ends || !self.open.is_empty() && at == self.end => at += 1,
                Some(b',') => at += 1,
                _ => break,
            }
        }
        lexed.start = at;
        lexed
    }

    fn end_of_word(&self, from: u32) -> u32 {
        let rest = self.text.as_bytes().get(from as usize..).unwrap_or_default();
        let verbatim = rest.starts_with(b"!<");
        let ends = |byte: &u8| match byte {
            b' ' | b'\t' | b'\n' | b'\r' => true,
            b',' | b'[' | b']' | b'{' | b'}' => !verbatim,
            _ => false,
        };
        from + rest.iter().position(ends).unwrap_or(rest.len()) as u32
    }
}

/// What the parser says that a node has.
#[derive(Clone, Copy, Default)]
struct Given<'a> {
    has_anchor: bool,
    tag: Option<&'a Tag>,
}

impl Given<'_> {
    fn any(self) -> bool {
        self.has_anchor || self.tag.is_some()
    }
}

/// What stands before a node's content.
#[derive(Default)]
struct Lexed {
    anchor: Option<TextRange>,
    tag: Option<TextRange>,
    /// Where the content starts.
    start: u32,
}

impl Lexed {
    fn properties_end(&self) -> u32 {
        let ends = [self.anchor, self.tag].into_iter().flatten().map(|range| range.end().into());
        ends.max().unwrap_or(self.start)
    }
}

fn range_of(start: u32, end: u32) -> TextRange {
    TextRange::new(TextSize::new(start), TextSize::new(end.max(start)))
}

#[cfg(test)]
mod tests;
