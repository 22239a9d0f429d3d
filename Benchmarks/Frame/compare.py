"""CPU time of a 640x480 frame, stage by stage, beside the same work in Python on the same OpenVINO in the same run.

    compare.py PROGRAM MODELS TESTDATA [ROUNDS]

Two alternating runs of each on each processor; the table shows the least median of each, because what else the machine
does, or its neighbours on the same hardware, only adds.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from clip import write_clip

STAGES = ["decode", "detect", "mesh", "quality", "liveness", "observed", "obstacles", "embed", "counted"]
GROUPS = {"liveness": "liveness.", "obstacles": "obstacle."}


def run(*command):
    return json.loads(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)


def main():
    program, models, testdata = sys.argv[1:4]
    rounds = sys.argv[4] if len(sys.argv) > 4 else "2"
    reference = pathlib.Path(__file__).with_name("reference.py")
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        frames = len(write_clip(testdata, folder))
        for processor in sorted(os.sched_getaffinity(0)) * 2:
            os.sched_setaffinity(0, {processor})  # the children inherit it
            ours.append(run(program, "benchmark", "--frames", folder, "--rounds", rounds, "--json")["cpu_ms"])
            theirs.append(run(sys.executable, reference, models, folder, rounds))
    print(f"ms CPU, medians over {frames} frames x {rounds}, one thread, f32; the least of {len(ours)} alternating runs")
    print("| stage | Kenali | Python | ratio |\n|---|---|---|---|")
    for stage, prefix in GROUPS.items():
        for times in ours:
            times[stage] = sum(spent for name, spent in times.items() if name.startswith(prefix))
    for stage in STAGES:
        own = min(times[stage] for times in ours)
        if stage in theirs[0]:
            other = min(times[stage] for times in theirs)
            print(f"| {stage} | {own:.2f} | {other:.2f} | {own / other:.2f} |")
        else:
            print(f"| {stage} | {own:.2f} | – | – |")


main()
