//! What nodes come out of texts.

use super::*;
use expect_test::{Expect, expect};

/// One line per node: depth, kind, what its range covers, its value if that differs.
fn check(text: &str, expect: Expect) {
    let parsed = parse(text).unwrap();
    let mut out = String::new();
    let mut ends: Vec<usize> = Vec::new();
    for (index, node) in parsed.nodes.iter().enumerate() {
        while ends.last().is_some_and(|&end| end <= index) {
            ends.pop();
        }
        let kind = match node.kind {
            Kind::Scalar(style) => format!("{style:?}"),
            Kind::Mapping { flow } => if flow { "{}" } else { "map" }.to_owned(),
            Kind::Sequence { flow } => if flow { "[]" } else { "list" }.to_owned(),
            Kind::Alias => "alias".to_owned(),
        };
        let source = &text[node.range];
        out += &format!("{}{kind} {:?} {source:?}", "  ".repeat(ends.len()), node.range);
        if let Some(cooked) = &node.cooked {
            out += &format!(" = {cooked:?}");
        }
        if let Some(properties) = &node.properties {
            for range in [properties.anchor, properties.tag].into_iter().flatten() {
                out += &format!(" {}", &text[range]);
            }
            if let Some(tag) = &properties.resolved_tag {
                out += &format!(" ({tag})");
            }
        }
        out += "\n";
        ends.push(index + node.len as usize);
    }
    expect.assert_eq(&out);
}

#[test]
fn ranges_cover_what_a_person_would_mark() {
    check(
        "a: 1 # one\nb:\n  c: 'it''s'\n\nd:\n- x\n-\ne:\nf: \"\\x41\"\n",
        expect![[r#"
                map 0..49 "a: 1 # one\nb:\n  c: 'it''s'\n\nd:\n- x\n-\ne:\nf: \"\\x41\""
                  Plain 0..1 "a"
                  Plain 3..4 "1"
                  Plain 11..12 "b"
                  map 16..26 "c: 'it''s'"
                    Plain 16..17 "c"
                    SingleQuoted 19..26 "'it''s'" = "it's"
                  Plain 28..29 "d"
                  list 31..36 "- x\n-"
                    Plain 33..34 "x"
                    Plain 36..36 ""
                  Plain 37..38 "e"
                  Plain 39..39 ""
                  Plain 40..41 "f"
                  DoubleQuoted 43..49 "\"\\x41\"" = "A"
            "#]],
    );
}

#[test]
fn block_scalars_start_at_their_header_and_end_with_their_text() {
    check(
        "a: |\n  x\n\n  y\n\n\nb: >-  # note\n  long\n  text\nc: |+\n\nd: |\n",
        expect![[r#"
                map 0..55 "a: |\n  x\n\n  y\n\n\nb: >-  # note\n  long\n  text\nc: |+\n\nd: |"
                  Plain 0..1 "a"
                  Literal 3..13 "|\n  x\n\n  y" = "x\n\ny\n"
                  Plain 16..17 "b"
                  Folded 19..43 ">-  # note\n  long\n  text" = "long text"
                  Plain 44..45 "c"
                  Literal 47..49 "|+" = "\n"
                  Plain 51..52 "d"
                  Literal 54..55 "|" = ""
            "#]],
    );
}

#[test]
fn anchors_tags_and_aliases_are_kept_apart_from_the_value() {
    check(
        "a: &x !!str 1\nb: !!map &y\n  c: *x\nd: &z\ne: &q |\n  t\nf: [&w v, *w]\n<<: *y\n",
        expect![[r#"
                map 0..72 "a: &x !!str 1\nb: !!map &y\n  c: *x\nd: &z\ne: &q |\n  t\nf: [&w v, *w]\n<<: *y"
                  Plain 0..1 "a"
                  Plain 12..13 "1" &x !!str (tag:yaml.org,2002:str)
                  Plain 14..15 "b"
                  map 28..33 "c: *x" &y !!map (tag:yaml.org,2002:map)
                    Plain 28..29 "c"
                    alias 31..33 "*x"
                  Plain 34..35 "d"
                  Plain 39..39 "" &z
                  Plain 40..41 "e"
                  Literal 46..51 "|\n  t" = "t\n" &q
                  Plain 52..53 "f"
                  [] 55..65 "[&w v, *w]"
                    Plain 59..60 "v" &w
                    alias 62..64 "*w"
                  Plain 66..68 "<<"
                  alias 70..72 "*y"
            "#]],
    );
}

#[test]
fn an_anchor_or_tag_belongs_to_one_node_only() {
    check(
        "a: !!str\n&x b: &y\n!!str c: !!map\n  &z d: 1\ne: &v\n  !!str f: |\n   t\n",
        expect![[r#"
                map 0..66 "a: !!str\n&x b: &y\n!!str c: !!map\n  &z d: 1\ne: &v\n  !!str f: |\n   t"
                  Plain 0..1 "a"
                  Plain 8..8 "" !!str (tag:yaml.org,2002:str)
                  Plain 12..13 "b" &x
                  Plain 17..17 "" &y
                  Plain 24..25 "c" !!str (tag:yaml.org,2002:str)
                  map 38..42 "d: 1" !!map (tag:yaml.org,2002:map)
                    Plain 38..39 "d" &z
                    Plain 41..42 "1"
                  Plain 43..44 "e"
                  map 57..66 "f: |\n   t" &v
                    Plain 57..58 "f" !!str (tag:yaml.org,2002:str)
                    Literal 60..66 "|\n   t" = "t\n"
            "#]],
    );
}

#[test]
fn flow_collections_end_at_their_bracket() {
    check(
        "a: {b: [1, 2], c: , d}\ne: [x: y, { z }]\nf: [\n  1,\n  ]\n",
        expect![[r#"
            map 0..53 "a: {b: [1, 2], c: , d}\ne: [x: y, { z }]\nf: [\n  1,\n  ]"
              Plain 0..1 "a"
              {} 3..22 "{b: [1, 2], c: , d}"
                Plain 4..5 "b"
                [] 7..13 "[1, 2]"
                  Plain 8..9 "1"
                  Plain 11..12 "2"
                Plain 15..16 "c"
                Plain 17..17 ""
                Plain 20..21 "d"
                Plain 21..21 ""
              Plain 23..24 "e"
              [] 26..39 "[x: y, { z }]"
                {} 27..31 "x: y"
                  Plain 27..28 "x"
                  Plain 30..31 "y"
                {} 33..38 "{ z }"
                  Plain 35..36 "z"
                  Plain 36..36 ""
              Plain 40..41 "f"
              [] 43..53 "[\n  1,\n  ]"
                Plain 47..48 "1"
        "#]],
    );
}

#[test]
fn blanks_and_comments_belong_to_no_node() {
    check(
        "a: [ # one\n  b ] # two\nc: &x { d: e }  \nf: *x  # three\n&y [g] : | # four\n  h\n",
        expect![[r#"
            map 0..76 "a: [ # one\n  b ] # two\nc: &x { d: e }  \nf: *x  # three\n&y [g] : | # four\n  h"
              Plain 0..1 "a"
              [] 3..16 "[ # one\n  b ]"
                Plain 13..14 "b"
              Plain 23..24 "c"
              {} 29..37 "{ d: e }" &x
                Plain 31..32 "d"
                Plain 34..35 "e"
              Plain 40..41 "f"
              alias 43..45 "*x"
              [] 58..61 "[g]" &y
                Plain 59..60 "g"
              Literal 64..76 "| # four\n  h" = "h\n"
        "#]],
    );
}

#[test]
fn offsets_are_bytes_behind_wide_characters() {
    check(
        "é: 🦀\r\nx:\r\n- ü\r\n- - z\r\n  -\r\n",
        expect![[r#"
            map 0..30 "é: 🦀\r\nx:\r\n- ü\r\n- - z\r\n  -"
              Plain 0..2 "é"
              Plain 4..8 "🦀"
              Plain 10..11 "x"
              list 14..30 "- ü\r\n- - z\r\n  -"
                Plain 16..18 "ü"
                list 22..30 "- z\r\n  -"
                  Plain 24..25 "z"
                  Plain 30..30 ""
        "#]],
    );
}

#[test]
fn quoted_text_ends_at_its_quote() {
    check(
        "\"a\"\t: 1\nb: 'c'  # d\n'e' : [\"f\" , 'g' ]\n",
        expect![[r#"
            map 0..38 "\"a\"\t: 1\nb: 'c'  # d\n'e' : [\"f\" , 'g' ]"
              DoubleQuoted 0..3 "\"a\"" = "a"
              Plain 6..7 "1"
              Plain 8..9 "b"
              SingleQuoted 11..14 "'c'" = "c"
              SingleQuoted 20..23 "'e'" = "e"
              [] 26..38 "[\"f\" , 'g' ]"
                DoubleQuoted 27..30 "\"f\"" = "f"
                SingleQuoted 33..36 "'g'" = "g"
        "#]],
    );
}

#[test]
fn what_only_pyyaml_takes_keeps_its_place() {
    check(
        "a: 'b\nc'#d\ne: [\nf: g,#h\n-]\ni: &x j\n*x: \"\\ud800\"\u{85}k:\n|\n l\u{feff}\nm: \u{feff}n\n",
        expect![[r#"
            map 0..67 "a: 'b\nc'#d\ne: [\nf: g,#h\n-]\ni: &x j\n*x: \"\\ud800\"\u{85}k:\n|\n l\u{feff}\nm: \u{feff}n"
              Plain 0..1 "a"
              SingleQuoted 3..8 "'b\nc'" = "b c"
              Plain 11..12 "e"
              [] 14..26 "[\nf: g,#h\n-]"
                {} 16..20 "f: g"
                  Plain 16..17 "f"
                  Plain 19..20 "g"
                SingleQuoted 24..25 "-"
              Plain 27..28 "i"
              Plain 33..34 "j" &x
              alias 35..37 "*x"
              DoubleQuoted 39..47 "\"\\ud800\"" = "�"
              Plain 49..50 "k"
              Literal 52..59 "|\n l\u{feff}" = "l\u{feff}\n"
              Plain 60..61 "m"
              Plain 63..67 "\u{feff}n"
        "#]],
    );
}

/// The value of the block scalar that the text ends with.
fn last_value(text: &str) -> String {
    let parsed = parse(text).unwrap();
    parsed.nodes.last().and_then(|node| node.cooked.clone()).unwrap().into()
}

#[test]
fn block_scalars_at_the_end_of_the_text_have_no_line_end_of_their_own() {
    let texts = [
        "a: |\n  b",
        "a: |+\n  b",
        "a: |\n  b\n  ",
        "a: |\n  b\n ",
        "a: |+\n  b\n\n  ",
        "a: |+\n  b\n ",
    ];
    let values = texts.map(last_value);
    expect![[r#"
        [
            "b",
            "b",
            "b\n",
            "b\n",
            "b\n\n",
            "b\n",
        ]
    "#]]
    .assert_debug_eq(&values);
}

#[test]
fn a_key_that_starts_with_a_colon_is_no_colon() {
    check(
        "?\n:x: 1\n",
        expect![[r#"
            map 1..7 "\n:x: 1"
              Plain 1..1 ""
              Plain 1..1 ""
              Plain 2..4 ":x"
              Plain 6..7 "1"
        "#]],
    );
}

#[test]
fn what_is_absent_stands_behind_its_own_indicator() {
    check(
        "?\n? -\n:\n",
        expect![[r#"
            map 1..7 "\n? -\n:"
              Plain 1..1 ""
              Plain 1..1 ""
              list 4..5 "-"
                Plain 5..5 ""
              Plain 7..7 ""
        "#]],
    );
}

#[test]
fn the_end_of_a_document_that_was_none_is_no_content() {
    check(
        "...\n- &a {}\n",
        expect![[r#"
            list 4..11 "- &a {}"
              {} 9..11 "{}" &a
        "#]],
    );
}
