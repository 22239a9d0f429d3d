"""Kenali's stores beside others: the same vectors and probes for all, in one run.

    compare.py [--sizes 10000,100000] [--tenants 10000] [--only NAME] [--quick] [--markdown FILE]

`scripts/benchmark stores` runs it. --sizes may name 1000000: whoever needs more memory than is available, or more than
about ten minutes to build, is left out, and the output says so. --tenants 0 leaves the small tenants out. --only takes
those whose names contain NAME, and store.faiss. --quick tries everything with 2,000 faces and 20 tenants; its figures
say nothing.
"""

import argparse
import datetime
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import memory
from contest import hold
from contestants import CONTESTANTS, TENANTED
from dataset import DIMENSION, LIMIT, NOISE, PROBES, DataSet
from report import head, line, short
from servers import watch

FACES_PER_TENANT = 100
# Tenants that everyone takes, also who can't take all.
SAMPLE = 500


class Output:
    """To the terminal at once, and to a file."""

    def __init__(self, path):
        self.file = open(path, "w") if path else None

    def __call__(self, text):
        print(text, flush=True)
        if self.file:
            print(text, file=self.file, flush=True)


def machine():
    model = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    name = next(line.split(":")[1].strip() for line in model.splitlines() if line.startswith("Model name"))
    return (f"{datetime.date.today()}, {name}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.2f}, "
            f"{memory.available() >> 20} MB available")


def reading(size):
    """Milliseconds to read so many bytes once, on one thread: the median of seven."""
    words = np.ones(size // 8, np.uint64)
    times = []
    for _ in range(7):
        began = time.perf_counter()
        np.bitwise_or.reduce(words)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def compare(contestants, data, say, only, units=1, unit="MB", bytes_per_unit=2 ** 20):
    """Prints the table, each row as soon as it is measured, then who was left out. Memory is divided by `units`."""
    say(head(unit))
    first, left_out = None, []
    for contestant in contestants:
        # The first is what the others are compared with.
        if data.faces < contestant.least or (first and only and only not in contestant.name):
            continue
        needed = contestant.bytes_per_face * data.faces
        if data.faces > contestant.limit:
            left_out.append(f"{contestant.name}: {contestant.reason}")
        elif needed > memory.available():
            left_out.append(f"{contestant.name}: needs about {needed >> 20} MB of memory")
        else:
            row = hold(contestant, data)
            row["memory_bytes"] /= units
            first = first or row
            say(line(contestant.name, row, first, bytes_per_unit))
    if left_out:
        say("\nLeft out: " + "; ".join(left_out) + ".")


def one_gallery(faces, folder, say, only):
    say(f"\n### {faces:,} faces in one gallery\n")
    data = DataSet(folder, faces)
    compare(CONTESTANTS, data, say, only)
    took, size = reading(faces * DIMENSION * 4), faces * DIMENSION * 4
    say(f"\nOne thread reads the vectors' {size >> 20} MB in {short(took)} ms ({size / took / 1e6:.1f} GB/s), a "
        f"quarter of it in {short(reading(size // 4))} ms.")


def small_tenants(tenants, folder, say, only):
    say(f"\n### {tenants:,} tenants of {FACES_PER_TENANT} faces\n")
    data = DataSet(folder, tenants * FACES_PER_TENANT, tenants)
    compare(TENANTED, data, say, only, tenants, "kB a tenant", 2 ** 10)
    say(f"\nThe vectors themselves are {FACES_PER_TENANT * DIMENSION * 4 >> 10} kB a tenant.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--tenants", type=int, default=10_000)
    parser.add_argument("--only")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--markdown")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",") if size]
    if options.quick:
        sizes, options.tenants = [2000], 20
    say = Output(options.markdown)
    # Ended from outside, it still takes its servers and data with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    say(machine())
    say(f"{DIMENSION} numbers a vector, five samples a person with a cosine of {1 / (1 + NOISE ** 2):.2f}; {PROBES} "
        f"probes, every third a stranger; the best {LIMIT}; one thread a search, builds may use all processors.")
    # Not /tmp, where that is memory: an fsync there costs nothing.
    parent = os.environ.get("BENCHMARK_DIRECTORY", "/var/tmp")
    with tempfile.TemporaryDirectory(dir=parent, prefix="kenali-stores-", ignore_cleanup_errors=True) as path:
        watch(path)
        # PostgreSQL, as nobody, must pass through.
        os.chmod(path, 0o711)
        for faces in sizes:
            one_gallery(faces, path, say, options.only)
        for tenants in sorted({min(SAMPLE, options.tenants), options.tenants} - {0}):
            small_tenants(tenants, path, say, options.only)


main()
