//! What can be wrong with a text as YAML, as PyYAML sees it.
//!
//! Kinds only, with the place a person would look at; the words for them are a rule's business.

use crate::text::TextRange;

/// A reason why PyYAML refuses the text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The characters to mark; empty only at the end of the text.
    pub range: TextRange,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// A word stands where `key: value` is expected: half typed, or the colon was forgotten.
    MissingColon,
    /// A plain value holds `: `, so it looks like a key inside a value.
    ColonInValue,
    /// A quote opens and never closes.
    UnclosedQuote,
    /// A `[` or `{` opens and never closes.
    UnclosedBracket,
    /// A `]` or `}` that closes nothing, or the wrong one.
    StrayBracket,
    /// A comma is missing between two items in brackets, or stands where there is no item.
    MissingComma,
    /// A tab where only spaces may stand.
    Tab,
    /// The line starts at a column that belongs to no level above it.
    Indentation,
    /// A value starts with a character that YAML keeps for itself: `@` or a backquote.
    ReservedStart,
    /// A value starts with `%` where YAML expects a directive.
    Directive,
    /// Text follows a quoted value, an alias or a closing bracket on the same line.
    TextAfterValue,
    /// A backslash in double quotes is followed by something that is no escape.
    Escape,
    /// `*name` without an earlier `&name`.
    UnknownAlias,
    /// `&name` stands twice in the document.
    DuplicateAnchor,
    /// `&` or `*` without a name, or with characters that names must not have.
    AnchorName,
    /// A second document starts.
    SecondDocument,
    /// A character that YAML does not allow anywhere.
    ControlCharacter,
    /// A tag that the tools do not know, such as `!secret`.
    UnknownTag,
    /// A tag such as `!!int` on text that is none.
    TagMismatch,
    /// A plain value that looks like a date or number and is none: `2024-02-30`.
    ImpossibleValue,
    /// A list or mapping is used as a key.
    UnhashableKey,
    /// `<<` with something else than a mapping or a list of mappings.
    MergeValue,
    /// A value that holds itself through an alias.
    Recursion,
    /// The header of a block scalar (`|`, `>`) has something behind it.
    BlockHeader,
    /// A list item or key stands where none can: `key: - item`.
    BlockInLine,
    /// A `:` without a key before it.
    EmptyKey,
    /// A `?` in a value without quotes inside brackets, where it starts a key.
    QuestionMark,
    /// `...` before anything that it could end.
    StrayDocumentEnd,
    /// A key is longer than YAML allows for keys (1024 characters) or runs over several lines.
    LongKey,
    /// Nested deeper than the tools can read.
    TooDeep,
    /// Anything else that does not parse.
    Other,
}

impl ProblemKind {
    /// Whether every reader of YAML 1.1 or 1.2 refuses such a text, so that any other checker of YAML says
    /// so as well: these are the kinds that yaml-language-server 1.25 reports too (of 1,082 texts, all or
    /// all but a few of each kind). What only PyYAML refuses, or some readers let pass, is not among them.
    pub fn is_refused_by_every_reader(self) -> bool {
        matches!(
            self,
            ProblemKind::MissingColon
                | ProblemKind::ColonInValue
                | ProblemKind::UnclosedQuote
                | ProblemKind::UnclosedBracket
                | ProblemKind::StrayBracket
                | ProblemKind::MissingComma
                | ProblemKind::Indentation
                | ProblemKind::TextAfterValue
                | ProblemKind::Escape
                | ProblemKind::BlockHeader
                | ProblemKind::BlockInLine
        )
    }
}
