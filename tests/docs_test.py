#!/usr/bin/env python3
"""The documents say what the sources say: codes, settings, metrics, verbs, packages, links."""
import functools
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
GANTRY = pathlib.Path(os.environ.get("GANTRY", ROOT / "build/bin/gantry"))
ROOMS = ("actors", "bench", "channels", "cli", "dsl", "engine", "examples", "gateway", "persistence")


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def documents():
    """Every Markdown file of the project; build folders and the like are none of it."""
    tops = [p for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith((".", "build", "var"))]
    return sorted(ROOT.glob("*.md")) + sorted(p for top in tops for p in top.rglob("*.md"))


def without_code(markdown):
    markdown = re.sub(r"^```.*?^```", "", markdown, flags=re.S | re.M)
    markdown = re.sub(r"^ {4}.*$", "", markdown, flags=re.M)
    return re.sub(r"`[^`\n]*`", "", markdown)


def anchors(markdown):
    """The names that a reader of the page can jump to, as GitHub makes them."""
    for heading in re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", markdown, flags=re.S | re.M),
                              flags=re.M):
        text = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
        yield text.strip().replace(" ", "-")


class Catalogue(unittest.TestCase):
    """docs/errors.md, which the engine serves under /problems."""

    def setUp(self):
        parts = re.split(r"^## (.+)$", read("docs/errors.md"), flags=re.M)
        self.names = parts[1::2]
        self.pages = dict(zip(self.names, parts[2::2]))

    def test_every_error_of_the_engine_stands_in_it_with_its_status_and_exit_code(self):
        entries = re.findall(r'X\((\w+), "(GE\d{4})", "([a-z-]+)", (\d{3}),',
                             read("dsl/base/error_codes.hpp"))
        self.assertGreater(len(entries), 30)
        for name, code, problem, status in entries:
            with self.subTest(code=code):
                head = f"\n**{code}** · HTTP {status} · exit code {self.exit_code(name, status)}\n"
                self.assertTrue(self.pages[problem].startswith(head), f"does not begin with {head}")
        self.assertEqual({problem for _, _, problem, _ in entries},
                         {name for name in self.names if not name.startswith("GF")})

    @staticmethod
    def exit_code(name, status):
        if name in ("flow_invalid", "config_invalid", "contract_unserved"):
            return 1
        return {"404": 3, "409": 4, "422": 4, "429": 5, "503": 5}.get(status, 1)

    def test_every_diagnostic_of_the_checker_stands_in_it_and_no_other(self):
        reported = set()
        for path in (ROOT / "dsl").rglob("*.?pp"):
            reported |= set(re.findall(r'"(GF\d{4})"', path.read_text(encoding="utf-8")))
        self.assertGreater(len(reported), 60)
        self.assertEqual(reported, {name for name in self.names if name.startswith("GF")})

    def test_a_declared_diagnostic_is_reported_somewhere(self):
        sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "dsl").rglob("*.?pp"))
        for name in re.findall(r'X\((\w+), "GF\d{4}"', read("dsl/check/codes.hpp")):
            with self.subTest(name=name):
                self.assertTrue(re.search(rf"codes::{name}\b", sources), "is never reported")

    def test_every_page_says_what_to_do(self):
        for name, page in self.pages.items():
            with self.subTest(page=name):
                self.assertEqual(page.count("What to do:"), 1)

    def test_no_page_is_there_twice(self):
        self.assertEqual(sorted(self.names), sorted(set(self.names)))

    def test_marks_are_closed_on_their_line_because_the_engine_reads_line_by_line(self):
        for number, line in enumerate(read("docs/errors.md").splitlines(), 1):
            with self.subTest(line=number):
                self.assertEqual(line.count("`") % 2, 0)
                self.assertEqual(line.count("**") % 2, 0)


class Operations(unittest.TestCase):
    """docs/operations.md names everything that a person at night could ask for."""

    def setUp(self):
        self.page = read("docs/operations.md")

    def must_name(self, names, least):
        self.assertGreaterEqual(len(names), least)
        for name in names:
            with self.subTest(name=name):
                self.assertTrue(f"`{name}`" in self.page, "is not explained")

    def test_every_metric_is_explained(self):
        self.must_name(sorted(set(re.findall(r'"(gantry_\w+)"', read("gateway/api/metrics_text.cpp")))),
                       20)

    def test_every_setting_is_explained(self):
        self.must_name(re.findall(r'^\s+\{"(\w+)", "', read("cli/settings/definitions.cpp"), re.M), 10)

    def test_every_verb_has_its_line(self):
        self.must_name(re.findall(r'^    \{"([a-z-]+)", "', read("cli/verbs/order_verbs.cpp"), re.M), 10)

    def test_every_hold_is_explained(self):
        causes = set()
        for path in (ROOT / "engine").rglob("*.cpp"):
            causes |= set(re.findall(r'd\.hold\([^;]*?"([a-z_]+)"', path.read_text(encoding="utf-8")))
        self.must_name(sorted(causes), 5)


class Flags(unittest.TestCase):
    """Flags that the documents name are flags of the built command."""

    FLAG = r"(?<![\w-])--[a-z][a-z-]*"

    def setUp(self):
        if not GANTRY.exists():
            self.skipTest(f"{GANTRY} is not built")
        everything = self.help_of("--help-all")
        self.verbs = set(re.findall(r"^([a-z][a-z-]*)$", everything, re.M))
        self.groups = {verb for verb in self.verbs if "\nSubcommands:\n" in self.help_of(verb, "--help")}

    @staticmethod
    @functools.cache
    def help_of(*words):
        return subprocess.run([GANTRY, *words], check=True, text=True, capture_output=True).stdout

    def flags_of(self, *words):
        return set(re.findall(self.FLAG, self.help_of(*words)))

    def every_flag(self):
        return self.flags_of("--help-all").union(*(self.flags_of(g, "--help-all") for g in self.groups))

    @staticmethod
    def promised(text):
        """What stands behind *Later:* is not there yet, and says so."""
        return re.sub(r"\*Later:\*.*", "", text)

    def pages(self):
        for page in documents():
            if page.name != "CHANGELOG.md":
                yield page.relative_to(ROOT), self.promised(page.read_text(encoding="utf-8"))

    def commands(self, text):
        """Verb and flags of every command line of `gantry` in code, in a line or a block."""
        for code in re.findall(r"`([^`\n]+)`", text) + re.findall(r"^(?: {4}|\S+ {4,}).*gantry .*$", text, re.M):
            for line in re.split(r" && | \| |[;#&]", code):
                found = re.search(r"(?<![\w.-])gantry ([a-z-]+)(?: ([a-z-]+))?\b(.*)", line)
                if found and found[1] in self.verbs:
                    inner = [found[2]] if found[1] in self.groups and found[2] else []
                    yield line, [found[1], *inner], set(re.findall(self.FLAG, found[3]))

    def test_a_flag_that_is_named_with_its_verb_is_a_flag_of_that_verb(self):
        seen = 0
        for page, text in self.pages():
            for line, verb, flags in self.commands(text):
                if not flags:
                    continue
                seen += 1
                with self.subTest(page=str(page), line=line):
                    self.assertLessEqual(flags, self.flags_of(*verb, "--help"))
        self.assertGreater(seen, 30)

    def test_a_flag_that_stands_by_itself_is_a_flag_of_some_verb(self):
        known, seen = self.every_flag(), 0
        for page, text in self.pages():
            if page.parts[0] in ("tests", "bench") or page.name == "CONTRIBUTING.md":
                continue  # flags of other programs
            for flag in re.findall(rf"`({self.FLAG})[^`\n]*`", text):
                seen += 1
                with self.subTest(page=str(page), flag=flag):
                    self.assertIn(flag, known)
        self.assertGreater(seen, 10)


class Packages(unittest.TestCase):
    def test_every_package_that_is_installed_has_its_reason(self):
        listed = subprocess.run([ROOT / "tools/setup", "list"], check=True, text=True,
                                capture_output=True).stdout
        page = read("docs/dependencies.md")
        for line in listed.splitlines():
            with self.subTest(package=line.split("\t")[0]):
                self.assertTrue(f"`{line.split(chr(9))[0]}`" in page, "has no reason")


class Links(unittest.TestCase):
    def test_every_relative_link_leads_somewhere_inside_the_project(self):
        seen = 0
        for page in documents():
            for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
                if re.match(r"[a-z]+:", target):
                    continue
                seen += 1
                with self.subTest(page=str(page.relative_to(ROOT)), link=target):
                    path, _, anchor = target.partition("#")
                    place = (page.parent / path).resolve() if path else page
                    self.assertTrue(place.is_relative_to(ROOT), "leads out of the project")
                    self.assertTrue(place.exists(), "leads nowhere")
                    if anchor:
                        self.assertIn(anchor, set(anchors(place.read_text(encoding="utf-8"))))
        self.assertGreater(seen, 20)

    def test_every_room_has_a_readme(self):
        for room in ROOMS + ("tests", "docs", "workflows"):
            with self.subTest(room=room):
                self.assertTrue((ROOT / room / "README.md").exists())


if __name__ == "__main__":
    unittest.main()
