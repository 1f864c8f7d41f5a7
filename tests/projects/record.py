#!/usr/bin/env python3
"""Records what paas-charm really gives to the applications of the example projects.

Usage: record.py CHARMCRAFT LIBRARIES [PROJECT...]

CHARMCRAFT is the program; LIBRARIES is a `lib` directory with the charm libraries that the extensions
list. Needs `paas-charm`, `ops[testing]` and `email-validator` in the Python that runs it. Each project's own charm class
runs twice in Juju's simulated environment: with the smallest relation data and only the options that
are required (`least`), and with everything there is to set (`most`). Beside each project's
rockcraft.yaml, `environment.json` then holds the variables of both runs, which services of the rock
got them on the first and on the second unit, and the migration that ran. `interfaces.json` holds what
each integration alone does to the environment of each framework. A PROJECT may be `interfaces`; a new
project starts with an empty `environment.json`.
"""

import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import ops
import yaml
from ops import pebble, testing

HERE = pathlib.Path(__file__).parent
SERVICES = {
    "flask-framework": ("flask", "/flask/app"),
    "django-framework": ("django", "/django/app"),
    "fastapi-framework": ("fastapi", "/app"),
    "go-framework": ("go", "/app"),
    "expressjs-framework": ("expressjs", "/app"),
    "spring-boot-framework": ("spring-boot", "/app"),
}
MODULES = {
    "flask-framework": "flask",
    "django-framework": "django",
    "fastapi-framework": "fastapi",
    "go-framework": "go",
    "expressjs-framework": "expressjs",
    "spring-boot-framework": "springboot",
}
NEED_DATABASE = ["django-framework"]
MINIMAL = {
    "name": "minimal",
    "type": "charm",
    "summary": "Nothing but endpoints",
    "description": "Nothing but endpoints",
    "base": "ubuntu@24.04",
    "platforms": {"amd64": None},
}
INTERFACES = {
    "postgresql": "postgresql_client",
    "mysql": "mysql_client",
    "mongodb": "mongodb_client",
    "redis": "redis",
    "valkey": "valkey_client",
    "s3": "s3",
    "saml": "saml",
    "smtp": "smtp",
    "rabbitmq": "rabbitmq",
    "tracing": "tracing",
    "openfga": "openfga",
    "my-login": "oauth",
    "http-proxy": "http_proxy",
}
ENDPOINTS = {
    name: {"interface": interface, "optional": True, "limit": 1}
    for name, interface in INTERFACES.items()
}
# Where the files of a project lie that end up in the directory of the application.
APPLICATION = {"django-framework": "{module}", "expressjs-framework": "app"}
REQUIRER = "00000000-0000-4000-8000-000000000000"
MIGRATIONS = ["migrate", "migrate.sh", "migrate.py", "manage.py"]
METADATA = ["name", "requires", "provides", "peers", "containers", "resources"]
SAMPLES = {"string": "text", "int": 7, "float": 1.5, "boolean": True}
# Options that set no variable, or that exclude one that is set.
LEFT_OUT = ("webserver-worker-class", "secret-key-id")


def relation_data(interface, extension, most, secrets):
    """The remote side of an integration: data of the application, then of its first unit."""

    def secret(**content):
        kept = testing.Secret(content, label=f"{interface}-{len(secrets)}")
        secrets.append(kept)
        return kept.id

    user = {"username": "user", "password": "pass"}
    if interface == "mongodb_client":
        address = "mongodb://user:pass@host:27017/db" if most else "mongodb://user:pass@host/db"
        return {"uris": address}, {}
    if interface in ("postgresql_client", "mysql_client"):
        return {"endpoints": "host:5432", **user}, {}
    if interface == "redis":
        return {"leader-host": "host"}, {"hostname": "host", "port": "6379"}
    if interface == "valkey_client":
        request = {"resource": "*", "request-id": "0" * 16, "salt": "0" * 16, "endpoints": "host:6379"}
        if most:
            request |= {
                "secret-user": secret(username="user", password="pass"),
                "read-only-endpoints": "other:6379",
                "sentinel-endpoints": "sentinel:26379",
                "mode": "sentinel",
                "version": "8",
            }
        return {"version": "v1", "requests": json.dumps([request])}, {}
    if interface == "s3":
        data = {"access-key": "key", "secret-key": "secret", "bucket": "bucket"}
        if most:
            data |= {
                "region": "here",
                "endpoint": "http://host",
                "path": "/path",
                "s3-api-version": "s3v4",
                "s3-uri-style": "path",
                "storage-class": "cold",
                "attributes": json.dumps(["header"]),
                "tls-ca-chain": json.dumps(["certificate"]),
            }
        return data, {}
    if interface == "saml":
        data = {"entity_id": "https://idp", "x509certs": "certificate"}
        # For Spring Boot paas-charm crashes without it.
        if most or extension == "spring-boot-framework":
            data |= {"metadata_url": "https://idp/metadata"}
        if most:
            data |= {
                "single_sign_on_service_redirect_url": "https://idp/login",
                "single_sign_on_service_redirect_binding": "urn:HTTP-Redirect",
            }
        return data, {}
    if interface == "smtp":
        data = {"host": "host", "port": "25", "auth_type": "none", "transport_security": "none"}
        if most:
            data |= {"auth_type": "plain", "transport_security": "tls", "user": "user"}
            data |= {"password": "pass", "domain": "example.com"}
        return data, {}
    if interface == "rabbitmq":
        return {}, {"hostname": "host", "password": "pass"}
    if interface == "tracing":
        receiver = {"protocol": {"name": "otlp_http", "type": "http"}, "url": "http://host:4318"}
        return {"receivers": json.dumps([receiver])}, {}
    if interface == "openfga":
        data = {"store_id": "id", "grpc_api_url": "host:8081", "http_api_url": "http://host:8080"}
        if most:
            data |= {"token_secret_id": secret(token="token")}
        return data, {}
    if interface == "oauth":
        addresses = "issuer_url authorization_endpoint token_endpoint introspection_endpoint"
        data = {key: f"https://idp/{key}" for key in addresses.split()}
        data |= {"userinfo_endpoint": "https://idp/user", "jwks_endpoint": "https://idp/jwks"}
        data |= {"scope": "openid", "client_id": "id", "client_secret_id": secret(secret="secret")}
        return data, {}
    if interface == "http_proxy":
        answer = {"requirer": REQUIRER, "status": "ready", "auth": "none"}
        answer |= {"http_proxy": "http://proxy:80/", "https_proxy": "http://proxy:80/"}
        return {"responses": json.dumps([answer])}, {}
    if interface == "ingress":
        return {"ingress": json.dumps({"url": "http://public/"})}, {}
    raise ValueError(f"no relation data is known for {interface}")


def expand(directory, charmcraft):
    """The charm in a directory as its extension completes it, as text."""
    return subprocess.run(
        [charmcraft, "expand-extensions"],
        cwd=directory,
        env=os.environ | {"CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS": "1"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def charm_class(path):
    """The charm that a charm.py defines."""
    spec = importlib.util.spec_from_file_location("charm", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    classes = [it for it in vars(module).values() if isinstance(it, type)]
    return next(it for it in classes if issubclass(it, ops.CharmBase))


class Application:
    """A charm in full, the services of its rock, and the files in the directory of its application."""

    def __init__(self, work, written, expanded, charm_class):
        self.written = written
        self.charm = yaml.safe_load(expanded)
        self.charm_class = charm_class
        self.extension = written["extensions"][0]
        self.service, self.app_dir = SERVICES[self.extension]
        self.services = {}
        self.root = work / "charm"
        self.root.mkdir()
        (self.root / "charmcraft.yaml").write_text(expanded)
        self.files = work / "files"
        self.files.mkdir()

    @classmethod
    def of_project(cls, work, path, charmcraft):
        """An example project."""
        written = yaml.safe_load((path / "charm/charmcraft.yaml").read_text())
        expanded = expand(path / "charm", charmcraft)
        self = cls(work, written, expanded, charm_class(path / "charm/src/charm.py"))
        rock = yaml.safe_load((path / "rockcraft.yaml").read_text())
        self.services = rock.get("services", {})
        module = rock["name"].replace("-", "_")
        source = path / APPLICATION.get(self.extension, "").format(module=module)
        for name in MIGRATIONS:
            if (source / name).exists():
                (self.files / name).write_text((source / name).read_text())
        return self

    @classmethod
    def of_endpoints(cls, work, extension, endpoints, charmcraft):
        """A charm with nothing but endpoints."""
        written = MINIMAL | {"extensions": [extension], "requires": endpoints}
        source = work / "source"
        source.mkdir()
        (source / "charmcraft.yaml").write_text(yaml.safe_dump(written))
        module = importlib.import_module("paas_charm." + MODULES[extension])
        return cls(work, written, expand(source, charmcraft), module.Charm)

    def config(self, most, secrets):
        values = {}
        for name, option in self.charm["config"]["options"].items():
            own = self.written.get("config", {}).get("options", {}).get(name, {})
            if name.endswith(LEFT_OUT) or "default" in option:
                continue
            if not most and own.get("optional") is not False:
                continue
            if option["type"] == "secret":
                kept = testing.Secret({"one-key": "1", "other": "2"}, label=name)
                secrets.append(kept)
                values[name] = kept.id
            else:
                values[name] = SAMPLES[option["type"]]
        return values

    def relations(self, most, unit, secrets):
        relations = []
        for name, endpoint in self.charm["requires"].items():
            interface = endpoint["interface"]
            # Only the leader gets through the library for proxies.
            if interface == "loki_push_api" or interface == "http_proxy" and unit:
                continue
            app_data, unit_data = relation_data(interface, self.extension, most, secrets)
            request = {"requirer": REQUIRER, "domains": ["example.com"], "auth": ["none"]}
            asked = {"requests": json.dumps([request])} if interface == "http_proxy" else {}
            relation = testing.Relation(
                name,
                interface,
                local_app_data=asked,
                remote_app_data=app_data,
                remote_units_data={0: unit_data},
            )
            relations.append(relation)
        peer = next(iter(self.charm["peers"]))
        shared = {f"{name}_secret_key": "0" * 64 for name in (self.service, "spring-boot")}
        others = {other: {} for other in range(3) if other != unit} if most else {}
        relations.append(testing.PeerRelation(peer, local_app_data=shared, peers_data=others))
        return relations

    def run(self, most, unit=0):
        own = {"override": "replace", "command": "serve [ sync ]", "startup": "enabled"}
        services = {self.service: own} | self.services
        container = testing.Container(
            next(iter(self.charm["containers"])),
            can_connect=True,
            layers={"rock": pebble.Layer({"services": services})},
            mounts={"app": testing.Mount(location=self.app_dir, source=self.files)},
            execs={testing.Exec([])},
        )
        secrets = []
        config = self.config(most, secrets)
        relations = self.relations(most, unit, secrets)
        context = testing.Context(
            self.charm_class,
            meta={key: self.charm[key] for key in METADATA if key in self.charm},
            config=self.charm["config"],
            actions=self.charm.get("actions"),
            charm_root=self.root,
            unit_id=unit,
        )
        proxies = {f"JUJU_CHARM_{it}_PROXY": "http://proxy" for it in ("HTTP", "HTTPS", "NO")}
        os.environ.update(proxies if most else {})
        try:
            state = context.run(
                context.on.config_changed(),
                testing.State(
                    leader=unit == 0,
                    config=config,
                    secrets=secrets,
                    relations=relations,
                    containers={container},
                    planned_units=3 if most else 1,
                    model=testing.Model("model", type="kubernetes"),
                ),
            )
        finally:
            for name in proxies:
                os.environ.pop(name, None)
        if state.unit_status != testing.ActiveStatus():
            raise RuntimeError(f"{self.extension}: {state.unit_status}")
        plan = state.get_container(container.name).plan
        ran = [entry.command for entry in context.exec_history.get(container.name, [])]
        ran = [it for it in ran if any(pathlib.Path(word).name in MIGRATIONS for word in it)]
        return dict(plan.services), ran

    def record(self):
        least, ran = self.run(most=False)
        most, _ = self.run(most=True)
        second, _ = self.run(most=True, unit=1)
        environment = most[self.service].environment
        got = lambda services: {
            name: "variables" if services[name].environment.keys() == environment.keys()
            else "disabled" if services[name].startup == "disabled" else "nothing"
            for name in self.services
        }
        return {
            "least": sorted(least[self.service].environment),
            "most": sorted(environment),
            "services": {"unit 0": got(most), "unit 1": got(second)},
            "migration": ran[0] if ran else None,
        }


def environments(extension, endpoints, charmcraft):
    """The variables of a charm with these endpoints: with the smallest relation data, and with all."""
    with tempfile.TemporaryDirectory() as work:
        application = Application.of_endpoints(
            pathlib.Path(work), extension, endpoints, charmcraft
        )
        runs = [application.run(most)[0] for most in (False, True)]
    return [services[application.service].environment.keys() for services in runs]


def record_interfaces(charmcraft):
    """What each integration alone adds to the environment, and takes away, for each framework."""
    recorded = {}
    for extension in SERVICES:
        known = {}
        for name, endpoint in ENDPOINTS.items():
            base = {"postgresql": "mysql"}.get(name, "postgresql")
            base = {base: ENDPOINTS[base]} if extension in NEED_DATABASE else {}
            key = next(iter(base), None)
            if key not in known:
                known[key] = environments(extension, base, charmcraft)
            (least, most), (little, much) = (
                known[key],
                environments(extension, base | {name: endpoint}, charmcraft),
            )
            recorded.setdefault(extension, {})[name] = {
                "interface": endpoint["interface"],
                "least": sorted(little - least),
                "most": sorted(much - most),
                "taken away": sorted(least - little),
            }
    (HERE / "interfaces.json").write_text(json.dumps(recorded, indent=2) + "\n")


def main():
    charmcraft, libraries, *names = sys.argv[1:]
    sys.path.insert(0, libraries)
    if not names or "interfaces" in names:
        record_interfaces(charmcraft)
    for path in sorted(HERE.glob("*/environment.json")):
        path = path.parent
        if names and path.name not in names:
            continue
        with tempfile.TemporaryDirectory() as work:
            application = Application.of_project(pathlib.Path(work), path, charmcraft)
            recorded = application.record()
        (path / "environment.json").write_text(json.dumps(recorded, indent=2) + "\n")


if __name__ == "__main__":
    main()
