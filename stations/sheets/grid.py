"""Cells in rows, as a file holds them, before anybody knows what they mean."""

from __future__ import annotations

from typing import NamedTuple

UNRECKONED = "⟦formula⟧"
"""Stands in a cell whose formula has no result in the file."""


class Record(NamedTuple):
    """One row of a file: its line as an editor shows it, or its row number in a spreadsheet, and its cells."""

    line: int
    cells: list[str]


class Grid(NamedTuple):
    """One table of a file. ``name`` is that of the sheet; ``broad`` are the lines in which columns are merged,
    ``hidden`` those that the program does not show.

    In a ``padded`` one short rows are whole: a spreadsheet writes nothing for what is empty at a row's end.
    """

    records: list[Record]
    name: str = ""
    broad: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    padded: bool = False
