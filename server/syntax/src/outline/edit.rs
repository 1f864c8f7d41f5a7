//! Reading only the lines that an edit can have changed.
//!
//! A line depends on the text before it through what it lies inside of and through the columns that
//! are open above it. Reading starts again at a line of content before the edit, where nothing is
//! open and the columns can be told from the lines above, and ends at one behind it that finds both
//! as they were before.

use super::{Line, LineKind, Outline, Reader, State};
use crate::text::{Change, Text, TextRange, TextSize};

/// How many lines behind an edit are tried for being as they were; each costs a look at all above.
const TRIES: usize = 32;

impl Outline {
    /// Follows an edit; `text` is the one after it. Equal to reading all of it anew.
    pub(crate) fn edit(&mut self, text: &Text, change: Change) {
        let old = std::mem::take(self);
        if self.read_around(&old, text, change).is_none() {
            *self = Outline::new(text);
        }
    }

    /// `None` if the columns cannot be told.
    fn read_around(&mut self, old: &Outline, text: &Text, change: Change) -> Option<()> {
        let edited = text.line_of(change.replaced.start()) as usize;
        let start = old.lines.get(..edited)?.iter().rposition(Line::is_content)?;
        let above = old.lines.get(..start)?;
        let mut reader = Reader::new(text.as_str());
        reader.columns = open_columns(above)?;
        self.lines.reserve(text.line_count() as usize);
        self.lines.extend_from_slice(above);
        let was_guess = |number: usize| old.guesses.binary_search(&(number as u32)).is_ok();
        self.guesses.extend(old.guesses.iter().take_while(|&&number| (number as usize) < start));
        // What this line ended was open above it, where nothing has changed.
        let starts_with_guess = was_guess(start);

        let end = change.replaced.start() + change.inserted;
        let shift = |range: TextRange| range - change.replaced.end() + end;
        let added = i64::from(text.line_count()) - old.lines.len() as i64;
        let mut tries = 0;
        for number in start as u32..text.line_count() {
            let range = text.line_range(number);
            if range.start() > end && matches!(reader.state, State::Between) && tries < TRIES {
                let old_number = usize::try_from(i64::from(number) - added).ok()?;
                let is_same = |line: &Line| {
                    line.is_content()
                        && line.range.start() > change.replaced.end()
                        && shift(line.range) == range
                        && !was_guess(old_number)
                };
                if old.lines.get(old_number).is_some_and(is_same) {
                    tries += 1;
                    if reader.columns == open_columns(old.lines.get(..old_number)?)? {
                        self.take_rest(old, old_number, added, shift);
                        return Some(());
                    }
                }
            }
            self.push(&mut reader, range);
            if number as usize == start && starts_with_guess {
                self.guesses.push(number);
            }
        }
        Some(())
    }

    fn take_rest(
        &mut self,
        old: &Outline,
        from: usize,
        added: i64,
        shift: impl Fn(TextRange) -> TextRange,
    ) {
        let at = |offset: TextSize| shift(TextRange::empty(offset)).start();
        self.lines.extend(old.lines.iter().skip(from).map(|line| Line {
            range: shift(line.range),
            content: at(line.content),
            key: line.key.map(&shift),
            colon: line.colon.map(at),
            value: line.value.map(&shift),
            comment: line.comment.map(&shift),
            ..line.clone()
        }));
        let rest = old.guesses.iter().filter(|&&number| number as usize >= from);
        self.guesses.extend(rest.map(|&number| (i64::from(number) + added) as u32));
    }
}

/// The columns of the keys and dashes that are open behind these lines, outermost first. `None`
/// where the lines do not tell, as the columns of several dashes are not kept.
fn open_columns(lines: &[Line]) -> Option<Vec<u32>> {
    let mut columns = Vec::new();
    let mut limit = u32::MAX;
    for line in lines.iter().rev() {
        if line.kind == LineKind::Marker || limit == 0 {
            break;
        }
        if !line.is_content() {
            continue;
        }
        if line.dashes > 1 && line.indent < limit {
            return None;
        }
        let key = line.key.map(|_| line.column());
        let dash = (line.dashes > 0).then_some(line.indent);
        columns.extend([key, dash].into_iter().flatten().filter(|&column| column < limit));
        limit = limit.min(line.indent);
    }
    columns.reverse();
    Some(columns)
}
