"""Checks that what one table says about another is there, once all of them are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from stations.registry.rewritten import rewritten
from stations.registry.schema import BY_NAME, Reference
from stations.sheets.odd import exposed
from stations.tables import ID_PATTERN, Row, split_words


def check_references(tables: Mapping[str, Sequence[Row]], incomplete: Collection[str] = ()) -> None:
    """Note, at the row that says it, every key that is in no row of the table that it refers to.

    A row with another defect still counts as known, or everything that refers to it would be reported as well. So does
    whatever an ``incomplete`` table may have held: its own defect is the one to put right.
    """
    known = {name: {row.raw(BY_NAME[name].key) for row in rows} for name, rows in tables.items()}
    for name, rows in tables.items():
        for reference in BY_NAME[name].references:
            if (reference.firm or reference.table in tables) and reference.table not in incomplete:
                _check(rows, reference, known.get(reference.table, set()))


def _check(rows: Sequence[Row], reference: Reference, known: Collection[str]) -> None:
    for row in rows:
        cell = row.raw(reference.column)
        if not cell or cell in known:
            continue
        # The ids of a list are separated by spaces; the names of zones may hold some.
        for word in split_words(cell) if reference.firm else [cell]:
            if word not in known and (not reference.firm or ID_PATTERN.fullmatch(word)):
                _note(row, reference, word, known)


def _note(row: Row, reference: Reference, word: str, known: Collection[str]) -> None:
    file = BY_NAME[reference.table].file
    if was := next((key for key in known if rewritten(key, word)), ""):
        advice = f"a program has made it of “{was}”; write that, in a column formatted as text"
    elif row.is_optional(reference.column):
        advice = "add it there or leave the cell empty"
    else:
        advice = "add it there or correct it"
    message = f"“{exposed(word)}” is not in {file}; {advice}"
    if reference.firm:
        row.reject(reference.column, message)
    else:
        row.findings.warn(message, line=row.line, field=reference.column)
