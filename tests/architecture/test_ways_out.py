"""What others wrote goes to a terminal and into a CSV at one place each, where it is made harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.architecture.modules import ROOT, Module, parse, read_modules

PRINTING = {"print", ".echo", ".secho", "Console", ".Console"}
TABLES = {".writer", "writer", "DictWriter", ".DictWriter"}
PRINTS = "dispatch.cli.output"
WRITES_TABLES = "stations.spreadsheet"

_RAW = re.compile(r"\b(stdout|stderr)\.(write|buffer)\b")
RAW_OUTPUT = {
    PRINTS,
    "dispatch.wire.generate",
    "dispatch.wire.who_may",
    "loadtest.bare",
    "loadtest.siege",
    "console.web.make",
}
"""Who writes to the streams themselves: besides the one place what prints nobody's data, paths and tables of ours."""


def calls_elsewhere(modules: Mapping[str, Module], forbidden: set[str], homes: set[str]) -> list[str]:
    return [
        f"{module.name}:{line} calls {call}"
        for module in modules.values()
        if module.name not in homes
        for call, line in module.calls
        if call in forbidden
    ]


def test_h6_only_one_module_prints() -> None:
    assert calls_elsewhere(read_modules(), PRINTING, RAW_OUTPUT) == []


def test_h6_nobody_else_writes_to_the_streams() -> None:
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("dispatch", "stations", "routing", "loadtest", "console")
        for path in (ROOT / package).rglob("*.py")
        if "node_modules" not in path.parts and _RAW.search(path.read_text(encoding="utf-8"))
    }
    assert found <= RAW_OUTPUT


def test_c6_only_one_module_writes_csv() -> None:
    assert calls_elsewhere(read_modules(), TABLES, {WRITES_TABLES}) == []


def test_this_test_can_fail() -> None:
    source = "print(1)\ntyper.echo(note)\nconsole = Console()\ncsv.writer(out)"
    modules = {"dispatch.cli.alarm": parse("dispatch.cli.alarm", source)}
    assert len(calls_elsewhere(modules, PRINTING | TABLES, {PRINTS})) == 4
