//! Exit codes, and what is said where.

use expect_test::expect;

use crate::{ONLY_TWICE, Sandbox, TWICE};

#[test]
fn findings_exit_with_1_and_nothing_to_report_with_0() {
    let sandbox = Sandbox::new("check-exit", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run(&format!("--check {ONLY_TWICE}"));
    expect![[r#"
        rockcraft.yaml:3:1: error[duplicate-key]: the key `name` stands twice in this mapping
    "#]]
    .assert_eq(&run.stdout);
    expect![[r#"
        1 error in 1 file
    "#]]
    .assert_eq(&run.stderr);
    assert_eq!(run.code, 1);

    let run = sandbox.run("check --select yaml-syntax");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "nothing to report in 1 file\n");
}

#[test]
fn the_exit_code_is_the_same_for_every_format() {
    let sandbox = Sandbox::new("check-formats", &[("rockcraft.yaml", TWICE)]);
    for format in crate::FORMATS {
        assert_eq!(sandbox.run(&format!("--check --format {format} {ONLY_TWICE}")).code, 1);
        assert_eq!(
            sandbox.run(&format!("--check --format {format} {ONLY_TWICE} --exit-zero")).code,
            0
        );
    }
}

#[test]
fn ignored_codes_are_not_reported() {
    let sandbox = Sandbox::new("check-ignore", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run("--check --ignore duplicate-key");
    assert!(!run.stdout.contains("duplicate-key"), "{}", run.stdout);
}

#[test]
fn an_unknown_code_is_wrong_usage() {
    let sandbox = Sandbox::new("check-unknown-code", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run("--check --ignore duplicate-keys");
    assert_eq!(run.code, 2);
    expect![[r#"
        error: there is no finding with the code `duplicate-keys`; did you mean `duplicate-key`?
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn an_unknown_option_is_wrong_usage() {
    let sandbox = Sandbox::new("check-unknown-option", &[]);
    assert_eq!(sandbox.run("--check --frobnicate").code, 2);
    assert_eq!(sandbox.run("frobnicate").code, 2);
}

#[test]
fn help_and_version_exit_with_0() {
    let sandbox = Sandbox::new("check-help", &[]);
    let version = sandbox.run("--version");
    assert_eq!(version.stdout, format!("flask-lsp {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(version.code, 0);
    let help = sandbox.run("--help");
    assert!(help.code == 0 && help.stdout.contains("--check"), "{}", help.stdout);
}

#[test]
fn where_there_is_nothing_to_check_is_said_and_fails() {
    let sandbox = Sandbox::new("check-nothing", &[("app.yaml", "a: 1\n")]);
    let run = sandbox.run("--check --format json");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    expect![[r#"
        error: there is nothing to check in `.`: no file named `charmcraft.yaml`, `rockcraft.yaml`, `paas-config.yaml`
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn a_path_that_does_not_exist_fails_and_the_others_are_checked() {
    let sandbox = Sandbox::new("check-missing", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run(&format!("--check nowhere rockcraft.yaml {ONLY_TWICE}"));
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("rockcraft.yaml:3:1: "), "{}", run.stdout);
    assert!(run.stderr.starts_with("error: `nowhere` does not exist\n"), "{}", run.stderr);
}

#[test]
fn a_file_of_another_name_is_wrong_usage() {
    let sandbox = Sandbox::new("check-foreign", &[("app.yaml", "a: 1\n")]);
    let run = sandbox.run("--check app.yaml");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`app.yaml` is none of the files"), "{}", run.stderr);
}

#[test]
fn bytes_that_are_not_utf_8_are_a_finding() {
    let sandbox = Sandbox::new("check-latin-1", &[]);
    sandbox.write("charmcraft.yaml", b"name: shop\nsummary: Caf\xe9\n");
    let run = sandbox.run("--check --format full");
    assert_eq!(run.code, 1);
    expect![[r#"
        error[yaml-syntax]: the file is not UTF-8: it holds the byte 0xE9
         --> charmcraft.yaml:2:13
          |
        2 | summary: Caf�
          |             ^
          |
          = note: `charmcraft` reads nothing but UTF-8: every command stops
          = help: save the file as UTF-8

    "#]]
    .assert_eq(&run.stdout);
}

#[test]
fn standard_input_is_checked_under_the_given_name() {
    let sandbox = Sandbox::new("check-stdin", &[]);
    let arguments = format!("--check - --stdin-filename charm/rockcraft.yaml {ONLY_TWICE}");
    let run = sandbox.run_with_input(&arguments, TWICE);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("charm/rockcraft.yaml:3:1: "), "{}", run.stdout);

    let run = sandbox.run_with_input("--check -", TWICE);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--stdin-filename charmcraft.yaml"), "{}", run.stderr);
}

#[test]
fn the_report_goes_to_a_file_where_one_is_named() {
    let sandbox = Sandbox::new("check-output", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run(&format!("--check --output-file report.txt {ONLY_TWICE}"));
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(sandbox.read("report.txt").starts_with("rockcraft.yaml:3:1: error[duplicate-key]"));
    assert_eq!(sandbox.run("--check --output-file no/where.txt").code, 2);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_fails() {
    // A link to itself cannot be opened, whoever asks.
    let sandbox = Sandbox::new("check-unreadable", &[]);
    let path = sandbox.root.join("charmcraft.yaml");
    std::os::unix::fs::symlink("charmcraft.yaml", path).unwrap();
    let run = sandbox.run("--check charmcraft.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("charmcraft.yaml"), "{}", run.stderr);
}
