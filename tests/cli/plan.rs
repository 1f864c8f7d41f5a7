//! `flask-lsp plan`: what is printed, and nothing is run.

use std::path::Path;

use expect_test::expect;

use crate::{Sandbox, command};

#[cfg(target_arch = "x86_64")]
#[test]
fn the_plans_of_the_example_projects() {
    let actions = ["pack-charm", "update-image", "deploy"];
    let mut plans = String::new();
    for project in [
        "flask-gallery",
        "django-library",
        "fastapi-weather",
        "go-courier",
        "express-forum",
        "spring-invoices",
    ] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/projects").join(project);
        for action in actions {
            let mut command = command(&format!("plan {action}"));
            let output = command.current_dir(&root).env("PATH", "/nowhere").output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{project} {action}: {output:?}");
            plans.push_str(&String::from_utf8(output.stdout).unwrap());
        }
        plans.push('\n');
    }
    expect![[r#"
        (cd -- charm && charmcraft pack)
        rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:flask-gallery_1.4_amd64.rock docker://localhost:32000/flask-gallery:1.4
        (cd -- charm && juju refresh flask-gallery --path=./flask-gallery_amd64.charm --resource flask-app-image=localhost:32000/flask-gallery:1.4)
        (cd -- charm && juju deploy ./flask-gallery_amd64.charm --resource flask-app-image=localhost:32000/flask-gallery:1.4)

        (cd -- charm && charmcraft pack)
        rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:django-library_2.0_amd64.rock docker://localhost:32000/django-library:2.0
        (cd -- charm && juju refresh django-library --path=./django-library_amd64.charm --resource django-app-image=localhost:32000/django-library:2.0)
        (cd -- charm && juju deploy ./django-library_amd64.charm --resource django-app-image=localhost:32000/django-library:2.0)

        (cd -- charm && charmcraft pack)
        rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:fastapi-weather_0.9_amd64.rock docker://localhost:32000/fastapi-weather:0.9
        (cd -- charm && juju refresh fastapi-weather --path=./fastapi-weather_amd64.charm --resource app-image=localhost:32000/fastapi-weather:0.9)
        (cd -- charm && juju deploy ./fastapi-weather_amd64.charm --resource app-image=localhost:32000/fastapi-weather:0.9)

        (cd -- charm && charmcraft pack)
        rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:go-courier_3.1_amd64.rock docker://localhost:32000/go-courier:3.1
        (cd -- charm && juju refresh go-courier --path=./go-courier_amd64.charm --resource app-image=localhost:32000/go-courier:3.1)
        (cd -- charm && juju deploy ./go-courier_amd64.charm --resource app-image=localhost:32000/go-courier:3.1)

        (cd -- charm && charmcraft pack)
        rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:express-forum_1.2_amd64.rock docker://localhost:32000/express-forum:1.2
        (cd -- charm && juju refresh express-forum --path=./express-forum_amd64.charm --resource app-image=localhost:32000/express-forum:1.2)
        (cd -- charm && juju deploy ./express-forum_amd64.charm --resource app-image=localhost:32000/express-forum:1.2)

        (cd -- charm && CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS=true charmcraft pack)
        ROCKCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS=true rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:spring-invoices_2.3_amd64.rock docker://localhost:32000/spring-invoices:2.3
        (cd -- charm && juju refresh spring-invoices --path=./spring-invoices_amd64.charm --resource app-image=localhost:32000/spring-invoices:2.3)
        (cd -- charm && juju deploy ./spring-invoices_amd64.charm --resource app-image=localhost:32000/spring-invoices:2.3)

    "#]].assert_eq(&plans);
}

#[test]
fn a_plan_as_json() {
    let sandbox = Sandbox::new(
        "plan-json",
        &[("charmcraft.yaml", "name: web\nconfig: {options: {key: {type: string}}}\n")],
    );
    let run = sandbox.run("plan config --set key=a=b -m dev --format json");
    assert_eq!(run.code, 0);
    let plan = run.json();
    let step = &plan["steps"][0];
    let command = serde_json::json!(["juju", "config", "web", "key=a=b", "--model", "dev"]);
    assert_eq!((&step["command"], step["directory"].as_str()), (&command, Some(".")));
    assert_eq!((plan["version"].as_i64(), plan["action"].as_str()), (Some(1), Some("config")));
}

#[test]
fn the_shell_reads_back_the_words_of_the_plan() {
    let charm = "name: web\nconfig: {options: {key: {type: string}}}\n";
    let sandbox = Sandbox::new("plan-shell", &[("it's a dir/charmcraft.yaml", charm)]);
    let mut command = command("plan config --set");
    command.arg("key=$(id); rm -rf 'x'").arg("it's a dir").current_dir(&sandbox.root);
    let output = command.output().unwrap();
    let line = String::from_utf8(output.stdout).unwrap();
    expect![[r#"
        (cd -- 'it'\''s a dir' && juju config web 'key=$(id); rm -rf '\''x'\''')
    "#]]
    .assert_eq(&line);
}

#[test]
fn what_keeps_a_plan_from_being_made_is_an_error() {
    let sandbox = Sandbox::new("plan-stopped", &[("charmcraft.yaml", "name: web-2\n")]);
    let run = sandbox.run("plan refresh");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    expect![[r#"
        error: charmcraft.yaml: platforms: no platform can be built on ARCH, which this machine is
          help: add the architecture, or build elsewhere
          help: rename it, for example to `web2`
    "#]]
    .assert_eq(
        &run.stderr
            .lines()
            .filter(|line| !line.starts_with("warning"))
            .fold(String::new(), |text, line| {
                text + &line.replace("amd64", "ARCH").replace("arm64", "ARCH") + "\n"
            }),
    );
    assert_eq!(sandbox.run("plan nonsense").code, 2);
    assert_eq!(sandbox.run("plan config --set key").code, 2);
    assert_eq!(sandbox.run("plan refresh nowhere").code, 2);
}

#[test]
fn a_plan_ends_with_what_keeps_it_from_running() {
    let charm = "name: web\nconfig: {options: {key: {type: string}}}\n";
    let sandbox = Sandbox::new("plan-tools", &[("charmcraft.yaml", charm)]);
    let mut command = command("plan config --reset key");
    let output = command.current_dir(&sandbox.root).env("PATH", "/nowhere").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "juju config web --reset key\n");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no `juju` on PATH"), "{said}");
    let last = "note: `flask-lsp run` refuses this plan as long as something is missing";
    assert_eq!(said.lines().last(), Some(last));
}
