"""`kenali config check`: what counts, or everything that is wrong at once; and which source of a setting wins."""

import pathlib
import tempfile
import unittest

import requests

import places
from host_process import HostProcess, kenali

STANDARD = (places.HOME / "config/kenali.yaml").read_text()


class ConfigurationCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kenali-config-")))

    def write(self, text):
        file = self.folder / "kenali.yaml"
        file.write_text(text)
        return file

    def check(self, text=None, env=None):
        """What is printed for a configuration that is right."""
        done = kenali("config", "check", *(["--config", self.write(text)] if text is not None else []), env=env)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def problems(self, text=None, env=None):
        """Path → what is said of it first."""
        done = kenali("config", "check", *(["--config", self.write(text)] if text is not None else []), env=env)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done)
        self.assertTrue(done.stderr.startswith("kenali: "))
        found = {}
        for line in done.stderr[len("kenali: "):].splitlines():
            path, said = line.split(": ", 1)
            found.setdefault(path, said)
        return found


class Effective(ConfigurationCase):
    def test_every_setting_is_printed_with_its_default(self):
        text = self.check()
        for line in ("  port: 8000", '  host: "127.0.0.1"', "log_level: info", "  target_samples: 3", "  max_fps: 10.0",
                     "  result_encryption: AES-256-CBC", "  body_bytes: 33554432", "    glasses: 0.5"):
            self.assertIn(line + "\n", text)
        for component in ("store.faiss", "liveness.blink", "face.embedder.arcface"):
            self.assertIn(f"  {component}:\n", text)

    def test_what_is_printed_is_a_configuration_that_says_the_same(self):
        text = self.check()
        self.assertEqual(self.check(text), text)

    def test_json_is_accepted(self):
        text = self.check('{"plugins": {"load": ["FAISSStore", "Vision", "Liveness"]}, "stores": {"default": "store.faiss"},'
                          '"pipeline": {"decoder": ["image.decoder.standard"], "detector": ["face.detector.yunet"],'
                          '"landmarker": ["face.landmarker.mesh"], "quality": ["face.quality.standard"],'
                          '"embedder": ["face.embedder.arcface"]}, "server": {"port": 1234}}')
        self.assertIn("  port: 1234\n", text)


class Wrong(ConfigurationCase):
    def test_everything_is_said_at_once(self):
        found = self.problems(STANDARD.partition("\nsessions:")[0] + """
sessions: {target_samples: 0, max_fps: fast, obstacle_thresholds: {glasses: 2}, mandatory_checks: [liveness.x]}
server: {port: 70000, hots: x, allowed_origins: all, tls: {certificate: 5}}
recognition: {target_fpir: yes}
security: {result_encryption: ROT13}
log_level: loud
sesions: {}
components: {face.detector.yunet: {confidence: 7, colour: red}, store.none: {}}
""")
        for path, said in {
            "server.port": "from 0 to 65535, not 70000", "server.hots": "unknown key; valid keys: allowed_origins, ",
            "server.allowed_origins": "must be a list", "sessions.target_samples": "from 1 to 20, not 0",
            "sessions.max_fps": "must be a number from 1", "sessions.obstacle_thresholds.glasses": "from 0",
            "sessions.mandatory_checks": "liveness.blink, liveness.head_motion",
            "recognition.target_fpir": "must be a number", "log_level": "must be one of: debug, info, warning, error",
            "security.result_encryption": "must be one of: AES-256-CBC, AES-256-GCM", "sesions": "unknown key; valid keys: ",
            "components.face.detector.yunet.confidence": "not 7", "server.tls.certificate": "must be",
            "components.face.detector.yunet.colour": "unknown key; valid keys: confidence, ",
            "components.store.none": "valid values: "}.items():
            self.assertIn(path, found)
            self.assertIn(said, found[path])

    def test_unknown_components_name_the_known_ones(self):
        found = self.problems(
            STANDARD.replace("store.faiss", "store.fais").replace("face.detector.yunet, ", "face.detector.scrfd, ")
            .replace("liveness.blink", "store.faiss"))
        self.assertEqual(found, {
            "pipeline.detector": "'face.detector.scrfd' is no such component; valid values: face.detector.centerface, "
                                 "face.detector.yunet",
            "liveness.checks": "'store.faiss' is no such component; valid values: liveness.anti_spoofing, "
                               "liveness.blink, liveness.challenge, liveness.head_motion, liveness.screen, "
                               "liveness.temporal, liveness.texture",
            "stores.default": "'store.fais' is no such component; valid values: store.faiss"})

    def test_an_empty_file(self):
        found = self.problems("")
        self.assertEqual(
            set(found), {"pipeline.decoder", "pipeline.detector", "pipeline.landmarker", "pipeline.quality",
                         "pipeline.embedder", "stores.default"})
        for said in found.values():
            self.assertIn("is missing", said)
            self.assertIn("see plugins.load", said)

    def test_files_that_are_no_configuration(self):
        for text in ("a: [", "\t- x", "- list", "a: &x 1\nb: *x", "a: !!python/object:os.system x",
                     "a: 1\n---\nb: 2", "x" * (1 << 20) + "xxxxx", "{" * 100):
            self.assertIn("(file)", self.problems(text), text[:40])
        self.assertEqual(self.problems("log_level: info\nlog_level: error")["log_level"], "appears twice; keep one")
        done = kenali("config", "check", "--config", self.folder / "none.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"can't be read: {self.folder}/none.yaml", done.stderr)

    def test_the_server_says_the_same_and_does_not_start(self):
        file = self.write(STANDARD + "server: {port: x}\nlog_level: loud\n")
        for command in (["serve", "--data", self.folder / "data"], ["config", "check"]):
            done = kenali(*command, "--config", file)
            self.assertEqual(done.returncode, 1)
            self.assertIn("server.port: must be", done.stderr)
            self.assertIn("log_level: must be", done.stderr)
        self.assertFalse((self.folder / "data").exists())


class Precedence(ConfigurationCase):
    FILE = STANDARD + "server: {port: 9001}\nlog_level: warning\n"

    def test_environment_over_file_over_default(self):
        self.assertIn("  port: 8000\n", self.check(STANDARD))
        self.assertIn("  port: 9001\n", self.check(self.FILE))
        text = self.check(self.FILE, {"KENALI__SERVER__PORT": "9002"})
        self.assertIn("  port: 9002\n", text)
        self.assertIn("log_level: warning\n", text, "the file's other settings stay")

    def test_command_line_over_environment(self):
        with HostProcess(env={"KENALI__SERVER__PORT": "1", "KENALI__LOG_LEVEL": "debug"}) as host:
            self.assertEqual(requests.get(host.url + "/health/", timeout=20).status_code, 200)

    def test_environment_reaches_components_and_sections(self):
        text = self.check(env={
            "KENALI__SESSIONS__OBSTACLE_THRESHOLDS__GLASSES": "0.6", "KENALI__COMPONENTS__STORE.FAISS__FSYNC": "false",
            "KENALI__SERVER__PUBLIC_URL": "'https://face.example.com'"})
        for line in ("    glasses: 0.6", "    fsync: false", '  public_url: "https://face.example.com"'):
            self.assertIn(line + "\n", text)

    def test_wrong_variables(self):
        found = self.problems(env={"KENALI__SERVER__PORT": "x", "KENALI__SERVR__PORT": "1", "KENALI__LOG_LEVEL": "9"})
        self.assertEqual(set(found), {"server.port", "servr", "log_level"})
        found = self.problems(env={"KENALI__": "1", "KENALI__SERVER____PORT": "2", "KENALI__SERVER__PORT": "9" * 30})
        self.assertEqual(set(found), {"KENALI__", "KENALI__SERVER____PORT", "KENALI__SERVER__PORT"})


if __name__ == "__main__":
    unittest.main()
