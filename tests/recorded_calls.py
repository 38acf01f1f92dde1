"""San Francisco's recorded calls on Yuzhong's roads, in virtual time: the rules, the roads and the deadlines, no hub.

Crews answer by their order's id: most press everything, some never answer, some only arrive.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide import decide
from dispatch.core.errors import Refused
from dispatch.core.events import Event
from dispatch.core.instant import Instant, from_text
from dispatch.core.vocabulary import HUB, By, Place
from dispatch.core.world import World
from dispatch.simulation.agenda import Agenda
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.writer.registry import changes
from dispatch.writer.schedule import Schedule
from loadtest.districts import make_yuzhong_district, read_sites
from loadtest.streams import TimedAlarm, lay_on, read_stream
from routing.router import Router
from routing.setup import read_roads
from stations.district import read_district
from stations.model import District
from tests.recorded_answers import settled
from tests.shared_data import shared_data

STREAM = ("sf-fire", "unit_dispatches_20161231_20170104.csv.gz")
START = from_text("2026-05-04T12:00:00+08:00")
CENTRE = By(role="dispatcher", name="示例")


def first_calls(folder: Path, count: int, compression: float, *, shared: bool) -> list[Event]:
    """Play so many calls, in their order and spacing, ``compression`` times as fast; return the record.

    Skips the test where the calls or the roads are not on this machine.
    """
    calls, roads = read_stream(shared_data(*STREAM))[:count], shared_data("yuzhong-osm", "yuzhong.osm.pbf").parent
    place = make_yuzhong_district(folder, roads, stations=60, seed=1)
    district = read_district(place)
    town = RecordedTown(replace(district, settings=settled(district.settings, shared=shared)))
    for alarm in lay_on(calls, read_sites(place), seed=1, compression=compression):
        town.agenda.at(START.plus(round(alarm.due_s * 1000)), partial(town.alarm, alarm))
    town.play()
    return town.record


class RecordedTown:
    """A district on real roads: its World, its record, and what its crews are about to do."""

    def __init__(self, district: District) -> None:
        self.agenda = Agenda(START)
        self.record: list[Event] = []
        self.world = World()
        for change in changes(self.world, district):
            self.world = decide(self.world, change, now=START, by=HUB).world
        roads = read_roads(district.roads, district.roads_settings)
        router = Router(roads.network, roads.modes, zone=ZoneInfo(district.settings.timezone))
        self.travel = RoadTravelTimes(router, self.world)
        router.prepare(datetime.fromtimestamp(START / 1000, UTC))
        self.schedule = Schedule(self.world)

    def play(self) -> None:
        """Play until nothing is planned any more and nothing is due within the hour."""
        while (planned := self.agenda.next_at()) is not None or self._due_by(self.agenda.now.plus(3_600_000)):
            due = self.schedule.first()
            if due is not None and (planned is None or due.due_at <= planned):
                self.agenda.advance(due.due_at)
                self.ask(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at), HUB)
            else:
                self.agenda.step()

    def _due_by(self, moment: Instant) -> bool:
        due = self.schedule.first()
        return due is not None and due.due_at <= moment

    def alarm(self, alarm: TimedAlarm) -> None:
        """Raise a recorded call's alarm."""
        said = alarm.body
        place = Place(**{key: value for key, value in said["place"].items() if key in Place.__struct_fields__})
        self.ask(cmd.AlarmRaise(source=said["source"], kind=said["kind"], place=place, note=said.get("note")), CENTRE)

    def ask(self, command: cmd.Command, by: By) -> None:
        """Decide a command; the crews that get orders plan what they will do. What is refused was overtaken."""
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
            if isinstance(event, ev.AssignmentAssigned):
                self._plan(event)

    def _plan(self, order: ev.AssignmentAssigned) -> None:
        """Plan a crew's presses: of ten crews one never answers, one only arrives, one cannot go."""
        dice = crc32(f"{order.assignment}/{order.unit}".encode())
        habit, pace_s = dice % 10, 5 + dice // 10 % 40
        there_s = (order.eta_s or 600) * (1 + dice // 400 % 5 / 10)
        crew, key = By(role="station", name=order.station, station=order.station), order.assignment
        after: dict[float, cmd.Command] = {1 + pace_s / 20: cmd.Deliver(station=order.station, seen_seq=order.seq)}
        if habit == _CANNOT:
            after[pace_s] = cmd.AssignmentDecline(assignment=key, reason="busy")
        if habit > _CANNOT:
            after[pace_s] = cmd.AssignmentAcknowledge(assignment=key)
            after[2 * pace_s] = cmd.AssignmentDepart(assignment=key)
        if habit != _SILENT:
            after[there_s] = cmd.AssignmentArrive(assignment=key)
            after[there_s + 300] = cmd.AssignmentControl(assignment=key)
            after[there_s + 600] = cmd.AssignmentRelease(assignment=key)
        else:
            after[1800] = cmd.IncidentClose(incident=order.incident)
        for seconds, command in after.items():
            self.agenda.after(seconds * 1000, partial(self.ask, command, crew))


_SILENT, _CANNOT = 0, 2
"""Habits by number; 1 only arrives, all others press everything."""


def calls_on_roads(folder: Path, *, shared: bool) -> list[Event]:
    """Play the first calls of the recorded year's end as fast as makes incidents compete for crews."""
    return first_calls(folder, 25, 4.0, shared=shared)
