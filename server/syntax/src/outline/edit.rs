//! Reading only the lines that an edit can have changed.
//!
//! A line depends on the text before it through what it lies inside of and through the columns that
//! are open above it. Reading starts again at a line of content before the edit, where nothing is
//! open and the columns can be told from the lines above, and ends at one behind it that finds both
//! as they were before. Lines outside of that are moved where they stand.

use std::ops::Range;

use super::{Line, LineKind, Outline, Reader, State};
use crate::text::{Change, Text, moved, moved_offset};

/// How many lines behind an edit are tried for being as they were; each costs a look at all above.
const TRIES: usize = 32;

/// Lines that were read again, and those in whose place they are.
struct Patch {
    old: Range<usize>,
    lines: Vec<Line>,
    /// Numbers of the new lines that are a guess.
    guesses: Vec<u32>,
}

impl Outline {
    /// Follows an edit; `text` is the one after it. Equal to reading all of it anew. Returns the numbers
    /// of the lines that may be others than before: those before and behind them only moved.
    pub(crate) fn edit(&mut self, text: &Text, change: Change) -> Range<u32> {
        let Some(mut patch) = self.read_around(text, change) else {
            *self = Outline::new(text);
            return 0..text.line_count();
        };
        let edited = text.line_of(change.replaced.start());
        let by = change.shift();
        self.drop_unchanged_end(&mut patch, change);
        let changed = edited..(patch.old.start + patch.lines.len()) as u32;
        for line in self.lines.iter_mut().skip(patch.old.end) {
            shift(line, by);
        }
        let added = (patch.lines.len() as u32).wrapping_sub(patch.old.len() as u32);
        let is_replaced = |number: &u32| patch.old.contains(&(*number as usize));
        self.guesses.retain(|number| !is_replaced(number));
        let behind = self.guesses.partition_point(|&number| (number as usize) < patch.old.start);
        for number in self.guesses.iter_mut().skip(behind) {
            *number = number.wrapping_add(added);
        }
        self.guesses.splice(behind..behind, patch.guesses);
        self.lines.splice(patch.old, patch.lines);
        changed
    }

    /// `None` if the columns cannot be told.
    fn read_around(&self, text: &Text, change: Change) -> Option<Patch> {
        let edited = text.line_of(change.replaced.start()) as usize;
        let start = self.lines.get(..edited)?.iter().rposition(Line::is_content)?;
        let mut reader = Reader::new(text.as_str());
        reader.columns = open_columns(self.lines.get(..start)?)?;
        let mut again = Outline::default();
        // What this line ended was open above it, where nothing has changed.
        let starts_with_guess = self.was_guess(start);

        let end = change.replaced.start() + change.inserted;
        let by = change.shift();
        let added = i64::from(text.line_count()) - self.lines.len() as i64;
        let mut old_end = self.lines.len();
        let mut tries = 0;
        for number in start as u32..text.line_count() {
            let range = text.line_range(number);
            if range.start() > end && matches!(reader.state, State::Between) && tries < TRIES {
                let old_number = usize::try_from(i64::from(number) - added).ok()?;
                let is_same = |line: &Line| {
                    line.is_content()
                        && line.range.start() > change.replaced.end()
                        && moved(line.range, by) == range
                        && !self.was_guess(old_number)
                };
                if self.lines.get(old_number).is_some_and(is_same) {
                    tries += 1;
                    if reader.columns == open_columns(self.lines.get(..old_number)?)? {
                        old_end = old_number;
                        break;
                    }
                }
            }
            again.push(&mut reader, range);
        }
        let mut guesses = again.guesses;
        guesses.iter_mut().for_each(|number| *number += start as u32);
        if starts_with_guess {
            guesses.insert(0, start as u32);
        }
        Some(Patch { old: start..old_end, lines: again.lines, guesses })
    }

    /// Leaves out the last lines that were read again only to find them as they were.
    fn drop_unchanged_end(&self, patch: &mut Patch, change: Change) {
        let by = change.shift();
        while let Some(old) = patch.old.end.checked_sub(1).filter(|old| patch.old.contains(old)) {
            let is_behind = |line: &&Line| line.range.start() > change.replaced.end();
            let Some(line) = self.lines.get(old).filter(is_behind) else { return };
            let mut line = line.clone();
            shift(&mut line, by);
            let number = patch.old.start + patch.lines.len();
            let is_guess = patch.guesses.last().is_some_and(|&last| last as usize + 1 == number);
            if is_guess || self.was_guess(old) || patch.lines.last() != Some(&line) {
                return;
            }
            patch.lines.pop();
            patch.old.end = old;
        }
    }

    fn was_guess(&self, number: usize) -> bool {
        self.guesses.binary_search(&(number as u32)).is_ok()
    }
}

fn shift(line: &mut Line, by: u32) {
    line.range = moved(line.range, by);
    line.content = moved_offset(line.content, by);
    line.colon = line.colon.map(|colon| moved_offset(colon, by));
    for part in [&mut line.key, &mut line.value, &mut line.comment] {
        *part = part.map(|range| moved(range, by));
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
        // What stands further in than a line below it is not open any more.
        if line.indent >= limit || !line.is_content() {
            continue;
        }
        if line.dashes > 1 {
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
