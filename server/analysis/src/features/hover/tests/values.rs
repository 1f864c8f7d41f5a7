//! Values and things that the author has named.

use expect_test::expect;

use super::check;

#[test]
fn bases_plugins_and_licences() {
    check(
        "base: ubun$0tu@22.04\n",
        expect![[r#"
        base: ubuntu@22.04
              ^^^^^^^^^^^^

        **`ubuntu@22.04`** (jammy): standard support until 2027-06-01

        [Releases of Ubuntu](https://releases.ubuntu.com)
    "#]],
    );
    check(
        "base: ubuntu@25.1$00\n",
        expect![[r#"
        base: ubuntu@25.10
              ^^^^^^^^^^^^

        **`ubuntu@25.10`** (questing): standard support ended on 2026-07-09

        Needs a `build-base` beside it, such as `ubuntu@25.10`.

        [Releases of Ubuntu](https://releases.ubuntu.com)
    "#]],
    );
    check(
        "parts:\n  charm:\n    plugin: u$0v\n",
        expect![[r#"
            plugin: uv
                    ^^

        **`uv`**: Installs a Python project with uv, from `uv.lock`.

        Keys of its own: `uv-extras`, `uv-groups`

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "//- rockcraft.yaml\nlicense: apache$0-2.0\n",
        expect![[r#"
        license: apache-2.0
                 ^^^^^^^^^^

        **`Apache-2.0`**: a licence, by its SPDX identifier

        [Apache-2.0 at SPDX](https://spdx.org/licenses/Apache-2.0.html)
    "#]],
    );
    check(
        "platforms:\n  am$0d64:\n",
        expect![[r#"
          amd64:
          ^^^^^

        **`amd64`**: an architecture by its Debian name; others call it `x86_64`, `x86-64`, `x64`

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "platforms:\n  all:\n    build-on: [arm$064]\n",
        expect![[r#"
            build-on: [arm64]
                       ^^^^^

        **`arm64`**: an architecture by its Debian name; others call it `aarch64`, `armv8`, `arm64v8`

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
}

#[test]
fn packages_of_all_kinds() {
    let part =
        |list: &str| format!("//- rockcraft.yaml\nparts:\n  a:\n    plugin: nil\n    {list}\n");
    check(
        &part("stage-packages: [lib$0pq5]"),
        expect![[r#"
            stage-packages: [libpq5]
                             ^^^^^^

        **`libpq5`**: PostgreSQL client library at run time

        A deb.

        [libpq5 in Ubuntu](https://packages.ubuntu.com/search?keywords=libpq5&exact=1)
    "#]],
    );
    check(
        &part("stage-packages:\n    - bas$0h_bins"),
        expect![[r#"
            - bash_bins
              ^^^^^^^^^

        **`bash_bins`**: Bash, for bare rocks

        The slice `bins` of the deb `bash`: some of its files.

        [Slices](https://github.com/canonical/chisel-releases)
    "#]],
    );
    check(
        &part("build-snaps: [go/1.24/st$0able]"),
        expect![[r#"
            build-snaps: [go/1.24/stable]
                          ^^^^^^^^^^^^^^

        **`go/1.24/stable`**: a snap

        From the channel `1.24/stable`.

        [go in the Snap Store](https://snapcraft.io/go)
    "#]],
    );
    check(
        "charm-libs:\n  - lib: traefik_k8s.ingr$0ess\n    version: '2'\n",
        expect![[r#"
          - lib: traefik_k8s.ingress
                 ^^^^^^^^^^^^^^^^^^^

        **`traefik_k8s.ingress`**: a library of the charm `traefik-k8s`

        It implements the interface `ingress`.

        Most charms take its API `2`.

        [ingress on Charmhub](https://charmhub.io/traefik-k8s/libraries/ingress)
    "#]],
    );
}

#[test]
fn values_of_closed_sets() {
    check(
        "requires:\n  a:\n    interface: b\n    scope: cont$0ainer\n",
        expect![[r#"
            scope: container
                   ^^^^^^^^^

        **`container`**: Related only to the unit that a subordinate sits beside.

        A value of `scope`: `container` ties a subordinate to the unit beside it; `global`, the default, does not.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "//- rockcraft.yaml\nservices:\n  a:\n    override: rep$0lace\n",
        expect![[r#"
            override: replace
                      ^^^^^^^

        **`replace`**: Takes the place of one of the same name in a layer below.

        A value of `override`: Whether the service replaces one of the same name or is merged into it.

        [rockcraft.yaml reference](https://documentation.ubuntu.com/rockcraft/stable/reference/rockcraft.yaml)
    "#]],
    );
    check(
        "subordinate: tr$0ue\n",
        expect![[r#"
        subordinate: true
                     ^^^^

        **`subordinate`**: Whether the charm is deployed beside another one, on the same machine.

        `true` or `false`.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
}

#[test]
fn things_that_are_named() {
    let charm = "containers:\n  we$0b:\n    resource: image\nresources:\n  image:\n    type: oci-image\n    description: The shop.\n";
    check(
        charm,
        expect![[r#"
          web:
          ^^^

        **`web`**: a container that runs the image `image`

        A container; its name is the one the charm code uses.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        &charm.replace("$0", "").replace("resource: im", "resource: im$0"),
        expect![[r#"
            resource: image
                      ^^^^^

        **`image`**: a resource. An image that a container runs.

        The shop.

        A resource.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "//- rockcraft.yaml\nservices:\n  a:\n    command: run a\n  b:\n    after: [a$0]\n",
        expect![[r#"
                after: [a]
                        ^

            **`a`**: a service that runs `run a`

            A service. One that ends in `-worker` or `-scheduler` gets the environment of the application too; a scheduler runs on one unit only.

            [rockcraft.yaml reference](https://documentation.ubuntu.com/rockcraft/stable/reference/rockcraft.yaml)
        "#]],
    );
    check(
        "parts:\n  my$0-part:\n    plugin: dump\n    source: .\n",
        expect![[r#"
          my-part:
          ^^^^^^^

        **`my-part`**: a part with the plugin `dump`. Copies the source as it is.

        A part: where its source is, what builds it and what is kept.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "name: shop\nactions:\n  back$0up:\n    description: Writes a backup.\n",
        expect![[r#"
          backup:
          ^^^^^^

        **`backup`**: an action

        Writes a backup.

        ```shell
        juju run shop/0 backup
        ```

        An action: small letters, digits and hyphens.

        [charmcraft.yaml reference](https://canonical.com/juju/docs/charmcraft/latest/reference/files/)
    "#]],
    );
    check(
        "//- rockcraft.yaml\nchecks:\n  u$0p:\n    http:\n      url: http://localhost:8000/\n",
        expect![[r#"
              up:
              ^^

            **`up`**: a check with `http`: `http://localhost:8000/`

            A check: exactly one of `http`, `tcp` and `exec`.

            [rockcraft.yaml reference](https://documentation.ubuntu.com/rockcraft/stable/reference/rockcraft.yaml)
        "#]],
    );
}
