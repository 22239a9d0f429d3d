"""docs/writing-a-plugin.md: the plugin printed there compiles, loads, and keeps faces over a restart."""

import pathlib
import shutil
import tempfile
import unittest

import pictures
import places
from guide_plugin import compile_guide
from host_process import HostProcess, kenali


def setUpModule():
    global folder, config
    made = tempfile.TemporaryDirectory(prefix="kenali-plugin-")
    unittest.addModuleCleanup(made.cleanup)
    folder = pathlib.Path(made.name)
    compile_guide(folder)
    config = folder / "kenali.yaml"
    standard = (places.HOME / "config/kenali.yaml").read_text()
    config.write_text(
        standard.replace("load: [Vision, Liveness, Obstacles, FAISSStore]",
                         f"directories: [{folder}]\n  load: [Vision, Liveness, Obstacles, SimpleStore]")
        .replace("default: store.faiss", "default: store.simple"))


class PluginGuide(unittest.TestCase):
    def test_it_is_listed(self):
        listed = kenali("plugins", "list", "--config", config)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("SimpleStore 1.0.0 (Apache-2.0): Galleries in one JSON file, searched exactly\n"
                      "  store.simple  One JSON file: for a few thousand faces\n", listed.stdout)

    def test_its_settings_are_checked(self):
        checked = kenali("config", "check", "--config", config, env={"KENALI__COMPONENTS__STORE.SIMPLE__MAX_FACES": "0"})
        self.assertEqual(checked.stderr, "kenali: components.store.simple.max_faces: must be a whole number from 1 to "
                         "1000000, not 0\n")

    def test_faces_outlive_the_host(self):
        with HostProcess(config=config, data=folder / "data") as host:
            tenant = host.tenant()
            tenant.enroll("obama", pictures.photo("obama.jpg"))
            host.kill()
        with HostProcess(config=config, data=folder / "data") as tenant.host:
            answer = tenant.identify(pictures.photo("obama3.jpg"))
            self.assertEqual((answer["verdict"], answer["user_id"], answer["store"]), ("match", "obama", "store.simple"))

    def test_a_library_of_another_name_is_refused(self):
        shutil.copy(folder / "libSimpleStore.so", folder / "libOther.so")
        other = folder / "other.yaml"
        other.write_text(config.read_text().replace("SimpleStore]", "Other]"))
        refused = kenali("plugins", "list", "--config", other)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("plugin 'Other' is a library but no Kenali plugin", refused.stderr)


if __name__ == "__main__":
    unittest.main()
