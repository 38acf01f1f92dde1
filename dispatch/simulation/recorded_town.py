"""A district on real roads in virtual time: the rules, roads and deadlines that ship, without a hub around them.

Recorded calls are played on it; what its crews do about their orders is told from outside.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import decide
from dispatch.core.errors import Refused
from dispatch.core.events import Event
from dispatch.core.instant import Instant, from_text
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.simulation.agenda import Agenda
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.writer.registry import changes
from dispatch.writer.schedule import Schedule
from routing.router import Router
from routing.setup import read_roads
from stations.model import District

START = from_text("2026-05-04T12:00:00+08:00")
CENTRE = By(role="dispatcher", name="示例")
OVER_MS = 3_600_000
"""What falls due later than that after the last act is not waited for."""

Planned = tuple[float, cmd.Command]
"""What somebody does, seconds from now."""

Habits = Callable[[Event], list[Planned]]
"""What people do about an event; a crew about its order."""


class RecordedTown:
    """A district on real roads: its World, its record, and what its people are about to do.

    What ``habits`` plan about an order, its crew does; about any other event, the centre.
    """

    def __init__(self, district: District, habits: Habits) -> None:
        self.agenda = Agenda(START)
        self.record: list[Event] = []
        self.world = World()
        self._habits = habits
        for change in changes(self.world, district):
            self.world = decide(self.world, change, now=START, by=HUB).world
        roads = read_roads(district.roads, district.roads_settings)
        router = Router(roads.network, roads.modes, zone=ZoneInfo(district.settings.timezone))
        self.travel = RoadTravelTimes(router, self.world)
        router.prepare(datetime.fromtimestamp(START / 1000, UTC))
        self.schedule = Schedule(self.world)

    def call(self, after_s: float, alarm: cmd.AlarmRaise) -> None:
        """Plan an alarm, seconds after the start."""
        self.agenda.at(START.plus(round(after_s * 1000)), partial(self.ask, alarm, CENTRE))

    def play(self) -> None:
        """Play until nothing is planned any more and nothing is due within the hour."""
        while (planned := self.agenda.next_at()) is not None or self._due_by(self.agenda.now.plus(OVER_MS)):
            due = self.schedule.first()
            if due is not None and (planned is None or due.due_at <= planned):
                self.agenda.advance(due.due_at)
                self.ask(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at), HUB)
            else:
                self.agenda.step()

    def _due_by(self, moment: Instant) -> bool:
        due = self.schedule.first()
        return due is not None and due.due_at <= moment

    def ask(self, command: cmd.Command, by: By) -> None:
        """Decide a command; whoever it concerns plans what to do. What is refused was overtaken."""
        travel = TravelQuery(self.travel)
        try:
            while (decision := decide_with(self.world, command, now=self.agenda.now, by=by, travel=travel)) is None:
                travel.found(asyncio.run(self.travel.search(*travel.search, at_ms=self.agenda.now)))
        except Refused:
            return
        self.world = decision.world
        self.record.extend(decision.events)
        self.travel.follow(self.world, decision.events)
        self.schedule.follow(self.world, decision.events)
        for event in decision.events:
            for seconds, planned in self._habits(event):
                self.agenda.after(seconds * 1000, partial(self.ask, planned, _who(event)))


def _who(event: Event) -> By:
    if isinstance(event, ev.AssignmentAssigned):
        return By(role="station", name=event.station, station=event.station)
    return CENTRE
