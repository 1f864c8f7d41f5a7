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
fn some_names_are_ours_beside_a_charm_only() {
    let files = [
        ("charm/charmcraft.yaml", "type: charm\n"),
        ("charm/actions.yaml", TWICE),
        ("charm/config.yaml", TWICE),
        ("charm/metadata.yaml", TWICE),
        ("charm/templates/config.yaml", TWICE),
        ("rock/rockcraft.yaml", "name: x\n"),
        ("rock/config.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("walk-beside", &files);
    let expected = ["charm/actions.yaml", "charm/config.yaml", "charm/metadata.yaml"];
    assert_eq!(names(&sandbox, ""), expected);
    assert_eq!(names(&sandbox, "charm/config.yaml"), expected[1..2]);
    let run = sandbox.run("--check rock/config.yaml");
    assert_eq!(run.code, 2);
    expect![[r#"
        error: `rock/config.yaml` can be checked beside a `charmcraft.yaml` only
    "#]]
    .assert_eq(&run.stderr);
    // A hook names every file that was changed.
    let run = sandbox.run("--check --force-exclude rock/config.yaml");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        names(&sandbox, "--force-exclude rock/config.yaml charm/config.yaml"),
        expected[1..2]
    );
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

#[cfg(unix)]
#[test]
fn loops_of_links_end_and_are_told() {
    let sandbox = Sandbox::new("walk-loops", &[("a/rockcraft.yaml", TWICE)]);
    let link = |target: &str, path: &str| {
        std::os::unix::fs::symlink(target, sandbox.root.join(path)).unwrap();
    };
    link("..", "a/up");
    link("rockcraft.yaml", "rockcraft.yaml");
    let run = sandbox.run(&format!("--check {ONLY_TWICE}"));
    assert_eq!((run.code, run.stdout.lines().count()), (2, 1), "{}", run.stdout);
    expect![[r#"
        error: cannot read `rockcraft.yaml`: Too many levels of symbolic links
        1 error in 1 file
    "#]]
    .assert_eq(&run.stderr);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told_and_the_rest_is_checked() {
    use std::os::unix::fs::PermissionsExt;
    let files =
        [("a/rockcraft.yaml", TWICE), ("b/rockcraft.yaml", TWICE), ("c/rockcraft.yaml", TWICE)];
    let sandbox = Sandbox::new("walk-unreadable", &files);
    let mode = |path: &str, mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(sandbox.root.join(path), permissions).unwrap();
    };
    mode("a", 0o000);
    mode("b/rockcraft.yaml", 0o000);
    let may_read_all = std::fs::read_dir(sandbox.root.join("a")).is_ok();
    let run = sandbox.run(&format!("--check {ONLY_TWICE}"));
    mode("a", 0o755);
    if may_read_all {
        // Whoever is root is refused nothing.
        assert_eq!((run.code, run.stdout.lines().count()), (1, 3), "{}", run.stderr);
        return;
    }
    assert_eq!((run.code, run.stdout.lines().count()), (2, 1), "{}", run.stdout);
    expect![[r#"
        error: cannot look into `a`: permission denied
        error: cannot read `b/rockcraft.yaml`: Permission denied
        1 error in 1 file
    "#]]
    .assert_eq(&run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_checked_each_for_itself() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new("walk-no-text", &[("rockcraft.yaml", TWICE)]);
    for name in [b"caf\xe9".as_slice(), b"caf\xe8"] {
        let directory = sandbox.root.join(std::ffi::OsStr::from_bytes(name));
        std::fs::create_dir(&directory).unwrap();
        std::fs::write(directory.join("rockcraft.yaml"), TWICE).unwrap();
    }
    let shown = "caf\u{fffd}/rockcraft.yaml";
    assert_eq!(names(&sandbox, ""), [shown, shown, "rockcraft.yaml"]);
    for format in crate::FORMATS {
        let run = sandbox.run(&format!("--check {ONLY_TWICE} --format {format}"));
        assert_eq!(run.code, 1, "{format}: {}", run.stderr);
    }
}

#[test]
fn the_order_is_the_same_in_every_run() {
    let sandbox = Sandbox::new("walk-order", &[]);
    for number in 0..200 {
        // Some are broken in a way that costs more than others.
        let text = TWICE.repeat(1 + number % 7 * 10);
        sandbox.write(&format!("{}/{number}/rockcraft.yaml", number % 13), text.as_bytes());
        sandbox.write(&format!("{}/{number}/flask-lsp.toml", number % 13), b"colour = 1\n");
    }
    let first = sandbox.run("--check");
    for _ in 0..3 {
        let again = sandbox.run("--check");
        assert!(again.stdout == first.stdout && again.stderr == first.stderr);
    }
    assert_eq!(first.stderr.lines().count(), 201);
}

#[test]
fn directories_of_package_managers_are_not_searched_unless_configured_or_named() {
    let files = [
        // Whatever is said above the sandbox.
        (".gitignore", "!node_modules/\n!venv/\n"),
        ("rockcraft.yaml", TWICE),
        ("node_modules/other/rockcraft.yaml", TWICE),
        ("venv/lib/python3/site-packages/other/rockcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("walk-packages", &files);
    assert_eq!(names(&sandbox, ""), ["rockcraft.yaml"]);
    assert_eq!(names(&sandbox, "node_modules"), ["node_modules/other/rockcraft.yaml"]);
    sandbox.write("flask-lsp.toml", b"extend-exclude = ['/rockcraft.yaml']\n");
    assert_eq!(names(&sandbox, ". node_modules"), ["node_modules/other/rockcraft.yaml"]);
    sandbox.write("flask-lsp.toml", b"exclude = []\n");
    assert_eq!(names(&sandbox, "").len(), 3);
}
