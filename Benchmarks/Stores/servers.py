"""PostgreSQL and Chroma, each started empty for one contestant and gone with its data after it."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import time

import memory
from libpq import Connection

SERVICES = pathlib.Path(__file__).resolve().parents[2] / "scripts/services"
# PostgreSQL's, as it is built everywhere.
PAGE = 8192
OPTIONS = "-c shared_buffers={buffers}MB -c max_wal_size=4GB -c max_locks_per_transaction=1024"

# PostgreSQL has a watch of its own.
WATCH = """
while kill -0 "$1" 2>/dev/null; do sleep 1; done
for server in "$2"/Chroma-*; do [ ! -d "$server" ] || "$3" stop "$server"; done
rm -rf "$2"
"""


def free_port():
    """Below the ports that the kernel gives to clients."""
    for port in range(25500, 25600):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port between 25500 and 25600")


class Postgres:
    """`used` is what its processes have for themselves, and the shared buffers that are in use."""

    def __init__(self, folder, port, faces):
        self.port = port
        # Room for every vector and its index, as a server that serves nothing else would have.
        options = OPTIONS.format(buffers=max(256, faces * 6144 >> 20))
        subprocess.run(
            [SERVICES / "postgres", "start", folder, str(port), str(os.getpid())], check=True,
            env=os.environ | {"POSTGRES_OPTIONS": options})
        Connection(port).run("CREATE EXTENSION pg_buffercache")
        self.process = int((folder / "data/postmaster.pid").read_text().split("\n")[0])
        self.empty = self.total()

    def total(self):
        buffers = int(Connection(self.port).run("SELECT buffers_used FROM pg_buffercache_summary()"))
        return memory.private(self.process) + buffers * PAGE

    def used(self):
        return self.total() - self.empty

    def settle(self):
        """After writing, as autovacuum would in time."""
        Connection(self.port).run("VACUUM ANALYZE")


class Chroma:
    def __init__(self, folder, port, faces):
        subprocess.run([SERVICES / "chroma", "start", folder, str(port)], check=True)
        self.port, self.process = port, int((folder / "pid").read_text())
        self.empty = memory.private(self.process)

    def used(self):
        return memory.private(self.process) - self.empty


@contextlib.contextmanager
def server(kind, parent, faces):
    if kind is None:
        yield None
        return
    folder = pathlib.Path(parent) / f"{kind.__name__}-{time.monotonic_ns()}"
    folder.mkdir(mode=0o755)
    try:
        yield kind(folder, free_port(), faces)
    finally:
        subprocess.run([SERVICES / kind.__name__.lower(), "stop", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def watch(folder):
    """Once this process is gone, even killed, its servers of that folder go too, and the folder."""
    subprocess.Popen(
        ["sh", "-c", WATCH, "watch", str(os.getpid()), folder, SERVICES / "chroma"], start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
