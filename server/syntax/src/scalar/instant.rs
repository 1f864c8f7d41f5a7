//! Dates and timestamps as PyYAML 6 reads them.
//!
//! A date is strictly `YYYY-MM-DD`; with a time of day, month, day and hour may have one digit.
//! Whatever has that form is never text again: an impossible date stops the load.

use std::borrow::Cow;

use super::{DateField, Scalar};

pub(super) fn read(text: &str) -> Option<Scalar<'_>> {
    let mut cursor = Cursor(text.as_bytes());
    let year = cursor.digits(4, 4)?;
    cursor.expect(b'-')?;
    let month = cursor.digits(1, 2)?;
    cursor.expect(b'-')?;
    let day = cursor.digits(1, 2)?;
    let impossible_day = impossible_day(year, month, day);

    if cursor.0.is_empty() {
        return match impossible_day {
            _ if text.len() != "YYYY-MM-DD".len() => None,
            Some(field) => Some(Scalar::ImpossibleDate(field)),
            None => Some(Scalar::Date(Cow::Borrowed(text))),
        };
    }

    if cursor.skip(|byte| matches!(byte, b'T' | b't'), 1) == 0 && cursor.blanks() == 0 {
        return None;
    }
    let hour = cursor.digits(1, 2)?;
    cursor.expect(b':')?;
    let minute = cursor.digits(2, 2)?;
    cursor.expect(b':')?;
    let second = cursor.digits(2, 2)?;
    let micros = cursor.fraction();
    let zone = cursor.zone()?;

    let impossible = impossible_day
        .or((hour > 23).then_some(DateField::Hour))
        .or((minute > 59).then_some(DateField::Minute))
        .or((second > 59).then_some(DateField::Second))
        .or(zone.filter(|minutes| minutes.abs() >= 24 * 60).map(|_| DateField::Zone));
    if let Some(field) = impossible {
        return Some(Scalar::ImpossibleDate(field));
    }

    let mut printed = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
    if micros != 0 {
        printed.push_str(&format!(".{micros:06}"));
    }
    if let Some(offset) = zone {
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.abs();
        printed.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
    }
    Some(Scalar::Timestamp(printed))
}

fn impossible_day(year: u32, month: u32, day: u32) -> Option<DateField> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if year == 0 {
        Some(DateField::Year)
    } else if !(1..=12).contains(&month) {
        Some(DateField::Month)
    } else if !(1..=days).contains(&day) {
        Some(DateField::Day)
    } else {
        None
    }
}

/// The bytes not read yet.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn skip(&mut self, wanted: impl Fn(u8) -> bool, most: usize) -> usize {
        let count = self.0.iter().take(most).take_while(|byte| wanted(**byte)).count();
        self.0 = &self.0[count..];
        count
    }

    fn blanks(&mut self) -> usize {
        self.skip(|byte| matches!(byte, b' ' | b'\t'), usize::MAX)
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        (self.skip(|byte| byte == wanted, 1) == 1).then_some(())
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let before = self.0;
        let count = self.skip(|byte| byte.is_ascii_digit(), most);
        let value = |digits: &[u8]| digits.iter().fold(0, |v, d| v * 10 + u32::from(d - b'0'));
        (count >= least).then(|| value(&before[..count]))
    }

    /// Microseconds; Python drops further digits.
    fn fraction(&mut self) -> u32 {
        if self.expect(b'.').is_none() {
            return 0;
        }
        let before = self.0;
        let count = self.skip(|byte| byte.is_ascii_digit(), usize::MAX);
        let digits = before[..count].iter().map(|digit| u32::from(digit - b'0'));
        digits.chain(std::iter::repeat(0)).take(6).fold(0, |value, digit| value * 10 + digit)
    }

    /// The offset from UTC in minutes if one is written; `None` if what is left is no zone.
    fn zone(&mut self) -> Option<Option<i32>> {
        if self.0.is_empty() {
            return Some(None);
        }
        self.blanks();
        let offset = match self.0.first()? {
            b'Z' => {
                self.0 = &self.0[1..];
                0
            }
            sign @ (b'+' | b'-') => {
                let sign = if *sign == b'-' { -1 } else { 1 };
                self.0 = &self.0[1..];
                let hours = self.digits(1, 2)?;
                let minutes = match self.expect(b':') {
                    Some(()) => self.digits(2, 2)?,
                    None => 0,
                };
                sign * (hours * 60 + minutes) as i32
            }
            _ => return None,
        };
        self.0.is_empty().then_some(Some(offset))
    }
}
