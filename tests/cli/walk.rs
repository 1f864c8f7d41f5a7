//! Which files are found, and how they are named.

use expect_test::expect;

use crate::{ONLY_TWICE, Sandbox, TWICE};

/// The files of a report, in its order.
fn names(sandbox: &Sandbox, paths: &str) -> Vec<String> {
    let run = sandbox.run(&format!("--check --format json {ONLY_TWICE} {paths}"));
    let json = run.json();
    let found = json["diagnostics"].as_array().unwrap();
    found.iter().map(|one| one["file"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn directories_are_walked_and_files_sorted_by_name() {
    let files = [
        ("rockcraft.yaml", TWICE),
        ("charm/charmcraft.yaml", TWICE),
        ("other/deep/down/rockcraft.yaml", TWICE),
        ("other/README.md", "text"),
        ("other/docker-compose.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("walk-sorted", &files);
    let expected = ["charm/charmcraft.yaml", "other/deep/down/rockcraft.yaml", "rockcraft.yaml"];
    assert_eq!(names(&sandbox, ""), expected);
    assert_eq!(names(&sandbox, "./other other/deep/../deep"), expected[1..2]);
    assert_eq!(names(&sandbox, sandbox.root.to_str().unwrap()), expected);
}

#[test]
fn ignored_and_hidden_directories_are_left_out_unless_named() {
    let files = [
        (".gitignore", "build/\n"),
        ("rockcraft.yaml", TWICE),
        ("build/rockcraft.yaml", TWICE),
        (".cache/rockcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("walk-ignored", &files);
    assert_eq!(names(&sandbox, ""), ["rockcraft.yaml"]);
    assert_eq!(names(&sandbox, "build/rockcraft.yaml"), ["build/rockcraft.yaml"]);
}

#[test]
fn a_file_outside_the_working_directory_keeps_the_name_it_was_given() {
    let sandbox = Sandbox::new("walk-outside", &[("rockcraft.yaml", TWICE), ("inner/x", "")]);
    let file = sandbox.root.join("rockcraft.yaml");
    let output =
        crate::command(&format!("--check {ONLY_TWICE} ../rockcraft.yaml {}", file.display()))
            .current_dir(sandbox.root.join("inner"))
            .output()
            .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("../rockcraft.yaml:3:1: "), "{stdout}");
    assert!(stdout.contains(&format!("{}:3:1: ", file.display())), "{stdout}");
}

#[test]
fn a_file_named_twice_is_checked_once() {
    let sandbox = Sandbox::new("walk-twice", &[("rockcraft.yaml", TWICE)]);
    let run = sandbox.run(&format!("--check --format json {ONLY_TWICE} . ./rockcraft.yaml"));
    assert_eq!(run.json()["files"], 1);
}

#[test]
fn many_files_are_all_checked() {
    let sandbox = Sandbox::new("walk-many", &[]);
    for number in 0..100 {
        sandbox.write(&format!("{number:03}/rockcraft.yaml"), TWICE.as_bytes());
    }
    let names = names(&sandbox, "");
    assert_eq!(names.len(), 100);
    assert!(names.is_sorted());
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_or_a_pipe_is_not_passed_over() {
    let sandbox = Sandbox::new("walk-no-file", &[("rock/rockcraft.yaml", TWICE)]);
    std::os::unix::fs::symlink("nowhere", sandbox.root.join("charmcraft.yaml")).unwrap();
    let pipe = sandbox.root.join("rockcraft.yaml");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let run = sandbox.run(&format!("--check {ONLY_TWICE}"));
    assert_eq!(run.code, 2);
    expect![[r#"
        error: cannot read `charmcraft.yaml`: No such file or directory
        error: cannot read `rockcraft.yaml`: not a file
        1 error in 1 file
    "#]]
    .assert_eq(&run.stderr);
    assert!(run.stdout.starts_with("rock/rockcraft.yaml:3:1: "), "{}", run.stdout);
}
