"""Reads the sheets of a workbook (.xlsx, .xlsm) by openpyxl, after unpacking it ourselves and no further than so far.

What a cell shows is what counts: ``7`` under the format ``000`` is ``007``. A day comes out as ``2026-03-01``, with
its time where it has one; a number that needs more digits than a spreadsheet keeps comes out shortened, as it is.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import repeat
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from stations.problems import Findings
from stations.sheets.grid import UNRECKONED, Grid, Record

UNPACKED_AT_MOST = 96 * 1024 * 1024
"""Bytes of all parts together; a district's 40,000 rows take some 20 MiB."""

ROWS_AT_MOST = 200_000
COLUMNS_AT_MOST = 128
CELLS_MERGED_AT_MOST = 2_000_000

_DIGITS_KEPT = 10**15
_LEFT_OUT = (
    "xl/media/",
    "xl/drawings/",
    "xl/embeddings/",
    "xl/charts/",
    "customXml/",
    "docProps/",
    "xl/printerSettings/",
)
_DTD = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_PLACE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN, _ROW_NUMBER = re.compile(rb'\bhidden="(?:1|true)"'), re.compile(rb'\br="(\d{1,7})"')
_ZEROS = re.compile(r"0+")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
"""What `zipfile` and openpyxl raise for files that are no right workbook; they believe what they read."""


class _TooLargeError(Exception):
    """The workbook holds more than is read."""


def read_workbook(content: bytes, findings: Findings) -> list[Grid]:
    """Return the visible sheets that hold anything; none after noting what is wrong with the workbook."""
    try:
        parts = _unpack(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that are not kept: nothing is written back
            return _sheets(parts)
    except _TooLargeError as error:
        findings.fail(str(error))
    except _DAMAGED as error:
        findings.fail(f"is a damaged workbook ({type(error).__name__}); open it, save it as .xlsx again")
    return []


def _unpack(content: bytes) -> dict[str, bytes]:
    """Return the parts that are read. What a part says of its length is not believed beyond the limit."""
    left, parts = UNPACKED_AT_MOST, {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.filename.startswith(_LEFT_OUT):
                continue
            with archive.open(entry) as part:
                unpacked = part.read(left + 1)
            left -= len(unpacked)
            if left < 0:
                raise _TooLargeError(
                    f"unpacks to more than {UNPACKED_AT_MOST >> 20} MiB; copy the table alone into a new workbook"
                )
            if any(dtd in unpacked for dtd in _DTD):
                raise ValueError(entry.filename)  # ECMA-376 part 2 forbids it; only attacks have one
            parts[entry.filename] = unpacked
    return parts


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Return the parts as an archive without compression, which cannot unpack to anything else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _sheets(parts: dict[str, bytes]) -> list[Grid]:
    packed = _packed(parts)
    book = load_workbook(packed, read_only=True, data_only=True, keep_links=False)
    formulas = None
    grids = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        part = parts[sheet._worksheet_path]  # noqa: SLF001 - openpyxl keeps merged cells only of what it reads whole
        reckoned: Any = None
        if _FORMULA.search(part):
            formulas = formulas or load_workbook(packed, read_only=True, keep_links=False)
            reckoned = formulas[sheet.title]
        records = list(_records(sheet, reckoned, _width(part)))
        if records:
            grid = Grid(records, sheet.title, padded=True, hidden=_hidden_rows(part))
            grids.append(_with_merges(grid, part))
    return grids


def _records(sheet: Any, formulas: Any, width: int) -> Iterator[Record]:
    """Yield the rows of a sheet that hold anything; ``formulas`` is the same sheet with what is reckoned, or None."""
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows = sheet.iter_rows(max_col=width)
    written: Iterator[Sequence[Any]] = repeat(())
    if formulas is not None:
        formulas.reset_dimensions()
        written = formulas.iter_rows(max_col=width, values_only=True)
    found, before = 0, None
    for number, (row, formula) in enumerate(zip(rows, written, strict=False), start=1):
        # openpyxl gives one and the same empty row for each that the file leaves out, up to a million of them.
        if row is before:
            continue
        before = row
        cells = [_text(cell) for cell in row]
        for column, sum_of in enumerate(formula):
            if sum_of is not None and row[column].value is None:
                cells[column] = UNRECKONED
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            found += 1
            yield Record(number, cells)
        if found > ROWS_AT_MOST:
            raise _TooLargeError(f"holds more than {ROWS_AT_MOST} rows; import it in parts")


def _width(part: bytes) -> int:
    """Return how many columns of a sheet are read; cells that do not say where they stand may be in any."""
    columns = {_column(letters) + 1 for letters in set(_PLACE.findall(part))}
    return min(COLUMNS_AT_MOST, max(columns, default=COLUMNS_AT_MOST))


def _text(cell: Any) -> str:
    """Return what a cell shows, as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell)
    if isinstance(value, datetime):
        # A day keeps its zero hours, so that a day in a column of names can be told from what was written there.
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _number(value: float, cell: Any) -> str:
    if not float(value).is_integer():
        return repr(value)
    if abs(value) >= _DIGITS_KEPT:
        return f"{value:.5E}"
    text = str(int(value))
    shown = cell.number_format
    return text.zfill(len(shown)) if isinstance(shown, str) and _ZEROS.fullmatch(shown) else text


def _with_merges(grid: Grid, part: bytes) -> Grid:
    """Return the sheet with the value of merged rows in each of them; merged columns have one value for several."""
    by_line = {record.line: record for record in grid.records}
    broad: set[int] = set()
    left_to_fill = CELLS_MERGED_AT_MOST
    for found in _MERGE.finditer(part):
        left, right, top, bottom = _column(found[1]), _column(found[3]), int(found[2]), int(found[4])
        first = by_line.get(top)
        value = first.cells[left] if first is not None and left < len(first.cells) else ""
        left_to_fill -= min(bottom - top, len(by_line)) + 1
        if left_to_fill < 0:
            raise _TooLargeError("holds too many merged cells; take the merges off, fill each cell, and save it again")
        lines = by_line if bottom - top > len(by_line) else range(top, bottom + 1)
        for line in lines:
            record = by_line.get(line)
            if record is None or not value or not top <= line <= bottom:
                continue
            if right > left:
                broad.add(line)
            record.cells.extend([""] * (left + 1 - len(record.cells)))
            record.cells[left] = value
    return grid._replace(broad=frozenset(broad))


def _hidden_rows(part: bytes) -> frozenset[int]:
    """Return the rows that a filter or a clerk has hidden."""
    if b"hidden=" not in part:
        return frozenset()
    rows = (found[1] for found in _ROW.finditer(part) if _HIDDEN.search(found[1]))
    return frozenset(int(number[1]) for row in rows if (number := _ROW_NUMBER.search(row)))


def _column(letters: bytes) -> int:
    """Return the index of a column by its letters: ``A`` is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
