"""Posts: shifts that are handed over, guards who answer a check, late or never, and phones that lose the line.

Invented habits (示例): no record of real posts is public.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.events import Event
from dispatch.core.posts import CHECKS
from dispatch.core.vocabulary import By
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.centre import DISPATCHER
from dispatch.simulation.dice import happens
from dispatch.simulation.district import SHIFT_NAMES, SyntheticDistrict
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.people import Network
from dispatch.simulation.recurring import Recurring
from stations.duty.rules import CheckRules
from stations.model import Station

EVERY_S = {
    "check": 240.0,
    "excuse": 1500.0,
    "hand_over": 150.0,
    "presence": 60.0,
    "judgement": 300.0,
    "strength": 400.0,
}
"""Mean seconds between two of each."""

ANSWERS, ANSWERS_LATE = 0.8, 0.1
ANSWER_S = (3.0, 110.0)
LATE_S = (125.0, 900.0)
"""The shares of checks that are answered in time and late, and after how many seconds; the others never are."""

TAKES_OVER, RELIEVES_LATE = 0.85, 0.5
TAKE_OVER_S = (20.0, 290.0)
"""The share of hand-overs that are taken over in time, and of overdue ones that are at all."""

AGAIN_MS = 1000


class Posts(Recurring):
    """Everybody at a post but the crews' orders, and the centre as far as it asks for posts."""

    def __init__(
        self, agenda: Agenda, hub: SimulatedHub, network: Network, district: SyntheticDistrict, rng: random.Random
    ) -> None:
        super().__init__(agenda, hub, network, district, rng)
        hub.on_durable.append(self._hear)
        hub.on_restart.append(self._come_back)

    def begin(self) -> None:
        """Draw the seed of the checks, and plan the first of everything."""
        self._hub.do(cmd.DrawSeed(purpose=CHECKS, seed=f"示例-{self._rng.random()}"))
        self._plan_each(
            EVERY_S,
            {
                "check": self._check,
                "excuse": self._excuse,
                "hand_over": self._hand_over,
                "presence": self._notice,
                "judgement": self._judge,
                "strength": self._count,
            },
        )

    def end(self) -> None:
        """Let nothing be drawn or expected any more, or a day would never end: there is always a next shift."""
        super().end()
        if not self._hub.up:
            self._agenda.after(AGAIN_MS, self.end)
            return
        settings = replace(self._district.settings, checks=CheckRules())
        dropped = tuple(roster.station for roster in self._district.rosters)
        self._hub.do(cmd.ChangeRegistry(settings=settings, dropped_rosters=dropped))

    def _come_back(self) -> None:
        if not self.going_on:
            self.end()  # the crash may have taken it

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            match event:
                case ev.CheckCalled():
                    self._plan_answer(event)
                case ev.DutyHandedOver() if happens(self._rng, TAKES_OVER):
                    self._plan_take_over(event.station, TAKE_OVER_S)
                case ev.DutyOverdue() if happens(self._rng, RELIEVES_LATE):
                    self._plan_take_over(event.station, LATE_S)

    def _plan_answer(self, called: ev.CheckCalled) -> None:
        rng = self._rng
        chance = rng.random()
        if chance < ANSWERS + ANSWERS_LATE:
            after_s = rng.uniform(*(ANSWER_S if chance < ANSWERS else LATE_S))
            answer = cmd.CheckAnswer(check=called.check, strength=rng.choice((None, 0, 2, 6)))
            self._agenda.after(after_s * 1000, partial(self._network.send, answer, phone(called.station)))

    def _plan_take_over(self, station: str, within_s: tuple[float, float]) -> None:
        rng = self._rng
        take_over = cmd.DutyTakeOver(station=station, strength=rng.choice((None, 1, 3, 6)))
        after_ms = rng.uniform(*within_s) * 1000
        self._agenda.after(after_ms, partial(self._network.send, take_over, phone(station)))

    def _check(self) -> None:
        station = self._somebody().id if happens(self._rng, 0.97) else "station-unknown"
        self._network.send(cmd.CheckCall(station=station, reason="示例: unannounced"), DISPATCHER)

    def _excuse(self) -> None:
        running = sorted(self._hub.durable.checks)
        if running:
            self._network.send(
                cmd.CheckExcuse(check=self._rng.choice(running), reason="示例: the line is down"), DISPATCHER
            )

    def _hand_over(self) -> None:
        station, rng = self._somebody().id, self._rng
        members = rng.choice(((), ("p-1", "p-2", "p-3")))
        command = cmd.DutyHandOver(station=station, shift=rng.choice(SHIFT_NAMES), members=members)
        self._network.send(command, phone(station))

    def _notice(self) -> None:
        rng = self._rng
        present = happens(rng, 0.8)
        noted = cmd.RecordPresence(
            station=self._somebody().id,
            present=present,
            hidden=present and happens(rng, 0.2),
            sound=not present or happens(rng, 0.9),
            battery=rng.choice((None, 0.1, 0.9)) if present else None,
        )
        self._hub.do(noted)

    def _judge(self) -> None:
        faults = self._rng.choice((None, (), ("E-1:expired",)))
        minimum = self._rng.choice((None, 2, 6))
        self._hub.do(cmd.RecordAssessment(station=self._somebody().id, minimum=minimum, faults=faults))

    def _count(self) -> None:
        unit = self._rng.choice(self._district.units)
        self._network.send(cmd.DutyOn(unit=unit.id, strength=self._rng.randint(0, 6)), phone(unit.station))

    def _somebody(self) -> Station:
        return self._rng.choice(self._district.stations)


def phone(station: str) -> By:
    """Return who presses what is pressed at a station."""
    return By(role="station", name=f"phone of {station}", station=station)
