"""Extraction measured: beside Python trafilatura in one run, rule by rule, and by halves of the domains.

    python extraction.py time PAGES_DIR WHENCE_COLLECT            # ms a page and peak memory of both, one after the other
    python extraction.py ablation PAGES_DIR WHENCE_COLLECT SCORER # what each rule adds
    python extraction.py domains PAGES_DIR PREDICTIONS SCORER     # the scores of each half of the registered domains

PAGES_DIR holds articles.jsonl, chunks.jsonl and dates.jsonl and the pages that they name; SCORER is the program that scores
predictions. `time` needs `pip install trafilatura`; both programs read the same gzipped files and write the same kind of lines.
"""

import gzip
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlparse

SETS = ("articles", "chunks", "dates")
RULES = ("second-opinion", "captions", "asides", "labels", "title", "links", "ends", "leads", "gaps", "beginnings")


def lists(pages):
    return [str(Path(pages) / f"{name}.jsonl") for name in SETS if (Path(pages) / f"{name}.jsonl").exists()]


def ours(program, pages, out, *more):
    """Runs the program over all lists; gives seconds of CPU and peak memory in MiB."""
    arguments = [program, "extract", *more]
    for path in lists(pages):
        arguments += ["--list", path]
    with open(out, "wb") as file:
        child = subprocess.Popen(arguments, stdout=file)
        _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{program} ended with {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def theirs(pages):
    """The whole of what trafilatura reads of each page, in this process."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    count = 0
    for path in lists(pages):
        for line in open(path, encoding="utf-8"):
            page = json.loads(line)
            html = gzip.open(Path(pages) / page["file"]).read()
            trafilatura.bare_extraction(html, url=page["url"], config=config, with_metadata=True)
            count += 1
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([count, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))


def timed(pages, program):
    with tempfile.NamedTemporaryFile() as out:
        seconds, memory = ours(program, pages, out.name)
    answer = subprocess.run([sys.executable, __file__, "theirs", pages], capture_output=True, text=True, check=True)
    count, other, other_memory = json.loads(answer.stdout.splitlines()[-1])
    print(f"{count} pages")
    print(f"whence-collect extract   {1000 * seconds / count:7.2f} ms CPU a page   {memory:7.0f} MiB at most")
    print(f"Python trafilatura       {1000 * other / count:7.2f} ms CPU a page   {other_memory:7.0f} MiB at most")


def scored(scorer, pages, predictions):
    answer = subprocess.run([sys.executable, scorer, pages, predictions], capture_output=True, text=True, check=True)
    lines = [line for line in answer.stdout.splitlines() if line.startswith(SETS)]
    return [line.split("F1=")[1].split()[0] for line in lines]


def ablation(pages, program, scorer):
    print("rule switched off      " + "  ".join(f"{name:>8}" for name in SETS))
    with tempfile.NamedTemporaryFile() as out:
        for rule in (None, *RULES):
            ours(program, pages, out.name, *(["--without", rule] if rule else []))
            print(f"{rule or 'none':<22} " + "  ".join(f"{score:>8}" for score in scored(scorer, pages, out.name)))


def half(url):
    """Which half a page is in, by the hash of its host's last two labels."""
    host = (urlparse(url).netloc or url).split("::")[-1].split(":")[0].lower()
    labels = host.split(".")
    name = ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])
    return hashlib.md5(name.encode()).digest()[0] % 2


def domains(pages, predictions, scorer):
    for which in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            for path in lists(pages):
                kept = [line for line in open(path, encoding="utf-8") if half(json.loads(line)["url"]) == which]
                (Path(folder) / Path(path).name).write_text("".join(kept), encoding="utf-8")
            answer = subprocess.run([sys.executable, scorer, folder, predictions], capture_output=True, text=True, check=True)
        print(f"half {which}")
        print("\n".join(line for line in answer.stdout.splitlines() if line.startswith(SETS)))


if __name__ == "__main__":
    commands = {"time": timed, "theirs": theirs, "ablation": ablation, "domains": domains}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
