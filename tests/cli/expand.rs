//! Charms in full.

use expect_test::expect;

use crate::Sandbox;

const GO: &str = "\
name: shop
type: charm
base: ubuntu@24.04
platforms:
  amd64:
summary: A shop
description: A shop
extensions:
  - go-framework
requires:
  database:
    interface: postgresql_client
    limit: 1
";

#[test]
fn the_charm_is_printed_as_charmcraft_prints_it() {
    let sandbox = Sandbox::new("expand-yaml", &[("charm/charmcraft.yaml", GO)]);
    let run = sandbox.run("expand");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let from = run.stdout.find("requires:").unwrap();
    let to = run.stdout.find("resources:").unwrap();
    expect![[r#"
        requires:
          database:
            interface: postgresql_client
            limit: 1
          logging:
            interface: loki_push_api
          ingress:
            interface: ingress
            limit: 1
    "#]]
    .assert_eq(&run.stdout[from..to]);
    assert_eq!(sandbox.run("expand charm/charmcraft.yaml").stdout, run.stdout);
}

#[test]
fn the_same_comes_as_json() {
    let sandbox = Sandbox::new("expand-json", &[("charmcraft.yaml", GO)]);
    let json = sandbox.run("expand --format json").json();
    assert_eq!(json["parts"]["charm"]["plugin"], "charm");
    assert_eq!(json["config"]["options"]["app-port"]["default"], 8080);
    assert!(json.get("extensions").is_none());
}

#[test]
fn what_charmcraft_refuses_is_not_expanded() {
    let twice = format!("{GO}name: shop\n");
    let sandbox = Sandbox::new("expand-refused", &[("charmcraft.yaml", &twice)]);
    let run = sandbox.run("expand --color never");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("error[duplicate-key]: "), "{}", run.stderr);
    assert!(run.stderr.ends_with("charmcraft refuses `charmcraft.yaml`\n"), "{}", run.stderr);
}

#[test]
fn paas_config_yaml_counts() {
    let base = GO.replace("24.04", "26.04");
    let files = [("charmcraft.yaml", base.as_str()), ("paas-config.yaml", "port: 1\n")];
    let sandbox = Sandbox::new("expand-paas-config", &files);
    let json = sandbox.run("expand --format json").json();
    assert_eq!(json["parts"]["config"]["stage"][0], "paas-config.yaml");

    sandbox.write("paas-config.yaml", b"a: [\n");
    let run = sandbox.run("expand --color never");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.ends_with("charmcraft refuses `paas-config.yaml`\n"), "{}", run.stderr);
}

#[test]
fn without_a_charm_there_is_nothing_to_expand() {
    let sandbox =
        Sandbox::new("expand-nothing", &[("a/charmcraft.yaml", "# later\n"), ("b/x", "")]);
    let run = sandbox.run("expand b");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "error: there is no `charmcraft.yaml` in `b`\n")
    );
    assert_ne!(sandbox.run("expand a").code, 0);
    assert_eq!(sandbox.run("expand a").stdout, "");
}
