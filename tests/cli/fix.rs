//! Changing files.

use expect_test::expect;

use crate::Sandbox;

/// A value with `: ` in it: there is one right answer, quotes.
const COLON: &str = "name: shop\nsummary: Web shop: the backend\n";

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let sandbox = Sandbox::new("fix-diff", &[("rockcraft.yaml", COLON)]);
    let run = sandbox.run("--check --diff --select yaml-syntax");
    assert_eq!(run.code, 1);
    expect![[r#"
        --- a/rockcraft.yaml
        +++ b/rockcraft.yaml
        @@ -1,2 +1,2 @@
         name: shop
        -summary: Web shop: the backend
        +summary: 'Web shop: the backend'
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!(sandbox.read("rockcraft.yaml"), COLON);
}

#[test]
fn fixing_rewrites_the_file_and_reports_the_rest() {
    let sandbox = Sandbox::new("fix-write", &[("rockcraft.yaml", COLON)]);
    let run = sandbox.run("--check --fix --select yaml-syntax");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(sandbox.read("rockcraft.yaml"), "name: shop\nsummary: 'Web shop: the backend'\n");
    let names: Vec<_> = std::fs::read_dir(&sandbox.root).unwrap().collect();
    assert_eq!(names.len(), 1, "a file was left behind");
}

#[cfg(unix)]
#[test]
fn fixing_keeps_permissions_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = Sandbox::new("fix-link", &[("real.yaml", COLON)]);
    let real = sandbox.root.join("real.yaml");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.yaml", sandbox.root.join("rockcraft.yaml")).unwrap();
    sandbox.run("--check --fix --select yaml-syntax");
    assert!(sandbox.read("real.yaml").contains("'Web shop"));
    assert!(sandbox.root.join("rockcraft.yaml").is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn what_others_may_notice_is_mended_on_demand_only() {
    let half_typed = "parts:\n  app:\n    plugin: nil\n  tools\n";
    let sandbox = Sandbox::new("fix-unsafe", &[("rockcraft.yaml", half_typed)]);
    assert_eq!(sandbox.run("--check --fix --select yaml-syntax").code, 1);
    assert_eq!(sandbox.read("rockcraft.yaml"), half_typed);
    assert_eq!(sandbox.run("--check --fix --unsafe-fixes --select yaml-syntax").code, 0);
    assert!(sandbox.read("rockcraft.yaml").ends_with("\n  tools:\n"));
    assert_eq!(sandbox.run("--check --unsafe-fixes").code, 2);
}

#[test]
fn a_file_with_a_name_nobody_reads_is_renamed_on_demand() {
    let rock = "name: shop\n";
    let sandbox = Sandbox::new("fix-rename", &[("rockfile.yaml", rock)]);
    assert_eq!(sandbox.run("--check --fix --select unread-file-name").code, 1);
    let shown = sandbox.run("--check --diff --unsafe-fixes --select unread-file-name");
    assert_eq!((shown.code, shown.stdout.as_str()), (1, ""));
    assert_eq!(shown.stderr, "`rockfile.yaml` would be renamed to `rockcraft.yaml`\n");
    assert_eq!(sandbox.run("--check --fix --unsafe-fixes --select unread-file-name").code, 0);
    assert_eq!(sandbox.read("rockcraft.yaml"), rock);
    assert!(!sandbox.root.join("rockfile.yaml").exists());
}

#[test]
fn a_diff_goes_to_a_file_where_one_is_named() {
    let sandbox = Sandbox::new("fix-diff-file", &[("rockcraft.yaml", COLON)]);
    let run = sandbox.run("--check --diff --select yaml-syntax --output-file fixes.patch");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(sandbox.read("fixes.patch").starts_with("--- a/rockcraft.yaml\n"));
}

#[test]
fn contradictory_options_change_no_file() {
    let sandbox = Sandbox::new("fix-contradiction", &[("rockcraft.yaml", COLON)]);
    let run = sandbox.run("--check --fix --show-env --format json");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("error: `--show-env` goes with"), "{}", run.stderr);
    assert_eq!(sandbox.read("rockcraft.yaml"), COLON);
}

#[test]
fn fixes_that_would_write_one_key_twice_are_not_made_together() {
    let text = "config:\n  options:\n    a:\n      default: x\n      TYPE: string\n";
    let sandbox = Sandbox::new("fix-twice", &[("charmcraft.yaml", text)]);
    sandbox.run("--check --fix --unsafe-fixes --select config-option-type,ignored-key");
    assert_eq!(sandbox.read("charmcraft.yaml").matches("type: string").count(), 1);
}
