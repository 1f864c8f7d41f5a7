//! The environment of each example project, compared with what paas-charm gave its application when its
//! charm class was run (`tests/projects/record.py`).

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::projects::{CLEAN_PROJECTS, repository};
use crate::{Run, command};

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
