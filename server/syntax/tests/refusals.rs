//! Where the mark stands for what our parser takes and PyYAML refuses.

use expect_test::{Expect, expect};
use syntax::{Document, Text, TextRange, TextSize};

/// Each text with its problems in brackets, on one line.
fn check(texts: &[&str], expect: Expect) {
    let mut out = String::new();
    for text in texts {
        let document = Document::new((*text).to_owned());
        let source = document.text();
        let (mut at, mut marked, mut kinds) = (TextSize::new(0), String::new(), Vec::new());
        for problem in document.problems() {
            let found = source.slice(problem.range);
            marked += &format!("{}[{found}]", before(source, at, problem.range.start()));
            at = problem.range.end();
            kinds.push(format!("{:?}", problem.kind));
        }
        marked += before(source, at, source.len());
        out += &format!("{:<24} {}\n", kinds.join(" "), marked.escape_debug());
    }
    expect.assert_eq(&out);
}

fn before(text: &Text, from: TextSize, to: TextSize) -> &str {
    text.slice(TextRange::new(from.min(to), to))
}

#[test]
fn keys() {
    check(
        &[
            ": 1\n",
            "- : 1\n",
            "{: 1}\n",
            "{a\n  : 1}\n",
            "[a]: 1\n",
            "a: {{ b }}\n",
            "2024-02-30: 1\n",
            "a: &x [b]\n*x : 1\n",
            "?\n: 1\n",
            "a:\n  ?\n  : 1\n",
            "a:\n  ? # none\n  : 1\n",
            "- a: {? : 1}\n",
            "a: {: 1}\n",
            "{a: 1, : 1}\n",
        ],
        expect![[r#"
            EmptyKey                 [:] 1\n
            EmptyKey                 - [:] 1\n
            EmptyKey                 {[:] 1}\n
            LongKey                  {[a]\n  : 1}\n
            UnhashableKey            [[a]]: 1\n
            UnhashableKey            a: {[{ b }]}\n
            ImpossibleValue          [2024-02-30]: 1\n
            UnhashableKey            a: &x [b]\n[*x] : 1\n
                                     ?\n: 1\n
                                     a:\n  ?\n  : 1\n
                                     a:\n  ? # none\n  : 1\n
                                     - a: {? : 1}\n
            EmptyKey                 a: {[:] 1}\n
            EmptyKey                 {a: 1, [:] 1}\n
        "#]],
    );
}

#[test]
fn plain_values() {
    check(
        &[
            "a: 2024-02-30\n",
            "a: 0x_\n",
            "a: =\n",
            "a: <<\n",
            "a: %b\n",
            "a: [:b]\n",
            "a: [b?c]\n",
            "a: '2024-02-30'\n",
            "=: 1\n",
        ],
        expect![[r#"
            ImpossibleValue          a: [2024-02-30]\n
            ImpossibleValue          a: [0x_]\n
            ReservedStart            a: [=]\n
            ReservedStart            a: [<<]\n
            ReservedStart            a: [%]b\n
            ReservedStart            a: [[:]b]\n
            QuestionMark             a: [b[?]c]\n
                                     a: \'2024-02-30\'\n
                                     =: 1\n
        "#]],
    );
}

#[test]
fn tags_and_links() {
    check(
        &[
            "a: !secret b\n",
            "a: !!str'b'\n",
            "a: !!int many\n",
            "a: !!map\n",
            "a: !!seq {}\n",
            "a: &x.y 1\n",
            "a: &x 1\nb: &x 2\n",
            "a: &x\n  b: *x\n",
            "a: &x 1\nb:\n  <<: *x\n",
            "a: {<<: [{}, 1]}\n",
        ],
        expect![[r#"
            UnknownTag               a: [!secret] b\n
            UnknownTag               a: [!!str\'b\']\n
            TagMismatch              a: [!!int] many\n
            TagMismatch              a: [!!map]\n
            TagMismatch              a: [!!seq] {}\n
            AnchorName               a: [&x.y] 1\n
            DuplicateAnchor          a: &x 1\nb: [&x] 2\n
            Recursion                a: &x\n  b: [*x]\n
            MergeValue               a: &x 1\nb:\n  <<: [*x]\n
            MergeValue               a: {<<: [[{}, 1]]}\n
        "#]],
    );
}

#[test]
fn characters_and_lines() {
    check(
        &[
            "a: b\t# c\n",
            "a: |\t\n  b\n",
            "a: \"\t\" # \t\n",
            "a: b\u{7}c\n",
            "# \u{7f}\n",
            "|\na\n",
            "...\na: 1\n",
            "%YAML 2.0\n---\na: 1\n",
        ],
        expect![[r#"
            Tab                      a: b[\t]# c\n
            Tab                      a: |[\t]\n  b\n
                                     a: \"\t\" # \t\n
            ControlCharacter         a: b[\u{7}]c\n
            ControlCharacter         # [\u{7f}]\n
            Indentation              [|\na]\n
            StrayDocumentEnd         [...]\na: 1\n
            Directive                [%YAML 2.0]\n---\na: 1\n
        "#]],
    );
}
