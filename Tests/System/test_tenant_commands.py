"""`kenali tenant …`, also while the host runs on the same directory: there it takes effect at once."""

import json
import pathlib
import tempfile
import unittest

import pictures
from host_process import Tenant, kenali, start_module_host


def setUpModule():
    global host
    host = start_module_host()


def tenant_command(name, *arguments, data=None):
    return kenali("tenant", name, *arguments, "--data", data or host.data)


def status(tenant, headers=None):
    return tenant.call("GET", "/api/users/nobody/faces/", headers=headers).status_code


# Of an accepted credential and of a refused one: the user asked for is nobody.
ACCEPTED, REFUSED = 404, 401


class Creating(unittest.TestCase):
    def test_credentials_are_shown_once(self):
        made = tenant_command("create", "--name", "Acme GmbH", "--json")
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        shown = json.loads(made.stdout)
        self.assertEqual(set(shown), {"client_id", "api_key", "api_secret"})
        self.assertTrue(shown["api_key"].startswith("frapi_"))
        self.assertGreaterEqual(len(shown["api_secret"]), 40)
        self.assertEqual(status(Tenant(host, **shown)), ACCEPTED)
        for text in (tenant_command("list").stdout, tenant_command("list", "--json").stdout):
            self.assertIn("Acme GmbH", text)
            self.assertIn(shown["client_id"], text)
            self.assertNotIn(shown["api_secret"], text)
            self.assertNotIn(shown["api_key"], text)

    def test_for_people(self):
        made = tenant_command("create", "--name", "b")
        self.assertRegex(made.stdout, r"^client_id:  \S+\napi_key:    frapi_\S+\napi_secret: \S+\nThe secret is shown only now")

    def test_no_secret_lies_in_the_data_directory(self):
        shown = json.loads(tenant_command("create", "--name", "c", "--json").stdout)
        for file in host.data.glob("kenali.sqlite3*"):
            content = file.read_bytes()
            self.assertNotIn(shown["api_secret"].encode(), content)
            self.assertNotIn(shown["api_key"].encode(), content)
        for file in host.data.iterdir():
            self.assertEqual(file.stat().st_mode & 0o077, 0, f"{file} is open to others")
        self.assertEqual(host.data.stat().st_mode & 0o077, 0)

    def test_without_a_host(self):
        with tempfile.TemporaryDirectory() as folder:
            data = pathlib.Path(folder) / "new"
            made = tenant_command("create", "--name", "a", "--json", data=data)
            self.assertEqual(made.returncode, 0, made.stderr)
            listed = json.loads(tenant_command("list", "--json", data=data).stdout)
            self.assertEqual([tenant["client_id"] for tenant in listed], [json.loads(made.stdout)["client_id"]])

    def test_only_create_makes_a_directory(self):
        with tempfile.TemporaryDirectory() as folder:
            data = pathlib.Path(folder) / "mistyped"
            for command in (["list"], ["disable", "x"], ["enable", "x"], ["rotate", "x"], ["configure", "x"]):
                done = tenant_command(*command, data=data)
                self.assertEqual((done.returncode, done.stdout), (1, ""), command)
                self.assertIn(f"'{data}' is no data directory of Kenali's", done.stderr)
            self.assertFalse(data.exists())


class Listing(unittest.TestCase):
    def test_what_is_told(self):
        tenant = host.tenant("listed")
        row, = [row for row in json.loads(tenant_command("list", "--json").stdout) if row["client_id"] == tenant.client_id]
        self.assertEqual(set(row), {"client_id", "name", "enabled", "api_key_hint", "created_at"})
        self.assertEqual((row["name"], row["enabled"]), ("listed", True))
        self.assertTrue(tenant.api_key.startswith(row["api_key_hint"].rstrip("…")))
        self.assertLess(len(row["api_key_hint"]), 16)


class Disabling(unittest.TestCase):
    def test_credentials_and_tokens_are_refused_from_now_on(self):
        tenant, other = host.tenant(), host.tenant()
        tenant.enroll("barack", pictures.photo("obama.jpg"))
        headers = [None] + [{"Authorization": f"JWT {token}"} for token in (tenant.core_token(), tenant.web_token())]
        self.assertEqual([status(tenant, header) for header in headers], [ACCEPTED] * 3)
        done = tenant_command("disable", tenant.client_id)
        self.assertEqual((done.returncode, done.stdout), (0, f"{tenant.client_id} (test) is disabled\n"))
        self.assertEqual([status(tenant, header) for header in headers], [REFUSED] * 3)
        for path, secret in (("/api/core/auth/client/", "api_secret"), ("/api/auth/client/", "secret_key")):
            answer = tenant.call("POST", path, headers={}, json={"api_key": tenant.api_key, secret: tenant.api_secret})
            self.assertEqual(answer.status_code, REFUSED)
        self.assertEqual(status(other), ACCEPTED, "the others go on")
        row, = [row for row in json.loads(tenant_command("list", "--json").stdout) if row["client_id"] == tenant.client_id]
        self.assertIs(row["enabled"], False)
        self.assertIn("disabled", [line for line in tenant_command("list").stdout.splitlines() if tenant.client_id in line][0])

        self.assertEqual(tenant_command("enable", tenant.client_id).stdout, f"{tenant.client_id} (test) is enabled\n")
        self.assertEqual([status(tenant, header) for header in headers], [ACCEPTED] * 3)
        self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack", "nothing was lost")


class Rotating(unittest.TestCase):
    def test_the_old_secret_and_its_tokens_die(self):
        tenant = host.tenant()
        tenant.enroll("barack", pictures.photo("obama.jpg"))
        headers = [tenant.key_header] + [
            {"Authorization": f"JWT {token}"} for token in (tenant.core_token(), tenant.web_token())]
        self.assertEqual([status(tenant, header) for header in headers], [ACCEPTED] * 3)
        done = tenant_command("rotate", tenant.client_id, "--json")
        shown = json.loads(done.stdout)
        self.assertEqual((set(shown), shown["client_id"]), ({"client_id", "api_secret"}, tenant.client_id))
        self.assertNotEqual(shown["api_secret"], tenant.api_secret)
        self.assertEqual([status(tenant, header) for header in headers], [REFUSED] * 3)
        tenant.api_secret = shown["api_secret"]
        self.assertEqual(status(tenant), ACCEPTED)
        self.assertEqual(status(tenant, {"Authorization": f"JWT {tenant.core_token()}"}), ACCEPTED)
        self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")


class Configuring(unittest.TestCase):
    def test_settings_count_for_the_next_session(self):
        tenant, other = host.tenant(), host.tenant()
        self.assertEqual(tenant.authentication()["min_frames_required"], 3)
        shown = tenant.configure(sessions__target_samples=7, security__result_encryption="AES-256-GCM")
        self.assertEqual(shown, "sessions:\n  target_samples: 7\nsecurity:\n  result_encryption: AES-256-GCM\n")
        self.assertEqual(tenant.authentication()["min_frames_required"], 7)
        self.assertEqual(other.authentication()["min_frames_required"], 3)
        self.assertEqual(tenant_command("configure", tenant.client_id).stdout, shown, "without --set it only shows")

    def test_wrong_settings_are_refused_all_at_once(self):
        tenant = host.tenant()
        done = tenant_command(
            "configure", tenant.client_id, "--set", "sessions.max_fps=900", "--set", "server.port=9",
            "--set", "recognition.colour=red", "--set", "security.result_key=none")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        for said in ("sessions.max_fps: must be a number from 1.0 to 60.0, not 900", "recognition.colour: unknown key",
                     "server: unknown key; valid keys: sessions, recognition, security",
                     "security.result_key: must be one of: by_endpoint, secret"):
            self.assertIn(said, done.stderr)
        self.assertEqual(tenant_command("configure", tenant.client_id).stdout, "{}\n", "nothing was stored")

    def test_assignments_that_are_none(self):
        done = tenant_command("configure", host.tenant().client_id, "--set", "sessions.max_fps")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--set takes path=value", done.stderr)


class UnknownTenants(unittest.TestCase):
    def test_nobody(self):
        for command in ("disable", "enable", "rotate", "configure"):
            for name in ("nobody", "", "' OR 1=1 --"):
                done = tenant_command(command, name)
                self.assertEqual((done.returncode, done.stdout), (2, ""), command)
                self.assertIn("there is no tenant with this id", done.stderr)


if __name__ == "__main__":
    unittest.main()
