"""Gateways for messages beside the socket: most take them, some after tries, some never."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import partial

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.commands import NoteChannel
from dispatch.core.decide.channels import needless
from dispatch.core.events import Event
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.hub import SimulatedHub

DELAY_MS = (200, 20_000)
FAILS = 0.2
TRIES = 5


class Gateways:
    """Answers for every channel of every message, once; after a crash again for those without an outcome."""

    def __init__(self, agenda: Agenda, hub: SimulatedHub, rng: random.Random) -> None:
        self._agenda = agenda
        self._hub = hub
        self._rng = rng
        hub.on_durable.append(self._hear)
        hub.on_restart.append(self._take_up)

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, ev.ChannelCalled):
                self._call(event.message, event.channels)

    def _take_up(self) -> None:
        for key in sorted(self._hub.world.messages):
            self._call(key, self._hub.world.messages[key].waiting)

    def _call(self, message: str, channels: Iterable[str]) -> None:
        for channel in channels:
            fails = happens(self._rng, FAILS)
            outcome = NoteChannel(
                message=message,
                channel=channel,
                tries=TRIES if fails else self._rng.randint(1, TRIES),
                error="示例: no answer" if fails else None,
            )
            self._agenda.after(self._rng.randint(*DELAY_MS), partial(self._note, outcome))

    def _note(self, outcome: NoteChannel) -> None:
        """Tell the hub, if it is there; if not, it will ask again itself. What nobody needs any more is given up."""
        if not self._hub.up:
            return
        message = self._hub.world.messages.get(outcome.message)
        given_up = None if message is None else needless(self._hub.world, message)
        self._hub.do(outcome if given_up is None else replace(outcome, error=None, given_up=given_up))
