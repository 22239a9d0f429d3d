"""PostgreSQL and Chroma, each started empty for one contestant and gone with its data after it."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import memory
from libpq import Connection

SERVICES = pathlib.Path(__file__).resolve().parents[2] / "scripts/services"
OPTIONS = "-c shared_buffers={buffers}MB -c max_wal_size=4GB -c max_locks_per_transaction=1024"


def free_port():
    """Below the ports that the kernel gives to clients."""
    for port in range(25500, 25600):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port between 25500 and 25600")


class Server:
    def __init__(self, folder, port):
        self.folder, self.port = folder, port


class Postgres(Server):
    """`used` is what its processes have for themselves, and the shared buffers that are in use."""

    def __init__(self, folder, port, faces):
        super().__init__(folder, port)
        # Room for two halves of every vector and its index, as a server that serves nothing else would have.
        options = OPTIONS.format(buffers=max(256, faces * 6144 >> 20))
        # Told this process, it outlives it by a second at most and takes its folder away.
        subprocess.run(
            [SERVICES / "postgres", "start", folder, str(port), str(os.getpid())], check=True,
            env=os.environ | {"POSTGRES_OPTIONS": options})
        Connection(port).run("CREATE EXTENSION pg_buffercache")
        self.process = int((folder / "data/postmaster.pid").read_text().split("\n")[0])
        self.empty = self.total()

    def total(self):
        buffers = int(Connection(self.port).run("SELECT buffers_used FROM pg_buffercache_summary()"))
        return memory.private(self.process) + buffers * 8192

    def used(self):
        return self.total() - self.empty

    def settle(self):
        """After writing, as autovacuum would in time."""
        Connection(self.port).run("VACUUM ANALYZE")

    def stop(self):
        subprocess.run([SERVICES / "postgres", "stop", self.folder], check=True)


class Chroma(Server):
    def __init__(self, folder, port, faces):
        super().__init__(folder, port)
        subprocess.run([SERVICES / "chroma", "start", folder, str(port)], check=True)
        self.process = int((folder / "pid").read_text())
        self.empty = memory.private(self.process)

    def used(self):
        return memory.private(self.process) - self.empty

    def stop(self):
        subprocess.run([SERVICES / "chroma", "stop", self.folder], check=True)


@contextlib.contextmanager
def server(kind, parent, faces):
    if kind is None:
        yield None
        return
    folder = pathlib.Path(parent) / f"{kind.__name__}-{time.monotonic_ns()}"
    folder.mkdir(mode=0o755)
    # Whoever stops the benchmark, the server goes first.
    port = free_port()
    started = None
    try:
        started = kind(folder, port, faces)
        yield started
    finally:
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        subprocess.run([SERVICES / kind.__name__.lower(), "stop", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGINT, previous)
