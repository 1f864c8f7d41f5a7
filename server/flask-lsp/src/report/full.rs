//! An excerpt of the file for each finding, with what is wrong, why it matters and what to do.

use std::ops::Range;

use analysis::{Finding, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use syntax::{Text, TextRange};

use super::{CheckedFile, Look, printable};

pub(super) fn render(files: &[CheckedFile], look: Look) -> String {
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    let mut report = String::new();
    for file in files {
        for finding in &file.findings {
            report.push_str(&renderer.render(&[group(file, finding, look.links)]));
            report.push_str("\n\n");
        }
    }
    report
}

fn group<'a>(file: &'a CheckedFile, finding: &'a Finding, links: bool) -> Group<'a> {
    let text = file.snapshot.document.text();
    let excerpt = Excerpt::of(text, finding);
    let mark = AnnotationKind::Primary.span(excerpt.span(text, finding.range));
    let labels = finding.labels.iter().map(|label| {
        let span = excerpt.span(text, label.range);
        AnnotationKind::Context.span(span).label(printable(&label.message))
    });
    let snippet = Snippet::source(excerpt.source.clone())
        .line_start(excerpt.first_line as usize + 1)
        .path(printable(&file.name))
        .annotation(mark)
        .annotations(labels);
    let title = level(finding.severity).primary_title(printable(&finding.message));
    let mut title = title.id(finding.rule.id);
    if links {
        title = title.id_url(finding.rule.url());
    }
    let mut group = title.element(snippet);
    if let Some(note) = &finding.note {
        group = group.element(Level::NOTE.message(printable(note)));
    }
    if let Some(help) = help(finding) {
        group = group.element(Level::HELP.message(printable(help)));
    }
    group
}

/// What to do; the title of the best fix, where there are no better words.
fn help(finding: &Finding) -> Option<&str> {
    finding.help.as_deref().or_else(|| Some(finding.fixes.first()?.title.as_str()))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::INFO.with_name("hint"),
    }
}

/// The lines of the file that a finding and its labels stand on, and those between them.
///
/// They are joined anew with `\n`, because the renderer knows fewer kinds of line end than we do.
struct Excerpt {
    first_line: u32,
    source: String,
    /// Where each line starts in `source`.
    starts: Vec<usize>,
}

impl Excerpt {
    fn of(text: &Text, finding: &Finding) -> Excerpt {
        let places = || finding.labels.iter().map(|label| label.range).chain([finding.range]);
        let lines = || places().map(|range| text.line_of(range.start()));
        let first_line = lines().min().unwrap_or(0);
        let last_line = lines().max().unwrap_or(0);
        let mut source = String::new();
        let mut starts = Vec::new();
        for line in first_line..=last_line {
            starts.push(source.len());
            source.extend(text.slice(text.line_range(line)).chars().map(harmless));
            source.push('\n');
        }
        Excerpt { first_line, source, starts }
    }

    /// A range of the text in the excerpt. What goes on over several lines is marked on its first
    /// line only: a rectangle around half a file shows nothing.
    fn span(&self, text: &Text, range: TextRange) -> Range<usize> {
        let line = text.line_of(range.start());
        let line_range = text.line_range(line);
        let index = line.saturating_sub(self.first_line) as usize;
        let base = self.starts.get(index).copied().unwrap_or(0);
        let column = |offset: syntax::TextSize| -> usize {
            (offset.min(line_range.end()).max(line_range.start()) - line_range.start()).into()
        };
        base + column(range.start())..base + column(range.end())
    }
}

/// The renderer takes care of all control characters but those of U+0080 to U+009F. The stand-in
/// has the same length in UTF-8, so that ranges stay true.
fn harmless(ch: char) -> char {
    if matches!(ch, '\u{80}'..='\u{9f}') { '\u{b7}' } else { ch }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::tests::checked;
    use super::*;

    const PLAIN: Look = Look { color: false, links: false };

    fn check(text: &str, expected: Expect) {
        let mut file = checked("rockcraft.yaml", text);
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        expected.assert_eq(&render(&[file], PLAIN));
    }

    #[test]
    fn a_finding_shows_its_line_its_labels_and_what_to_do() {
        check(
            "name: shop\nparts: {}\nname: store\n",
            expect![[r#"
                error[duplicate-key]: the key `name` stands twice in this mapping
                 --> rockcraft.yaml:3:1
                  |
                1 | name: shop
                  | ---- `name` stands here already
                2 | parts: {}
                3 | name: store
                  | ^^^^
                  |
                  = note: the tools refuse the whole file: they do not choose between the two
                  = help: merge the two, or rename one

            "#]],
        );
    }

    #[test]
    fn every_kind_of_line_end_counts() {
        check(
            "# one\r# two\r\nname: shop\rname: store",
            expect![[r#"
                error[duplicate-key]: the key `name` stands twice in this mapping
                 --> rockcraft.yaml:4:1
                  |
                3 | name: shop
                  | ---- `name` stands here already
                4 | name: store
                  | ^^^^
                  |
                  = note: the tools refuse the whole file: they do not choose between the two
                  = help: merge the two, or rename one

            "#]],
        );
    }

    #[test]
    fn codes_lead_to_their_pages_where_the_terminal_has_links() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2\n");
        file.findings.retain(|finding| finding.rule.id == "duplicate-key");
        let report = render(&[file], Look { color: true, links: true });
        assert!(report.contains("\u{1b}]8;;https://"), "{report:?}");
    }

    #[test]
    fn nothing_in_the_file_can_steer_the_terminal() {
        let mut file = checked("rockcraft.yaml", "a: \"\u{1b}[2J\u{9b}\u{202e}\"\na: 2\n");
        file.name = "\u{1b}]8;;x\u{7}/rockcraft.yaml".to_owned();
        assert!(!file.findings.is_empty());
        let report = render(&[file], PLAIN);
        assert!(
            !report.chars().any(|ch| ch != '\n' && super::super::steers_terminal(ch)),
            "{report:?}"
        );
    }

    #[test]
    fn a_place_at_the_end_of_the_text_is_shown() {
        let mut file = checked("rockcraft.yaml", "a: 1\na: 2");
        let end = file.snapshot.document.text().len();
        file.findings.truncate(1);
        file.findings[0].range = TextRange::empty(end);
        assert!(render(&[file], PLAIN).contains("rockcraft.yaml:2:5"));
    }
}
