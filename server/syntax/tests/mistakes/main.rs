//! What is said about a mistake, and where: one problem, on the line that a person would mend, and
//! the rest of the file keeps its keys.

mod indentation;

use expect_test::{Expect, expect};
use syntax::{Document, NodeRef, TextSize};

/// The text with carets under each problem, then the tree in short.
fn check(text: &str, expect: Expect) {
    let document = Document::new(text.to_owned());
    let mut out = String::new();
    for number in 0..document.text().line_count() {
        let line = document.text().line_range(number);
        let source = document.text().slice(line).replace('\t', "→");
        if number + 1 < document.text().line_count() || !line.is_empty() {
            out += &format!("{source}\n");
        }
        for problem in document.problems() {
            let range = problem.range;
            if document.text().line_of(range.start()) != number {
                continue;
            }
            let chars =
                |from, to| document.text().slice(syntax::TextRange::new(from, to)).chars().count();
            let indent = chars(line.start(), range.start());
            let width = chars(range.start(), range.end().min(line.end()).max(range.start())).max(1);
            out += &format!("{}{} {:?}\n", " ".repeat(indent), "^".repeat(width), problem.kind);
        }
    }
    out += "---\n";
    if let Some(root) = document.root() {
        out += &brief(root);
    }
    out += "\n";
    expect.assert_eq(&out);
}

/// The tree on one line; `~` stands for what was mended.
fn brief(node: NodeRef<'_>) -> String {
    let mark = if node.is_repaired() && node.is_scalar() { "~" } else { "" };
    if node.is_mapping() {
        let entries: Vec<_> = node
            .entries()
            .map(|entry| format!("{}: {}", brief(entry.key), brief(entry.value)))
            .collect();
        return format!("{{{}}}", entries.join(", "));
    }
    if node.is_sequence() {
        return format!("[{}]", node.items().map(brief).collect::<Vec<_>>().join(", "));
    }
    let _: TextSize = node.range().len();
    format!("{mark}{}", node.text().unwrap_or(node.source()))
}

#[test]
fn half_typed_keys() {
    check(
        "requires:\n  db:\n    interf\n    limit: 1\nname: x\n",
        expect![[r#"
        requires:
          db:
            interf
            ^^^^^^ MissingColon
            limit: 1
        name: x
        ---
        {requires: {db: {~interf: ~, limit: 1}}, name: x}
    "#]],
    );
    check(
        "requ\n  db:\n    interface: mysql_client\n",
        expect![[r#"
        requ
        ^^^^ MissingColon
          db:
            interface: mysql_client
        ---
        {~requ: {db: {interface: mysql_client}}}
    "#]],
    );
    check(
        "config:\n  options:\n    token:\n      type: string\n      descr\n",
        expect![[r#"
        config:
          options:
            token:
              type: string
              descr
              ^^^^^ MissingColon
        ---
        {config: {options: {token: {type: string, ~descr: ~}}}}
    "#]],
    );
    check(
        "config:\n  options:\n    tok\n",
        expect![[r#"
        config:
          options:
            tok
        ---
        {config: {options: tok}}
    "#]],
    );
    check(
        "name: web\ntyp\nsummary: x\n",
        expect![[r#"
        name: web
        typ
        ^^^ MissingColon
        summary: x
        ---
        {name: web, ~typ: ~, summary: x}
    "#]],
    );
    check(
        "parts:\n  app:\n    prime:\n      - a\n    stag\n    plugin: nil\n",
        expect![[r#"
        parts:
          app:
            prime:
              - a
            stag
            ^^^^ MissingColon
            plugin: nil
        ---
        {parts: {app: {prime: [a], ~stag: ~, plugin: nil}}}
    "#]],
    );
    check(
        "# only\nna",
        expect![[r#"
        # only
        na
        ---
        na
    "#]],
    );
    check(
        "options:\n  a:\n    type: int\n  b\n  c:\n    type: int\n",
        expect![[r#"
        options:
          a:
            type: int
          b
          ^ MissingColon
          c:
            type: int
        ---
        {options: {a: {type: int}, ~b: ~, c: {type: int}}}
    "#]],
    );
    check(
        "'na\nb: 1\n",
        expect![[r#"
        'na
        ^^^ UnclosedQuote
        b: 1
        ---
        {b: 1}
    "#]],
    );
}

#[test]
fn quotes_and_brackets() {
    check(
        "a:\n  b: \"The token\n  c: 1\nd: 2\n",
        expect![[r#"
        a:
          b: "The token
             ^^^^^^^^^^ UnclosedQuote
          c: 1
        d: 2
        ---
        {a: {~b: ~, c: 1}, d: 2}
    "#]],
    );
    check(
        "a:\n  b: [x, y\n  c: 1\nd: 2\n",
        expect![[r#"
        a:
          b: [x, y
             ^ UnclosedBracket
          c: 1
        d: 2
        ---
        {a: {~b: ~, c: 1}, d: 2}
    "#]],
    );
    check(
        "a:\n  b: {x: 1\n  c: 1\n",
        expect![[r#"
        a:
          b: {x: 1
             ^ UnclosedBracket
          c: 1
        ---
        {a: {~b: ~, c: 1}}
    "#]],
    );
    check(
        "a: x]\nb: ]\n",
        expect![[r#"
        a: x]
        b: ]
           ^ StrayBracket
        ---
        {a: x], ~b: ~}
    "#]],
    );
    check(
        "a: {x: }}\nb: [x]] # c\nc: {x: ']', y: [z]}\n",
        expect![[r#"
        a: {x: }}
                ^ StrayBracket
        b: [x]] # c
              ^ StrayBracket
        c: {x: ']', y: [z]}
        ---
        {~a: ~, ~b: ~, c: {x: ], y: [z]}}
    "#]],
    );
    check(
        "a: [x y, z: ]\nb: [x, , y]\nc: {x: 1 y: 2}\n",
        expect![[r#"
            a: [x y, z: ]
            b: [x, , y]
               ^^^^^^^^ MissingComma
            c: {x: 1 y: 2}
               ^^^^^^^^^^^ MissingComma
            ---
            {a: [x y, {z: }], ~b: ~, ~c: ~}
        "#]],
    );
    check(
        "a: \"x\" y\nb: 'it's'\n",
        expect![[r#"
        a: "x" y
               ^ TextAfterValue
        b: 'it's'
               ^^ TextAfterValue
        ---
        {~a: ~, ~b: ~}
    "#]],
    );
    check(
        "a: \"C:\\path\"\nb: 1\n",
        expect![[r#"
        a: "C:\path"
           ^^ Escape
        b: 1
        ---
        {~a: ~, b: 1}
    "#]],
    );
    check(
        "a: \"open",
        expect![[r#"
        a: "open
           ^^^^^ UnclosedQuote
        ---
        {~a: ~}
    "#]],
    );
}

#[test]
fn values_that_need_quotes() {
    check(
        "summary: Web shop: the backend\nname: x\n",
        expect![[r#"
        summary: Web shop: the backend
                 ^^^^^^^^^^^^^^^^^^^^^ ColonInValue
        name: x
        ---
        {~summary: ~, name: x}
    "#]],
    );
    check(
        "a: @home\nb: `x`\nc: %d\n",
        expect![[r#"
        a: @home
           ^ ReservedStart
        b: `x`
           ^ ReservedStart
        c: %d
           ^ ReservedStart
        ---
        {~a: ~, ~b: ~, ~c: ~}
    "#]],
    );
    check(
        "- a: b: c\n- d\n",
        expect![[r#"
        - a: b: c
             ^^^^ ColonInValue
        - d
        ---
        [{~a: ~}, d]
    "#]],
    );
    check(
        "a: *unknown\nb: &\nc: !x y\n",
        expect![[r#"
            a: *unknown
            b: &
               ^ AnchorName
            c: !x y
               ^^ UnknownTag
            ---
            {a: *unknown, ~b: ~, c: y}
        "#]],
    );
    check(
        "a: - b\nc: | text\n",
        expect![[r#"
        a: - b
           ^^^ BlockInLine
        c: | text
           ^^^^^^ BlockHeader
        ---
        {~a: ~, ~c: ~}
    "#]],
    );
}

#[test]
fn tabs_between_tokens() {
    check(
        "a:\t1\nb: [x,\ty]\n-\tc\n",
        expect![[r#"
        a:→1
          ^ Tab
        b: [x,→y]
        -→c
         ^ Tab
        ---
        {~a: ~, b: [x, y]}
    "#]],
    );
    check(
        "a: 1\t# note\nb: \"x\ty\"\n",
        expect![[r#"
        a: 1→# note
            ^ Tab
        b: "x→y"
        ---
        {a: 1, b: x	y}
    "#]],
    );
}

#[test]
fn a_mistake_may_be_found_behind_the_end_of_its_line() {
    check(
        "\n'c\na: 1 # b: !!str 'c",
        expect![[r#"

        'c
        ^^ UnclosedQuote
        a: 1 # b: !!str 'c
        ---
        {a: 1}
    "#]],
    );
}

#[test]
fn a_bracket_that_is_still_open_is_said_to_be() {
    check(
        "name: x\nrequires: {redis: {interface: \n",
        expect![[r#"
        name: x
        requires: {redis: {interface: 
                  ^ UnclosedBracket
        ---
        {name: x, ~requires: ~}
    "#]],
    );
    check(
        "requires: {redis: {interface: redis}\nname: x\n",
        expect![[r#"
        requires: {redis: {interface: redis}
                  ^ UnclosedBracket
        name: x
        ---
        {~requires: ~, name: x}
    "#]],
    );
    check(
        "name: x\nconfig: {\n",
        expect![[r#"
        name: x
        config: {
                ^ UnclosedBracket
        ---
        {name: x, ~config: ~}
    "#]],
    );
    check(
        "a:\n  b: [\nname: x\n",
        expect![[r#"
        a:
          b: [
             ^ UnclosedBracket
        name: x
        ---
        {a: {~b: ~}, name: x}
    "#]],
    );
    check(
        "a: [x, 'it''s [',\n  y\n",
        expect![[r#"
        a: [x, 'it''s [',
           ^ UnclosedBracket
          y
        ---
        {~a: ~}
    "#]],
    );
}

#[test]
fn a_quote_that_ends_where_a_comment_seems_to_start() {
    check(
        "a:\n  b: |\n'  c\nd: #'1'\n",
        expect![[r#"
        a:
          b: |
        '  c
        ^^^^ UnclosedQuote
        d: #'1'
        ---
        {a: {b: }, d: }
    "#]],
    );
}
