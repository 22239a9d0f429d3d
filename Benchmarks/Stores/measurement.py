"""Searches one at a time and by four callers: `Contestant/Measurement.swift` does the same with Kenali's stores."""

import threading
import time

import numpy as np

from dataset import LIMIT

SECONDS = 10
CALLERS = 4


def alone(search, count):
    """Every probe once; a slow peer as many as it can, but 60; a fast one more often, for the quantiles."""
    answers, times = [], []
    end = time.perf_counter() + SECONDS
    while len(times) < 60 or (len(times) < 2 * count and time.perf_counter() < end):
        probe = len(times) % count
        began = time.perf_counter()
        found = search(probe)
        times.append((time.perf_counter() - began) * 1000)
        if len(times) <= count:
            answers.append(np.pad(np.asarray(found, np.int32), (0, LIMIT - len(found)), constant_values=-1))
    times.sort()
    return np.array(answers), {
        "p50_ms": times[len(times) // 2], "p99_ms": times[min(len(times) - 1, len(times) * 99 // 100)]}


def together(search, count):
    """Searches per second of four callers."""
    done, failures = [], []
    began = time.perf_counter()
    end = began + SECONDS / 2

    def call(caller):
        turn = 0
        try:
            while time.perf_counter() < end:
                search((caller * count // CALLERS + turn) % count)
                turn += 1
        except Exception as failure:
            failures.append(failure)
        done.append(turn)

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(done) / (time.perf_counter() - began)


def measure(search, count):
    """The answers, a row of `LIMIT` numbers for each probe, and the figures."""
    for probe in range(min(20, count)):
        search(probe)
    answers, figures = alone(search, count)
    return answers, figures | {"searches_per_s": together(search, count)}
