//! Prints data as YAML, the way charmcraft 4.5.0 does with PyYAML 6: block style, two blanks of
//! indent, lines of about 80 characters, ASCII only.
//!
//! The same data gives the same text, byte for byte. What comes out reads back as the same data
//! under YAML 1.1. How a text is quoted and folded is `yaml::scalar`'s business; here is where
//! nodes stand.

mod scalar;

use scalar::Form;

use super::value::{Map, Value, float_text};

/// Prefers not to be longer; a line is broken at the first blank after it.
const LINE_WIDTH: usize = 80;
/// A key from here on, in characters, is written as `? key`.
const LONG_KEY: usize = 123;

/// The text of a document. An empty mapping is `{}`.
pub fn to_yaml(document: &Map) -> String {
    let mut writer = Writer::new();
    if document.is_empty() {
        return "{}\n".to_owned();
    }
    writer.mapping(document, 0);
    writer.indent(0);
    if writer.open_ended {
        writer.out.push_str("...\n");
    }
    writer.out
}

/// What PyYAML remembers of the text so far, to know where a blank or a line end is needed.
struct Writer {
    out: String,
    column: usize,
    /// The last thing written was no word: a blank is not needed.
    after_space: bool,
    /// Nothing but indicators such as `-` stand in the line.
    only_indicators: bool,
    /// The text ends in line ends that belong to a value.
    open_ended: bool,
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Key,
    Value,
    Item,
}

impl Writer {
    fn new() -> Writer {
        Writer {
            out: String::new(),
            column: 0,
            after_space: true,
            only_indicators: true,
            open_ended: false,
        }
    }

    fn node(&mut self, value: &Value, place: Place, indent: usize) {
        match value {
            Value::Null => self.word("null"),
            Value::Bool(true) => self.word("true"),
            Value::Bool(false) => self.word("false"),
            Value::Int(digits) => self.word(digits),
            Value::Float(value) => self.word(&float(*value)),
            Value::Text(text) => self.text(text, place, indent + 2),
            Value::List(items) if items.is_empty() => self.word("[]"),
            Value::Map(map) if map.is_empty() => self.word("{}"),
            Value::List(items) => {
                let aligned = place == Place::Value && !self.only_indicators;
                let indent = if aligned { indent } else { indent + 2 };
                for item in items {
                    self.indent(indent);
                    self.indicator("-", true, true);
                    self.node(item, Place::Item, indent);
                }
            }
            Value::Map(map) => self.mapping(map, indent + 2),
        }
    }

    fn mapping(&mut self, map: &Map, indent: usize) {
        for (key, value) in map.iter() {
            self.indent(indent);
            if is_simple_key(key) {
                self.text(key, Place::Key, indent + 2);
                self.indicator(":", false, false);
            } else {
                self.indicator("?", true, true);
                self.text(key, Place::Value, indent + 2);
                self.indent(indent);
                self.indicator(":", true, true);
            }
            self.node(value, Place::Value, indent);
        }
    }

    fn text(&mut self, text: &str, place: Place, indent: usize) {
        // A key stays on its line.
        let fold = place != Place::Key;
        match scalar::form(text) {
            Form::Plain => self.plain(text, fold, indent),
            Form::SingleQuoted => self.single_quoted(text, fold, indent),
            Form::DoubleQuoted => self.double_quoted(text, fold, indent),
            Form::Literal => self.literal(text, indent),
        }
    }

    /// A plain scalar without blanks in it.
    fn word(&mut self, word: &str) {
        self.plain(word, false, 0);
    }

    fn indicator(&mut self, indicator: &str, needs_space: bool, keeps_indent: bool) {
        if needs_space && !self.after_space {
            self.push(" ");
        }
        self.after_space = false;
        self.only_indicators = self.only_indicators && keeps_indent;
        self.open_ended = false;
        self.push(indicator);
    }

    /// Goes to the column, on a new line unless this one has room for it.
    fn indent(&mut self, column: usize) {
        let is_behind = self.column > column || self.column == column && !self.after_space;
        if !self.only_indicators || is_behind {
            self.line_end();
        }
        if self.column < column {
            self.after_space = true;
            self.push(&" ".repeat(column - self.column));
        }
    }

    fn line_end(&mut self) {
        self.out.push('\n');
        self.column = 0;
        self.after_space = true;
        self.only_indicators = true;
    }

    /// Writes a piece of a line, which is ASCII.
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.len();
    }
}

fn is_simple_key(key: &str) -> bool {
    let ends_line = ['\n', '\u{85}', '\u{2028}', '\u{2029}'];
    !key.is_empty() && !key.contains(ends_line) && key.chars().count() < LONG_KEY
}

/// PyYAML wants a dot in a float: `1.0e+16` for Python's `1e+16`.
fn float(value: f64) -> String {
    let text = float_text(value);
    if text.contains('.') { text } else { text.replacen('e', ".0e", 1) }
}
