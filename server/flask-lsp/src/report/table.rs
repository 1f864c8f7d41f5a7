//! Tables for people: columns as wide as their widest cell, the last one wrapped into what a terminal
//! has left.
//!
//! Without a width nothing is wrapped, so that other programs get one line for each row. Where little is left,
//! a long first cell stands on a line of its own, and where that is not enough the last cell goes below
//! its row.

use anstyle::Style;

use super::painted;

/// In front of every line.
const MARGIN: usize = 2;
/// Between two columns.
const GAP: usize = 2;
/// The least that the last column is squeezed into.
const LEAST: usize = 28;

/// How a report may look.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TableLook {
    /// Whether to use colors.
    pub(crate) color: bool,
    /// Columns of the terminal; `None` where lines may be as long as they are.
    pub(crate) width: Option<usize>,
}

/// A text and how it is painted.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) style: Style,
}

impl Cell {
    pub(super) fn plain(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), style: Style::new() }
    }

    fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// Writes a heading and rows to the end of a text.
pub(super) fn push_rows<const N: usize>(
    out: &mut String,
    heading: [&str; N],
    rows: &[[Cell; N]],
    look: TableLook,
) {
    let layout = Layout::new(heading, rows, look);
    let heading = heading.map(|text| Cell { text: text.to_owned(), style: Style::new() });
    let mut line = String::new();
    layout.push(&mut line, &heading, false);
    let heading = line.trim_end().trim_start_matches(' ');
    let underlined = painted(look.color, Style::new().underline(), heading);
    out.push_str(&format!("{:MARGIN$}{underlined}\n", ""));
    for row in rows {
        layout.push(out, row, look.color);
    }
}

struct Layout<const N: usize> {
    /// Of each column; that of the last one is where it is wrapped.
    widths: [usize; N],
    /// Whether the last cell stands below its row.
    below: bool,
}

impl<const N: usize> Layout<N> {
    fn new(heading: [&str; N], rows: &[[Cell; N]], look: TableLook) -> Self {
        let natural: [usize; N] = std::array::from_fn(|column| {
            let cells = rows.iter().map(|row| row[column].width());
            cells.chain([heading[column].len()]).max().unwrap_or(0)
        });
        let mut layout = Layout { widths: natural, below: false };
        let Some(width) = look.width else {
            layout.widths[N - 1] = usize::MAX;
            return layout;
        };
        let before = |widths: &[usize; N]| {
            MARGIN + widths[..N - 1].iter().map(|width| width + GAP).sum::<usize>()
        };
        let left = |widths: &[usize; N]| width.saturating_sub(before(widths));
        if left(&layout.widths) < natural[N - 1].min(LEAST) && N > 1 {
            layout.widths[0] = natural[0].min(width / 3);
        }
        if left(&layout.widths) < natural[N - 1].min(LEAST) {
            layout.below = true;
            layout.widths[N - 1] = width.saturating_sub(3 * MARGIN).max(LEAST);
        } else {
            layout.widths[N - 1] = left(&layout.widths).max(1);
        }
        layout
    }

    fn push(&self, out: &mut String, row: &[Cell; N], color: bool) {
        let mut line = " ".repeat(MARGIN);
        // Columns that the line has, without paint.
        let mut at = MARGIN;
        let mut start = MARGIN;
        let last = N - 1;
        for (column, cell) in row.iter().enumerate().take(last) {
            if at > start {
                line = end(out, &line);
                at = 0;
            }
            line.extend(std::iter::repeat_n(' ', start - at));
            line.push_str(&painted(color && !cell.text.is_empty(), cell.style, &cell.text));
            at = start + cell.width();
            start += self.widths[column] + GAP;
        }
        if self.below {
            line = end(out, &line);
            start = 3 * MARGIN;
            at = 0;
        }
        for piece in wrapped(&row[last].text, self.widths[last]) {
            if at > start {
                line = end(out, &line);
                at = 0;
            }
            line.extend(std::iter::repeat_n(' ', start - at));
            line.push_str(&painted(color && !piece.is_empty(), row[last].style, &piece));
            at = usize::MAX;
        }
        end(out, &line);
    }
}

/// Writes a line and begins another.
fn end(out: &mut String, line: &str) -> String {
    out.push_str(line.trim_end());
    out.push('\n');
    String::new()
}

/// Words on lines of at most `width` characters; a longer word has a line to itself.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.chars().count() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let length = line.chars().count();
        if length > 0 && length + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
            continue;
        }
        if length > 0 {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(width: Option<usize>, expect: Expect) {
        let rows = [
            ["FLASK_TOKEN", "option token", "The token for the payment service of the shop."],
            ["spring.datasource.username", "endpoint db", "User."],
        ];
        let rows = rows.map(|row| row.map(Cell::plain));
        let mut table = String::new();
        push_rows(
            &mut table,
            ["name", "set by", "description"],
            &rows,
            TableLook { color: false, width },
        );
        let longest = table.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(width.is_none_or(|width| longest <= width), "{longest}");
        // A line without a margin, as the indentation that all lines share does not count.
        expect.assert_eq(&format!("table:\n{table}"));
    }

    #[test]
    fn without_a_width_every_row_is_one_line() {
        check(
            None,
            expect![[r#"
                table:
                  name                        set by        description
                  FLASK_TOKEN                 option token  The token for the payment service of the shop.
                  spring.datasource.username  endpoint db   User.
            "#]],
        );
    }

    #[test]
    fn the_last_column_is_wrapped_into_what_is_left() {
        check(
            Some(80),
            expect![[r#"
                table:
                  name                        set by        description
                  FLASK_TOKEN                 option token  The token for the payment service of
                                                            the shop.
                  spring.datasource.username  endpoint db   User.
            "#]],
        );
    }

    #[test]
    fn a_long_name_stands_on_a_line_of_its_own() {
        check(
            Some(68),
            expect![[r#"
                table:
                  name                    set by        description
                  FLASK_TOKEN             option token  The token for the payment
                                                        service of the shop.
                  spring.datasource.username
                                          endpoint db   User.
            "#]],
        );
    }

    #[test]
    fn in_a_narrow_terminal_the_last_cell_goes_below() {
        check(
            Some(44),
            expect![[r#"
                table:
                  name            set by
                      description
                  FLASK_TOKEN     option token
                      The token for the payment service of
                      the shop.
                  spring.datasource.username
                                  endpoint db
                      User.
            "#]],
        );
    }
}
