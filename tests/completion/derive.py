#!/usr/bin/env python3
"""Derives what completion knows about real files from a directory of them.

    tests/completion/derive.py DIRECTORY [MORE...]

reads every charmcraft.yaml and rockcraft.yaml below DIRECTORY, whose first level is the kind of file and
whose second level is named `owner+repository--path`. Repositories are dealt out by the hash of their names:

- those of one half are counted into `schemas/key-usage.json`, from which the order of keys is made;
- those of the other half become `tests/completion/shapes.*.yaml`, the files that the order is tested on.

Directories after the first are counted alone, without the repositories that the first has.

Nothing of the files' texts is kept: names that their authors chose and all prose are replaced. What stays is
which keys stand beside each other, values of closed sets, and whether a source is far away. Needs PyYAML.
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
# Places where the value of a key says much about the keys beside it, with how that is asked.
CIRCUMSTANCES = {
    ("parts", "*"): lambda part: [f"plugin={part.get('plugin')}", f"source={whereabouts(part.get('source'))}"],
    (): lambda file: ["extensions"] if file.get("extensions") else [],
}
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


def whereabouts(source):
    """Where a part's source lies, as `ranking.rs` says it."""
    if not isinstance(source, str):
        return "none"
    is_remote = "://" in source or source.endswith(".git") or source.startswith(("git@", "lp:"))
    return "remote" if is_remote else "local"


def is_architecture(name):
    bases = json.loads((PROJECT / "schemas/bases.json").read_text())
    return name in [architecture["name"] for architecture in bases["architectures"]]


def stands_for_plugin(name, part):
    """Whether the name of a part says which plugin it has, as it does where nothing else says so."""
    plugins = json.loads((PROJECT / "schemas/plugins.json").read_text())["plugins"]
    return isinstance(part, dict) and "plugin" not in part and name in [plugin["name"] for plugin in plugins]


def counted(kind, contents):
    """For each place how often it was seen, how often each key stands there, right after another one and
    anywhere beside it, and how often under circumstances that matter."""
    schema = Schema(kind)
    seen = collections.Counter()
    keys, after, beside = (collections.defaultdict(collections.Counter) for _ in range(3))
    under = collections.defaultdict(collections.Counter)

    def count(place, node, own):
        seen[place] += 1
        circumstances = CIRCUMSTANCES.get(place, lambda _: [])(node)
        for circumstance in circumstances:
            under[place, circumstance]["seen"] += 1
        for before, key in zip([None, *own], own):
            keys[place][key] += 1
            after[place, before][key] += 1
            for other in own:
                if other != key:
                    beside[place, other][key] += 1
            for circumstance in circumstances:
                under[place, circumstance][key] += 1

    def visit(node, schemas, path):
        if isinstance(node, list):
            for item in node:
                visit(item, schema.items(schemas), (*path, "*"))
        if not isinstance(node, dict):
            return
        below = {key: schema.child(schemas, str(key)) for key in node}
        own = [str(key) for key, (_, is_own) in below.items() if is_own]
        if own:
            count(path, node, own)
        for key, (schemas_below, is_own) in below.items():
            visit(node[key], schemas_below, (*path, str(key) if is_own else "*"))

    files = collections.Counter()
    for repository, content in contents:
        files[repository] += 1
        if files[repository] <= MOST:
            visit(content, [schema.root], ())

    def common(counts):
        return {key: count for key, count in counts.most_common() if count >= LEAST}

    def of(table, place):
        known = [(what, common(counts)) for (at, what), counts in table.items() if at == place]
        return {what or "": counts for what, counts in sorted(known, key=str) if counts}

    result = {}
    for place in sorted(seen):
        name = "/".join(place)
        if len(common(keys[place])) > 1 and name not in OPEN:
            result[name] = {
                "seen": seen[place],
                "keys": common(keys[place]),
                "after": of(after, place),
                "beside": of(beside, place),
                "under": of(under, place),
            }
    return result


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
                is_kept = own or is_architecture(inner) or key == "parts" and stands_for_plugin(inner, value)
                shown = inner if is_kept else name(str(inner))
                result[shown] = visit(value, below, inner if own else None)
            return result
        if isinstance(node, list):
            return [visit(item, schema.items(schemas), key) for item in node]
        if key == "source" and whereabouts(node) == "remote":
            return "https://example.com/text.git"
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
    files, *more = (Files(pathlib.Path(directory)) for directory in sys.argv[1:])
    tables = {}
    numbers = []
    for kind in ("charmcraft", "rockcraft"):
        known = {repository for _, repository, _ in files.of_kind[kind]}
        contents = files.half(kind, 0)
        for others in more:
            contents += [(name, content) for _, name, content in others.of_kind[kind] if name not in known]
        numbers.append(len(contents))
        tables[kind] = counted(kind, contents)
        shapes = [shape(kind, content) for _, content in files.half(kind, 1)]
        texts = [yaml.dump(one, Dumper=Dumper, sort_keys=False, allow_unicode=True) for one in shapes]
        # Many files of one repository are the same but for their names.
        text = "---\n".join(dict.fromkeys(texts))
        (PROJECT / f"tests/completion/shapes.{kind}.yaml").write_text(text)
    origin = "keys of {} charmcraft.yaml and {} rockcraft.yaml files of public repositories, {}; tests/completion/derive.py"
    (PROJECT / "schemas/key-usage.json").write_text(json_text(origin.format(*numbers, "August 2026"), tables))


def json_text(origin, tables):
    """One table a line, so that differences stay readable."""
    lines = ["{", f'  "origin": {json.dumps(origin)},']
    for kind, places in tables.items():
        lines.append(f'  "{kind}": {{')
        for name, place in places.items():
            lines.append(f'    {json.dumps(name)}: {{ "seen": {place["seen"]},')
            lines.append(f'      "keys": {json.dumps(place["keys"])},')
            for table in ("after", "beside", "under"):
                rows = [f"        {json.dumps(what)}: {json.dumps(counts)}" for what, counts in place[table].items()]
                end = "" if table == "under" else ","
                lines.append(f'      "{table}": {{' + ("\n" + ",\n".join(rows) + "\n      " if rows else "") + "}" + end)
            lines.append("    },")
        lines[-1] = "    }"
        lines.append("  },")
    lines[-1] = "  }"
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    main()
