"""Workbooks that are made to harm: refused in a sentence, in bounded time and memory, and nothing of them believed."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from stations.problems import Findings
from stations.registry.reading import Source, read_table
from stations.registry.schema import BY_NAME
from stations.sheets import workbook
from stations.sheets.workbook import read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def members(rows: int = 1) -> bytes:
    book = Workbook()
    book.active.append(["id", "station", "role"])
    for number in range(rows):
        book.active.append([f"m{number}", "s1", "站长"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(content: bytes, how: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """Return a workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, how(data) if entry.filename == part else data)
    return out.getvalue()


def said(content: bytes) -> str:
    findings = Findings("members.xlsx")
    read_workbook(content, findings)
    return "\n".join(map(str, findings.problems))


def test_c4_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    bomb = changed(members(), lambda data: data + b" " * (2 * workbook.UNPACKED_AT_MOST))
    assert len(bomb) < 1_000_000
    assert "unpacks to more than 96 MiB" in said(bomb)


def test_c4_what_a_part_says_of_its_length_is_not_believed() -> None:
    honest = changed(members(), lambda data: data + b" " * 5_000_000)
    length = len(zipfile.ZipFile(io.BytesIO(honest)).read(SHEET)).to_bytes(4, "little")
    lying = honest.replace(length, (1_000).to_bytes(4, "little"))
    assert lying != honest
    assert "is a damaged workbook" in said(lying)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_c4_entities_are_refused_before_anything_expands_them(encoding: str) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'

    def with_entities(data: bytes) -> bytes:
        text = data.decode().replace("<worksheet", laughs + "<worksheet", 1)
        return text.replace("UTF-8", encoding).encode(encoding)

    assert "is a damaged workbook" in said(changed(members(), with_entities))


def test_c4_a_cell_in_the_last_corner_is_not_a_table_of_seventeen_thousand_million() -> None:
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    content = changed(members(), lambda data: data.replace(b"</sheetData>", corner))
    findings = Findings("members.xlsx")
    tracemalloc.start()
    try:
        (grid,) = read_workbook(content, findings)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [record.cells[0] for record in grid.records] == ["id", "m0"]
    assert most < 50_000_000


def test_c4_merged_cells_without_end_are_refused() -> None:
    merges = b"".join(b'<mergeCell ref="A1:C1048576"/>' for _ in range(30_000))
    content = changed(
        members(200),
        lambda data: data.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"),
    )
    assert "holds too many merged cells" in said(content)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "how", [lambda data: data[: len(data) // 2], lambda _: b"", lambda data: data.replace(b"s", b"\xff")]
)
def test_c4_a_part_that_is_broken_is_a_problem_and_no_exception(part: str, how: Callable[[bytes], bytes]) -> None:
    content = changed(members(), how, part)
    table = read_table(BY_NAME["members"], Source(Path("members.xlsx"), content=content, incoming=True))
    assert [str(each) for findings in table.findings for each in findings.problems] or len(table.records) == 1


def test_c4_a_row_that_is_only_formatted_is_no_row() -> None:
    content = changed(
        members(), lambda data: re.sub(rb"</sheetData>", b'<row r="9"><c r="A9" s="0"/></row></sheetData>', data)
    )
    table = read_table(BY_NAME["members"], Source(Path("members.xlsx"), content=content, incoming=True))
    assert len(table.records) == 1
    assert [findings.problems for findings in table.findings] == [[]]
