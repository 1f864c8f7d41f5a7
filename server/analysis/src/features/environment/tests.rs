//! What is read out of a charm and its paas-config.yaml; the derivation has tests of its own.

use std::borrow::Cow;

use super::*;
use crate::features::test_support::snapshot;

fn names(fixture: &str) -> Vec<String> {
    let report = report(&snapshot(fixture)).expect("a framework is used");
    report.environment.variables.iter().map(|variable| variable.name.to_string()).collect()
}

fn paas_charm(base: &str) -> Cow<'static, str> {
    let fixture = format!("{base}extensions: [flask-framework]\n");
    report(&snapshot(&fixture)).expect("a framework is used").paas_charm
}

#[test]
fn options_and_endpoints_of_the_file_are_derived() {
    let names = names(
        "extensions: [flask-framework]\nconfig:\n  options:\n    token: {type: string}\n    cert: {type: secret}\nrequires:\n  postgresql: {interface: postgresql_client}\n",
    );
    for name in
        ["FLASK_TOKEN", "FLASK_CERT_<KEY>", "POSTGRESQL_DB_CONNECT_STRING", "FLASK_SECRET_KEY"]
    {
        assert!(names.iter().any(|known| known == name), "{name} is missing");
    }
}

#[test]
fn the_variant_follows_the_base_wherever_it_stands() {
    let second = paas_charm("base: ubuntu@26.04\n");
    let first = paas_charm("base: ubuntu@24.04\n");
    assert_ne!(first, second);
    assert_eq!(paas_charm("platforms:\n  ubuntu@26.04:amd64:\n"), second);
    assert_eq!(
        paas_charm(
            "platforms:\n  jammy:\n    build-on: [amd64]\n    build-for: [ubuntu@26.04:amd64]\n"
        ),
        second
    );
    let bases = "bases:\n  - build-on: [{name: ubuntu, channel: '26.04'}]\n    run-on: [{name: ubuntu, channel: '26.04'}]\n";
    assert_eq!(paas_charm(bases), second);
    assert_eq!(paas_charm(""), first);
}

#[test]
fn charms_without_a_framework_have_no_report() {
    assert!(report(&snapshot("name: web\n")).is_none());
    assert!(report(&snapshot("//- rockcraft.yaml\nextensions: [flask-framework]\n")).is_none());
}

#[test]
fn a_paas_config_that_breaks_the_charm_is_seen() {
    let breaks = |config: &str| {
        let fixture = format!(
            "//- charmcraft.yaml\nextensions: [flask-framework]\n//- paas-config.yaml\n{config}"
        );
        !report(&snapshot(&fixture)).expect("a framework is used").environment.breaks.is_empty()
    };
    let job = |target: &str| {
        format!(
            "prometheus:\n  scrape_configs:\n    - job_name: a\n      static_configs:\n        - targets: ['{target}']\n"
        )
    };
    assert!(breaks("port: 9000\n"));
    assert!(breaks("framework_logging_format: JSON\n"));
    assert!(breaks(&job("@scheduler")));
    assert!(!breaks(&job("@scheduler:8081")));
    assert!(!breaks("framework_logging_format: json\n"));
    assert!(!breaks(""));
}
