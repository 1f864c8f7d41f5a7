//! The environment of each example project, compared with what paas-charm gave its application when its
//! charm class was run (`tests/projects/record.py`).

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::projects::{CLEAN_PROJECTS, repository};
use crate::{Run, Sandbox, command};

/// Stands for the keys of a secret.
const ANY_KEY: &str = "<KEY>";
/// The keys of every secret in the recordings.
const KEYS: [&str; 2] = ["ONE_KEY", "OTHER"];

fn derived(project: &str) -> Value {
    let line = format!("env --format json tests/projects/{project}");
    Run::of(command(&line).current_dir(repository()).output().unwrap()).json()
}

fn recorded(project: &str) -> Value {
    let path = repository().join("tests/projects").join(project).join("environment.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn names(recorded: &Value) -> BTreeSet<String> {
    let names = recorded.as_array().unwrap().iter();
    names.map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// The names of the variables that are wanted, with the keys of secrets filled in.
fn variables(derived: &Value, is_wanted: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let wanted = derived["env"].as_array().unwrap().iter().filter(|variable| is_wanted(variable));
    let named = wanted.flat_map(|variable| {
        let name = variable["name"].as_str().unwrap();
        let keys = if name.contains(ANY_KEY) { &KEYS[..] } else { &[""] };
        keys.iter().map(move |key| name.replace(ANY_KEY, key))
    });
    named.collect()
}

#[test]
fn the_variables_are_those_that_the_application_got() {
    for project in CLEAN_PROJECTS {
        let (derived, recorded) = (derived(project), recorded(project));
        assert!(names(&recorded["most"]).len() > 30, "{project}");
        assert_eq!(variables(&derived, |_| true), names(&recorded["most"]), "{project}");
        for empty in ["ignored", "breaks"] {
            assert_eq!(derived[empty], serde_json::json!([]), "{project}");
        }
    }
}

#[test]
fn always_means_that_the_smallest_deployment_has_it() {
    for project in CLEAN_PROJECTS {
        let (derived, recorded) = (derived(project), recorded(project));
        let always = variables(&derived, |variable| variable["always"] == true);
        assert_eq!(always, names(&recorded["least"]), "{project}");
    }
}

/// A charm with nothing but endpoints, each with its interface.
fn charm_with(extension: &str, endpoints: &[(&str, &str)]) -> String {
    let mut charm =
        format!("name: minimal\nbase: ubuntu@24.04\nextensions: [{extension}]\nrequires:\n");
    for (name, interface) in endpoints {
        charm += &format!("  {name}: {{interface: {interface}, optional: true, limit: 1}}\n");
    }
    charm
}

#[test]
fn each_integration_gives_each_framework_what_it_gave_in_truth() {
    let path = repository().join("tests/projects/interfaces.json");
    let recorded: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let sandbox = Sandbox::new("recorded-interfaces", &[]);
    let environment = |extension: &str, endpoints: &[(&str, &str)]| {
        sandbox.write("charmcraft.yaml", charm_with(extension, endpoints).as_bytes());
        let derived = sandbox.run("env --format json").json();
        let always = variables(&derived, |variable| variable["always"] == true);
        (always, variables(&derived, |_| true))
    };
    let mut seen = 0;
    for (extension, endpoints) in recorded.as_object().unwrap() {
        for (name, recorded) in endpoints.as_object().unwrap() {
            // Django does not start without a database.
            let database = match (extension.as_str(), name.as_str()) {
                ("django-framework", "postgresql") => Some(("mysql", "mysql_client")),
                ("django-framework", _) => Some(("postgresql", "postgresql_client")),
                _ => None,
            };
            let mut endpoints: Vec<_> = database.into_iter().collect();
            let (least, most) = environment(extension, &endpoints);
            endpoints.push((name, recorded["interface"].as_str().unwrap()));
            let (little, much) = environment(extension, &endpoints);
            let beyond = |all: &BTreeSet<String>, known| -> BTreeSet<String> {
                all.difference(known).cloned().collect()
            };
            assert_eq!(beyond(&little, &least), names(&recorded["least"]), "{extension} {name}");
            assert_eq!(beyond(&much, &most), names(&recorded["most"]), "{extension} {name}");
            assert_eq!(
                beyond(&least, &little),
                names(&recorded["taken away"]),
                "{extension} {name}"
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 6 * 13);
}
