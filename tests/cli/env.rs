//! The environment of an application.

use expect_test::expect;

use crate::Sandbox;

const FLASK: &str = "\
name: shop
type: charm
base: ubuntu@24.04
platforms:
  amd64:
summary: A shop
description: A shop
extensions:
  - flask-framework
config:
  options:
    token:
      type: string
      description: The token.
requires:
  redis:
    interface: redis
    optional: true
    limit: 1
";

#[test]
fn the_environment_is_one_json_object() {
    let sandbox = Sandbox::new("env-json", &[("charm/charmcraft.yaml", FLASK)]);
    let run = sandbox.run("env --format json");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let json = run.json();
    assert_eq!(json["file"], "charm/charmcraft.yaml");
    assert_eq!(json["framework"], "flask");
    let named = |name: &str| {
        let variables = json["env"].as_array().unwrap();
        let variable = variables.iter().find(|one| one["name"] == name).unwrap();
        format!("{} {} {}", variable["source"], variable["always"], variable["description"])
    };
    expect![[r#"["config","options","token"] false "The token.""#]]
        .assert_eq(&named("FLASK_TOKEN"));
    assert!(named("REDIS_DB_HOSTNAME").starts_with(r#"["requires","redis"] "#));
    assert!(named("FLASK_BASE_URL").starts_with(r#""framework" true "#));
}

#[test]
fn the_table_follows_the_findings_on_demand() {
    let sandbox = Sandbox::new("env-check", &[("charmcraft.yaml", FLASK)]);
    let table = sandbox.run("env").stdout;
    assert!(table.lines().any(|line| line.contains("FLASK_TOKEN  ")), "{table}");
    let check = sandbox.run("--check --show-env --select yaml-syntax");
    assert_eq!((check.code, check.stdout), (0, format!("{table}\n")));
    assert_eq!(sandbox.run("--check --show-env --format json").code, 2);
}

#[test]
fn a_charm_without_an_extension_has_none() {
    let sandbox = Sandbox::new("env-plain", &[("charmcraft.yaml", "name: plain\ntype: charm\n")]);
    let run = sandbox.run("env --format json");
    assert_eq!(run.code, 0);
    let json = run.json();
    assert!(json["framework"].is_null() && json["paasCharm"].is_null());
    for list in ["env", "ignored", "breaks"] {
        assert_eq!(json[list].as_array().map(Vec::len), Some(0));
    }
}

#[test]
fn one_charm_must_be_meant() {
    let files = [("a/charmcraft.yaml", FLASK), ("b/charmcraft.yaml", FLASK), ("c/x", "")];
    let sandbox = Sandbox::new("env-several", &files);
    let run = sandbox.run("env");
    assert_eq!(run.code, 2);
    expect![[r#"
        error: there are several charms, name one of them: `a/charmcraft.yaml`, `b/charmcraft.yaml`
    "#]]
    .assert_eq(&run.stderr);
    assert_eq!(sandbox.run("env b").code, 0);
    let run = sandbox.run("env c");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "error: there is no `charmcraft.yaml` in `c`\n")
    );
}

#[test]
fn a_shell_reads_the_dotenv_file_as_it_was_meant() {
    let options = "
    greeting: {type: string, default: \"it's me\"}
    title: {type: string, default: '#shop \"$HOME\"'}
    empty: {type: string, default: ''}
    rate: {type: float, default: 1.50}
    open: {type: boolean, default: yes}
    size: {type: int, default: 0o10}
    count: {type: int, default: 010}
    hard: {type: string, default: \"it's $5\"}
    needed: {type: int, optional: false}
    cert: {type: secret}
    a.b: {type: string, default: x}
    app-x: {type: string}
";
    let charm = FLASK.replace("\n    token:", &format!("{options}    token:"));
    let sandbox = Sandbox::new("env-dotenv", &[("charmcraft.yaml", &charm)]);
    let run = sandbox.run("env --format dotenv");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for line in [
        "#FLASK_HARD=",
        "#FLASK_NEEDED=",
        "#FLASK_CERT_<KEY>=",
        "#FLASK_A.B=x",
        "#REDIS_DB_HOSTNAME=",
        "FLASK_SECRET_KEY=change-me",
        "# config.options.app-x: paas-charm exports no option whose name starts with `app-`",
    ] {
        assert!(run.stdout.lines().any(|one| one == line), "{line} is missing in\n{}", run.stdout);
    }
    if !cfg!(unix) {
        return;
    }
    sandbox.write(".env", run.stdout.as_bytes());
    let script = "set -eu; . ./.env; for name in GREETING TITLE EMPTY RATE OPEN COUNT; do \
                  eval echo \"$name=\\$FLASK_$name\"; done";
    let shell = std::process::Command::new("sh")
        .args(["-c", script])
        .current_dir(&sandbox.root)
        .output()
        .unwrap();
    expect![[r#"
        GREETING=it's me
        TITLE=#shop "$HOME"
        EMPTY=
        RATE=1.5
        OPEN=true
        COUNT=8
    "#]]
    .assert_eq(&String::from_utf8(shell.stdout).unwrap());
}

#[test]
fn a_dotenv_file_of_a_plain_charm_is_a_comment() {
    let sandbox = Sandbox::new("env-dotenv-plain", &[("charmcraft.yaml", "name: plain\n")]);
    let run = sandbox.run("env --format dotenv");
    let words = "# charmcraft.yaml: no 12-factor extension, so no variables are derived\n";
    assert_eq!((run.code, run.stdout.as_str()), (0, words));
}
