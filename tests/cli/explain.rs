//! The pages of rules, and completion scripts.

use expect_test::expect;

use crate::Sandbox;

#[test]
fn a_code_is_explained_and_all_are_listed() {
    let sandbox = Sandbox::new("explain", &[]);
    let page = sandbox.run("explain duplicate-key");
    assert_eq!(page.code, 0);
    assert!(page.stdout.contains("Why it matters"), "{}", page.stdout);
    let list = sandbox.run("explain");
    assert_eq!(list.code, 0);
    assert!(list.stdout.lines().any(|line| line.starts_with("duplicate-key ")), "{}", list.stdout);
}

#[test]
fn pages_and_lists_come_as_markdown_and_json_too() {
    let sandbox = Sandbox::new("explain-formats", &[]);
    let page = sandbox.run("explain duplicate-key --format markdown").stdout;
    assert!(page.starts_with("# duplicate-key\n\n## What it does\n"), "{page}");
    let list = sandbox.run("explain --format markdown").stdout;
    assert!(list.starts_with("- [`yaml-syntax`](https://"), "{list}");
    let rule = sandbox.run("explain duplicate-key --format json").json();
    assert_eq!((&rule["code"], &rule["severity"]), (&"duplicate-key".into(), &"error".into()));
    assert_eq!(rule["page"], page.as_str());
    let rules = sandbox.run("explain --format json").json();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), list.lines().count());
    assert!(rules.iter().all(|rule| rule["summary"].is_string() && rule.get("page").is_none()));
    assert_eq!(rules[0]["rejectedBy"], serde_json::json!(["charmcraft", "rockcraft"]));
    let advice = rules.iter().find(|rule| rule["code"] == "unused-ignore").unwrap();
    assert_eq!(advice["rejectedBy"], serde_json::json!([]));
    assert_eq!(sandbox.run("explain nonsense --format json").code, 2);
}

#[test]
fn an_unknown_code_is_wrong_usage() {
    let run = Sandbox::new("explain-unknown", &[]).run("explain yaml-sintax");
    assert_eq!(run.code, 2);
    expect![[r#"
        error: there is no finding with the code `yaml-sintax`; did you mean `yaml-syntax`?
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn completion_scripts_know_the_commands() {
    let sandbox = Sandbox::new("completions", &[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = sandbox.run(&format!("completions {shell}"));
        assert!(run.code == 0 && run.stdout.contains("explain"), "{shell}");
    }
}
