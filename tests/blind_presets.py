#!/usr/bin/env python3
"""Shows that the tests of presets look at what is mapped.

Runs the tests of every cell of collector/tests/presets.toml twice: as they are, and with presets that find no id in any record
(`WHENCE_BLIND_PRESETS=all`). Every cell must pass the first time and fail the second. Ends with 1 if one does not.

    tests/blind_presets.py
"""

import os
import re
import subprocess
import sys

COMMAND = ["cargo", "test", "-p", "whence-collector", "--test", "it", "--", "imports::table::cells"]


def ended(blind):
    environment = {**os.environ, "WHENCE_BLIND_PRESETS": blind}
    told = subprocess.run(COMMAND, env=environment, capture_output=True, text=True).stdout
    return dict(re.findall(r"^test imports::table::cells::(\S+) \.\.\. (ok|FAILED)$", told, re.MULTILINE))


def main():
    seeing, blind = ended(""), ended("all")
    broken = sorted(test for test, how in seeing.items() if how != "ok")
    stay = sorted(test for test in seeing if blind.get(test) != "FAILED")
    print(f"with presets that see: {len(seeing)} cells, {len(broken)} fail: {', '.join(broken) or 'none'}")
    print(f"with presets that map nothing: {len(blind)} cells, {len(blind) - len(stay)} fail; surviving: {', '.join(stay) or 'none'}")
    return int(bool(broken or stay) or not seeing)


if __name__ == "__main__":
    sys.exit(main())
