//! Scalars with an explicit tag, which PyYAML 6 reads with Python's own `int()` and `float()`.
//!
//! More is taken than without a tag: `!!float 1e3`, `!!bool tRuE`, `!!timestamp 2024-1-3`.

use std::borrow::Cow;

use super::{Integer, Scalar, instant, number};

pub(super) fn boolean(text: &str) -> Option<Scalar<'static>> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["yes", "true", "on"]) {
        Some(Scalar::Bool(true))
    } else {
        is(["no", "false", "off"]).then_some(Scalar::Bool(false))
    }
}

pub(super) fn integer(text: &str) -> Option<Scalar<'static>> {
    let text = text.replace('_', "");
    let (negative, digits) = signed(&text);
    let octal = digits.strip_prefix("0o").map(|rest| format!("0{rest}"));
    let canonical = octal.as_deref().unwrap_or(digits.trim_end());
    match number::read(canonical) {
        Some(Scalar::Int(value)) => Some(Scalar::Int(negated(value, negative))),
        // Minutes of more than two digits, or above 59.
        None if !digits.starts_with('0') && digits.contains(':') => {
            let value = digits.split(':').try_fold(0_i128, |value, part| {
                value.checked_mul(60)?.checked_add(part.trim().parse().ok()?)
            })?;
            Some(Scalar::Int(negated(Integer::Small(value), negative)))
        }
        _ => None,
    }
}

pub(super) fn float(text: &str) -> Option<Scalar<'static>> {
    let text = text.replace('_', "").to_lowercase();
    let (negative, digits) = signed(&text);
    let value = match digits {
        ".inf" => f64::INFINITY,
        ".nan" => return Some(Scalar::Float(f64::NAN)),
        _ if digits.contains(':') => digits
            .split(':')
            .try_fold(0.0, |value, part| Some(value * 60.0 + part.trim().parse::<f64>().ok()?))?,
        _ => digits.trim().parse().ok()?,
    };
    Some(Scalar::Float(if negative { -value } else { value }))
}

pub(super) fn timestamp(text: &str) -> Option<Scalar<'static>> {
    let (date, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = |part: &str| matches!(part.len(), 1 | 2);
    if !is_short(month) || !is_short(day) {
        return None;
    }
    match instant::read(&format!("{year}-{month:0>2}-{day:0>2}{time}"))? {
        Scalar::Date(date) => Some(Scalar::Date(Cow::Owned(date.into_owned()))),
        Scalar::Timestamp(printed) => Some(Scalar::Timestamp(printed)),
        _ => None,
    }
}

fn signed(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn negated(value: Integer, negative: bool) -> Integer {
    match value {
        Integer::Small(value) if negative => Integer::Small(-value),
        Integer::Big(digits) if negative => Integer::Big(format!("-{digits}")),
        value => value,
    }
}
