"""Memory of processes and of the machine, in bytes, from /proc."""

import os
import pathlib


def resident():
    """Of this process."""
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def tree(process):
    """A process and its descendants."""
    children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process] + [descendant for child in children for descendant in tree(int(child))]


def private(process):
    """What a process and its descendants have for themselves: memory that they share is not in it."""
    total = 0
    for member in tree(process):
        for line in pathlib.Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Private_"):
                total += int(line.split()[1]) * 1024
    return total


def available():
    for line in pathlib.Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    raise OSError("/proc/meminfo has no MemAvailable")
