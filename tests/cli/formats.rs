//! The formats as other programs read them.

use expect_test::expect;

use crate::{ONLY_TWICE, Sandbox, TWICE};

#[test]
fn json_has_the_promised_shape() {
    let sandbox = Sandbox::new("formats-json", &[("charm/rockcraft.yaml", TWICE)]);
    let run = sandbox.run(&format!("--check --format json {ONLY_TWICE}"));
    expect![[r#"
        {
          "version": 1,
          "files": 1,
          "diagnostics": [
            {
              "file": "charm/rockcraft.yaml",
              "start": {
                "line": 3,
                "column": 1
              },
              "end": {
                "line": 3,
                "column": 5
              },
              "severity": "error",
              "code": "duplicate-key",
              "message": "the key `name` stands twice in this mapping",
              "note": "the tools refuse the whole file: they do not choose between the two",
              "help": "merge the two, or rename one",
              "keyPath": [
                "name"
              ],
              "rejectedBy": "rockcraft",
              "url": "https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/duplicate-key.md",
              "fixable": false
            }
          ],
          "summary": {
            "error": 1,
            "warning": 0,
            "information": 0,
            "hint": 0
          }
        }
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn json_of_clean_files_is_complete() {
    let sandbox = Sandbox::new("formats-json-clean", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run("--check --format json --select yaml-syntax");
    expect![[r#"
        {
          "version": 1,
          "files": 1,
          "diagnostics": [],
          "summary": {
            "error": 0,
            "warning": 0,
            "information": 0,
            "hint": 0
          }
        }
    "#]]
    .assert_eq(&run.stdout);
}

#[test]
fn concise_lines_suit_a_problem_matcher() {
    let sandbox = Sandbox::new("formats-concise", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run("--check --format concise");
    for line in run.stdout.lines() {
        let (place, rest) = line.split_once(": ").unwrap();
        let mut place = place.rsplitn(3, ':');
        assert!(place.next().unwrap().parse::<u32>().unwrap() >= 1, "{line}");
        assert!(place.next().unwrap().parse::<u32>().unwrap() >= 1, "{line}");
        let (severity, rest) = rest.split_once('[').unwrap();
        assert!(["error", "warning", "info"].contains(&severity), "{line}");
        assert!(rest.split_once("]: ").is_some_and(|(_, message)| !message.is_empty()), "{line}");
    }
}

#[test]
fn colors_come_on_demand_only() {
    let sandbox = Sandbox::new("formats-color", &[("rockcraft.yaml", TWICE)]);
    for format in ["full", "concise"] {
        let plain = sandbox.run(&format!("--check {ONLY_TWICE} --format {format}"));
        assert!(!plain.stdout.contains('\u{1b}'));
        let colored =
            sandbox.run(&format!("--check {ONLY_TWICE} --format {format} --color always"));
        assert!(colored.stdout.contains("\u{1b}["));
    }
}
