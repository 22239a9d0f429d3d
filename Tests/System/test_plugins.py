"""Plugins: what is loaded, and what is said of one that can't be."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import requests

import places
from host_process import HostProcess, environment, kenali

STANDARD = (places.HOME / "config/kenali.yaml").read_text()
LOADED = "load: [Vision, Liveness, Obstacles, FAISSStore]"


def interface():
    """The host's plugin interface version."""
    return int(re.search(r"plugin interface (\d+)", kenali("version").stdout)[1])


class PluginCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kenali-plugins-")))

    def config(self, plugins):
        file = self.folder / "kenali.yaml"
        assert LOADED in STANDARD
        file.write_text(STANDARD.replace(LOADED, plugins))
        return file

    def library(self, name, source, *options):
        """A shared library made of C."""
        compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None) or (
            "/opt/swift/usr/bin/clang" if pathlib.Path("/opt/swift/usr/bin/clang").exists() else None)
        if not compiler:
            self.skipTest("STRANGE PLUGINS ARE NOT TESTED: there is no C compiler")
        file = self.folder / f"lib{name}.so"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-o", file, "-x", "c", "-", *options], input=source, text=True, check=True, capture_output=True)
        return file

    def refused(self, plugins):
        """What every command that needs plugins says; the server does not start."""
        config = self.config(plugins)
        said = set()
        for command in (["config", "check"], ["plugins", "list"], ["serve", "--data", self.folder / "data", "--port", 0]):
            done = kenali(*command, "--config", config)
            self.assertEqual((done.returncode, done.stdout), (1, ""), (command, done.stderr))
            said.add(done.stderr.replace("plugins.load: ", ""))
        self.assertEqual(len(said), 1, said)
        self.assertFalse((self.folder / "data").exists())
        return said.pop()


class Listing(unittest.TestCase):
    def test_the_standard_plugins(self):
        done = kenali("plugins", "list", "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        plugins = {plugin["id"]: plugin for plugin in json.loads(done.stdout)}
        self.assertEqual(list(plugins), ["Vision", "Liveness", "Obstacles", "FAISSStore"])
        components = {part["id"] for plugin in plugins.values() for part in plugin["components"]}
        self.assertEqual(components, {
            "image.decoder.standard", "face.detector.yunet", "face.detector.centerface", "face.landmarker.mesh",
            "face.quality.standard", "face.embedder.arcface", "face.embedder.dlib",
            "liveness.anti_spoofing", "liveness.blink", "liveness.challenge", "liveness.head_motion", "liveness.screen",
            "liveness.temporal", "liveness.texture", "obstacle.glasses", "obstacle.hat", "obstacle.mask",
            "obstacle.mask_classical", "obstacle.hand", "store.faiss"})
        for plugin in plugins.values():
            self.assertEqual(set(plugin), {"id", "version", "summary", "licence", "components"})
            self.assertEqual(plugin["licence"], "Apache-2.0")
        text = kenali("plugins", "list").stdout
        for component in components:
            self.assertIn(f"\n  {component}  ", text)


class Strange(PluginCase):
    def test_another_interface_version(self):
        theirs = interface() + 1
        file = self.library("Future", f"""
            unsigned long long Future_plugin_abi(void) {{ return ((unsigned long long){theirs} << 32) | 60300; }}
            void *Future_plugin_entry(void) {{ __builtin_trap(); }}""")
        error = self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']")
        self.assertIn(f"was built for plugin interface {theirs} by Swift 6.3.0, this host for plugin interface {interface()} by", error)
        self.assertIn("the interfaces differ; rebuild the plugin against this host's Engine", error)

    def test_another_compiler(self):
        file = self.library("Old", f"""
            unsigned long long Old_plugin_abi(void) {{ return ((unsigned long long){interface()} << 32) | 50900; }}
            void *Old_plugin_entry(void) {{ __builtin_trap(); }}""")
        error = self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']")
        self.assertIn("by Swift 5.9.0, this host for", error)
        self.assertIn("there is no ABI between Swift compilers; rebuild", error)

    def test_a_library_that_is_no_plugin(self):
        file = self.library("Plain", "int x(void) { return 1; }")
        self.assertIn("is a library but no Kenali plugin: it exports no Plain_plugin_abi",
                      self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']"))

    def test_a_library_that_lacks_a_symbol(self):
        file = self.library("Broken", "void missing_function(void); void *Broken_plugin_entry(void) { missing_function(); return 0; }")
        self.assertIn("needs the symbol missing_function, which no library has: it was built against another version",
                      self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']"))

    def test_a_library_that_lacks_another(self):
        self.library("needed", "int needed(void) { return 1; }", "-Wl,-soname,libneeded.so.7")
        file = self.library("Needy", "int needed(void); int x(void) { return needed(); }", f"-L{self.folder}", "-lneeded")
        self.assertIn("needs libneeded.so.7, which is not on this machine: install the package",
                      self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']"))

    def test_an_entry_that_gives_nothing(self):
        abi = int(re.search(r"Swift (\d+)\.(\d+)\.(\d+)", kenali("version").stdout)[0].split()[1].replace(".", "0"))
        file = self.library("Hollow", f"""
            unsigned long long Hollow_plugin_abi(void) {{ return ((unsigned long long){interface()} << 32) | {abi}; }}
            void *Hollow_plugin_entry(void) {{ return 0; }}""")
        self.assertIn("gave no plugin: its Hollow_plugin_entry returned null",
                      self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']"))

    def test_a_file_that_is_no_library(self):
        file = self.folder / "libText.so"
        file.write_text("no library")
        self.assertIn("is no shared library", self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{file}']"))
        self.assertIn("is a folder or a device", self.refused(f"load: [Vision, Liveness, Obstacles, FAISSStore, '{self.folder}/']"))

    def test_a_plugin_that_was_cut_off(self):
        whole = (places.PROGRAM.resolve().parent / "libFAISSStore.so").read_bytes()
        file = self.folder / "libFAISSStore.so"
        for length in (100, 5000, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:length])
            self.assertIn("is damaged: its file was cut off", self.refused(f"load: [Vision, Liveness, Obstacles, '{file}']"))

    def test_a_file_that_may_not_be_read(self):
        if os.geteuid() == 0:
            # Root reads everything: the program runs as somebody else, who must reach it.
            nobody = {"user": 65534, "group": 65534}
            if subprocess.run(["test", "-x", places.PROGRAM], **nobody, check=False).returncode:
                self.skipTest("UNREADABLE PLUGINS ARE NOT TESTED: the user nobody has no access to the program")
        else:
            nobody = {}
        file = self.folder / "libLocked.so"
        shutil.copy(places.PROGRAM.resolve().parent / "libFAISSStore.so", file)
        config = self.config(f"load: [Vision, Liveness, Obstacles, '{file}']")
        self.folder.chmod(0o755)
        file.chmod(0)
        done = subprocess.run([places.PROGRAM, "config", "check", "--config", config], **nobody, capture_output=True,
                              text=True, env=environment(), check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("libLocked.so' may not be read: give the user that runs the host read access", done.stderr)


class Missing(PluginCase):
    def test_a_name_that_is_nowhere(self):
        error = self.refused("load: [Vision, Liveness, Obstacles, FAISSStore, Nowhere, Neither]")
        for name in ("Nowhere", "Neither"):
            self.assertIn(f"plugin '{name}' is not there: lib{name}.so is in none of ", error)
        self.assertIn(str(places.PROGRAM.resolve().parent), error)

    def test_a_path_that_is_nowhere(self):
        error = self.refused("load: [Vision, Liveness, Obstacles, FAISSStore, /none/libX.so]")
        self.assertIn("plugin '/none/libX.so' is not there: there is no such file; check plugins.load", error)

    def test_the_same_plugin_twice(self):
        self.assertIn("both offer the component", self.refused("load: [Vision, Liveness, Obstacles, FAISSStore, FAISSStore]"))

    def test_a_plugin_that_is_needed_but_not_loaded(self):
        done = kenali("config", "check", "--config", self.config("load: [Vision, Liveness, Obstacles]"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("stores.default: 'store.faiss' is no such component; valid values: none, because no loaded plugin "
                      "offers one (see plugins.load)", done.stderr)

    def test_the_host_starts_without_an_optional_plugin_and_says_so(self):
        text = self.folder / "libText.so"
        text.write_text("no library")
        config = self.config(f"load: [Vision, Liveness, Obstacles, FAISSStore]\n  optional: [Nowhere, '{text}', FAISSStore]")
        with HostProcess(config=config) as host:
            self.assertEqual(requests.get(host.url + "/health/ready/", timeout=20).status_code, 200)
            events = host.events("optional_plugin_not_loaded")
            self.assertEqual([event["level"] for event in events], ["WARNING"] * 3)
            for event, said in zip(events, ("libNowhere.so is in none of", "is no shared library", "both offer the component")):
                self.assertIn(said, event["reason"])
            self.assertEqual(requests.get(host.url + "/health/detailed/", timeout=20).json()["plugins_not_loaded"], [
                {"name": "Nowhere", "reason": "its file is not there"},
                {"name": "Text", "reason": "its file is no shared library"},
                {"name": "FAISSStore", "reason": "its components' ids are malformed or taken"}])
        listed = kenali("plugins", "list", "--config", config)
        self.assertEqual(listed.returncode, 0)
        self.assertIn("not loaded, and optional: plugin 'Nowhere' is not there", listed.stderr)

    def test_a_component_of_an_optional_plugin_that_was_not_loaded(self):
        config = self.config("load: [Vision, Liveness, Obstacles, FAISSStore]\n  optional: [Nowhere]")
        config.write_text(config.read_text().replace("default: store.faiss", "default: store.nowhere"))
        done = kenali("serve", "--config", config, "--data", self.folder / "data", "--port", 0)
        self.assertEqual(done.returncode, 1)
        self.assertIn("stores.default: 'store.nowhere' is no such component; valid values: store.faiss; perhaps of the "
                      "optional plugin that was not loaded: plugin 'Nowhere' is not there: ", done.stderr)

    def test_a_plugins_folder(self):
        moved = self.folder / "more"
        moved.mkdir()
        (moved / "libFAISSStore.so").symlink_to(places.PROGRAM.resolve().parent / "libFAISSStore.so")
        config = self.config(f"load: [Vision, Liveness, Obstacles, FAISSStore]\n  directories: ['{moved}']")
        self.assertEqual(kenali("config", "check", "--config", config).returncode, 0)


if __name__ == "__main__":
    unittest.main()
