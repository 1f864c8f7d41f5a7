//! Comments that silence findings, and the rules about them.
//!
//! `# flask-lsp: ignore[code]` counts for its own line or, alone on a line, for the next line that is no
//! comment; `# flask-lsp: ignore-file[code]` above the first key counts for the whole file. Without codes all
//! rules are silent. What looks like a comment inside a text is none: the outline knows which is which.

mod unknown_ignored_code;
mod unused_ignore;

use std::cell::{Cell, OnceCell};

use syntax::outline::{Inside, Line, LineKind};
use syntax::{Document, TextRange, TextSize};

use super::Rule;
use crate::finding::{Finding, Fix, Safety, TextEdit};

pub(super) static RULES: &[&Rule] = &[&unknown_ignored_code::RULE, &unused_ignore::RULE];

/// The rule that looks at what all others have found, so it comes last.
pub(super) static LAST: &Rule = &unused_ignore::RULE;

/// What every comment that is meant for us holds.
const ADDRESS: &str = "flask-lsp:";

/// All comments of a document that silence findings.
#[derive(Debug, Default)]
pub(crate) struct Ignores {
    comments: Vec<Ignore>,
    /// Ids of the rules that have looked at the document.
    ran: OnceCell<Vec<&'static str>>,
}

/// One comment that silences findings.
#[derive(Debug)]
struct Ignore {
    /// From `#` to the end of the line.
    comment: TextRange,
    /// From `flask-lsp:` to the closing bracket, or to the end of the word.
    instruction: TextRange,
    /// Whether nothing else stands on the line.
    is_alone: bool,
    scope: Scope,
    /// Without brackets all findings are meant.
    codes: Option<Vec<Code>>,
    is_used: Cell<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Findings on this line.
    Line(u32),
    File,
    /// The comment stands where it counts for nothing.
    Nothing,
}

/// A code between the brackets.
#[derive(Debug)]
struct Code {
    text: String,
    range: TextRange,
    is_used: Cell<bool>,
}

/// The comment that silences a rule.
pub(crate) fn instruction_for(code: &str) -> String {
    format!("# {ADDRESS} ignore[{code}]")
}

impl Ignores {
    /// Reads the comments of a document.
    pub(crate) fn of(document: &Document) -> Ignores {
        let text = document.text();
        let lines = document.outline().lines();
        let mut comments = Vec::new();
        let mut above_content = true;
        for (number, line) in (0u32..).zip(lines) {
            above_content &= !line.is_content();
            let Some(comment) = line.comment else { continue };
            let Some(instruction) = instruction(text.slice(comment)) else { continue };
            let before = TextRange::new(line.range.start(), comment.start());
            let is_alone = text.slice(before).trim().is_empty();
            let scope = match instruction.whole_file {
                true if is_alone && above_content => Scope::File,
                true => Scope::Nothing,
                false if is_alone => {
                    next_content(lines, number).map_or(Scope::Nothing, Scope::Line)
                }
                false => Scope::Line(number),
            };
            comments.push(Ignore {
                comment,
                instruction: instruction.range + comment.start(),
                is_alone,
                scope,
                codes: instruction.codes.map(|codes| {
                    let place = |(text, range): (String, TextRange)| Code {
                        text,
                        range: range + comment.start(),
                        is_used: Cell::new(false),
                    };
                    codes.into_iter().map(place).collect()
                }),
                is_used: Cell::new(false),
            });
        }
        Ignores { comments, ran: OnceCell::new() }
    }

    /// Takes out what is to be silent, and remembers which rules have looked.
    pub(super) fn apply(
        &self,
        document: &Document,
        ran: &[&'static Rule],
        found: &mut Vec<Finding>,
    ) {
        if self.comments.is_empty() {
            return;
        }
        let _ = self.ran.set(ran.iter().map(|rule| rule.id).collect());
        found.retain(|finding| !self.silences(document, finding));
    }

    /// Where a further code goes in a comment that counts for a line and names codes.
    pub(crate) fn room_for_code(&self, line: u32) -> Option<TextSize> {
        let mut here = self.comments.iter().filter(|ignore| ignore.scope == Scope::Line(line));
        here.find_map(|ignore| Some(ignore.codes.as_ref()?.last()?.range.end()))
    }

    /// The removal of the comment that stands on a line.
    pub(crate) fn removal_on(&self, document: &Document, line: u32) -> Option<TextEdit> {
        let text = document.text();
        let mut comments = self.comments.iter();
        let ignore = comments.find(|ignore| text.line_of(ignore.comment.start()) == line)?;
        Some(ignore.removal(document))
    }

    /// Every comment that asks for it counts as used: they may be there for several reasons.
    fn silences(&self, document: &Document, finding: &Finding) -> bool {
        let places = places(document, finding);
        let mut is_silenced = false;
        for ignore in &self.comments {
            let reaches = match ignore.scope {
                Scope::File => true,
                Scope::Line(line) => places.contains(&Some(line)),
                Scope::Nothing => false,
            };
            is_silenced |= reaches && ignore.names(finding.rule.id);
        }
        is_silenced
    }

    /// Whether no rule was left out, but for those that only look at other kinds of files.
    fn have_all_run(&self) -> bool {
        self.ran.get().is_some_and(|ran| ran.len() == super::all().len())
    }

    fn has_run(&self, code: &str) -> bool {
        self.ran.get().is_some_and(|ran| ran.contains(&code))
    }
}

impl Ignore {
    fn names(&self, id: &str) -> bool {
        let named = match &self.codes {
            // Whoever silences a whole line hears that there was nothing to silence.
            None => id != LAST.id,
            Some(codes) => {
                let named = codes.iter().find(|code| code.text == id);
                named.inspect(|code| code.is_used.set(true)).is_some()
            }
        };
        if named {
            self.is_used.set(true);
        }
        named
    }

    /// The removal of the instruction, with the rest of the comment where nothing is left before it, and
    /// with the line where nothing is left on it.
    fn removal(&self, document: &Document) -> TextEdit {
        let text = document.text();
        let words_before = TextRange::new(self.comment.start(), self.instruction.start());
        let words_before =
            text.slice(words_before).trim_end_matches([' ', '\t', ':', ',', '-', '(', '#']);
        let start = match words_before.trim_start_matches('#').is_empty() {
            true => self.comment.start(),
            false => self.comment.start() + TextSize::of(words_before),
        };
        let line = text.line_of(start);
        if start == self.comment.start() && self.is_alone {
            let range = TextRange::new(text.line_start(line), text.line_start(line + 1));
            return TextEdit { range, insert: String::new() };
        }
        let kept = text.slice(TextRange::new(text.line_start(line), start)).trim_end();
        let start = text.line_start(line) + TextSize::of(kept);
        TextEdit { range: TextRange::new(start, self.comment.end()), insert: String::new() }
    }

    /// The removal of one code of several.
    fn removal_of(&self, index: usize) -> Option<TextEdit> {
        let codes = self.codes.as_deref()?;
        let range = match (codes.get(index)?, codes.get(index + 1)) {
            (code, Some(next)) => TextRange::new(code.range.start(), next.range.start()),
            (code, None) => {
                TextRange::new(codes.get(index.checked_sub(1)?)?.range.end(), code.range.end())
            }
        };
        Some(TextEdit { range, insert: String::new() })
    }

    fn fix(&self, title: &str, edit: TextEdit) -> Fix {
        let title = title.to_owned();
        Fix { title, safety: Safety::Safe, edits: vec![edit], rename_file: None }
    }
}

/// The lines on which a comment counts for a finding: its own and, inside of a text, where that begins.
fn places(document: &Document, finding: &Finding) -> [Option<u32>; 2] {
    let line = document.text().line_of(finding.range.start());
    let outline = document.outline();
    let is_in_text = |number: u32| {
        outline.line(number).is_some_and(|line| {
            matches!(line.kind, LineKind::Inside(Inside::BlockScalar | Inside::Quote))
        })
    };
    let header = is_in_text(line).then(|| (0..line).rev().find(|above| !is_in_text(*above)));
    [Some(line), header.flatten()]
}

/// The line that a comment alone on a line speaks of: further comments may stand between the two.
fn next_content(lines: &[Line], comment: u32) -> Option<u32> {
    let below = (0u32..).zip(lines).skip(comment as usize + 1);
    let (number, line) = below.into_iter().find(|(_, line)| line.kind != LineKind::Comment)?;
    (line.kind != LineKind::Blank).then_some(number)
}

struct Instruction {
    whole_file: bool,
    range: TextRange,
    codes: Option<Vec<(String, TextRange)>>,
}

/// Reads a comment; ranges count from its start.
fn instruction(comment: &str) -> Option<Instruction> {
    let start = comment.find(ADDRESS)?;
    let rest = comment.get(start + ADDRESS.len()..)?;
    let word_and_more = rest.trim_start_matches([' ', '\t']);
    let is_of_word = |ch: char| ch.is_alphanumeric() || ch == '-' || ch == '_';
    let word_len = word_and_more.find(|ch| !is_of_word(ch)).unwrap_or(word_and_more.len());
    // `ignored` and the like are words of a sentence.
    let (word, more) = word_and_more.split_at_checked(word_len)?;
    let whole_file = match word {
        "ignore" => false,
        "ignore-file" => true,
        _ => return None,
    };
    let word_end = comment.len() - more.len();
    let inner = more.trim_start_matches([' ', '\t']).strip_prefix('[');
    let (codes, end) = match inner {
        None => (None, word_end),
        Some(inner) => {
            let inner_start = comment.len() - inner.len();
            // Half typed, it names codes already.
            let inner_len = inner.find(']').unwrap_or(inner.len());
            let codes = inner.get(..inner_len).unwrap_or_default();
            (Some(listed(codes, inner_start)), (inner_start + inner_len + 1).min(comment.len()))
        }
    };
    Some(Instruction { whole_file, range: range(start, end), codes })
}

fn listed(codes: &str, start: usize) -> Vec<(String, TextRange)> {
    let mut listed = Vec::new();
    let mut at = start;
    for piece in codes.split(',') {
        let code = piece.trim();
        let code_start = at + (piece.len() - piece.trim_start().len());
        if !code.is_empty() {
            listed.push((code.to_owned(), range(code_start, code_start + code.len())));
        }
        at += piece.len() + 1;
    }
    listed
}

fn range(start: usize, end: usize) -> TextRange {
    let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(start), size(end))
}

#[cfg(test)]
mod tests {
    use crate::snapshot::Snapshot;

    /// Line numbers, from 0, of the duplicate keys that are still reported.
    fn reported(text: &str) -> Vec<u32> {
        let snapshot = Snapshot::alone("rockcraft.yaml", text).unwrap();
        let findings = crate::check(&snapshot);
        let duplicates = findings.iter().filter(|finding| finding.rule.id == "duplicate-key");
        let text = snapshot.document.text();
        duplicates.map(|finding| text.line_of(finding.range.start())).collect()
    }

    #[test]
    fn a_comment_silences_its_own_line_or_alone_the_next() {
        let behind = "a: 1\na: 2 # flask-lsp: ignore[yaml-syntax, duplicate-key]\na: 3\n";
        assert_eq!(reported(behind), [2]);
        let above = "a: 1\n# why: flask-lsp: ignore[duplicate-key]\na: 2\na: 3\n";
        assert_eq!(reported(above), [3]);
    }

    #[test]
    fn a_comment_without_codes_silences_every_rule() {
        assert!(reported("a: 1\na: 2 # flask-lsp: ignore\n").is_empty());
        assert!(reported("a: 1\na: 2 # flask-lsp: ignore, it is meant so\n").is_empty());
        assert!(reported("a: 1\na: 2 #flask-lsp:ignore\n").is_empty());
    }

    #[test]
    fn comments_of_several_lines_speak_of_the_line_below_them() {
        let stacked = "a: 1\n# flask-lsp: ignore[duplicate-key]\n# flask-lsp: ignore[yaml-syntax]\n# or so\na: 2\n";
        assert!(reported(stacked).is_empty());
        assert_eq!(reported("a: 1\n# flask-lsp: ignore[duplicate-key]\n\na: 2\n"), [3]);
    }

    #[test]
    fn other_codes_other_words_and_texts_silence_nothing() {
        assert_eq!(reported("a: 1\na: 2 # flask-lsp: ignore[yaml-syntax]\n"), [1]);
        assert_eq!(reported("a: 1\na: 2 # flask-lsp: ignore[]\n"), [1]);
        assert_eq!(reported("a: 1\na: 2 # flask-lsp: ignored until now\n"), [1]);
        assert_eq!(reported("a: 1\na: '# flask-lsp: ignore'\n"), [1]);
        assert_eq!(reported("b: 1 # flask-lsp: ignore\nb: 2\n"), [1]);
        assert_eq!(
            reported("a: |\n  # flask-lsp: ignore-file\n  # flask-lsp: ignore\na: 2\n"),
            [3]
        );
        assert_eq!(reported("a: \"\n  # flask-lsp: ignore\n  \"\na: 2\n"), [3]);
    }

    #[test]
    fn half_typed_brackets_hold_codes_already() {
        assert!(reported("a: 1\na: 2 # flask-lsp: ignore[duplicate-key\n").is_empty());
        assert_eq!(reported("a: 1\na: 2 # flask-lsp: ignore[dupl\n"), [1]);
    }

    #[test]
    fn a_whole_file_is_silenced_above_its_first_key_only() {
        assert!(
            reported("# mine\n# flask-lsp: ignore-file[duplicate-key]\n\n---\na: 1\na: 2\n")
                .is_empty()
        );
        assert!(reported("# flask-lsp: ignore-file\na: 1\na: 2\n").is_empty());
        assert_eq!(reported("# flask-lsp: ignore-file[yaml-syntax]\na: 1\na: 2\n"), [2]);
        assert_eq!(reported("a: 1\n# flask-lsp: ignore-file\nb: 1\nb: 2\n"), [3]);
    }

    #[test]
    fn what_is_found_inside_of_a_text_is_silenced_where_the_text_begins() {
        let lines = |text: &str| {
            let snapshot = Snapshot::alone("charmcraft.yaml", text).unwrap();
            let mut findings = crate::check(&snapshot);
            findings.retain(|finding| finding.rule.id == "yaml-syntax");
            let text = snapshot.document.text();
            findings.iter().map(|it| text.line_of(it.range.start())).collect::<Vec<_>>()
        };
        // A character that PyYAML refuses, where there is no room for a comment.
        let text = "description: |\n  one\n  \u{7}\n";
        assert_eq!(lines(text), [2]);
        assert!(lines(&text.replace('|', "| # flask-lsp: ignore[yaml-syntax]")).is_empty());
        assert!(lines(&format!("# flask-lsp: ignore[yaml-syntax]\n{text}")).is_empty());
        assert_eq!(lines(&text.replace("one", "# flask-lsp: ignore")), [2]);
    }

    #[test]
    fn with_ignores_off_everything_is_reported() {
        let text = "# flask-lsp: ignore-file\na: 1\na: 2 # flask-lsp: ignore[no-such-code]\n";
        let mut snapshot = Snapshot::alone("rockcraft.yaml", text).unwrap();
        let settings = crate::Settings { ignores: false, ..Default::default() };
        snapshot.settings = settings.into();
        let ids: Vec<_> = crate::check(&snapshot).iter().map(|finding| finding.rule.id).collect();
        assert!(ids.contains(&"duplicate-key"), "{ids:?}");
        assert!(
            !ids.contains(&"unused-ignore") && !ids.contains(&"unknown-ignored-code"),
            "{ids:?}"
        );
    }
}
