"""The host under load: frames over WebSockets, each sent when the one before is answered.

    end_to_end.py TESTDATA

Three measurements of the release program, each on a fresh host, by the processor time that the kernel counts for it:
start-up, real frames with the standard components, and the same frames with components that compute nothing: what is
left is the host's and the protocol's own share.
"""

import os
import pathlib
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/System"))

from clip import write_clip  # noqa: E402
from frame_stream import greeted  # noqa: E402
from host_process import HostProcess  # noqa: E402

# Room for every frame: sessions end neither by their budget nor by a full set of samples and a turned head.
SESSIONS = {
    "KENALI__SESSIONS__MAX_FPS": "60", "KENALI__SESSIONS__FRAME_BUDGET": "10000",
    "KENALI__SESSIONS__MAX_LOW_QUALITY_CONSECUTIVE": "1000", "KENALI__SESSIONS__TARGET_SAMPLES": "20",
    "KENALI__SESSIONS__REQUIRED_BLINKS": "10", "KENALI__SESSIONS__REQUIRED_MOTION": "10",
}
IDLE = """
plugins: {load: [Idle, Liveness, FAISSStore]}
pipeline:
  decoder: [image.decoder.idle]
  detector: [face.detector.idle]
  landmarker: [face.landmarker.idle]
  quality: [face.quality.idle]
  embedder: [face.embedder.idle]
liveness: {checks: [liveness.blink, liveness.head_motion]}
stores: {default: store.faiss}
"""


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process):
    """Resident MB: now, and at most so far."""
    lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
    values = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return int(values["VmRSS"]) / 1024, int(values["VmHWM"]) / 1024


def send(host, tenant, frames, count, name, answers):
    with greeted(tenant.enrollment(name)) as stream:
        for index in range(count):
            answer = stream.ask_frame(frames[index % len(frames)])
            if answer["type"] == "error" or answer["type"].endswith("_complete"):
                raise AssertionError(f"a frame was not processed: {answer}")
            answers.append(answer["type"])


def measure(host, frames, sessions, count):
    """CPU milliseconds per frame, and frames per second of wall time."""
    tenant = host.tenant()
    send(host, tenant, frames, 30, "warm-up", [])
    answers = []
    threads = [
        threading.Thread(target=send, args=(host, tenant, frames, count, f"user-{index}", answers))
        for index in range(sessions)]
    processor, wall = processor_seconds(host.process), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    processor, wall = processor_seconds(host.process) - processor, time.monotonic() - wall
    assert len(answers) == sessions * count, f"{len(answers)} of {sessions * count} frames were answered"
    return processor * 1000 / len(answers), len(answers) / wall


def main():
    with tempfile.TemporaryDirectory() as folder:
        frames = [path.read_bytes() for path in write_clip(sys.argv[1], folder)]
        print(f"frames of 640x480, {sum(map(len, frames)) / len(frames) / 1000:.0f} kB of JPEG each in the mean")
        starts = []
        for _ in range(5):
            began = time.monotonic()
            with HostProcess(env=SESSIONS) as host:
                starts.append((time.monotonic() - began, processor_seconds(host.process), *memory(host.process)))
        wall, processor, resident, _ = sorted(starts)[len(starts) // 2]
        print(f"start until ready, median of 5: {wall:.2f} s, {processor:.2f} s CPU, {resident:.0f} MB resident")
        with HostProcess(env=SESSIONS) as host:
            cost, rate = measure(host, frames, 3, 200)
            print(f"3 sessions at once: {cost:.2f} ms CPU a frame, {1000 / cost:.1f} frames/s per core; "
                  f"{rate:.1f} frames/s with this client on the same machine; {memory(host.process)[1]:.0f} MB at most")
        config = pathlib.Path(folder) / "idle.yaml"
        config.write_text(IDLE)
        with HostProcess(env=SESSIONS, config=config) as host:
            cost, rate = measure(host, frames, 8, 400)
            print(f"components that compute nothing, 8 sessions: {cost:.3f} ms CPU a frame for host and protocol; "
                  f"{rate:.0f} frames/s")


main()
