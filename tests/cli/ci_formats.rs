//! The formats of CI systems, each once in full, and what they have in common.

use std::process::Command;

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::{FORMATS, ONLY_TWICE, Sandbox, TWICE, command};

/// A charm with a mistake that has a fix.
const TYPO: &str = "config:\n  options:\n    café:\n      type: strng\n";

/// What a format makes of two files, one of them in a directory.
fn check(name: &str, format: &str, expected: Expect) {
    let files = [("rock dir/rockcraft.yaml", TWICE), ("charmcraft.yaml", TYPO)];
    let sandbox = Sandbox::new(name, &files);
    let select = "--select duplicate-key,config-option-type";
    let run = sandbox.run(&format!("--check --format {format} {select}"));
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    expected.assert_eq(&run.stdout);
}

#[test]
fn json_lines() {
    check(
        "ci-json-lines",
        "json-lines",
        expect![[r#"
        {"file":"charmcraft.yaml","start":{"line":4,"column":13},"end":{"line":4,"column":18},"severity":"error","code":"config-option-type","message":"config option `café` has unknown type `strng`","note":"Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret","help":"did you mean `string`?","keyPath":["config","options","café","type"],"rejectedBy":"juju","url":"https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/config-option-type.md","fixable":true}
        {"file":"rock dir/rockcraft.yaml","start":{"line":3,"column":1},"end":{"line":3,"column":5},"severity":"error","code":"duplicate-key","message":"the key `name` stands twice in this mapping","note":"the tools refuse the whole file: they do not choose between the two","help":"merge the two, or rename one","keyPath":["name"],"rejectedBy":"rockcraft","url":"https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/duplicate-key.md","fixable":false}
    "#]],
    );
}

#[test]
fn github() {
    check(
        "ci-github",
        "github",
        expect![[r#"
        ::error file=charmcraft.yaml,line=4,col=13,endLine=4,endColumn=18,title=config-option-type::config option `café` has unknown type `strng`%0Anote: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret%0Ahelp: did you mean `string`?
        ::error file=rock dir/rockcraft.yaml,line=3,col=1,endLine=3,endColumn=5,title=duplicate-key::the key `name` stands twice in this mapping%0Anote: the tools refuse the whole file: they do not choose between the two%0Ahelp: merge the two, or rename one
    "#]],
    );
}

#[test]
fn gitlab() {
    check(
        "ci-gitlab",
        "gitlab",
        expect![[r#"
        [
          {
            "description": "config option `café` has unknown type `strng`; did you mean `string`?",
            "check_name": "config-option-type",
            "fingerprint": "3e9747bdddf13750:1",
            "severity": "major",
            "location": {
              "path": "charmcraft.yaml",
              "lines": {
                "begin": 4,
                "end": 4
              }
            }
          },
          {
            "description": "the key `name` stands twice in this mapping; merge the two, or rename one",
            "check_name": "duplicate-key",
            "fingerprint": "e0592b8b29684709:1",
            "severity": "major",
            "location": {
              "path": "rock dir/rockcraft.yaml",
              "lines": {
                "begin": 3,
                "end": 3
              }
            }
          }
        ]
    "#]],
    );
}

#[test]
fn junit() {
    check(
        "ci-junit",
        "junit",
        expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="flask-lsp" tests="2" failures="2" errors="0">
          <testsuite name="charmcraft.yaml" tests="1" failures="1" errors="0" skipped="0">
            <testcase name="config-option-type at config.options.café.type" classname="charmcraft.yaml" file="charmcraft.yaml" line="4">
              <failure type="error" message="config option `café` has unknown type `strng`">charmcraft.yaml:4:13: config option `café` has unknown type `strng`
        note: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret
        help: did you mean `string`?</failure>
            </testcase>
          </testsuite>
          <testsuite name="rock dir/rockcraft.yaml" tests="1" failures="1" errors="0" skipped="0">
            <testcase name="duplicate-key at name" classname="rock dir/rockcraft.yaml" file="rock dir/rockcraft.yaml" line="3">
              <failure type="error" message="the key `name` stands twice in this mapping">rock dir/rockcraft.yaml:3:1: the key `name` stands twice in this mapping
        note: the tools refuse the whole file: they do not choose between the two
        help: merge the two, or rename one</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]],
    );
}

#[test]
fn rdjson() {
    check(
        "ci-rdjson",
        "rdjson",
        expect![[r#"
        {
          "diagnostics": [
            {
              "code": {
                "url": "https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/config-option-type.md",
                "value": "config-option-type"
              },
              "location": {
                "path": "charmcraft.yaml",
                "range": {
                  "end": {
                    "column": 18,
                    "line": 4
                  },
                  "start": {
                    "column": 13,
                    "line": 4
                  }
                }
              },
              "message": "config option `café` has unknown type `strng`\nnote: Juju refuses the packed charm when it is deployed; types are string, int, float, boolean, secret\nhelp: did you mean `string`?",
              "relatedLocations": [],
              "severity": "ERROR",
              "suggestions": [
                {
                  "range": {
                    "end": {
                      "column": 18,
                      "line": 4
                    },
                    "start": {
                      "column": 13,
                      "line": 4
                    }
                  },
                  "text": "string"
                }
              ]
            },
            {
              "code": {
                "url": "https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/duplicate-key.md",
                "value": "duplicate-key"
              },
              "location": {
                "path": "rock dir/rockcraft.yaml",
                "range": {
                  "end": {
                    "column": 5,
                    "line": 3
                  },
                  "start": {
                    "column": 1,
                    "line": 3
                  }
                }
              },
              "message": "the key `name` stands twice in this mapping\nnote: the tools refuse the whole file: they do not choose between the two\nhelp: merge the two, or rename one",
              "relatedLocations": [
                {
                  "location": {
                    "path": "rock dir/rockcraft.yaml",
                    "range": {
                      "end": {
                        "column": 5,
                        "line": 1
                      },
                      "start": {
                        "column": 1,
                        "line": 1
                      }
                    }
                  },
                  "message": "`name` stands here already"
                }
              ],
              "severity": "ERROR",
              "suggestions": []
            }
          ],
          "source": {
            "name": "flask-lsp",
            "url": "https://github.com/flask-lsp/flask-lsp"
          }
        }
    "#]],
    );
}

#[test]
fn sarif() {
    let files = [("rock dir/rockcraft.yaml", TWICE)];
    let sandbox = Sandbox::new("ci-sarif", &files);
    let run = sandbox.run(&format!("--check --format sarif {ONLY_TWICE}"));
    let mut log: Value = run.json();
    // Pages and versions change without the format changing.
    let driver = &mut log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    driver["semanticVersion"] = "VERSION".into();
    let help = driver["rules"][0]["help"].take();
    assert!(help["markdown"].as_str().unwrap().starts_with("# duplicate-key\n"));
    let expected = expect![[r#"
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "runs": [
            {
              "columnKind": "utf16CodeUnits",
              "originalUriBaseIds": {
                "%SRCROOT%": {
                  "description": {
                    "text": "The working directory of the check."
                  }
                }
              },
              "results": [
                {
                  "fixes": [],
                  "level": "error",
                  "locations": [
                    {
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "/name"
                        }
                      ],
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "rock%20dir/rockcraft.yaml",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "endColumn": 5,
                          "endLine": 3,
                          "startColumn": 1,
                          "startLine": 3
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "the key `name` stands twice in this mapping\nnote: the tools refuse the whole file: they do not choose between the two\nhelp: merge the two, or rename one"
                  },
                  "partialFingerprints": {
                    "primaryLocationLineHash": "e0592b8b29684709:1"
                  },
                  "properties": {
                    "rejectedBy": "rockcraft"
                  },
                  "relatedLocations": [
                    {
                      "message": {
                        "text": "`name` stands here already"
                      },
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "rock%20dir/rockcraft.yaml",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "endColumn": 5,
                          "endLine": 1,
                          "startColumn": 1,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "ruleId": "duplicate-key",
                  "ruleIndex": 0
                }
              ],
              "tool": {
                "driver": {
                  "informationUri": "https://github.com/flask-lsp/flask-lsp",
                  "name": "flask-lsp",
                  "rules": [
                    {
                      "defaultConfiguration": {
                        "level": "error"
                      },
                      "help": null,
                      "helpUri": "https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/duplicate-key.md",
                      "id": "duplicate-key",
                      "properties": {
                        "precision": "very-high",
                        "problem.severity": "error"
                      },
                      "shortDescription": {
                        "text": "Reports a key that a mapping already holds. Quoted and unquoted spellings of one text are the same key; a key that overrides a merged one (`<<`) is not reported."
                      }
                    }
                  ],
                  "semanticVersion": "VERSION"
                }
              }
            }
          ],
          "version": "2.1.0"
        }"#]];
    expected.assert_eq(&serde_json::to_string_pretty(&log).unwrap());
}

#[test]
fn clean_files_make_whole_reports() {
    let sandbox = Sandbox::new("ci-clean", &[("rockcraft.yaml", TWICE)]);
    let report = |format: &str| {
        let run = sandbox.run(&format!("--check --format {format} --select yaml-syntax"));
        assert_eq!(run.code, 0, "{format}");
        run
    };
    assert_eq!(report("gitlab").stdout, "[]\n");
    assert_eq!(report("json-lines").stdout, "");
    assert_eq!(report("github").stdout, "");
    assert_eq!(report("rdjson").json()["diagnostics"], serde_json::json!([]));
    assert_eq!(report("sarif").json()["runs"][0]["results"], serde_json::json!([]));
    assert!(report("junit").stdout.contains("tests=\"1\" failures=\"0\""));
}

#[test]
fn no_format_lets_a_control_character_through() {
    let name = "a\u{1b}[2J\u{9b}\u{202e}";
    let text = format!("{}\n\"k\\x1b\": 1\n\"k\\x1b\": \"{}\"\n", TWICE, '\u{9b}');
    let path = format!("{name}/rockcraft.yaml");
    let sandbox = Sandbox::new("ci-control", &[(path.as_str(), text.as_str())]);
    for format in FORMATS {
        let run = sandbox.run(&format!("--check --format {format}"));
        assert_eq!(run.code, 1, "{format}");
        let steers = |ch: char| (ch.is_control() && ch != '\n') || ch == '\u{202e}';
        assert!(!run.stdout.contains(steers) && !run.stderr.contains(steers), "{format}");
    }
}

#[test]
fn fingerprints_of_gitlab_survive_new_lines_above() {
    let sandbox = Sandbox::new("ci-fingerprints", &[("rockcraft.yaml", TWICE)]);
    let fingerprints = || {
        let run = sandbox.run(&format!("--check --format gitlab {ONLY_TWICE}"));
        run.json()
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["fingerprint"].clone())
            .collect::<Vec<_>>()
    };
    let before = fingerprints();
    sandbox.write("rockcraft.yaml", format!("# a comment\n\n{TWICE}").as_bytes());
    assert_eq!((before.len(), &before), (1, &fingerprints()));
}

fn run_in(sandbox: &Sandbox, mut command: Command) -> String {
    let output = command.current_dir(&sandbox.root).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn on_github_the_page_of_the_run_gets_a_table() {
    let sandbox =
        Sandbox::new("ci-summary", &[("rockcraft.yaml", TWICE), ("summary.md", "before\n")]);
    let mut in_ci = command(&format!("--check --format github {ONLY_TWICE}"));
    in_ci.env("GITHUB_STEP_SUMMARY", sandbox.root.join("summary.md"));
    assert_eq!(run_in(&sandbox, in_ci), "");
    expect![[r#"
        before
        ### flask-lsp: 1 error in 1 file

        | | place | what | who minds |
        | --- | --- | --- | --- |
        | :x: | rockcraft.yaml:3:1 | the key `name` stands twice in this mapping ([duplicate-key](https://github.com/flask-lsp/flask-lsp/blob/main/docs/rules/duplicate-key.md)) | rockcraft |

    "#]].assert_eq(&sandbox.read("summary.md"));

    let mut nowhere = command(&format!("--check --format github {ONLY_TWICE}"));
    nowhere.env("GITHUB_STEP_SUMMARY", "no/where.md");
    let said = run_in(&sandbox, nowhere);
    assert_eq!(
        said,
        "warning: cannot write the summary `no/where.md`: No such file or directory\n"
    );
}
