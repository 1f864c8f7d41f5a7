//! How PyYAML 6 writes a text: which quotes it takes, where it breaks lines, what it escapes.

use syntax::Scalar;
use syntax::scalar::resolve_plain;

use super::{LINE_WIDTH, Writer};

/// A way to write a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Plain,
    /// `'...'`
    SingleQuoted,
    /// `"..."` with escapes.
    DoubleQuoted,
    /// `|`
    Literal,
}

/// The form for a text. Lines make a block, if nothing in them gets lost there; what does not print
/// as ASCII is escaped.
pub(super) fn form(text: &str) -> Form {
    let is_special = |byte: u8| byte != b'\n' && !(b' '..=b'~').contains(&byte);
    let has_lines = text.contains('\n');
    if text.bytes().any(is_special) || has_lines && text.contains(" \n") {
        return Form::DoubleQuoted;
    }
    if has_lines {
        return if text.ends_with(' ') { Form::DoubleQuoted } else { Form::Literal };
    }
    let reads_as_text = matches!(resolve_plain(text), Scalar::Text(_));
    if reads_as_text && !has_indicators(text) && text.trim_matches(' ') == text {
        Form::Plain
    } else {
        Form::SingleQuoted
    }
}

/// Whether something in the text means more than itself to YAML.
fn has_indicators(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends_word = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b' ');
    let at_start = match bytes.first() {
        Some(b'?' | b':' | b'-') => ends_word(1),
        Some(first) => b"#,[]{}&*!|>'\"%@`".contains(first),
        None => false,
    };
    let is_indicator = |pair: &[u8]| matches!(pair, b": " | b" #");
    at_start
        || text.starts_with("---")
        || text.starts_with("...")
        || text.ends_with(':')
        || bytes.windows(2).any(is_indicator)
}

impl Writer {
    pub(super) fn plain(&mut self, text: &str, fold: bool, indent: usize) {
        if !self.after_space {
            self.push(" ");
        }
        self.after_space = false;
        self.only_indicators = false;
        self.open_ended = false;
        for (position, piece) in pieces(text) {
            if piece == " " && fold && position != Position::Edge && self.column > LINE_WIDTH {
                self.fold(indent);
            } else {
                self.push(piece);
            }
        }
    }

    pub(super) fn single_quoted(&mut self, text: &str, fold: bool, indent: usize) {
        self.indicator("'", true, false);
        for (position, piece) in pieces(text) {
            if piece == " " && fold && position != Position::Edge && self.column > LINE_WIDTH {
                self.fold(indent);
            } else {
                self.push(&piece.replace('\'', "''"));
            }
        }
        self.indicator("'", false, false);
    }

    pub(super) fn double_quoted(&mut self, text: &str, fold: bool, indent: usize) {
        self.indicator("\"", true, false);
        let chars: Vec<char> = text.chars().collect();
        // What stands in the line but is not written yet: the line may still end before it.
        let mut waiting = String::new();
        for (at, &ch) in chars.iter().enumerate() {
            let escaped = escape(ch);
            if let Some(escaped) = &escaped {
                self.push(&std::mem::take(&mut waiting));
                self.push(escaped);
            }
            // PyYAML counts one column less after an escape.
            let column = self.column + waiting.len() - usize::from(escaped.is_some());
            let may_break = ch == ' ' || waiting.is_empty();
            if fold && at > 0 && at + 1 < chars.len() && may_break && column > LINE_WIDTH {
                self.push(&std::mem::take(&mut waiting));
                self.push("\\");
                self.fold(indent);
                // A blank at the start of a line would be folded away.
                let next = if escaped.is_some() { chars.get(at + 1) } else { Some(&ch) };
                if next == Some(&' ') {
                    self.push("\\");
                }
            }
            if escaped.is_none() {
                waiting.push(ch);
            }
        }
        self.push(&waiting);
        self.indicator("\"", false, false);
    }

    pub(super) fn literal(&mut self, text: &str, indent: usize) {
        let mut header = "|".to_owned();
        if text.starts_with([' ', '\n']) {
            header.push('2');
        }
        let keeps_ends = text == "\n" || text.ends_with("\n\n");
        if !text.ends_with('\n') {
            header.push('-');
        } else if keeps_ends {
            header.push('+');
        }
        self.indicator(&header, true, false);
        self.line_end();
        for line in text.split_terminator('\n') {
            if !line.is_empty() {
                self.push(&" ".repeat(indent));
                self.push(line);
            }
            self.line_end();
        }
        self.open_ended = keeps_ends;
    }

    /// Goes on in the next line, within a text.
    fn fold(&mut self, indent: usize) {
        self.indent(indent);
        self.after_space = false;
        self.only_indicators = false;
    }
}

/// Whether a piece stands at the start or end of its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Edge,
    Inside,
}

/// Words and runs of blanks in turn.
fn pieces(text: &str) -> impl Iterator<Item = (Position, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let is_other = |ch: char| (ch == ' ') != (first == ' ');
        let (piece, after) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
        let is_edge = rest.len() == text.len() || after.is_empty();
        rest = after;
        Some((if is_edge { Position::Edge } else { Position::Inside }, piece))
    })
}

/// A character that double quotes cannot hold as it is.
fn escape(ch: char) -> Option<String> {
    let short = match ch {
        '"' => '"',
        '\\' => '\\',
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        ' '..='~' => return None,
        '\0'..='\u{ff}' => return Some(format!("\\x{:02X}", u32::from(ch))),
        '\0'..='\u{ffff}' => return Some(format!("\\u{:04X}", u32::from(ch))),
        _ => return Some(format!("\\U{:08X}", u32::from(ch))),
    };
    Some(format!("\\{short}"))
}
