//! Columns far to the right: how many units a text has up to an offset, without counting from the start
//! of the line each time.
//!
//! A line may be the whole document, with a finding in each of its words. The counts stand at regular
//! distances and are taken when the first such column is asked for; ordinary texts never have any.

use std::sync::OnceLock;

use super::{Encoding, floor_char, slice};

/// Lines that are shorter than this, in bytes, are counted from their start.
pub(super) const LONG: usize = 4 * 1024;

/// Bytes between two marks.
const STEP: usize = 1024;

/// Marks of one text. They say nothing that the text does not, so all of them are equal.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns(OnceLock<Vec<Units>>);

/// The length of a text.
#[derive(Debug, Clone, Copy, Default)]
struct Units {
    utf16: u32,
    utf32: u32,
}

impl PartialEq for Columns {
    fn eq(&self, _: &Columns) -> bool {
        true
    }
}

impl Eq for Columns {}

impl Columns {
    /// The length of `text` up to `offset`, in units of the encoding. The text is the one that this
    /// belongs to.
    pub(super) fn units_before(&self, text: &str, offset: usize, encoding: Encoding) -> u32 {
        let marks = self.0.get_or_init(|| marks(text));
        let index = (offset / STEP).min(marks.len().saturating_sub(1));
        let mark = marks.get(index).copied().unwrap_or_default();
        let counted = match encoding {
            Encoding::Utf8 => return offset as u32,
            Encoding::Utf16 => mark.utf16,
            Encoding::Utf32 => mark.utf32,
        };
        counted + encoding.width(slice(text, index * STEP, offset))
    }
}

/// One for each [`STEP`] bytes, at the border of a character.
fn marks(text: &str) -> Vec<Units> {
    let mut marks = Vec::with_capacity(text.len() / STEP + 1);
    let (mut units, mut counted) = (Units::default(), 0);
    for at in (0..=text.len()).step_by(STEP) {
        let end = floor_char(text, at);
        let part = slice(text, counted, end);
        units.utf16 += Encoding::Utf16.width(part);
        units.utf32 += Encoding::Utf32.width(part);
        marks.push(units);
        counted = end;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_counting_agree_at_every_offset() {
        let text = "aé🦀".repeat(700) + "\r\nb";
        let columns = Columns::default();
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let counted = encoding.width(&text[..offset]);
                assert_eq!(columns.units_before(&text, offset, encoding), counted, "{offset}");
            }
        }
        assert_eq!(Columns::default().units_before("", 0, Encoding::Utf16), 0);
    }
}
