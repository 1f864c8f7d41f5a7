//! The names are written down by hand from what paas-charm 1.12 sets, not computed.

use expect_test::{Expect, expect};

use super::*;
use crate::facts::framework_by_name;

fn option(name: &'static str, option_type: &'static str) -> OptionInput<'static> {
    OptionInput { name, option_type: Some(option_type), ..OptionInput::default() }
}

fn required(name: &'static str) -> OptionInput<'static> {
    OptionInput { required: true, ..option(name, "string") }
}

fn endpoint(name: &'static str, interface: &'static str) -> EndpointInput<'static> {
    EndpointInput { name, interface: Some(interface), optional: Some(true), limit: Some(1) }
}

fn input<'a>(
    framework: &str,
    options: &[OptionInput<'a>],
    endpoints: &[EndpointInput<'a>],
) -> Input<'a> {
    let framework = framework_by_name(framework).unwrap();
    Input {
        framework,
        variant: framework.variant_for_base(Some("ubuntu@24.04")),
        options: options.to_vec(),
        endpoints: endpoints.to_vec(),
        paas_config: None,
        paas_charm: None,
    }
}

fn on_26_04<'a>(framework: &str, options: &[OptionInput<'a>]) -> Input<'a> {
    let input = input(framework, options, &[]);
    Input { variant: input.framework.variant_for_base(Some("ubuntu@26.04")), ..input }
}

/// One line for each variable of the file's own sources, then what is ignored and what breaks.
fn summary(input: &Input<'_>) -> String {
    let environment = derive(input);
    let mut lines = Vec::new();
    for variable in &environment.variables {
        let Some(path) = variable.source.path() else { continue };
        if path.last().is_some_and(|name| input.variant.option(name).is_some()) {
            continue;
        }
        let always = if variable.always { "" } else { " (not always)" };
        lines.push(format!("{} <- {}{always}", variable.name, path.join(".")));
    }
    let remarks = |remarks: &[Remark], word: &str| -> Vec<String> {
        let line = |it: &Remark| format!("{word} {}: {}", it.path.join("."), it.reason.id());
        remarks.iter().map(line).collect()
    };
    lines.extend(remarks(&environment.ignored, "ignored"));
    lines.extend(remarks(&environment.breaks, "breaks"));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn check(input: &Input<'_>, expected: &Expect) {
    expected.assert_eq(&summary(input));
}

fn names_from_framework(input: &Input<'_>) -> Vec<String> {
    let framework = derive(input).variables.into_iter().filter(|it| it.source == Source::Framework);
    framework.map(|variable| variable.name.into_owned()).collect()
}

#[test]
fn option_and_database_of_the_flask_guide() {
    let token = option("token", "string");
    let postgresql = EndpointInput { limit: None, ..endpoint("postgresql", "postgresql_client") };
    check(
        &input("flask", &[token], &[postgresql]),
        &expect![[r#"
            FLASK_TOKEN <- config.options.token (not always)
            POSTGRESQL_DB_CONNECT_STRING <- requires.postgresql
            POSTGRESQL_DB_SCHEME <- requires.postgresql
            POSTGRESQL_DB_NETLOC <- requires.postgresql
            POSTGRESQL_DB_PATH <- requires.postgresql
            POSTGRESQL_DB_PARAMS <- requires.postgresql
            POSTGRESQL_DB_QUERY <- requires.postgresql
            POSTGRESQL_DB_FRAGMENT <- requires.postgresql
            POSTGRESQL_DB_USERNAME <- requires.postgresql
            POSTGRESQL_DB_PASSWORD <- requires.postgresql
            POSTGRESQL_DB_HOSTNAME <- requires.postgresql
            POSTGRESQL_DB_PORT <- requires.postgresql
            POSTGRESQL_DB_NAME <- requires.postgresql
        "#]],
    );
}

#[test]
fn flask_always_has_a_secret_key_and_a_base_url() {
    expect![[r#"
        [
            "FLASK_SECRET_KEY",
            "FLASK_BASE_URL",
            "FLASK_PEER_FQDNS",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
        ]
    "#]]
    .assert_debug_eq(&names_from_framework(&input("flask", &[], &[])));
}

#[test]
fn option_names_are_folded_and_prefixed() {
    let table = [
        ("flask", "config-option-name", "string", "FLASK_CONFIG_OPTION_NAME"),
        ("flask", "environment", "string", "FLASK_ENVIRONMENT"),
        ("flask", "Debug", "boolean", "FLASK_DEBUG"),
        ("flask", "a.b", "string", "FLASK_A.B"),
        ("django", "contact_mail", "string", "DJANGO_CONTACT_MAIL"),
        ("django", "ldap", "secret", "DJANGO_LDAP_<KEY>"),
        ("fastapi", "secret-key", "string", "APP_SECRET_KEY"),
        ("go", "LogLevel", "string", "APP_LOGLEVEL"),
        ("expressjs", "node-env", "string", "NODE_ENV"),
        ("spring-boot", "server-name", "string", "APP_SERVER_NAME"),
    ];
    for (framework, name, option_type, variable) in table {
        let framework = framework_by_name(framework).unwrap();
        let variant = framework.variant_for_base(None);
        let fate = option_fate(framework, variant, name, Some(option_type));
        assert_eq!(fate, OptionFate::Exported(Cow::Borrowed(variable)), "{name}");
    }
}

#[test]
fn options_of_the_extension_say_what_they_set() {
    let spring_boot = framework_by_name("spring-boot").unwrap();
    let variant = spring_boot.variant_for_base(None);
    let OptionFate::Own(own) = option_fate(spring_boot, variant, "metrics-port", Some("int"))
    else {
        unreachable!("metrics-port belongs to the extension");
    };
    assert_eq!(own.variables, ["MANAGEMENT_SERVER_PORT", "APP_METRICS_PORT"]);
}

#[test]
fn lost_options_are_named_with_the_reason() {
    let options = [
        option("app-name", "string"),
        option("env", "string"),
        option("permanent_session_lifetime", "int"),
        option("base-url", "string"),
        option("Preferred-Url-Scheme", "string"),
    ];
    check(
        &input("flask", &options, &[]),
        &expect![[r#"
            ignored config.options.app-name: reserved-option-prefix
            ignored config.options.env: option-shadowed-by-framework
            ignored config.options.permanent_session_lifetime: option-shadowed-by-framework
            ignored config.options.base-url: option-overwritten-by-framework
            ignored config.options.Preferred-Url-Scheme: option-overwritten-by-framework
        "#]],
    );
}

#[test]
fn of_options_with_one_variable_the_last_by_byte_wins() {
    let options = [
        option("theme", "string"),
        option("cache_url", "string"),
        option("Theme", "string"),
        option("cache-url", "string"),
    ];
    check(
        &input("go", &options, &[]),
        &expect![[r#"
            APP_THEME <- config.options.theme (not always)
            APP_CACHE_URL <- config.options.cache_url (not always)
            ignored config.options.cache-url: option-names-fold-together
            ignored config.options.Theme: option-names-fold-together
        "#]],
    );
}

#[test]
fn the_option_that_wins_is_the_last_of_all() {
    let options = [option("a_b", "string"), option("a-b", "string"), option("A_b", "string")];
    let ignored = derive(&input("go", &options, &[])).ignored;
    let reason = Reason::OptionNamesFoldTogether { winner: "a_b".to_owned() };
    let lost = ["A_b", "a-b"].map(|name| Remark::at_option(name, reason.clone()));
    assert_eq!(ignored, lost);
}

#[test]
fn a_secret_and_an_option_that_looks_like_its_key_both_stay() {
    check(
        &input("flask", &[option("ldap", "secret"), option("ldap-host", "string")], &[]),
        &expect![[r#"
            FLASK_LDAP_<KEY> <- config.options.ldap (not always)
            FLASK_LDAP_HOST <- config.options.ldap-host (not always)
        "#]],
    );
}

#[test]
fn required_options_are_always_there_unless_they_get_lost() {
    let options =
        [required("api-url"), required("debug"), required("app-x"), required("model-config")];
    check(
        &input("flask", &options, &[]),
        &expect![[r#"
            FLASK_API_URL <- config.options.api-url
            ignored config.options.app-x: reserved-option-prefix
            breaks config.options.debug: required-option-never-reaches-model
            breaks config.options.model-config: option-name-breaks-model
        "#]],
    );
}

#[test]
fn a_required_option_that_starts_with_a_dash_crashes_the_charm() {
    let options = [required("-quiet"), required("_level"), option("-verbose", "string")];
    check(
        &input("go", &options, &[]),
        &expect![[r#"
            APP__VERBOSE <- config.options.-verbose (not always)
            breaks config.options.-quiet: option-name-breaks-model
            breaks config.options._level: option-name-breaks-model
        "#]],
    );
}

#[test]
fn an_option_without_a_type_crashes_the_charm_unless_the_extension_fills_it_in() {
    let bare = |name| OptionInput { option_type: None, ..option(name, "string") };
    let options = [bare("token"), bare("app-mode"), bare("sso-redirect-path")];
    let remarks = remarks(&input("go", &options, &[endpoint("sso", "oauth")]), &mut []);
    let broken: Vec<_> = remarks.breaks.iter().map(|it| it.path.join(".")).collect();
    assert_eq!(broken, ["config.options.token", "config.options.app-mode"]);
    assert!(remarks.breaks.iter().all(|it| it.reason == Reason::OptionWithoutType));
}

#[test]
fn what_works_otherwise_than_one_would_think_is_advice() {
    let advice = |framework: &str, endpoints: &[EndpointInput<'static>]| -> Vec<String> {
        let advice = remarks(&input(framework, &[], endpoints), &mut []).advice;
        advice.iter().map(|it| format!("{}: {}", it.path.join("."), it.reason.id())).collect()
    };
    let bare = |name, interface| EndpointInput {
        optional: None,
        limit: None,
        ..endpoint(name, interface)
    };
    assert_eq!(
        advice("flask", &[bare("my-idp", "oauth"), bare("s3", "s3")]),
        [
            "requires.my-idp: oauth-endpoint-dash",
            "requires.my-idp: endpoint-optional-defaults-to-false",
            "requires.my-idp: endpoint-without-limit",
            "requires.s3: endpoint-optional-defaults-to-false",
        ]
    );
    let swapped = [endpoint("postgresql", "mysql_client"), endpoint("mysql", "postgresql_client")];
    assert_eq!(
        advice("spring-boot", &swapped),
        [
            "requires.postgresql: database-endpoint-swapped",
            "requires.mysql: database-endpoint-swapped",
            "requires.mysql: spring-two-sql-databases",
        ]
    );
    assert!(advice("flask", &[endpoint("postgresql", "postgresql_client")]).is_empty());
}

#[test]
fn an_alias_has_one_spelling() {
    check(
        &input("expressjs", &[option("node_env", "string")], &[]),
        &expect![[r#"
            ignored config.options.node_env: option-shadowed-by-framework
        "#]],
    );
}

#[test]
fn a_default_for_an_alias_takes_the_place_of_the_framework() {
    let node_env = option("node-env", "string");
    let without_default = input("expressjs", &[node_env], &[]);
    assert!(names_from_framework(&without_default).contains(&"NODE_ENV".to_owned()));
    let with_default = OptionInput { default: DefaultInput::Text("development"), ..node_env };
    let with_default = input("expressjs", &[with_default], &[]);
    assert!(!names_from_framework(&with_default).contains(&"NODE_ENV".to_owned()));
}

#[test]
fn endpoints_under_another_name_are_ignored_or_crash() {
    let endpoints = [
        endpoint("cache", "redis"),
        endpoint("s3", "object-storage"),
        endpoint("kafka", "kafka_client"),
        endpoint("database", "postgresql_client"),
    ];
    check(
        &input("flask", &[], &endpoints),
        &expect![[r#"
            ignored requires.cache: endpoint-name-not-recognised
            ignored requires.s3: endpoint-interface-mismatch
            ignored requires.kafka: interface-not-supported
            breaks requires.database: database-endpoint-name
        "#]],
    );
}

#[test]
fn of_two_endpoints_for_one_database_the_canonical_name_stays() {
    let endpoints = [endpoint("replica", "mongodb_client"), endpoint("mongodb", "mongodb_client")];
    check(
        &input("spring-boot", &[], &endpoints),
        &expect![[r#"
            spring.data.mongodb.uri <- requires.mongodb
            breaks requires.replica: duplicate-database-interface
        "#]],
    );
}

#[test]
fn swapped_databases_are_looked_up_by_name() {
    let endpoints =
        [endpoint("postgresql", "mysql_client"), endpoint("mysql", "postgresql_client")];
    let environment = derive(&input("flask", &[], &endpoints));
    assert_eq!(environment.breaks, []);
    let host = environment.variables.iter().find(|it| it.name == "MYSQL_DB_HOSTNAME").unwrap();
    assert_eq!(host.source, Source::Endpoint("mysql".to_owned()));
}

#[test]
fn tracing_wants_a_limit_of_one() {
    let tracing = endpoint("tracing", "tracing");
    check(
        &input("flask", &[], &[EndpointInput { limit: None, ..tracing }]),
        &expect![[r#"
            breaks requires.tracing: tracing-without-limit
        "#]],
    );
    check(
        &input("flask", &[], &[tracing]),
        &expect![[r#"
            OTEL_EXPORTER_OTLP_ENDPOINT <- requires.tracing
            OTEL_SERVICE_NAME <- requires.tracing
        "#]],
    );
}

#[test]
fn tracing_switches_the_exporters_of_spring_boot_on() {
    let always = |endpoints: &[EndpointInput<'static>]| {
        let variables = derive(&input("spring-boot", &[], endpoints)).variables;
        variables.iter().find(|it| it.name == "OTEL_TRACES_EXPORTER").unwrap().always
    };
    assert!(always(&[]));
    assert!(!always(&[endpoint("tracing", "tracing")]));
}

#[test]
fn oauth_brings_options_and_wins_over_them() {
    check(
        &input("flask", &[option("oidc-client-id", "string")], &[endpoint("oidc", "oauth")]),
        &expect![[r#"
            FLASK_OIDC_CLIENT_ID <- config.options.oidc-client-id (not always)
            FLASK_OIDC_REDIRECT_PATH <- config.options.oidc-redirect-path
            FLASK_OIDC_SCOPES <- config.options.oidc-scopes
            FLASK_OIDC_CLIENT_ID <- requires.oidc
            FLASK_OIDC_CLIENT_SECRET <- requires.oidc
            FLASK_OIDC_API_BASE_URL <- requires.oidc
            FLASK_OIDC_AUTHORIZE_URL <- requires.oidc
            FLASK_OIDC_ACCESS_TOKEN_URL <- requires.oidc
            FLASK_OIDC_USER_URL <- requires.oidc
            FLASK_OIDC_CLIENT_KWARGS <- requires.oidc
            FLASK_OIDC_JWKS_URL <- requires.oidc
            ignored config.options.oidc-client-id: option-overwritten-by-integration
        "#]],
    );
}

#[test]
fn oauth_takes_one_endpoint_with_the_scope_openid() {
    let scopes =
        OptionInput { default: DefaultInput::Text("profile"), ..option("sso-scopes", "string") };
    let endpoints = [endpoint("sso", "oauth"), endpoint("google", "oauth")];
    let environment = derive(&input("go", &[scopes], &endpoints));
    let breaks: Vec<_> =
        environment.breaks.iter().map(|it| (it.path.join("."), it.reason.id())).collect();
    expect![[r#"
        [
            (
                "requires.google",
                "multiple-oauth",
            ),
            (
                "config.options.sso-scopes",
                "oauth-scopes-without-openid",
            ),
        ]
    "#]]
    .assert_debug_eq(&breaks);
    let names: Vec<_> =
        environment.variables.iter().map(|variable| variable.name.as_ref()).collect();
    assert!(names.contains(&"APP_GOOGLE_SCOPES"));
    assert!(!names.contains(&"APP_GOOGLE_CLIENT_ID"));
}

#[test]
fn django_needs_a_database() {
    let breaks =
        |endpoints: &[EndpointInput<'static>]| derive(&input("django", &[], endpoints)).breaks;
    assert_eq!(breaks(&[]), [Remark::at(["requires"], Reason::DjangoNeedsDatabase)]);
    assert_eq!(breaks(&[endpoint("mysql", "mysql_client")]), []);
}

#[test]
fn optional_is_not_enforced_for_valkey() {
    let valkey = EndpointInput { optional: Some(false), ..endpoint("valkey", "valkey_client") };
    let ignored = derive(&input("fastapi", &[], &[valkey])).ignored;
    let path = ["requires", "valkey", "optional"];
    assert_eq!(ignored, [Remark::at(path, Reason::OptionalFalseNotEnforced)]);
}

#[test]
fn a_refused_paas_config_leaves_nothing() {
    let refused = PaasConfigInput { refused: true, ..PaasConfigInput::default() };
    let input = Input { paas_config: Some(refused), ..input("flask", &[required("debug")], &[]) };
    check(
        &input,
        &expect![[r#"
            breaks paas-config.yaml: paas-config-invalid
        "#]],
    );
    assert!(derive(&input).variables.is_empty());
}

#[test]
fn json_logs_of_fastapi_add_two_variables() {
    let json = PaasConfigInput { json_logging: true, ..PaasConfigInput::default() };
    let input = Input { paas_config: Some(json), ..input("fastapi", &[], &[]) };
    assert!(
        names_from_framework(&input)
            .ends_with(&["PYTHONPATH".to_owned(), "UVICORN_LOG_CONFIG".to_owned()])
    );
}

#[test]
fn the_second_variant_reads_the_port_from_an_option_or_from_paas_config() {
    let port = OptionInput { default: DefaultInput::Other, ..option("port", "int") };
    let by_option = on_26_04("go", &[port]);
    check(
        &by_option,
        &expect![[r#"
            PORT <- config.options.port
        "#]],
    );
    let file = PaasConfigInput { sets_port: true, ..PaasConfigInput::default() };
    let by_file = Input { paas_config: Some(file), ..by_option };
    check(
        &by_file,
        &expect![[r#"
            ignored config.options.port: option-overwritten-by-framework
        "#]],
    );
    assert!(names_from_framework(&by_file).contains(&"PORT".to_owned()));
}

#[test]
fn the_second_variant_keeps_the_prefix_of_the_secret_key() {
    let environment = derive(&on_26_04("flask", &[]));
    let by_option = Source::Option("app-secret-key".to_owned());
    let key = environment.variables.iter().find(|variable| variable.source == by_option).unwrap();
    assert_eq!(key.name, "FLASK_SECRET_KEY");
}

#[test]
fn hover_on_an_endpoint_needs_no_other_endpoint() {
    let flask = framework_by_name("flask").unwrap();
    let variant = flask.variant_for_base(None);
    let fate = |name, interface| endpoint_fate(flask, variant, name, interface, None);
    let expected = Reason::DatabaseEndpointName { expected: "mysql" };
    assert_eq!(fate("db", "mysql_client"), EndpointFate::Breaks(expected));
    assert!(matches!(fate("ingress", "ingress"), EndpointFate::NoVariables(_)));
    let EndpointFate::Variables(variables) = fate("redis", "redis") else {
        unreachable!("redis sets variables");
    };
    assert_eq!(variables.first().unwrap().name, "REDIS_DB_CONNECT_STRING");
}
