"""Lets one contestant build and search in processes of its own."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

from dataset import LIMIT
from servers import Postgres, server

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE.parents[1] / ".build/release/StoreContestant"
# One thread for each search, whatever the libraries would take.
ONE_THREAD = {name: "1" for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]}


def run(command, when_done=lambda: None):
    """The figures of a process; `when_done` is asked between its figures and its end."""
    with subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | ONE_THREAD) as process:
        try:
            line = process.stdout.readline()
            extra = when_done() if line else None
            process.stdin.close()
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0 or not line:
        raise RuntimeError(f"{command[0]} {command[1]} {command[2]} failed")
    return json.loads(line), extra


def hold(contestant, data):
    """One row of the table."""
    with tempfile.TemporaryDirectory(dir=data.folder, prefix="state-") as folder, \
            server(contestant.server, data.folder, data.faces) as service:
        state = service.port if service else folder
        memory_of = service.used if service else lambda: None
        building = 0
        if contestant.peer:
            command = [sys.executable, HERE / "peer.py", *contestant.peer, data.folder]
            figures, served = run(command + ([state] if service else []), memory_of)
        else:
            if contestant.is_durable:
                building = run([PROGRAM, "write", contestant.store, data.folder, state])[0]["build_s"]
            if isinstance(service, Postgres):
                service.settle()
            figures, served = run([PROGRAM, "search", contestant.store, data.folder, state], memory_of)
    figures["build_s"] += building
    if served is not None:
        figures["memory_bytes"] = served
    path = data.folder / "answers.i32"
    answers = np.fromfile(path, np.int32).reshape(-1, LIMIT)
    path.unlink()
    return figures | data.judge(answers)
