"""Crews and their phones: prompt, late, silent, declining or cut off; buttons in the wrong order, twice or never.

Invented habits (示例): no record of real micro-station crews is public.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, NamedTuple

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.events import Event
from dispatch.core.instant import to_text
from dispatch.core.vocabulary import By
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.people import NETWORK_MS, Network
from dispatch.simulation.scene import report

Temper = Literal["prompt", "late", "silent", "declines"]
TEMPERS: dict[Temper, float] = {"prompt": 0.88, "late": 0.05, "silent": 0.04, "declines": 0.03}

ACKNOWLEDGE_S = (2.0, 11.0)
LATE_S = (20.0, 150.0)
UNKNOWN_ETA_S = (60.0, 240.0)
TRAVEL_FACTOR = (0.7, 1.4)
CONTROL_S = (10.0, 90.0)
RELEASE_S = (20.0, 400.0)
OFFLINE_S = (5.0, 90.0)
RECONNECT_MS = (200, 3000)
SEEN_MS = (50, 900)

SKIPS, HURRIES, LAGS, TWICE, WAKES, CUTS = 0.12, 0.06, 0.06, 0.04, 0.3, 0.05
"""The shares of buttons forgotten, pressed before their turn, sent from a dead spot and pressed twice; of silent crews
that a second alert wakes; of orders on which the connection is lost."""

REPORTS = 0.3
"""The share of arrivals after which a crew says what it saw."""

LOOK_S = (3.0, 40.0)
"""How long a crew looks before it says so."""
OFFERS, TAKES_OVER = 0.3, 0.7
"""The shares of micro crews that offer the hand-over once they are done, and of the brigade's that take it over when
they are reminded or offered it."""
HAND_OVER_S = (5.0, 260.0)
"""How many seconds they need for it; some are late."""

Button = Callable[..., cmd.AssignmentCommand]


class Press(NamedTuple):
    """A button that a crew presses, seconds after the order came."""

    after_s: float
    button: Button


def presses(order: ev.AssignmentAssigned, temper: Temper, rng: random.Random) -> list[Press]:
    """Return what a crew of this temper presses about an order, in order of time."""
    if temper == "silent":
        return []
    first_s = rng.uniform(*(LATE_S if temper == "late" else ACKNOWLEDGE_S))
    if temper == "declines":
        return [Press(first_s, partial(cmd.AssignmentDecline, reason="示例: the vehicle does not start"))]
    travel_s = order.eta_s if order.eta_s is not None else rng.uniform(*UNKNOWN_ETA_S)
    arrive_s = first_s + travel_s * rng.uniform(*TRAVEL_FACTOR)
    control_s = arrive_s + rng.uniform(*CONTROL_S)
    buttons: list[Button] = [
        cmd.AssignmentAcknowledge,
        cmd.AssignmentDepart,
        cmd.AssignmentArrive,
        cmd.AssignmentControl,
        cmd.AssignmentRelease,
    ]
    if happens(rng, HURRIES):
        swap = rng.randrange(len(buttons) - 1)
        buttons[swap], buttons[swap + 1] = buttons[swap + 1], buttons[swap]
    depart_s = (first_s + arrive_s) / 2
    times = (first_s, depart_s, arrive_s, control_s, control_s + rng.uniform(*RELEASE_S))
    plan = [Press(at_s, button) for at_s, button in zip(times, buttons, strict=True)]
    # The last button is never forgotten for good: somebody at the station sees that the crew is back.
    return [press for press in plan[:-1] if not happens(rng, SKIPS)] + plan[-1:]


class Phone:
    """One station's phone: it has a position in the record, and resumes from there."""

    def __init__(self, station: str, agenda: Agenda, hub: SimulatedHub, network: Network, rng: random.Random) -> None:
        self.station = station
        self._agenda = agenda
        self._hub = hub
        self._network = network
        self._rng = rng
        self._by = By(role="station", name=f"phone of {station}", station=station)
        self._published = 0
        self._seen = 0
        self._online = True
        self._over: set[str] = set()
        self._silent: dict[str, ev.AssignmentAssigned] = {}

    def hear(self, events: Sequence[Event]) -> None:
        """Take what was pushed to this station, if the line stands."""
        if self._online:
            self._agenda.after(self._rng.randint(*NETWORK_MS), partial(self._take, events))

    def lose_line(self, offline_ms: float) -> None:
        """Lose the connection for a while; what was published until now has come through."""
        if self._online:
            self._online = False
            self._published = self._hub.durable.seq
            self._agenda.after(offline_ms, self._resume)

    def _resume(self) -> None:
        """Connect and read on from the last position."""
        if not self._hub.up:
            self._agenda.after(self._rng.randint(*RECONNECT_MS), self._resume)
            return
        self._online = True
        missed = self._hub.record[self._published : self._hub.durable.seq]
        self.hear([event for event in missed if self.station in event.to])
        self._confirm()

    def _take(self, events: Sequence[Event]) -> None:
        ordered = False
        for event in events:
            self._seen = max(self._seen, event.seq)
            match event:
                case ev.AssignmentAssigned() if event.station == self.station:
                    ordered = True
                    self._be_ordered(event)
                case ev.AssignmentReleased() | ev.AssignmentRecalled() | ev.AssignmentDeclined():
                    self._over.add(event.assignment)
                case ev.AssignmentControlled() if event.station == self.station and happens(self._rng, OFFERS):
                    self._later(cmd.IncidentHandOver(incident=event.incident, state="under_control"))
                case ev.TargetSet() if event.station == self.station and happens(self._rng, TAKES_OVER):
                    self._later(cmd.IncidentAccept(incident=event.incident, assignment=event.assignment))
                case ev.LadderClimbed(outcome="alerted") if event.assignment in self._silent:
                    self._wake(event.assignment)
        if ordered:
            self._agenda.after(self._rng.randint(*SEEN_MS), self._confirm)

    def _later(self, command: cmd.Command) -> None:
        """Say something about the hand-over after a while."""
        self._agenda.after(self._rng.uniform(*HAND_OVER_S) * 1000, partial(self._network.send, command, self._by))

    def _confirm(self) -> None:
        """Say that the orders up to here are on the screen."""
        if self._online and self._hub.up:
            self._hub.do(cmd.Deliver(station=self.station, seen_seq=self._seen), self._by)

    def _be_ordered(self, order: ev.AssignmentAssigned) -> None:
        rng = self._rng
        if happens(rng, CUTS):
            self.lose_line(rng.uniform(*OFFLINE_S) * 1000)
        temper = rng.choices(list(TEMPERS), list(TEMPERS.values()))[0]
        if temper == "silent":
            self._silent[order.assignment] = order
        self._plan(order, temper)

    def _wake(self, assignment: str) -> None:
        if happens(self._rng, WAKES):
            self._plan(self._silent.pop(assignment), "prompt")

    def _plan(self, order: ev.AssignmentAssigned, temper: Temper) -> None:
        for press in presses(order, temper, self._rng):
            self._agenda.after(press.after_s * 1000, partial(self._press, order.assignment, press.button))
            if happens(self._rng, TWICE):
                self._agenda.after(press.after_s * 1000 + 700, partial(self._press, order.assignment, press.button))
            if press.button is cmd.AssignmentArrive and happens(self._rng, REPORTS):
                self._agenda.after((press.after_s + self._rng.uniform(*LOOK_S)) * 1000, partial(self._report, order))

    def _report(self, order: ev.AssignmentAssigned) -> None:
        """Say what was seen, also when the order is over by then; in a dead spot it is sent later."""
        said = replace(report(order, self._rng), occurred_at=to_text(self._agenda.now))
        later_ms = self._rng.uniform(*OFFLINE_S) * 1000 if happens(self._rng, LAGS) else 0.0
        self._agenda.after(later_ms, lambda: self._network.send(said, self._by))

    def _press(self, assignment: str, button: Button) -> None:
        """Press a button, unless the screen says that it is over; in a dead spot it is sent later with its own time."""
        if assignment in self._over and not happens(self._rng, TWICE):
            return
        if not happens(self._rng, LAGS):
            self._network.send(button(assignment=assignment), self._by)
            return
        late = button(assignment=assignment, occurred_at=to_text(self._agenda.now))
        self._agenda.after(self._rng.uniform(*OFFLINE_S) * 1000, lambda: self._network.send(late, self._by))
