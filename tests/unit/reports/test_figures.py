"""Figures come from the samples themselves: percentiles are numpy's on what is exported, to the last bit."""

from __future__ import annotations

import csv
import io
from collections import defaultdict

import numpy as np
import pytest

from dispatch.core import events as ev
from dispatch.core.evolve import evolve
from dispatch.core.performance import JUDGED, judge, tracks
from dispatch.core.world import World
from dispatch.past.reports.figures import spread
from dispatch.past.reports.month import Month, MonthReport, Section
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.samples import Sample
from dispatch.past.reports.tables import month_csv, samples_csv
from dispatch.simulation.day import Day

SEED = 5


class Recorded:
    """A busy simulated hour: its record, the World at its end, its month's report, its samples as they are exported."""

    def __init__(self) -> None:
        day = Day(SEED, hours=0.7)
        day.run()
        self.record: list[ev.AnyEvent] = list(day.record)  # type: ignore[arg-type] # a record holds what can be stored
        self.world = World()
        for event in self.record:
            self.world = evolve(self.world, event)
        self.month = Month.read("2026-06", self.world.settings.timezone)
        self.book = MonthBook(self.month)
        for event in self.record:
            self.book.enter(event)
        self.samples: list[Sample] = self.book.samples()
        self.report: MonthReport = self.book.close(self.world, as_of=self.record[-1].at, head="0:00")
        exported = samples_csv(self.samples).decode("utf-8-sig")
        self.exported = list(csv.DictReader(io.StringIO(exported, newline="")))


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    return Recorded()


def exported_ms(recorded: Recorded, section: Section, station: str | None = None) -> dict[tuple[str, str], list[int]]:
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in recorded.exported:
        own = station is None or (row["station"] == station and row["start"] != "opened")
        if own and (row["exercise"] == "exercise") == section.exercise:
            found[row["start"], row["end"]].append(int(row["ms"]))
    return found


def test_every_percentile_is_numpys_on_the_exported_samples(recorded: Recorded) -> None:
    compared = 0
    for section in (recorded.report.operations, recorded.report.exercises):
        of_all = [(None, section.spreads), *((line.station, line.spreads) for line in section.stations)]
        for station, spreads in of_all:
            values = exported_ms(recorded, section, station)
            assert {(each.start, each.end) for each in spreads} == set(values), f"seed {SEED}, {station}"
            for each in spreads:
                ms = values[each.start, each.end]
                expected = [float(np.percentile(ms, share)) for share in (50, 90, 99)]
                assert [each.p50_ms, each.p90_ms, each.p99_ms] == expected, f"seed {SEED}, {station}, {each.start}"
                assert each.n == len(ms)
                compared += 1
    assert compared > 50
    assert recorded.report.exercises.spreads, f"seed {SEED} has no exercise to keep apart"


def test_the_table_of_the_month_holds_the_same_numbers(recorded: Recorded) -> None:
    rows = list(csv.DictReader(io.StringIO(month_csv(recorded.report).decode("utf-8-sig"), newline="")))
    for section, name in ((recorded.report.operations, "operations"), (recorded.report.exercises, "exercises")):
        own = {(row["measure"], row["of"]): row for row in rows if row["section"] == name and not row["station"]}
        for each in section.spreads:
            row = own["p90", f"{each.start}-{each.end}"]
            assert (float(row["value"]), int(row["n"])) == (each.p90_ms, each.n)


def test_compliance_is_counted_from_every_order_of_operations_alone(recorded: Recorded) -> None:
    opened = [each for each in recorded.record if isinstance(each, ev.IncidentOpened)]
    for section in (recorded.report.operations, recorded.report.exercises):
        ours = {each.incident for each in opened if each.exercise == section.exercise and not each.test}
        judged = [
            found
            for order in tracks(recorded.record).values()
            if order.incident in ours
            for found in judge(order, recorded.record[-1].at)
        ]
        for each in section.kept:
            own = [found.outcome for found in judged if found.name == each.name]
            assert (each.kept, each.late, each.missed) == tuple(own.count(outcome) for outcome in JUDGED)
            decided = sum(outcome in JUDGED for outcome in own)
            assert each.share == (each.kept / decided if decided else None)
        assert sum(line.orders for line in section.stations) == section.orders


def test_an_exercise_is_in_no_figure_of_operations(recorded: Recorded) -> None:
    """Without the exercises' events the operations' figures come out the same."""
    book = MonthBook(recorded.month)
    for event in recorded.record:
        if not event.exercise:
            book.enter(event)
    alone = book.close(recorded.world, as_of=recorded.record[-1].at, head="0:00")
    assert alone.operations == recorded.report.operations
    assert alone.exercises.incidents == 0
    assert recorded.report.exercises.incidents > 0


def test_absence_is_not_zero() -> None:
    nothing = spread("assigned", "on_scene", [])
    assert (nothing.n, nothing.p50_ms, nothing.p99_ms) == (0, None, None)
