"""Runs one peer in a process of its own, on one thread for each search, and prints its figures as JSON.

    peer.py MODULE CLASS DATA [PORT]

A peer's class has `build(vectors)`, until the index is finished, and `search(probe)`: the rows of the nearest, best
first; each tenant gets an object of its own. One that `SERVES_ALL` tenants is made with their number, or with a
server's port, and has `search(tenant, probe)`. After its figures the process waits for the end of its input: meanwhile
a server's memory is read.
"""

import ctypes
import importlib
import json
import pathlib
import sys
import time

import numpy as np

import memory
from dataset import DIMENSION
from measurement import measure


class PerTenant:
    """One index for each tenant."""

    def __init__(self, kind, tenants):
        self.galleries = [kind() for _ in range(tenants)]

    def build(self, vectors):
        self.each = len(vectors) // len(self.galleries)
        for tenant, gallery in enumerate(self.galleries):
            gallery.build(vectors[tenant * self.each:(tenant + 1) * self.each])

    def search(self, tenant, probe):
        return self.galleries[tenant].search(probe) + tenant * self.each


def main():
    module, name, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    faces, tenants, count = np.fromfile(folder / "shape.i32", np.int32)
    # Read, not mapped: pages of the file would count as memory once they are read.
    vectors = np.fromfile(folder / "vectors.f32", np.float32).reshape(faces, DIMENSION)
    probes = np.fromfile(folder / "probes.f32", np.float32).reshape(count, DIMENSION)
    owners = np.fromfile(folder / "probe_tenants.i32", np.int32)
    kind = getattr(importlib.import_module(module), name)
    if hasattr(kind, "SERVES_ALL"):
        peer = kind(int(sys.argv[4]) if len(sys.argv) > 4 else int(tenants))
    else:
        peer = PerTenant(kind, tenants)
    trim = ctypes.CDLL(None).malloc_trim
    trim(0)
    before, began = memory.resident(), time.perf_counter()
    peer.build(vectors)
    # An index that is finished only by the first search is not finished before.
    peer.search(0, probes[0])
    building = time.perf_counter() - began
    trim(0)
    grown = memory.resident() - before
    answers, figures = measure(lambda probe: peer.search(owners[probe], probes[probe]), count)
    answers.astype(np.int32).tofile(folder / "answers.i32")
    print(json.dumps(figures | {"build_s": building, "memory_bytes": grown}), flush=True)
    sys.stdin.read()


main()
