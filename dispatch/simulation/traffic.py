"""The traffic side: it takes the ways of vehicles under way, anew as they move, or does not answer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

from dispatch.core import commands as cmd, events as ev
from dispatch.core.corridor import CorridorDeed
from dispatch.core.decide.corridor import is_wanted
from dispatch.core.events import Event
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.hub import SimulatedHub

ANSWERS_MS = (200, 8_000)
RENEWED_MS = 15_000
FAILS = 0.15
WAY_S = 240.0


class Traffic:
    """Follows each vehicle from its departure until its corridor is withdrawn; after a crash those that stand open."""

    def __init__(self, agenda: Agenda, hub: SimulatedHub, rng: random.Random) -> None:
        self._agenda = agenda
        self._hub = hub
        self._rng = rng
        hub.on_durable.append(self._hear)
        hub.on_restart.append(self._take_up)

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, ev.AssignmentEnRoute) and is_wanted(self._hub.durable, event.assignment):
                self._follow(event.assignment)

    def _take_up(self) -> None:
        world = self._hub.world
        for key in sorted({*world.corridors, *(each for each in world.assignments if is_wanted(world, each))}):
            self._follow(key)

    def _follow(self, key: str) -> None:
        self._agenda.after(self._rng.randint(*ANSWERS_MS), partial(self._look, key))

    def _look(self, key: str) -> None:
        """Do one thing about a corridor and come back to it; a hub that is away takes it up itself."""
        if not self._hub.up:
            return
        world = self._hub.world
        if not is_wanted(world, key):
            if key in world.corridors:
                self._answer(key, "withdraw", cmd.NoteCorridorWithdrawn(assignment=key))
                self._follow(key)
            return
        left_at = world.assignments[key].en_route_at or self._agenda.now
        left_s = max(0.0, WAY_S - (self._agenda.now - left_at) / 1000)
        way = cmd.NoteCorridor(
            assignment=key,
            junctions=round(left_s / 20),
            length_m=left_s * 10,
            eta_s=left_s,
            valid_until=self._agenda.now.plus(4 * RENEWED_MS),
        )
        if key in world.corridors:
            self._answer(key, "renew", way)
        else:
            self._hub.do(way)
        self._agenda.after(RENEWED_MS, partial(self._look, key))

    def _answer(self, key: str, deed: CorridorDeed, taken: cmd.Command) -> None:
        if happens(self._rng, FAILS):
            taken = cmd.NoteCorridorFailed(assignment=key, deed=deed, tries=6, error="示例: no answer")
        self._hub.do(taken)
