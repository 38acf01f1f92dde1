"""Tables as clerks make them, a line of ``kinds.jsonl`` each: how the file is made, what it holds, the right reading.

``as`` is an encoding, ``hex`` for bytes, or ``xlsx`` for rows of a workbook; ``rows`` are read without an error, and
each of ``said`` stands in a problem, written as ``severity:line: column: message``. The next odd file is a line there.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from stations.chinese import translate
from stations.problems import Problem
from stations.registry.changes import cell
from stations.registry.reading import Source, read_table
from stations.registry.schema import BY_NAME

KINDS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("kinds.jsonl").read_text(encoding="utf-8").splitlines()
]


def made(kind: dict[str, Any]) -> bytes:
    if kind["as"] == "xlsx":
        return workbook(kind)
    return bytes.fromhex(kind["file"]) if kind["as"] == "hex" else kind["file"].encode(kind["as"])


def workbook(kind: dict[str, Any]) -> bytes:
    book = Workbook()
    fill(book.active, kind["file"])
    for merged in kind.get("merged", ()):
        book.active.merge_cells(merged)
    for row in kind.get("hidden", ()):
        book.active.row_dimensions[row].hidden = True
    for name, rows in kind.get("sheets", {}).items():
        fill(book.create_sheet(name), rows)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def fill(sheet: Any, rows: list[list[Any]]) -> None:
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            place = sheet.cell(line, column)
            if isinstance(value, dict):
                place.value = datetime.fromisoformat(value["day"]) if "day" in value else value["number"]
                place.number_format = value.get("format", "yyyy-mm-dd")
            elif value != "":
                place.value = value


def shown(problem: Problem) -> str:
    line = "" if problem.line is None else str(problem.line)
    field = f" {problem.field}:" if problem.field else ""
    return f"{problem.severity}{':' if line else ''}{line}:{field} {problem.message}"


@pytest.mark.parametrize("kind", KINDS, ids=[kind["kind"] for kind in KINDS])
def test_c1_c2_c3_c4_c8_a_table_is_read_or_its_cause_is_named(kind: dict[str, Any]) -> None:
    schema = BY_NAME[kind["table"]]
    name = kind.get("name", f"{schema.name}.csv")
    source = Source(Path(name), encoding=kind.get("declared", "utf-8"), content=made(kind), incoming=True)
    table = read_table(schema, source)
    problems = [problem for findings in table.findings for problem in findings.problems]
    said = "\n".join(map(shown, problems))
    for wanted in kind.get("said", ()):
        assert wanted in said
    if "rows" in kind:
        columns = kind.get("columns", schema.required)
        assert [[cell(getattr(each, column)) for column in columns] for each in table.records] == kind["rows"], said
        assert "error" not in [problem.severity for problem in problems], said
        assert len(problems) == len(kind.get("said", ())), "nothing is said of what is as it should be"
    else:
        assert "error" in [problem.severity for problem in problems]
    assert [each.message for each in problems if translate(each.message) == each.message] == [], "in Chinese, too"
