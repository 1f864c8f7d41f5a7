//! Every table parses, and what one table names exists in the other.

use std::collections::HashSet;

use expect_test::expect;

use super::usage::places as usage_places;
use super::*;
use crate::file_kind::FileKind;

fn variants() -> impl Iterator<Item = (&'static Framework, &'static Variant)> {
    frameworks()
        .iter()
        .flat_map(|framework| framework.variants.iter().map(move |it| (framework, it)))
}

#[test]
fn variables_of_tools_are_read() {
    assert!(variables_of_tools().contains(&"FLASK_APP"));
}

#[test]
fn every_table_parses() {
    assert_eq!(frameworks().len(), 6);
    assert_eq!(integrations().len(), 15);
    assert_eq!(interfaces().len(), 327);
    assert_eq!(misspellings().len(), 80);
    assert_eq!(option_types().len(), 5);
    assert_eq!(links().len(), 5);
    assert_eq!(package_repositories().kinds.len(), 3);
    assert_eq!(charm_extensions().excluded_sections.len(), 3);
    assert_eq!(architectures().count(), 7);
    assert!(base(suggested_base()).is_some());
    for file in [FileKind::Charmcraft, FileKind::Rockcraft, FileKind::PaasConfig] {
        assert!(child_keys(file, &[]).count() > 4, "{file:?}");
    }
    assert_eq!(plugins().len(), 28);
    assert_eq!(part_keys().len(), 34);
    assert_eq!(juju().systems.len(), 6);
}

#[test]
fn places_that_juju_looks_at_are_keys_that_charmcraft_knows() {
    let facts = juju();
    let metadata = &facts.metadata;
    let keys = [&facts.text_keys, &facts.text_values, &metadata.required, &metadata.sections];
    for path in keys.into_iter().flatten() {
        let steps: Vec<_> = path.split('.').collect();
        assert!(key_doc(FileKind::Charmcraft, &steps).is_some(), "{path}");
    }
    assert!(metadata.new_keys.iter().all(|key| metadata.sections.contains(key)));
    assert!(metadata.shared.iter().all(|key| metadata.sections.contains(key)));
}

#[test]
fn the_files_beside_a_charm_hold_parts_of_it() {
    let keys = |file| child_keys(file, &[]).map(KeyDoc::key).collect::<Vec<_>>();
    assert_eq!(keys(FileKind::Config), ["options"]);
    assert_eq!(keys(FileKind::Actions), ["*"]);
    let metadata = keys(FileKind::Metadata);
    for key in ["name", "requires", "storage", "display-name", "series"] {
        assert!(metadata.contains(&key), "{key}");
    }
    for key in ["config", "parts", "base", "title", "links"] {
        assert!(!metadata.contains(&key), "{key}");
    }
    let option_type = key_doc(FileKind::Config, &["options", "a", "type"]);
    assert_eq!(
        option_type.unwrap().values,
        option_types().iter().map(|it| it.name).collect::<Vec<_>>()
    );
}

#[test]
fn every_table_says_where_it_is_from() {
    let tables = [
        include_str!("../../../../schemas/charm-extensions.json"),
        include_str!("../../../../schemas/bases.json"),
        include_str!("../../../../schemas/metadata-keys.json"),
        include_str!("../../../../schemas/own-parts.json"),
        include_str!("../../../../schemas/config-options.json"),
        include_str!("../../../../schemas/integrations.json"),
        include_str!("../../../../schemas/interfaces.json"),
        include_str!("../../../../schemas/juju.json"),
        include_str!("../../../../schemas/links.json"),
        include_str!("../../../../schemas/package-repositories.json"),
        include_str!("../../../../schemas/plugins.json"),
        include_str!("../../../../schemas/workload.json"),
    ];
    for text in tables {
        assert!(text.starts_with("{\n  \"origin\": \""), "{}", &text[..80]);
    }
    assert!(frameworks().iter().all(|framework| !framework.origin.is_empty()));
}

#[test]
fn a_base_chooses_the_variant() {
    let flask = framework_by_extension("flask-framework").unwrap();
    let version = |base| flask.variant_for_base(base).version;
    assert_eq!(version(Some("ubuntu@22.04")), 1);
    assert_eq!(version(Some("ubuntu@26.04")), 2);
    assert_eq!(version(Some("ubuntu@18.04")), 1);
    assert_eq!(version(None), 1);
    assert!(framework_by_extension("flask").is_none());
}

#[test]
fn frameworks_agree_with_the_other_tables() {
    for (framework, variant) in variants() {
        let at = format!("{} {}", framework.name, variant.version);
        assert_eq!(framework.extension, format!("{}-framework", framework.name));
        assert!(!variant.bases.is_empty(), "{at}");
        for option in &variant.options {
            assert!(option_type(option.option_type).is_some(), "{at}: {}", option.name);
        }
        let endpoints = framework.requires.iter().chain(&framework.provides);
        for endpoint in endpoints {
            let known = interface(endpoint.interface);
            assert!(known.is_some_and(|it| it.twelve_factor.is_some()), "{at}: {}", endpoint.name);
        }
        for alias in &variant.aliases {
            assert!(variant.shadowed.contains(&alias.option), "{at}: {}", alias.option);
        }
        for variable in variant.variables.iter().filter_map(|variable| variable.until) {
            assert!(integration(variable).is_some(), "{at}: {variable}");
        }
        for part in &framework.rock.parts {
            assert!(part.name.starts_with(framework.extension), "{at}: {}", part.name);
        }
        if let Some(content) = &framework.rock.content {
            assert!(framework.rock_part(content.part).is_some(), "{at}");
            assert!(framework.rock.app_prefix.starts_with(content.prefix), "{at}");
        }
    }
}

#[test]
fn no_framework_sets_a_variable_twice_on_its_own() {
    for (framework, variant) in variants() {
        let mut seen = HashSet::new();
        for variable in &variant.variables {
            assert!(seen.insert(variable.name), "{} {}", framework.name, variable.name);
        }
    }
}

#[test]
fn integrations_are_in_the_catalogue() {
    for integration in integrations() {
        let known = interface(integration.interface).unwrap();
        assert_eq!(known.twelve_factor, Some(Role::Requires), "{}", known.name);
        assert_eq!(integration.endpoint.is_none(), integration.any_name, "{}", known.name);
        for framework in frameworks() {
            let variables = integration.variables(framework.name);
            let none = ["ingress", "loki_push_api"].contains(&integration.interface);
            assert_eq!(variables.is_empty(), none, "{} {}", known.name, framework.name);
        }
    }
}

#[test]
fn catalogue_is_sorted_and_every_name_is_found() {
    assert!(interfaces().is_sorted_by(|left, right| left.name < right.name));
    assert!(misspellings().is_sorted_by(|left, right| left.wrong < right.wrong));
    for successor in interfaces().iter().filter_map(|interface| interface.replaced_by) {
        assert!(interface(successor).is_some(), "{successor}");
    }
    for misspelling in misspellings() {
        assert!(interface(misspelling.right).is_some(), "{}", misspelling.right);
        assert_eq!(
            interface(misspelling.wrong).is_some(),
            misspelling.also_valid,
            "{}",
            misspelling.wrong
        );
    }
    assert_eq!(misspelling("postgresql").map(|it| it.right), Some("postgresql_client"));
    assert!(misspelling("postgresql_client").is_none());
}

#[test]
fn oauth_names_follow_the_endpoint() {
    let oauth = integration("oauth").unwrap();
    let first = |framework, prefix| {
        oauth.variables(framework).first().unwrap().name_for(prefix, "my-idp").into_owned()
    };
    assert_eq!(first("flask", "FLASK_"), "FLASK_MY-IDP_CLIENT_ID");
    assert_eq!(
        first("spring-boot", "APP_"),
        "spring.security.oauth2.client.registration.my-idp.client-id"
    );
}

#[test]
fn closed_values_of_keys_agree_with_the_other_tables() {
    let types: Vec<_> = option_types().iter().map(|option_type| option_type.name).collect();
    let path = ["config", "options", "token", "type"];
    assert_eq!(key_doc(FileKind::Charmcraft, &path).unwrap().values, types);
    let extensions: Vec<_> = frameworks().iter().map(|framework| framework.extension).collect();
    for file in [FileKind::Charmcraft, FileKind::Rockcraft] {
        assert_eq!(key_doc(file, &["extensions"]).unwrap().values, extensions);
    }
    for file in [FileKind::Charmcraft, FileKind::Rockcraft] {
        let plugins = &key_doc(file, &["parts", "x", "plugin"]).unwrap().values;
        for doc in child_keys(file, &["parts", "x"]) {
            assert!(doc.plugin.is_none_or(|plugin| plugins.contains(&plugin)), "{}", doc.key());
        }
    }
}

#[test]
fn bases_that_are_offered_are_the_ones_that_are_taken() {
    for file in [FileKind::Charmcraft, FileKind::Rockcraft] {
        for (key, usage) in [("base", BaseUse::Base), ("build-base", BaseUse::BuildBase)] {
            let mut taken: Vec<_> = bases(file, usage).map(|base| base.name).collect();
            let mut offered = key_doc(file, &[key]).unwrap().values.clone();
            taken.sort_unstable();
            offered.sort_unstable();
            assert_eq!(taken, offered, "{file:?} {key}");
        }
        let offered = &key_doc(file, &["platforms"]).unwrap().values;
        assert_eq!(&architectures().collect::<Vec<_>>(), offered, "{file:?}");
    }
}

#[test]
fn what_a_base_needs_is_taken() {
    for file in [FileKind::Charmcraft, FileKind::Rockcraft] {
        for base in bases(file, BaseUse::Base) {
            let Some(need) = base.in_tool(file).build_base else { continue };
            let (BuildBaseNeed::Any(name) | BuildBaseNeed::Only(name)) = need;
            assert!(is_base(name, file, BaseUse::BuildBase), "{file:?} {}", base.name);
        }
    }
}

#[test]
fn a_series_a_code_name_and_other_separators_mean_a_base() {
    let meant = |text| {
        let base = meant_base(text, FileKind::Charmcraft, BaseUse::Base);
        base.map(|base| base.name)
    };
    for text in ["24.04", "noble", "ubuntu:24.04", "ubuntu-24.04", "ubuntu/noble", "ubunut@24.04"] {
        assert_eq!(meant(text), Some("ubuntu@24.04"), "{text}");
    }
    for text in ["ubuntu", "debian@12", "fedora@24.04", "23.04", "9.1", "", "ubuntu@", "bare"] {
        assert_eq!(meant(text), None, "{text}");
    }
}

#[test]
fn keys_are_found_below_names_that_the_user_chose() {
    let doc = |file, path: &[&str]| key_doc(file, path).map(|doc| doc.doc);
    let prime = ["parts", "flask-framework/install-app", "prime"];
    assert_eq!(doc(FileKind::Charmcraft, &prime), doc(FileKind::Rockcraft, &prime));
    assert!(doc(FileKind::Rockcraft, &prime).is_some());
    assert_eq!(doc(FileKind::Rockcraft, &["parts", "app", "prim"]), None);
    assert_eq!(doc(FileKind::Charmcraft, &["services"]), None);
    assert_eq!(doc(FileKind::Charmcraft, &["parts", "app", "overlay-script"]), None);
    assert!(doc(FileKind::Charmcraft, &["charm-libs", "0", "lib"]).is_some());
    assert_eq!(
        doc(FileKind::Charmcraft, &["requires", "db"]),
        Some("An endpoint this charm uses.")
    );
    assert_eq!(doc(FileKind::Charmcraft, &[]), None);
}

#[test]
fn children_of_an_endpoint_are_its_keys() {
    let keys: Vec<_> =
        child_keys(FileKind::Charmcraft, &["requires", "db"]).map(KeyDoc::key).collect();
    expect![[r#"["interface", "limit", "optional", "description", "scope"]"#]]
        .assert_eq(&format!("{keys:?}"));
    let mut part = child_keys(FileKind::Rockcraft, &["parts", "app"]);
    assert!(part.any(|doc| doc.key() == "stage-packages"));
    let mut names = child_keys(FileKind::Charmcraft, &["requires"]);
    assert_eq!(names.next().map(KeyDoc::key), Some("*"));
}

#[test]
fn every_key_has_a_sentence_that_ends() {
    fn visit(doc: &KeyDoc, path: &str, count: &mut usize) {
        for child in doc.children() {
            let path = format!("{path}.{}", child.key());
            let details = child.details.as_deref().unwrap_or(child.doc);
            assert!(child.doc.ends_with('.') && details.ends_with('.'), "{path}");
            *count += 1;
            visit(child, &path, count);
        }
    }
    let mut counts = Vec::new();
    for file in [FileKind::Charmcraft, FileKind::Rockcraft, FileKind::PaasConfig] {
        let mut count = 0;
        visit(keys::root_doc(file), "", &mut count);
        counts.push(count);
    }
    expect!["[299, 224, 14]"].assert_eq(&format!("{counts:?}"));
}

/// What completion and hover show of the keys at a place: `!` for required ones, `~` for
/// deprecated ones, the kind of the value, how many values there are to choose from.
fn overview(file: FileKind, path: &[&str]) -> String {
    let line = |doc: &KeyDoc| {
        let mark = if doc.required { "!" } else { "" };
        let deprecated = if doc.deprecated { "~" } else { "" };
        let values = match doc.values.len() {
            0 => String::new(),
            count => format!(" ({count})"),
        };
        let plugin = doc.plugin.map(|plugin| format!(" [{plugin}]")).unwrap_or_default();
        format!("{}{mark}{deprecated}: {}{values}{plugin}\n", doc.key(), doc.kind.name())
    };
    child_keys(file, path).map(line).collect()
}

#[test]
fn keys_of_a_charm() {
    expect![[r#"
        name!: text
        type!: text (1)
        title: text
        summary!: text
        description!: text
        base: text (9)
        build-base: text (10)
        platforms!: mapping (7)
        bases~: list
        parts: mapping
        extensions: list (6)
        analysis: mapping
        charmhub~: mapping
        charm-libs: list
        actions: mapping
        assumes: list
        charm-user: text (3)
        config: mapping
        containers: mapping
        devices: mapping
        extra-bindings: mapping
        links: mapping
        peers: mapping
        provides: mapping
        requires: mapping
        resources: mapping
        storage: mapping
        subordinate: true or false
        terms: list
        version: text
        adopt-info: text
        package-repositories: list
    "#]]
    .assert_eq(&overview(FileKind::Charmcraft, &[]));
}

#[test]
fn keys_of_a_rock() {
    expect![[r#"
        name!: text
        title: text
        version: text
        summary!: text
        description!: text
        base!: text (7)
        build-base: text (6)
        platforms!: mapping (7)
        license: text
        contact: text or list
        issues: text or list
        source-code: text
        adopt-info: text
        extensions: list (6)
        parts: mapping
        package-repositories: list
        environment: mapping
        run-user: text (1)
        services: mapping
        checks: mapping
        entrypoint-service: text
        entrypoint-command: text
    "#]]
    .assert_eq(&overview(FileKind::Rockcraft, &[]));
}

#[test]
fn keys_of_paas_config() {
    expect![[r#"
        framework_logging_format: text (2)
        prometheus: mapping
        port: whole number
        metrics-port: whole number
        metrics-path: text
    "#]]
    .assert_eq(&overview(FileKind::PaasConfig, &[]));
}

#[test]
fn keys_of_a_platform_depend_on_its_name() {
    expect![[r#"
        build-on: text or list (7)
        build-for: text or list (8)
    "#]]
    .assert_eq(&overview(FileKind::Charmcraft, &["platforms", "amd64"]));
}

#[test]
fn keys_of_plugins_are_marked() {
    let keys = overview(FileKind::Charmcraft, &["parts", "app"]);
    let keys: String = keys
        .lines()
        .filter(|line| line.contains('['))
        .take(8)
        .fold(String::new(), |text, line| text + line + "\n");
    expect![[r#"
        charm-entrypoint: text [charm]
        charm-requirements: list [charm]
        charm-python-packages: list [charm]
        charm-binary-python-packages: list [charm]
        charm-strict-dependencies: true or false [charm]
        reactive-charm-build-arguments: list [reactive]
        uv-extras: list [uv]
        uv-groups: list [uv]
    "#]]
    .assert_eq(&keys);
}

#[test]
fn another_spelling_is_known_and_not_offered() {
    let spelled = key_doc(FileKind::Charmcraft, &["charm_user"]).unwrap();
    assert_eq!(spelled.doc, key_doc(FileKind::Charmcraft, &["charm-user"]).unwrap().doc);
    assert!(child_keys(FileKind::Charmcraft, &[]).all(|doc| doc.key() != "charm_user"));
}

#[test]
fn a_schema_that_contains_itself_ends() {
    let parameter = ["actions", "a", "params", "p"];
    assert!(key_doc(FileKind::Charmcraft, &parameter).is_some());
    let nested = ["actions", "a", "params", "p", "properties", "q", "properties", "r"];
    assert!(key_doc(FileKind::Charmcraft, &nested).is_none());
}

#[test]
fn plugins_are_sorted_and_own_their_keys() {
    assert!(plugins().is_sorted_by(|left, right| left.name < right.name));
    for known in plugins() {
        assert!(plugin(known.name).is_some_and(|found| found.name == known.name));
        for key in &known.keys {
            let prefix = format!("{}-", known.name);
            assert!(key.name.starts_with(&prefix), "{}", key.name);
            assert!(part_key(key.name).is_none(), "{}", key.name);
            assert!(!key.grammar, "craft-parts resolves no selectors there: {}", key.name);
        }
        for list in known.distinct.iter().chain(&known.strict) {
            let key = part_key(list).or_else(|| known.key(list));
            assert!(key.is_some_and(|key| key.kind.is_list()), "{} {list}", known.name);
        }
    }
}

#[test]
fn the_documented_keys_of_parts_are_those_that_are_judged() {
    let files = [FileKind::Charmcraft, FileKind::Rockcraft];
    let docs = files.into_iter().flat_map(|file| child_keys(file, &["parts", "x"]));
    let documented: HashSet<&str> = docs.map(KeyDoc::key).collect();
    let judged = part_keys().iter().chain(plugins().iter().flat_map(|plugin| &plugin.keys));
    let judged: HashSet<&str> = judged.map(|key| key.name).collect();
    let missing: Vec<_> = documented.difference(&judged).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let mut unexplained: Vec<_> = judged.difference(&documented).copied().collect();
    unexplained.sort_unstable();
    expect!["build-slices"].assert_eq(&unexplained.join(" "));
}

#[test]
fn series_are_compared_by_age() {
    let until = SeriesRange { from: None, until: Some("24.04") };
    let from = SeriesRange { from: Some("25.10"), until: None };
    for (series, is_old) in [("20.04", true), ("24.04", true), ("25.10", false), ("devel", false)] {
        assert_eq!((until.contains(series), from.contains(series)), (is_old, !is_old), "{series}");
    }
}

#[test]
fn counted_keys_are_keys_of_the_schemas() {
    let path = |place: &str| -> Vec<String> {
        let place = place.split("/plugin=").next().unwrap_or_default();
        let steps = place.split('/').filter(|step| !step.is_empty() && *step != "extensions");
        steps.map(str::to_owned).collect()
    };
    let mut seen = 0;
    for file in [FileKind::Charmcraft, FileKind::Rockcraft] {
        for (place, keys) in usage_places(file) {
            let path = path(place);
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let is_known = |key: &str| key_doc(file, &[&path, &[key][..]].concat()).is_some();
            let unknown: Vec<_> = keys.iter().filter(|key| !is_known(key)).collect();
            assert!(unknown.is_empty(), "{file:?} {place}: {unknown:?}");
            seen += keys.len();
        }
    }
    assert!(seen > 100);
}
