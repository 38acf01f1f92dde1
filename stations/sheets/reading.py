"""The one reader of tables: from the bytes of a file to the rows under the columns that are wanted.

What page and command line import goes through here, and what a district's folder holds. What is certain is read, and a
warning says what was done; what is not is refused with the cause and the cure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from stations.problems import Findings, suggest
from stations.sheets.containers import look_at
from stations.sheets.dashes import empty_dashes
from stations.sheets.encoding import decode
from stations.sheets.grid import Grid, Record
from stations.sheets.headings import ZH, mapping, plain_heading
from stations.sheets.lines import read_lines
from stations.sheets.measures import Measures, measures_of
from stations.sheets.odd import exposed, named, trimmed

_TITLE_ROWS = 20
"""Below so many rows no header is looked for."""

_ENOUGH = 2
"""So many known columns make a row a header although others are missing."""


class Wanted(NamedTuple):
    """The columns of a table, and every word that means one of them."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        """All columns in the order in which they are told."""
        return self.required + self.optional


class Line(NamedTuple):
    """One row: its cells by column, and what is wrong with its shape, empty where nothing is."""

    number: int
    cells: dict[str, str]
    defect: str = ""


class _Header(NamedTuple):
    """The row that names the columns: where it stands, where the rows begin, and the field of each column."""

    line: int
    first: int
    fields: list[str]
    names: list[str]

    @property
    def known(self) -> set[str]:
        return {field for field in self.fields if field}


def read_sheet(content: bytes, findings: Findings, wanted: Wanted, encoding: str = "utf-8") -> list[Line]:
    """Return the rows of the table that a file holds; what cannot be used is noted, and gives none."""
    kind, message = look_at(content)
    if kind == "other":
        findings.fail(message)
        return []
    if kind == "workbook":
        # Its library takes as long to load as a small district to read: only who has a workbook waits for it.
        from stations.sheets.workbook import read_workbook  # noqa: PLC0415 - see above

        grid = _pick(read_workbook(content, findings), findings, wanted)
    else:
        text = decode(content, findings, encoding)
        grid = None if text is None else read_lines(text, findings, lambda records: _score(records, wanted))
    if grid is None:
        return []
    if not grid.records:
        if findings.complete:
            findings.fail(f"is empty; the first line names the columns: {mapping(wanted.fields)}")
        return []
    header = _find_header(grid.records, wanted)
    if not _is_usable(header, grid, findings, wanted):
        return []
    measures = _measures(grid, header, findings, wanted)
    lines = _lines(grid, header, findings, wanted)
    empty_dashes([(line.number, line.cells) for line in lines], wanted.required, findings)
    if hidden := [line.number for line in lines if line.number in grid.hidden]:
        findings.warn(f"{len(hidden)} rows are hidden in the workbook, and read all the same", line=hidden[0])
    return [line._replace(cells=measures.applied(line.cells)) for line in lines]


def _measures(grid: Grid, header: _Header, findings: Findings, wanted: Wanted) -> Measures:
    titles = [cell for record in grid.records[: header.first - 1] for cell in record.cells]
    located = "datum" in wanted.fields and "datum" not in header.known
    return measures_of(header.names, header.fields, titles, header.line, findings, located=located)


def _pick(grids: list[Grid], findings: Findings, wanted: Wanted) -> Grid | None:
    """Return the one sheet that holds the table."""
    if not grids:
        if findings.complete:
            findings.fail(f"is empty; the first line names the columns: {mapping(wanted.fields)}")
        return None
    whole = [grid for grid in grids if _find_header(grid.records, wanted).known >= set(wanted.required)]
    if len(whole) > 1:
        names = ", ".join(grid.name for grid in whole)
        findings.fail(f"holds this table in several sheets ({exposed(names)}); leave one of them in the workbook")
        return None
    found = whole[0] if whole else max(grids, key=lambda grid: _score(grid.records, wanted))
    if others := ", ".join(grid.name for grid in grids if grid is not found):
        findings.warn(f"is read from the sheet “{found.name}”; not read are the sheets {others}")
    return found


def _score(records: list[Record], wanted: Wanted) -> int:
    return len(_find_header(records, wanted).known) if records else 0


def _find_header(records: list[Record], wanted: Wanted) -> _Header:
    """Return the first of the first rows with all columns that are required, else the one with most.

    Two rows may be one: a heading over several columns (位置 over 经度 and 纬度) leaves the others in the row above.
    """
    looked = records[:_TITLE_ROWS]
    single = [_header(index, record.line, record.cells, wanted) for index, record in enumerate(looked)]
    needed = set(wanted.required)
    if whole := next((each for each in single if each.known >= needed), None):
        return whole
    double = []
    for index, (above, below) in enumerate(pairwise(looked), start=1):
        width = max(len(above.cells), len(below.cells))
        upper, lower = (each.cells + [""] * (width - len(each.cells)) for each in (above, below))
        both = [low if low.strip() else up for up, low in zip(upper, lower, strict=True)]
        double.append(_header(index, below.line, both, wanted))
    if whole := next((each for each in double if each.known >= needed), None):
        return whole
    best = max(single, key=lambda each: len(each.known))
    return best if len(best.known) >= min(_ENOUGH, len(wanted.required)) else single[0]


def _header(index: int, line: int, cells: Iterable[str], wanted: Wanted) -> _Header:
    names = [trimmed(cell)[0] for cell in cells]
    plain = [plain_heading(name) for name in names]
    fields = [wanted.words.get(each, "") for each in plain]
    for field in {each for each in fields if each and fields.count(each) > 1}:
        # 类型 beside 名称: the column with the field's own name is it, the others are further ones.
        own = [place for place, each in enumerate(plain) if fields[place] == field and each in (field, ZH[field])]
        if len(own) == 1:
            fields = ["" if each == field and place != own[0] else each for place, each in enumerate(fields)]
    return _Header(line, index + 1, fields, names)


def _is_usable(header: _Header, grid: Grid, findings: Findings, wanted: Wanted) -> bool:
    line, usable = header.line, True
    missing = [field for field in wanted.required if field not in header.known]
    unknown = [name for name, field in zip(header.names, header.fields, strict=True) if name and not field]
    if missing:
        found = ", ".join(exposed(name) for name in unknown[:20])
        told = f"not known are {found}; " if found else ""
        named_so = f"a table of this kind names its columns {mapping(wanted.fields)}"
        findings.fail(f"lacks the columns {mapping(missing)}; {told}{named_so}", line=line)
        return False
    for field in sorted(header.known):
        if header.fields.count(field) > 1:
            names = " ".join(dict.fromkeys(n for n, f in zip(header.names, header.fields, strict=True) if f == field))
            findings.fail(f"this column is there twice ({names}); remove one", line=line, field=field)
            usable = False
    left = tuple(field for field in wanted.fields if field not in header.known)
    for name in unknown:
        findings.warn(f"this column is not read; {suggest(name, left)}", line=line, field=exposed(name))
    above = [record.line for record in grid.records[: header.first - 1]]
    if above:
        findings.warn(f"{len(above)} rows above the header are not read", line=above[0])
    return usable


def _lines(grid: Grid, header: _Header, findings: Findings, wanted: Wanted) -> list[Line]:
    """Return the rows below the header, without those that only name the columns again."""
    shapes, unseen, bare = _Shapes(grid, header, wanted), _Unseen(), _Bare()
    nameless = [index for index, name in enumerate(header.names) if not name]
    unnamed: dict[int, int] = {}
    lines: list[Line] = []
    again: list[int] = []
    above: dict[str, str] = {}
    for record in grid.records[header.first :]:
        cells = [bare[cell] for cell in record.cells]
        if not bare.removed.keys().isdisjoint(record.cells):
            unseen.look_at(record, header.fields, bare.removed)
        if not any(cells):
            continue
        if _is_header_again(cells, header, wanted):
            again.append(record.line)
            continue
        for index in nameless:
            if index < len(cells) and cells[index]:
                unnamed.setdefault(index, record.line)
        row = dict(zip(header.fields, cells, strict=False))
        row.pop("", None)  # what stands in columns that nobody reads
        lines.append(Line(record.line, row, shapes.defect(record.line, cells, row, above)))
        above = row
    unseen.tell(findings)
    if again:
        findings.warn(f"the columns are named again in {len(again)} rows, which are not read", line=again[0])
    for index, number in unnamed.items():
        findings.warn(f"column {index + 1} has no heading, and is not read", line=number)
    if not lines and findings.complete:
        findings.warn("holds no rows")
    return lines


class _Bare(dict[str, str]):
    """Cells without what is unseen at their ends: each is looked at once, however often a table repeats it."""

    def __init__(self) -> None:
        super().__init__()
        self.removed: dict[str, str] = {}
        """What nobody sees at the ends of a cell, for the cells that have any."""

    def __missing__(self, cell: str) -> str:
        bare, removed = trimmed(cell)
        if removed:
            self.removed[cell] = removed
        self[cell] = bare
        return bare


def _is_header_again(cells: list[str], header: _Header, wanted: Wanted) -> bool:
    """Whether a row names the columns once more, in this language or the other one."""
    for field, cell in zip(header.fields, cells, strict=False):
        word = cell.casefold() if cell.isascii() else plain_heading(cell)
        if field and wanted.words.get(word) != field:
            return False
    return True


class _Shapes(NamedTuple):
    """Judges the shape of rows: what is wrong with it, so that the cells cannot be judged one by one."""

    grid: Grid
    header: _Header
    wanted: Wanted

    def defect(self, line: int, cells: list[str], row: dict[str, str], above: dict[str, str]) -> str:
        """Return what is wrong with a row, empty where nothing is."""
        required = self.wanted.required
        if len(required) > 1 and len(cells) - cells.count("") == 1:
            filled = "".join(cells)
            if not filled.isascii() or row.get(required[0]) != filled:
                note = exposed(filled, 20)
                return f"“{note}” alone is a note, a heading or a sum, no row of the table; delete the row"
        if line in self.grid.broad:
            return "cells of several columns are merged in this row; take the merge off and fill in each cell"
        if wrong := self._length(cells):
            return wrong
        if all(map(row.get, required)):
            return ""
        gaps = [field for field in required if not row.get(field) and above.get(field)]
        if gaps and required[0] not in gaps:
            return f"{mapping(gaps)} is empty below a row that has it, as merged cells leave it; fill it in in each row"
        return ""

    def _length(self, cells: list[str]) -> str:
        count, width = len(cells), len(self.header.names)
        short = count < width and not self.grid.padded
        if not short and not any(cells[width:]):
            return ""
        shape = f"the row has {count} cells, the header {width}"
        if short and any("，" in cell for cell in cells):
            return f"{shape}; a Chinese comma “，” (U+FF0C) stands where “,” should: write “,”"
        return f"{shape}; quote text that holds a comma, fill up what is short"


class _Unseen:
    """What was stripped from the ends of cells, column by column."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int, str]] = {}

    def look_at(self, record: Record, fields: Iterable[str], removed: Mapping[str, str]) -> None:
        """Count the cells of a record of which something was ``removed``, in the columns that are read."""
        for field, cell in zip(fields, record.cells, strict=False):
            if field and cell in removed:
                first, count, characters = self._found.get(field, (record.line, 0, ""))
                self._found[field] = first, count + 1, "".join(dict.fromkeys(characters + removed[cell]))

    def tell(self, findings: Findings) -> None:
        """Warn of each column once."""
        for field, (line, count, characters) in self._found.items():
            message = f"characters that nobody sees were stripped from {count} cells: {named(characters)}"
            findings.warn(message, line=line, field=field)
