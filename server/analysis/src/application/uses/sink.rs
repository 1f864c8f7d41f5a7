//! Where the readers of the languages put what they find: counts lines, keeps order, drops doubles.

use syntax::{TextRange, TextSize};

use super::{Access, FileUses, Namespace, Use, ValueType};

/// More uses than this in one file are a table, not code.
const MOST: usize = 2_000;

/// Collects what is found in one text.
pub(super) struct Sink<'t> {
    text: &'t str,
    found: FileUses,
}

/// A use without its line.
pub(super) struct Found {
    name: Box<str>,
    namespace: Namespace,
    range: TextRange,
    access: Access,
    value_type: ValueType,
    default: Option<Box<str>>,
}

impl Found {
    /// A variable that is read and has to be there; `bytes` is the place of the name.
    pub(super) fn variable(name: &str, bytes: std::ops::Range<usize>) -> Found {
        Found {
            name: name.into(),
            namespace: Namespace::Variable,
            range: range(bytes),
            access: Access::Required,
            value_type: ValueType::Text,
            default: None,
        }
    }

    pub(super) fn named(mut self, namespace: Namespace) -> Found {
        self.namespace = namespace;
        self
    }

    pub(super) fn access(mut self, access: Access) -> Found {
        self.access = access;
        self
    }

    pub(super) fn value_type(mut self, value_type: ValueType) -> Found {
        self.value_type = value_type;
        self
    }

    /// Something stands in for the value if it is not there; `text` where it is plain.
    pub(super) fn or(mut self, literal: Option<Literal>) -> Found {
        self.access = Access::Optional;
        if let Some(Literal { value_type, text }) = literal {
            if self.value_type == ValueType::Text {
                self.value_type = value_type;
            }
            self.default = Some(text);
        }
        self
    }
}

/// A literal of a source language, as far as it is plain.
pub(super) struct Literal {
    pub(super) value_type: ValueType,
    pub(super) text: Box<str>,
}

impl Literal {
    pub(super) fn new(value_type: ValueType, text: &str) -> Literal {
        Literal { value_type, text: text.into() }
    }

    /// A number as it is written; `None` for one in a notation that YAML does not share.
    pub(super) fn number(source: &str) -> Option<Literal> {
        let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if is_plain(source) && (source == "0" || !source.starts_with('0')) {
            return Some(Literal::new(ValueType::Int, source));
        }
        let (whole, part) = source.split_once('.')?;
        (is_plain(whole) && is_plain(part)).then(|| Literal::new(ValueType::Float, source))
    }
}

impl<'t> Sink<'t> {
    pub(super) fn new(text: &'t str) -> Sink<'t> {
        Sink { text, found: FileUses::default() }
    }

    pub(super) fn add(&mut self, found: Found) {
        let Found { name, namespace, range, access, value_type, default } = found;
        let is_name = !name.is_empty() && name.len() <= 200 && !name.contains(['\n', '\r', '\0']);
        if is_name && self.found.uses.len() < MOST {
            let line = 0;
            let one = Use { name, namespace, range, line, access, value_type, default };
            self.found.uses.push(one);
        }
    }

    /// Something reads names that begin like this; all names, if nothing is known.
    pub(super) fn open_ended(&mut self, prefix: &str) {
        if !self.found.open_ended.iter().any(|known| **known == *prefix) {
            self.found.open_ended.push(prefix.into());
        }
    }

    pub(super) fn config_prefix(&mut self, prefix: &str) {
        if !self.found.config_prefixes.iter().any(|known| **known == *prefix) {
            self.found.config_prefixes.push(prefix.into());
        }
    }

    pub(super) fn mention(&mut self, word: &str) {
        if !self.found.mentions.iter().any(|known| **known == *word) {
            self.found.mentions.push(word.into());
        }
    }

    pub(super) fn finish(mut self) -> FileUses {
        let uses = &mut self.found.uses;
        uses.sort_by_key(|one| (one.range.start(), one.range.end()));
        uses.dedup_by(|later, first| later.range == first.range && later.name == first.name);
        let bytes = self.text.as_bytes();
        let (mut at, mut line) = (0, 0);
        for one in uses {
            let start = usize::from(one.range.start()).min(bytes.len());
            let between = bytes.get(at..start).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', between).count() as u32;
            at = start;
            one.line = line;
        }
        self.found
    }
}

/// Bytes as a range of text. Files are much smaller than 4 GiB.
pub(super) fn range(bytes: std::ops::Range<usize>) -> TextRange {
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start), size(bytes.end.max(bytes.start)))
}
