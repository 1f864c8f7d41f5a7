//! Endpoints and interfaces.

use expect_test::expect;

use super::{check, check_charm};

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
            | `POSTGRESQL_DB_CONNECT_STRING` | Whole connection address. | once integrated |
            | `POSTGRESQL_DB_SCHEME` | Scheme of the address. | once integrated |
            | `POSTGRESQL_DB_NETLOC` | User, password, host and port part of the address. | once integrated |
            | `POSTGRESQL_DB_PATH` | Path of the address, with its leading slash. | once integrated |
            | `POSTGRESQL_DB_PARAMS` | Parameters of the last path segment, usually empty. | once integrated |
            | `POSTGRESQL_DB_QUERY` | Query string of the address, may be empty. | once integrated |
            | `POSTGRESQL_DB_FRAGMENT` | Fragment of the address, usually empty. | once integrated |
            | `POSTGRESQL_DB_USERNAME` | User in the address. | once integrated |
            | `POSTGRESQL_DB_PASSWORD` | Password in the address. | once integrated |
            | `POSTGRESQL_DB_HOSTNAME` | Host in the address. | once integrated |
            | `POSTGRESQL_DB_PORT` | Port in the address. | once integrated |
            | `POSTGRESQL_DB_NAME` | Name of the database: the path without its leading slash. | once integrated |

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
            | `REDIS_DB_CONNECT_STRING` | Whole connection address. | once integrated |
            | `REDIS_DB_SCHEME` | Scheme of the address. | once integrated |
            | `REDIS_DB_NETLOC` | User, password, host and port part of the address. | once integrated |
            | `REDIS_DB_PATH` | Path of the address, with its leading slash. | once integrated |
            | `REDIS_DB_PARAMS` | Parameters of the last path segment, usually empty. | once integrated |
            | `REDIS_DB_QUERY` | Query string of the address, may be empty. | once integrated |
            | `REDIS_DB_FRAGMENT` | Fragment of the address, usually empty. | once integrated |
            | `REDIS_DB_HOSTNAME` | Host in the address. | once integrated |
            | `REDIS_DB_PORT` | Port in the address. | once integrated |

            They appear once it is integrated; until then the charm is blocked, as the endpoint has no `optional: true`.

            charmcraft's documentation names what does not exist: `REDIS_DB_USERNAME`, `REDIS_DB_PASSWORD`, `REDIS_DB_NAME`.

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

            `database` crashes the charm

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
fn a_misspelled_interface_says_what_was_meant() {
    check_charm(
        "requires:\n  db: {interface: post$0gres}\n",
        expect![[r#"
          db: {interface: postgres}
                          ^^^^^^^^

        No known charm has an interface `postgres`. Did you mean `postgresql_client`?

        `postgresql_client`: Credentials and endpoints of a PostgreSQL database created for the requirer.

        Two endpoints can be integrated only if their interfaces are the same text.

        [Charms that speak it](https://charmhub.io/integrations/postgresql_client)
    "#]],
    );
    check_charm(
        "provides:\n  db:\n    interface: mysql_cle$0int\n",
        expect![[r#"
            interface: mysql_cleint
                       ^^^^^^^^^^^^

        No known charm has an interface `mysql_cleint`. Did you mean `mysql_client`?

        `mysql_client`: Credentials and endpoints of a MySQL database created for the requirer.

        Two endpoints can be integrated only if their interfaces are the same text.

        [Charms that speak it](https://charmhub.io/integrations/mysql_client)
    "#]],
    );
    check_charm("peers:\n  db:\n    interface: post$0gres\n", expect!["nothing"]);
    check_charm("requires:\n  db:\n    interface: my-ow$0n\n", expect!["nothing"]);
}

#[test]
fn endpoints_that_get_in_each_others_way() {
    check_charm(
        "requires:\n  postgresql: {interface: postgresql_client}\n  ot$0her: {interface: postgresql_client}\n",
        expect![[r#"
              other: {interface: postgresql_client}
              ^^^^^

            `other` crashes the charm

            Because paas-charm crashes in every hook when two endpoints have one database interface.

            `postgresql_client`: Credentials and endpoints of a PostgreSQL database created for the requirer.

            [Charms that speak it](https://charmhub.io/integrations/postgresql_client)
        "#]],
    );
    check_charm(
        "requires:\n  tra$0cing: {interface: tracing}\n",
        expect![[r#"
          tracing: {interface: tracing}
          ^^^^^^^

        `tracing` crashes the charm

        Because paas-charm crashes in every hook unless this endpoint has `limit: 1`.

        `tracing`: Endpoints for sending traces, chosen by protocol (OTLP, Jaeger, Zipkin).

        [Charms that speak it](https://charmhub.io/integrations/tracing)
    "#]],
    );
    check_charm(
        "requires:\n  a: {interface: oauth}\n  b: {interface: o$0auth}\n",
        expect![[r#"
          b: {interface: oauth}
                         ^^^^^

        **`oauth`**: OAuth2/OIDC client registration with an identity provider (Hydra).

        Provided by `hydra`.

        `b` blocks the charm

        Because paas-charm takes one oauth endpoint: with a second the charm stays blocked.

        [Charms that speak it](https://charmhub.io/integrations/oauth)
    "#]],
    );
}
