//! Places of a change that are there to be written over, for editors that let their user go from one to
//! the next.

use syntax::{Text, TextRange};

use super::Refactoring;
use crate::features::snippet::escaped;
use crate::finding::TextEdit;

/// A text in the last edit of a refactoring that its user will want to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabStop {
    /// The text as it stands in the edit.
    pub text: String,
    /// What else it can be, where it is one of a few; empty for free text.
    pub choices: Vec<&'static str>,
}

impl TabStop {
    pub(super) fn free(text: impl Into<String>) -> TabStop {
        TabStop { text: text.into(), choices: Vec::new() }
    }

    pub(super) fn one_of(text: &str, choices: impl IntoIterator<Item = &'static str>) -> TabStop {
        // The text is what stands there if nothing is chosen, so it comes first.
        let others = choices.into_iter().filter(|choice| *choice != text);
        TabStop { text: text.to_owned(), choices: others.collect() }
    }

    fn written(&self, number: usize) -> String {
        let text = escaped(&self.text);
        if self.choices.is_empty() {
            return format!("${{{number}:{text}}}");
        }
        format!("${{{number}|{text},{}|}}", self.choices.join(","))
    }
}

/// Changes with one snippet among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnippetEdits {
    /// The changes that are plain text.
    pub plain: Vec<TextEdit>,
    /// The snippet. It is on one line or starts at the start of one, since editors indent further lines
    /// like the part of the line that stands before the snippet.
    pub snippet: TextEdit,
}

impl Refactoring {
    /// The edits with their tab stops; `None` where there are none, and where the snippet would have
    /// to start behind other text. `document` is the text that the edits are for.
    pub fn with_tab_stops(&self, document: &Text) -> Option<SnippetEdits> {
        let (last, before) = self.edits.split_last()?;
        let insert = self.snippet(&last.insert)?;
        let mut plain = before.to_vec();
        let line = document.line_of(last.range.end());
        let is_at_start = last.range.is_empty() && last.range.end() == document.line_start(line);
        if !insert.contains('\n') || is_at_start {
            return Some(SnippetEdits { plain, snippet: TextEdit { range: last.range, insert } });
        }
        let newline = ["\r\n", "\n"].into_iter().find(|end| insert.starts_with(end))?;
        let is_behind = document.line_range(line).end() == last.range.end();
        if !is_behind || line + 1 >= document.line_count() {
            return None;
        }
        if !last.range.is_empty() {
            plain.push(TextEdit { range: last.range, insert: String::new() });
        }
        let range = TextRange::empty(document.line_start(line + 1));
        let insert = format!("{}{newline}", insert.get(newline.len()..)?);
        Some(SnippetEdits { plain, snippet: TextEdit { range, insert } })
    }

    fn snippet(&self, insert: &str) -> Option<String> {
        let mut snippet = String::new();
        let mut rest = insert;
        for (index, stop) in self.tab_stops.iter().enumerate() {
            let (before, after) = rest.split_once(&stop.text)?;
            snippet += &escaped(before);
            snippet += &stop.written(index + 1);
            rest = after;
        }
        (!self.tab_stops.is_empty()).then(|| snippet + &escaped(rest))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use syntax::TextRange;

    use super::super::refactorings;
    use crate::features::test_support::{applied, snapshot_at};

    fn check(fixture: &str, title: &str, expected: Expect) {
        let (snapshot, offset) = snapshot_at(fixture);
        let mut offered = refactorings(&snapshot, TextRange::empty(offset)).into_iter();
        let refactoring = offered.find(|it| it.title == title).unwrap();
        let text = snapshot.document.text();
        let Some(edits) = refactoring.with_tab_stops(text) else {
            return expected.assert_eq("no tab stops");
        };
        let all: Vec<_> = edits.plain.into_iter().chain([edits.snippet]).collect();
        expected.assert_eq(&applied(text.as_str(), &all));
    }

    #[test]
    fn a_new_option_is_named_described_and_typed_in_turn() {
        check(
            "config:\n  options:\n    a:\n      type: int$0\n\n# end\nname: x\n",
            "Add a config option",
            expect![[r#"
                config:
                  options:
                    a:
                      type: int
                    ${1:new-option}:
                      description: ${2:What it is for}
                      type: ${3|string,int,float,boolean,secret|}

                # end
                name: x
            "#]],
        );
        check(
            "config: {options: {a: {type: $0int}}}\n",
            "Add a config option",
            expect![[r#"
                config: {options: {${1:new-option}: {description: ${2:What it is for}, type: ${3|string,int,float,boolean,secret|}\}, a: {type: int}}}
            "#]],
        );
    }

    #[test]
    fn what_was_there_goes_and_comments_stay() {
        check(
            "config:\n  options: {}$0\nname: x\n",
            "Add a config option",
            expect![[r#"
                config:
                  options:
                    ${1:new-option}:
                      description: ${2:What it is for}
                      type: ${3|string,int,float,boolean,secret|}
                name: x
            "#]],
        );
        check(
            "config:\r\n  options: {} # ünit$0\r\n",
            "Add a config option",
            expect![
                "config:\r\n  options: # ünit\r\n    ${1:new-option}:\r\n      description: ${2:What it is for}\r\n      type: ${3|string,int,float,boolean,secret|}\r\n"
            ],
        );
    }

    #[test]
    fn an_integration_asks_whether_it_is_optional() {
        check(
            "extensions: [flask-framework]\nrequires:$0\n  a: {interface: b}\n",
            "Add the integration `s3`",
            expect![[r#"
                extensions: [flask-framework]
                requires:
                  a: {interface: b}
                  s3:
                    interface: s3
                    optional: ${1|true,false|}
            "#]],
        );
    }

    #[test]
    fn at_the_end_of_a_file_without_line_end_it_is_plain_text() {
        let fixture = "config:\n  options:\n    a: {type: int}$0";
        check(fixture, "Add a config option", expect!["no tab stops"]);
    }
}
