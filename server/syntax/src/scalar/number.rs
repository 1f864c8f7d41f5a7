//! Numbers as PyYAML 6 reads them: `_` anywhere after the first digit, base 2, 8, 10, 16 and 60.
//!
//! An integer has no dot, a float has one; an exponent needs a sign and a float. `None` means that
//! the text has not the form of a number; [`Scalar::Unreadable`] that it has, but Python fails.

use super::{Integer, Scalar, Unreadable};

/// Python 3.11 and later neither read nor print more decimal digits than this in one integer.
const MAX_DECIMAL_DIGITS: usize = 4300;

/// One digit of a number: the base that the number so far is multiplied with, and what is added.
type Place = (u32, u32);

pub(super) fn read(text: &str) -> Option<Scalar<'static>> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let has_sign = unsigned.len() < text.len();
    let float = |value: f64| Scalar::Float(if negative { -value } else { value });

    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Some(float(f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if !has_sign => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    if unsigned.starts_with('.') {
        // `-.5` is text: only a number that starts with a digit may have a sign.
        return if has_sign { None } else { decimal_float(unsigned).map(float) };
    }
    match (unsigned.contains(':'), unsigned.contains('.')) {
        (false, false) => integer(unsigned, negative),
        (false, true) => decimal_float(unsigned).map(float),
        (true, false) => base_60_integer(unsigned, negative),
        (true, true) => base_60_float(unsigned).map(|value| match value {
            Ok(value) => float(value),
            Err(reason) => Scalar::Unreadable(reason),
        }),
    }
}

fn integer(unsigned: &str, negative: bool) -> Option<Scalar<'static>> {
    if let Some(digits) = unsigned.strip_prefix("0b") {
        return power_of_two_integer(digits, 2, negative);
    }
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return power_of_two_integer(digits, 16, negative);
    }
    if unsigned == "0" {
        return Some(Scalar::Int(Integer::Small(0)));
    }
    if unsigned.starts_with('0') {
        return power_of_two_integer(unsigned, 8, negative);
    }
    if !is_digits_from(unsigned, b'1') {
        return None;
    }
    Some(match decimal_places(unsigned) {
        Ok(places) => Scalar::Int(compose(places, negative)),
        Err(reason) => Scalar::Unreadable(reason),
    })
}

fn power_of_two_integer(digits: &str, radix: u32, negative: bool) -> Option<Scalar<'static>> {
    let well_formed = !digits.is_empty() && digits.chars().all(|c| c == '_' || c.is_digit(radix));
    if !well_formed {
        return None;
    }
    if digits.bytes().all(|byte| byte == b'_') {
        return Some(Scalar::Unreadable(Unreadable::NoDigits));
    }
    let places = digits.chars().filter_map(move |c| Some((radix, c.to_digit(radix)?)));
    Some(Scalar::Int(compose(places, negative)))
}

fn base_60_integer(unsigned: &str, negative: bool) -> Option<Scalar<'static>> {
    let (first, rest) = unsigned.split_once(':')?;
    if !is_digits_from(first, b'1') || !rest.split(':').all(is_minutes) {
        return None;
    }
    Some(match decimal_places(first) {
        Ok(places) => {
            let minutes = rest.split(':').map(|part| (60, small_number(part)));
            Scalar::Int(compose(places.chain(minutes), negative))
        }
        Err(reason) => Scalar::Unreadable(reason),
    })
}

fn decimal_float(unsigned: &str) -> Option<f64> {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], &unsigned[at..]),
        None => (unsigned, ""),
    };
    if !exponent.is_empty() && !is_exponent(exponent) {
        return None;
    }
    let (whole, fraction) = mantissa.split_once('.')?;
    let well_formed = if whole.is_empty() {
        is_digits_from(fraction, b'0')
    } else {
        is_digits_from(whole, b'0') && is_digits_or_underscores(fraction)
    };
    if !well_formed {
        return None;
    }
    unsigned.replace('_', "").parse().ok()
}

/// Adds up from the last place, as PyYAML does, so that the rounding is the same.
fn base_60_float(unsigned: &str) -> Option<Result<f64, Unreadable>> {
    let (places, fraction) = unsigned.split_once('.')?;
    let (first, rest) = places.split_once(':')?;
    if !is_digits_from(first, b'0')
        || !rest.split(':').all(is_minutes)
        || !is_digits_or_underscores(fraction)
    {
        return None;
    }
    let mut total = 0.0;
    let mut parts = unsigned.rsplit(':');
    let mut power = BigDecimal::one();
    loop {
        let Some(part) = parts.next() else { return Some(Ok(total)) };
        let weight = power.to_float();
        if weight.is_infinite() {
            return Some(Err(Unreadable::TooManyPlaces));
        }
        total += part.replace('_', "").parse::<f64>().ok()? * weight;
        power.multiply_add(60, 0);
    }
}

fn is_exponent(text: &str) -> bool {
    let [_, b'+' | b'-', digits @ ..] = text.as_bytes() else { return false };
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// One or more digits and `_`, of which the first is a digit not below `lowest_first`.
fn is_digits_from(text: &str, lowest_first: u8) -> bool {
    text.bytes().next().is_some_and(|first| (lowest_first..=b'9').contains(&first))
        && is_digits_or_underscores(text)
}

fn is_digits_or_underscores(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'_' || byte.is_ascii_digit())
}

/// A base 60 place after the first: `0` to `59`, or `00` to `09`.
fn is_minutes(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
}

fn small_number(digits: &str) -> u32 {
    digits.bytes().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'))
}

fn decimal_places(digits: &str) -> Result<impl Iterator<Item = Place> + Clone, Unreadable> {
    let places = digits.chars().filter_map(|c| Some((10, c.to_digit(10)?)));
    if places.clone().count() > MAX_DECIMAL_DIGITS {
        return Err(Unreadable::TooManyDigits);
    }
    Ok(places)
}

fn compose(places: impl Iterator<Item = Place> + Clone, negative: bool) -> Integer {
    let small = places.clone().try_fold(0_i128, |value, (radix, digit)| {
        value.checked_mul(i128::from(radix))?.checked_add(i128::from(digit))
    });
    if let Some(value) = small {
        return Integer::Small(if negative { -value } else { value });
    }
    let mut magnitude = BigDecimal::zero();
    for (radix, digit) in places {
        magnitude.multiply_add(radix, digit);
        if magnitude.is_beyond_printing() {
            return Integer::Unprintable;
        }
    }
    let digits = magnitude.to_digits();
    if digits.len() > MAX_DECIMAL_DIGITS {
        return Integer::Unprintable;
    }
    Integer::Big(if negative { format!("-{digits}") } else { digits })
}

/// A natural number of any size in groups of nine decimal digits, the lowest group first.
struct BigDecimal(Vec<u32>);

impl BigDecimal {
    const GROUP: u64 = 1_000_000_000;
    const GROUP_DIGITS: usize = 9;

    fn zero() -> Self {
        Self(Vec::new())
    }

    fn one() -> Self {
        Self(vec![1])
    }

    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for group in &mut self.0 {
            let product = u64::from(*group) * u64::from(factor) + carry;
            *group = (product % Self::GROUP) as u32;
            carry = product / Self::GROUP;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Ends the work on a number that is too long to print anyway: each further digit costs time
    /// in proportion to the length so far.
    fn is_beyond_printing(&self) -> bool {
        self.0.len() > MAX_DECIMAL_DIGITS.div_ceil(Self::GROUP_DIGITS)
    }

    fn to_digits(&self) -> String {
        let mut groups = self.0.iter().rev();
        let mut digits = groups.next().map_or_else(|| "0".to_owned(), u32::to_string);
        for group in groups {
            digits.push_str(&format!("{group:09}"));
        }
        digits
    }

    /// The nearest float, infinite when there is none.
    fn to_float(&self) -> f64 {
        self.to_digits().parse().unwrap_or(f64::INFINITY)
    }
}

/// A float as Python prints it: the fewest digits that read back as the same number, an exponent
/// below 1e-4 and from 1e16 on.
pub(super) fn float_text(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let shortest = format!("{value:e}");
    let Some((mantissa, exponent)) = shortest.split_once('e') else { return shortest };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    // Of two shortest texts at the same distance Python takes the even one, `{:e}` the upper one;
    // formatting with a fixed number of digits rounds to even as well.
    let digits_after_dot = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if !(-4..16).contains(&exponent) {
        let rounded = format!("{value:.digits_after_dot$e}");
        let mantissa = rounded.split_once('e').map_or(mantissa, |(mantissa, _)| mantissa);
        return format!("{mantissa}e{exponent:+03}");
    }
    let decimals = digits_after_dot.saturating_add_signed(-(exponent as isize)).max(1);
    format!("{value:.decimals$}")
}
