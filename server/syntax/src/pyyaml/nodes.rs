//! Nodes that PyYAML refuses for what they are or where they stand.

use super::links::Links;
use super::tags;
use crate::events::Parsed;
use crate::problem::{Problem, ProblemKind};
use crate::scalar::{self, Scalar};
use crate::text::{TextRange, TextSize, slice};
use crate::tree::{Kind, NodeData, Style};

/// Keys are looked for this many characters back from their colon.
const LONGEST_KEY: usize = 1024;

pub(super) fn check(text: &str, parsed: &Parsed, problems: &mut Vec<Problem>) {
    let nodes = parsed.nodes.as_slice();
    let mut checker = Checker { text, nodes, problems, links: parsed.linked.then(Links::default) };
    let mut open: Vec<Open> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        while open.last().is_some_and(|open| open.end <= index) {
            open.pop();
        }
        let mut place = Place::default();
        if let Some(parent) = open.last_mut() {
            place.flow = parent.flow;
            place.is_key = parent.is_mapping && parent.children % 2 == 0;
            parent.children += 1;
        }
        checker.node(index, node, place);
        let (is_mapping, flow) = match node.kind {
            Kind::Mapping { flow } => (true, flow),
            Kind::Sequence { flow } => (false, flow),
            Kind::Scalar(_) | Kind::Alias => continue,
        };
        open.push(Open { end: index + node.len as usize, is_mapping, flow, children: 0 });
    }
}

/// A collection that has further children.
struct Open {
    end: usize,
    is_mapping: bool,
    flow: bool,
    children: u32,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    is_key: bool,
    /// Inside brackets.
    flow: bool,
}

struct Checker<'a> {
    text: &'a str,
    nodes: &'a [NodeData],
    problems: &'a mut Vec<Problem>,
    /// Only where there is something to link.
    links: Option<Links<'a>>,
}

impl<'a> Checker<'a> {
    fn node(&mut self, index: usize, node: &'a NodeData, place: Place) {
        if place.is_key {
            self.key(node, place);
        }
        match node.kind {
            Kind::Scalar(Style::Plain) => self.plain(node, place),
            Kind::Scalar(Style::Literal | Style::Folded) if index == 0 => self.root_block(node),
            _ => {}
        }
        if let Some(properties) = &node.properties
            && let Some(tag) = properties.tag
            && let Some(kind) = tags::refused(self.text, self.nodes, index, place.is_key)
        {
            self.report(kind, tag);
        }
        if let Some(links) = &mut self.links {
            links.node(self.text, self.nodes, index, place.is_key, self.problems);
        }
    }

    fn report(&mut self, kind: ProblemKind, range: TextRange) {
        self.problems.push(Problem { kind, range });
    }

    fn source(&self, range: TextRange) -> &'a str {
        slice(self.text, range.start().into(), range.end().into())
    }

    fn plain(&mut self, node: &NodeData, place: Place) {
        let written = self.source(node.range);
        let bytes = written.as_bytes();
        let Some(&first) = bytes.first() else { return };
        if place.flow && bytes.contains(&b'?') {
            let at = written.find('?').unwrap_or_default();
            // One at the start is what marks a key.
            if at > 0 {
                let at = node.range.start() + TextSize::new(at as u32);
                self.report(ProblemKind::QuestionMark, TextRange::at(at, TextSize::of('?')));
            }
        }
        let starts_with_reserved = match first {
            b'a'..=b'z' | b'A'..=b'Z' => return,
            b'%' => true,
            b':' | b'|' | b'>' => place.flow,
            _ => false,
        };
        if starts_with_reserved {
            let range = TextRange::at(node.range.start(), TextSize::new(1));
            return self.report(ProblemKind::ReservedStart, range);
        }
        if node.properties.as_ref().is_some_and(|properties| properties.tag.is_some()) {
            return;
        }
        let value = node.cooked.as_deref().unwrap_or(written);
        match value {
            "=" | "<<" if !place.is_key => self.report(ProblemKind::ReservedStart, node.range),
            _ if may_be_impossible(value) && is_impossible(value) => {
                self.report(ProblemKind::ImpossibleValue, node.range);
            }
            _ => {}
        }
    }

    /// A block scalar that is the whole document must stand further in than nothing.
    fn root_block(&mut self, node: &NodeData) {
        let written = self.source(node.range);
        let mut lines = written.split(['\n', '\r']).skip(1);
        let is_unindented = lines
            .find(|line| !line.trim_start_matches(' ').is_empty())
            .is_some_and(|line| !line.starts_with(' '));
        if is_unindented {
            self.report(ProblemKind::Indentation, node.range);
        }
    }

    fn key(&mut self, node: &NodeData, place: Place) {
        if matches!(node.kind, Kind::Mapping { .. } | Kind::Sequence { .. }) {
            let is_text = node.properties.as_ref().is_some_and(|properties| {
                properties.resolved_tag.as_deref() == Some("tag:yaml.org,2002:str")
            });
            if !is_text {
                self.report(ProblemKind::UnhashableKey, node.range);
            }
        } else if node.range.is_empty() && node.cooked.is_none() && node.properties.is_none() {
            self.absent_key(node.range.start());
        } else if place.flow {
            self.flow_key(node);
        }
    }

    /// Nothing before the colon; that is fine behind a `?`.
    fn absent_key(&mut self, at: TextSize) {
        let mut at = self.behind_parent_key(at.into());
        let before = self.text.get(..at).unwrap_or_default();
        if before.strip_suffix('?').is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)) {
            return;
        }
        loop {
            at = self.skip_blanks(at);
            match self.text.as_bytes().get(at) {
                Some(b',' | b'-') => at += 1,
                Some(b':') => break,
                _ => return,
            }
        }
        let colon = TextRange::at(TextSize::new(at as u32), TextSize::of(':'));
        self.report(ProblemKind::EmptyKey, colon);
    }

    /// Behind the colon of the key around it, where a place is in front of that: the first key of a mapping
    /// has none of its own if nothing is written there.
    fn behind_parent_key(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let is_behind_key = before.is_some_and(|byte| !b" \t\r\n-,?:{[".contains(byte));
        let colon = self.skip_blanks(at);
        let is_parents =
            bytes.get(colon) == Some(&b':') && !slice(self.text, at, colon).contains(['\n', '\r']);
        if is_behind_key && is_parents { colon + 1 } else { at }
    }

    /// A key in brackets whose colon comes on another line or too far behind. In block mappings
    /// the parser sees to that.
    fn flow_key(&mut self, node: &NodeData) {
        let start = usize::from(node.range.start());
        let colon = self.skip_blanks(node.range.end().into());
        if self.text.as_bytes().get(colon) != Some(&b':') {
            return;
        }
        let to_colon = slice(self.text, start, colon);
        let is_far = to_colon.len() > LONGEST_KEY && to_colon.chars().count() > LONGEST_KEY;
        if !is_far && !to_colon.contains(['\n', '\r']) {
            return;
        }
        let before = slice(self.text, 0, start).trim_end_matches([' ', '\n', '\r']);
        if !before.ends_with('?') {
            self.report(ProblemKind::LongKey, node.range);
        }
    }

    /// Behind blanks, line ends and comments.
    fn skip_blanks(&self, from: usize) -> usize {
        let mut at = from;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
                Some(b'#') => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                _ => return at,
            }
        }
    }
}

/// Whether it is worth looking: dates have a dash behind the year, numbers that PyYAML fails on an
/// underscore or hundreds of characters.
fn may_be_impossible(value: &str) -> bool {
    let bytes = value.as_bytes();
    matches!(bytes.first(), Some(b'0'..=b'9' | b'+' | b'-'))
        && (bytes.get(4) == Some(&b'-') || bytes.len() > 300 || bytes.contains(&b'_'))
}

fn is_impossible(value: &str) -> bool {
    matches!(scalar::resolve_plain(value), Scalar::ImpossibleDate(_) | Scalar::Unreadable(_))
}
