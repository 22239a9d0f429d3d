"""The program's commands: help, version, and what it says to a wrong command line."""

import unittest

from host_process import kenali

COMMANDS = [
    "serve", "config check", "plugins list", "plugins test", "tenant create", "tenant list", "tenant disable",
    "tenant enable", "tenant rotate", "tenant configure", "tenant unlock", "tenant store", "keys list", "keys rotate", "models list",
    "models verify", "benchmark", "evaluate sessions", "evaluate obstacles", "version"]


class Help(unittest.TestCase):
    def test_the_list_has_every_command(self):
        for arguments in (["help"], ["--help"], ["-h"]):
            done = kenali(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            shown = [line.split("kenali ")[1].split("  ")[0].strip() for line in done.stdout.splitlines()
                     if line.startswith("  kenali ")]
            self.assertEqual(sorted(shown), sorted(COMMANDS))

    def test_each_command_explains_itself(self):
        overview = kenali("help").stdout
        for command in COMMANDS:
            for flag in ("--help", "-h"):
                done = kenali(*command.split(), flag)
                self.assertEqual((done.returncode, done.stderr), (0, ""), command)
                usage, _, summary = done.stdout.partition("\n\n")
                self.assertTrue(usage.startswith(f"kenali {command}"), usage)
                self.assertIn(summary.strip(), overview)

    def test_help_wins_over_wrong_options(self):
        self.assertEqual(kenali("serve", "--nonsense", "--help").returncode, 0)

    def test_a_group_lists_its_commands(self):
        done = kenali("tenant", "--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.count("kenali tenant "), 8)
        self.assertNotIn("kenali models", done.stdout)

    def test_the_version(self):
        done = kenali("version")
        self.assertRegex(done.stdout, r"^kenali \d+\.\d+\.\d+ \(plugin interface \d+, Swift 6\.\d+\.\d+\)\n$")
        self.assertEqual(kenali("--version").stdout, done.stdout)


class WrongUsage(unittest.TestCase):
    def complaint(self, *arguments):
        done = kenali(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done)
        return done.stderr

    def test_no_command(self):
        done = kenali()
        self.assertEqual(done.returncode, 2)
        self.assertIn("kenali serve", done.stdout)

    def test_unknown_commands(self):
        self.assertEqual(self.complaint("nonsense"), "kenali: unknown command 'nonsense'; see kenali help\n")
        error = self.complaint("config", "chekc")
        self.assertTrue(error.startswith("kenali: unknown command 'config chekc'; valid commands:\n"), error)
        self.assertIn("kenali config check", error)
        self.assertIn("unknown command 'tenant'", self.complaint("tenant"))

    def test_unknown_options_name_the_valid_ones(self):
        error = self.complaint("serve", "--dta", "x")
        self.assertIn("unknown option --dta; valid options: --config, --data, --host, --port", error)
        self.assertIn("usage: kenali serve --data DIR", error)
        for command in COMMANDS:
            self.assertIn("unknown option --nonsense", self.complaint(*command.split(), "--nonsense"), command)

    def test_values(self):
        for arguments, said in [
            (["serve"], "--data is missing"), (["serve", "--data"], "--data needs a value"),
            (["serve", "--data", "a", "--data", "b"], "--data is given twice"),
            (["serve", "--data", "a", "--port", "http"], "--port takes a number"),
            (["serve", "--data", "a", "b"], "unexpected argument 'b'"), (["version", "x"], "unexpected argument 'x'"),
            (["version", "-x"], "unexpected argument '-x'"),
            (["tenant", "create", "--data", "a"], "--name is missing"), (["tenant", "list"], "--data is missing"),
            (["tenant", "disable", "--data", "a"], "expected: <ID>"),
            (["tenant", "disable", "a", "b", "--data", "a"], "expected: <ID>"),
            (["models", "list", "--json=yes"], "--json takes no value"), (["benchmark"], "--frames is missing")]:
            error = self.complaint(*arguments)
            self.assertIn(said, error)
            self.assertIn("usage: kenali ", error)


if __name__ == "__main__":
    unittest.main()
