//! What an editor can fold: everything below a key or list item, bracketed collections, texts over
//! several lines, comments that stand together.
//!
//! It stands on the outline, so that folds do not jump while a line is half typed. Folds go by whole
//! lines; blank lines and comments behind the last content belong to what follows, and a bracket that
//! ends a collection on a line of its own stays in sight.

use syntax::Text;
use syntax::outline::{Inside, Line, LineKind};

use crate::snapshot::Snapshot;

/// Lines that fold to the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Number of the line that stays, from 0.
    pub first: u32,
    /// Number of the last line that goes.
    pub last: u32,
    /// Whether it is a run of comments.
    pub is_comment: bool,
}

/// A line with something open below it.
struct Open {
    line: u32,
    /// Content further left than this, or as far, ends it.
    column: u32,
    /// Whether list items may stand as far left as the key does.
    takes_items: bool,
}

/// The folds of a document, by their first lines; outer ones before those that they hold.
pub fn folds(snapshot: &Snapshot) -> Vec<Fold> {
    let lines = snapshot.document.outline().lines();
    let mut folds = comments(lines);
    let mut open: Vec<Open> = Vec::new();
    let mut last_content = 0;
    for (number, line) in (0..).zip(lines) {
        match line.kind {
            LineKind::Blank | LineKind::Comment | LineKind::Directive => continue,
            LineKind::Inside(_) => {}
            LineKind::Marker => close(&mut open, &mut folds, last_content, |_| true),
            LineKind::Content => {
                let (indent, is_item) = (line.indent, line.dashes > 0);
                close(&mut open, &mut folds, last_content, |above| {
                    above.column > indent
                        || above.column == indent && !(is_item && above.takes_items)
                });
                // A dash and the key behind it open on one line what ends on different ones.
                if is_item {
                    open.push(Open { line: number, column: indent, takes_items: false });
                }
                if line.key.is_some() {
                    let column = line.column();
                    open.push(Open { line: number, column, takes_items: true });
                }
                if !is_item && line.key.is_none() {
                    open.push(Open { line: number, column: indent, takes_items: false });
                }
            }
        }
        last_content = number;
    }
    close(&mut open, &mut folds, last_content, |_| true);
    keep_closing_brackets(snapshot.document.text(), lines, &mut folds);
    folds.sort_by_key(|fold| (fold.first, std::cmp::Reverse(fold.last)));
    // Editors take one fold for each line.
    folds.dedup_by_key(|fold| fold.first);
    folds
}

/// Ends what is open, innermost first, for as long as it is over.
fn close(open: &mut Vec<Open>, folds: &mut Vec<Fold>, last: u32, is_over: impl Fn(&Open) -> bool) {
    while let Some(above) = open.pop_if(|above| is_over(above)) {
        if last > above.line {
            folds.push(Fold { first: above.line, last, is_comment: false });
        }
    }
}

fn keep_closing_brackets(text: &Text, lines: &[Line], folds: &mut Vec<Fold>) {
    for fold in folds.iter_mut() {
        let below = lines.get(fold.first as usize + 1..=fold.last as usize).unwrap_or_default();
        // Around the collection more is folded, which ends with it by chance.
        let is_collection = below.iter().all(|line| line.kind == LineKind::Inside(Inside::Flow));
        let closes = |line: &Line| text.slice(line.range).trim_start().starts_with([']', '}']);
        if is_collection && below.last().is_some_and(closes) {
            fold.last -= 1;
        }
    }
    folds.retain(|fold| fold.last > fold.first);
}

/// Comments of the same indent, one below the other.
fn comments(lines: &[Line]) -> Vec<Fold> {
    let is_comment = |line: &Line| line.kind == LineKind::Comment;
    let runs = (0..).zip(lines).collect::<Vec<_>>();
    let runs = runs.chunk_by(|(_, above), (_, below)| {
        is_comment(above) && is_comment(below) && above.indent == below.indent
    });
    let folds = runs.filter_map(|run| {
        let (&(first, _), &(last, _)) = run.first().zip(run.last())?;
        (last > first).then_some(Fold { first, last, is_comment: true })
    });
    folds.collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::features::test_support::snapshot;

    /// The first line of each fold and the number of lines that go.
    fn check(fixture: &str, expect: Expect) {
        let snapshot = snapshot(fixture);
        let text = snapshot.document.text();
        let drawn = folds(&snapshot).into_iter().map(|fold| {
            let kind = if fold.is_comment { " comment" } else { "" };
            let line = text.slice(text.line_range(fold.first));
            format!("{line} [{}{kind}]\n", fold.last - fold.first)
        });
        expect.assert_eq(&drawn.collect::<String>());
    }

    #[test]
    fn keys_fold_with_what_is_below_them() {
        check(
            "name: a
config:
  options:
    token:
      type: string

    # The other one.
    # It is a number.
    other:
      type: int

requires:
  db: {interface: a}
",
            expect![[r#"
                config: [8]
                  options: [7]
                    token: [1]
                    # The other one. [1 comment]
                    other: [1]
                requires: [1]
            "#]],
        );
    }

    #[test]
    fn lists_fold_wherever_they_stand() {
        check(
            "extensions:
- flask
- go
charm-libs:
  - lib: a
    version: '1'
  - lib: b
",
            expect![[r#"
                extensions: [2]
                charm-libs: [3]
                  - lib: a [1]
            "#]],
        );
    }

    #[test]
    fn texts_and_brackets_over_several_lines_fold() {
        check(
            "description: |\r\n  one\r\n\r\n  two\r\nparts: {\r\n  a: {plugin: nil},\r\n}\r\nsummary: 'b\r\n  c'\r\nx:\r\n  [a,\r\n  b]\r\n",
            expect![[r#"
                description: | [3]
                parts: { [1]
                summary: 'b [1]
                x: [2]
                  [a, [1]
            "#]],
        );
    }

    #[test]
    fn a_closing_bracket_stays_with_its_collection() {
        check(
            "parts:\n  a: {\n    plugin: nil,\n  }\n  b: [\n  ]\n",
            expect![[r#"
            parts: [5]
              a: { [1]
        "#]],
        );
    }

    #[test]
    fn half_typed_lines_leave_the_folds_around_them() {
        check(
            "config:\n  options:\n    tok\n    other:\n      type: int\nrequires:\n  db:\n    interface: [a\nname: a\n",
            expect![[r#"
                config: [4]
                  options: [3]
                    other: [1]
                requires: [2]
                  db: [1]
            "#]],
        );
    }

    #[test]
    fn documents_end_folds() {
        check(
            "a:\n  b: 1\n---\nc:\n  d: 1\n...\n",
            expect![[r#"
            a: [1]
            c: [1]
        "#]],
        );
    }
}
