"""Reads text as lines of cells: by whatever separates them, as the program says in a first line ``sep=;`` or not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

from stations.problems import Findings
from stations.sheets.grid import Grid, Record

SEPARATORS = (",", ";", "\t", "，", "；", "|", "、")
_LOOKED_AT = 60
_DECLARED = re.compile(r'\s*"?sep=(.|\t)"?[ ,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LINE = re.compile(r"\r\n|\r|\n")

Score = Callable[[list[Record]], int]
"""How much the first records look like the table that is wanted."""


def read_lines(text: str, findings: Findings, score: Score) -> Grid:
    """Return the records of a text by the separator under which most columns are known."""
    declared = _DECLARED.match(text)
    skipped = len(_LINE.findall(declared[0])) if declared else 0
    rest = text[declared.end() :] if declared else text
    if declared:
        separator = declared[1]
    else:
        beginning = "\n".join(_LINE.split(rest)[:_LOOKED_AT])
        separator = max(SEPARATORS, key=lambda each: score(_begun(beginning, each)))  # the first one of equals
    return Grid(list(_records(rest, findings, separator, skipped)))


def _begun(beginning: str, separator: str) -> list[Record]:
    """Return the first records, as far as they can be read."""
    records: list[Record] = []
    reader = csv.reader(io.StringIO(beginning, newline=""), delimiter=separator)
    try:
        records.extend(Record(reader.line_num, cells) for cells in reader)
    except csv.Error:
        return records
    return records


def _records(text: str, findings: Findings, separator: str, skipped: int) -> Iterator[Record]:
    """Yield (line where the record begins, cells), without blank records, up to the first broken one."""
    # newline="" leaves line breaks inside quotes alone and still counts \r\n and \r as ends of a line.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            if "".join(cells).strip():
                yield Record(line, cells)
            line = skipped + reader.line_num + 1
    except csv.Error as problem:
        findings.fail(f"is no CSV from here on ({problem}); check the quotes", line=line)
