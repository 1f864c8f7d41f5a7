//! Mending a block that does not parse, in a copy, so that the rest of it keeps its nodes.
//!
//! Lines near the mistake are tried with a colon added (a half-typed key), with their value taken
//! out, or taken out together with what hangs on them, until the copy parses. What was touched is
//! marked in the nodes, and each step becomes one problem at the line that it touched, unless it is
//! the echo of one before. Colons are the only thing that changes the length of the copy, so
//! positions are easily mapped back.

use std::ops::Range;

use crate::blocks::parse_block;
use crate::diagnose::{diagnose, diagnose_line, leading_tab};
use crate::events::{self, ParseError, Parsed};
use crate::outline::{Line, LineKind};
use crate::problem::{Problem, ProblemKind};
use crate::text::{TextRange, TextSize, slice};
use crate::tree::{Kind, NodeData};

/// What came of it. All ranges are relative to the block.
#[derive(Default)]
pub(crate) struct Repaired {
    /// Empty if nothing helped.
    pub(crate) nodes: Vec<NodeData>,
    /// At least one.
    pub(crate) problems: Vec<Problem>,
    pub(crate) linked: bool,
}

/// More steps than this are not tried: the block is beyond repair.
const MAX_STEPS: usize = 3;

/// What is done to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Patch {
    Keep,
    /// A colon behind its text.
    Colon,
    /// No value, nor the lines that continue it; key and dashes stay.
    NoValue,
    /// Nothing but blanks, nor what stands below the key: nobody would own it.
    Blank,
    /// Nothing but blanks, nor the lines below that are indented at least as far.
    BlankLevel,
}

/// Mends `source`, the text of `lines`, which starts at `base`. `entries`: the lines must be keys
/// and values of a block mapping; else they may be any value.
pub(crate) fn repair(source: &str, base: TextSize, lines: &[Line], entries: bool) -> Repaired {
    let block = Block { source, base, lines, entries };
    if let Some(repaired) = block.without_tabs() {
        return repaired;
    }
    let mut patches = vec![Patch::Keep; lines.len()];
    let mut problems = Vec::new();
    let mut outcome = block.parse(&patches);
    for _ in 0..MAX_STEPS {
        let Err(mistake) = &outcome else { break };
        let Some((at, patch, better)) = block.best_step(&patches, mistake) else { break };
        problems.push(block.problem(at, patch, mistake));
        if let Some(slot) = patches.get_mut(at) {
            *slot = patch;
        }
        outcome = better;
    }
    drop_echoes(&mut problems);
    problems.sort_by_key(|problem| problem.range.start());
    match outcome {
        Ok(parsed) => {
            let mut nodes = parsed.nodes;
            block.mark(&mut nodes, &patches);
            Repaired { nodes, problems, linked: parsed.linked }
        }
        Err(mistake) => {
            if problems.is_empty() {
                problems.push(block.diagnosed(&mistake));
            }
            Repaired { nodes: Vec::new(), problems, linked: false }
        }
    }
}

/// A mistake often makes lines below it start at a column that fits nothing: that is no second
/// mistake, and where it is one it is told when the first is mended.
fn drop_echoes(problems: &mut Vec<Problem>) {
    let mut is_first = true;
    problems.retain(|problem| {
        std::mem::take(&mut is_first) || problem.kind != ProblemKind::Indentation
    });
}

struct Block<'a> {
    source: &'a str,
    base: TextSize,
    lines: &'a [Line],
    entries: bool,
}

/// Why a copy is no good yet, at an offset into the unchanged block.
struct Mistake {
    offset: u32,
    /// `None`: it parses, but is not a block mapping.
    error: Option<ParseError>,
}

impl Block<'_> {
    /// Where tabs are the only mistake, and each level has its number of them, the block is read as
    /// it is meant: with blanks in their place. The first one stands for all.
    fn without_tabs(&self) -> Option<Repaired> {
        let first = self.lines.iter().find(|line| line.has_tab())?;
        let range = leading_tab(self.source, &relative(first, self.base))?;
        let mut copy = self.source.as_bytes().to_vec();
        for line in self.lines.iter().filter(|line| line.has_tab()) {
            let blanks = TextRange::new(line.range.start().max(self.base), line.content);
            let blanks = Range::<usize>::from(blanks - self.base);
            copy.get_mut(blanks)?
                .iter_mut()
                .filter(|byte| **byte == b'\t')
                .for_each(|byte| *byte = b' ');
        }
        let copy = String::from_utf8(copy).ok()?;
        let Parsed { nodes, linked, .. } = self.parse_copy(&copy, &[]).ok()?;
        let problems = vec![Problem { kind: ProblemKind::Tab, range }];
        (!nodes.is_empty()).then_some(Repaired { nodes, problems, linked })
    }

    fn parse(&self, patches: &[Patch]) -> Result<Parsed, Mistake> {
        let (copy, colons) = self.patched(patches);
        self.parse_copy(&copy, &colons)
    }

    /// Parses a copy in which colons were added at these places.
    fn parse_copy(&self, copy: &str, colons: &[u32]) -> Result<Parsed, Mistake> {
        let original = |offset: u32| {
            let offset = offset - colons.iter().filter(|&&colon| colon < offset).count() as u32;
            offset.min(self.source.len() as u32)
        };
        if let Some(mut parsed) = parse_block(copy) {
            for node in &mut parsed.nodes {
                let map = |range: TextRange| {
                    let start = original(range.start().into());
                    TextRange::new(start.into(), original(range.end().into()).max(start).into())
                };
                let range = map(node.range);
                node.range = range;
                if let Some(properties) = &mut node.properties {
                    properties.anchor = properties.anchor.map(map);
                    properties.tag = properties.tag.map(map);
                }
            }
            let is_block_mapping = |node: &NodeData| {
                matches!(node.kind, Kind::Mapping { flow: false }) && node.properties.is_none()
            };
            if parsed.nodes.is_empty() || !self.entries || is_block_mapping(&parsed.nodes[0]) {
                return Ok(parsed);
            }
            let offset = parsed.nodes[0].range.start().into();
            return Err(Mistake { offset, error: None });
        }
        match events::parse(copy) {
            Err(error) => Err(Mistake { offset: original(error.offset), error: Some(error) }),
            // A second document, which only a marker line inside a scalar can look like.
            Ok(parsed) => {
                let offset = original(parsed.second_document.unwrap_or_default());
                Err(Mistake { offset, error: None })
            }
        }
    }

    /// The copy, and where in it colons were added.
    fn patched(&self, patches: &[Patch]) -> (String, Vec<u32>) {
        let mut copy = String::with_capacity(self.source.len() + 4);
        let mut colons = Vec::new();
        let mut copied = 0;
        for (index, line) in self.lines.iter().enumerate() {
            let patch = patches.get(index).copied().unwrap_or(Patch::Keep);
            if usize::from(line.range.end().max(self.base) - self.base) <= copied {
                // Gone with a line above.
                continue;
            }
            let blanked = match (patch, line.value) {
                (Patch::Keep, _) => continue,
                (Patch::Colon, Some(value)) => {
                    let end = usize::from(value.end() - self.base);
                    copy.push_str(slice(self.source, copied, end));
                    colons.push(copy.len() as u32);
                    copy.push(':');
                    copied = end;
                    continue;
                }
                (Patch::Colon | Patch::NoValue, None) => continue,
                (Patch::NoValue, Some(value)) => {
                    TextRange::new(value.start(), self.end_of(index, patch))
                }
                (Patch::Blank | Patch::BlankLevel, _) => {
                    TextRange::new(line.range.start(), self.end_of(index, patch))
                }
            };
            let (start, end) =
                (blanked.start().max(self.base) - self.base, blanked.end() - self.base);
            let start = start.max(TextSize::new(copied as u32));
            copy.push_str(slice(self.source, copied, start.into()));
            let text = slice(self.source, start.into(), end.into());
            copy.extend(
                text.bytes()
                    .map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' }),
            );
            copied = end.into();
        }
        copy.push_str(slice(self.source, copied, self.source.len()));
        (copy, colons)
    }

    /// End of the line with this index and of those that a patch of it touches: those inside what
    /// it starts, and those that stand on it.
    fn end_of(&self, index: usize, patch: Patch) -> TextSize {
        let nearest = match patch {
            Patch::Keep | Patch::Colon | Patch::NoValue => u32::MAX,
            Patch::Blank => self.level_below(index).unwrap_or(u32::MAX),
            Patch::BlankLevel => self.lines.get(index).map_or(0, |line| line.indent),
        };
        let belongs = |line: &&Line| match line.kind {
            LineKind::Inside(_) => true,
            LineKind::Blank | LineKind::Comment => nearest != u32::MAX,
            _ => line.indent >= nearest,
        };
        let rest = self.lines.get(index + 1..).unwrap_or_default();
        let touched = rest.iter().take_while(belongs);
        let last = touched.filter(|line| line.is_content() || is_inside(line)).last();
        last.or(self.lines.get(index)).map_or(self.base, |line| line.range.end())
    }

    /// The step that makes the copy parse, else the one that gets furthest.
    fn best_step(
        &self,
        patches: &[Patch],
        mistake: &Mistake,
    ) -> Option<(usize, Patch, Result<Parsed, Mistake>)> {
        let mut best: Option<(usize, Patch, Result<Parsed, Mistake>)> = None;
        let mut furthest = mistake.offset;
        for (at, patch) in self.steps(patches, mistake) {
            let mut tried = patches.to_vec();
            if let Some(slot) = tried.get_mut(at) {
                *slot = patch;
            }
            match self.parse(&tried) {
                Ok(parsed) => return Some((at, patch, Ok(parsed))),
                Err(next) if next.offset > furthest => {
                    furthest = next.offset;
                    best = Some((at, patch, Err(next)));
                }
                Err(_) => {}
            }
        }
        best
    }

    /// What may help, the likeliest first.
    fn steps(&self, patches: &[Patch], mistake: &Mistake) -> Vec<(usize, Patch)> {
        let offset = self.base + TextSize::new(mistake.offset);
        let line_of_error = self.lines.partition_point(|line| line.range.start() <= offset);
        let mut near = (0..line_of_error)
            .rev()
            .filter(|&index| self.lines.get(index).is_some_and(Line::is_content));
        let current = near.next();
        let previous = near.next();
        let mut steps = Vec::new();
        // A lone word right at or before the mistake is a key without its colon.
        for index in [current, previous].into_iter().flatten() {
            if self.lines.get(index).is_some_and(|line| self.is_word(line)) {
                steps.push((index, Patch::Colon));
            }
        }
        // Below a value that is already complete nothing more can stand.
        let is_too_far_in = |index: usize, before: usize| {
            let (Some(line), Some(before)) = (self.lines.get(index), self.lines.get(before)) else {
                return false;
            };
            let is_further_in = line.indent > before.column();
            let is_entry = line.key.is_some() && is_further_in;
            before.value.is_some() && (is_entry || line.dashes > 0 && before.dashes == 0)
        };
        if let (Some(current), Some(previous)) = (current, previous)
            && is_too_far_in(current, previous)
        {
            steps.push((current, Patch::Blank));
        }
        steps.extend(current.and_then(|current| self.odd_level(current)));
        for index in [current, previous].into_iter().flatten() {
            let Some(line) = self.lines.get(index) else { continue };
            if line.value.is_some() && (line.key.is_some() || line.dashes > 0) {
                steps.push((index, Patch::NoValue));
            }
        }
        steps.extend([current, previous].into_iter().flatten().map(|index| (index, Patch::Blank)));
        steps.retain(|&(index, patch)| patches.get(index) != Some(&patch));
        steps
    }

    /// The lines above this one that are indented too far, if they are the odd ones: more lines
    /// stand at the column of this one.
    fn odd_level(&self, current: usize) -> Option<(usize, Patch)> {
        let column = self.lines.get(current)?.indent;
        let above = self.lines.get(..current)?.iter().enumerate().rev();
        let above = above.filter(|(_, line)| line.is_content());
        let (first, line) = above.take_while(|(_, line)| line.indent > column).last()?;
        let odd_column = line.indent;
        let before = self.lines.get(..first)?.iter().rev().find(|line| line.is_content());
        if before.is_some_and(|before| before.indent == column) {
            return None;
        }
        let odd = self.level(first..current, odd_column);
        let even = self.level(current..self.lines.len(), column);
        (even > odd).then_some((first, Patch::BlankLevel))
    }

    /// The column of what stands below a key: that of the first line there. `None` where there is
    /// nothing, or where the key has its value on its own line.
    fn level_below(&self, index: usize) -> Option<u32> {
        let line = self.lines.get(index).filter(|line| line.value.is_none())?;
        let mut below = self.lines.get(index + 1..)?.iter().filter(|line| line.is_content());
        below.next().map(|first| first.indent).filter(|&first| first > line.indent)
    }

    /// Number of lines at a column, up to the first that is indented less.
    fn level(&self, lines: Range<usize>, column: u32) -> usize {
        let lines = self.lines.get(lines).unwrap_or_default().iter();
        let content = lines.filter(|line| line.is_content());
        let level = content.take_while(|line| line.indent >= column);
        level.filter(|line| line.indent == column).count()
    }

    /// Whether a line can be a key without its colon.
    fn is_word(&self, line: &Line) -> bool {
        let Some(value) = line.value.filter(|_| line.key.is_none()) else { return false };
        let value = value - self.base;
        let text = slice(self.source, value.start().into(), value.end().into());
        !text.starts_with([
            '[', ']', '{', '}', '"', '\'', '|', '>', '*', '&', '!', '#', '@', '`', '%', ',',
        ]) && !text.contains(": ")
    }

    fn problem(&self, at: usize, patch: Patch, mistake: &Mistake) -> Problem {
        let Some(line) = self.lines.get(at) else { return self.diagnosed(mistake) };
        match (patch, line.value) {
            (Patch::Colon, Some(value)) => {
                Problem { kind: ProblemKind::MissingColon, range: value - self.base }
            }
            _ => {
                let line = relative(line, self.base);
                diagnose_line(self.source, &line, mistake.error.as_ref(), mistake.offset)
            }
        }
    }

    fn diagnosed(&self, mistake: &Mistake) -> Problem {
        match &mistake.error {
            Some(error) => {
                let error = ParseError { offset: mistake.offset, info: error.info.clone() };
                diagnose(self.source, &error)
            }
            None => {
                let first = self.lines.iter().find(|line| line.is_content());
                let range = first.map_or(TextRange::default(), |line| {
                    TextRange::new(line.content, line.range.end()) - self.base
                });
                Problem { kind: ProblemKind::Other, range }
            }
        }
    }

    /// Marks what was touched, and everything around it.
    fn mark(&self, nodes: &mut [NodeData], patches: &[Patch]) {
        for (index, line) in self.lines.iter().enumerate() {
            let patch = patches.get(index).copied().unwrap_or(Patch::Keep);
            if patch == Patch::Keep {
                continue;
            }
            let end = self.end_of(index, patch);
            let touched = TextRange::new(line.range.start().max(self.base), end) - self.base;
            for node in nodes.iter_mut() {
                node.repaired |= node.range.intersect(touched).is_some();
            }
        }
    }
}

fn is_inside(line: &Line) -> bool {
    matches!(line.kind, LineKind::Inside(_))
}

fn relative(line: &Line, base: TextSize) -> Line {
    let shift = |range: TextRange| {
        TextRange::new(range.start().max(base) - base, range.end().max(base) - base)
    };
    Line {
        range: shift(line.range),
        content: line.content - base,
        key: line.key.map(shift),
        colon: line.colon.map(|colon| colon - base),
        value: line.value.map(shift),
        comment: line.comment.map(shift),
        ..line.clone()
    }
}
