//! Following an edit inside one small entry without a look at the rest of the text.
//!
//! A unit is an entry that is read in one go or, if that fails, line by line, and that lies in no other
//! such entry. Which blocks the text around it is cut into depends on where its lines stand and not on
//! what they say. So as long as a unit keeps its outward shape, only its own nodes change: they are
//! read again and put in the place of the old ones, and all that stands behind them moves.
//!
//! Whatever is in doubt is left to [`super::reread`], which finds out everything anew.

use std::ops::Range;

use super::exotic::is_part_exotic;
use super::{Cutter, Piece, Reading, SMALL, is_doubtful, without_mark};
use crate::outline::{Inside, Line, LineKind, Outline};
use crate::text::{Change, Text, TextRange, moved};
use crate::tree::NodeData;

/// An entry of up to [`SMALL`] lines.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) lines: TextRange,
    pub(super) line_count: u32,
    pub(super) nodes: Range<u32>,
    pub(super) pieces: Range<u32>,
    pub(super) problems: Range<u32>,
    pub(super) shape: Shape,
}

/// What the blocks around an entry depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its first line with content, counted from its first line.
    head: u32,
    /// Column of that line.
    column: u32,
    has_key: bool,
}

impl Shape {
    /// That of an entry with these lines; `None` if the blocks around it depend on more.
    pub(super) fn of(lines: &[Line]) -> Option<Shape> {
        let head = lines
            .iter()
            .position(|line| !matches!(line.kind, LineKind::Blank | LineKind::Comment))?;
        let first = lines.get(head).filter(|line| line.is_content())?;
        let rest = lines.get(head + 1..)?;
        let (column, has_key) = (first.indent, first.key.is_some());
        let fits = |line: &Line| match line.kind {
            LineKind::Blank | LineKind::Comment | LineKind::Inside(Inside::BlockScalar) => true,
            LineKind::Inside(Inside::Quote | Inside::Flow) => line.indent >= column,
            LineKind::Content => {
                let is_item = line.indent == column && line.dashes > 0;
                (line.indent > column || is_item) && !line.has_tab()
            }
            LineKind::Marker | LineKind::Directive => false,
        };
        // A word without a colon counts as a key if entries stand below it.
        let is_plain = has_key || !rest.iter().any(Line::is_content);
        let is_entry = first.dashes == 0 && !first.has_tab() && is_plain;
        let head = head as u32;
        (is_entry && rest.iter().all(fits)).then_some(Shape { head, column, has_key })
    }
}

impl Cutter<'_> {
    /// Appends keys and values of one entry, and notes the unit that it is.
    pub(super) fn entry(&mut self, lines: Range<u32>) {
        if self.is_in_small || lines.len() as u32 > SMALL {
            return self.any_entry(lines);
        }
        let shape = Shape::of(self.own_lines(&lines));
        let [nodes, pieces, problems] = self.reading.counts();
        let (range, line_count) = (self.range(&lines), lines.len() as u32);
        self.is_in_small = true;
        self.any_entry(lines);
        self.is_in_small = false;
        let Some(shape) = shape else { return };
        let [nodes_end, pieces_end, problems_end] = self.reading.counts();
        self.reading.units.push(Unit {
            lines: range,
            line_count,
            nodes: nodes..nodes_end,
            pieces: pieces..pieces_end,
            problems: problems..problems_end,
            shape,
        });
    }
}

impl Reading {
    /// How many nodes, pieces and problems there are.
    fn counts(&self) -> [u32; 3] {
        let Reading { tree, pieces, problems, .. } = self;
        [tree.nodes.len(), pieces.len(), problems.len()].map(|count| count as u32)
    }
}

/// Follows an edit in place if one unit holds it; `false`, and nothing changed, if not. `changed` are the
/// lines of `text` that are others than before.
pub(super) fn reread(
    text: &Text,
    outline: &Outline,
    reading: &mut Reading,
    change: Change,
    changed: &Range<u32>,
) -> bool {
    let Some((index, lines)) = unit_with(text, outline, reading, change, changed) else {
        return false;
    };
    let Some(unit) = reading.units.get(index).cloned() else { return false };
    let Some(part) = read_unit(text, outline, lines.clone()) else { return false };
    let problems = reading.problems.len() - unit.problems.len() + part.problems.len();
    if is_doubtful(problems, text, outline) || !keeps_order(reading, &unit, &part, change) {
        return false;
    }
    let Some(parents) = parents(&reading.tree.nodes, &unit) else { return false };
    let edit = Edit { index, unit, line_count: lines.len() as u32, part, shift: change.shift() };
    edit.put_in_place(reading, &parents);
    true
}

/// The unit that holds the edit, and its lines now.
fn unit_with(
    text: &Text,
    outline: &Outline,
    reading: &Reading,
    change: Change,
    changed: &Range<u32>,
) -> Option<(usize, Range<u32>)> {
    let replaced = change.replaced;
    let has_mark = without_mark(text.as_str()).1 > 0.into();
    let index = reading.units.partition_point(|unit| unit.lines.start() <= replaced.start());
    let index = index.checked_sub(1).filter(|_| !reading.entangled && !has_mark)?;
    let unit = reading.units.get(index)?;
    if !unit.lines.contains_range(replaced) {
        return None;
    }
    let end = moved(TextRange::empty(unit.lines.end()), change.shift()).start();
    let is_last = end == text.len();
    let first = text.line_of(unit.lines.start());
    let behind = if is_last { text.line_count() } else { text.line_of(end) };
    // What stands behind it must still start on a line of its own.
    let is_apart = is_last || replaced.end() < unit.lines.end() && text.line_start(behind) == end;
    let is_inside = changed.start >= first && changed.end <= behind;
    if !is_apart || !is_inside || text.line_start(first) != unit.lines.start() {
        return None;
    }
    // Where lines go away, a block around it may become small enough to be read in one go.
    let count = behind.checked_sub(first)?;
    let lines = outline.lines();
    let own = lines.get(first as usize..behind as usize)?;
    let next = lines.get(behind as usize..)?.iter().find(|line| line.is_content());
    let is_same = (unit.line_count..=SMALL).contains(&count)
        && Shape::of(own)? == unit.shape
        && !next.is_some_and(Line::has_tab);
    let now = text.slice(TextRange::new(unit.lines.start(), end));
    (is_same && !is_part_exotic(text, now, own)).then_some((index, first..behind))
}

/// What the unit's lines are now; `None` if that depends on other blocks.
fn read_unit(text: &Text, outline: &Outline, lines: Range<u32>) -> Option<Reading> {
    let mut cutter = Cutter::new(text, outline, None);
    cutter.is_in_small = true;
    cutter.entry(lines);
    let part = cutter.reading;
    (!part.entangled && !part.tree.nodes.is_empty()).then_some(part)
}

/// Whether all problems would stand in the order of the text.
fn keeps_order(reading: &Reading, unit: &Unit, part: &Reading, change: Change) -> bool {
    let start_of = |index: usize| reading.problems.get(index).map(|it| it.range);
    let before = (unit.problems.start as usize).checked_sub(1).and_then(start_of);
    let behind = start_of(unit.problems.end as usize).map(|range| moved(range, change.shift()));
    let own = part.problems.iter().map(|problem| problem.range);
    before.into_iter().chain(own).chain(behind).is_sorted_by_key(|range| range.start())
}

/// The nodes that the unit stands in, the outermost first.
fn parents(nodes: &[NodeData], unit: &Unit) -> Option<Vec<usize>> {
    let target = unit.nodes.start as usize;
    let mut parents = Vec::new();
    let mut at = 0;
    while at < target && !unit.nodes.is_empty() {
        parents.push(at);
        let mut child = at + 1;
        while child < target {
            let end = child + nodes.get(child)?.len as usize;
            if end > target {
                break;
            }
            child = end;
        }
        at = child;
    }
    (at == target && !parents.is_empty()).then_some(parents)
}

/// Nodes that are there in place of others.
struct Replaced {
    nodes: Range<usize>,
    more: u32,
    shift: u32,
    was_repaired: bool,
}

/// A unit, and what it is now.
struct Edit {
    index: usize,
    unit: Unit,
    line_count: u32,
    part: Reading,
    shift: u32,
}

impl Edit {
    fn put_in_place(self, reading: &mut Reading, parents: &[usize]) {
        let Edit { index, unit, line_count, part, shift } = self;
        let grown = |new: usize, old: &Range<u32>| (new as u32).wrapping_sub(old.len() as u32);
        let more_nodes = grown(part.tree.nodes.len(), &unit.nodes);
        let more_pieces = grown(part.pieces.len(), &unit.pieces);
        let more_problems = grown(part.problems.len(), &unit.problems);

        let nodes = &mut reading.tree.nodes;
        let was_repaired = has_repaired(nodes.get(indexes(&unit.nodes)).unwrap_or_default());
        nodes.iter_mut().skip(unit.nodes.end as usize).for_each(|node| node.shift(shift));
        nodes.splice(indexes(&unit.nodes), part.tree.nodes);
        let mut own = unit.nodes.clone();
        own.end = own.end.wrapping_add(more_nodes);
        let replaced = Replaced { nodes: indexes(&own), more: more_nodes, shift, was_repaired };
        parents.iter().rev().for_each(|&parent| replaced.adjust_parent(nodes, parent));

        for problem in reading.problems.iter_mut().skip(unit.problems.end as usize) {
            problem.range = moved(problem.range, shift);
        }
        reading.problems.splice(indexes(&unit.problems), part.problems);

        for piece in reading.pieces.iter_mut().skip(unit.pieces.end as usize) {
            piece.lines = moved(piece.lines, shift);
            add(&mut piece.nodes, more_nodes);
            add(&mut piece.problems, more_problems);
        }
        let own = part.pieces.into_iter().map(|mut piece: Piece| {
            add(&mut piece.nodes, unit.nodes.start);
            add(&mut piece.problems, unit.problems.start);
            piece
        });
        reading.pieces.splice(indexes(&unit.pieces), own);

        for other in reading.units.iter_mut().skip(index + 1) {
            other.lines = moved(other.lines, shift);
            add(&mut other.nodes, more_nodes);
            add(&mut other.pieces, more_pieces);
            add(&mut other.problems, more_problems);
        }
        if let Some(unit) = reading.units.get_mut(index) {
            let end = moved(TextRange::empty(unit.lines.end()), shift).end();
            unit.lines = TextRange::new(unit.lines.start(), end);
            unit.line_count = line_count;
            unit.nodes.end = unit.nodes.end.wrapping_add(more_nodes);
            unit.pieces.end = unit.pieces.end.wrapping_add(more_pieces);
            unit.problems.end = unit.problems.end.wrapping_add(more_problems);
        }
    }
}

impl Replaced {
    /// Gives a mapping around the unit its size.
    fn adjust_parent(&self, nodes: &mut [NodeData], parent: usize) {
        let Some(before) = nodes.get(parent) else { return };
        let len = before.len.wrapping_add(self.more);
        let behind = parent + len as usize;
        let own = nodes.get(self.nodes.clone()).unwrap_or_default();
        let end = match behind > self.nodes.end {
            true => moved(TextRange::empty(before.range.end()), self.shift).end(),
            // Nodes stand in the order of the text, so none before the unit ends further on.
            false => own.iter().map(|node| node.range.end()).max().unwrap_or_default(),
        };
        let repaired = match before.repaired && self.was_repaired {
            true => has_repaired(nodes.get(parent + 1..behind).unwrap_or_default()),
            false => before.repaired || has_repaired(own),
        };
        let start = nodes.get(parent + 1).map(|key| key.range.start()).unwrap_or_default();
        if let Some(node) = nodes.get_mut(parent) {
            node.len = len;
            node.range = TextRange::new(start, end.max(start));
            node.repaired = repaired;
        }
    }
}

fn has_repaired(nodes: &[NodeData]) -> bool {
    nodes.iter().any(|node| node.repaired)
}

fn indexes(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// With wrapping, so that it goes either way.
fn add(range: &mut Range<u32>, by: u32) {
    *range = range.start.wrapping_add(by)..range.end.wrapping_add(by);
}
