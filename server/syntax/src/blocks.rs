//! From lines to a tree when the text is broken or was edited: cut into blocks, parse each alone,
//! put the nodes together again.
//!
//! A block is a run of whole lines: an entry of a mapping, or the value below a key. Where a block
//! is large it is cut at its entries, as deep as it goes, so that an edit parses a few lines again
//! and a mistake takes nothing but its own block with it. What a block becomes depends on its own
//! lines alone; that is why unchanged ones can be taken from the tree before the edit, and why the
//! outcome is the same as without.
//!
//! Texts whose blocks depend on each other (anchors, directives, several documents) are read as a
//! whole first; here only what is left when that fails.

use std::ops::Range;

use crate::diagnose::diagnose;
use crate::events;
use crate::outline::{Inside, Line, LineKind, Outline};
use crate::problem::{Problem, ProblemKind};
use crate::pyyaml;
use crate::repair;
use crate::text::{Change, Text, TextRange, TextSize, moved, slice};
use crate::tree::{Kind, NodeData, Tree};

mod alone;
mod exotic;
mod units;

pub(crate) use alone::parse_block;
use exotic::is_exotic;
use units::Unit;

/// Blocks of up to this many lines are parsed in one go if they can be.
const SMALL: u32 = 12;

/// Texts of up to this many bytes are also read as a whole when blocks find a mistake: that is
/// exact, and costs less than a millisecond.
const WHOLE_IS_CHEAP: u32 = 32 * 1024;

/// A tree, what is wrong, and what can be reused after the next edit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) tree: Tree,
    pub(crate) problems: Vec<Problem>,
    pieces: Vec<Piece>,
    units: Vec<Unit>,
    /// Blocks depend on each other, so nothing can be reused.
    entangled: bool,
}

/// A block that was parsed in one go.
#[derive(Debug, Clone)]
struct Piece {
    lines: TextRange,
    role: Role,
    nodes: Range<u32>,
    problems: Range<u32>,
    entangled: bool,
}

/// What the nodes of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// One node: the document, or what stands below a key.
    Value,
    /// Keys and values of the mapping that the block lies in.
    Entries,
}

/// Reads a text from scratch.
pub(crate) fn read(text: &Text, outline: &Outline) -> Reading {
    match read_whole(text, outline) {
        Ok(reading) => reading,
        Err(error) => {
            let mut reading = Cutter::new(text, outline, None).read();
            if is_exotic(text, outline) {
                // As a whole it may be fine after an edit that lies elsewhere.
                reading.forget_blocks();
            }
            if reading.problems.is_empty() {
                // The blocks are fine one by one, so the mistake lies between them, where no later edit would see
                // it.
                reading.problems.push(error);
                reading.entangled = true;
            }
            reading
        }
    }
}

impl Reading {
    /// Prepares a text that was read as a whole for being edited: finds out which nodes each block
    /// gave, without parsing again. `text` and `outline` are those it was read from.
    pub(crate) fn cut(&mut self, text: &Text, outline: &Outline) {
        let is_plain = self.problems.is_empty() && !self.entangled;
        if !self.pieces.is_empty() || !is_plain || is_exotic(text, outline) {
            return;
        }
        let cut = Cutter { whole: Some(&self.tree), ..Cutter::new(text, outline, None) }.read();
        if cut.problems.is_empty() && cut.tree == self.tree {
            (self.pieces, self.units) = (cut.pieces, cut.units);
        }
    }

    /// Whether blocks may depend on each other: there is no alias where they do not.
    pub(crate) fn is_entangled(&self) -> bool {
        self.entangled
    }

    /// Leaves nothing that could be reused.
    fn forget_blocks(&mut self) {
        self.pieces.clear();
        self.units.clear();
    }
}

impl Reading {
    /// Follows an edit of the text that this was read from. Equal to [`read`], only faster. `changed` are
    /// the lines that are others than before.
    pub(crate) fn edit(
        &mut self,
        text: &Text,
        outline: &Outline,
        change: Change,
        changed: &Range<u32>,
    ) {
        if !units::reread(text, outline, self, change, changed) {
            *self = reread(text, outline, self, change);
        }
    }
}

/// Reads a text again after an edit, with what blocks elsewhere were before.
fn reread(text: &Text, outline: &Outline, before: &Reading, change: Change) -> Reading {
    let has_content = outline.lines().iter().any(Line::is_content);
    if before.entangled || !has_content || is_exotic(text, outline) {
        return read(text, outline);
    }
    let reading = Cutter::new(text, outline, Some((before, change))).read();
    if reading.entangled {
        return read(text, outline);
    }
    let is_doubtful = is_doubtful(reading.problems.len(), text, outline);
    match is_doubtful.then(|| read_whole(text, outline)) {
        // The pieces stay good for the next edit.
        Some(Ok(whole)) => {
            Reading { tree: whole.tree, problems: whole.problems, ..Reading::default() }
        }
        _ => reading,
    }
}

/// Whether the whole text has the last word about the problems that blocks have.
fn is_doubtful(problems: usize, text: &Text, outline: &Outline) -> bool {
    let is_cheap = u32::from(text.len()) <= WHOLE_IS_CHEAP;
    problems > 0 && (is_cheap || outline.is_guess())
}

/// Reads a text in one go; the first mistake if the parser finds one.
fn read_whole(text: &Text, outline: &Outline) -> Result<Reading, Problem> {
    let (body, base) = without_mark(text.as_str());
    let mut parsed = events::parse(body).map_err(|error| shifted(diagnose(body, &error), base))?;
    let mut problems = pyyaml::check(body, base, outline.lines(), &parsed);
    problems.extend(parsed.second_document.map(|at| second_document(body, at)));
    for problem in &mut problems {
        problem.range += base;
    }
    problems.sort_by_key(|problem| problem.range.start());
    for node in &mut parsed.nodes {
        node.shift(base.into());
    }
    let tree = Tree { nodes: parsed.nodes };
    Ok(Reading { tree, problems, entangled: parsed.linked, ..Reading::default() })
}

/// The text without its byte order mark, and where it starts.
fn without_mark(text: &str) -> (&str, TextSize) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    (body, TextSize::of(text) - TextSize::of(body))
}

fn shifted(problem: Problem, by: TextSize) -> Problem {
    Problem { range: problem.range + by, ..problem }
}

fn second_document(text: &str, at: u32) -> Problem {
    let line = slice(text, at as usize, text.len());
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    let range = TextRange::at(TextSize::new(at), TextSize::of(line.trim_end()));
    Problem { kind: ProblemKind::SecondDocument, range }
}

struct Cutter<'a> {
    text: &'a Text,
    lines: &'a [Line],
    before: Option<(&'a Reading, Change)>,
    /// The nodes of the same text, where they are known and only the cuts are wanted.
    whole: Option<&'a Tree>,
    /// Whether what is read lies in a block that is read in one go if it can be.
    is_in_small: bool,
    reading: Reading,
}

/// Nodes and blocks that an edit may add before the lists of them grow.
const ROOM: usize = 64;

impl<'a> Cutter<'a> {
    fn new(text: &'a Text, outline: &'a Outline, before: Option<(&'a Reading, Change)>) -> Self {
        let mut reading = Reading::default();
        if let Some((before, _)) = before {
            // An edit adds little, so this is room enough to grow without moving everything.
            reading.tree.nodes.reserve(before.tree.nodes.len() + ROOM);
            reading.pieces.reserve(before.pieces.len() + ROOM);
            reading.units.reserve(before.units.len() + ROOM);
        }
        let lines = outline.lines();
        Cutter { text, lines, before, whole: None, is_in_small: false, reading }
    }

    fn read(mut self) -> Reading {
        let lines = self.body();
        if self.has_content(&lines) {
            self.value(lines);
        }
        let problems = &mut self.reading.problems;
        if !problems.is_sorted_by_key(|problem| problem.range.start()) {
            // Pieces refer to problems by position, so a sorted list is no use to the next edit.
            problems.sort_by_key(|problem| problem.range.start());
            self.reading.forget_blocks();
        }
        self.reading
    }

    fn line(&self, number: u32) -> Option<&'a Line> {
        self.lines.get(number as usize)
    }

    fn content_lines(&self, lines: &Range<u32>) -> impl Iterator<Item = (u32, &'a Line)> + use<'a> {
        (lines.start..).zip(self.own_lines(lines)).filter(|(_, line)| line.is_content())
    }

    fn has_content(&self, lines: &Range<u32>) -> bool {
        self.content_lines(lines).next().is_some()
    }

    /// The lines of the (first) document.
    fn body(&mut self) -> Range<u32> {
        let count = self.lines.len() as u32;
        let is_special = |line: &Line| matches!(line.kind, LineKind::Marker | LineKind::Directive);
        let mut start = 0;
        for (number, line) in (0..).zip(self.lines).filter(|(_, line)| is_special(line)) {
            self.reading.entangled = true;
            let is_start = self.text.slice(line.range).starts_with("---");
            if line.kind == LineKind::Directive || is_start && !self.has_content(&(start..number)) {
                start = number + 1;
                // A document that starts on the marker's own line is left to the whole parse.
                continue;
            }
            let rest = number + 1..count;
            if is_start || self.has_content(&rest) {
                let range = if is_start { line.range } else { self.first_content(&rest) };
                self.reading.problems.push(Problem { kind: ProblemKind::SecondDocument, range });
            }
            return start..number;
        }
        start..count
    }

    fn first_content(&self, lines: &Range<u32>) -> TextRange {
        let first = self.content_lines(lines).next();
        first.map_or(TextRange::empty(self.text.len()), |(_, line)| {
            TextRange::new(line.content.min(line.range.end()), line.range.end())
        })
    }

    fn range(&self, lines: &Range<u32>) -> TextRange {
        let start = self.text.line_start(lines.start);
        let mark = without_mark(self.text.as_str()).1;
        TextRange::new(start.max(mark), self.text.line_start(lines.end).max(mark))
    }

    /// Appends the one node that the lines are.
    fn value(&mut self, lines: Range<u32>) {
        if self.reuse(&lines, Role::Value) {
            return;
        }
        let is_small = lines.len() as u32 <= SMALL;
        if is_small && self.parse(&lines, Role::Value) {
            return;
        }
        let was_in_small = self.is_in_small;
        self.is_in_small |= is_small;
        if let Some(starts) = self.entry_starts(&lines) {
            self.mapping(lines, &starts);
        } else if is_small || !self.parse(&lines, Role::Value) {
            self.repair(&lines, Role::Value);
        }
        self.is_in_small = was_in_small;
    }

    /// The first lines of the entries, if the lines are those of a block mapping: all content is at
    /// one column or further in.
    fn entry_starts(&self, lines: &Range<u32>) -> Option<Vec<u32>> {
        let column = self.content_lines(lines).next()?.1.indent;
        let mut starts = Vec::new();
        let mut has_key = false;
        // Whether a line indented with tabs belongs to the entry above it.
        let mut takes_tabs = false;
        for (number, line) in self.content_lines(lines) {
            let is_item = line.dashes > 0;
            if takes_tabs && line.has_tab() {
                continue;
            }
            takes_tabs = line.key.is_some() && line.value.is_none();
            match line.indent.cmp(&column) {
                std::cmp::Ordering::Less => return None,
                std::cmp::Ordering::Greater => {}
                // A list may stand at the column of its key, but not before the first one.
                std::cmp::Ordering::Equal if is_item && starts.is_empty() => return None,
                std::cmp::Ordering::Equal if is_item => {}
                std::cmp::Ordering::Equal => {
                    starts.push(number);
                    has_key |= line.key.is_some() || self.has_children(number, lines.end);
                }
            }
        }
        (has_key && !starts.is_empty()).then_some(starts)
    }

    /// Whether lines that look like entries stand below a line.
    fn has_children(&self, number: u32, end: u32) -> bool {
        let Some(parent) = self.line(number) else { return false };
        let below = self.content_lines(&(number + 1..end)).next();
        below.is_some_and(|(_, line)| {
            line.indent > parent.indent && line.key.is_some() || line.dashes > 0
        })
    }

    fn mapping(&mut self, lines: Range<u32>, starts: &[u32]) {
        let index = self.open_mapping(&lines);
        for (position, &start) in starts.iter().enumerate() {
            // Blank lines and comments before the first entry belong to it.
            let start = if position == 0 { lines.start } else { start };
            let end = starts.get(position + 1).copied().unwrap_or(lines.end);
            self.entry(start..end);
        }
        self.close_mapping(index);
    }

    fn open_mapping(&mut self, lines: &Range<u32>) -> usize {
        let index = self.reading.tree.nodes.len();
        let at = self.first_content(lines).start();
        let kind = Kind::Mapping { flow: false };
        self.reading.tree.nodes.push(NodeData { kind, ..NodeData::absent(at) });
        index
    }

    fn close_mapping(&mut self, index: usize) {
        let nodes = &mut self.reading.tree.nodes;
        let len = (nodes.len() - index) as u32;
        let start = nodes.get(index + 1).map(|key| key.range.start());
        let end = nodes.last().map(|last| last.range.end());
        let below = nodes.get(index + 1..).unwrap_or_default();
        let end = below.iter().map(|node| node.range.end()).max().or(end);
        let repaired = below.iter().any(|node| node.repaired);
        if let (Some(node), Some(start), Some(end)) = (nodes.get_mut(index), start, end) {
            node.len = len;
            node.range = TextRange::new(start, end.max(start));
            node.repaired = repaired;
        }
    }

    fn own_lines(&self, lines: &Range<u32>) -> &'a [Line] {
        self.lines.get(lines.start as usize..lines.end as usize).unwrap_or_default()
    }

    /// Appends keys and values of one entry.
    fn any_entry(&mut self, lines: Range<u32>) {
        if self.reuse(&lines, Role::Entries) {
            return;
        }
        let is_small = lines.len() as u32 <= SMALL;
        if is_small && self.parse(&lines, Role::Entries) {
            return;
        }
        if let Some(head) = self.head(&lines) {
            self.head_and_children(head, lines);
        } else if is_small || !self.parse(&lines, Role::Entries) {
            self.repair(&lines, Role::Entries);
        }
    }

    /// The line of the entry's key, if all of the value stands on the lines below it.
    fn head(&self, lines: &Range<u32>) -> Option<u32> {
        let mut content = self.content_lines(lines);
        let (number, line) = content.next()?;
        let is_lone_key = line.key.is_some() && line.value.is_none();
        let is_lone_word = line.is_bare() && self.is_word(line);
        let (_, next) = content.next()?;
        // What stands below must be further in throughout, or a list at the key's own column.
        let is_below = if next.indent > line.indent {
            content.all(|(_, line_below)| line_below.indent > line.indent)
        } else {
            next.dashes > 0
        };
        // So must what quotes and brackets go on with: alone it could be plain text. A blank line could
        // not; besides, an empty last line is in no block's bytes, by which blocks are known again.
        let below = self.lines.get(number as usize + 1..lines.end as usize).unwrap_or_default();
        let goes_on_outside = |below: &Line| {
            let is_open = matches!(below.kind, LineKind::Inside(Inside::Quote | Inside::Flow));
            let is_blank = || self.text.slice(below.range).trim().is_empty();
            is_open && below.indent <= line.indent && !is_blank()
        };
        let is_below =
            is_below && !below.iter().any(goes_on_outside) && !self.counts_from_key(next);
        (is_below && (is_lone_key || is_lone_word && (next.key.is_some() || next.dashes > 0)))
            .then_some(number)
    }

    /// Whether a line may be the `|` of a block text: how far in that has to stand, and which comments end it,
    /// depends on the column of the key above.
    fn counts_from_key(&self, line: &Line) -> bool {
        let text = line.value.filter(|_| line.is_bare()).map_or("", |value| self.text.slice(value));
        text.contains(['|', '>'])
    }

    /// Whether a lone line can be a key that lacks its colon.
    fn is_word(&self, line: &Line) -> bool {
        let text = line.value.map_or("", |value| self.text.slice(value));
        !text.is_empty()
            && !text.contains(['[', ']', '{', '}', '"', '\'', '|', '>', '*', '&', '!', '#', ':'])
    }

    fn head_and_children(&mut self, head: u32, lines: Range<u32>) {
        let nodes_before = self.reading.tree.nodes.len();
        let head_lines = lines.start..head + 1;
        if !self.reuse(&head_lines, Role::Entries) && !self.parse(&head_lines, Role::Entries) {
            self.repair(&head_lines, Role::Entries);
        }
        // The value of the head alone is an absent one; the children take its place. Pieces speak
        // of what is really there, so the head is not one.
        let pieces = &mut self.reading.pieces;
        while pieces.last().is_some_and(|piece| piece.nodes.start as usize >= nodes_before) {
            pieces.pop();
        }
        let nodes = &mut self.reading.tree.nodes;
        if nodes.len() == nodes_before + 2 {
            nodes.pop();
            self.value(head + 1..lines.end);
        }
    }

    /// Appends the nodes that the same lines had before the edit.
    fn reuse(&mut self, lines: &Range<u32>, role: Role) -> bool {
        let Some((before, change)) = self.before else { return false };
        let range = self.range(lines);
        let inserted_end = change.replaced.start() + change.inserted;
        // Blocks are whole lines, so one that touches the edit only with its border has the old text.
        let (old, shift) = if range.end() <= change.replaced.start() {
            (range, 0)
        } else if range.start() >= inserted_end {
            (range - inserted_end + change.replaced.end(), change.shift())
        } else {
            return false;
        };
        let at = before.pieces.partition_point(|piece| piece.lines.start() < old.start());
        let candidates = before.pieces.get(at..).unwrap_or_default().iter();
        let mut candidates = candidates.take_while(|piece| piece.lines.start() == old.start());
        let Some(piece) = candidates.find(|piece| piece.lines == old && piece.role == role) else {
            return false;
        };
        let nodes = before.tree.nodes.get(piece.nodes.start as usize..piece.nodes.end as usize);
        let problems =
            before.problems.get(piece.problems.start as usize..piece.problems.end as usize);
        let first_node = self.reading.tree.nodes.len();
        let first_problem = self.reading.problems.len();
        self.reading.tree.nodes.extend_from_slice(nodes.unwrap_or_default());
        for node in self.reading.tree.nodes.iter_mut().skip(first_node) {
            node.shift(shift);
        }
        self.reading.problems.extend(
            problems
                .unwrap_or_default()
                .iter()
                .map(|problem| Problem { range: moved(problem.range, shift), kind: problem.kind }),
        );
        self.note_piece(range, role, first_node, first_problem, piece.entangled);
        true
    }

    fn note_piece(
        &mut self,
        lines: TextRange,
        role: Role,
        first_node: usize,
        first_problem: usize,
        entangled: bool,
    ) {
        self.reading.entangled |= entangled;
        self.reading.pieces.push(Piece {
            lines,
            role,
            nodes: first_node as u32..self.reading.tree.nodes.len() as u32,
            problems: first_problem as u32..self.reading.problems.len() as u32,
            entangled,
        });
    }

    /// Parses the lines as they are and appends their nodes; `false`, and nothing changed, if they
    /// do not parse or are not what is expected.
    fn parse(&mut self, lines: &Range<u32>, role: Role) -> bool {
        let range = self.range(lines);
        if let Some(whole) = self.whole {
            return self.adopt(whole, range, role);
        }
        let source = self.text.slice(range);
        let Some(parsed) = parse_block(source) else { return false };
        let is_entries = matches!(
            parsed.nodes.first(),
            Some(NodeData { kind: Kind::Mapping { flow: false }, properties: None, .. })
        );
        if parsed.nodes.is_empty() || role == Role::Entries && !is_entries {
            return false;
        }
        let first_node = self.reading.tree.nodes.len();
        let first_problem = self.reading.problems.len();
        let problems = pyyaml::check(source, range.start(), self.own_lines(lines), &parsed);
        self.reading
            .problems
            .extend(problems.into_iter().map(|problem| shifted(problem, range.start())));
        let skip = usize::from(role == Role::Entries);
        self.append(parsed.nodes, skip, range.start());
        self.note_piece(range, role, first_node, first_problem, parsed.linked);
        true
    }

    /// Appends the nodes that the block has in a tree of the same text.
    fn adopt(&mut self, whole: &Tree, range: TextRange, role: Role) -> bool {
        let mut first = whole.nodes.partition_point(|node| node.range.start() < range.start());
        let reaches_out = |node: &NodeData| node.range.end() > range.end();
        while whole.nodes.get(first).is_some_and(reaches_out) {
            first += 1;
        }
        let is_parent = |node: &NodeData| matches!(node.kind, Kind::Mapping { flow: false });
        if role == Role::Entries && whole.nodes.get(first).is_some_and(is_parent) {
            first += 1;
        }
        let rest = whole.nodes.get(first..).unwrap_or_default();
        let nodes = &rest[..rest.partition_point(|node| node.range.start() < range.end())];
        if nodes.is_empty() || nodes.iter().any(reaches_out) {
            return false;
        }
        let first_node = self.reading.tree.nodes.len();
        let first_problem = self.reading.problems.len();
        self.reading.tree.nodes.extend_from_slice(nodes);
        if role == Role::Entries && nodes.len() == 1 {
            // A key alone: its value starts on a later line, as if it were absent here.
            self.reading.tree.nodes.push(NodeData::absent(range.end()));
        }
        self.note_piece(range, role, first_node, first_problem, false);
        true
    }

    fn append(&mut self, nodes: Vec<NodeData>, skip: usize, base: TextSize) {
        self.reading.tree.nodes.extend(nodes.into_iter().skip(skip).map(|mut node| {
            node.shift(base.into());
            node
        }));
    }

    /// Parses a mended copy of the lines and appends its nodes; an absent node if nothing helps.
    fn repair(&mut self, lines: &Range<u32>, role: Role) {
        let range = self.range(lines);
        let source = self.text.slice(range);
        let is_entries = role == Role::Entries;
        let repaired = repair::repair(source, range.start(), self.own_lines(lines), is_entries);
        let first_node = self.reading.tree.nodes.len();
        let first_problem = self.reading.problems.len();
        self.reading
            .problems
            .extend(repaired.problems.into_iter().map(|problem| shifted(problem, range.start())));
        let skip = usize::from(role == Role::Entries);
        self.append(repaired.nodes, skip, range.start());
        if role == Role::Value && self.reading.tree.nodes.len() == first_node {
            let at = self.first_content(lines).start();
            self.reading.tree.nodes.push(NodeData { repaired: true, ..NodeData::absent(at) });
        }
        self.note_piece(range, role, first_node, first_problem, repaired.linked);
    }
}
