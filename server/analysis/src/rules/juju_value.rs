//! What Juju reads where the charm says something: text, whole number, number, boolean.
//!
//! charmcraft 4.5.0 loads `charmcraft.yaml` with PyYAML and writes it again, without quotes where PyYAML needs
//! none; Juju 3.6 and 4.0 read that with yaml.v2, which knows more plain forms. So a text such as `y` or `1e5`
//! reaches Juju as something else, quotes or not: [`changed`] knows these, and the rule
//! `text-that-changes-type` reports them wherever Juju wants text. Other rules take them for text, so
//! that one fault gives one finding.
//!
//! A `metadata.yaml`, `config.yaml` or `actions.yaml` beside it is [packed as it stands](Packed::AsItStands):
//! there quotes count, and yaml.v2 alone says what a plain value is.
//!
//! Null is none of the four, and differs from an absent key. Only what charmcraft hands on as it stands
//! is judged here: fields that it reads itself, such as `summary`, turn numbers into text before.

use syntax::scalar::{Integer, resolve_plain};
use syntax::{NodeRef, Scalar, Style};

use super::Context;
use crate::file_kind::FileKind;
use crate::model::Charm;

/// Why what Juju refuses matters.
pub(super) const JUJU_REFUSES: &str = "Juju refuses the packed charm when it is deployed";

/// What a text becomes on its way to Juju.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Changed {
    /// A boolean: `y`, `N`.
    Bool(bool),
    /// A whole number: `0o17`. `None` beyond 64 bits.
    Int(Option<i64>),
    /// A number with a fraction or an exponent: `1e5`, and `08` too.
    Float,
}

impl Changed {
    /// What to call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Changed::Bool(_) => "a boolean",
            Changed::Int(_) | Changed::Float => "a number",
        }
    }
}

/// How charmcraft 4.5.0 packs what stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packed {
    /// Loaded and written again: `charmcraft.yaml`.
    Rewritten,
    /// Byte for byte: the files beside it.
    AsItStands,
}

impl Packed {
    /// How the document is packed.
    pub(super) fn of(cx: &Context<'_>) -> Packed {
        match cx.snapshot.kind.needs_charm() {
            true => Packed::AsItStands,
            false => Packed::Rewritten,
        }
    }

    /// Whether yaml.v2 reads as text what PyYAML reads as a number: `1:30`, of base 60.
    fn is_text_to_juju_only(self, value: NodeRef<'_>) -> bool {
        let may_be = self == Packed::AsItStands && value.style() == Some(Style::Plain);
        may_be && value.text().is_some_and(|text| text.contains(':'))
    }
}

/// Whether Juju sees the section of the document: where a file for it lies beside charmcraft.yaml,
/// charmcraft packs that one, and a reactive charm gets its files when it is built. Looks for the file, so
/// ask only when there is something to report.
pub(super) fn reaches_juju(cx: &Context<'_>, section: &str) -> bool {
    if cx.snapshot.kind.needs_charm() {
        return !is_reactive(cx);
    }
    let own_file = match section {
        "config" => "config.yaml",
        "actions" => "actions.yaml",
        _ => "metadata.yaml",
    };
    cx.beside(own_file).is_none()
}

fn is_reactive(cx: &Context<'_>) -> bool {
    let charm = cx.beside(FileKind::Charmcraft.canonical_name());
    let parts = charm.as_ref().map(|charm| Charm::new(charm.root()).parts()).unwrap_or_default();
    parts.iter().any(|part| part.plugin() == Some("reactive"))
}

/// Whether Juju takes the value where it wants text. Dates stay text on the way. A text that changes
/// counts as text here.
pub(super) fn is_juju_text(packed: Packed, value: NodeRef<'_>) -> bool {
    match value.scalar() {
        Some(Scalar::Text(_) | Scalar::Date(_) | Scalar::Timestamp(_)) => true,
        Some(Scalar::Int(_) | Scalar::Float(_)) => packed.is_text_to_juju_only(value),
        _ => false,
    }
}

/// Whether Juju takes the value where it wants a whole number: also text with a prefix such as `0x`;
/// nothing with a dot, and nothing beyond 64 bits.
pub(super) fn is_juju_int(packed: Packed, value: NodeRef<'_>) -> bool {
    juju_int(packed, value).is_some()
}

/// The whole number that Juju reads; see [`is_juju_int`].
pub(super) fn juju_int(packed: Packed, value: NodeRef<'_>) -> Option<i64> {
    match value.scalar()? {
        Scalar::Int(_) if packed.is_text_to_juju_only(value) => None,
        Scalar::Int(Integer::Small(number)) => i64::try_from(number).ok(),
        Scalar::Text(text) => match changed(packed, value) {
            Some(Changed::Int(number)) => number,
            Some(_) => None,
            None => go_int(&text),
        },
        _ => None,
    }
}

/// Whether Juju takes the value where it wants a number: never text.
pub(super) fn is_juju_float(packed: Packed, value: NodeRef<'_>) -> bool {
    match value.scalar() {
        Some(Scalar::Int(_) | Scalar::Float(_)) => !packed.is_text_to_juju_only(value),
        Some(Scalar::Text(_)) => {
            matches!(changed(packed, value), Some(Changed::Int(_) | Changed::Float))
        }
        _ => false,
    }
}

/// The boolean that Juju reads: of text only `1 t T TRUE true True 0 f F FALSE false False`, and no
/// number.
pub(super) fn juju_bool(packed: Packed, value: NodeRef<'_>) -> Option<bool> {
    match value.scalar()? {
        Scalar::Bool(value) => Some(value),
        Scalar::Text(text) => match &*text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
            _ => match changed(packed, value) {
                Some(Changed::Bool(value)) => Some(value),
                _ => None,
            },
        },
        _ => None,
    }
}

/// What a text becomes on its way to Juju; `None` for text that stays, and for what is no text.
pub(super) fn changed(packed: Packed, value: NodeRef<'_>) -> Option<Changed> {
    let is_plain = || {
        let has_tag = value.properties().is_some_and(|properties| properties.tag.is_some());
        value.style() == Some(Style::Plain) && !has_tag
    };
    match value.scalar()? {
        Scalar::Text(text) if packed == Packed::Rewritten || is_plain() => changed_text(&text),
        _ => None,
    }
}

/// Whether Juju reads a text as something else that stands without quotes in a file that is packed as it
/// stands, though PyYAML does not.
pub(crate) fn changes_without_quotes(text: &str) -> bool {
    changed_text(text).is_some()
}

/// What a text becomes that is written without quotes.
fn changed_text(text: &str) -> Option<Changed> {
    let changed = match text.bytes().next()? {
        b'y' | b'Y' | b'n' | b'N' => match text {
            "y" | "Y" => Changed::Bool(true),
            "n" | "N" => Changed::Bool(false),
            _ => return None,
        },
        b'.' => go_float(text).then_some(Changed::Float)?,
        b'0'..=b'9' | b'+' | b'-' => number(text)?,
        _ => return None,
    };
    // What PyYAML itself reads as something else than text it puts in quotes.
    matches!(resolve_plain(text), Scalar::Text(_)).then_some(changed)
}

/// A number as yaml.v2 2.4.0 reads it, which drops every `_` first.
fn number(text: &str) -> Option<Changed> {
    let is_candidate = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
    if !text.bytes().all(is_candidate) {
        return None;
    }
    let plain = text.replace('_', "");
    if let Some(number) = go_int(&plain) {
        return Some(Changed::Int(Some(number)));
    }
    if go_magnitude(&plain).is_some_and(|magnitude| u64::try_from(magnitude).is_ok()) {
        return Some(Changed::Int(None));
    }
    go_float(&plain).then_some(Changed::Float)
}

/// Digits with an optional fraction and exponent, small enough for a float.
fn go_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    let fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && is_digits(digits)
    });
    has_digits
        && fits
        && is_digits(whole)
        && is_digits(fraction)
        && unsigned.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A whole number as Go reads it with base 0: an optional sign, `0x`, `0o`, `0b` or `0` in front, and
/// single `_` between digits or behind the prefix.
fn go_int(text: &str) -> Option<i64> {
    let magnitude = go_magnitude(text.strip_prefix(['+', '-']).unwrap_or(text))?;
    let number = if text.starts_with('-') { -magnitude } else { magnitude };
    i64::try_from(number).ok()
}

/// A whole number without a sign.
fn go_magnitude(text: &str) -> Option<i128> {
    let prefixes = [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)];
    let prefixed = prefixes
        .iter()
        .find_map(|(prefix, radix)| text.strip_prefix(prefix).map(|digits| (digits, *radix)));
    let (digits, radix, has_prefix) = match prefixed {
        Some((digits, radix)) => (digits, radix, true),
        None => match text.strip_prefix('0').filter(|rest| !rest.is_empty()) {
            Some(rest) => (rest, 8, true),
            None => (text, 10, false),
        },
    };
    let digits = if has_prefix { digits.strip_prefix('_').unwrap_or(digits) } else { digits };
    let single = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let starts_well = digits.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    (single && starts_well).then(|| i128::from_str_radix(&digits.replace('_', ""), radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Snapshot;

    /// Asks about the value of a one-line file.
    fn ask<T>(value: &str, question: fn(NodeRef<'_>) -> T) -> T {
        let text = format!("a: {value}\n");
        let snapshot = Snapshot::alone("charmcraft.yaml", &text).unwrap();
        question(snapshot.root().unwrap().get("a").unwrap().value)
    }

    #[test]
    fn texts_that_change_on_the_way() {
        for text in ["y", "N", "1e5", "12e7", ".5e3", "1e-5", "1_0e5", "08", "0189", "0_8"] {
            assert!(changed_text(text).is_some(), "{text}");
        }
        for text in ["0o17", "0O17", "0X1F", "0B1", "-0o17", "+1e5", "1.e5", "-.5"] {
            assert!(changed_text(text).is_some(), "{text}");
        }
        assert_eq!(changed_text("n"), Some(Changed::Bool(false)));
        assert_eq!(changed_text("0o17"), Some(Changed::Int(Some(15))));
        assert_eq!(changed_text("-0X1F"), Some(Changed::Int(Some(-31))));
        assert_eq!(changed_text("0Xffffffffffffffff"), Some(Changed::Int(None)));
        assert_eq!(changed_text("08"), Some(Changed::Float));
    }

    #[test]
    fn texts_that_stay() {
        for text in ["yes", "on", "8", "017", "007", "1.5", "1.5e+3", "null", "1:30", "ye", "t"] {
            assert_eq!(changed_text(text), None, "{text}");
        }
        for text in ["1e400", "0x", "1.2.3", "08:30", "2024-1-5", "", "e5", ".", "+", "1e", "_1e5"]
        {
            assert_eq!(changed_text(text), None, "{text}");
        }
        for text in ["1e5 ", "1e5\n", "0b12", "0xg", ".5_0e3", "1e5x", "é"] {
            assert_eq!(changed_text(text), None, "{text}");
        }
    }

    #[test]
    fn quotes_make_no_difference_to_a_text_that_changes() {
        let changed = |value: &str| ask(value, |node| changed(Packed::Rewritten, node));
        assert_eq!(changed("'y'"), Some(Changed::Bool(true)));
        assert_eq!(changed("y"), Some(Changed::Bool(true)));
        assert_eq!(changed("yes"), None);
    }

    #[test]
    fn in_a_file_that_is_packed_as_it_stands_quotes_count() {
        let changed = |value: &str| ask(value, |node| changed(Packed::AsItStands, node));
        assert_eq!(changed("y"), Some(Changed::Bool(true)));
        assert_eq!(changed("08"), Some(Changed::Float));
        assert_eq!(changed("'y'"), None);
        assert_eq!(changed("|\n  08"), None);
        assert_eq!(changed("!!str 08"), None);
    }

    #[test]
    fn in_a_file_that_is_packed_as_it_stands_numbers_of_base_60_are_text() {
        let is_text = |value: &str| ask(value, |node| is_juju_text(Packed::AsItStands, node));
        assert!(is_text("1:30") && is_text("1:30.5") && is_text("'8'") && is_text("2024-01-31"));
        assert!(!is_text("8") && !is_text("1.5") && !is_text("yes") && !is_text(""));
        let int = |value: &str| ask(value, |node| juju_int(Packed::AsItStands, node));
        assert_eq!(int("1:30"), None);
        assert_eq!(int("010"), Some(8));
        assert_eq!(int("'1e5'"), None);
        assert!(!ask("1:30.5", |node| is_juju_float(Packed::AsItStands, node)));
        assert_eq!(ask("'y'", |node| juju_bool(Packed::AsItStands, node)), None);
    }

    #[test]
    fn whole_numbers() {
        let read = |value: &str| ask(value, |node| juju_int(Packed::Rewritten, node));
        assert_eq!(read("12"), Some(12));
        assert_eq!(read("'12'"), Some(12));
        assert_eq!(read("'0x1F'"), Some(31));
        assert_eq!(read("'017'"), Some(15));
        assert_eq!(read("'-1_000'"), Some(-1000));
        assert_eq!(read("1:30"), Some(90));
        assert_eq!(read("0o17"), Some(15));
        assert_eq!(read("'0'"), Some(0));
        for value in
            ["1.0", "true", "''", "'1.5'", "", "09", "9223372036854775808", "'1__0'", "[1]"]
        {
            assert_eq!(read(value), None, "{value}");
        }
        assert_eq!(read("'--1'"), None);
        assert_eq!(read("'+ 1'"), None);
    }

    #[test]
    fn numbers_booleans_and_text() {
        let float = |value: &str| ask(value, |node| is_juju_float(Packed::Rewritten, node));
        assert!(float("3") && float("0.5") && float("'1e5'") && float(".inf"));
        assert!(!float("'0.5'") && !float("true") && !float(""));
        let bool = |value: &str| ask(value, |node| juju_bool(Packed::Rewritten, node));
        assert_eq!(bool("yes"), Some(true));
        assert_eq!(bool("'F'"), Some(false));
        assert_eq!(bool("n"), Some(false));
        for value in ["'yes'", "'on'", "1", "", "'TrUe'"] {
            assert_eq!(bool(value), None, "{value}");
        }
        let text = |value: &str| ask(value, |node| is_juju_text(Packed::Rewritten, node));
        assert!(text("x") && text("2024-01-31") && text("'8'") && text("''") && text("y"));
        assert!(!text("8") && !text("") && !text("off") && !text("[x]"));
    }
}
