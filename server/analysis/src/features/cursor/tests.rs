//! Every kind of place, in whole and in half-typed text.

use expect_test::{Expect, expect};

use super::*;
use crate::features::test_support::snapshot_at;

/// Kind, path, `word` with the typed part before the bar, and what else matters.
fn describe(fixture: &str) -> String {
    let (snapshot, offset) = snapshot_at(fixture);
    let Some(cursor) = Cursor::new(&snapshot.document, offset) else { return "nowhere".into() };
    let word = cursor.text(cursor.word);
    let rest = word.strip_prefix(cursor.typed).unwrap_or("?");
    let mut out = format!("{:?} {} {}|{rest}", cursor.place, cursor.path.join("/"), cursor.typed);
    for (flag, name) in [
        (cursor.has_colon && cursor.place == Place::Key, "colon"),
        (cursor.in_flow, "flow"),
        (cursor.needs_space, "needs space"),
        (cursor.open_quote.is_some(), "open quote"),
    ] {
        if flag {
            out += &format!(", {name}");
        }
    }
    let keys = cursor.present_keys();
    if !keys.is_empty() {
        out += &format!(", beside {}", keys.join(" "));
    }
    out
}

fn check(fixture: &str, expect: Expect) {
    expect.assert_eq(&describe(fixture));
}

#[test]
fn complete_keys_and_values() {
    let text = "requires:\n  db: # c\n    interface: redis\n    limit: 1\n";
    let all: Vec<String> = ["db", "interface", "redis", "1", "# c"]
        .iter()
        .map(|word| describe(&text.replacen(word, &format!("{word}$0"), 1)))
        .collect();
    expect![[r#"
        Key requires/db db|, colon
        Key requires/db/interface interface|, colon, beside limit
        Value requires/db/interface redis|, beside limit
        Value requires/db/limit 1|, beside interface
        nowhere"#]]
    .assert_eq(&all.join("\n"));
}

#[test]
fn half_typed_keys() {
    check(
        "requires:\n  db:\n    interf$0\n    limit: 1\n",
        expect!["Key requires/db/interf interf|, beside limit"],
    );
    check("requires:\n  db:\n    in$0terf\n", expect!["Key requires/db/interf in|terf"]);
    check("na$0", expect!["Key na na|"]);
    check("charm-libs:\n  - lib: a\n    ver$0\n", expect!["Key charm-libs/*/ver ver|, beside lib"]);
}

#[test]
fn values_not_yet_written() {
    check("requires:\n  db:\n    interface: $0\n", expect!["Value requires/db/interface |"]);
    check(
        "requires:\n  db:\n    interface:$0\n",
        expect!["Value requires/db/interface |, needs space"],
    );
    check("requires:\n  db:\n    interface: $0 # soon\n", expect!["Value requires/db/interface |"]);
    check("extensions:\n  - $0 # soon\n", expect!["Item extensions/* |"]);
    check(
        "requires:\n  db:\n    interface: \"po$0\n    limit: 1\n",
        expect!["Value requires/db/interface po|, open quote, beside limit"],
    );
    check(
        "requires:\n  db:\n    interface: 'po$0stgres'\n",
        expect!["Value requires/db/interface po|stgres"],
    );
    check("a: &x po$0\n", expect!["Value a po|"]);
}

#[test]
fn blank_lines_belong_to_what_is_further_out() {
    let text = "requires:\n  db:\n@\n    limit: 1\nconfig:\n";
    let at = |column: usize| describe(&text.replace('@', &format!("{}$0", " ".repeat(column))));
    expect![[r#"
        Blank  |, beside requires config
        Blank requires |, beside db
        Blank requires/db |, beside limit
        Blank requires/db |, beside limit"#]]
    .assert_eq(&[at(0), at(2), at(3), at(4)].join("\n"));
    check("requires:\r\n  db:\r\n    $0\r\n", expect!["Blank requires/db |"]);
    check("requires:\n  db:\n    $0", expect!["Blank requires/db |"]);
    check("name: x\n  $0\n", expect!["Text name |"]);
}

#[test]
fn items() {
    check(
        "parts:\n  app:\n    prime:\n      - a\n      - $0\n",
        expect!["Item parts/app/prime/* |"],
    );
    check("parts:\n  app:\n    prime:\n    - fl$0\n", expect!["Item parts/app/prime/* fl|"]);
    check("extensions:\n-$0\n", expect!["Item extensions/* |, needs space"]);
    check(
        "charm-libs:\n  - li$0b: x\n    version: '1'\n",
        expect!["Key charm-libs/*/lib li|b, colon, beside version"],
    );
    check(
        "charm-libs:\n  - lib: x\n  - lib: y\n    $0\n",
        expect!["Blank charm-libs/* |, beside lib"],
    );
    check("bases:\n  - build-on:\n    - name: $0\n", expect!["Value bases/*/build-on/*/name |"]);
}

#[test]
fn flow_collections() {
    check("requires:\n  db: {interface: po$0}\n", expect!["Value requires/db/interface po|, flow"]);
    check("requires:\n  db: {interface: $0}\n", expect!["Value requires/db/interface |, flow"]);
    check(
        "requires:\n  db: {interface:$0}\n",
        expect!["Value requires/db/interface |, flow, needs space"],
    );
    check("requires:\n  db: {$0}\n", expect!["Blank requires/db |, flow"]);
    check(
        "requires:\n  db: {limit: 1, $0, optional: true}\n",
        expect!["Blank requires/db |, flow, beside limit optional"],
    );
    check(
        "requires:\n  db: {limit: 1, inter$0\n  other:\n",
        expect!["Key requires/db/inter inter|, flow, beside limit"],
    );
    check(
        "requires: {db: {interface: \"po$0\", limit: 1}}",
        expect!["Value requires/db/interface po|, flow, beside limit"],
    );
    check("a: {b: [x, {c: y, d$0: z}]}", expect!["Key a/b/*/d d|, colon, flow, beside c"]);
    check("extensions: [fl$0]", expect!["Item extensions/* fl|, flow"]);
    check("extensions: [$0", expect!["Item extensions/* |, flow"]);
    check("requires:\n  db: {\n    limit: 1, # $0\n    }", expect!["nowhere"]);
    check(
        "requires:\n  db: {\n    limit: 1,\n    inter$0\n    }",
        expect!["Key requires/db/inter inter|, flow, beside limit"],
    );
}

#[test]
fn free_text() {
    check("description: |\n  type: st$0\n", expect!["Text description |"]);
    check("description: |\n  text\n  $0\nname: x\n", expect!["Text description |"]);
    check("description: |\n  text\n\n$0\nname: x\n", expect!["Blank  |, beside description name"]);
    check("description: >-$0\n  text\n", expect!["Text description |"]);
    check("description: some\n  more$0\n", expect!["Text description |"]);
    check("description: \"some\n  more$0\"\n", expect!["Text description |"]);
    check("- some\n  more$0\n", expect!["Text * |"]);
    check("interface: redis $0\n", expect!["Text interface |"]);
}

#[test]
fn non_ascii_text_and_quoted_keys() {
    check(
        "config:\n  options:\n    \"schlüssel\":\n      type: strïng$0\n",
        expect!["Value config/options/schlüssel/type strïng|"],
    );
    check("ü: {é: [ö, ä$0]}", expect!["Item ü/é/* ä|, flow"]);
}

#[test]
fn a_file_indents_as_its_first_mapping_below_a_key_does() {
    let step = |text: &str| indent_step(&Document::new(text.to_owned()));
    assert_eq!(step("name: a\nconfig:\n    options:\n"), 4);
    assert_eq!(step("name: a\n"), 2);
    // What stands behind dashes is moved by them, too.
    let bases = "bases:\n  - build-on:\n    - name: ubuntu\n      channel: '22.04'\n";
    assert_eq!(step(bases), 2);
    assert_eq!(step(&format!("{bases}config:\n   options:\n")), 3);
    assert_eq!(step("charm-libs:\n- lib: a.b\n  version: '0'\n"), 2);
}
