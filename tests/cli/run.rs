//! `flask-lsp run` against programs that stand in for the tools.

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use expect_test::expect;

use crate::command;
use crate::stand_ins::{ROCK, Stage, assert_gone, charm_file, rock_file};

fn prepared(stage: &Stage, arguments: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = command(arguments);
    stage.equip(&mut command, variables);
    command.current_dir(&stage.root).stdin(Stdio::null());
    command
}

fn run(stage: &Stage, arguments: &str, variables: &[(&str, &str)]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = prepared(stage, arguments, variables).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn spawn(stage: &Stage, arguments: &str, variables: &[(&str, &str)]) -> Child {
    let mut command = prepared(stage, arguments, variables);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn the_image_is_updated_step_by_step() {
    let stage = Stage::new("update");
    stage.write(&format!("charm/{}", charm_file()), "charm");
    let (code, stdout, stderr) = run(&stage, "run update-image", &[]);
    assert_eq!(code, 0, "{stderr}");
    expect![[r#"
        rockcraft in shop: [pack]
        rockcraft.skopeo in shop: [--insecure-policy] [copy] [--dest-tls-verify=false] [oci-archive:shop_1.0_ARCH.rock] [docker://localhost:32000/shop:1.0]
        juju in charm: [refresh] [shop] [--path=./shop_ARCH.charm] [--resource] [flask-app-image=localhost:32000/shop:1.0]
    "#]]
    .assert_eq(&stage.calls());
    assert!(stdout.starts_with("rockcraft: pack\n"), "{stdout}");
    assert!(stderr.contains("[1/3] Pack the rock: rockcraft pack (in .)"), "{stderr}");
    assert!(stderr.contains("[3/3]") && stderr.contains("done in "), "{stderr}");
}

#[test]
fn charms_are_packed_deployed_and_configured_where_they_lie() {
    let stage = Stage::new("deploy").packed();
    for arguments in [
        "run pack-charm charm",
        "run deploy --app front -m dev --registry ghcr.io/me charm/charmcraft.yaml",
        "run upload-rock --registry ghcr.io/me",
        "run config --set debug=true",
        "run config --reset debug",
        "run integrate --endpoint postgresql --with postgresql-k8s:database",
    ] {
        let (code, _, stderr) = run(&stage, arguments, &[]);
        assert_eq!(code, 0, "{arguments}: {stderr}");
    }
    expect![[r#"
        charmcraft in charm: [pack]
        juju in charm: [deploy] [./shop_ARCH.charm] [front] [--resource] [flask-app-image=ghcr.io/me/shop:1.0] [--model] [dev]
        rockcraft.skopeo in shop: [--insecure-policy] [copy] [oci-archive:shop_1.0_ARCH.rock] [docker://ghcr.io/me/shop:1.0]
        juju in charm: [config] [shop] [debug=true]
        juju in charm: [config] [shop] [--reset] [debug]
        juju in charm: [integrate] [shop] [postgresql-k8s:database]
    "#]]
    .assert_eq(&stage.calls());
}

#[test]
fn the_first_failure_is_the_end_and_its_exit_code_is_passed_on() {
    for (tool, calls) in [("rockcraft", 1), ("rockcraft.skopeo", 2), ("juju", 3)] {
        let stage = Stage::new(&format!("fail-{tool}")).packed();
        let variables =
            [("STAND_IN_FAIL", tool), ("STAND_IN_SAYS", "no such luck"), ("STAND_IN_CODE", "7")];
        let (code, stdout, stderr) = run(&stage, "run update-image", &variables);
        assert_eq!(code, 7);
        assert!(stdout.ends_with("no such luck\n"), "{stdout}");
        assert!(stderr.contains(&format!("`{tool}` ended with exit code 7")), "{stderr}");
        assert_eq!(stage.calls().lines().count(), calls);
    }
}

#[test]
fn secrets_are_given_to_juju_and_to_nobody_else() {
    let stage = Stage::new("secret");
    let secret = "run config --set token=s3cret;$HOME";
    let (code, stdout, stderr) = run(&stage, secret, &[]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stage.calls(), "juju in charm: [config] [shop] [token=s3cret;$HOME]\n");
    assert_eq!(stdout, "juju: config shop token=***\n");
    assert!(!stderr.contains("s3cret") && stderr.contains("token=***"), "{stderr}");
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_run() {
    let stage = Stage::new("checked").without("rockcraft.skopeo");
    let (code, _, stderr) = run(&stage, "run upload-rock", &[]);
    assert_eq!(code, 1);
    expect![[r#"
        error: there is no `rockcraft.skopeo` on PATH
          help: install it: `sudo snap install rockcraft --classic`
        error: there is no `shop_1.0_ARCH.rock`
          help: pack the rock first: `rockcraft pack`
    "#]]
    .assert_eq(&stderr.replace(&rock_file(), "shop_1.0_ARCH.rock"));
    stage.write("rockcraft.yaml", &format!("{ROCK}bogus: 1\n"));
    let (code, _, stderr) = run(&stage, "run pack-rock", &[]);
    assert!(code == 1 && stderr.contains("rockcraft.yaml: bogus: "), "{stderr}");
    assert_eq!(stage.calls(), "");
}

#[test]
fn an_image_that_is_older_than_the_application_is_named() {
    let stage = Stage::new("stale").packed();
    std::thread::sleep(Duration::from_millis(20));
    stage.write("README.md", "not in the image");
    let (_, _, stderr) = run(&stage, "run upload-rock --dry-run", &[]);
    assert!(!stderr.contains("older"), "{stderr}");
    stage.write("app.py", "import flask\napp = flask.Flask('shop')\n");
    let (code, stdout, stderr) = run(&stage, "run upload-rock --dry-run", &[]);
    let words = format!("warning: `{}` is older than `app.py`", rock_file());
    assert!(code == 0 && stderr.contains(&words), "{stderr}");
    assert!(stdout.starts_with("[1/1] Upload the rock: rockcraft.skopeo"), "{stdout}");
    assert_eq!(stage.calls(), "");
}

#[test]
fn an_interrupted_run_leaves_no_process_behind() {
    for (name, deaf, term) in [("int", "", "INT"), ("term", "", "TERM"), ("deaf", "1", "INT")] {
        let stage = Stage::new(&format!("cancel-{name}")).packed();
        let variables = [("STAND_IN_HANG", "rockcraft"), ("STAND_IN_DEAF", deaf)];
        let mut child = spawn(&stage, "run update-image", &variables);
        let pids = stage.hanging();
        signal(&child, term);
        assert!(!child.wait().unwrap().success());
        assert_gone(&pids);
        assert_eq!(stage.calls().lines().count(), 1);
    }
}

#[test]
fn two_runs_on_one_project_are_refused() {
    let stage = Stage::new("twice").packed();
    let mut child = spawn(&stage, "run pack-rock", &[("STAND_IN_HANG", "rockcraft")]);
    let pids = stage.hanging();
    for other in ["run pack-rock", "run pack-charm charm", "run refresh charm/charmcraft.yaml"] {
        let (code, _, stderr) = run(&stage, other, &[]);
        assert_eq!(code, 2, "{other}");
        assert!(stderr.contains("something else is run on this project"), "{stderr}");
    }
    signal(&child, "TERM");
    child.wait().unwrap();
    assert_gone(&pids);
    assert_eq!(run(&stage, "run pack-charm charm", &[]).0, 0);
}

#[test]
fn all_of_a_flood_is_passed_on() {
    let stage = Stage::new("flood");
    let (code, stdout, _) = run(&stage, "run pack-rock", &[("STAND_IN_FLOOD", "rockcraft")]);
    assert_eq!((code, stdout.lines().count()), (0, 100_001));
}
