"""The built program as a process: the server, and its other commands."""

import contextlib
import json
import os
import pathlib
import queue
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import requests

import places

START_SECONDS = 60
STOP_SECONDS = 15


def environment(extra=None):
    """The environment of the program: none of the caller's own settings reach it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KENALI")}
    return clean | {"KENALI_HOME": str(places.HOME)} | (extra or {})


def kenali(*arguments, env=None, timeout=60):
    """Runs a command of the program to its end."""
    return subprocess.run(
        [str(places.PROGRAM), *map(str, arguments)], capture_output=True, text=True, env=environment(env),
        timeout=timeout, check=False)


def free_port():
    """A port below those that the system hands out to outgoing connections."""
    while True:
        port = random.randrange(20000, 32768)
        with contextlib.closing(socket.socket()) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def eventually(condition, seconds=10, what="the condition"):
    """Polls until `condition` gives something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds} s")
        time.sleep(0.02)


# The tests play four seconds of a clip, at times over and over. That is a recording, and the shipped configuration takes it
# for one; so most hosts have the signs of life alone, and only those of `shipped_checks` have everything.
SIGNS_OF_LIFE = {
    "KENALI__LIVENESS__CHECKS": "[liveness.blink, liveness.head_motion]", "KENALI__SESSIONS__MANDATORY_CHECKS": "[]"}


class HostProcess:
    """A server on a data directory of its own, unless one is given."""

    def __init__(self, data=None, config=None, env=None, scheme="http", shipped_checks=False):
        self.checks = {} if shipped_checks else SIGNS_OF_LIFE
        self.own_data = data is None
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="kenali-system-"))
        self.config, self.env, self.scheme = config, env, scheme
        self.process = None
        self.log_path = None

    def start(self):
        self.port = free_port()
        if self.log_path:
            pathlib.Path(self.log_path).unlink(missing_ok=True)
        # The log lies beside the data directory, which must be the program's alone.
        handle, self.log_path = tempfile.mkstemp(prefix="kenali-log-")
        arguments = ["serve", "--data", str(self.data), "--port", str(self.port)]
        if self.config:
            arguments += ["--config", str(self.config)]
        self.process = subprocess.Popen(
            [str(places.PROGRAM), *arguments], stdout=subprocess.PIPE, stderr=handle, text=True,
            env=environment(self.checks | (self.env or {})))
        os.close(handle)
        self.ready_line = self._first_line()
        expected = f"ready on {self.scheme}://127.0.0.1:{self.port}\n"
        if not self.ready_line.endswith(expected):
            self.kill()
            raise AssertionError(f"no ready line but {self.ready_line!r}; the log:\n{self.log()[-4000:]}")
        self.url = f"{self.scheme}://127.0.0.1:{self.port}"
        return self

    def _first_line(self):
        lines = queue.Queue()
        threading.Thread(target=lambda: lines.put(self.process.stdout.readline()), daemon=True).start()
        try:
            return lines.get(timeout=START_SECONDS)
        except queue.Empty:
            return f"nothing within {START_SECONDS} s"

    def log(self):
        return pathlib.Path(self.log_path).read_text()

    def log_lines(self):
        return [json.loads(line) for line in self.log().splitlines()]

    def events(self, event):
        """The log's lines of one event."""
        return [line for line in self.log_lines() if line["event"] == event]

    def kill(self):
        """Ends the process with no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=STOP_SECONDS)
        self.process.stdout.close()

    def stop(self):
        """SIGTERM; the process must end by itself, in time, with status 0."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the host was still there {STOP_SECONDS} s after SIGTERM:\n{self.log()[-2000:]}")
        rest = self.process.stdout.read()
        self.process.stdout.close()
        assert status == 0, f"the host ended with {status}:\n{self.log()[-2000:]}"
        assert rest == "", f"standard output is for the ready line only, but has {rest!r}"

    def remove(self):
        """Deletes what the host leaves."""
        if self.own_data:
            shutil.rmtree(self.data, ignore_errors=True)
        if self.log_path:
            pathlib.Path(self.log_path).unlink(missing_ok=True)

    def finish(self):
        """The end of a test module: an orderly stop, and nothing left behind."""
        try:
            self.stop()
        finally:
            self.remove()

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.remove()
            raise

    def __exit__(self, kind, _, __):
        if self.process.poll() is None:
            if kind is None:
                self.stop()
            else:
                self.kill()
        self.remove()

    def tenant(self, name="test", **settings):
        """A new tenant, made by the program's own command while the host runs."""
        made = kenali("tenant", "create", "--data", self.data, "--name", name, "--json")
        assert made.returncode == 0, made.stderr
        tenant = Tenant(self, **json.loads(made.stdout))
        if settings:
            tenant.configure(**settings)
        return tenant


class Tenant:
    """A tenant's backend: its credentials and its calls."""

    def __init__(self, host, client_id, api_key, api_secret):
        self.host, self.client_id, self.api_key, self.api_secret = host, client_id, api_key, api_secret
        self.http = requests.Session()
        self.http.trust_env = False

    def configure(self, **settings):
        """`sessions__max_fps=60` sets `sessions.max_fps`."""
        assignments = [f"--set={name.replace('__', '.')}={value}" for name, value in settings.items()]
        done = kenali("tenant", "configure", self.client_id, "--data", self.host.data, *assignments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def disable(self):
        """By the operator's command."""
        done = kenali("tenant", "disable", self.client_id, "--data", self.host.data)
        assert done.returncode == 0, done.stderr

    def rotate(self):
        """A new secret, by the operator's command."""
        done = kenali("tenant", "rotate", self.client_id, "--data", self.host.data, "--json")
        assert done.returncode == 0, done.stderr
        self.api_secret = json.loads(done.stdout)["api_secret"]

    @property
    def key_header(self):
        return {"Authorization": f"ApiKey {self.api_key}:{self.api_secret}"}

    def core_token(self):
        """A token of the endpoint whose results are encrypted with the API key."""
        answer = self.call("POST", "/api/core/auth/client/", headers={}, json={
            "api_key": self.api_key, "api_secret": self.api_secret})
        assert answer.status_code == 200, answer.text
        return answer.json()["access_token"]

    def web_token(self):
        """A token of the endpoint whose results are encrypted with the secret."""
        answer = self.call("POST", "/api/auth/client/", headers={}, json={
            "api_key": self.api_key, "secret_key": self.api_secret})
        assert answer.status_code == 200, answer.text
        return answer.json()["token"]

    def call(self, method, path, headers=None, **arguments):
        """One request; with the API key where `headers` says nothing else."""
        headers = self.key_header if headers is None else headers
        return self.http.request(method, self.host.url + path, headers=headers, timeout=60, **arguments)

    def enroll(self, user, *photos):
        """Photos of a user, which must all be taken."""
        answer = self.call("POST", f"/api/users/{user}/faces/", files=[("images", ("a.jpg", p)) for p in photos])
        assert answer.status_code == 201, answer.text
        return answer.json()

    def identify(self, photo, **fields):
        answer = self.call("POST", "/api/identify/", files={"image": photo}, data=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def enrollment(self, user, headers=None, **body):
        answer = self.call("POST", "/api/auth/enrollment/", headers=headers, json={"user_id": user} | body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def authentication(self, user=None, headers=None, **body):
        user = {} if user is None else {"user_id": user}
        answer = self.call("POST", "/api/auth/authentication/", headers=headers, json=user | body)
        assert answer.status_code == 201, answer.text
        return answer.json()


def start_module_host(**arguments):
    """A host for one test module, stopped in order at its end."""
    host = HostProcess(**arguments)
    try:
        host.start()
    except BaseException:
        host.remove()
        raise
    unittest.addModuleCleanup(host.finish)
    return host
