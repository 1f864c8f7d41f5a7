//! The texts as they are shown, under the line they are about.

mod anchors;
mod endpoints;
mod every_key;
mod options;
mod services;
mod values;

use expect_test::{Expect, expect};

use super::*;
use crate::features::test_support::{snapshot_at, underlined};

fn check(fixture: &str, expect: Expect) {
    expect.assert_eq(&drawn(fixture));
}

fn drawn(fixture: &str) -> String {
    let (snapshot, offset) = snapshot_at(fixture);
    match hover(&snapshot, offset) {
        Some(hover) => format!("{}\n{}\n", underlined(&snapshot, hover.range), hover.markdown),
        None => "nothing".to_owned(),
    }
}

const HEAD: &str = "name: web\nextensions: [flask-framework]\n";

fn check_charm(text: &str, expect: Expect) {
    check(&format!("{HEAD}{text}"), expect);
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

            **`requires`**: Endpoints through which this charm uses others.

            For a 12-factor charm the names matter: `postgresql`, `mysql`, `mongodb`, `redis`, `valkey`, `s3`, `saml`, `smtp`, `rabbitmq`, `tracing`, `openfga` and `http-proxy` give the application their environment variables under these names only.

            A mapping.

            [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
        "#]],
    );
    check(
        "parts:\n  app:\n    pl$0ugin: nil\n",
        expect![[r#"
                plugin: nil
                ^^^^^^

            **`plugin`**: What builds the part.

            `nil` builds nothing, `dump` copies the source. Left out, the name of the part counts.

            Text.

            Values: `ant`, `autotools`, `bazel`, `cargo-use`, `charm`, `cmake`, `dotnet`, `dump`, `go`, `go-use`, `gradle`, `gradle-use`, `jlink`, `make`, `maven`, `maven-use`, `meson`, `nil`, `npm`, `npm-use`, `poetry`, `python`, `qmake`, `reactive`, `ruby`, `rust`, `scons`, `uv`

            [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
        "#]],
    );
    check("limi$0", expect!["nothing"]);
    check(
        "//- paas-config.yaml\nframework_logging_format: js$0on\n",
        expect![[r#"
            framework_logging_format: json
                                      ^^^^

            **`framework_logging_format`**: Format of the logs; `json` for Flask, Django and FastAPI only.

            Text.

            Values: `none`, `json`

            [12-factor reference](https://documentation.ubuntu.com/12-factor/latest/reference/)
        "#]],
    );
    check("name: web # the na$0me\n", expect!["nothing"]);
    check("description: |\n  ty$0pe: int\n", expect!["nothing"]);
}

#[test]
fn half_typed_text_keeps_its_hovers() {
    let whole = "requires:\n  redis:\n    interface: re$0dis\n";
    let half_typed = format!("{whole}    lim\nconfig:\n  options:\n    a:\n");
    let shown = |text: &str| drawn(&format!("{HEAD}{text}"));
    assert_eq!(shown(&half_typed), shown(whole));
}
