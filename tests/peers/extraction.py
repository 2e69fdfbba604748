"""Extraction measured: beside Python trafilatura in one run, rule by rule, and by halves of the domains.

    python extraction.py time PAGES_DIR WHENCE_COLLECT            # ms a page and peak memory of both, one after the other
    python extraction.py ablation PAGES_DIR WHENCE_COLLECT SCORER # what each rule adds
    python extraction.py domains PAGES_DIR PREDICTIONS SCORER     # the scores of each half of the registered domains
    python extraction.py choose PAGES_DIR WHENCE_COLLECT SCORER   # rules chosen on one half, scored on the other, both ways
    python extraction.py doubling WHENCE_COLLECT                  # instructions for documents of doubling size, by their shape

PAGES_DIR holds articles.jsonl, chunks.jsonl and dates.jsonl and the pages that they name; SCORER is the program that scores
predictions. `time` needs `pip install trafilatura`; both programs read the same gzipped files and write the same kind of lines. `doubling` needs
valgrind, which counts the same on every machine.
"""

import gzip
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlparse

SETS = ("articles", "chunks", "dates")
MEASURES = ("articles", "chunks", "dates", "title", "author")
# By what they are rules of; each is judged by the measures that it can change.
RULES = {
    "second-opinion": ("articles", "chunks"),
    "unscripted": ("articles", "chunks"),
    "ruby": ("articles", "chunks"),
    "captions": ("articles", "chunks"),
    "labels": ("articles", "chunks"),
    "title": ("articles", "chunks"),
    "ends": ("articles", "chunks"),
    "gaps": ("articles", "chunks"),
    "beginnings": ("articles", "chunks"),
    "described": ("articles", "chunks"),
    "block-quotes": ("articles", "chunks"),
    "bare-texts": ("articles", "chunks"),
    "addresses": ("articles", "chunks"),
    "repeats": ("articles", "chunks"),
    "lists": ("articles", "chunks"),
    "contacts": ("articles", "chunks"),
    "date-lines": ("articles", "chunks"),
    "headings": ("title",),
    "site-names": ("title",),
    "linked-authors": ("author",),
    "meta-authors": ("author",),
    "bylines": ("author",),
    "labelled-authors": ("author",),
    "houses": ("author",),
    "linked-dates": ("dates",),
    "meta-dates": ("dates",),
    "address-dates": ("dates",),
    "marked-dates": ("dates",),
    "visible-dates": ("dates",),
    "script-dates": ("dates",),
    "local-days": ("dates",),
    "readings": ("dates",),
    "address-months": ("dates",),
}


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


# What is repeated until a document has its size; none of them is like a page.
SHAPES = {
    "paragraphs": "<p>On day {n} the engineers looked at crane {n}, and said that {n} people could repair it.</p>",
    "same paragraph": "<p>The engineers looked at every crane, and said that it could be repaired.</p>",
    "links": "<li><a href='/n/{n}'>A story of the harbour</a></li>",
    "lists of one": "<ul><li><a href='/n/{n}'>Story</a></li></ul>",
    "inline nests": "<div><b><i><span>word</span></i></b></div>",
    "unclosed": "<b><p>word <i>word",
    "cells": "<table><tr><td>cell<td>27.01.2025</table>",
    "dates": "<p>27 January 2025 and 28.01.2025</p>",
    "times": "<time datetime='2025-01-27T08:00:00Z'>27 Jan</time> ",
    "headings": "<h2 class='headline'>Harbour to open {n}</h2>",
    "bylines": "<p class='author'>By Mira Anders {n}</p>",
    "quotes": "<p>“We have looked,” said Mira Anders. “It is well</p>",
    "one text": "word ",
    "one sentence of quotes": "“word ",
    "scripts": "<script>var published_at = 'x';</script>",
    "noscript": "<noscript>x<ruby>a<rt>b</noscript>",
    "credits": "<p>Source: Harbour {n} (Reuters) - via</p>",
    "JSON-LD": "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"author\":{{\"@id\":\"#{n}\"}}}}</script>",
}


def document(part, size):
    out = ["<html><body><h1>Harbour</h1>"]
    length, n = len(out[0]), 0
    while length < size:
        out.append(part.format(n=n))
        length += len(out[-1])
        n += 1
    return "".join(out)


def instructions(program, file):
    answer = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "extract", file],
        capture_output=True, text=True,
    )
    return int(re.search(r"Collected : (\d+)", answer.stderr)[1]), answer.returncode


def doubling(program):
    """Instructions at one, two and four times a size. A run compiles the extractor's patterns, whatever the page: the growth from two to
    four over that from one to two is 2 where work is linear, 4 where it is quadratic."""
    sizes = (64, 128, 256)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        print(f"{'shape':<24}" + "".join(f"{f'{size} KB':>10}" for size in sizes) + "   million instructions, growth")
        for name, part in SHAPES.items():
            counts = []
            for size in sizes:
                file.write_text(document(part, size << 10), encoding="utf-8")
                counted, code = instructions(program, str(file))
                counts.append(counted)
            growth = (counts[2] - counts[1]) / (counts[1] - counts[0])
            row = "".join(f"{count / 1e6:>10.0f}" for count in counts)
            print(f"{name:<24}{row}   {growth:.2f}" + (" not read" if code else ""), flush=True)


def scored(scorer, pages, predictions):
    """The scores by measure: F1 of the three sets, the loose shares of titles and authors."""
    answer = subprocess.run([sys.executable, scorer, pages, predictions], capture_output=True, text=True, check=True)
    scores = {}
    for line in answer.stdout.splitlines():
        if line.startswith(SETS):
            scores[line.split()[0]] = float(re.search(r" F1=([\d.]+)", line)[1])
            for name in ("title", "author"):
                if found := re.search(name + r": exact [\d.]+ loose ([\d.]+)", line):
                    scores[name] = float(found[1])
    return scores


def row(name, scores, base=None):
    """Scores, or what is lost against others, in ten-thousandths."""
    if base is None:
        return f"{name:<16} " + "  ".join(f"{scores[measure]:>8.4f}" for measure in MEASURES)
    lost = [round(10000 * (base[measure] - scores[measure])) for measure in MEASURES]
    return f"{name:<16} " + "  ".join(f"{change or '.':>8}" for change in lost)


def half(url):
    """Which half a page is in, by the hash of its host's last two labels."""
    host = (urlparse(url).netloc or url).split("::")[-1].split(":")[0].lower()
    labels = host.split(".")
    name = ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])
    return hashlib.md5(name.encode()).digest()[0] % 2


class Halves:
    """The lists cut into two by registered domain, so that no site is in both."""

    def __init__(self, pages):
        self.folders = [tempfile.TemporaryDirectory() for _ in range(2)]
        for which, folder in enumerate(self.folders):
            for path in lists(pages):
                kept = [line for line in open(path, encoding="utf-8") if half(json.loads(line)["url"]) == which]
                (Path(folder.name) / Path(path).name).write_text("".join(kept), encoding="utf-8")

    def scored(self, scorer, predictions):
        return [scored(scorer, folder.name, predictions) for folder in self.folders]


def run(program, pages, scorer, halves, without):
    """The scores of all pages and of each half with these rules switched off."""
    with tempfile.NamedTemporaryFile() as out:
        ours(program, pages, out.name, *(word for rule in without for word in ("--without", rule)))
        return [scored(scorer, pages, out.name), *halves.scored(scorer, out.name)]


def ablation(pages, program, scorer):
    halves = Halves(pages)
    base = run(program, pages, scorer, halves, ())
    head = " " * 17 + "  ".join(f"{name:>8}" for name in MEASURES)
    print(head, *(row(name, scores) for name, scores in zip(("all", "half 0", "half 1"), base)), sep="\n")
    print("\nlost without the rule, in ten-thousandths: of all, then of each half", head, sep="\n")
    for rule in RULES:
        scores = run(program, pages, scorer, halves, (rule,))
        print(*(row(name, *two) for name, two in zip((rule, "", ""), zip(scores, base))), sep="\n", flush=True)


def choose(pages, program, scorer):
    """Of the rules those are kept that add to one half; the other half, whose sites nobody looked at for it, is scored with them."""
    halves = Halves(pages)
    base = run(program, pages, scorer, halves, ())
    alone = {rule: run(program, pages, scorer, halves, (rule,)) for rule in RULES}
    print(" " * 17 + "  ".join(f"{name:>8}" for name in MEASURES))
    for chosen, other in ((0, 1), (1, 0)):
        gain = lambda rule: sum(base[1 + chosen][m] - alone[rule][1 + chosen][m] for m in RULES[rule])
        dropped = [rule for rule in RULES if gain(rule) <= 0]
        scores = run(program, pages, scorer, halves, dropped)
        print(f"rules that add nothing to half {chosen}: {', '.join(dropped) or 'none'}")
        print(row(f"half {other} with all", base[1 + other]))
        print(row(f"half {other} chosen", scores[1 + other]))


def domains(pages, predictions, scorer):
    print(" " * 17 + "  ".join(f"{name:>8}" for name in MEASURES))
    for which, scores in enumerate(Halves(pages).scored(scorer, predictions)):
        print(row(f"half {which}", scores))


if __name__ == "__main__":
    commands = {"time": timed, "theirs": theirs, "ablation": ablation, "domains": domains, "choose": choose, "doubling": doubling}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
