//! Where rules report to, and what happens to a finding on its way out.

use std::collections::HashSet;

use syntax::tree::Parents;
use syntax::{NodeRef, Scalar, TextRange};

use super::{Context, JudgedBy, Rule};
use crate::finding::{Finding, Fix, Judge, Label, PathSegment, Severity, TextEdit};

/// Collects what one rule finds.
pub struct Findings<'a> {
    context: &'a Context<'a>,
    rule: &'static Rule,
    found: Vec<Finding>,
    places: HashSet<TextRange>,
}

impl<'a> Findings<'a> {
    /// Nothing yet.
    pub fn new(context: &'a Context<'a>, rule: &'static Rule) -> Self {
        Findings { context, rule, found: Vec::new(), places: HashSet::new() }
    }

    /// Reports one finding about `range`; say more about it through the [`Draft`].
    pub fn report(&mut self, range: TextRange, message: impl Into<String>) -> Draft<'_> {
        let judge = match self.rule.judge {
            JudgedBy::One(judge) => Some(judge),
            JudgedBy::Nobody => None,
            JudgedBy::PackTool => Some(Judge::of_pack_tool(self.context.snapshot.kind)),
        };
        self.places.insert(range);
        self.found.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            judge,
            range,
            message: message.into(),
            note: None,
            help: None,
            labels: Vec::new(),
            key_path: Vec::new(),
            about_file: false,
            is_plain_yaml: false,
            fixes: Vec::new(),
        });
        Draft { findings: &mut self.found }
    }

    /// Reports one finding about the whole file, such as a missing key; shown at its first key.
    pub fn report_file(&mut self, message: impl Into<String>) -> Draft<'_> {
        let first = self.context.root().and_then(|root| root.entries().next());
        let range = first.map_or_else(TextRange::default, |first| first.key.range());
        self.report(range, message).with(|finding| finding.about_file = true)
    }

    /// Whether this place is reported already: aliases and merge keys lead to one place several times.
    pub fn has_reported(&self, range: TextRange) -> bool {
        self.places.contains(&range)
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        self.found
    }
}

/// The finding reported last, for saying more about it.
pub struct Draft<'a> {
    findings: &'a mut Vec<Finding>,
}

impl Draft<'_> {
    fn with(self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.findings.last_mut() {
            change(finding);
        }
        self
    }

    /// Why it matters: who complains, and when.
    pub fn note(self, note: impl Into<String>) -> Self {
        self.with(|finding| finding.note = Some(note.into()))
    }

    /// What to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.with(|finding| finding.help = Some(help.into()))
    }

    /// Another place that belongs to it.
    pub fn label(self, range: TextRange, message: impl Into<String>) -> Self {
        self.with(|finding| finding.labels.push(Label { range, message: message.into() }))
    }

    /// A way to mend it; the first is the best.
    pub fn fix(self, fix: Fix) -> Self {
        self.with(|finding| finding.fixes.push(fix))
    }

    /// It is about YAML alone, and any other checker of YAML says so too.
    pub fn plain_yaml(self) -> Self {
        self.with(|finding| finding.is_plain_yaml = true)
    }

    /// Another severity than the rule's own.
    pub fn severity(self, severity: Severity) -> Self {
        self.with(|finding| finding.severity = severity)
    }

    /// Another judge than the rule's own.
    pub fn judge(self, judge: Option<Judge>) -> Self {
        self.with(|finding| finding.judge = judge)
    }
}

/// Writes the line ends of the document in changes to it too, which come with `\n`.
pub(crate) fn keep_line_ends<'a>(text: &str, edits: impl Iterator<Item = &'a mut TextEdit>) {
    let ends_in_two = |line_end: usize| text.get(..line_end).is_some_and(|it| it.ends_with('\r'));
    let mut edits = edits.peekable();
    if edits.peek().is_none() || !text.find('\n').is_some_and(ends_in_two) {
        return;
    }
    for edit in edits {
        if edit.insert.contains('\n') {
            edit.insert = edit.insert.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
}

/// Gives each finding the keys and indexes from the root to the key, value or item that holds it.
pub(super) fn attach_key_paths(root: Option<NodeRef<'_>>, findings: &mut [Finding]) {
    let Some(root) = root.filter(|_| !findings.is_empty()) else { return };
    let parents = root.parents();
    for finding in findings.iter_mut().filter(|finding| !finding.about_file) {
        finding.key_path = key_path(root, &parents, finding.range);
    }
}

fn key_path(root: NodeRef<'_>, parents: &Parents<'_>, range: TextRange) -> Vec<PathSegment> {
    let mut path = Vec::new();
    let mut next = root.last_starting_by(range.start());
    while let Some(node) = next.take() {
        let Some((parent, position)) = parents.of(node) else { break };
        if node.range().contains_range(range) {
            path.push(match parent.is_sequence() {
                true => PathSegment::Index(position),
                false => {
                    let key = parents.key_of(node).map(key_text);
                    PathSegment::Key(key.unwrap_or_default())
                }
            });
        }
        next = Some(parent);
    }
    path.reverse();
    path
}

/// A key as text, as it reads once the file is JSON: `on` is `true`, `0x10` is `16`. Whoever follows a
/// path through the loaded file finds the entry under this name.
fn key_text(key: NodeRef<'_>) -> String {
    let read = match key.scalar() {
        Some(Scalar::Null) => Some("null".to_owned()),
        Some(Scalar::Bool(value)) => Some(value.to_string()),
        Some(number @ (Scalar::Int(_) | Scalar::Float(_))) => number.python_text(),
        _ => None,
    };
    read.unwrap_or_else(|| key.text().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use crate::snapshot::Snapshot;

    #[test]
    fn fixes_write_the_line_ends_of_the_document() {
        let inserted = |text: &str| {
            let snapshot = Snapshot::alone("charmcraft.yaml", text).unwrap();
            let rule = crate::Rule::by_id("missing-platforms").unwrap();
            let findings = crate::rules::check_with(&snapshot, &[rule]);
            findings[0].fixes[0].edits[0].insert.clone()
        };
        assert_eq!(inserted("name: a\nbase: b\n"), "platforms:\n  amd64:\n");
        assert_eq!(inserted("name: a\r\nbase: b\r\n"), "platforms:\r\n  amd64:\r\n");
    }

    /// Paths of all places of a text, each marked as a finding would mark it.
    #[test]
    fn a_path_leads_to_the_key_value_or_item_that_is_marked() {
        use syntax::{TextRange, TextSize};

        let text = "a:\n  b: [x, {c: 1}]\n  'd e':\n    - - y\nf: |\n  text\non: {0x10: ten}\n";
        let snapshot = Snapshot::alone("charmcraft.yaml", text).unwrap();
        let root = snapshot.root().unwrap();
        let parents = root.parents();
        let path_of = |marked: &str| {
            let start = TextSize::new(text.find(marked).unwrap() as u32);
            let range = TextRange::at(start, TextSize::of(marked));
            let segments = super::key_path(root, &parents, range).into_iter();
            segments
                .map(|segment| match segment {
                    super::PathSegment::Key(key) => key,
                    super::PathSegment::Index(index) => index.to_string(),
                })
                .collect::<Vec<_>>()
                .join("/")
        };
        assert_eq!(path_of("a"), "a");
        assert_eq!(path_of("b"), "a/b");
        assert_eq!(path_of("x"), "a/b/0");
        assert_eq!(path_of("[x, {c: 1}]"), "a/b");
        assert_eq!(path_of("c"), "a/b/1/c");
        assert_eq!(path_of("1"), "a/b/1/c");
        assert_eq!(path_of("'d e'"), "a/d e");
        assert_eq!(path_of("y"), "a/d e/0/0");
        assert_eq!(path_of("text"), "f");
        assert_eq!(path_of("on"), "true");
        assert_eq!(path_of("ten"), "true/16");
        assert_eq!(path_of(text), "");
    }
}
