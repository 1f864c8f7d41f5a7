//! What the recordings in `tests/expand` do not show: files that charmcraft refuses, data that
//! is complete.

use expect_test::{Expect, expect};

use super::facts::facts;
use super::*;
use crate::facts::{framework_by_name, frameworks};

fn machine() -> Machine {
    Machine { architecture: "arm64".to_owned(), directory: None, processors: None }
}

fn expanded(text: &str) -> Option<Map> {
    expand(&Snapshot::alone("charmcraft.yaml", text).unwrap(), &machine())
}

fn prints(text: &str, expect: Expect) {
    expect.assert_eq(&to_yaml(&expanded(text).unwrap()));
}

#[test]
fn every_text_of_an_extension_is_known() {
    let facts = facts();
    for framework in frameworks() {
        for action in &framework.actions {
            assert!(facts.action(action.name).is_some(), "{}", action.name);
        }
        for option in &framework.oauth_options {
            let text = facts.generated(option.suffix, framework).unwrap();
            let mut keys = text.keys.clone();
            keys.sort();
            assert_eq!(keys, ["default", "description", "type"], "{}", option.suffix);
        }
        for variant in &framework.variants {
            for option in &variant.options {
                let text = facts.option(option.name, framework, variant);
                assert!(text.is_some_and(|text| !text.is_empty()), "{}", option.name);
            }
        }
    }
}

#[test]
fn a_text_may_depend_on_framework_and_variant() {
    let [flask, fastapi] = ["flask", "fastapi"].map(|name| framework_by_name(name).unwrap());
    let text = |framework: &'static crate::facts::Framework, variant: usize, name| {
        facts().option(name, framework, &framework.variants[variant]).unwrap()
    };
    assert_ne!(text(flask, 0, "webserver-workers"), text(fastapi, 0, "webserver-workers"));
    assert_ne!(text(fastapi, 0, "app-secret-key"), text(fastapi, 1, "app-secret-key"));
}

#[test]
fn what_was_written_comes_first_and_in_its_order_where_that_is_wanted() {
    let text = "type: charm\nconfig:\n  options:\n    token: {type: string, description: x}\nname: shop\n\
        extensions: [flask-framework]\nbase: ubuntu@24.04\nsummary: s\nplatforms: {amd64: }\n";
    let snapshot = Snapshot::alone("charmcraft.yaml", text).unwrap();
    let charm = expanded(text).unwrap();
    let ordered = in_order_of_document(charm.clone(), &snapshot);
    let keys = |map: &Map| map.iter().map(|(key, _)| key.to_owned()).collect::<Vec<_>>();
    let written = ["type", "config", "name", "base", "summary", "platforms"];
    assert_eq!(keys(&ordered)[..6], written);
    let options = ordered.get("config").and_then(|it| it.as_map()?.get("options")?.as_map());
    assert_eq!(keys(options.unwrap())[0], "token");
    let sorted = |map: &Map| {
        let mut keys = keys(map);
        keys.sort();
        keys
    };
    assert_eq!(sorted(&ordered), sorted(&charm), "nothing comes or goes");
    assert_ne!(keys(&ordered), keys(&charm));
    assert_eq!(
        in_order_of_document(charm.clone(), &Snapshot::alone("charmcraft.yaml", "").unwrap()),
        charm
    );
}

#[test]
fn half_typed_charms_are_expanded_as_far_as_they_go() {
    prints(
        "name: shop\nbase: ubuntu@24.04\nplatforms:\n  s390x:\nrequ\nparts:\n  x:\n    plugin\n",
        expect![[r#"
            name: shop
            base: ubuntu@24.04
            platforms:
              s390x:
                build-on:
                - s390x
                build-for:
                - s390x
            parts:
              x: plugin
            requ: null
        "#]],
    );
}

#[test]
fn wrong_types_stay_as_they_are() {
    prints(
        "platforms: amd64\nparts: [a]\nlinks: x\ncharm-libs: {a: 1}\nbases: 1\nconfig: 2\n\
         extensions: [go-framework]\nrequires: text\n",
        expect![[r#"
            parts:
            - a
            charm-libs:
              a: 1
            actions:
              rotate-secret-key:
                description: Rotate the secret key. Users will be forced to log in again. This
                  might be useful if a security breach occurs.
            assumes:
            - k8s-api
            containers:
              app:
                resource: app-image
            peers:
              secret-storage:
                interface: secret-storage
            provides:
              metrics-endpoint:
                interface: prometheus_scrape
              grafana-dashboard:
                interface: grafana_dashboard
            requires: text
            resources:
              app-image:
                type: oci-image
                description: go application image.
            links: x
            config: 2
            bases: 1
        "#]],
    );
}

#[test]
fn what_is_no_charm_is_not_expanded() {
    for text in ["", "# nothing\n", "- a\n", "text\n"] {
        assert_eq!(expanded(text), None, "{text}");
    }
    let rock = Snapshot::alone("rockcraft.yaml", "name: a\n").unwrap();
    assert_eq!(expand(&rock, &machine()), None);
}

#[test]
fn aliases_do_not_blow_up() {
    let mut text = "a0: &a0 [x, x]\nm0: &m0 {x: 1}\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        text.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}]\n"));
    }
    assert_eq!(expanded(&text), None);
    text.truncate(0);
    for level in 1..40 {
        let below = level - 1;
        text.push_str(&format!("m{level}: &m{level} {{<<: [*m{below}, *m{below}]}}\n"));
    }
    assert_eq!(expanded(&format!("m0: &m0 {{x: 1}}\n{text}")), None);
    assert_eq!(expanded("a: &a [*a]\n"), None);
    assert_eq!(expanded("a: &a\n  <<: *a\n"), None);
}

#[test]
fn variables_of_an_unknown_place_stay() {
    let text = "platforms: {arm64: }\ndescription: $CRAFT_STAGE $CRAFT_PARALLEL_BUILD_COUNT\n";
    let description = |machine: &Machine| {
        let snapshot = Snapshot::alone("charmcraft.yaml", text).unwrap();
        expand(&snapshot, machine).unwrap().get("description").cloned()
    };
    let unknown = machine();
    assert_eq!(
        description(&unknown),
        Some(Value::from("$CRAFT_STAGE $CRAFT_PARALLEL_BUILD_COUNT"))
    );
    let known = Machine { directory: Some("/shop".into()), processors: Some(4), ..unknown };
    assert_eq!(description(&known), Some(Value::from("/shop/stage 4")));
}

#[test]
fn json_holds_what_yaml_holds() {
    let text = "bases: []\nconfig: {a: [1.0e+16, 12345678901234567890, ~, yes], \"\\\"\\x01ü\": {}}\n\
                terms: []\nparts: {x: {plugin: nil}}\n";
    expect![[r#"
        {
          "parts": {
            "x": {
              "plugin": "nil"
            }
          },
          "terms": [],
          "config": {
            "a": [
              1e+16,
              12345678901234567890,
              null,
              true
            ],
            "\"\u0001ü": {}
          },
          "bases": []
        }
    "#]]
    .assert_eq(&to_json(&expanded(text).unwrap()));
}
