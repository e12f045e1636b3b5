#!/usr/bin/env python3
"""Lists the numbered rules of docs/effects.md that no test carries; exit 1 if one of them has no reason to be missing.

A test carries a rule by its tag, `[E4.2]`, in any source under tests/. See docs/effects.md, first paragraph.
"""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Rules that nothing in this part of the language can break yet. Whoever adds the construct takes the line away.
NOT_REACHABLE = {
}

SECTION = re.compile(r"^## (E\d+) ")
RULE = re.compile(r"^(\d+)\. ")
TAG = re.compile(r"\[(E\d+\.\d+)\]")


def rules():
    """(number, first words) of every rule, in order."""
    section, found = None, []
    for line in (ROOT / "docs" / "effects.md").read_text(encoding="utf-8").splitlines():
        if match := SECTION.match(line):
            section = match[1]
        elif line.startswith("## "):
            section = None
        elif section and (match := RULE.match(line)):
            found.append((f"{section}.{match[1]}", line[match.end():][:90]))
    return found


def carried():
    """How many test sources carry each rule."""
    count = {}
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix in (".cpp", ".py", ".sh") and path != pathlib.Path(__file__).resolve():
            for rule in set(TAG.findall(path.read_text(encoding="utf-8", errors="replace"))):
                count[rule] = count.get(rule, 0) + 1
    return count


def main():
    known, tests = rules(), carried()
    numbers = {number for number, _ in known}
    faults = []
    for number, words in known:
        if number in tests and number in NOT_REACHABLE:
            faults.append(f"{number} has tests, and is still in the list of exceptions")
        elif number in tests:
            continue
        elif number in NOT_REACHABLE:
            print(f"exempt  {number}: {NOT_REACHABLE[number]}")
        else:
            faults.append(f"{number} has no test: {words}")
    faults += [f"{number} is tagged in a test, and is no rule" for number in sorted(set(tests) - numbers)]
    faults += [f"{number} is exempt, and is no rule" for number in sorted(set(NOT_REACHABLE) - numbers)]
    for fault in faults:
        print(f"FAULT   {fault}")
    print(f"{len(known)} rules, {len(numbers & set(tests))} with tests, {len(faults)} faults")
    return 1 if faults or not known else 0


if __name__ == "__main__":
    sys.exit(main())
