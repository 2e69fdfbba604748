"""Runs whence-analyze coordination and its peers on the same share log, and says how many CPU seconds and how much memory each takes.

    python tests/peers/coordination.py LOG.csv [LOG.csv …] [--window 60] [--analyze target/release/whence-analyze] [--only NAME …]
                                       [--folder FOLDER]

LOG.csv has the columns object_id,account_id,content_id,timestamp_share. The peers are coordination-network-toolkit (PyPI; it gets the
same rows in its own columns, written before its clock starts; loading and computing are both counted, its output is its database) and
DuckDB (PyPI: a range join in SQL from the CSV file to a CSV file of edges, pairs and distinct objects counted). Run it with a Python that has both.

Each program is one process tree with one thread; its seconds are user + system of the whole tree, process start and file reading
included; its memory is the peak of the largest process. whence-analyze does more in them: it tests every edge against two nulls, runs
the shuffled control, and writes every pair of posts, communities and graphs. The numbers of edges are compared: the same for all.
"""

import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

SQL = """
COPY (SELECT least(a.account_id, b.account_id) AS "from", greatest(a.account_id, b.account_id) AS "to",
             count(*) AS pairs, count(DISTINCT a.object_id) AS objects
      FROM read_csv('{log}', header = true) a JOIN read_csv('{log}', header = true) b
        ON a.object_id = b.object_id AND a.account_id < b.account_id
       AND a.timestamp_share BETWEEN b.timestamp_share - {window} AND b.timestamp_share + {window}
      GROUP BY 1, 2) TO '{out}' (HEADER)
"""


def measured(command):
    """Runs a command; gives CPU seconds of it and of all that it waited for, and the peak of its memory in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with process.stderr:
        error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed: {error.decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def run_whence(log, window, folder, analyze):
    out = folder / "whence"
    command = [analyze, "coordination", "--shares", log, "--window", str(window), "--threads", "1", "--out", str(out)]
    cost = measured(command)
    with open(out / "edges.csv", newline="") as file:
        return *cost, sum(1 for _ in file) - 1


def run_toolkit(log, window, folder):
    source, base = folder / "toolkit.csv", folder / "toolkit.db"
    with open(log, newline="") as rows, open(source, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"])
        for row in csv.DictReader(rows):
            account = row["account_id"]
            writer.writerow([row["content_id"], account, account, row["object_id"], "", "", row["timestamp_share"], ""])
    tool = [sys.executable, "-m", "coordination_network_toolkit", str(base)]
    load = measured([*tool, "preprocess", str(source)])
    network = ["compute", "co_retweet", "--time_window", str(window), "--min_edge_weight", "1", "--n_cpus", "1"]
    compute = measured([*tool, *network])
    import sqlite3

    with sqlite3.connect(base) as connection:
        edges, = connection.execute("SELECT count(*) FROM co_retweet_network WHERE user_1 < user_2").fetchone()
    return load[0] + compute[0], max(load[1], compute[1]), edges


def run_duckdb(log, window, folder):
    out = folder / "duckdb.csv"
    sql = SQL.format(log=log, window=window, out=out)
    code = "import duckdb, sys; c = duckdb.connect(); c.execute('SET threads = 1'); c.execute(sys.argv[1])"
    cost = measured([sys.executable, "-c", code, sql])
    with open(out, newline="") as file:
        return *cost, sum(1 for _ in file) - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="+")
    parser.add_argument("--window", type=int, default=60)
    parser.add_argument("--analyze", default="target/release/whence-analyze")
    parser.add_argument("--only", nargs="*", choices=["whence", "toolkit", "duckdb"], default=["whence", "toolkit", "duckdb"])
    parser.add_argument("--folder", help="where to work; a temporary folder unless given")
    arguments = parser.parse_args()
    for log in arguments.logs:
        with open(log, newline="") as file:
            rows = sum(1 for _ in file) - 1
        print(f"{log}: {rows:,} shares, window {arguments.window} s")
        own = None
        edges = set()
        for name in arguments.only:
            with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
                folder = pathlib.Path(folder)
                if name == "whence":
                    seconds, memory, found = run_whence(log, arguments.window, folder, arguments.analyze)
                    own = seconds
                elif name == "toolkit":
                    seconds, memory, found = run_toolkit(log, arguments.window, folder)
                else:
                    seconds, memory, found = run_duckdb(log, arguments.window, folder)
            edges.add(found)
            ratio = f"  {seconds / own:6.1f} times whence" if own and name != "whence" else ""
            print(f"  {name:8} {seconds:9.2f} CPU s {memory:8.0f} MB {found:12,} edges{ratio}", flush=True)
        if len(edges) > 1:
            print("  the numbers of edges differ")


if __name__ == "__main__":
    main()
