"""Which files know a word of the wire: ``python -m tests.architecture.touched ladder.held`` lists them.

Whoever adds an event, a command or a setting touches about what one of its kind touches today; this lists it, so that
nobody has to guess and CONTRIBUTING.md can be held to it. A file knows a word where it names the word's tag (in quotes)
or its class. What is generated counts apart: nobody touches it by hand.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple, get_args

from dispatch.core.commands import AnyCommand
from dispatch.core.events import AnyEvent
from tests.architecture.modules import ROOT

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
GENERATED = re.compile(r"generated\.tsx?$")
LEFT_OUT = re.compile(
    r"^(CHANGELOG\.md|CONTRIBUTING\.md|docs/decisions/|docs/img/|requirements/|tests/data/.*\.(xz|jsonl)$)"
)


class Touched(NamedTuple):
    """The files that know a word: of the product, of the tests, and those that a command writes."""

    product: list[str]
    tests: list[str]
    generated: list[str]


def touched_by(word: str) -> Touched:
    """Return who knows a tag such as ``ladder.held`` (an event's or a command's), or any other word as it stands."""
    names = {f"[\"'`]{re.escape(word)}[\"'`]", *(rf"\b{name}\b" for name in _classes(word))}
    known = re.compile("|".join(names) if "." in word else rf"\b{re.escape(word)}\b")
    found = [name for name in _files() if known.search((ROOT / name).read_text(encoding="utf-8"))]
    generated = [name for name in found if GENERATED.search(name)]
    tests = [name for name in found if name.startswith("tests/") or ".test." in name or "/testing/" in name]
    return Touched([name for name in found if name not in {*generated, *tests}], tests, generated)


def _classes(tag: str) -> Iterator[str]:
    for kind in (*get_args(AnyEvent), *get_args(AnyCommand)):
        if kind.__struct_config__.tag == tag:
            yield kind.__name__


def _files() -> list[str]:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True).stdout
    kinds = (".py", ".ts", ".tsx", ".toml", ".md", ".html")
    return [
        name
        for name in listed.splitlines()
        if name.endswith(kinds) and not LEFT_OUT.search(name) and (ROOT / name).exists()
    ]


def in_contributing(text: str) -> str:
    """Return CONTRIBUTING.md with the list of each worked example as it is now."""
    return _EXAMPLE.sub(lambda found: f"{found[1]}\n{_listed(found[2])}{found[3]}", text)


_EXAMPLE = re.compile(r"(<!-- touched: (\S+) -->)\n.*?(<!-- end -->)", re.DOTALL)


def _listed(word: str) -> str:
    return "".join(f"- [{name}]({name})\n" for name in touched_by(word).product)


def main() -> None:
    """Print the files, a line each, and how many of each sort; ``--write`` mends the lists of CONTRIBUTING.md."""
    if sys.argv[1:] == ["--write"]:
        CONTRIBUTING.write_text(in_contributing(CONTRIBUTING.read_text(encoding="utf-8")), encoding="utf-8")
        return
    for word in sys.argv[1:]:
        touched = touched_by(word)
        for sort, names in touched._asdict().items():
            print(f"{word}: {len(names)} {sort}")
            print("".join(f"  {name}\n" for name in names), end="")


if __name__ == "__main__":
    main()
