"""Reports as CSV that a spreadsheet opens without harm: UTF-8 with a byte order mark, no cell that runs a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dispatch.core.instant import Instant
from dispatch.past.reports.alarm_load import Signal
from dispatch.past.reports.figures import Kept, Spread
from dispatch.past.reports.incident import IncidentReport, OrderLine
from dispatch.past.reports.month import MonthReport, Result, Section
from dispatch.past.reports.owed import OwedDevice
from dispatch.past.reports.samples import Sample
from dispatch.past.reports.signal_times import Timed
from stations.spreadsheet import Cell, csv_text

SAMPLE_COLUMNS = (
    "exercise",
    "incident",
    "number",
    "assignment",
    "unit",
    "station",
    "start",
    "end",
    "from_at",
    "ms",
)
INCIDENT_COLUMNS = (
    "number",
    "incident",
    "exercise",
    "unit",
    "unit_name",
    "station",
    "station_name",
    "milestone",
    "planned_at",
    "actual_at",
    "off_ms",
    "target",
    "limit_s",
    "outcome",
    "took_ms",
    "late_ms",
)
ALARM_COLUMNS = ("at", "tag", "source", "kind", "incident", "number", "building", "floor")
TIMED_COLUMNS = ("stretch", "of", "at", "ms")
OWED_COLUMNS = ("device", "kind", "name", "building", "street", "station", "owner", "why", "since", "days")
MONTH_COLUMNS = ("month", "section", "station", "station_name", "measure", "of", "n", "value", "unit")


def samples_csv(samples: Iterable[Sample]) -> bytes:
    """Return one row for each sample; ``ms`` are the very numbers that the percentiles come from."""
    rows = (
        (
            _flag(each.exercise),
            each.incident,
            each.number,
            each.assignment,
            each.unit,
            each.station,
            each.start,
            each.end,
            str(each.from_at),
            each.ms,
        )
        for each in samples
    )
    return _csv(SAMPLE_COLUMNS, rows)


def alarms_csv(signals: Iterable[Signal]) -> bytes:
    """Return the journal of alarms, one row for each: what programs that reckon alarm loads read."""
    rows = ((str(each.at), *(getattr(each, name) for name in ALARM_COLUMNS[1:])) for each in signals)
    return _csv(ALARM_COLUMNS, rows)


def times_csv(timed: Iterable[Timed]) -> bytes:
    """Return one row for each signal that was measured: the numbers behind GB 50440's times."""
    return _csv(TIMED_COLUMNS, ((each.name, each.of, str(each.at), each.ms) for each in timed))


def owed_csv(devices: Iterable[OwedDevice]) -> bytes:
    """Return one row for each device that is owed, the oldest first."""
    rows = (
        (
            *(getattr(each, name) for name in OWED_COLUMNS[:7]),
            " ".join(each.why),
            str(each.since),
            each.days,
        )
        for each in devices
    )
    return _csv(OWED_COLUMNS, rows)


def incident_csv(report: IncidentReport) -> bytes:
    """Return one row for each milestone of each order, planned against actual, with the promise that ends there."""
    return _csv(INCIDENT_COLUMNS, (row for order in report.orders for row in _of_order(report, order)))


def month_csv(report: MonthReport) -> bytes:
    """Return one row for each figure: which section and station, what it measures, over how many samples."""
    return _csv(MONTH_COLUMNS, ((report.month, *row) for row in _of_month(report)))


def _of_order(report: IncidentReport, order: OrderLine) -> Iterator[Sequence[Cell]]:
    head = (
        report.number,
        report.incident,
        _flag(report.exercise),
        order.unit,
        order.unit_name,
        order.station,
        order.station_name,
    )
    yield (*head, "assigned", None, str(order.assigned_at), None, None, None, None, None, None)
    promised = {each.milestone: each for each in order.promises}
    for each in order.milestones:
        promise = promised.get(each.name)
        judged: Sequence[Cell] = (None,) * 5
        if promise is not None:
            judged = (promise.name, promise.limit_s, promise.outcome, promise.took_ms, promise.late_ms)
        yield (*head, each.name, _time(each.planned_at), _time(each.actual_at), each.off_ms, *judged)


def _of_month(report: MonthReport) -> Iterator[Sequence[Cell]]:
    for section in (report.operations, report.exercises):
        name = "exercises" if section.exercise else "operations"
        yield from ((name, *row) for row in _of_section(section))
    if report.year_before is not None:
        yield from (("operations.year_before", *row) for row in _of_result(report.year_before))
    for row in report.checks:
        head = ("operations", row.station, "")
        shift = f"check.{row.shift}" if row.shift else "check"
        for measure in ("called", "answered", "missed", "answered_late", "excused", "open"):
            yield (*head, "count", f"{shift}.{measure}", None, getattr(row, measure), "")
        yield from ((*head, name, shift, n, value, unit) for name, _, n, value, unit in _of_spread(row.answer))


def _of_section(section: Section) -> Iterator[Sequence[Cell]]:
    for measure in ("incidents", "open", "alarms", "merged", "orders"):
        yield ("", "", "count", measure, None, getattr(section, measure), "")
    yield from _of_result(section.result)
    for reason, count in section.closings.items():
        yield ("", "", "count", f"closed.{reason}", None, count, "")
    yield from (("", "", *cells) for cells in _of_figures(section.kept, section.spreads))
    for station in section.stations:
        for measure in ("orders", "declined", "no_answer"):
            yield (station.station, station.name, "count", measure, None, getattr(station, measure), "")
        for cells in _of_figures(station.kept, station.spreads):
            yield (station.station, station.name, *cells)
    for device in section.devices:
        of = f"false.{device.source}.{device.device or device.building}"
        yield ("", "", "count", of, device.alarms, device.false, "")


def _of_result(result: Result) -> Iterator[Sequence[Cell]]:
    for measure in ("fires", "dead", "injured", "without_outcome"):
        yield ("", "", "count", measure, None, getattr(result, measure), "")
    yield ("", "", "sum", "loss_yuan", None, result.loss_yuan, "yuan")
    yield ("", "", "share", "false_alarms", result.closed, result.false_rate, "")


def _of_figures(kept: Iterable[Kept], spreads: Iterable[Spread]) -> Iterator[Sequence[Cell]]:
    for each in kept:
        yield ("kept_share", each.name, each.judged, each.share, "")
    for found in spreads:
        yield from _of_spread(found)


def _of_spread(found: Spread) -> Iterator[Sequence[Cell]]:
    of = f"{found.start}-{found.end}"
    for name, value in (("p50", found.p50_ms), ("p90", found.p90_ms), ("p99", found.p99_ms)):
        yield (name, of, found.n, value, "ms")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    return csv_text(columns, rows).encode("utf-8-sig")


def _time(at: Instant | None) -> str | None:
    return None if at is None else str(at)


def _flag(value: bool) -> str:  # noqa: FBT001 - a word for a flag
    return "exercise" if value else "operation"
