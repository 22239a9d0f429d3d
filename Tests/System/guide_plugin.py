"""The plugin that docs/writing-a-plugin.md prints, compiled against the program under test."""

import pathlib
import re
import shutil
import subprocess
import unittest

import places

GUIDE = (places.ROOT / "docs/writing-a-plugin.md").read_text()
BUILD = places.PROGRAM.parent


def printed(path):
    """The block that follows a file's name."""
    return re.search(rf"`{re.escape(path)}`:\n\n```swift\n(.*?)```", GUIDE, re.S).group(1)


def compile_guide(folder, *changes):
    """libSimpleStore.so in a folder; `changes` are pairs of texts, each there exactly once and replaced."""
    if not shutil.which("swiftc"):
        raise unittest.SkipTest("THE PLUGIN GUIDE IS NOT TESTED: swiftc is not in PATH")
    folder = pathlib.Path(folder)
    sources = []
    for name in ("SimpleStorePlugin.swift", "SimpleStore.swift"):
        sources.append(folder / name)
        sources[-1].write_text(printed(f"Sources/SimpleStore/{name}"))
    for old, new in changes:
        text = sources[-1].read_text()
        assert text.count(old) == 1, old
        sources[-1].write_text(text.replace(old, new))
    library = folder / "libSimpleStore.so"
    subprocess.run(
        ["swiftc", "-swift-version", "6", "-parse-as-library", "-warnings-as-errors", "-emit-library", "-module-name",
         "SimpleStore", "-I", BUILD / "Modules", "-L", BUILD, "-lEngine", "-o", library, *sources],
        check=True, timeout=300, cwd=folder)
    return library
