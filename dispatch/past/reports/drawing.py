"""Drawings as values in page units: a small map, a chart of planned against actual. The template only writes them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from dispatch.core.instant import Instant
from dispatch.past.reports.incident import IncidentReport, Marker, OrderLine

Line = Sequence[tuple[float, float]]
"""A polyline of (lon, lat) in WGS-84 degrees."""

MAP_WIDTH = 340.0
MAP_HEIGHT = 220.0
_MARGIN = 22.0
_LABEL_BELOW, _LABEL_ABOVE = 17.0, 12.0
_LABEL_SPACE, _LABEL_HEIGHT = 90.0, 10.0
_LEAST_SPAN_M = 120.0
_METRES_PER_DEGREE = 111_320.0
"""Of latitude, on the sphere: good to half a percent, which no reader of a small map can see."""

Projection: TypeAlias = Callable[[Instant], float]
"""From a moment to its place on the chart."""

CHART_WIDTH = 640.0
ROW_HEIGHT = 16.0
_LABEL_WIDTH = 170.0
_LABEL_EM = 17.0
"""So many wide letters, of 9 units, stand before the first mark of a line."""
_NARROW_EM = 0.56
_LAST_NARROW = 0x2E7F
"""The last character before those of East Asia."""
_TICKS_S = (10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600)
_TICKS_AT_MOST = 12


class Drawn(NamedTuple):
    """A marker at its place on the map, and how high its name stands."""

    x: float
    y: float
    label_y: float
    marker: Marker


class Map(NamedTuple):
    """The map: roads and trails as ``points`` of polylines, markers, and a bar of ``bar_m`` metres, ``bar`` wide."""

    width: float
    height: float
    roads: tuple[str, ...]
    trails: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    bar_m: int
    bar: float


class Mark(NamedTuple):
    """A milestone on the chart at ``x``; ``actual`` or planned."""

    x: float
    name: str
    actual: bool


class Row(NamedTuple):
    """One order's line: its marks, its limits, and from where to where it ran."""

    y: float
    label: str
    marks: tuple[Mark, ...]
    limits: tuple[float, ...]
    from_x: float
    to_x: float


class Chart(NamedTuple):
    """The chart over the seconds since the incident opened."""

    width: float
    height: float
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]


class Box(NamedTuple):
    """What the map shows, in degrees."""

    west: float
    south: float
    east: float
    north: float


def box_of(markers: Sequence[Marker]) -> Box | None:
    """Return the ground to show around the markers, in the map's proportions; None without any."""
    if not markers:
        return None
    lon = (min(each.lon for each in markers) + max(each.lon for each in markers)) / 2
    lat = (min(each.lat for each in markers) + max(each.lat for each in markers)) / 2
    narrow = math.cos(math.radians(lat)) or 1.0
    span_x = max(_LEAST_SPAN_M, *(2 * abs(each.lon - lon) * narrow * _METRES_PER_DEGREE for each in markers))
    span_y = max(_LEAST_SPAN_M, *(2 * abs(each.lat - lat) * _METRES_PER_DEGREE for each in markers))
    scale = min((MAP_WIDTH - 2 * _MARGIN) / span_x, (MAP_HEIGHT - 2 * _MARGIN) / span_y)
    half_x, half_y = (side / scale / 2 / _METRES_PER_DEGREE for side in (MAP_WIDTH, MAP_HEIGHT))
    return Box(lon - half_x / narrow, lat - half_y, lon + half_x / narrow, lat + half_y)


def draw_map(markers: Sequence[Marker], roads: Iterable[Line] = (), trails: Iterable[Line] = ()) -> Map | None:
    """Return the map; None where nothing has a place. Roads are cut by the page's edge, not here."""
    box = box_of(markers)
    if box is None:
        return None
    per_m = MAP_HEIGHT / ((box.north - box.south) * _METRES_PER_DEGREE)
    bar_m = _round_length(MAP_WIDTH / 4 / per_m)
    return Map(
        width=MAP_WIDTH,
        height=MAP_HEIGHT,
        roads=tuple(_points(box, line) for line in roads),
        trails=tuple(_points(box, line) for line in trails),
        drawn=tuple(_placed(box, markers)),
        bar_m=bar_m,
        bar=bar_m * per_m,
    )


def _placed(box: Box, markers: Sequence[Marker]) -> Iterator[Drawn]:
    """Yield the markers, the incident last and so on top, its name above it; names that would meet stand lower."""
    taken: list[tuple[float, float]] = []
    for each in sorted(markers, key=lambda marker: marker.what == "incident"):
        x, y = _on(box, each.lon, each.lat)
        below = each.what != "incident"
        label_y = y + _LABEL_BELOW if below else y - _LABEL_ABOVE
        while any(abs(x - at_x) < _LABEL_SPACE and abs(label_y - at_y) < _LABEL_HEIGHT for at_x, at_y in taken):
            label_y += _LABEL_HEIGHT if below else -_LABEL_HEIGHT
        taken.append((x, label_y))
        yield Drawn(x, y, label_y, each)


def draw_chart(report: IncidentReport) -> Chart | None:
    """Return the chart of every order's milestones; None without orders."""
    if not report.orders:
        return None
    moments = [at for order in report.orders for at in _moments(order)]
    seconds = max(60.0, *((at - report.opened_at) / 1000 for at in moments)) * 1.04
    scale = (CHART_WIDTH - _LABEL_WIDTH - 12) / seconds

    def x(at: Instant) -> float:
        return _LABEL_WIDTH + (at - report.opened_at) / 1000 * scale

    rows = tuple(_row(number, order, x) for number, order in enumerate(report.orders))
    step = _tick_s(seconds)
    ticks = tuple((_LABEL_WIDTH + at * scale, _short(at)) for at in range(0, int(seconds) + 1, step))
    return Chart(CHART_WIDTH, ROW_HEIGHT * (len(rows) + 1), rows, ticks)


def _row(number: int, order: OrderLine, x: Projection) -> Row:
    marks = [Mark(x(order.assigned_at), "assigned", actual=True)]
    for each in order.milestones:
        if each.name == "released":  # hours later, it would lie beyond the page
            continue
        if each.planned_at is not None:
            marks.append(Mark(x(each.planned_at), each.name, actual=False))
        if each.actual_at is not None:
            marks.append(Mark(x(each.actual_at), each.name, actual=True))
    actual = [mark.x for mark in marks if mark.actual]
    return Row(
        y=ROW_HEIGHT * (number + 0.5),
        label=_fitting(order.unit_name or order.unit),
        marks=tuple(marks),
        limits=tuple(x(each.due_at) for each in order.promises if each.due_at is not None),
        from_x=min(actual),
        to_x=max(actual),
    )


def _fitting(name: str) -> str:
    """Return a name as long as its place; of a longer one the middle is left out: crews differ at the end."""
    if _em(name) <= _LABEL_EM:
        return name
    head, tail = len(name) * 2 // 3, len(name) * 2 // 3
    while _em(name[:head]) + _em(name[tail:]) + 1 > _LABEL_EM:
        if _em(name[tail:]) > _LABEL_EM / 2:
            tail += 1
        else:
            head -= 1
    return f"{name[:head]}…{name[tail:]}"


def _em(text: str) -> float:
    return sum(1.0 if ord(letter) > _LAST_NARROW else _NARROW_EM for letter in text)


def _moments(order: OrderLine) -> Iterable[Instant]:
    yield order.assigned_at
    yield from (each.due_at for each in order.promises if each.due_at is not None)
    for each in order.milestones:
        if each.name != "released":
            yield from (at for at in (each.planned_at, each.actual_at) if at is not None)


def _points(box: Box, line: Line) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (_on(box, *at) for at in line))


def _on(box: Box, lon: float, lat: float) -> tuple[float, float]:
    return (
        (lon - box.west) / (box.east - box.west) * MAP_WIDTH,
        (box.north - lat) / (box.north - box.south) * MAP_HEIGHT,
    )


def _round_length(length_m: float) -> int:
    """Return the largest of 1, 2, 5 × 10ⁿ that is not above, at least 1."""
    power: int = 10 ** max(0, math.floor(math.log10(max(1.0, length_m))))
    return next(step * power for step in (5, 2, 1) if step * power <= max(1.0, length_m))


def _tick_s(seconds: float) -> int:
    return next((step for step in _TICKS_S if seconds / step <= _TICKS_AT_MOST), _TICKS_S[-1])


def _short(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
