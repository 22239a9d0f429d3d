"""`kenali models …` and what a damaged, missing or forbidden model does. The shared models are only linked to."""

import json
import pathlib
import tempfile
import unittest

import pictures
import places
from host_process import HostProcess, kenali

CATALOGUE = json.loads((places.HOME / "config/models.json").read_text())
MODELS = places.HOME / ".deps/models"


def files_of(model):
    entry, = [entry for entry in CATALOGUE["models"] if entry["id"] == model]
    return [file["path"] for file in entry["files"]]


class LinkedModels(unittest.TestCase):
    """Each test has a folder of links to the models, which it may change."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kenali-models-")))
        for entry in CATALOGUE["models"]:
            for file in entry["files"]:
                link = self.folder / file["path"]
                link.parent.mkdir(parents=True, exist_ok=True)
                if (MODELS / file["path"]).exists() and not link.exists():
                    link.symlink_to((MODELS / file["path"]).resolve())
        self.env = {"KENALI__MODELS__DIRECTORY": str(self.folder)}
        self.states = self.listed()
        self.standard = self.active() == "standard"

    def run_models(self, *arguments, env=None):
        return kenali("models", *arguments, env=self.env | (env or {}))

    def active(self):
        return json.loads(self.run_models("list", "--json").stdout)["active_set"]

    def listed(self):
        done = self.run_models("list", "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return {model["id"]: model["state"] for model in json.loads(done.stdout)["models"]}

    def damage(self, file):
        """Replaces the link by a copy with one bit changed."""
        path = self.folder / file
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.unlink()
        path.write_bytes(data)

    def remove(self, model):
        for file in files_of(model):
            (self.folder / file).unlink()

    def start_refused(self, env=None):
        with tempfile.TemporaryDirectory() as data:
            done = kenali("serve", "--data", data, "--port", 0, env=self.env | (env or {}))
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        return done.stderr

    def require_standard(self):
        if not self.standard:
            self.skipTest("THE STANDARD SET IS NOT TESTED: its models are not installed here")


class Listing(LinkedModels):
    def test_every_model_with_its_licence(self):
        models = {model["id"]: model for model in json.loads(self.run_models("list", "--json").stdout)["models"]}
        self.assertEqual(list(models), [entry["id"] for entry in CATALOGUE["models"]])
        for entry in CATALOGUE["models"]:
            shown = models[entry["id"]]
            self.assertEqual(
                (shown["role"], shown["licence"], shown["commercial_use"]),
                (entry["role"], entry["licence"], entry["commercial_use"]))
        text = self.run_models("list").stdout
        for entry in CATALOGUE["models"]:
            self.assertIn(f"  {entry['id']}  [", text)
            self.assertIn(entry["licence"], text)
        self.assertIn(f"active set: {self.active()}\n", text)

    def test_research_models_only_by_name(self):
        self.assertEqual(self.states["mbf-512"], "not allowed")
        self.assertIn("RESEARCH ONLY", [
            line for line in self.run_models("list").stdout.splitlines() if line.startswith("  mbf-512  ")][0])
        config = self.folder / "kenali.yaml"
        config.write_text((places.HOME / "config/kenali.yaml").read_text() + "models: {allow_research: [mbf-512]}\n")
        listed = json.loads(self.run_models("list", "--json", "--config", config).stdout)["models"]
        states = {model["id"]: model["state"] for model in listed}
        self.assertIn(states["mbf-512"], ("ready", "not installed"))
        self.assertEqual(states["scrfd-2.5g"], "not allowed")


class Verifying(LinkedModels):
    def test_everything_in_order(self):
        done = self.run_models("verify")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("face-mesh: ready\n", done.stdout)
        self.assertEqual(len(done.stdout.splitlines()), len(CATALOGUE["models"]))

    def test_a_damaged_file_is_found(self):
        file = files_of("face-mesh")[0]
        self.damage(file)
        done = self.run_models("verify")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"face-mesh: CHANGED: {file}\n", done.stdout)
        self.assertEqual(done.stderr, "kenali: changed files: face-mesh; run scripts/setup\n")
        self.assertEqual(self.listed()["face-mesh"], f"CHANGED: {file}")
        self.assertIn("sha256 differs", self.start_refused())

    def test_a_shortened_file_is_found(self):
        path = self.folder / files_of("face-mesh")[0]
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[:-1])
        self.assertIn("face-mesh: CHANGED", self.run_models("verify").stdout)

    def test_a_missing_file(self):
        self.remove("face-mesh")
        done = self.run_models("verify")
        self.assertEqual((done.returncode, done.stderr), (1, "kenali: no set is complete; run scripts/setup\n"))
        self.assertIn("face-mesh: not installed\n", done.stdout)
        self.assertIsNone(self.active())
        error = self.start_refused()
        self.assertIn("no landmarker can be made", error)
        self.assertIn("the model 'face-mesh' is not there", error)
        self.assertIn("run scripts/setup", error)

    def test_a_catalogue_that_is_none(self):
        for text, said in [("{", "not as docs/models.md describes"), ('{"format": 2, "sets": {}, "models": []}', "format 2"),
                           (None, "cannot be read")]:
            file = self.folder / "models.json"
            file.unlink(missing_ok=True)
            if text:
                file.write_text(text)
            done = self.run_models("list", env={"KENALI__MODELS__CATALOGUE": str(file)})
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(said, done.stderr)


class OpenSet(LinkedModels):
    def test_the_registries_models_alone_recognise_people(self):
        if any(self.states[model] != "ready" for model in CATALOGUE["sets"]["open"]["models"]):
            self.skipTest("THE OPEN SET IS NOT TESTED: its models are not installed here")
        wanted = {file for model in CATALOGUE["sets"]["open"]["models"] for file in files_of(model)}
        for link in self.folder.rglob("*"):
            if link.is_symlink() and str(link.relative_to(self.folder)) not in wanted:
                link.unlink()
        self.assertEqual(self.active(), "open")
        with HostProcess(env=self.env) as host:
            tenant = host.tenant()
            parts = tenant.call("GET", "/health/detailed/").json()["components"]
            self.assertEqual((parts["detector"], parts["embedder"]), ("face.detector.centerface", "face.embedder.dlib"))
            tenant.enroll("barack", pictures.photo("obama.jpg"))
            found = tenant.identify(pictures.photo("obama2.jpg"))
            self.assertEqual((found["verdict"], found.get("user_id")), ("match", "barack"), found)
            self.assertEqual(tenant.identify(pictures.photo("biden.jpg"))["verdict"], "unknown")


if __name__ == "__main__":
    unittest.main()
