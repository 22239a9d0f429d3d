"""Real servers beside the host: started by the repository's own scripts, struck as real ones are."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from host_process import free_port

import places


class Postgres:
    """A PostgreSQL with pgvector of a test's own."""

    SCRIPT = places.ROOT / "scripts/services/postgres"

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="kenali-postgres-"))
        self.port = free_port()

    def start(self):
        # The last argument: the server ends with this process, whatever becomes of it.
        done = subprocess.run(
            [self.SCRIPT, "start", self.directory, str(self.port), str(os.getpid())], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return self

    def stop(self):
        """At once, as a crash of the machine would."""
        subprocess.run([self.SCRIPT, "stop", self.directory], check=True, capture_output=True)

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def postmaster(self):
        return int((self.directory / "data/postmaster.pid").read_text().splitlines()[0])

    @property
    def backends(self):
        found = subprocess.run(["pgrep", "-P", str(self.postmaster)], capture_output=True, text=True)
        return [int(line) for line in found.stdout.split()]

    def connections(self):
        """The processes that serve connections."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.postmaster), "-f", "postgres: postgres"], capture_output=True, text=True)
        return [int(line) for line in found.stdout.split()]

    def drop_connections(self):
        """What pg_terminate_backend does."""
        dropped = self.connections()
        for process in dropped:
            os.kill(process, signal.SIGTERM)
        return len(dropped)

    def kill(self):
        """The postmaster dies; its children notice and end."""
        os.kill(self.postmaster, signal.SIGKILL)

    def pause(self, seconds):
        """The server hangs: connections stay open and nobody answers."""
        stopped = [self.postmaster, *self.backends]
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        time.sleep(seconds)
        for process in reversed(stopped):
            os.kill(process, signal.SIGCONT)

    def query(self, sql):
        """The one value that a query gives."""
        done = subprocess.run(
            [places.ROOT / ".deps/postgres/bin/psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-Atc", sql],
            capture_output=True, text=True, env={"LD_LIBRARY_PATH": str(places.ROOT / ".deps/postgres/lib")})
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def settings(self, **more):
        """The component's section of the host's configuration."""
        settings = {"port": self.port, "database": "postgres", "user": "postgres"} | more
        return "{" + ", ".join(f"{name}: {value}" for name, value in settings.items()) + "}"


def configuration(stores, components="", plugins="Vision, Liveness, Obstacles, FAISSStore, PgVectorStore"):
    """The shipped configuration with other stores, as a file that the caller deletes."""
    text = (places.HOME / "config/kenali.yaml").read_text()
    assert "load: [Vision, Liveness, Obstacles, FAISSStore]" in text and "  default: store.faiss\n" in text
    text = text.replace("load: [Vision, Liveness, Obstacles, FAISSStore]", f"load: [{plugins}]")
    text = text.replace("  default: store.faiss\n", "".join(f"  {name}: {value}\n" for name, value in stores.items()))
    if components:
        text += f"\ncomponents:\n  {components}\n"
    handle, path = tempfile.mkstemp(prefix="kenali-config-", suffix=".yaml")
    with os.fdopen(handle, "w") as file:
        file.write(text)
    return pathlib.Path(path)
