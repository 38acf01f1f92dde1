"""Reads a CSV table row by row; every defect is noted with its line and column, and reading goes on."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from stations.datum import DATUMS, Datum
from stations.problems import Findings, suggest
from stations.spreadsheet import is_shortened, parse_date, unguard
from stations.text import read_text

ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_YES = dict.fromkeys(("1", "yes", "true", "是", "有"), True)
_NO = dict.fromkeys(("0", "no", "false", "否", "无"), False)
_YES_NO: dict[str, bool | None] = {"": None, **_YES, **_NO}
_NO_OTHER_WORDS: Mapping[str, Any] = MappingProxyType({})

Choice = TypeVar("Choice", bound=str)


class Form(NamedTuple):
    """What a table should look like: its columns, and how its bytes and its positions are to be taken."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    datum: Datum = "wgs84"
    encoding: str = "utf-8"


class Row:
    """One row. A method that finds a defect notes it, sets ``ok`` to False and returns a filler.

    The caller drops a row that is not ``ok``.
    """

    def __init__(self, cells: dict[str, str], line: int, findings: Findings, form: Form) -> None:
        self._cells = cells
        self._form = form
        self.findings = findings
        self.line = line
        self.ok = True
        self.position: tuple[float, float] | None = None
        """Longitude and latitude in WGS-84, once they were read and found possible."""

    def reject(self, field: str, message: str) -> None:
        """Note a defect of this row."""
        self.findings.error(message, line=self.line, field=field)
        self.ok = False

    def is_optional(self, field: str) -> bool:
        """Whether the cell may be empty."""
        return field in self._form.optional

    def datum(self) -> Datum:
        """Return the datum of this row's positions: what its column ``datum`` says, else the table's."""
        value = self.optional("datum").lower().replace("-", "")
        for datum in DATUMS:
            if value == datum:
                return datum
        if value:
            self.reject("datum", f"“{value}” is unknown; {suggest(value, DATUMS)}")
        return self._form.datum

    def optional(self, field: str) -> str:
        """Return the cell without surrounding space; empty where it or its column is missing."""
        value = unguard(self._cells.get(field, "").strip())
        if "E+" in value and is_shortened(value):
            self.reject(field, f"“{value}” is a long number that a spreadsheet has shortened; enter it anew, as text")
        return value

    def raw(self, field: str) -> str:
        """Return the cell as `optional` does, without judging it."""
        return unguard(self._cells.get(field, "").strip())

    def text(self, field: str) -> str:
        """Return a cell that must not be empty."""
        value = self.optional(field)
        if not value:
            self.reject(field, "is empty; fill it in")
        return value

    def identifier(self, field: str) -> str:
        """Return an id: 1 to 64 characters of ``[A-Za-z0-9._-]``."""
        value = self.text(field)
        if value and not ID_PATTERN.fullmatch(value):
            self.reject(field, f"“{value[:80]}” is no id; use 1 to 64 of the characters A-Z a-z 0-9 . _ -")
        return value

    def choice(self, field: str, options: tuple[Choice, ...], also: Mapping[str, Choice] = _NO_OTHER_WORDS) -> Choice:
        """Return one of the words in ``options``; ``also`` maps other words for them to those."""
        value = self.text(field)
        for option in options:
            if value == option:
                return option
        if value in also:
            return also[value]
        if value:
            self.reject(field, f"“{value}” is unknown; {suggest(value, (*options, *also))}")
        return options[0]

    def optional_choice(
        self, field: str, options: tuple[Choice, ...], also: Mapping[str, Choice] = _NO_OTHER_WORDS
    ) -> Choice | None:
        """Return one of the words, or None for an empty cell."""
        return self.choice(field, options, also) if self.optional(field) else None

    def optional_date(self, field: str) -> date | None:
        """Return a day, or None for an empty cell."""
        value = self.optional(field)
        if not value:
            return None
        try:
            return parse_date(value)
        except ValueError as problem:
            self.reject(field, str(problem))
            return None

    def number(self, field: str, low: float, high: float) -> float:
        """Return a finite number within ``low`` and ``high``, both included."""
        value = self.text(field)
        if not value:
            return low
        number = _parse_number(value)
        if number is None:
            self.reject(field, f"“{value}” is not a number; write digits with a point")
        elif not low <= number <= high:
            self.reject(field, f"{value} is out of range; it lies between {low:g} and {high:g}")
        else:
            return number
        return low

    def integer(self, field: str, low: int, high: int) -> int:
        """Return a whole number within ``low`` and ``high``, both included."""
        number = self.number(field, low, high)
        if number != int(number):
            self.reject(field, f"{number:g} is not a whole number")
        return int(number)

    def optional_number(self, field: str, low: float, high: float) -> float | None:
        """Return a number, or None for an empty cell."""
        return self.number(field, low, high) if self.optional(field) else None

    def optional_integer(self, field: str, low: int, high: int) -> int | None:
        """Return a whole number, or None for an empty cell."""
        return self.integer(field, low, high) if self.optional(field) else None

    def optional_flag(self, field: str) -> bool | None:
        """Return yes or no (also 1/0, true/false), or None for an empty cell."""
        value = self.optional(field).lower()
        if value not in _YES_NO:
            self.reject(field, f"“{value}” is neither yes nor no")
        return _YES_NO.get(value)

    def words(self, field: str) -> tuple[str, ...]:
        """Return the words of a cell that are separated by spaces, each of them an id."""
        words = tuple(dict.fromkeys(self.optional(field).split()))
        for word in words:
            if not ID_PATTERN.fullmatch(word):
                self.reject(field, f"“{word}” cannot be used; separate words by spaces, of A-Z a-z 0-9 . _ -")
        return words


def read_rows(path: Path, findings: Findings, form: Form) -> list[Row]:
    """Return the rows of the table at ``path``; an unusable table gives none and is noted in ``findings``."""
    text = read_text(path, findings, encoding=form.encoding)
    if text is None:
        return []
    records = _records(text, findings)
    header_line, header = next(records, (1, []))
    columns = [name.strip() for name in header]
    if not _header_is_usable(columns, header_line, findings, form):
        return []
    rows = []
    for line, cells in records:
        row = Row(dict(zip(columns, cells, strict=False)), line, findings, form)
        if len(cells) != len(columns):
            message = f"the row has {len(cells)} cells, the header {len(columns)}"
            row.reject("", f"{message}; quote text that holds a comma, fill up what is short")
        rows.append(row)
    if not rows and findings.complete:
        findings.warn("holds no rows")
    return rows


def _records(text: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where the record begins, cells), without blank records, up to the first broken one."""
    # newline="" leaves line breaks inside quotes alone and still counts \r\n and \r as ends of a line.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        findings.fail(f"is no CSV from here on ({problem}); check the quotes", line=line)


def _header_is_usable(
    columns: list[str],
    line: int,
    findings: Findings,
    form: Form,
) -> bool:
    known = form.required + form.optional
    if not columns:
        findings.fail(f"is empty; the first line names the columns: {','.join(known)}")
        return False
    if len(columns) == 1 and (separator := next((s for s in ";\t" if s in columns[0]), "")):
        shown = "tabs" if separator == "\t" else separator
        findings.fail(f"separates its columns by {shown}; save it with commas", line=line)
        return False
    missing = [name for name in form.required if name not in columns]
    for name in missing:
        findings.fail("this column is missing; add it", line=line, field=name)
    for name in {name for name in columns if columns.count(name) > 1 and name}:
        findings.error("this column is there twice; remove one", line=line, field=name)
    for name in columns:
        if name and name not in known:
            left = tuple(column for column in known if column not in columns)
            findings.warn(f"this column is not read; {suggest(name, left)}", line=line, field=name)
    return not missing


def _parse_number(text: str) -> float | None:
    # Python would read 1_000 as a number; no spreadsheet means that.
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
