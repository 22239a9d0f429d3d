"""Examples/RedisVectorStore, a plugin out of tree: loaded by its path, against a real Redis."""

import pathlib
import subprocess
import tempfile
import unittest

import pictures
import places
from host_process import HostProcess, free_port, kenali

PLUGIN = places.ROOT / ".build/redis-example" / places.PROGRAM.parent.name / "libRedisVectorStore.so"
SERVICE = places.ROOT / "scripts/services/redis"


def service(*arguments):
    subprocess.run([SERVICE, *map(str, arguments)], check=True, timeout=60)


def setUpModule():
    global folder, port, config
    assert PLUGIN.exists(), f"{PLUGIN} is not built; scripts/test does it"
    made = tempfile.TemporaryDirectory(prefix="kenali-redis-")
    unittest.addModuleCleanup(made.cleanup)
    folder = pathlib.Path(made.name)
    port = free_port()
    service("start", folder / "redis", port)
    unittest.addModuleCleanup(service, "stop", folder / "redis")
    config = folder / "kenali.yaml"
    standard = (places.HOME / "config/kenali.yaml").read_text()
    config.write_text(
        standard.replace("load: [Vision, Liveness, Obstacles, FAISSStore]", f"load: [Vision, Liveness, Obstacles, '{PLUGIN}']")
        .replace("default: store.faiss", "default: store.redis")
        + f"\ncomponents:\n  store.redis:\n    port: {port}\n")


def keys():
    done = subprocess.run(["redis-cli", "-p", str(port), "--scan"], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


class RedisPlugin(unittest.TestCase):
    def test_it_is_listed(self):
        listed = kenali("plugins", "list", "--config", config)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("\n  store.redis  Redis hashes", listed.stdout)

    def test_it_passes_the_suite_and_leaves_nothing(self):
        before = keys()
        done = kenali("plugins", "test", PLUGIN, "--set", f"port={port}", timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"\nstore\.redis: \d+ rules hold, 0 do not\n")
        self.assertIn("  holds   what was acknowledged is there after kill -9", done.stdout)
        self.assertEqual(keys(), before)

    def test_faces_outlive_host_and_redis(self):
        with HostProcess(config=config, data=folder / "data") as host:
            tenant = host.tenant()
            tenant.enroll("obama", pictures.photo("obama.jpg"))
            host.kill()
        service("stop", folder / "redis")
        service("start", folder / "redis", port)
        with HostProcess(config=config, data=folder / "data") as tenant.host:
            answer = tenant.identify(pictures.photo("obama3.jpg"))
            self.assertEqual((answer["verdict"], answer["user_id"], answer["store"]), ("match", "obama", "store.redis"))
            self.assertEqual(tenant.identify(pictures.photo("biden.jpg"))["verdict"], "unknown")

    def test_the_host_does_not_start_on_a_redis_that_forgets(self):
        subprocess.run(["redis-cli", "-p", str(port), "config", "set", "appendfsync", "everysec"], check=True, capture_output=True)
        try:
            refused = kenali("serve", "--config", config, "--data", folder / "other", "--port", 0)
        finally:
            subprocess.run(["redis-cli", "-p", str(port), "config", "set", "appendfsync", "always"], check=True, capture_output=True)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("Redis would lose faces: its setting appendfsync must be always", refused.stderr)


if __name__ == "__main__":
    unittest.main()
