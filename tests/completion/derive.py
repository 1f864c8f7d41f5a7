#!/usr/bin/env python3
"""Derives what completion knows about real files from a directory of them.

    tests/completion/derive.py DIRECTORY

reads every charmcraft.yaml and rockcraft.yaml below DIRECTORY, whose first level is the kind of file and
whose second level is named `owner+repository--path`. Repositories are dealt out by the hash of their names:

- those of one half are counted into `schemas/key-usage.json`, the order in which keys are offered;
- those of the other half become `tests/completion/shapes.*.yaml`, the files that the order is tested on.

Nothing of the files' texts is kept: names that their authors chose and all prose are replaced. What stays is
which keys stand beside each other, and values of closed sets. Needs PyYAML.
"""

import collections
import hashlib
import json
import pathlib
import sys

import yaml

PROJECT = pathlib.Path(__file__).resolve().parents[2]
# A key seen in fewer files than this is noise.
LEAST = 2
# No repository counts for more files than this.
MOST = 5
# How many keys are kept of those that come after another.
FOLLOWERS = 3
# Places where authors choose the names, and the schema describes those that an extension takes.
OPEN = {"requires", "provides", "peers"}
# Keys whose value decides what else belongs beside it, and is one of a few words.
KEPT = {"type", "plugin", "interface", "override", "startup", "scope", "source-type", "base", "build-base",
        "extensions", "build-on", "build-for", "charm-user", "channel", "name", "optional", "required"}


class Schema:
    """As much of a JSON schema as says which names are the author's own."""

    def __init__(self, kind):
        self.root = json.loads((PROJECT / f"schemas/{kind}.schema.json").read_text())

    def layers(self, schema):
        if not isinstance(schema, dict):
            return
        yield schema
        if "$ref" in schema:
            target = self.root
            for step in schema["$ref"][2:].split("/"):
                target = target[int(step)] if isinstance(target, list) else target[step]
            yield from self.layers(target)
        for branch in [*schema.get("allOf", []), *schema.get("anyOf", []), schema.get("then")]:
            yield from self.layers(branch)

    def child(self, schemas, key):
        """The schemas below a key, and whether the key is one of the schema's own."""
        layers = [layer for schema in schemas for layer in self.layers(schema)]
        known = [layer["properties"][key] for layer in layers if key in layer.get("properties", {})]
        # As the server reads them: what has no description is there to refuse something.
        if any("description" in layer for schema in known for layer in self.layers(schema)):
            return known, True
        other = [layer[word] for layer in layers for word in ("additionalProperties",) if word in layer]
        other += [schema for layer in layers for schema in layer.get("patternProperties", {}).values()]
        return other, False

    def items(self, schemas):
        return [layer["items"] for schema in schemas for layer in self.layers(schema) if "items" in layer]


class Files:
    def __init__(self, directory):
        self.of_kind = collections.defaultdict(list)
        for path in sorted(directory.glob("*/*/*craft.yaml")):
            kind = path.stem
            repository = path.parent.name.split("--")[0]
            half = hashlib.sha256(repository.encode()).digest()[27] % 2
            try:
                content = yaml.safe_load(path.read_text())
            except (yaml.YAMLError, ValueError):
                continue
            if isinstance(content, dict):
                self.of_kind[kind].append((half, repository, content))

    def half(self, kind, wanted):
        """The contents of one half, with the repositories they are from."""
        return [(repository, content) for half, repository, content in self.of_kind[kind] if half == wanted]


def is_architecture(name):
    bases = json.loads((PROJECT / "schemas/bases.json").read_text())
    return name in [architecture["name"] for architecture in bases["architectures"]]


def counted(kind, contents):
    """The keys at each place, most used first, for parts by plugin, for the file by extension; and the
    keys that come after another."""
    schema = Schema(kind)
    usage = collections.defaultdict(collections.Counter)
    following = collections.defaultdict(collections.Counter)

    def visit(node, schemas, path):
        if isinstance(node, list):
            for item in node:
                visit(item, schema.items(schemas), (*path, "*"))
        if not isinstance(node, dict):
            return
        places = ["/".join(path)]
        if path == ("parts", "*"):
            places.append(f"parts/*/plugin={node.get('plugin')}")
        if path == () and node.get("extensions"):
            places.append("extensions")
        before = None
        for key, value in node.items():
            below, own = schema.child(schemas, str(key))
            if own:
                for place in places:
                    usage[place][str(key)] += 1
                following[places[0], before][str(key)] += 1
                before = str(key)
            visit(value, below, (*path, str(key) if own else "*"))

    seen = collections.Counter()
    for repository, content in contents:
        seen[repository] += 1
        if seen[repository] <= MOST:
            visit(content, [schema.root], ())
    result, after = {}, collections.defaultdict(dict)
    for place, keys in sorted(usage.items()):
        common = [key for key, count in keys.most_common() if count >= LEAST]
        if len(common) > 1 and place not in OPEN:
            result[place] = common
    for (place, before), keys in sorted(following.items(), key=str):
        common = [key for key, count in keys.most_common(FOLLOWERS) if count >= LEAST]
        if common and before and place in result:
            after[place][before] = common
    return result, after


def shape(kind, content):
    schema = Schema(kind)
    names = {}

    def name(text):
        return names.setdefault(text, f"name-{len(names) + 1}")

    def visit(node, schemas, key):
        if isinstance(node, dict):
            result = {}
            for inner, value in node.items():
                below, own = schema.child(schemas, str(inner))
                shown = inner if own or is_architecture(inner) else name(str(inner))
                result[shown] = visit(value, below, inner if own else None)
            return result
        if isinstance(node, list):
            return [visit(item, schema.items(schemas), key) for item in node]
        if isinstance(node, str):
            kept = key in KEPT and len(node) < 40 and "\n" not in node
            return node if kept else "text"
        return node if isinstance(node, (bool, int, type(None))) else "text"

    result = visit(content, [schema.root], None)
    if "name" in result:
        result["name"] = "text"
    return result


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def main():
    files = Files(pathlib.Path(sys.argv[1]))
    usage = {
        "origin": "keys of {} charmcraft.yaml and {} rockcraft.yaml files of public repositories, August 2026; "
        "tests/completion/derive.py".format(
            *(len(files.half(kind, 0)) for kind in ("charmcraft", "rockcraft"))
        )
    }
    for kind in ("charmcraft", "rockcraft"):
        usage[kind] = counted(kind, files.half(kind, 0))
        shapes = [shape(kind, content) for _, content in files.half(kind, 1)]
        texts = [yaml.dump(one, Dumper=Dumper, sort_keys=False, allow_unicode=True) for one in shapes]
        # Many files of one repository are the same but for their names.
        text = "---\n".join(dict.fromkeys(texts))
        (PROJECT / f"tests/completion/shapes.{kind}.yaml").write_text(text)
    (PROJECT / "schemas/key-usage.json").write_text(json_text(usage))


def json_text(usage):
    """One place a line, so that differences stay readable."""

    def lines(places):
        return ",\n".join(f"      {json.dumps(place)}: {json.dumps(keys)}" for place, keys in places.items())

    texts = [f'  "origin": {json.dumps(usage["origin"])}']
    for kind in ("charmcraft", "rockcraft"):
        keys, after = usage[kind]
        tables = [f'    "{name}": {{\n{lines(table)}\n    }}' for name, table in (("keys", keys), ("after", after))]
        texts.append(f'  "{kind}": {{\n' + ",\n".join(tables) + "\n  }")
    return "{\n" + ",\n".join(texts) + "\n}\n"


if __name__ == "__main__":
    main()
