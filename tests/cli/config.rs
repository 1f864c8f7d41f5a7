//! `flask-lsp.toml`: where it is found, what it changes, what is said about mistakes in it.

use expect_test::expect;

use crate::{Sandbox, TWICE};

/// Files in which something is found, with the severities.
fn found(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let run = sandbox.run(&format!("--check --format json {arguments}"));
    let json = run.json();
    let found = json["diagnostics"].as_array().unwrap();
    let twice = found.iter().filter(|one| one["code"] == "duplicate-key");
    twice
        .map(|one| {
            format!("{} {}", one["file"].as_str().unwrap(), one["severity"].as_str().unwrap())
        })
        .collect()
}

const HINT: &str = "[rules]\nduplicate-key = 'hint'\n";
const OFF: &str = "[rules]\nduplicate-key = 'off'\n";

#[test]
fn the_nearest_configuration_counts_alone() {
    let files = [
        ("flask-lsp.toml", "ignore = ['yaml-syntax']\n[rules]\nduplicate-key = 'info'\n"),
        ("a/rockcraft.yaml", TWICE),
        ("b/flask-lsp.toml", "exclude = []\n"),
        ("b/deep/rockcraft.yaml", TWICE),
        ("c/pyproject.toml", "[tool.flask-lsp.rules]\nduplicate-key = 'hint'\n"),
        ("c/rockcraft.yaml", TWICE),
        ("d/pyproject.toml", "[tool.other]\nx = 1\n"),
        ("d/rockcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("config-nearest", &files);
    let all = [
        "a/rockcraft.yaml information",
        "b/deep/rockcraft.yaml error",
        "c/rockcraft.yaml hint",
        "d/rockcraft.yaml information",
    ];
    assert_eq!(found(&sandbox, ""), all);
    assert_eq!(found(&sandbox, "c b/../b/deep/rockcraft.yaml"), all[1..3]);
    assert_eq!(found(&sandbox, "--isolated a"), ["a/rockcraft.yaml error"]);
    assert_eq!(found(&sandbox, "--no-config a"), ["a/rockcraft.yaml error"]);
    assert_eq!(found(&sandbox, "--config c/pyproject.toml a"), ["a/rockcraft.yaml hint"]);
}

#[test]
fn what_is_excluded_is_not_found_unless_it_is_named() {
    let files = [
        ("flask-lsp.toml", "exclude = ['vendor/', '/a/rockcraft.yaml']\n"),
        ("a/rockcraft.yaml", TWICE),
        ("b/vendor/deep/rockcraft.yaml", TWICE),
        ("b/rockcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("config-exclude", &files);
    assert_eq!(found(&sandbox, ""), ["b/rockcraft.yaml error"]);
    assert_eq!(found(&sandbox, "./b/../b"), ["b/rockcraft.yaml error"]);
    assert_eq!(found(&sandbox, "a/rockcraft.yaml"), ["a/rockcraft.yaml error"]);
    assert_eq!(found(&sandbox, "b/vendor"), ["b/vendor/deep/rockcraft.yaml error"]);
    let run = sandbox.run("--check --force-exclude a/rockcraft.yaml b/vendor/deep/rockcraft.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "nothing to check: the configuration excludes 2 files\n");
    assert_eq!(
        found(&sandbox, "--force-exclude a/rockcraft.yaml b/rockcraft.yaml"),
        ["b/rockcraft.yaml error"]
    );
}

#[test]
fn codes_are_ignored_in_some_files() {
    let files = [
        ("flask-lsp.toml", "[per-file-ignores]\n'old/' = ['duplicate-key']\n"),
        ("old/rockcraft.yaml", TWICE),
        ("rockcraft.yaml", TWICE),
    ];
    assert_eq!(found(&Sandbox::new("config-per-file", &files), ""), ["rockcraft.yaml error"]);
}

#[test]
fn arguments_stand_over_the_configuration() {
    let files = [("flask-lsp.toml", OFF), ("rockcraft.yaml", TWICE)];
    let sandbox = Sandbox::new("config-arguments", &files);
    assert!(found(&sandbox, "").is_empty());
    assert_eq!(found(&sandbox, "--select duplicate-key"), ["rockcraft.yaml error"]);
    sandbox.write("flask-lsp.toml", b"select = ['duplicate-key']\nfail-on = 'error'\n");
    assert!(found(&sandbox, "--ignore duplicate-key").is_empty());
    assert_eq!(sandbox.run("--check").code, 1);
}

#[test]
fn what_fails_is_for_each_project_to_say() {
    let files = [
        (
            "strict/flask-lsp.toml",
            "fail-on = 'info'\nselect = ['duplicate-key']\n[rules]\nduplicate-key = 'info'\n",
        ),
        ("strict/rockcraft.yaml", TWICE),
        (
            "lax/flask-lsp.toml",
            "fail-on = 'error'\nselect = ['duplicate-key']\n[rules]\nduplicate-key = 'warning'\n",
        ),
        ("lax/rockcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("config-fail-on", &files);
    assert_eq!(sandbox.run("--check lax").code, 0);
    assert_eq!(sandbox.run("--check strict").code, 1);
    assert_eq!(sandbox.run("--check").code, 1);
    assert_eq!(sandbox.run("--check --fail-on error").code, 0);
    assert_eq!(sandbox.run("--check --fail-on warning lax").code, 1);
}

#[test]
fn mistakes_in_it_are_warnings_with_their_place() {
    let text = "excludes = ['x']\n\n[rules]\nduplicat-key = 'hint'\nduplicate-key = 1\n";
    let sandbox =
        Sandbox::new("config-mistakes", &[("flask-lsp.toml", text), ("rockcraft.yaml", TWICE)]);
    let run = sandbox.run("--check --select duplicate-key");
    expect![[r#"
        warning: flask-lsp.toml:1:1: there is no setting `excludes`; did you mean `exclude`?
        warning: flask-lsp.toml:4:1: there is no finding with the code `duplicat-key`; did you mean `duplicate-key`?
        warning: flask-lsp.toml:5:17: `rules.duplicate-key` is a number or date, expected `off`, `hint`, `info`, `warning`, `error`
        1 error in 1 file
    "#]].assert_eq(&run.stderr);
    assert_eq!(run.code, 1);
}

#[test]
fn a_configuration_that_cannot_be_read_fails_after_all_files_are_checked() {
    let files =
        [("a/flask-lsp.toml", "a = = 1\n"), ("a/rockcraft.yaml", TWICE), ("rockcraft.yaml", TWICE)];
    let sandbox = Sandbox::new("config-broken", &files);
    let run = sandbox.run("--check --select duplicate-key");
    assert_eq!((run.code, run.stdout.lines().count()), (2, 2), "{}", run.stderr);
    expect![[r#"
        error: a/flask-lsp.toml:1:5: is not TOML: extra `=`, expected nothing
        2 errors in 2 files
    "#]]
    .assert_eq(&run.stderr);
    let run = sandbox.run("--check --config nowhere.toml");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    expect![[r#"
        error: cannot read `nowhere.toml`: No such file or directory
    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn what_counts_is_shown_with_where_it_is_from() {
    let files = [
        (
            "flask-lsp.toml",
            "exclude = ['vendor/']\nextend-exclude = ['/old/']\nignore = ['title-length']\nrun.registry = 'ghcr.io/me'\nversions.juju = '3.6'\n[rules]\nduplicate-key = 'hint'\n[per-file-ignores]\n'b/' = ['yaml-syntax']\n",
        ),
        ("a/rockcraft.yaml", TWICE),
        ("b/rockcraft.yaml", TWICE),
        ("c/flask-lsp.toml", "inlay-hints = false\n"),
        ("c/charmcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("config-show", &files);
    let run = sandbox.run("--check --show-config --ignore yaml-syntax");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    expect![[r##"
        # from flask-lsp.toml
        # for a/rockcraft.yaml
        # for b/rockcraft.yaml
        fail-on = "warning"  # default
        ignore = ["title-length", "yaml-syntax"]  # flask-lsp.toml:3 and the command line
        exclude = ["vendor/"]  # flask-lsp.toml:1
        extend-exclude = ["/old/"]  # flask-lsp.toml:2
        inlay-hints = true  # default
        code-lens = true  # default

        [versions]
        juju = "3.6"  # flask-lsp.toml:5

        [run]
        registry = "ghcr.io/me"  # flask-lsp.toml:4

        [rules]
        duplicate-key = "hint"  # flask-lsp.toml:7

        [per-file-ignores]
        "b/" = ["yaml-syntax"]  # flask-lsp.toml:9

        # from c/flask-lsp.toml
        # for c/charmcraft.yaml
        fail-on = "warning"  # default
        ignore = ["yaml-syntax"]  # the command line
        exclude = ["node_modules/", "site-packages/", "venv/"]  # default
        inlay-hints = false  # c/flask-lsp.toml:1
        code-lens = true  # default
    "##]]
    .assert_eq(&run.stdout);
    let run = sandbox.run("--check --show-config --isolated c");
    expect![[r##"
        # no configuration file
        # for c/charmcraft.yaml
        fail-on = "warning"  # default
        ignore = []  # default
        exclude = ["node_modules/", "site-packages/", "venv/"]  # default
        inlay-hints = true  # default
        code-lens = true  # default
    "##]]
    .assert_eq(&run.stdout);
}

#[test]
fn comments_do_not_count_where_they_are_not_wanted() {
    let text = "name: shop\nname: store # flask-lsp: ignore[duplicate-key]\n";
    let sandbox = Sandbox::new("config-no-ignores", &[("rockcraft.yaml", text)]);
    assert!(found(&sandbox, "").is_empty());
    assert_eq!(found(&sandbox, "--no-ignores"), ["rockcraft.yaml error"]);
}

#[test]
fn standard_input_has_the_configuration_of_its_place() {
    let sandbox = Sandbox::new("config-stdin", &[("charm/flask-lsp.toml", HINT)]);
    let arguments = "--check - --stdin-filename charm/rockcraft.yaml --select duplicate-key";
    let run = sandbox.run_with_input(arguments, TWICE);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("info[duplicate-key]"), "{}", run.stdout);
}

#[test]
fn what_is_excluded_beside_comes_together_with_the_rest() {
    let files = [
        ("flask-lsp.toml", "exclude = ['a/']\nextend-exclude = ['b/']\n"),
        ("a/rockcraft.yaml", TWICE),
        ("b/rockcraft.yaml", TWICE),
        ("c/rockcraft.yaml", TWICE),
    ];
    let sandbox = Sandbox::new("config-extend-exclude", &files);
    assert_eq!(found(&sandbox, ""), ["c/rockcraft.yaml error"]);
}

const CHARM: &str = "extensions: [flask-framework]
name: shop
summary: A shop.
description: A shop.
type: charm
base: ubuntu@24.04
platforms: {amd64: }
requires:
  login: {interface: oauth, limit: 1, optional: true}
";

#[test]
fn files_are_judged_by_the_versions_that_the_project_is_for() {
    let sandbox = Sandbox::new("config-versions", &[("charmcraft.yaml", CHARM)]);
    let check = "--check --select newer-than-tool-version";
    let mut reports = Vec::new();
    assert_eq!(sandbox.run(check).code, 0);
    for (file, prefix) in
        [("flask-lsp.toml", "versions"), ("pyproject.toml", "tool.flask-lsp.versions")]
    {
        let _ = std::fs::remove_file(sandbox.root.join("flask-lsp.toml"));
        let text = format!("{prefix}.charmcraft = '4.2'\n{prefix}.paas-charm = '1.7'\n");
        sandbox.write(file, text.as_bytes());
        let run = sandbox.run(check);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (1, "1 error, 1 warning in 1 file\n"),
            "{file}"
        );
        reports.push(run.stdout);
        let env = sandbox.run("env --format json").json();
        assert_eq!(env["paasCharm"], "1.7");
        assert!(!env["env"].to_string().contains("FLASK_LOGIN_CLIENT_ID"));
        assert_eq!(env["ignored"][0]["source"][1], "login");
        let env = sandbox.run("env --isolated --format json").json();
        assert!(env["env"].to_string().contains("FLASK_LOGIN_CLIENT_ID"));
    }
    expect![[r#"
        charmcraft.yaml:6:7: error[newer-than-tool-version]: extension `flask-framework` on base `ubuntu@24.04` came with charmcraft 4.3.1, and this is for 4.2
        charmcraft.yaml:9:22: warning[newer-than-tool-version]: interface `oauth` came with paas-charm 1.8, and this is for 1.7
    "#]].assert_eq(&reports[0]);
    assert_eq!(reports[0], reports[1]);
}

#[test]
fn plans_go_where_the_configuration_says() {
    let files = [
        ("flask-lsp.toml", "[run]\nregistry = 'ghcr.io/me'\napp = 'store'\nmodel = 'prod'\n"),
        (
            "rockcraft.yaml",
            "name: shop\nversion: '1'\nbase: bare\nbuild-base: ubuntu@24.04\nplatforms: {amd64: , arm64: }\n",
        ),
        ("charm/charmcraft.yaml", CHARM),
    ];
    let sandbox = Sandbox::new("config-run", &files);
    let upload = |arguments: &str| sandbox.run(&format!("plan upload-rock {arguments}")).stdout;
    assert!(upload("").contains("docker://ghcr.io/me/shop:1"), "{}", upload(""));
    assert!(upload("--registry localhost:5000").contains("docker://localhost:5000/shop:1"));
    assert!(upload("--isolated").contains("docker://localhost:32000/shop:1"));
    let config = sandbox.run("plan integrate charm --endpoint login --with hydra").stdout;
    assert_eq!(config, "(cd -- charm && juju integrate store hydra --model prod)\n");
    sandbox.write("flask-lsp.toml", b"run = \n");
    let run = sandbox.run("plan upload-rock");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
}
