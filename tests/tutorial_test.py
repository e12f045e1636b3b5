#!/usr/bin/env python3
"""Runs every block of docs/tutorial.md in an empty folder, in order, as a reader would.

    ```console        commands behind `$ `, each followed by what it prints; `…` stands for any lines
    ```flow PATH      a file that the reader writes; also ```json PATH

A command fails exactly when it shows an error, or it says itself how it ends. `--update` writes into the page what really comes out.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/tutorial.md"
PICTURE = ROOT / "docs/flows/tutorial_sale.svg"
GANTRY = pathlib.Path(os.environ.get("GANTRY", ROOT / "build/bin/gantry"))
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


def run(command, folder):
    environment = {**os.environ, "PATH": f"{GANTRY.parent}:{os.environ['PATH']}", "NO_COLOR": "1"}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.rstrip("\n")


def commands_of(block):
    """The commands of a console block, each with the lines that are shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.rstrip("\n")


def fits(shown, printed):
    pattern = r"\n".join("(?:.*\n?)*?" if line == "…" else re.escape(line) for line in shown.split("\n"))
    return re.fullmatch(pattern, printed) is not None


def texts_of(svg):
    return re.findall(r">([^<>\n]+)</(?:text|title)>", svg)


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class Tutorial(unittest.TestCase):
    def test_every_block_does_what_the_page_says(self):
        blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
        self.assertGreater(len(blocks), 10)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for kind, place, text in blocks:
                if place.strip():
                    write(folder, place.strip(), text)
                    continue
                self.assertEqual(kind, "console", f"nobody runs this block:\n{text}")
                for command, shown in commands_of(text):
                    code, printed = run(command, folder)
                    with self.subTest(command=command):
                        self.assertTrue(fits(shown, printed), f"it prints\n{printed}\nand not\n{shown}")
                        fails = re.search(r"^error\[", printed, re.M) and "; echo" not in command
                        self.assertEqual(code != 0, bool(fails), f"exit code {code}")
            self.assertEqual(texts_of((folder / "sale.svg").read_text(encoding="utf-8")),
                             texts_of(PICTURE.read_text(encoding="utf-8")),
                             "the picture of the page is not the one that is drawn")


def update():
    """What is printed takes the place of what is shown, but for blocks that leave something out."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def renewed(match):
            kind, place, text = match.groups()
            if place.strip():
                write(folder, place.strip(), text)
                return match.group()
            new = ""
            for command, shown in commands_of(text):
                printed = run(command, folder)[1]
                new += f"$ {command}\n" + (shown if "…" in shown.split("\n") else printed) + "\n"
            return f"```{kind}\n" + re.sub(r"\n\n+$", "\n", new) + "```"

        PAGE.write_text(BLOCK.sub(renewed, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        PICTURE.write_text((folder / "sale.svg").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    update() if sys.argv[1:] == ["--update"] else unittest.main()
