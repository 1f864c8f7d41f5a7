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
