//! Anchors and aliases.

use super::*;

#[test]
fn an_alias_says_what_it_stands_for() {
    check(
        "requires:\n  db: &db\n    interface: mysql_client\n    limit: 1\n  db2: *d$0b\n",
        expect![[r#"
              db2: *db
                   ^^^

            **`*db`** stands for what `&db` marks in line 2

            ```yaml
            interface: mysql_client
            limit: 1
            ```
        "#]],
    );
    check(
        "a: &x 1\nb: &x {c: 2}\nd: {<<: $0*x}\n",
        expect![[r#"
            d: {<<: *x}
                    ^^

            **`*x`** stands for what `&x` marks in line 2

            ```yaml
            {c: 2}
            ```
        "#]],
    );
}

#[test]
fn an_anchor_says_how_many_aliases_stand_for_it() {
    let words = |text: &str| drawn(text).lines().nth(3).unwrap().to_owned();
    assert_eq!(words("a: &x$0 1\nb: *x\n"), "**`&x`**: an anchor; one alias stands for it");
    assert_eq!(words("a: $0&x 1\nb: 2\n"), "**`&x`**: an anchor; no alias stands for it");
    assert_eq!(
        words("a: &$0x 1\nb: [*x, *x]\nc: &x 2\nd: *x\n"),
        "**`&x`**: an anchor; 2 aliases stand for it"
    );
}

#[test]
fn of_long_contents_the_first_lines_are_shown() {
    let many: String = (0..20).map(|it| format!("  k{it}: v\n")).collect();
    let shown = drawn(&format!("a: &x\n{many}b: *x$0\n"));
    assert!(shown.contains("\nk11: v\n…\n```"), "{shown}");
}

#[test]
fn texts_with_such_signs_are_no_anchors() {
    check("summary: R&D$0 for all\n", expect!["nothing"]);
    check("# &x$0\nsummary: a\n", expect!["nothing"]);
    check("a: *x$0\n", expect!["nothing"]);
    check("summary: '&x$0'\n", expect!["nothing"]);
}
