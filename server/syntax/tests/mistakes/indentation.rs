//! Lines that start at a column where they do not belong, and tabs.

use expect_test::expect;

use super::check;

#[test]
fn indentation() {
    check(
        "a:\n  b: 1\n c: 2\nd: 3\n",
        expect![[r#"
        a:
          b: 1
         c: 2
         ^^^^ Indentation
        d: 3
        ---
        {a: {b: 1}, d: 3}
    "#]],
    );
    check(
        "a:\n  b: 1\n    c: 2\n  d: 3\n",
        expect![[r#"
        a:
          b: 1
            c: 2
            ^^^^ Indentation
          d: 3
        ---
        {a: {b: 1, d: 3}}
    "#]],
    );
    check(
        "a:\n\tb: 1\nc: 2\n",
        expect![[r#"
            a:
            →b: 1
            ^ Tab
            c: 2
            ---
            {a: {b: 1}, c: 2}
        "#]],
    );
    check(
        "a:\n  - x\n - y\nb: 1\n",
        expect![[r#"
            a:
              - x
             - y
             ^^^ Indentation
            b: 1
            ---
            {a: [x], b: 1}
        "#]],
    );
    check(
        "  a: 1\nb: 2\n",
        expect![[r#"
          a: 1
        b: 2
        ^^^^ Indentation
        ---
        {a: 1}
    "#]],
    );
    check(
        "a: 1\n- b\nc: 2\n",
        expect![[r#"
            a: 1
            - b
            ^^^ Indentation
            c: 2
            ---
            {a: 1, c: 2}
        "#]],
    );
    check(
        "a: 1\n---\nb: 2\n",
        expect![[r#"
        a: 1
        ---
        ^^^ SecondDocument
        b: 2
        ---
        {a: 1}
    "#]],
    );
}

#[test]
fn a_key_that_slips_takes_its_children_along_and_nothing_else() {
    // One blank too many: its neighbours are right.
    check(
        "options:\n   token:\n    type: int\n  url:\n    type: int\n  page:\n    type: int\n",
        expect![[r#"
            options:
               token:
               ^^^^^^ Indentation
                type: int
              url:
                type: int
              page:
                type: int
            ---
            {options: {url: {type: int}, page: {type: int}}}
        "#]],
    );
    // One too few.
    check(
        "options:\n  token:\n    type: int\n url:\n    type: string\n  page:\n    type: int\n",
        expect![[r#"
            options:
              token:
                type: int
             url:
             ^^^^ Indentation
                type: string
              page:
                type: int
            ---
            {options: {token: {type: int}, page: {type: int}}}
        "#]],
    );
    // Between two levels, with children that could be its neighbour's.
    check(
        "options:\n  token:\n    type: int\n   url:\n    type: string\n  page:\n    type: int\n",
        expect![[r#"
            options:
              token:
                type: int
               url:
               ^^^^ Indentation
                type: string
              page:
                type: int
            ---
            {options: {token: {type: int}, page: {type: int}}}
        "#]],
    );
    // A key is gone, and its children are left.
    check(
        "config:\n  options:\n      type: int\n    url:\n      type: string\n    page:\n      type: int\n",
        expect![[r#"
            config:
              options:
                  type: int
                  ^^^^^^^^^ Indentation
                url:
                  type: string
                page:
                  type: int
            ---
            {config: {options: {url: {type: string}, page: {type: int}}}}
        "#]],
    );
    check(
        "requires:\n  db:\n    interface: redis\n extensions:\n  - flask-framework\nname: x\n",
        expect![[r#"
            requires:
              db:
                interface: redis
             extensions:
             ^^^^^^^^^^^ Indentation
              - flask-framework
            name: x
            ---
            {requires: {db: {interface: redis}}, name: x}
        "#]],
    );
    check(
        "requires:\n  db:\n    interf\n extensions:\n  - flask-framework\nname: x\n",
        expect![[r#"
            requires:
              db:
                interf
             extensions:
             ^^^^^^^^^^^ Indentation
              - flask-framework
            name: x
            ---
            {requires: {db: interf}, name: x}
        "#]],
    );
}

#[test]
fn tabs_are_one_mistake_and_the_text_is_read_as_it_is_meant() {
    check(
        "config:\n\toptions:\n\t\ttoken:\n\t\t\ttype: string\nname: x\n",
        expect![[r#"
        config:
        →options:
        ^ Tab
        →→token:
        →→→type: string
        name: x
        ---
        {config: {options: {token: {type: string}}}, name: x}
    "#]],
    );
    check(
        "config:\n  options:\n\ttoken:\n\t  type: string\nname: x\n",
        expect![[r#"
        config:
          options:
        →token:
        ^ Tab
        →  type: string
        ^ Tab
        name: x
        ---
        {config: {options: }, name: x}
    "#]],
    );
}
