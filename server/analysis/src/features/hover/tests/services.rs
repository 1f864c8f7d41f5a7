//! Services of a rock, and the migration that runs before the application.

use expect_test::expect;

use super::check;

const PROJECT: &str = "//- app.py\napp = 1\n//- migrate.sh\necho\n//- migrate.py\nimport app\n";

#[test]
fn services_by_the_end_of_their_names() {
    let check_service = |name: &str, expect| {
        let rock = format!(
            "//- rockcraft.yaml\nextensions: [flask-framework]\nservices:\n  {name}: {{command: run}}\n{PROJECT}"
        );
        check(&rock, expect);
    };
    check_service(
        "mail-wor$0ker",
        expect![[r#"
          mail-worker: {command: run}
          ^^^^^^^^^^^

        `mail-worker` runs on every unit, with the variables of the application

        Because its name ends in `-worker`. Each unit runs one of its own. The charm replaces an `environment` that stands here, and restarts the service when a variable changes.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_service(
        "nightly-sche$0duler",
        expect![[r#"
          nightly-scheduler: {command: run}
          ^^^^^^^^^^^^^^^^^

        `nightly-scheduler` runs on unit 0 only, with the variables of the application

        Because its name ends in `-scheduler`. On the other units the charm disables it. The charm replaces an `environment` that stands here, and restarts the service when a variable changes.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_service(
        "other$0",
        expect![[r#"
          other: {command: run}
          ^^^^^

        `other` gets no variables from the charm

        It runs on every unit as it is written here. Only services whose name ends in `-worker` or `-scheduler` get the variables of the application.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_service(
        "fla$0sk",
        expect![[r#"
          flask: {command: run}
          ^^^^^

        `flask` is the application

        The charm starts it with all variables, after the migration. It is found by this name, and `flask-framework` defines it: what stands here is merged into that.

        Before the application starts, the charm runs `migrate.py` (`python3 migrate.py`) on every unit, again after a failure and when a database is integrated. `migrate.sh` never runs.

        [flask-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/flask-framework)
    "#]],
    );
    check_service(
        "statsd-ex$0porter",
        expect![[r#"
              statsd-exporter: {command: run}
              ^^^^^^^^^^^^^^^

            **`statsd-exporter`**: a service that runs `run`

            A service. One that ends in `-worker` or `-scheduler` gets the environment of the application too; a scheduler runs on one unit only.

            [rockcraft.yaml reference](https://documentation.ubuntu.com/rockcraft/stable/reference/rockcraft.yaml)
        "#]],
    );
    check(
        "//- rockcraft.yaml\nservices:\n  mail-wor$0ker: {}\n",
        expect![[r#"
              mail-worker: {}
              ^^^^^^^^^^^

            **`mail-worker`**: a service

            A service. One that ends in `-worker` or `-scheduler` gets the environment of the application too; a scheduler runs on one unit only.

            [rockcraft.yaml reference](https://documentation.ubuntu.com/rockcraft/stable/reference/rockcraft.yaml)
        "#]],
    );
}

#[test]
fn the_database_of_a_charm_says_what_fills_it() {
    let project = PROJECT.replace("//- ", "//- ../");
    check(
        &format!(
            "//- charmcraft.yaml\nname: web\nextensions: [go-framework]\nrequires:\n  mong$0odb: {{interface: mongodb_client, optional: true}}\n//- ../rockcraft.yaml\nextensions: [flask-framework]\n{project}"
        ),
        expect![[r#"
              mongodb: {interface: mongodb_client, optional: true}
              ^^^^^^^

            `mongodb` gives the application 12 variables

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `MONGODB_DB_CONNECT_STRING` | Whole connection address. | once integrated |
            | `MONGODB_DB_SCHEME` | Scheme of the address. | once integrated |
            | `MONGODB_DB_NETLOC` | User, password, host and port part of the address. | once integrated |
            | `MONGODB_DB_PATH` | Path of the address, with its leading slash. | once integrated |
            | `MONGODB_DB_PARAMS` | Parameters of the last path segment, usually empty. | once integrated |
            | `MONGODB_DB_QUERY` | Query string of the address, may be empty. | once integrated |
            | `MONGODB_DB_FRAGMENT` | Fragment of the address, usually empty. | once integrated |
            | `MONGODB_DB_USERNAME` | User in the address. | once integrated |
            | `MONGODB_DB_PASSWORD` | Password in the address. | once integrated |
            | `MONGODB_DB_HOSTNAME` | Host in the address. | once integrated |
            | `MONGODB_DB_PORT` | Port in the address. | if the other side sends it |
            | `MONGODB_DB_NAME` | Name of the database: the path without its leading slash. | once integrated |

            They appear once it is integrated; with `optional: true` the charm starts without.

            Before the application starts, the charm runs `migrate.py` (`python3 migrate.py`) on every unit, again after a failure and when a database is integrated. `migrate.sh` never runs.

            ```shell
            juju integrate web mongodb-k8s
            ```

            `mongodb_client`: Credentials and connection string of a MongoDB database created for the requirer.

            [Charms that speak it](https://charmhub.io/integrations/mongodb_client)
        "#]],
    );
}

#[test]
fn an_extension_without_a_migration_says_what_would_be_one() {
    check(
        "//- rockcraft.yaml\nextensions: [spring-boot-fra$0mework]\n//- pom.xml\n<project/>\n",
        expect![[r#"
            extensions: [spring-boot-framework]
                         ^^^^^^^^^^^^^^^^^^^^^

            **`spring-boot-framework`**: an image for a Spring Boot application

            The application lies in `/app`, its service is called `spring-boot`.

            | Part | Content |
            | --- | --- |
            | `spring-boot-framework/install-app` | Builds the jar with Maven or Gradle. |
            | `spring-boot-framework/runtime` | A Java runtime cut down with jlink. |
            | `spring-boot-framework/gradle-init-script` | Script that Gradle runs first. |
            | `spring-boot-framework/assets` | Files that go beside the jar. |

            Files by default: `migrate`, `migrate.sh`. The jar goes in, and the files of the list that exist; `stage` of the assets part replaces the list.

            No migration goes into the image: the charm would run the last one of `migrate`, `migrate.sh`, `migrate.py`, `manage.py` in `/app` before the application starts.

            [spring-boot-framework in Rockcraft](https://documentation.ubuntu.com/rockcraft/stable/reference/extensions/spring-boot-framework)
        "#]],
    );
}

#[test]
fn names_that_are_only_in_the_documentation_and_names_with_dashes() {
    check(
        "//- charmcraft.yaml\nname: web\nextensions: [flask-framework]\nrequires:\n  my-lo$0gin: {interface: oauth, optional: true}\n",
        expect![[r#"
              my-login: {interface: oauth, optional: true}
              ^^^^^^^^

            `my-login` gives the application 8 variables

            | Variable | Meaning | Set |
            | --- | --- | --- |
            | `FLASK_MY-LOGIN_CLIENT_ID` | Id of the client at the identity provider. | once integrated |
            | `FLASK_MY-LOGIN_CLIENT_SECRET` | Secret of the client. | once integrated |
            | `FLASK_MY-LOGIN_API_BASE_URL` | Address of the issuer. | once integrated |
            | `FLASK_MY-LOGIN_AUTHORIZE_URL` | Authorization endpoint. | once integrated |
            | `FLASK_MY-LOGIN_ACCESS_TOKEN_URL` | Token endpoint. | once integrated |
            | `FLASK_MY-LOGIN_USER_URL` | User info endpoint. | once integrated |
            | `FLASK_MY-LOGIN_CLIENT_KWARGS` | JSON object that holds the scopes. | once integrated |
            | `FLASK_MY-LOGIN_JWKS_URL` | Endpoint of the signing keys. | once integrated |

            They appear once it is integrated; with `optional: true` the charm starts without.

            A shell cannot read names with dots, dashes or brackets: a script such as `migrate.sh` does not see these variables.

            charmcraft's documentation names what does not exist: `FLASK_MY-LOGIN_USERINFO_URL` (it is `FLASK_MY-LOGIN_USER_URL`).

            The charm stays blocked while it is integrated without `ingress`.

            ```shell
            juju integrate web hydra
            ```

            `oauth`: OAuth2/OIDC client registration with an identity provider (Hydra).

            [Charms that speak it](https://charmhub.io/integrations/oauth)
        "#]],
    );
    check(
        "//- charmcraft.yaml\nname: web\nextensions: [flask-framework]\nconfig:\n  options:\n    login-cli$0ent-id: {type: string}\nrequires:\n  login: {interface: oauth}\n",
        expect![[r#"
                login-client-id: {type: string}
                ^^^^^^^^^^^^^^^

            `login-client-id` loses its variable to an integration

            The integration on `login` sets the same variable, after the options.

            [flask-framework in Charmcraft](https://canonical.com/juju/docs/charmcraft/latest/reference/extensions/flask-framework-extension/)
        "#]],
    );
}
