#!/usr/bin/env python3
"""Record what PyYAML makes of every snippet in snippets/, as the answer book of our own reader.

    record.py            write recorded.json
    record.py --check    write nothing; exit 1 if recorded.json is not what would be written

The text goes the way it goes in charmcraft and rockcraft: opened as UTF-8 text, line ends translated,
then the pure Python SafeLoader. README.md describes the fields of a record.
"""

import argparse
import base64
import datetime
import importlib
import io
import json
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
RECORDED = HERE / "recorded.json"
PYYAML = "6.0.3"
GROUPS = ["plain", "quoted", "block", "structure", "nodes", "stream"]
MAX_DEPTH = 30  # JSON readers stop at 128 levels, and a map takes three
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true")
    check = arguments.parse_args().check
    if yaml.__version__ != PYYAML:
        sys.exit(f"PyYAML {PYYAML} is needed, found {yaml.__version__}")

    fresh = render(snippets())
    if not check:
        RECORDED.write_text(fresh, encoding="ascii", newline="\n")
    elif not RECORDED.exists() or RECORDED.read_text(encoding="ascii") != fresh:
        sys.exit("recorded.json is stale: run record.py")


def snippets():
    """(id, bytes) of every snippet, in the order of the source files."""
    seen = set()
    for group in GROUPS:
        for name, text in importlib.import_module(f"snippets.{group}").SNIPPETS:
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
                sys.exit(f"{group}: {name!r} is not kebab-case")
            if name in seen:
                sys.exit(f"{group}: {name} is used twice")
            seen.add(name)
            yield name, text if isinstance(text, bytes) else text.encode("utf-8")


def render(named):
    lines = [json.dumps(record(name, source), ensure_ascii=True) for name, source in named]
    return f'{{"pyyaml": "{PYYAML}", "records": [\n' + ",\n".join(lines) + "\n]}\n"


def record(name, source):
    result = {"id": name}
    try:
        result["text"] = source.decode("utf-8")
    except UnicodeDecodeError:
        result["base64"] = base64.b64encode(source).decode("ascii")
    plain = root_plain_scalar(source)
    if plain is not None:
        result["plain"] = plain
    result.update(load(source))
    if verdict_in(name) != verdict_of(result):
        sys.exit(f"{name}: the verdict in the id is wrong, found {verdict_of(result)!r}")
    return result


def verdict_in(name):
    return next((end for end in ("-refused", "-crashes") if name.endswith(end)), "")


def verdict_of(result):
    if result["accepted"]:
        return ""
    return "-crashes" if "crash" in result else "-refused"


def opened(source):
    return io.TextIOWrapper(io.BytesIO(source), encoding="utf-8")


def root_plain_scalar(source):
    """The folded value, if the whole document is one plain scalar without a tag."""
    try:
        _, _, *content = list(yaml.parse(opened(source), Loader=yaml.SafeLoader))
    except (ValueError, yaml.YAMLError):
        return None
    match content:
        case [yaml.ScalarEvent(style=None, tag=None, value=value), yaml.DocumentEndEvent(), _]:
            return value
    return None


def load(source):
    try:
        value = yaml.load(opened(source), Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        return refused("not UTF-8", *place(longest_utf8_start(source)))
    except yaml.reader.ReaderError as error:
        text = opened(source).read()
        return refused(error.reason, *place(text[: error.position]))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return refused(error.problem, mark and mark.line + 1, mark and mark.column + 1)
    except Exception as error:  # the tools crash on these: any kind may come
        return refused(None, None, None) | {"crash": type(error).__name__}
    return {"accepted": True, "value": typed(value, ())}


def longest_utf8_start(source):
    """The text before the first byte that is not UTF-8; reading piecemeal loses its offset."""
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        return source[: error.start].decode("utf-8")


def refused(problem, line, column):
    return {"accepted": False, "problem": problem, "line": line, "column": column}


def place(before):
    """Line and column, from 1, of the character after this text, counted as PyYAML counts."""
    lines = LINE_BREAK.split(before)
    return len(lines), len(lines[-1].replace("\ufeff", "")) + 1


def typed(value, parents):
    """The value as [type, content], so that types and order survive in JSON."""
    if any(value is parent for parent in parents):
        return ["recursive"]
    if len(parents) == MAX_DEPTH:
        return ["deep"]
    inside = (*parents, value)
    match value:
        case None:
            return ["null"]
        case bool():
            return ["bool", value]
        case int():
            try:
                return ["int", str(value)]
            except ValueError:
                return ["int", hex(value)]
        case float():
            return ["float", str(value)]
        case datetime.datetime():
            return ["timestamp", str(value)]
        case datetime.date():
            return ["date", str(value)]
        case bytes():
            return ["binary", base64.b64encode(value).decode("ascii")]
        case str():
            if any(0xD800 <= ord(char) <= 0xDFFF for char in value):
                return ["surrogates", [ord(char) for char in value]]
            return ["str", value]
        case dict():
            return ["map", [[typed(k, inside), typed(v, inside)] for k, v in value.items()]]
        case set():
            return ["set", sorted((typed(item, inside) for item in value), key=repr)]
        case tuple():
            return ["pair", [typed(item, inside) for item in value]]
        case list():
            return ["list", [typed(item, inside) for item in value]]
    raise TypeError(f"SafeLoader made a {type(value).__name__}")


if __name__ == "__main__":
    main()
