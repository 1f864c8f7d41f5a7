//! The example projects: one with mistakes, of which README.md shows a few, and one without for each
//! framework.

use std::fs;
use std::path::Path;

use expect_test::expect;

use crate::{Run, Sandbox, command};

const PROJECT: &str = "tests/projects/flask-shop";

/// The projects that nothing is wrong with, one for each framework.
pub(crate) const CLEAN_PROJECTS: [&str; 6] = [
    "flask-gallery",
    "django-library",
    "fastapi-weather",
    "go-courier",
    "express-forum",
    "spring-invoices",
];

pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn check_project(arguments: &str) -> Run {
    let line = format!("--check {arguments} {PROJECT}");
    Run::of(command(&line).current_dir(repository()).output().unwrap())
}

#[test]
fn the_mistakes_in_the_example_are_found_and_no_others() {
    let run = check_project("--format concise");
    assert_eq!(run.code, 1);
    expect![[r#"
        tests/projects/flask-shop/charm/charmcraft.yaml:18:13: error[config-option-type]: config option `token` has unknown type `str`
        tests/projects/flask-shop/charm/charmcraft.yaml:27:5: warning[ignored-option-prefix]: config option `app-title` starts with `app-`, so the application never gets it
        tests/projects/flask-shop/charm/charmcraft.yaml:33:3: error[database-endpoint-name]: the endpoint with interface `postgresql_client` is named `database`, expected `postgresql`
        tests/projects/flask-shop/charm/charmcraft.yaml:38:16: warning[misspelled-interface]: no known charm has an interface `redis_client`
        tests/projects/flask-shop/rockcraft.yaml:22:9: error[prime-prefix]: the `prime` entry `static` of part `flask-framework/install-app` does not start with `flask/app`
    "#]].assert_eq(&run.stdout);
}

#[test]
fn every_mistake_in_the_example_can_be_mended() {
    let sandbox = Sandbox::new("projects-fix", &[]);
    let project = repository().join(PROJECT);
    for file in
        ["charm/charmcraft.yaml", "rockcraft.yaml", "requirements.txt", "app.py", "migrate.sh"]
    {
        sandbox.write(file, &fs::read(project.join(file)).unwrap());
    }
    sandbox.write("static/style.css", b"");
    sandbox.write("templates/index.html", b"");
    let run = sandbox.run("--check --fix --unsafe-fixes");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let changed = sandbox.run("env --format json").json();
    let variables = changed["env"].as_array().unwrap();
    for name in ["FLASK_TITLE", "POSTGRESQL_DB_CONNECT_STRING", "REDIS_DB_HOSTNAME"] {
        assert!(variables.iter().any(|variable| variable["name"] == name), "{name} is missing");
    }
    assert!(
        changed["ignored"] == serde_json::json!([]) && changed["breaks"] == serde_json::json!([])
    );
}

#[test]
fn nothing_is_found_in_the_projects_without_mistakes() {
    for project in CLEAN_PROJECTS {
        let line = format!("--check --format concise --fail-on info tests/projects/{project}");
        let run = Run::of(command(&line).current_dir(repository()).output().unwrap());
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{project}");
        assert!(run.stderr.contains("2 files"), "{project}: {}", run.stderr);
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let printed = check_project("--format full --show-env").stdout;
    let printed_lines: Vec<_> = printed.lines().collect();
    assert!(shown.lines().count() > 8);
    for line in shown.lines() {
        assert!(printed_lines.contains(&line), "not printed: {line}\n{printed}");
    }
}
