"""Imports one NDJSON file with whence-collect and with sqlite-utils, and says how long, how much memory and how much growth.

    python tests/peers/import_ndjson.py [--lines 1000000] [--collect target/release/whence-collect] [--sqlite-utils sqlite-utils]
                                        [--growth] [--folder FOLDER]

The posts are made here, the same for the same number: Latin, Han and Arabic texts of some 200 bytes, links, tags, mentions, reposts,
counts. sqlite-utils (PyPI) gets the same file as `insert FILE TABLE - --nl --pk id` and `enable-fts TABLE text`, which keeps the lines'
values and an index of their words and nothing else: no evidence, no links, no shares, no time series of counts, no Chinese words.
With `--growth` the import is done once more with a third of the lines, and the seconds a line are set against each other.

Each program is a process of its own; its seconds are wall-clock, its memory is the peak of its resident set.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import tempfile
import time

HAN = "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从深度求索路透人工智能模型"
ARABIC = "السفارة الذكاء الاصطناعي نموذج جديد الصين وقالت بالسفارة شركة في من على".split()


class Posts:
    def __init__(self, seed=11):
        self.dice = random.Random(seed)
        letters = "etaoinshrdlucmfwypvbgkqjxz"
        word = lambda: "".join(self.dice.choice(letters) for _ in range(self.dice.randint(2, 10)))
        self.words = [word() for _ in range(20_000)]

    def rank(self, n):
        """A number below n, low ones more often."""
        return min(int(n ** self.dice.random()) - 1, n - 1)

    def text(self):
        script, out, length = self.dice.randrange(10), [], 0
        while length < 190:
            if script < 2:
                piece = "".join(HAN[self.rank(len(HAN))] for _ in range(self.dice.randint(4, 14))) + "，"
            elif script == 2:
                piece = self.dice.choice(ARABIC) + " "
            else:
                piece = self.words[self.rank(len(self.words))] + (". " if self.dice.randrange(12) == 0 else " ")
            out.append(piece)
            length += len(piece.encode())
        return "".join(out)

    def line(self, n):
        at = 1_735_689_600 + n // 4
        author = min(self.dice.randrange(5000), self.dice.randrange(5000))
        post = {
            "platform": "x",
            "id": str(1_880_000_000_000_000_000 + n * 4096 + self.dice.randrange(4096)),
            "author": f"account_{author}",
            "author_id": str(1_000_000 + author),
            "author_name": f"Account number {author}",
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)),
            "text": self.text(),
            "lang": "en",
            "url": f"https://x.com/account_{author}/status/{n}",
            "likes": self.dice.randrange(500),
            "reposts": self.dice.randrange(50),
        }
        if self.dice.randrange(3) == 0:
            page = self.rank(200_000)
            post["links"] = [f"https://www.site{self.rank(3000)}.example/news/{page}?utm_source=x&id={page}"]
        post["tags"] = [f"Tag{self.rank(5000)}" for _ in range(self.dice.randrange(3))]
        post["mentions"] = [f"account_{self.rank(50_000)}" for _ in range(self.dice.randrange(2))]
        if self.dice.randrange(5) == 0:
            post["repost_of"] = str(1_880_000_000_000_000_000 + max(n - self.dice.randrange(20_000), 0) * 4096)
        return json.dumps(post, ensure_ascii=False)


def measured(command):
    """Seconds, CPU seconds and peak MiB of a command, with that of the processes that it started."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(map(str, command))}: status {status}\n{said[-2000:]}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def importing(collect, file, store):
    return measured([collect, "import", "generic-ndjson", file, "--db", store])


def main():
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--lines", type=int, default=1_000_000)
    told.add_argument("--collect", default="target/release/whence-collect")
    told.add_argument("--sqlite-utils", default="sqlite-utils")
    told.add_argument("--growth", action="store_true")
    told.add_argument("--folder")
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        folder = pathlib.Path(folder)
        file, third = folder / "posts.ndjson", folder / "third.ndjson"
        posts = Posts()
        with open(file, "w", encoding="utf-8") as out, open(third, "w", encoding="utf-8") as first:
            for n in range(asked.lines):
                line = posts.line(n) + "\n"
                out.write(line)
                if n < asked.lines // 3:
                    first.write(line)
        print(f"{asked.lines} lines, {file.stat().st_size / 2**20:.0f} MiB")

        if asked.growth:
            seconds, _, memory = importing(asked.collect, third, folder / "third.db")
            some = seconds / (asked.lines // 3)
            print(f"whence-collect, the first third: {seconds:.1f} s, {memory:.0f} MiB")
        seconds, cpu, memory = importing(asked.collect, file, folder / "whence.db")
        ours = seconds
        size = (folder / "whence.db").stat().st_size
        print(f"whence-collect: {seconds:.1f} s ({cpu:.1f} CPU), {asked.lines / seconds:.0f} lines/s, {memory:.0f} MiB, {size / asked.lines:.0f} bytes a line")
        if asked.growth:
            print(f"a line of all costs {seconds / asked.lines / some:.2f} times one of the first third")

        store = folder / "peer.db"
        insert = measured([asked.sqlite_utils, "insert", store, "posts", file, "--nl", "--pk", "id"])
        index = measured([asked.sqlite_utils, "enable-fts", store, "posts", "text"])
        theirs = insert[0] + index[0]
        print(
            f"sqlite-utils: {insert[0]:.1f} + {index[0]:.1f} s, {asked.lines / theirs:.0f} lines/s, "
            f"{max(insert[2], index[2]):.0f} MiB, {store.stat().st_size / asked.lines:.0f} bytes a line"
        )
        print(f"ratio of speeds: {theirs / ours:.2f}")


if __name__ == "__main__":
    main()
