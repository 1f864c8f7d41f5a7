//! What a text target gets: a file, edits to it, and a number from which it draws places.

use serde_json::{Value, json};
use syntax::{TextRange, TextSize};

use crate::mutate::{TOKENS, border, mutate, place, pump};
use crate::random::Random;
use crate::seeds;

/// A replacement; what lies outside of the text is clamped, as [`syntax::Document::edit`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) at: usize,
    pub(crate) len: usize,
    pub(crate) insert: String,
}

impl Edit {
    pub(crate) fn range(&self) -> TextRange {
        let size = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
        TextRange::at(size(self.at), size(self.len))
    }

    pub(crate) fn apply(&self, text: &mut String) {
        let start = border(text, self.at);
        let end = border(text, self.at + self.len).max(start);
        text.replace_range(start..end, &self.insert);
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) edits: Vec<Edit>,
    /// Where a target wants a random choice of its own.
    pub(crate) choice: u64,
}

/// How large inputs are. Small ones are fast, and hold every combination of a few lines; one in eight is larger, as
/// long texts are cut into blocks and short ones are not.
pub(crate) struct Size {
    pub(crate) text: usize,
    pub(crate) edits: usize,
}

impl Input {
    pub(crate) fn draw(random: &mut Random, size: &Size) -> Input {
        let most = if random.one_in(8) { size.text * 4 } else { size.text };
        let (file, mut text) = seeds::draw(random, most);
        while !random.one_in(4) {
            mutate(&mut text, random);
        }
        if random.one_in(3_000) {
            pump(&mut text, random, 8_000);
        }
        let mut edits = Vec::new();
        let mut now = text.clone();
        let count = if size.edits == 0 { 0 } else { 1 + random.below(size.edits) };
        while edits.len() < count {
            draw_edits(random, &mut now, &mut edits);
        }
        edits.truncate(count);
        Input { file: file.to_owned(), text, edits, choice: random.next() }
    }

    pub(crate) fn to_json(&self) -> Value {
        let edits: Vec<Value> =
            self.edits.iter().map(|edit| json!([edit.at, edit.len, edit.insert])).collect();
        json!({ "file": self.file, "text": self.text, "edits": edits, "choice": self.choice })
    }

    pub(crate) fn from_json(value: &Value) -> Option<Input> {
        let edits = value["edits"].as_array()?.iter().map(|edit| {
            let number = |index: usize| usize::try_from(edit[index].as_u64()?).ok();
            Some(Edit { at: number(0)?, len: number(1)?, insert: edit[2].as_str()?.to_owned() })
        });
        Some(Input {
            file: value["file"].as_str()?.to_owned(),
            text: value["text"].as_str()?.to_owned(),
            edits: edits.collect::<Option<_>>()?,
            choice: value["choice"].as_u64()?,
        })
    }

    /// Inputs that hold less; the ones that hold much less first.
    pub(crate) fn smaller(&self) -> Vec<Input> {
        let mut smaller = Vec::new();
        if let [first, rest @ ..] = self.edits.as_slice() {
            let mut text = self.text.clone();
            first.apply(&mut text);
            smaller.push(Input { text, edits: rest.to_vec(), ..self.clone() });
        }
        for index in (0..self.edits.len()).rev() {
            let mut fewer = self.clone();
            fewer.edits.remove(index);
            smaller.push(fewer);
        }
        let mut length = self.text.len();
        while length > 0 {
            for start in (0..self.text.len()).step_by(length) {
                let (start, end) = (border(&self.text, start), border(&self.text, start + length));
                smaller.extend((start < end).then(|| self.without(start, end)));
            }
            length /= 2;
        }
        for index in 0..self.edits.len() {
            for length in [self.edits[index].insert.len() / 2, 1] {
                let insert = &self.edits[index].insert;
                if length == 0 || insert.len() < 2 {
                    continue;
                }
                for shorter in [
                    &insert[border(insert, length)..],
                    &insert[..border(insert, insert.len() - length)],
                ] {
                    let mut fewer = self.clone();
                    fewer.edits[index].insert = shorter.to_owned();
                    smaller.push(fewer);
                }
            }
            if self.edits[index].len > 0 {
                let mut fewer = self.clone();
                fewer.edits[index].len /= 2;
                smaller.push(fewer);
            }
        }
        if self.choice > 0 {
            smaller.push(Input { choice: 0, ..self.clone() });
        }
        smaller
    }

    fn without(&self, start: usize, end: usize) -> Input {
        let mut fewer = self.clone();
        fewer.text.replace_range(start..end, "");
        let gone = end - start;
        for edit in fewer.edits.iter_mut().filter(|edit| edit.at >= end) {
            edit.at -= gone;
        }
        fewer
    }

    pub(crate) fn weight(&self) -> usize {
        let edits: usize = self.edits.iter().map(|edit| 4 + edit.len + edit.insert.len()).sum();
        self.text.len() + edits + usize::from(self.choice > 0)
    }
}

/// One edit, or several that belong together.
fn draw_edits(random: &mut Random, now: &mut String, edits: &mut Vec<Edit>) {
    let mut push = |edit: Edit, now: &mut String| {
        edit.apply(now);
        edits.push(edit);
    };
    let at = place(now, random);
    match random.below(8) {
        // A word is typed.
        0 | 1 => {
            let seed = seeds::any(random);
            let mut at = at;
            let word = match random.one_in(2) {
                true => random.pick(TOKENS),
                false => seeds::some_lines(random, &seed.text, 1),
            };
            for ch in word.chars().take(8) {
                push(Edit { at, len: 0, insert: ch.to_string() }, now);
                at += ch.len_utf8();
            }
        }
        // Characters are taken back.
        2 => {
            for end in (1..=at).rev().take(1 + random.below(6)) {
                push(Edit { at: end - 1, len: 1, insert: String::new() }, now);
            }
        }
        // Lines are pasted.
        3 => {
            let seed = seeds::any(random);
            let insert = seeds::some_lines(random, &seed.text, 60).to_owned();
            push(Edit { at, len: 0, insert }, now);
        }
        // Something is replaced, or goes.
        4 | 5 => {
            let len = random.pick(&[0, 1, 1, 2, 4, 12, 40, 120]);
            push(Edit { at, len, insert: String::new() }, now);
        }
        // A place that may lie in the middle of a character or outside of the text.
        6 if random.one_in(4) => {
            let at = random.below(now.len() * 2 + 2);
            push(Edit { at, len: random.below(4), insert: "x".to_owned() }, now);
        }
        _ => {
            let len = random.pick(&[0, 0, 0, 1, 3, 9]);
            push(Edit { at, len, insert: random.pick(TOKENS).to_owned() }, now);
        }
    }
}
