#!/usr/bin/env python3
"""Record what `charmcraft expand-extensions` prints for every case in this directory.

    record.py            write expanded.yaml of every case
    record.py --check    write nothing; exit 1 if one of them is not what would be written

Needs charmcraft 4.5.0 beside the interpreter: README.md says how.
"""

import argparse
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXPANDED = "expanded.yaml"
VERSION = "4.5.0"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true")
    check = arguments.parse_args().check
    # Platforms are chosen by the machine, and the test says amd64.
    if platform.machine() != "x86_64":
        sys.exit("the cases are recorded on amd64")
    if charmcraft(HERE, "version").split()[-1] != VERSION:
        sys.exit(f"charmcraft {VERSION} is needed")

    stale = []
    for case in sorted(path for path in HERE.iterdir() if path.is_dir()):
        fresh = expanded(case)
        recorded = case / EXPANDED
        if recorded.exists() and recorded.read_text(encoding="ascii") == fresh:
            continue
        stale.append(case.name)
        if not check:
            recorded.write_text(fresh, encoding="ascii", newline="\n")
    if stale and check:
        sys.exit("stale, run record.py: " + ", ".join(stale))


def expanded(case):
    """What charmcraft prints for the files of a case, in a directory of their own."""
    with tempfile.TemporaryDirectory() as directory:
        for source in case.iterdir():
            if source.name != EXPANDED:
                shutil.copy(source, directory)
        return charmcraft(directory, "expand-extensions")


def charmcraft(directory, command):
    environment = dict(os.environ, CHARMCRAFT_ENABLE_EXPERIMENTAL_EXTENSIONS="1")
    tool = pathlib.Path(sys.executable).parent / "charmcraft"
    run = subprocess.run([tool, command], cwd=directory, env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{directory}: {run.stderr}")
    return run.stdout


if __name__ == "__main__":
    main()
