//! Every feature at every place of five files, however these are written: with Windows line ends, behind a
//! comment that is not ASCII, with comments and tabs behind each line, with anchors, indented by four,
//! with a broken line further down, in braces, and each with the line of the cursor half typed.
//!
//! An answer is drawn into the text that it is for, and what the variant changed is taken back. What
//! is left has to be what is said about the plain text.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod answers;
mod flow;

use std::collections::BTreeSet;
use std::sync::Arc;

use analysis::Snapshot;
use analysis::project::MemoryFiles;
use syntax::TextSize;

use answers::{Answer, at_place, of_file};

/// Stands for the cursor until the text is as it should be.
const CURSOR: char = '\u{1}';

const COMMENT: &str = "  # größer\tals 🦀";

const CHARM: &str = "\
name: shop
type: charm
summary: A shop.
base: ubuntu@24.04
platforms:
  amd64:
extensions:
  - flask-framework
config:
  options:
    token:
      type: string
      description: \"The token.\"
    page-size:
      type: int
      default: 20
    app-title:
      type: str
    untyped:
      description: none
requires:
  postgresql:
    interface: postgresql_client
    optional: true
  cache:
    interface: redis
containers:
  mailer:
    resource: mail-image
resources:
  mail-image:
    type: oci-image
    upstream-source: ghcr.io/a/b
actions:
  backup:
    description: Saves it.
parts:
  first:
    plugin: nil
  second:
    plugin: dump
    source: .
    after:
      - first
";

const ROCK: &str = "\
name: shop
version: '0.1'
summary: A shop.
description: It sells things.
base: ubuntu@24.04
platforms:
  amd64:
extensions:
  - flask-framework
services:
  mail-worker:
    override: replace
    command: python3 mail.py
    after:
      - flask
parts:
  flask-framework/install-app:
    prime:
      - flask/app/app.py
      - templates
  debs:
    plugin: nil
    stage-packages:
      - libpq5
";

/// What may lie beside a charm.
const METADATA: &str = "\
name: shop
summary: A shop.
description: It sells things.
subordinate: 'no'
requires:
  database:
    interface: postgresql_client
    limit: 1
  cache:
    interface: redis
    limits: 1
containers:
  mailer:
    resource: mail-image
resources:
  mail-image:
    type: oci-image
storage:
  letters:
    type: filesystem
    minimum-size: 10g
";

const CONFIG: &str = "\
options:
  token:
    type: string
    description: \"The token.\"
  page-size:
    type: int
    default: twenty
  app-title:
    type: str
  debug:
    type: boolean
    default: false
  ratio:
    type: float
    defualt: 0.5
  untyped:
    description: none
  secret:
    type: secret
";

const ACTIONS: &str = "\
backup:
  description: Saves it.
  params:
    target:
      type: string
    count:
      type: int
      minimum: 1
  required:
    - target
Clear_all:
  parallel: true
  execution-group: all
  params:
    force:
      type: boolean
      default: false
";

/// Each file with its name.
const FILES: [(&str, &str); 5] = [
    ("charmcraft.yaml", CHARM),
    ("rockcraft.yaml", ROCK),
    ("metadata.yaml", METADATA),
    ("config.yaml", CONFIG),
    ("actions.yaml", ACTIONS),
];

/// A way to write a file that means the same.
struct Variant {
    name: &'static str,
    write: fn(&str) -> String,
    take_back: fn(&str) -> String,
    /// Starts of the answers that may be others, each with a reason in `VARIANTS`.
    apart: &'static [&'static str],
}

const VARIANTS: &[Variant] = &[
    Variant {
        name: "Windows",
        write: |text| text.replace('\n', "\r\n"),
        take_back: |text| {
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "mixed line ends: {text:?}");
            text.replace("\r\n", "\n")
        },
        apart: &[],
    },
    Variant {
        name: "below a comment",
        write: |text| format!("# Größe, 大きさ, 🦀\n{text}"),
        take_back: |text| text.split_once('\n').unwrap().1.to_owned(),
        // Folds of a comment; the file as a whole, which the comment is a part of.
        apart: &["selection"],
    },
    Variant {
        name: "with comments",
        // Behind text: on a line of its own a comment is a comment, and nothing is offered there.
        write: |text| {
            let is_blank = |line: &str| line.trim_matches([' ', CURSOR]).is_empty();
            let behind = |line: &str| if is_blank(line) { "" } else { COMMENT };
            text.lines().map(|line| format!("{line}{}\n", behind(line))).collect()
        },
        take_back: |text| text.replace(COMMENT, ""),
        // A list does not change its style where that would cost a comment.
        apart: &["refactoring Write", "selection"],
    },
    Variant {
        name: "with anchors",
        write: |text| {
            let line = |(number, line): (usize, &str)| match is_section(line) {
                true => format!("{line} &anchor-{number}\n"),
                false => format!("{line}\n"),
            };
            text.lines().enumerate().map(line).collect()
        },
        take_back: |text| {
            let line = |line: &str| match line.find(" &anchor-") {
                Some(at) => {
                    let rest = line[at + 1..].trim_start_matches(|ch: char| {
                        ch == '&' || ch == '-' || ch.is_ascii_lowercase() || ch.is_ascii_digit()
                    });
                    format!("{}{rest}\n", &line[..at])
                }
                None => format!("{line}\n"),
            };
            text.lines().map(line).collect()
        },
        // What has an anchor stays as it is; anchors are named things; an anchor that nobody uses.
        apart: &[
            "refactoring Write",
            "refactoring Put",
            "selection",
            "symbol",
            "finding",
            "fix",
            "reference",
            "definition",
        ],
    },
    Variant {
        name: "indented by four",
        write: |text| text.lines().map(|line| format!("{}{line}\n", blanks(line))).collect(),
        take_back: |text| {
            let line = |line: &str| format!("{}\n", &line[blanks(line).len() / 2..]);
            text.lines().map(line).collect()
        },
        apart: &["selection"],
    },
    Variant {
        name: "broken further down",
        write: |text| format!("{text}brok\n"),
        take_back: |text| text.replace("brok\n", ""),
        // The whole file ends elsewhere, with a key that is begun, and has one thing more wrong with it. What reads a value back
        // before it changes its looks wants to have read all of it.
        apart: &["finding", "fix", "selection", "refactoring", "fold", "symbol brok"],
    },
];

fn blanks(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// Whether a line is a key with a block below it, and without the cursor.
fn is_section(line: &str) -> bool {
    line.ends_with(':') && !line.contains("amd64")
}

/// A snapshot, and where the cursor is in it.
fn snapshot(file: &str, marked: &str) -> (Snapshot, TextSize) {
    let at = marked.find(CURSOR).unwrap_or(0);
    let mut snapshot = Snapshot::alone(file, &marked.replace(CURSOR, "")).unwrap();
    snapshot.project = Arc::new(MemoryFiles::new([("mail.py", ""), ("app.py", "app = 1\n")]));
    (snapshot, TextSize::new(at as u32))
}

/// The text with the cursor in the middle of each word; and with nothing behind the cursor on its line,
/// there and at the end of the word.
fn marked(text: &str) -> Vec<String> {
    let is_word = |ch: char| ch.is_alphanumeric() || "_-/.@'\"".contains(ch);
    let mut marked = Vec::new();
    let mut start = None;
    for (at, ch) in text.char_indices() {
        match (start, is_word(ch)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let middle = (from + at) / 2;
                marked.push(format!("{}{CURSOR}{}", &text[..middle], &text[middle..]));
                let rest = &text[at + text[at..].find('\n').unwrap()..];
                marked.extend([middle, at].map(|at| format!("{}{CURSOR}{rest}", &text[..at])));
                start = None;
            }
            _ => {}
        }
    }
    marked
}

/// What is left of the answers, without those that may differ.
fn plain(answers: Vec<Answer>, variant: &Variant) -> Vec<Answer> {
    let is_compared = |name: &str| !variant.apart.iter().any(|apart| name.starts_with(apart));
    answers.into_iter().filter(|(name, _)| is_compared(name)).collect()
}

fn taken_back(answers: Vec<Answer>, variant: &Variant) -> Vec<Answer> {
    let back = |(name, text): Answer| {
        let (about, drawn) = text.split_once('\u{2}').unwrap();
        let drawn = if drawn.is_empty() { String::new() } else { (variant.take_back)(drawn) };
        (name, format!("{about}\u{2}{drawn}"))
    };
    plain(answers, variant).into_iter().map(back).collect()
}

/// What is said about a text in one form and not in the other, or differently.
fn differences(
    file: &str,
    base: &str,
    said: &[Answer],
    variant: &Variant,
    of: fn(&Snapshot, TextSize) -> Vec<Answer>,
) -> Vec<String> {
    let text = (variant.write)(base);
    let (snapshot_of_variant, at_variant) = snapshot(file, &text);
    let expected = plain(said.to_vec(), variant);
    let found = taken_back(of(&snapshot_of_variant, at_variant), variant);
    let difference = |(name, text): &Answer, side: &str| {
        format!("{name}, {side} {}:\n{text}\nin\n{}", variant.name, base.replace(CURSOR, "$0"))
    };
    let lost = expected.iter().filter(|answer| !found.contains(answer));
    let new = found.iter().filter(|answer| !expected.contains(answer));
    let lost = lost.map(|answer| difference(answer, "not"));
    lost.chain(new.map(|answer| difference(answer, "only"))).collect()
}

/// Fails with one difference of each kind.
fn assert_same(differences: Vec<String>) {
    let mut kinds = BTreeSet::new();
    let kind = |difference: &String| difference.lines().next().unwrap_or_default().to_owned();
    let firsts: Vec<_> = differences.iter().filter(|it| kinds.insert(kind(it))).cloned().collect();
    assert!(firsts.is_empty(), "{} differences:\n{}", differences.len(), firsts.join("\n===\n"));
}

#[test]
fn what_is_said_about_a_place_does_not_depend_on_how_the_file_is_written() {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (file, text) in FILES {
        for base in marked(text) {
            let (snapshot, at) = snapshot(file, &base);
            let said = at_place(&snapshot, at);
            seen.extend(said.iter().map(|(name, _)| name.split(' ').next().unwrap().to_owned()));
            for variant in VARIANTS {
                found.extend(differences(file, &base, &said, variant, at_place));
            }
        }
    }
    assert_same(found);
    let features = [
        "completion",
        "definition",
        "highlight",
        "hover",
        "reference",
        "refactoring",
        "rename",
        "selection",
    ];
    assert_eq!(seen, BTreeSet::from(features.map(str::to_owned)));
}

#[test]
fn what_is_said_about_a_file_does_not_depend_on_how_it_is_written() {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (file, text) in FILES {
        let said = of_file(&snapshot(file, text).0, TextSize::new(0));
        seen.extend(said.iter().map(|(name, _)| name.split(' ').next().unwrap().to_owned()));
        for variant in VARIANTS {
            found.extend(differences(file, text, &said, variant, of_file));
        }
    }
    assert_same(found);
    let features = ["finding", "fix", "fold", "hint", "lens", "link", "symbol"];
    assert_eq!(seen, BTreeSet::from(features.map(str::to_owned)));
}

#[test]
fn in_braces_a_place_is_the_same_place() {
    assert_same(FILES.iter().flat_map(|(file, text)| flow::differences(file, text)).collect());
}
