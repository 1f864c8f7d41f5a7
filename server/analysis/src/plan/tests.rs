use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{Action, Options, lenses, offers, plan, shell_script};
use crate::project::MemoryFiles;
use crate::settings::Settings;
use crate::snapshot::Snapshot;

const CHARM: &str = "name: shop\nbase: ubuntu@24.04\nplatforms: {amd64: }\nsummary: a\n\
    description: b\ntype: charm\nextensions: [flask-framework]\n";
const ROCK: &str = "name: shop\nbase: ubuntu@24.04\nversion: '1.0'\nsummary: a\ndescription: b\n\
    platforms: {amd64: }\nextensions: [flask-framework]\n";

/// A document with files beside it, named from its directory.
fn snapshot(name: &str, text: &str, beside: &[(&str, &str)]) -> Snapshot {
    let mut snapshot = Snapshot::alone(name, text).unwrap();
    snapshot.project = Arc::new(MemoryFiles::new(beside.iter().copied()));
    snapshot
}

fn charm(text: &str) -> Snapshot {
    let files = [
        ("../rockcraft.yaml", ROCK),
        ("../requirements.txt", "flask"),
        ("../app.py", "app = 1"),
        ("requirements.txt", "x"),
        ("src/charm.py", ""),
    ];
    snapshot("charmcraft.yaml", text, &files)
}

fn rock(text: &str) -> Snapshot {
    let files =
        [("charm/charmcraft.yaml", CHARM), ("requirements.txt", "flask"), ("app.py", "app = 1")];
    snapshot("rockcraft.yaml", text, &files)
}

fn said(snapshot: &Snapshot, action: Action, options: &Options) -> String {
    let plan = plan(snapshot, action, options, "amd64");
    let mut said = shell_script(&plan, |step| step.directory.to_owned());
    for step in &plan.steps {
        for file in &step.needs {
            said += &format!("needs {file}\n");
        }
        for file in &step.produces {
            said += &format!("produces {file}\n");
        }
    }
    for problem in &plan.problems {
        let word = if problem.stops { "stops" } else { "warns" };
        let file = problem.file.as_deref().unwrap_or("-");
        let help = problem.help.as_deref().unwrap_or("-");
        said += &format!("{word} {file} {}: {help}\n", problem.message);
    }
    said
}

fn check(snapshot: &Snapshot, action: Action, expected: Expect) {
    expected.assert_eq(&said(snapshot, action, &Options::default()));
}

fn with(options: impl FnOnce(&mut Options)) -> Options {
    let mut changed = Options::default();
    options(&mut changed);
    changed
}

#[test]
fn charm_and_rock_find_each_other() {
    let from_rock = said(&rock(ROCK), Action::UpdateImage, &Options::default());
    expect![[r#"
        rockcraft pack
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:shop_1.0_amd64.rock docker://localhost:32000/shop:1.0
        (cd -- charm && juju refresh shop --path=./shop_amd64.charm --resource flask-app-image=localhost:32000/shop:1.0)
        produces shop_1.0_amd64.rock
        needs shop_1.0_amd64.rock
        needs shop_amd64.charm
    "#]].assert_eq(&from_rock);
    let from_charm = said(&charm(CHARM), Action::UpdateImage, &Options::default());
    let moved = from_charm.replace("(cd -- .. && ", "").replace(".yaml)", "");
    assert!(moved.contains("rockcraft pack)") && moved.contains("./shop_amd64.charm"), "{moved}");
}

#[test]
fn a_charm_is_packed_for_each_platform_of_this_machine() {
    let platforms = "platforms:\n  ubuntu@24.04:amd64:\n  pi: {build-on: ['ubuntu@24.04:amd64'], \
                     build-for: ['ubuntu@24.04:arm64']}\n";
    let text =
        CHARM.replace("platforms: {amd64: }\n", platforms).replace("base: ubuntu@24.04\n", "");
    check(
        &charm(&text),
        Action::PackCharm,
        expect![[r#"
        charmcraft pack
        produces shop_ubuntu@24.04-amd64.charm
        produces shop_pi.charm
    "#]],
    );
    let one = with(|options| options.platform = Some("pi".into()));
    expect![[r#"
        charmcraft pack --platform=pi
        produces shop_pi.charm
    "#]]
    .assert_eq(&said(&charm(&text), Action::PackCharm, &one));
    let none = with(|options| options.platform = Some("--shell".into()));
    expect![[r#"
        stops charmcraft.yaml there is no platform `--shell` that can be built on amd64: those are `ubuntu@24.04:amd64`, `pi`
    "#]]
    .assert_eq(&said(&charm(&text), Action::PackCharm, &none));
}

#[test]
fn the_old_form_names_its_file_after_the_base() {
    let text = "name: old\nbases: [{name: ubuntu, channel: '22.04'}]\n";
    check(
        &charm(text),
        Action::PackCharm,
        expect![[r#"
        charmcraft pack
        produces old_ubuntu-22.04-amd64.charm
        stops charmcraft.yaml `type` is missing in `charmcraft.yaml`: write `type: charm`
        stops charmcraft.yaml `summary` is missing in `charmcraft.yaml`: write it, for example `summary: A short summary of the charm.`
        stops charmcraft.yaml `description` is missing in `charmcraft.yaml`: write it, for example `description: What the charm does, and for whom.`
    "#]],
    );
}

#[test]
fn experimental_bases_need_a_switch() {
    let text = ROCK.replace("24.04", "26.04");
    check(
        &rock(&text),
        Action::PackRock,
        expect![[r#"
        ROCKCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS=true rockcraft pack
        produces shop_1.0_amd64.rock
    "#]],
    );
    let text = CHARM.replace("24.04", "26.04");
    check(
        &charm(&text),
        Action::PackCharm,
        expect![[r#"
        CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS=true charmcraft pack
        produces shop_amd64.charm
    "#]],
    );
    check(
        &charm(&text),
        Action::Refresh,
        expect![[r#"
        juju refresh shop --path=./shop_amd64.charm --resource app-image=localhost:32000/shop:1.0
        needs shop_amd64.charm
    "#]],
    );
}

#[test]
fn the_version_is_read_as_python_reads_it() {
    let text = ROCK.replace("'1.0'", "1.10");
    check(
        &rock(&text),
        Action::UploadRock,
        expect![[r#"
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:shop_1.1_amd64.rock docker://localhost:32000/shop:1.1
        needs shop_1.1_amd64.rock
    "#]],
    );
    let text = ROCK.replace("'1.0'", "1.0+git3");
    check(
        &rock(&text),
        Action::UploadRock,
        expect![[r#"
        stops rockcraft.yaml version `1.0+git3` cannot be the tag of an image: a tag has letters, digits, `.`, `-` and `_` only
    "#]],
    );
    let text = ROCK.replace("version: '1.0'\n", "");
    check(
        &rock(&text),
        Action::UploadRock,
        expect![[r#"
        stops rockcraft.yaml `rockcraft.yaml` has no `version`: the image in the registry is named after it: add for example `version: '0.1'`
    "#]],
    );
}

#[test]
fn where_a_part_sets_the_version_the_packed_rock_tells_it() {
    let text = ROCK.replace("version: '1.0'", "adopt-info: app");
    check(
        &rock(&text),
        Action::UploadRock,
        expect![[r#"
        stops rockcraft.yaml only the build knows the version of the rock (`adopt-info`): pack the rock first, or say the version
    "#]],
    );
    let packed = [("shop_2.0_amd64.rock", ""), ("shop_2.0_arm64.rock", ""), ("app.py", "app = 1")];
    check(
        &snapshot("rockcraft.yaml", &text, &packed),
        Action::UploadRock,
        expect![[r#"
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:shop_2.0_amd64.rock docker://localhost:32000/shop:2.0
        needs shop_2.0_amd64.rock
    "#]],
    );
    let packed = [("shop_2.0_amd64.rock", ""), ("shop_3.0_amd64.rock", "")];
    check(
        &snapshot("rockcraft.yaml", &text, &packed),
        Action::UploadRock,
        expect![[r#"
        stops rockcraft.yaml there are rocks of several versions: 2.0, 3.0: say which version, or remove the others
    "#]],
    );
    let said_version = with(|options| options.rock_version = Some("3.0".into()));
    expect![[r#"
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:shop_3.0_amd64.rock docker://localhost:32000/shop:3.0
        needs shop_3.0_amd64.rock
    "#]].assert_eq(&said(&rock(&text), Action::UploadRock, &said_version));
}

#[test]
fn what_a_tool_refuses_stops_its_own_pack_and_can_be_forced() {
    let text = format!("{ROCK}run-user: nobody\nbogus: 1\n");
    check(
        &rock(&text),
        Action::PackRock,
        expect![[r#"
        rockcraft pack
        produces shop_1.0_amd64.rock
        stops rockcraft.yaml `run-user` is set twice: `flask-framework` adds `run_user`: remove `run-user`: the extension sets it to `_daemon_`
        stops rockcraft.yaml `bogus` is no key of `rockcraft.yaml`: remove the key and its value
    "#]],
    );
    check(
        &rock(&text),
        Action::UploadRock,
        expect![[r#"
        rockcraft.skopeo --insecure-policy copy --dest-tls-verify=false oci-archive:shop_1.0_amd64.rock docker://localhost:32000/shop:1.0
        needs shop_1.0_amd64.rock
    "#]],
    );
    let force = with(|options| options.force = true);
    expect![[r#"
        rockcraft pack
        produces shop_1.0_amd64.rock
        warns rockcraft.yaml `run-user` is set twice: `flask-framework` adds `run_user`: remove `run-user`: the extension sets it to `_daemon_`
        warns rockcraft.yaml `bogus` is no key of `rockcraft.yaml`: remove the key and its value
    "#]].assert_eq(&said(&rock(&text), Action::PackRock, &force));
}

#[test]
fn names_that_would_be_flags_go_nowhere() {
    for (options, word) in [
        (with(|options| options.app = Some("--model=x".into())), "an application"),
        (with(|options| options.model = Some("-x".into())), "a model"),
        (with(|options| options.registry = Some("a b".into())), "a registry"),
    ] {
        let said = said(&charm(CHARM), Action::Refresh, &options);
        assert!(said.starts_with("stops ") && said.contains(word), "{said}");
    }
    let text = CHARM.replace("name: shop", "name: -shop");
    check(
        &charm(&text),
        Action::PackCharm,
        expect![[r#"
        stops charmcraft.yaml the name `-shop` starts with a hyphen: use small letters, digits and single hyphens between them, for example `shop`
        stops charmcraft.yaml `-shop` cannot be the name of a charm or rock: -
    "#]],
    );
}

#[test]
fn plain_charms_get_their_images_from_upstream_or_from_their_rock() {
    let resource = |more: &str| {
        let text = CHARM.replace("extensions: [flask-framework]\n", "parts: {a: {plugin: nil}}\n");
        format!(
            "{text}resources:\n  image:\n    type: oci-image\n{more}  data:\n    type: file\n    filename: x\n"
        )
    };
    check(
        &charm(&resource("")),
        Action::Refresh,
        expect![[r#"
        juju refresh shop --path=./shop_amd64.charm --resource image=localhost:32000/shop:1.0
        needs shop_amd64.charm
    "#]],
    );
    let alone = |text: &str| snapshot("charmcraft.yaml", text, &[("src/charm.py", "")]);
    let upstream = resource("    upstream-source: ghcr.io/x:1\n");
    check(
        &alone(&upstream),
        Action::Refresh,
        expect![[r#"
        juju refresh shop --path=./shop_amd64.charm --resource image=ghcr.io/x:1
        needs shop_amd64.charm
    "#]],
    );
    check(
        &alone(&resource("")),
        Action::Refresh,
        expect![[r#"
        stops charmcraft.yaml which image is the resource `image`?: give it an `upstream-source`, or put its `rockcraft.yaml` beside the charm
    "#]],
    );
}

#[test]
fn options_are_set_and_reset() {
    let text = format!(
        "{CHARM}config: {{options: {{token: {{type: string}}, size: {{type: int}}, k: {{type: secret}}}}}}\n"
    );
    let set = |option: &str, value: &str| {
        let options = with(|options| {
            options.option = Some(option.into());
            options.value = Some(value.into());
        });
        let plan = plan(&charm(&text), Action::Config, &options, "amd64");
        let shown = plan.steps.first().map(|step| step.shown().join(" "));
        let problems = plan.problems.into_iter().map(|problem| problem.message);
        shown.into_iter().chain(problems).collect::<Vec<_>>().join("\n") + "\n"
    };
    let mut all = String::new();
    for (option, value) in [
        ("token", "a;b c"),
        ("token", ""),
        ("token", "@file"),
        ("size", "12"),
        ("size", "-1"),
        ("size", "x"),
        ("k", "plain"),
        ("k", "secret:abc"),
        ("webserver-workers", "4"),
        ("--reset", "token"),
        ("nothing", "1"),
    ] {
        all += &set(option, value);
    }
    expect![[r#"
        juju config shop token=***
        juju config shop token=
        juju config shop token=***
        juju reads a value that begins with `@` from the file of that name
        juju config shop size=12
        juju config shop size=-1
        `x` is no int, which `size` is
        the value is no secret, which `k` is
        juju config shop k=***
        juju config shop webserver-workers=4
        the charm has no option `--reset`
        the charm has no option `nothing`
    "#]]
    .assert_eq(&all);
    let reset = with(|options| {
        options.option = Some("size".into());
        options.reset = true;
    });
    expect![[r#"
        juju config shop --reset size
    "#]]
    .assert_eq(&said(&charm(&text), Action::Config, &reset));
    let without = charm("name: shop\n");
    assert!(said(&without, Action::Config, &reset).ends_with("no option `size`: it has none\n"));
}

#[test]
fn endpoints_are_integrated_with_what_provides_their_interface() {
    let text = format!(
        "{CHARM}requires:\n  postgresql: {{interface: postgresql_client}}\n  \
         a: {{interface: x}}\n  b: {{interface: x}}\n"
    );
    let integrate = |endpoint: &str, provider: Option<&str>| {
        let options = with(|options| {
            options.endpoint = Some(endpoint.into());
            options.provider = provider.map(str::to_owned);
        });
        said(&charm(&text), Action::Integrate, &options)
    };
    let mut all = String::new();
    for (endpoint, provider) in [
        ("postgresql", Some("postgresql-k8s")),
        ("postgresql", None),
        ("a", Some("other:x")),
        ("ingress", Some("traefik-k8s")),
        ("a", Some("--flag")),
        ("nothing", Some("x")),
    ] {
        all += &integrate(endpoint, provider);
    }
    expect![[r#"
        juju integrate shop postgresql-k8s
        stops charmcraft.yaml with what is `postgresql` to be integrated?: for example `postgresql-k8s`, `postgresql`, `pgbouncer-k8s`
        juju integrate shop:a other:x
        juju integrate shop traefik-k8s
        stops - `--flag` cannot be the name of an application: write `APPLICATION` or `APPLICATION:ENDPOINT`
        stops charmcraft.yaml the charm has no endpoint `nothing`: it has `postgresql`, `a`, `b`, `logging`, `ingress`, `metrics-endpoint`, `grafana-dashboard`
    "#]].assert_eq(&all);
}

#[test]
fn half_a_project_says_what_is_missing() {
    let alone = snapshot("charmcraft.yaml", CHARM, &[("src/charm.py", "")]);
    check(
        &alone,
        Action::UpdateImage,
        expect![[r#"
        stops - there is no `rockcraft.yaml` in this project: put it beside the charm, or one directory above it
    "#]],
    );
    let misnamed = snapshot("rockfile.yaml", ROCK, &[("app.py", "app = 1")]);
    check(
        &misnamed,
        Action::PackRock,
        expect![[r#"
        stops rockfile.yaml there is no `requirements.txt` and no `pyproject.toml` beside this file: write `requirements.txt` with a line `flask`
        stops rockfile.yaml no tool reads `rockfile.yaml`: rename it to `rockcraft.yaml`
    "#]],
    );
    check(
        &snapshot("rockcraft.yaml", "", &[]),
        Action::UpdateImage,
        expect![[r#"
        stops rockcraft.yaml `rockcraft.yaml` is empty, expected keys such as `name:`: `rockcraft init --profile flask-framework` writes one
        stops rockcraft.yaml `rockcraft.yaml` has no `version`: the image in the registry is named after it: add for example `version: '0.1'`
    "#]],
    );
    let config = snapshot("paas-config.yaml", "", &[("charmcraft.yaml", CHARM)]);
    check(
        &config,
        Action::PackCharm,
        expect![[r#"
        charmcraft pack
        produces shop_amd64.charm
    "#]],
    );
}

#[test]
fn programs_may_be_replaced() {
    let mut settings = Settings::default();
    settings.run.tools.insert("skopeo".to_owned(), "/opt/skopeo".to_owned());
    settings.run.registry = Some("registry.example.com".to_owned());
    let mut snapshot = rock(ROCK);
    snapshot.settings = Arc::new(settings);
    check(
        &snapshot,
        Action::UploadRock,
        expect![[r#"
        /opt/skopeo --insecure-policy copy oci-archive:shop_1.0_amd64.rock docker://registry.example.com/shop:1.0
        needs shop_1.0_amd64.rock
    "#]],
    );
}

#[test]
fn an_image_is_made_of_the_files_that_its_extension_takes() {
    let sources = |text: &str| {
        let plan = plan(&rock(text), Action::UploadRock, &Options::default(), "amd64");
        plan.steps.first().unwrap().image.clone().unwrap().sources.join(" ")
    };
    assert_eq!(sources(ROCK), "app.py requirements.txt pyproject.toml rockcraft.yaml");
    let listed = format!(
        "{ROCK}parts:\n  flask-framework/install-app:\n    prime: [flask/app/web, flask/app/x/y.py]\n"
    );
    assert_eq!(sources(&listed), "web x/y.py requirements.txt pyproject.toml rockcraft.yaml");
    assert_eq!(sources(&listed.replace("flask/app/web", "-flask/app/web")), "");
    assert_eq!(sources(&ROCK.replace("flask-", "go-")), "");
    let express = sources(&ROCK.replace("flask-", "expressjs-"));
    assert_eq!(express, "app rockcraft.yaml");
    let django = sources(&ROCK.replace("flask-", "django-").replace("name: shop", "name: my-shop"));
    assert_eq!(django, "my_shop requirements.txt rockcraft.yaml");
}

#[test]
fn a_place_offers_what_can_be_done_with_it() {
    let text = format!(
        "{CHARM}config:\n  options:\n    debug:\n      type: boolean\n      default: true\n    \
         token:\n      type: string\nrequires:\n  postgresql:\n    interface: postgresql_client\n"
    );
    let snapshot = charm(&text);
    let mut all = String::new();
    for line in 0..snapshot.document.text().line_count() {
        let range = snapshot.document.text().line_range(line);
        let titles: Vec<_> = offers(&snapshot, syntax::TextRange::empty(range.start()), false)
            .into_iter()
            .map(|offer| offer.title)
            .collect();
        all += &format!("{}: {}\n", snapshot.document.text().slice(range), titles.join(", "));
    }
    expect![[r#"
        name: shop: Pack the charm, Deploy the charm, Refresh the application
        base: ubuntu@24.04: 
        platforms: {amd64: }: 
        summary: a: 
        description: b: 
        type: charm: 
        extensions: [flask-framework]: Pack the charm, Deploy the charm, Refresh the application
        config:: 
          options:: 
            debug:: Set `debug` to `true` with juju, Set `debug` to `false` with juju, Reset `debug` to its default with juju
              type: boolean: Set `debug` to `true` with juju, Set `debug` to `false` with juju, Reset `debug` to its default with juju
              default: true: Set `debug` to `true` with juju, Set `debug` to `false` with juju, Reset `debug` to its default with juju
            token:: Set `token` with juju
              type: string: Set `token` with juju
        requires:: 
          postgresql:: Integrate `postgresql` with `postgresql-k8s`, Integrate `postgresql` with `postgresql`, Integrate `postgresql` with `pgbouncer-k8s`
            interface: postgresql_client: Integrate `postgresql` with `postgresql-k8s`, Integrate `postgresql` with `postgresql`, Integrate `postgresql` with `pgbouncer-k8s`
        : 
    "#]].assert_eq(&all);
}

#[test]
fn lenses_stand_at_the_extensions() {
    let shown = |snapshot: &Snapshot| -> Vec<String> {
        let lenses = lenses(snapshot).into_iter();
        lenses
            .map(|(range, offer)| {
                format!("{}: {}", snapshot.document.text().slice(range), offer.title)
            })
            .collect()
    };
    assert_eq!(shown(&charm(CHARM)), ["extensions: Pack charm"]);
    let whole = ["extensions: Pack rock", "extensions: Upload", "extensions: Refresh"];
    assert_eq!(shown(&rock(ROCK)), whole);
    let alone = snapshot("rockcraft.yaml", "name: x\n", &[]);
    assert_eq!(shown(&alone), ["name: Pack rock", "name: Upload"]);
    let mut silent = charm(CHARM);
    let mut settings = Settings::default();
    settings.run.code_lens = false;
    silent.settings = Arc::new(settings);
    assert!(shown(&silent).is_empty());
}
