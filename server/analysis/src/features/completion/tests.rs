//! What is offered where, and what it inserts.

use expect_test::{Expect, expect};

use super::*;
use crate::features::test_support::snapshot_at;

/// `label | detail | replaced -> inserted`, with marks for what is deprecated or asks again.
pub(super) fn list(fixture: &str) -> String {
    let (snapshot, offset) = snapshot_at(fixture);
    let items = completion(&snapshot, offset);
    assert!(items.is_sorted_by_key(|item| &item.sort_text));
    let lines = items.iter().map(|item| {
        assert!(item.replace.contains_inclusive(offset), "{item:?}");
        let detail = item.detail.as_deref().unwrap_or("-");
        let replaced = snapshot.document.text().slice(item.replace);
        let marks = [(item.deprecated, " (old)"), (item.retrigger, " (asks again)")];
        let marks: String = marks.iter().filter(|mark| mark.0).map(|mark| mark.1).collect();
        format!("{} | {detail} | {replaced:?} -> {:?}{marks}\n", item.label, item.insert)
    });
    lines.collect()
}

pub(super) fn check(fixture: &str, expect: Expect) {
    expect.assert_eq(&list(fixture));
}

/// The first lines only.
pub(super) fn check_first(count: usize, fixture: &str, expect: Expect) {
    let all = list(fixture);
    expect.assert_eq(&all.lines().take(count).map(|line| format!("{line}\n")).collect::<String>());
}

const HEAD: &str = "extensions: [flask-framework]\n";

fn charm(text: &str) -> String {
    format!("{HEAD}{text}")
}

#[test]
fn interfaces_after_the_key() {
    check_first(
        6,
        &charm("requires:\n  db:\n    interface: $0\n"),
        expect![[r#"
            postgresql_client | 12 variables | "" -> "postgresql_client"
            tracing | 2 variables | "" -> "tracing"
            s3 | 12 variables | "" -> "s3"
            oauth | 8 variables | "" -> "oauth"
            smtp | 8 variables | "" -> "smtp"
            openfga | 4 variables | "" -> "openfga"
        "#]],
    );
    check_first(
        1,
        &charm("requires:\n  s3:\n    interface:$0\n"),
        expect![[r#"
        s3 | 12 variables | "" -> " s3"
    "#]],
    );
    check_first(
        1,
        &charm("requires:\n  db:\n    interface: postgr$0\n    limit: 1\n"),
        expect![[r#"
            postgresql_client | 12 variables | "postgr" -> "postgresql_client"
        "#]],
    );
    check_first(
        1,
        &charm("requires:\r\n  db:\r\n    interface: 'po$0'\r\n"),
        expect![[r#"
            postgresql_client | 12 variables | "po" -> "postgresql_client"
        "#]],
    );
    check_first(
        1,
        &charm("requires:\n  db:\n    interface: \"po$0\n    limit: 1\n"),
        expect![[r#"
            postgresql_client | 12 variables | "po" -> "postgresql_client\""
        "#]],
    );
    check_first(
        1,
        &charm("requires:\n  db: {interface: po$0}\n"),
        expect![[r#"
            postgresql_client | 12 variables | "po" -> "postgresql_client"
        "#]],
    );
    check_first(
        1,
        &charm("requires: {db: {interface: $0"),
        expect![[r#"
            postgresql_client | 12 variables | "" -> "postgresql_client"
        "#]],
    );
    check_first(
        1,
        &charm("requires:\n  db:\n    interface:\n      po$0\n"),
        expect![[r#"
            postgresql_client | 12 variables | "po" -> "postgresql_client"
        "#]],
    );
}

#[test]
fn interfaces_come_in_groups() {
    let all = list(&charm("requires:\n  db:\n    interface: $0\n"));
    let place = |name: &str| {
        all.lines().position(|line| line.starts_with(&format!("{name} |"))).expect(name)
    };
    assert!(place("postgresql_client") < place("kafka_client"));
    assert!(place("kafka_client") < place("apache-website"));
    let first_old = all.lines().position(|line| line.ends_with("(old)")).unwrap();
    assert!(all.lines().skip(first_old).all(|line| line.ends_with("(old)")));
    assert!(place("tls-certificates") < place("ingress_per_unit"));
}

#[test]
fn interfaces_of_a_charm_without_framework_promise_no_variables() {
    check_first(
        2,
        "requires:\n  db:\n    interface: $0\n",
        expect![[r#"
            postgresql_client | database | "" -> "postgresql_client"
            tracing | observability | "" -> "tracing"
        "#]],
    );
    check("peers:\n  db:\n    interface: $0\n", expect![""]);
}

#[test]
fn the_documentation_of_an_interface_lists_its_variables() {
    let (snapshot, offset) = snapshot_at(&charm("requires:\n  db:\n    interface: $0\n"));
    let items = completion(&snapshot, offset);
    let item = items.iter().find(|item| item.label == "redis").unwrap();
    expect![[r#"
        Host and port of a Redis server; older key-value interface without per-client users.

        Provided by `redis-k8s`.

        Variables: `REDIS_DB_CONNECT_STRING`, `REDIS_DB_SCHEME`, `REDIS_DB_NETLOC`, `REDIS_DB_PATH`, `REDIS_DB_PARAMS`, `REDIS_DB_QUERY`, `REDIS_DB_FRAGMENT`, `REDIS_DB_HOSTNAME`, `REDIS_DB_PORT`"#]].assert_eq(item.documentation.as_deref().unwrap());
}

#[test]
fn whole_endpoints_under_requires() {
    check_first(
        13,
        &charm("requires:\n  $0\n"),
        expect![[r#"
            postgresql | 12 variables | "" -> "postgresql:\n  interface: postgresql_client\n  optional: ${1:true}"
            mysql | 12 variables | "" -> "mysql:\n  interface: mysql_client\n  optional: ${1:true}"
            mongodb | 12 variables | "" -> "mongodb:\n  interface: mongodb_client\n  optional: ${1:true}"
            redis | 9 variables | "" -> "redis:\n  interface: redis\n  optional: ${1:true}\n  limit: 1"
            valkey | 15 variables | "" -> "valkey:\n  interface: valkey_client\n  optional: ${1:true}\n  limit: 1"
            s3 | 12 variables | "" -> "s3:\n  interface: s3\n  optional: ${1:true}"
            saml | 4 variables | "" -> "saml:\n  interface: saml\n  optional: ${1:true}\n  limit: 1"
            smtp | 8 variables | "" -> "smtp:\n  interface: smtp\n  optional: ${1:true}\n  limit: 1"
            rabbitmq | 13 variables | "" -> "rabbitmq:\n  interface: rabbitmq\n  optional: ${1:true}\n  limit: 1"
            tracing | 2 variables | "" -> "tracing:\n  interface: tracing\n  optional: ${1:true}\n  limit: 1"
            openfga | 4 variables | "" -> "openfga:\n  interface: openfga\n  optional: ${1:true}\n  limit: 1"
            oidc | 8 variables | "" -> "oidc:\n  interface: oauth\n  optional: ${1:true}\n  limit: 1"
            http-proxy | 4 variables | "" -> "http-proxy:\n  interface: http_proxy\n  optional: ${1:true}\n  limit: 1"
        "#]],
    );
    check_first(
        1,
        &charm("requires:\n    redis:\n        interface: redis\n    po$0\n"),
        expect![[r#"
        postgresql | 12 variables | "po" -> "postgresql:\n    interface: postgresql_client\n    optional: ${1:true}"
    "#]],
    );
    check_first(
        2,
        &charm("requires:\n  postgresql:\n    interface: postgresql_client\n  $0\nname: x\n"),
        expect![[r#"
        mysql | 12 variables | "" -> "mysql:\n  interface: mysql_client\n  optional: ${1:true}"
        mongodb | 12 variables | "" -> "mongodb:\n  interface: mongodb_client\n  optional: ${1:true}"
    "#]],
    );
    check_first(
        1,
        &charm("requires: {po$0}\n"),
        expect![[r#"
        postgresql | 12 variables | "po" -> "postgresql: {interface: postgresql_client, optional: ${1:true}}"
    "#]],
    );
    check_first(
        1,
        &charm("requires:\n  re$0dis:\n    interface: redis\n"),
        expect![[r#"
        postgresql | 12 variables | "redis" -> "postgresql"
    "#]],
    );
    check_first(
        3,
        "requires:\n  $0\n",
        expect![[r#"
            logging | loki_push_api | "" -> "logging:\n  interface: loki_push_api\n  optional: ${1|true,false|}"
            certificates | tls-certificates | "" -> "certificates:\n  interface: tls-certificates\n  optional: ${1|true,false|}"
            tracing | tracing | "" -> "tracing:\n  interface: tracing\n  optional: ${1|true,false|}"
        "#]],
    );
}

#[test]
fn endpoints_without_snippets() {
    let (snapshot, offset) = snapshot_at(&charm("requires:\n  red$0"));
    let items = completion(&snapshot, offset);
    let item = items.iter().find(|item| item.label == "redis").unwrap();
    expect![[r#"
        redis:
          interface: redis
          optional: true
          limit: 1"#]]
    .assert_eq(item.plain_insert.as_deref().unwrap());
}

#[test]
fn keys_of_an_endpoint() {
    check(
        &charm("requires:\n  db:\n    $0\n"),
        expect![[r#"
            interface | text, required | "" -> "interface: " (asks again)
            description | text | "" -> "description: "
            limit | whole number | "" -> "limit: "
            optional | true or false | "" -> "optional: " (asks again)
            scope | text | "" -> "scope: " (asks again)
        "#]],
    );
    check(
        &charm("requires:\n  db:\n    interf$0\n    limit: 1\n"),
        expect![[r#"
            interface | text, required | "interf" -> "interface: " (asks again)
            description | text | "interf" -> "description: "
            optional | true or false | "interf" -> "optional: " (asks again)
            scope | text | "interf" -> "scope: " (asks again)
        "#]],
    );
    check(
        &charm("requires:\n  db: {limit: 1, $0}\n"),
        expect![[r#"
            interface | text, required | "" -> "interface: " (asks again)
            optional | true or false | "" -> "optional: " (asks again)
            description | text | "" -> "description: "
            scope | text | "" -> "scope: " (asks again)
        "#]],
    );
    check(
        &charm("requires:\n  db:\n    inter$0: redis\n"),
        expect![[r#"
            interface | text, required | "inter" -> "interface"
            description | text | "inter" -> "description"
            limit | whole number | "inter" -> "limit"
            optional | true or false | "inter" -> "optional"
            scope | text | "inter" -> "scope"
        "#]],
    );
}

#[test]
fn keys_and_types_of_an_option() {
    check(
        &charm("config:\n  options:\n    tökén:\n      $0\n      type: int\n"),
        expect![[r#"
            description | text | "" -> "description: "
            default | any value | "" -> "default: "
            optional | true or false | "" -> "optional: " (asks again)
        "#]],
    );
    check(
        &charm("config:\n  options:\n    a:\n      type: $0\n"),
        expect![[r#"
        string | Text; the type of an option that names none. | "" -> "string"
        int | A whole number. | "" -> "int"
        float | A number that may have a fraction. | "" -> "float"
        boolean | True or false. | "" -> "boolean"
        secret | The id of a Juju secret that the operator creates and grants to the application; needs Juju 3. | "" -> "secret"
    "#]],
    );
    check(
        &charm("config:\n  options:\n    a: {type: boolean, default: $0}\n"),
        expect![[r#"
        true | - | "" -> "true"
        false | - | "" -> "false"
    "#]],
    );
    check(&charm("config:\n  options:\n    a: {default: $0}\n"), expect![""]);
    check(
        &charm("requires:\n  db:\n    optional: t$0\n"),
        expect![[r#"
        true | - | "t" -> "true"
        false | - | "t" -> "false"
    "#]],
    );
    check(
        "conf$0: 1\n",
        expect![[r#"
            name | text, required | "conf" -> "name"
            type | text, required | "conf" -> "type"
            summary | text, required | "conf" -> "summary"
            description | text, required | "conf" -> "description"
            platforms | mapping, required | "conf" -> "platforms"
            parts | mapping | "conf" -> "parts"
            config | mapping | "conf" -> "config"
            requires | mapping | "conf" -> "requires"
            provides | mapping | "conf" -> "provides"
            containers | mapping | "conf" -> "containers"
            links | mapping | "conf" -> "links"
            resources | mapping | "conf" -> "resources"
            assumes | list | "conf" -> "assumes"
            peers | mapping | "conf" -> "peers"
            storage | mapping | "conf" -> "storage"
            actions | mapping | "conf" -> "actions"
            extensions | list | "conf" -> "extensions"
            base | text | "conf" -> "base"
            title | text | "conf" -> "title"
            charm-libs | list | "conf" -> "charm-libs"
            build-base | text | "conf" -> "build-base"
            analysis | mapping | "conf" -> "analysis"
            charm-user | text | "conf" -> "charm-user"
            devices | mapping | "conf" -> "devices"
            extra-bindings | mapping | "conf" -> "extra-bindings"
            subordinate | true or false | "conf" -> "subordinate"
            terms | list | "conf" -> "terms"
            version | text | "conf" -> "version"
            adopt-info | text | "conf" -> "adopt-info"
            package-repositories | list | "conf" -> "package-repositories"
            bases | list | "conf" -> "bases" (old)
            charmhub | mapping | "conf" -> "charmhub" (old)
        "#]],
    );
}

#[test]
fn keys_of_the_file() {
    check_first(
        4,
        "$0",
        expect![[r#"
            name | text, required | "" -> "name: "
            type | text, required | "" -> "type: " (asks again)
            summary | text, required | "" -> "summary: "
            description | text, required | "" -> "description: "
        "#]],
    );
    check_first(
        3,
        "name: web\nty$0\nbase: x\n",
        expect![[r#"
            type | text, required | "ty" -> "type: " (asks again)
            summary | text, required | "ty" -> "summary: "
            description | text, required | "ty" -> "description: "
        "#]],
    );
    check_first(
        3,
        "//- rockcraft.yaml\n$0\nname: web\n",
        expect![[r#"
            summary | text, required | "" -> "summary: "
            description | text, required | "" -> "description: "
            base | text, required | "" -> "base: " (asks again)
        "#]],
    );
    check(
        "//- paas-config.yaml\n$0",
        expect![[r#"
        framework_logging_format | text | "" -> "framework_logging_format: " (asks again)
        prometheus | mapping | "" -> "prometheus:\n  $0" (asks again)
        port | whole number | "" -> "port: "
        metrics-port | whole number | "" -> "metrics-port: "
        metrics-path | text | "" -> "metrics-path: "
    "#]],
    );
}

#[test]
fn extensions_and_other_lists() {
    check(
        "extensions:\n  - $0\n",
        expect![[r#"
        flask-framework | Flask | "" -> "flask-framework"
        django-framework | Django | "" -> "django-framework"
        fastapi-framework | FastAPI | "" -> "fastapi-framework"
        go-framework | Go | "" -> "go-framework"
        expressjs-framework | Express | "" -> "expressjs-framework"
        spring-boot-framework | Spring Boot | "" -> "spring-boot-framework"
    "#]],
    );
    check(
        "extensions:\n  - flask-framework\n  - go$0\n",
        expect![[r#"
        django-framework | Django | "go" -> "django-framework"
        fastapi-framework | FastAPI | "go" -> "fastapi-framework"
        go-framework | Go | "go" -> "go-framework"
        expressjs-framework | Express | "go" -> "expressjs-framework"
        spring-boot-framework | Spring Boot | "go" -> "spring-boot-framework"
    "#]],
    );
    check_first(
        1,
        "extensions:\n  fl$0\n",
        expect![[r#"
        flask-framework | Flask | "fl" -> "- flask-framework"
    "#]],
    );
    check_first(
        1,
        "extensions:\n-$0\n",
        expect![[r#"
        flask-framework | Flask | "" -> " flask-framework"
    "#]],
    );
    check_first(
        1,
        "extensions: [$0]\n",
        expect![[r#"
        flask-framework | Flask | "" -> "flask-framework"
    "#]],
    );
    check(
        "charm-libs:\n  - $0\n",
        expect![[r#"
            lib | text, required | "" -> "lib: "
            version | text, required | "" -> "version: "
            new library | block | "" -> "lib: ${1:traefik_k8s.ingress}\n  version: \"${2:2}\""
        "#]],
    );
    check(
        "charm-libs:\n  - lib: a.b\n    $0\n",
        expect![[r#"
        version | text, required | "" -> "version: "
    "#]],
    );
    check(
        "parts:\n  a: {plugin: nil}\n  b:\n    after: [$0]\n",
        expect![[r#"
            a | nil | "" -> "a"
        "#]],
    );
}

#[test]
fn keys_of_plugins_belong_to_their_parts() {
    let keys = list("parts:\n  app:\n    plugin: uv\n    $0\n");
    assert!(keys.contains("uv-groups") && !keys.contains("charm-requirements"), "{keys}");
}

#[test]
fn bases_and_platforms() {
    check_first(
        3,
        "extensions: [flask-framework]\nbase: $0\n",
        expect![[r#"
            ubuntu@24.04 | noble, supported until 2029-05-31 | "" -> "ubuntu@24.04"
            ubuntu@22.04 | jammy, supported until 2027-06-01 | "" -> "ubuntu@22.04"
            ubuntu@26.04 | resolute, supported until 2031-05-29 | "" -> "ubuntu@26.04"
        "#]],
    );
    check_first(
        2,
        "base: $0\n",
        expect![[r#"
            ubuntu@24.04 | noble, supported until 2029-05-31 | "" -> "ubuntu@24.04"
            ubuntu@26.04 | resolute, supported until 2031-05-29 | "" -> "ubuntu@26.04"
        "#]],
    );
    check_first(
        2,
        "platforms:\n  amd64:\n  $0\n",
        expect![[r#"
        arm64 | - | "" -> "arm64:"
        armhf | - | "" -> "armhf:"
    "#]],
    );
}

const ROCK: &str = "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  flask-framework/install-app:\n    prime:\n";
const FILES: &str =
    "\n//- app.py\n//- templates/index.html\n//- static/css/a.css\n//- web.rock\n//- .env\n";

#[test]
fn files_of_the_project() {
    check(
        &format!("{ROCK}      - $0{FILES}"),
        expect![[r#"
        flask/app/.env | - | "" -> "flask/app/.env"
        flask/app/app.py | - | "" -> "flask/app/app.py"
        flask/app/static/ | - | "" -> "flask/app/static"
        flask/app/templates/ | - | "" -> "flask/app/templates"
    "#]],
    );
    check(
        &format!("{ROCK}      - flask/app/app.py\n      - flask/app/te$0{FILES}"),
        expect![[r#"
        flask/app/.env | - | "flask/app/te" -> "flask/app/.env"
        flask/app/static/ | - | "flask/app/te" -> "flask/app/static"
        flask/app/templates/ | - | "flask/app/te" -> "flask/app/templates"
    "#]],
    );
    check(
        &format!(
            "{ROCK}      - flask/app/static/\n      - flask/app/templates/\n      - $0{FILES}"
        ),
        expect![[r#"
        flask/app/.env | - | "" -> "flask/app/.env"
        flask/app/app.py | - | "" -> "flask/app/app.py"
    "#]],
    );
    check(
        &format!("{ROCK}      - flask/app/static/$0{FILES}"),
        expect![[r#"
        flask/app/static/css/ | - | "flask/app/static/" -> "flask/app/static/css"
    "#]],
    );
    check_first(
        1,
        &format!("{ROCK}      - -flask/app/$0{FILES}"),
        expect![[r#"
        -flask/app/.env | - | "-flask/app/" -> "-flask/app/.env"
    "#]],
    );
    check_first(
        3,
        &format!("{ROCK}    $0{FILES}"),
        expect![[r#"
            stage-packages | list | "" -> "stage-packages:\n  - $0" (asks again)
            after | list | "" -> "after:\n  - $0" (asks again)
            plugin | text | "" -> "plugin: " (asks again)
        "#]],
    );
    let (snapshot, offset) = snapshot_at(&format!("{ROCK}      - temp$0{FILES}"));
    let filters: Vec<_> =
        completion(&snapshot, offset).into_iter().filter_map(|item| item.filter_text).collect();
    assert_eq!(filters, [".env", "app.py", "static", "templates"]);
}

#[test]
fn parts_of_the_extension() {
    check_first(
        2,
        "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  $0\n",
        expect![[r#"
        flask-framework/dependencies | of flask-framework | "" -> "flask-framework/dependencies:\n  $0" (asks again)
        flask-framework/install-app | of flask-framework | "" -> "flask-framework/install-app:\n  $0" (asks again)
    "#]],
    );
}

#[test]
fn nothing_where_text_is_free() {
    for fixture in [
        "# $0",
        "name: web # $0",
        "name: $0\n",
        "description: |\n  ty$0\n",
        "description: |\n  a\n  $0\nname: x\n",
        "summary: some\n  inter$0\n",
        "summary: 'a\n  inter$0'\n",
        "requires:\n  db:\n    interface: redis $0\n",
        "config:\n  options:\n    a:\n      description: t$0\n",
        "requires: $0\n",
        "--- $0\n",
        " $0 name: web\n",
        "requires:\n  db:\n    interface: $0'redis'\n",
    ] {
        assert_eq!(list(fixture), "", "{fixture}");
    }
}
