#!/usr/bin/env python3
"""Shows that the tests of connectors look at what is read.

Copies the checkout to a folder of its own, lets every connector's `read` give nothing when it is told to, and runs for one connector
after the other the tests that its cells in collector/tests/cases.toml name. A cell whose tests still pass looks at too little.
Ends with 1 if there is such a cell, or if a test fails with connectors that see.

    tests/blind_connectors.py FOLDER      (some 3 GB; what was built there before is used again)
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLIND = "WHENCE_BLIND"
SIGNATURE = re.compile(r"    fn read\(\s*&self,[^{;]*?-> Result<Reading, ReadError> \{\n")
FOLDERS = {"page": "article"}


def copy(to):
    """The checkout as it stands; what was built is copied once, as building it takes longest."""
    tracked = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard", "--", ":!*.whl"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, tracked.stdout.decode().split("\0")):
        source, target = ROOT / name, to / name
        if source.is_file() and not (target.is_file() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    built = ROOT / "target" / "debug"
    if built.is_dir() and not (to / "target").exists():
        shutil.copytree(built, to / "target" / "debug", ignore=shutil.ignore_patterns("incremental"))


def blind(to, connectors):
    for name in connectors:
        path = to / "collector/src/connector" / FOLDERS.get(name, name) / "mod.rs"
        text = path.read_text()
        told = f'        if std::env::var("{BLIND}").is_ok_and(|name| name == "{name}") {{\n            return Ok(Reading::default());\n        }}\n'
        changed, count = SIGNATURE.subn(lambda found: found.group(0) + told, text)
        assert count == 1, f"{path}: {count} methods `read`"
        path.write_text(changed)


def build(to):
    command = ["cargo", "test", "-p", "whence-collector", "--test", "it", "--locked", "--no-run", "--message-format=json"]
    told = subprocess.run(command, cwd=to, check=True, stdout=subprocess.PIPE, env={**os.environ, "CARGO_TARGET_DIR": str(to / "target")})
    messages = [json.loads(line) for line in told.stdout.splitlines()]
    return next(m["executable"] for m in messages if m.get("executable") and m["target"]["name"] == "it")


def failing(binary, to, tests, connector):
    """Which of the tests fail; with nobody blind if there is no connector."""
    environment = {**os.environ, BLIND: connector or ""}
    command = [binary, "--exact", *(f"connectors::{test}" for test in sorted(tests))]
    told = subprocess.run(command, cwd=to / "collector", env=environment, capture_output=True, text=True).stdout
    ended = dict(re.findall(r"^test connectors::(\S+) \.\.\. (ok|FAILED)$", told, re.MULTILINE))
    assert set(ended) == tests, f"did not run: {tests - set(ended)}"
    return {test for test, how in ended.items() if how == "FAILED"}


def main():
    to = pathlib.Path(sys.argv[1]).resolve()
    copy(to)
    table = tomllib.loads((ROOT / "collector/tests/cases.toml").read_text())["cell"]
    blind(to, table)
    binary = build(to)
    cells = {name: {case: set(cell["test"]) for case, cell in row.items() if "test" in cell} for name, row in table.items()}
    everything = {test for row in cells.values() for tests in row.values() for test in tests}
    broken = failing(binary, to, everything, None)
    print(f"with connectors that see: {len(everything)} tests, {len(broken)} fail: {', '.join(sorted(broken)) or 'none'}", flush=True)
    survivors = 0
    applicable = 0
    for name, row in cells.items():
        failed = failing(binary, to, set().union(*row.values()), name)
        stay = [case for case, tests in row.items() if not tests <= failed]
        survivors += len(stay)
        applicable += len(row)
        print(f"{name}: {len(row)} applicable, {len(row) - len(stay)} fail, survivors: {', '.join(stay) or 'none'}", flush=True)
    print(f"together: {applicable} applicable, {applicable - survivors} fail, {survivors} survive")
    sys.exit(1 if survivors or broken else 0)


main()
