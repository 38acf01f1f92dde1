"""What clerks and programs write where there is none: taken for what it means, where it can mean nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from stations.problems import Findings

_NOTHING = frozenset(
    {"-", "--", "---", "\u2014", "\u2014\u2014", "\u2013", "\uff0d", "/", "\\", "\uff0f", "n/a", "N/A", "null", "NULL"}
)
_NO_WORDS = frozenset(
    {"turnout_s", "storeys", "height_m", "entrance_lon", "entrance_lat", "fire_lift", "count", "made", "inspected"}
    | {"serviced", "expires", "state", "width_m", "weight_t", "area_m2", "beds", "pressure_mpa", "lifts", "fire_lifts"}
    | {"reviewed", "days", "every", "since", "until", "date", "datum"}
    | {"floor", "low", "high", "hysteresis", "silent_after_s"}
)
"""Columns of numbers, days, yes or no, states. Among words a dash may be one: it is kept."""


def empty_dashes(rows: Iterable[tuple[int, dict[str, str]]], required: Collection[str], findings: Findings) -> None:
    """Empty the cells of rows, line and cells, that hold a dash alone and may be empty; say so once a column."""
    told: dict[str, int] = {}
    fields = _NO_WORDS.difference(required)
    for number, cells in rows:
        for field in fields & cells.keys():
            if cells[field] in _NOTHING:
                cells[field] = ""
                told.setdefault(field, number)
    for field, number in sorted(told.items()):
        findings.warn("cells with a dash or N/A alone count as empty", line=number, field=field)
