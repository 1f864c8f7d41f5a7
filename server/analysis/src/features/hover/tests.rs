use expect_test::{Expect, expect};

use super::*;
use crate::features::test_support::{snapshot_at, underlined};

fn check(fixture: &str, expect: Expect) {
    let (snapshot, offset) = snapshot_at(fixture);
    let drawn = match hover(&snapshot, offset) {
        Some(hover) => format!("{}\n{}\n", underlined(&snapshot, hover.range), hover.markdown),
        None => "nothing".to_owned(),
    };
    expect.assert_eq(&drawn);
}

const HEAD: &str = "name: web\nextensions: [flask-framework]\n";

fn check_charm(text: &str, expect: Expect) {
    check(&format!("{HEAD}{text}"), expect);
}

#[test]
fn the_token_of_the_guide() {
    check_charm(
        "config:\n  options:\n    tok$0en:\n      description: The token for the service.\n      type: string\n",
        expect![[r#"
                token:
                ^^^^^

            `token` sets `FLASK_TOKEN`

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `FLASK_TOKEN` | The token for the service. | once the option has a value |

            In Flask: `app.config["TOKEN"]` after `app.config.from_prefixed_env()`; text, unless it reads as JSON: `7` arrives as a number, `true` as `True`.

            ```shell
            juju config web token=<token>
            ```

            [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
        "#]],
    );
}

#[test]
fn secrets_defaults_and_nested_names() {
    check_charm(
        "config:\n  options:\n    cert$0: {type: secret}\n",
        expect![[r#"
            cert: {type: secret}
            ^^^^

        `cert` sets `FLASK_CERT_<KEY>`

        | Variable | Meaning | Set |
        | --- | --- | --- |
        | `FLASK_CERT_<KEY>` | not described yet | once a secret is given, one for each of its keys |

        In Flask: `app.config["CERT_<KEY>"]` after `app.config.from_prefixed_env()`; text, unless it reads as JSON: `7` arrives as a number, `true` as `True`.

        ```shell
        juju config web cert=secret:<id>
        ```

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    db--po$0ol: {type: int, default: 5, description: 'a | b'}\n",
        expect![[r#"
            db--pool: {type: int, default: 5, description: 'a | b'}
            ^^^^^^^^

        `db--pool` sets `FLASK_DB__POOL`

        | Variable | Meaning | Set |
        | --- | --- | --- |
        | `FLASK_DB__POOL` | a \| b | always; default `5` |

        In Flask: `app.config["DB"]["POOL"]` after `app.config.from_prefixed_env()`; a number.

        ```shell
        juju config web db--pool=<db--pool>
        ```

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    ü$0ser:\n      optional: false\n      type: boolean\n",
        expect![[r#"
            üser:
            ^^^^

        `üser` sets `FLASK_ÜSER`

        | Variable | Meaning | Set |
        | --- | --- | --- |
        | `FLASK_ÜSER` | not described yet | always: the charm waits for the option |

        In Flask: `app.config["ÜSER"]` after `app.config.from_prefixed_env()`; `True` or `False`.

        ```shell
        juju config web üser=<üser>
        ```

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn options_without_a_variable() {
    check_charm(
        "config:\n  options:\n    deb$0ug:\n      type: boolean\n",
        expect![[r#"
            debug:
            ^^^^^

        `debug` gives the application no variable

        The framework has a setting of this name, so paas-charm drops the option.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    app-na$0me:\n",
        expect![[r#"
            app-name:
            ^^^^^^^^

        `app-name` gives the application no variable

        paas-charm exports no option whose name starts with `app-`.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    flask-de$0bug:\n",
        expect![[r#"
            flask-debug:
            ^^^^^^^^^^^

        `flask-debug` is an option that `flask-framework` adds by itself

        Debug mode of Flask.

        | Type | Default | Variable |
        | --- | --- | --- |
        | boolean | none | `FLASK_DEBUG` |

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn options_that_fold_together() {
    check_charm(
        "config:\n  options:\n    a-$0b: {}\n    a_b: {}\n",
        expect![[r#"
            a-b: {}
            ^^^

        `a-b` gives the application no variable

        Option `a_b` has the same variable, and its value wins.

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn option_types_and_keys_of_an_option() {
    check_charm(
        "config:\n  options:\n    a:\n      type: sec$0ret\n",
        expect![[r#"
              type: secret
                    ^^^^^^

        **`secret`**: The id of a Juju secret that the operator creates and grants to the application; needs Juju 3.

        Default: None: the id of a secret is only known once it exists.

        Variable: One variable for each key of the secret: `<OPTION>_<KEY>`, with the prefix of the framework.
    "#]],
    );
    check_charm(
        "config:\n  options:\n    a:\n      ty$0pe: int\n",
        expect![[r#"
              type: int
              ^^^^

        **`type`** (text)

        Type of the value; text if it is left out.

        Values: `string`, `int`, `float`, `boolean`, `secret`

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    a: {optional: fal$0se}\n",
        expect![[r#"
            a: {optional: false}
                          ^^^^^

        **`optional`** (`true` or `false`)

        `false`: a 12-factor charm stays blocked until the operator sets the option, so it takes no default. Left out, it means `true`.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check_charm(
        "config:\n  options:\n    a:\n      description: so$0me words\n",
        expect!["nothing"],
    );
}

#[test]
fn postgresql_of_the_guide() {
    check_charm(
        "requires:\n  postgre$0sql:\n    interface: postgresql_client\n    optional: True\n",
        expect![[r#"
              postgresql:
              ^^^^^^^^^^

            `postgresql` gives the application 12 variables

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `POSTGRESQL_DB_CONNECT_STRING` | Whole connection address. | always |
            | `POSTGRESQL_DB_SCHEME` | Scheme of the address. | always |
            | `POSTGRESQL_DB_NETLOC` | User, password, host and port part of the address. | always |
            | `POSTGRESQL_DB_PATH` | Path of the address, with its leading slash. | always |
            | `POSTGRESQL_DB_PARAMS` | Parameters of the last path segment, usually empty. | always |
            | `POSTGRESQL_DB_QUERY` | Query string of the address, may be empty. | always |
            | `POSTGRESQL_DB_FRAGMENT` | Fragment of the address, usually empty. | always |
            | `POSTGRESQL_DB_USERNAME` | User in the address. | always |
            | `POSTGRESQL_DB_PASSWORD` | Password in the address. | always |
            | `POSTGRESQL_DB_HOSTNAME` | Host in the address. | always |
            | `POSTGRESQL_DB_PORT` | Port in the address. | always |
            | `POSTGRESQL_DB_NAME` | Name of the database: the path without its leading slash. | always |

            They appear once it is integrated; with `optional: true` the charm starts without.

            ```shell
            juju integrate web postgresql-k8s
            ```

            `postgresql_client`: Credentials and endpoints of a PostgreSQL database created for the requirer.

            [Charms that speak it](https://charmhub.io/integrations/postgresql_client)
        "#]],
    );
}

#[test]
fn interfaces() {
    check_charm(
        "requires:\n  redis:\r\n    interface: re$0dis\r\n",
        expect![[r#"
            interface: redis
                       ^^^^^

        **`redis`**: Host and port of a Redis server; older key-value interface without per-client users.

        Provided by `redis-k8s`.

        `redis` gives the application 9 variables

        | Variable | Meaning | Set |
        | --- | --- | --- |
        | `REDIS_DB_CONNECT_STRING` | Whole connection address. | always |
        | `REDIS_DB_SCHEME` | Scheme of the address. | always |
        | `REDIS_DB_NETLOC` | User, password, host and port part of the address. | always |
        | `REDIS_DB_PATH` | Path of the address, with its leading slash. | always |
        | `REDIS_DB_PARAMS` | Parameters of the last path segment, usually empty. | always |
        | `REDIS_DB_QUERY` | Query string of the address, may be empty. | always |
        | `REDIS_DB_FRAGMENT` | Fragment of the address, usually empty. | always |
        | `REDIS_DB_HOSTNAME` | Host in the address. | always |
        | `REDIS_DB_PORT` | Port in the address. | always |

        They appear once it is integrated; until then the charm is blocked, as the endpoint has no `optional: true`.

        ```shell
        juju integrate web redis-k8s
        ```

        [Charms that speak it](https://charmhub.io/integrations/redis)
    "#]],
    );
    check_charm(
        "requires:\n  cache: {interface: \"re$0dis\"}\n",
        expect![[r#"
          cache: {interface: "redis"}
                              ^^^^^

        **`redis`**: Host and port of a Redis server; older key-value interface without per-client users.

        Provided by `redis-k8s`.

        `cache` gives the application no variable

        Because paas-charm looks for this interface only on an endpoint `redis`.

        [Charms that speak it](https://charmhub.io/integrations/redis)
    "#]],
    );
    check(
        "provides:\n  api:\n    interface: ht$0tp\n",
        expect![[r#"
            interface: http
                       ^^^^

        **`http`**: Plain host and port of an HTTP service (legacy reverse-proxy link).

        Provided by `ceph-mon`, `haproxy`, `juju-controller`.

        [Charms that speak it](https://charmhub.io/integrations/http)
    "#]],
    );
    check("requires:\n  db:\n    interface: my_ow$0n\n", expect!["nothing"]);
}

#[test]
fn endpoints_that_give_nothing() {
    check_charm(
        "requires:\n  data$0base:\n    interface: postgresql_client\n",
        expect![[r#"
          database:
          ^^^^^^^^

        `database` breaks the charm

        Because paas-charm crashes in every hook unless it is named `postgresql`.

        `postgresql_client`: Credentials and endpoints of a PostgreSQL database created for the requirer.

        [Charms that speak it](https://charmhub.io/integrations/postgresql_client)
    "#]],
    );
    check(
        "requires:\n  data$0base:\n    interface: postgresql_client\n",
        expect![[r#"
          database:
          ^^^^^^^^

        `database` uses `postgresql_client`

        `postgresql_client`: Credentials and endpoints of a PostgreSQL database created for the requirer.

        [Charms that speak it](https://charmhub.io/integrations/postgresql_client)
    "#]],
    );
}

#[test]
fn the_extension() {
    check(
        "extensions:\n  - flask-fram$0ework\n",
        expect![[r#"
          - flask-framework
            ^^^^^^^^^^^^^^^

        **`flask-framework`**: a Flask application, with paas-charm 1.12

        Adds the container `flask-app`, its image as the resource `flask-app-image`, and the endpoints `logging`, `ingress`, `metrics-endpoint`, `grafana-dashboard`.

        Options of your own become `FLASK_<OPTION>`.

        Variables that are there without you:

        | Variable | Meaning | Set |
        | --- | --- | --- |
        | `FLASK_SECRET_KEY` | Secret shared by all units; generated unless an option supplies it. | always |
        | `FLASK_BASE_URL` | Public address: the one from ingress, else `http://<app>.<model>:<port>`. | always |
        | `FLASK_PEER_FQDNS` | Names of the other units, comma separated; absent with a single unit. | sometimes |
        | `HTTP_PROXY` | Proxy for http, from the http-proxy integration or the settings of the model. | sometimes |
        | `HTTPS_PROXY` | Proxy for https, from the http-proxy integration or the settings of the model. | sometimes |
        | `NO_PROXY` | Hosts reached without a proxy; from the settings of the model only. | sometimes |
        | `http_proxy` | Proxy for http, the spelling with small letters. | sometimes |
        | `https_proxy` | Proxy for https, the spelling with small letters. | sometimes |
        | `no_proxy` | Hosts reached without a proxy, the spelling with small letters. | sometimes |

        Options that are there without you:

        | Option | Type | Default | Variable |
        | --- | --- | --- | --- |
        | `webserver-keepalive` | int |  |  |
        | `webserver-threads` | int |  |  |
        | `webserver-timeout` | int |  |  |
        | `webserver-workers` | int |  |  |
        | `webserver-worker-class` | string |  |  |
        | `flask-application-root` | string |  | `FLASK_APPLICATION_ROOT` |
        | `flask-debug` | boolean |  | `FLASK_DEBUG` |
        | `flask-env` | string |  | `FLASK_ENV` |
        | `flask-permanent-session-lifetime` | int |  | `FLASK_PERMANENT_SESSION_LIFETIME` |
        | `flask-preferred-url-scheme` | string | `HTTPS` | `FLASK_PREFERRED_URL_SCHEME` |
        | `flask-secret-key` | string |  | `FLASK_SECRET_KEY` |
        | `flask-secret-key-id` | secret |  | `FLASK_SECRET_KEY` |
        | `flask-session-cookie-secure` | boolean |  | `FLASK_SESSION_COOKIE_SECURE` |

        [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
    "#]],
    );
}

#[test]
fn the_extension_of_a_rock_and_its_parts() {
    check(
        "//- rockcraft.yaml\nextensions: [flask-fram$0ework]\n",
        expect![[r#"
        extensions: [flask-framework]
                     ^^^^^^^^^^^^^^^

        **`flask-framework`**: an image for a Flask application

        The application lies in `/flask/app`, its service is called `flask`.

        | Part | Content |
        | --- | --- |
        | `flask-framework/dependencies` | Python packages from `requirements.txt`, and what their build needs. |
        | `flask-framework/install-app` | The files of the application. |
        | `flask-framework/config-files` | Configuration of gunicorn. |
        | `flask-framework/statsd-exporter` | Turns the metrics of gunicorn into Prometheus metrics. |
        | `flask-framework/runtime` | What every image holds at run time, such as certificates. |
        | `flask-framework/logging` | Directories for logs. |
        | `flask-framework/runtime-libs` | Libraries that a bare image lacks. |

        Files by default: `app`, `app.py`, `main.py`, `src`, `migrate`, `migrate.sh`, `migrate.py`, `static`, `templates`. Only the files of the list that exist go in; `prime` replaces the list. Without any of them the whole project goes in.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check(
        "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  flask-framework/dep$0endencies:\n    stage-packages: [libpq-dev]\n",
        expect![[r#"
              flask-framework/dependencies:
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            **`flask-framework/dependencies`**: Python packages from `requirements.txt`, and what their build needs.

            `flask-framework` adds this part; what stands here is merged into it.

            [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
        "#]],
    );
}

#[test]
fn entries_of_prime_say_where_they_land() {
    let check_entry = |entry: &str, expect| {
        check(
            &format!(
                "//- rockcraft.yaml\nextensions: [flask-framework]\nparts:\n  flask-framework/install-app:\n    prime:\n      - {entry}\n//- templates/index.html\nhi\n"
            ),
            expect,
        );
    };
    check_entry(
        "flask/app/temp$0lates",
        expect![[r#"
              - flask/app/templates
                ^^^^^^^^^^^^^^^^^^^

        `flask/app/templates` lands in the image as `/flask/app/templates`

        From `templates` in the project.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_entry(
        "flask/app/.e$0nv",
        expect![[r#"
              - flask/app/.env
                ^^^^^^^^^^^^^^

        `flask/app/.env` lands in the image as `/flask/app/.env`

        There is no `.env` in the project.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_entry(
        "-flask/app/*.p$0yc",
        expect![[r#"
              - -flask/app/*.pyc
                ^^^^^^^^^^^^^^^^

        `flask/app/*.pyc` stays out of the image

        All that matches `*.pyc` in the project.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_entry(
        "temp$0lates",
        expect![[r#"
              - templates
                ^^^^^^^^^

        `templates` is refused: it does not start with `flask/app`

        For a file of the project write `flask/app/templates`.
    "#]],
    );
}

#[test]
fn known_keys_wherever_they_stand() {
    check(
        "requires$0:\n",
        expect![[r#"
        requires:
        ^^^^^^^^

        **`requires`** (mapping)

        Endpoints through which this charm uses others.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "parts:\n  app:\n    pl$0ugin: nil\n",
        expect![[r#"
            plugin: nil
            ^^^^^^

        **`plugin`** (text)

        What builds the part. `nil` builds nothing, `dump` copies the source. Left out, the name of the part counts.

        Values: `ant`, `autotools`, `bazel`, `cargo-use`, `charm`, `cmake`, `dotnet`, `dump`, `go`, `go-use`, `gradle`, `jlink`, `make`, `maven`, `maven-use`, `meson`, `nil`, `npm`, `poetry`, `python`, `qmake`, `reactive`, `ruby`, `rust`, `scons`, `uv`

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check("limi$0", expect!["nothing"]);
    check(
        "//- paas-config.yaml\nframework_logging_format: js$0on\n",
        expect![[r#"
        framework_logging_format: json
                                  ^^^^

        **`framework_logging_format`** (text)

        Format of the logs; `json` for Flask, Django and FastAPI only.

        Values: `none`, `json`

        [12-factor reference](https://documentation.ubuntu.com/12-factor/latest/reference/)
    "#]],
    );
    check("name: web # the na$0me\n", expect!["nothing"]);
    check("description: |\n  ty$0pe: int\n", expect!["nothing"]);
}

#[test]
fn half_typed_text_keeps_its_hovers() {
    check_charm(
        "requires:\n  redis:\n    interface: re$0dis\n    lim\nconfig:\n  options:\n    a:\n",
        expect![[r#"
            interface: redis
                       ^^^^^

        **`redis`**: Host and port of a Redis server; older key-value interface without per-client users.

        Provided by `redis-k8s`.

        `redis` gives the application 9 variables

        | Variable | Meaning | Set |
        | --- | --- | --- |
        | `REDIS_DB_CONNECT_STRING` | Whole connection address. | always |
        | `REDIS_DB_SCHEME` | Scheme of the address. | always |
        | `REDIS_DB_NETLOC` | User, password, host and port part of the address. | always |
        | `REDIS_DB_PATH` | Path of the address, with its leading slash. | always |
        | `REDIS_DB_PARAMS` | Parameters of the last path segment, usually empty. | always |
        | `REDIS_DB_QUERY` | Query string of the address, may be empty. | always |
        | `REDIS_DB_FRAGMENT` | Fragment of the address, usually empty. | always |
        | `REDIS_DB_HOSTNAME` | Host in the address. | always |
        | `REDIS_DB_PORT` | Port in the address. | always |

        They appear once it is integrated; until then the charm is blocked, as the endpoint has no `optional: true`.

        ```shell
        juju integrate web redis-k8s
        ```

        [Charms that speak it](https://charmhub.io/integrations/redis)
    "#]],
    );
}
