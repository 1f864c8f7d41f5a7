//! A check that leaves out what the one before found clean says the same as one that looks at
//! everything.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use analysis::{Snapshot, check};
use proptest::prelude::*;
use syntax::{Document, TextRange, TextSize};

const BLOCK: &str = "\
name: shop
type: charm
base: ubuntu@24.04
platforms:
  amd64:
summary: A shop.
description: It sells things.
extensions: [flask-framework]
requires:
  postgresql:
    interface: postgresql_client
    optional: true
  oidc: {interface: oauth, optional: true, limit: 1}
config:
  options:
    # What people see.
    title:
      type: string
      default: Teapots
    page-size: {type: int, default: 20}
    app-secret:
      type: string
    ratio:
      type: float
      default: '0.5'
      description: |
        How much of it
        they see.
    common: &common
      type: string
      default: 'yes'
    greeting: *common
    farewell:
      <<: *common
      default: Bye
    debug:
      type: boolean
      default: maybe # flask-lsp: ignore[config-option-default]
    plain: {type: string} # flask-lsp: ignore
    title-two:
      typo: string
    mail:
      type: secret
      optional: false
actions:
  clear:
    description: Clears it.
";

const FLOW: &str = "\
name: shop
config: {options: {a: {type: string}, b: {type: int, default: 1, default: 2}, c: {type: boolean}}}
";

/// What people and editors type, and what turns one thing into another.
const WORDS: &[&str] = &[
    "x",
    " ",
    "\n",
    ":",
    ": ",
    "  ",
    "-",
    "#",
    "'",
    "*common",
    "&a",
    "}",
    "{",
    "|",
    "type: int\n",
    "\n    new:\n      type: int\n",
    "      default: 5\n",
    "app-",
    "<<: *common\n",
    "title",
    "_",
    "title_two",
    "optional: false\n",
    "\t",
    "é",
];

/// An edit: where it starts and ends, as parts of the text, and what is written there.
type Edit = (u16, u8, usize);

fn edited(file: &str, text: &str, edits: Vec<Edit>) {
    let mut snapshot = Snapshot::alone(file, text).unwrap();
    check(&snapshot);
    for (start, length, word) in edits {
        let text_length = snapshot.document.text().as_str().len();
        let start = usize::from(start) * text_length / usize::from(u16::MAX);
        let end = (start + usize::from(length)).min(text_length);
        edit(&mut snapshot, start, end, WORDS[word % WORDS.len()]);
    }
}

/// Makes an edit, and compares with a check that knows of nothing.
fn edit(snapshot: &mut Snapshot, start: usize, end: usize, insert: &str) {
    let at = |place: usize| TextSize::new(place as u32);
    Arc::make_mut(&mut snapshot.document).edit(TextRange::new(at(start), at(end)), insert);
    let fresh = Snapshot {
        document: Arc::new(Document::new(snapshot.document.text().as_str().to_owned())),
        clean_options: Arc::default(),
        ..snapshot.clone()
    };
    let said = |snapshot| format!("{:#?}", check(snapshot));
    assert_eq!(said(snapshot), said(&fresh), "in\n{}", fresh.document.text().as_str());
}

/// What one option is to another, to an endpoint or to the framework comes and goes with each of them.
#[test]
fn after_edits_that_change_what_options_are_to_each_other() {
    let mut snapshot = Snapshot::alone("charmcraft.yaml", BLOCK).unwrap();
    check(&snapshot);
    for (from, to) in [
        ("page-size", "title_two"),
        ("title_two", "title_one"),
        ("title-two", "Title-one"),
        ("plain:", "app-plain:"),
        ("app-plain:", "webserver-threads:"),
        ("webserver-threads:", "webserver-workers:"),
        ("ratio:", "env:"),
        ("ratio:", "session-cookie-name:"),
        ("env:", "model-dump:"),
        ("type: secret", "type: string"),
        ("mail:", "oidc_client_id:"),
        ("oidc:", "oidc2:"),
        ("oidc2:", "title:"),
        ("flask-framework", "go-framework"),
        ("model-dump:", "port:"),
        ("24.04", "26.04"),
        ("go-framework", "spring-boot-framework"),
        ("port:", "ratio:"),
        ("    title:\n", "    title_one:\n"),
        ("extensions:", "x-extensions:"),
        ("x-extensions:", "extensions:"),
        ("postgresql:", "mysql:"),
        ("app-secret:", "app-secret-scopes:"),
        ("title:\n", "app-secret:\n"),
    ] {
        // Each letter by letter, as it is typed.
        let text = snapshot.document.text().as_str().to_owned();
        let Some(start) = text.find(from) else { continue };
        edit(&mut snapshot, start, start + from.len(), "");
        for (typed, letter) in to.char_indices() {
            edit(&mut snapshot, start + typed, start + typed, &letter.to_string());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn after_edits_of_block_style(
        edits in prop::collection::vec((any::<u16>(), 0..4_u8, any::<usize>()), 1..12),
    ) {
        edited("charmcraft.yaml", BLOCK, edits);
    }

    #[test]
    fn after_edits_of_flow_style(
        edits in prop::collection::vec((any::<u16>(), 0..4_u8, any::<usize>()), 1..12),
    ) {
        edited("charmcraft.yaml", FLOW, edits);
    }

    #[test]
    fn after_edits_of_a_config_of_its_own(
        edits in prop::collection::vec((any::<u16>(), 0..4_u8, any::<usize>()), 1..12),
    ) {
        let options = BLOCK.split("config:\n").nth(1).unwrap().split("actions:").next().unwrap();
        let lines = options.lines().map(|line| line.get(2..).unwrap_or_default());
        edited("config.yaml", &lines.collect::<Vec<_>>().join("\n"), edits);
    }
}

#[test]
fn a_file_beside_that_hides_findings_may_go_away() {
    use analysis::project::MemoryFiles;

    let mut snapshot = Snapshot::alone(
        "charmcraft.yaml",
        "name: a\nconfig:\n  options:\n    a: {type: int, default: text}\n",
    )
    .unwrap();
    let count = |snapshot: &Snapshot| {
        let found = check(snapshot);
        found.iter().filter(|finding| finding.rule.id == "config-option-default").count()
    };
    snapshot.project = Arc::new(MemoryFiles::new([("config.yaml", "options: {}\n")]));
    assert_eq!(count(&snapshot), 0);
    snapshot.project = Arc::new(MemoryFiles::default());
    assert_eq!(count(&snapshot), 1);
}
