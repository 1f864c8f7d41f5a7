//! What a plain scalar means to PyYAML 6 (YAML 1.1), the reader behind charmcraft and rockcraft.
//!
//! Answers, for the text of an unquoted and untagged scalar, which Python value comes out of it,
//! how Python prints that value, and which texts look like a number or a date but make the load
//! stop. Line folding has happened before: the text is the value of the scalar, not its source.
//!
//! Deliberately not here: quoted and block scalars (always text), and what Juju,
//! which reads YAML 1.2 types with another library, makes of the same text.
//! Start at [`resolve_plain`]; `tests/pyyaml` holds the recorded answers it is compared with.

use std::borrow::Cow;

mod instant;
mod number;
mod tagged;

/// What a plain scalar means to PyYAML 6 (YAML 1.1).
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar<'a> {
    /// `~`, `null` in three capitalisations, or nothing at all.
    Null,
    /// `yes`, `no`, `on`, `off`, `true`, `false` in three capitalisations each; not `y` and `n`.
    Bool(bool),
    /// A whole number: decimal, `0b`, octal (`0755`), `0x` or base 60 (`1:30`).
    Int(Integer),
    /// A number with a dot, `.inf` or `.nan`; base 60 too (`1:30.5`).
    Float(f64),
    /// A day that exists, as written, which is also how Python prints it: `2024-01-31`.
    Date(Cow<'a, str>),
    /// A point in time, as Python prints it: `2024-01-31 10:00:00+00:00`.
    Timestamp(String),
    /// Has the form of a date or timestamp, but names none: the load ends in a `ValueError`.
    ImpossibleDate(DateField),
    /// Has the form of a number, but Python fails to compute it: the load ends in an exception.
    Unreadable(Unreadable),
    /// `<<`: merges mappings where it is a key, refused as a value.
    Merge,
    /// `=`: plain text where it is a key, refused as a value.
    Value,
    /// Everything else.
    Text(Cow<'a, str>),
}

/// A whole number, which in Python has no upper bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integer {
    /// A number whose magnitude is below 2^127.
    Small(i128),
    /// A larger one: its decimal digits, with a `-` if negative, as Python prints it.
    Big(String),
    /// More than 4,300 decimal digits, written in another base: Python 3.11 and later hold such a
    /// number but raise `ValueError` when it is turned into text.
    Unprintable,
}

/// The part of a date or timestamp that no calendar or clock has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateField {
    /// The year 0000.
    Year,
    /// A month outside 1 to 12.
    Month,
    /// A day that this month does not have in this year.
    Day,
    /// An hour above 23.
    Hour,
    /// A minute above 59.
    Minute,
    /// A second above 59; Python has no leap seconds.
    Second,
    /// An offset from UTC of 24 hours or more.
    Zone,
}

/// Why something that looks like a number cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing but `_` after `0b` or `0x`.
    NoDigits,
    /// More than 4,300 decimal digits, the limit of Python 3.11 and later.
    TooManyDigits,
    /// A base 60 fraction with so many places that 60 to that power exceeds a float.
    TooManyPlaces,
}

/// Says what a plain scalar with this text (line breaks already folded) is to PyYAML 6.
///
/// Total: whatever has no special form is [`Scalar::Text`].
pub fn resolve_plain(text: &str) -> Scalar<'_> {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    let special = match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number::read(text).or_else(|| instant::read(text)),
        _ => word(text),
    };
    special.unwrap_or(Scalar::Text(Cow::Borrowed(text)))
}

/// Says what a scalar with this text and an explicit tag is to PyYAML 6; quotes make no difference.
///
/// `tag` is the short name of a core tag: `int` for `!!int`. `None` where the load ends in an
/// exception because the text does not fit the tag. Text for tags that leave the text as it is.
pub fn resolve_tagged<'a>(tag: &str, text: &'a str) -> Option<Scalar<'a>> {
    match tag {
        "null" => Some(Scalar::Null),
        "bool" => tagged::boolean(text),
        "int" => tagged::integer(text),
        "float" => tagged::float(text),
        "timestamp" => tagged::timestamp(text),
        _ => Some(Scalar::Text(Cow::Borrowed(text))),
    }
}

fn word(text: &str) -> Option<Scalar<'_>> {
    Some(match text {
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Scalar::Bool(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        "<<" => Scalar::Merge,
        "=" => Scalar::Value,
        _ => return None,
    })
}

impl Scalar<'_> {
    /// What Python's `str()` gives for the loaded value; charmcraft 4.5.0 and rockcraft turn numbers
    /// into text this way: `1.10` becomes `1.1`, `0755` becomes `493`.
    ///
    /// `None` where there is no value to print: the load or the printing itself raises an
    /// exception, or the scalar is `<<` or `=`.
    pub fn python_text(&self) -> Option<String> {
        match self {
            Scalar::Null => Some("None".to_owned()),
            Scalar::Bool(true) => Some("True".to_owned()),
            Scalar::Bool(false) => Some("False".to_owned()),
            Scalar::Int(Integer::Small(value)) => Some(value.to_string()),
            Scalar::Int(Integer::Big(digits)) => Some(digits.clone()),
            Scalar::Int(Integer::Unprintable) => None,
            Scalar::Float(value) => Some(number::float_text(*value)),
            Scalar::Date(text) | Scalar::Text(text) => Some(text.clone().into_owned()),
            Scalar::Timestamp(text) => Some(text.clone()),
            Scalar::ImpossibleDate(_) | Scalar::Unreadable(_) | Scalar::Merge | Scalar::Value => {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
