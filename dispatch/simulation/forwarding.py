"""Targets outside that hear of confirmed fires: most acknowledge, some only take a message, some are away."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

from dispatch.core.commands import NoteForward
from dispatch.core.decide.forwarding import content, find_target, what_is_owed
from dispatch.core.events import Event, IncidentEvent
from dispatch.core.forwarding import ForwardState
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.hub import SimulatedHub

ANSWERS_MS = (100, 5_000)
AGAIN_MS = 15_000
FAILS = 0.3


class Outside:
    """Tells each target what it is owed of each incident; after a crash what was not acknowledged."""

    def __init__(self, agenda: Agenda, hub: SimulatedHub, rng: random.Random) -> None:
        self._agenda = agenda
        self._hub = hub
        self._rng = rng
        # Lines on which something is on its way.
        self._busy: set[tuple[str, str]] = set()
        hub.on_durable.append(self._hear)
        hub.on_restart.append(self._take_up)

    def _hear(self, events: Sequence[Event]) -> None:
        touched = dict.fromkeys(event.incident for event in events if isinstance(event, IncidentEvent))
        for key in touched:
            self._look(key)

    def _take_up(self) -> None:
        self._busy.clear()
        for key in sorted(self._hub.world.incidents):
            self._look(key)

    def _look(self, key: str) -> None:
        incident = self._hub.durable.incidents.get(key)
        if incident is None:
            return
        for target in self._hub.durable.settings.forward:
            line = incident.forwards.get(target.name)
            wanted = what_is_owed(incident, target) is not None or (line is not None and line.open)
            if wanted and (key, target.name) not in self._busy:
                self._busy.add((key, target.name))
                self._agenda.after(self._rng.randint(*ANSWERS_MS), partial(self._tell, key, target.name))

    def _tell(self, key: str, name: str) -> None:
        """Do one thing about a line and come back to it while something is open on it."""
        self._busy.discard((key, name))
        incident, target = self._hub.world.incidents.get(key), find_target(self._hub.world, name)
        if not self._hub.up or incident is None or target is None:
            return
        line = incident.forwards.get(name)
        if what_is_owed(incident, target) is not None:
            self._hub.do(NoteForward(incident=key, target=name, state="due"))
        elif line is not None and line.open:
            state: ForwardState = "acknowledged"
            if happens(self._rng, FAILS):
                state = self._rng.choice(("taken", "unanswered"))
            error = "示例: no answer" if state == "unanswered" else None
            said, message = content(incident), line.newest.message
            self._hub.do(
                NoteForward(incident=key, target=name, state=state, message=message, content=said, tries=1, error=error)
            )
        else:
            return
        self._busy.add((key, name))
        self._agenda.after(AGAIN_MS if line is not None else ANSWERS_MS[0], partial(self._tell, key, name))
