//! Lines as people write them, whole and half typed.

use super::*;
use expect_test::{Expect, expect};

fn check(text: &str, expect: Expect) {
    let text = Text::new(text.to_owned());
    let mut out = String::new();
    for line in Outline::new(&text).lines() {
        let kind = match line.kind {
            LineKind::Inside(inside) => format!("in {inside:?}"),
            kind => format!("{kind:?}"),
        };
        out += &format!("{kind:<14}{:>2}", line.indent);
        if line.dashes > 0 {
            out += &format!(" dashes={}", line.dashes);
        }
        for (name, range) in [("key", line.key), ("value", line.value), ("comment", line.comment)] {
            if let Some(range) = range {
                out += &format!(" {name}={:?}", text.slice(range));
            }
        }
        out += "\n";
    }
    expect.assert_eq(&out);
}

#[test]
fn lines_of_a_charm() {
    check(
        "name: web # the name\nrequires:\n  db: &x {interface: a, # why\n    limit: 1} # end\n  - x: 'a # b'\n    'q k' : y\n\n  # note\n",
        expect![[r##"
            Content        0 key="name" value="web" comment="# the name"
            Content        0 key="requires"
            Content        2 key="db" value="&x {interface: a," comment="# why"
            in Flow        4 comment="# end"
            Content        2 dashes=1 key="x" value="'a # b'"
            Content        4 key="'q k'" value="y"
            Blank          0
            Comment        2 comment="# note"
            Blank          0
        "##]],
    );
}

#[test]
fn block_scalars_hide_what_looks_like_keys_and_comments() {
    check(
        "a: |\n  # no comment\n\n  b: c\nd: >-2 # header\n    x\n  y\n- |\n x: y\nz:\n  |\n  t: u\nv:\n",
        expect![[r##"
            Content        0 key="a" value="|"
            in BlockScalar 2
            Blank          0
            in BlockScalar 2
            Content        0 key="d" value=">-2" comment="# header"
            in BlockScalar 4
            in BlockScalar 2
            Content        0 dashes=1 value="|"
            in BlockScalar 1
            Content        0 key="z"
            Content        2 value="|"
            in BlockScalar 2
            Content        0 key="v"
            Blank          0
        "##]],
    );
}

#[test]
fn an_open_quote_ends_before_the_next_key_of_its_level() {
    check(
        "options:\n  token:\n    description: \"The token\n    type: string # t\n  other: 'a\n   b: c\n   d' # closed\n  list: [a,\n  'x',\n  more: [\nend: 1\n",
        expect![[r##"
            Content        0 key="options"
            Content        2 key="token"
            Content        4 key="description" value="\"The token"
            Content        4 key="type" value="string" comment="# t"
            Content        2 key="other" value="'a"
            in Quote       3
            in Quote       3 comment="# closed"
            Content        2 key="list" value="[a,"
            in Flow        2
            Content        2 key="more" value="["
            Content        0 key="end" value="1"
            Blank          0
        "##]],
    );
}

#[test]
fn half_typed_lines_are_bare() {
    let text = Text::new("requires:\n  db:\n    interf\n    - x\n    [a]\n".to_owned());
    let bare: Vec<_> = Outline::new(&text).lines().iter().map(Line::is_bare).collect();
    assert_eq!(bare, [false, false, true, false, true, false]);
}

#[test]
fn markers_directives_and_a_byte_order_mark() {
    check(
        "\u{feff}a: 1\n--- # new\n%x: 1\n... \nb\n",
        expect![[r##"
        Content        0 key="a" value="1"
        Marker         0 comment="# new"
        Directive      0
        Marker         0
        Content        0 value="b"
        Blank          0
    "##]],
    );
}

#[test]
fn parents_are_found_through_lists_and_broken_lines() {
    let text = Text::new(
        "parts:\n  app:\n    prime\n    stage:\n    - a\n    build:\n      - k: v\n        deep:\n          \n".to_owned(),
    );
    let outline = Outline::new(&text);
    let parents = |line, column| -> Vec<&str> {
        outline.parents(line, column).into_iter().map(|range| text.slice(range)).collect()
    };
    assert_eq!(parents(8, 10), ["parts", "app", "build", "deep"]);
    assert_eq!(parents(8, 8), ["parts", "app", "build"]);
    assert_eq!(parents(3, 4), ["parts", "app"]);
    assert_eq!(parents(3, 0), Vec::<&str>::new());
}
