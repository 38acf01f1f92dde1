"""A year of duty and checks of 400 stations over the pure rules, in virtual time: what must hold; its cost is said.

Crews (示例) take their shift over every morning, now and then late or never; checks are drawn about once a week.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import decide
from dispatch.core.events import Event
from dispatch.core.instant import Instant, from_text
from dispatch.core.posts import CHECKS
from dispatch.core.readiness import readiness_of
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import DEFAULT_SETTINGS, World
from dispatch.past.reports.posts import checks_by_shift
from dispatch.simulation.invariants import check_outcomes
from dispatch.writer.schedule import Schedule
from stations.duty.rules import CheckRules, PostRung
from stations.duty.shifts import Roster, RosterRow
from stations.model import Station, StationKind, Unit
from tests.long_plays import FULL, long_play

SEED = 1
N_STATIONS = 400 if FULL else 80
DAYS = 365
DAY_MS = 86_400_000
START = from_text("2026-01-01T00:00:00+08:00")
SETTINGS = replace(
    DEFAULT_SETTINGS,
    checks=CheckRules(
        every_days=7, windows=("06:00-09:00", "22:00-06:00"), ladder=(PostRung(after_s=300, action="parent_station"),)
    ),
    duty=replace(
        DEFAULT_SETTINGS.duty,
        ladder=(PostRung(after_s=0, action="alert_again"), PostRung(after_s=600, action="parent_station")),
    ),
)


class Year:
    """Rules, deadlines and people on one clock; nothing else."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        self.record: list[Event] = []
        self.world = World()
        self.now = START
        self.schedule = Schedule(self.world)
        self.agenda: list[tuple[int, int, cmd.Command, By]] = []
        self.latest_ms = 0
        stations = tuple(_station(number) for number in range(N_STATIONS))
        units = tuple(
            Unit(id=f"{each.id}-1", station=each.id, name=f"{each.name} 1", mode="foot", crew=6) for each in stations
        )
        rosters = tuple(_roster(each.id) for each in stations)
        self.do(cmd.ChangeRegistry(settings=SETTINGS, stations=stations, units=units, rosters=rosters))
        self.do(cmd.DrawSeed(purpose=CHECKS, seed="示例"))
        for each in stations:
            self.plan_shift(each.id, 0)

    def play(self) -> None:
        """Let the year pass: whatever comes first, a person or a deadline."""
        until = START.plus(DAYS * DAY_MS)
        while True:
            due = self.schedule.first()
            person_at = self.agenda[0][0] if self.agenda else until
            if min(person_at, due.due_at if due else until) >= until:
                return
            if due is not None and due.due_at <= person_at:
                self.latest_ms = max(self.latest_ms, self.now - due.due_at)
                self.now = max(self.now, due.due_at)
                self.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at))
            else:
                at_ms, _, command, by = heappop(self.agenda)
                self.now = max(self.now, Instant(at_ms))
                if not isinstance(command, cmd.CheckAnswer) or command.check in self.world.checks:
                    self.do(command, by)

    def do(self, command: cmd.Command, by: By = HUB) -> None:
        """Decide, and let people answer what they hear."""
        decision = decide(self.world, command, now=self.now, by=by)
        assert decision.events, f"{command} brought about nothing"
        self.world = decision.world
        self.record.extend(decision.events)
        self.schedule.follow(self.world, decision.events)
        for event in decision.events:
            if isinstance(event, ev.CheckCalled) and self.rng.random() < 0.93:
                after_ms = round(self.rng.uniform(5, 200) * 1000)
                self.plan(self.now + after_ms, cmd.CheckAnswer(check=event.check), event.station)
            elif isinstance(event, ev.DutyTakenOver):
                self.plan_shift(event.station, (self.now - START) // DAY_MS + 1)

    def plan_shift(self, station: str, day: int) -> None:
        """Take the shift of a day over: in time, mostly."""
        minutes = self.rng.uniform(-30, 14) if self.rng.random() < 0.97 else self.rng.uniform(16, 90)
        begins_ms = START + day * DAY_MS + 8 * 3_600_000
        self.plan(begins_ms + round(minutes * 60_000), cmd.DutyTakeOver(station=station), station)

    def plan(self, at_ms: int, command: cmd.Command, station: str) -> None:
        by = By(role="station", name="示例 phone", station=station)
        heappush(self.agenda, (at_ms, len(self.record) * 1000 + len(self.agenda), command, by))


@long_play
def test_a_year_of_duty_and_checks_keeps_its_times() -> None:
    started = time.process_time()
    year = Year()
    year.play()
    took_s = time.process_time() - started
    counts = Counter(str(event.__struct_config__.tag) for event in year.record)
    print(f"seed {SEED}: {len(year.record)} events in {took_s:.1f} s; {dict(counts)}; latest {year.latest_ms} ms")
    _check_what_happened(year, counts)
    _check_the_figures(year, counts)


def _check_what_happened(year: Year, counts: Counter[str]) -> None:
    assert year.latest_ms == 0, "a deadline acts at its time: nothing in between holds it up"
    check_outcomes(event for event in year.record if getattr(event, "check", None) not in year.world.checks)
    assert counts["duty.taken_over"] >= N_STATIONS * (DAYS - 1)
    shifts = [event for event in year.record if isinstance(event, ev.DutyOverdue)]
    assert len({(each.station, each.begins_at) for each in shifts}) == len(shifts), "a shift is overdue once"
    zone = ZoneInfo(SETTINGS.timezone)
    hours = {event.at.in_zone(zone).hour for event in year.record if isinstance(event, ev.CheckCalled)}
    assert hours <= {22, 23, *range(9)}, "checks ring within their windows only"
    assert to_world(to_state(year.world)) == year.world


def _check_the_figures(year: Year, counts: Counter[str]) -> None:
    rows = checks_by_shift(year.record)
    assert sum(row.called for row in rows) == counts["check.called"]
    assert sum(row.missed for row in rows) == counts["check.missed"]
    assert 0.85 * N_STATIONS * DAYS / 7 < counts["check.called"] < 1.15 * N_STATIONS * DAYS / 7
    states = Counter(readiness_of(year.world, station, year.now).state for station in year.world.stations)
    assert states["unknown"] + states["ready"] + states["limited"] == N_STATIONS, states


def _station(number: int) -> Station:
    lon, lat = 106.5 + number % 20 / 100, 29.5 + number // 20 / 100
    kind: StationKind = "small" if number % 40 == 0 else "micro_community"
    return Station(id=f"S{number:04}", name=f"示例站 {number}", kind=kind, lon=lon, lat=lat, zone=f"z{number // 40}")


def _roster(station: str) -> Roster:
    """Three teams of 24 hours on and 48 off."""
    rows = tuple(
        RosterRow(
            id=f"{station}-{team}",
            station=station,
            shift="whole_day",
            members=tuple(f"{station}-{team}{n}" for n in range(3)),
            every=3,
            since=f"2026-01-0{day}",
        )
        for day, team in enumerate("ABC", start=1)
    )
    return Roster(station=station, rows=rows)
