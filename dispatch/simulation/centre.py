"""The centre: dispatchers who overrule the machine, a commander who writes notes, and those who get it wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import get_args

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.events import Event
from dispatch.core.vocabulary import By, CloseReason, Place, SceneState
from dispatch.core.world import Incident, World
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.district import ISLAND
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.people import Network
from stations.helpers import HelperKind

DISPATCHER = By(role="dispatcher", name="desk 1")
COMMANDER = By(role="commander", name="示例 commander")
STRANGER = By(role="device", name="a device that asks for too much")

TURN_S = (4.0, 40.0)
TIDY_S = 45.0
UNATTENDED_MS = 90_000
"""An incident whose last unit left that long ago is closed by the next look."""

PROPOSALS_SETTLED = 0.4
SETTLING_S = (2.0, 14.0)
"""The share of proposals that somebody accepts or refuses, and how many seconds later."""

HELD_S = (5.0, 90.0)
"""How long a dispatcher holds a ladder."""

WORDS = (
    None,
    "示例: I want them there",
    "ladder truck wanted on the 12th floor",
    "ladder: S0001-1 unacknowledged",
    "plan look first",
    "proposal pro-9",
    "left for inc-9",
)
"""What a dispatcher writes about an order; some of it looks like the hub's own reasons."""

UNHANDED = "示例: the brigade left before anybody asked"
"""Why a dispatcher closes what was not handed over."""

RECENTLY_CLOSED = 40
FALSE_REASONS: tuple[CloseReason, ...] = (
    "false_equipment",
    "false_cooking",
    "false_touched",
    "false_malicious",
    "test",
    "unknown",
    "handled",
)

SCENE_STATES: tuple[SceneState | None, ...] = (None, *get_args(SceneState))

Act = Callable[[World, Incident, random.Random], cmd.Command | None]


class Centre:
    """Acts on what it sees: the durable World and the incidents that were published."""

    def __init__(self, agenda: Agenda, hub: SimulatedHub, network: Network, rng: random.Random) -> None:
        self._agenda = agenda
        self._hub = hub
        self._network = network
        self._rng = rng
        self._open: dict[str, int] = {}  # when something last happened in it
        self._closed: dict[str, None] = {}
        self._heard = 0
        self.at_work = True
        hub.on_durable.append(self.hear)
        hub.on_restart.append(self._read_on)

    def begin(self) -> None:
        """Start the shift."""
        self._agenda.after(1000, self._turn)
        self._agenda.after(TIDY_S * 1000, self._tidy)

    def hear(self, events: Sequence[Event]) -> None:
        """See what was published."""
        self._heard = events[-1].seq
        for event in events:
            match event:
                case ev.IncidentClosed() | ev.IncidentMerged():
                    self._open.pop(event.incident, None)
                    self._closed[event.incident] = None
                    if len(self._closed) > RECENTLY_CLOSED:
                        del self._closed[next(iter(self._closed))]
                case ev.IncidentOpened() | ev.IncidentReopened():
                    self._open[event.incident] = event.at
                    self._closed.pop(event.incident, None)
                case ev.DispatchProposed() if happens(self._rng, PROPOSALS_SETTLED):
                    kind = self._rng.choice((cmd.DispatchAccept, cmd.DispatchRefuse))
                    later_ms = self._rng.uniform(*SETTLING_S) * 1000
                    self._agenda.after(later_ms, partial(self._network.send, kind(proposal=event.proposal), DISPATCHER))
                case ev.LadderHeld():
                    let_go = cmd.LadderResume(assignment=event.assignment, reason="示例: they do not answer")
                    self._agenda.after(
                        self._rng.uniform(*HELD_S) * 1000, partial(self._network.send, let_go, DISPATCHER)
                    )
                case _ if event.incident in self._open:
                    self._open[event.incident] = event.at

    def _read_on(self) -> None:
        """Read what survived the crash and was never published."""
        missed = self._hub.record[self._heard : self._hub.durable.seq]
        if missed:
            self.hear(missed)

    def _turn(self) -> None:
        """Do something about one incident; now and then something that is not allowed."""
        if not self.at_work:
            return
        rng = self._rng
        self._agenda.after(rng.uniform(*TURN_S) * 1000, self._turn)
        world = self._hub.durable
        closed = happens(rng, 0.08) and self._closed
        known = [key for key in (self._closed if closed else self._open) if key in world.incidents]
        if not known:
            return
        incident = world.incidents[rng.choice(known)]
        act = rng.choices(_ACTS, _WEIGHTS)[0] if not closed else rng.choice(_AFTERWARDS)
        command = act(world, incident, rng)
        if command is not None:
            by = STRANGER if happens(rng, 0.03) else DISPATCHER
            if isinstance(command, cmd.AddNote) and happens(rng, 0.5):
                by = COMMANDER
            self._network.send(command, by)

    def _tidy(self) -> None:
        """Close what nobody works on any more; after the shift, until nothing is open."""
        world = self._hub.durable
        for key, last_at in list(self._open.items()):
            incident = world.incidents.get(key)
            if incident is None or not incident.open or any(world.active_of(incident)):
                continue
            if self._agenda.now - last_at > UNATTENDED_MS:
                self._network.send(_closing(incident, self._rng), DISPATCHER)
        if self.at_work or self._open:
            self._agenda.after(TIDY_S * 1000, self._tidy)
        if not self.at_work:
            self._call_back(world)

    def _call_back(self, world: World) -> None:
        """After the shift, recall one unit of every incident at a time: no order stays for ever."""
        for key in self._open:
            incident = world.incidents.get(key)
            held = [] if incident is None else list(world.active_of(incident))
            if held:
                self._network.send(cmd.AssignmentRecall(assignment=held[0].id, reason="end of the shift"), DISPATCHER)


def _closing(incident: Incident, rng: random.Random) -> cmd.Command:
    if happens(rng, 0.2):
        return cmd.IncidentFalseAlarm(incident=incident.id, reason=rng.choice(FALSE_REASONS[:-1]))
    return cmd.IncidentClose(incident=incident.id, note="示例: nobody is needed any more", reason=UNHANDED)


def _take(_world: World, incident: Incident, _rng: random.Random) -> cmd.Command:
    return cmd.IncidentTake(incident=incident.id)


def _update(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    if not incident.place.located:
        return cmd.IncidentUpdate(incident=incident.id, place=Place(building=f"bld-{rng.randint(1, 400)}"))
    if happens(rng, 0.3):
        place = replace(incident.place, floor=rng.randint(-2, 30))
        return cmd.IncidentUpdate(incident=incident.id, place=place)
    if happens(rng, 0.1):
        return cmd.IncidentUpdate(incident=incident.id, place=Place(building="bld-unknown"))
    return cmd.IncidentUpdate(
        incident=incident.id, kind=rng.choice(("smoke", "gas", "flame")), trapped=rng.randint(0, 5)
    )


def _confirm(_world: World, incident: Incident, _rng: random.Random) -> cmd.Command:
    return cmd.IncidentConfirm(incident=incident.id)


def _false(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    return cmd.IncidentFalseAlarm(incident=incident.id, reason=rng.choice(FALSE_REASONS))


def _grade(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    return cmd.IncidentGrade(incident=incident.id, grade=rng.randint(1, 5))


def _close(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    return cmd.IncidentClose(incident=incident.id, reason=rng.choice((None, UNHANDED)))


def _note(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    written = rng.choice((None, None, "2026-06-30T08:00:00+08:00", "this morning"))
    return cmd.AddNote(incident=incident.id, text="示例: the lift is out", occurred_at=written)


def _split(_world: World, incident: Incident, rng: random.Random) -> cmd.Command | None:
    if not incident.alarms:
        return None
    some = rng.sample(incident.alarms, rng.randint(1, max(1, len(incident.alarms) - 1)))
    return cmd.IncidentSplit(incident=incident.id, alarms=tuple(some))


def _merge(world: World, incident: Incident, rng: random.Random) -> cmd.Command | None:
    others = sorted(key for key, each in world.incidents.items() if each.open)
    return cmd.IncidentMerge(incident=incident.id, into=rng.choice(others)) if others else None


def _assign(world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    """Send a unit by hand; often one that no plan asks for, or that no road leads from."""
    outsiders = [key for key, unit in world.units.items() if unit.mode == "aerial" or unit.station == ISLAND]
    unit = rng.choice(sorted(outsiders if happens(rng, 0.3) and outsiders else world.units))
    if happens(rng, 0.03):
        unit = "unit-unknown"
    return cmd.AssignmentAssign(incident=incident.id, unit=unit, reason=rng.choice(WORDS))


def _recall(_world: World, incident: Incident, rng: random.Random) -> cmd.Command | None:
    if not incident.assignments:
        return None
    return cmd.AssignmentRecall(assignment=rng.choice(incident.assignments), reason=rng.choice(WORDS))


def _hand_over(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    """Offer it, or take it over for the brigade that calls on the radio; often too early."""
    kind = rng.choice((cmd.IncidentHandOver, cmd.IncidentAccept))
    state = rng.choice(SCENE_STATES)
    return kind(incident=incident.id, receiver="示例: first officer of the brigade", state=state)


def _request_help(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    kind: HelperKind = rng.choice(("police", "power", "water"))
    return cmd.RequestHelp(incident=incident.id, kind=kind, note=rng.choice((None, "示例: 断电")))


def _cancel_help(_world: World, incident: Incident, rng: random.Random) -> cmd.Command | None:
    return cmd.HelpCancel(request=rng.choice(incident.requests)) if incident.requests else None


def _outcome(_world: World, incident: Incident, rng: random.Random) -> cmd.Command:
    return cmd.IncidentRecordOutcome(
        incident=incident.id,
        cause=rng.choice(("electrical", "unknown", "no_fire", None)),
        dead=rng.choice((None, 0, 1)),
        injured=rng.randint(0, 3),
        area_m2=rng.choice((None, 4.5)),
    )


def _hold(_world: World, incident: Incident, rng: random.Random) -> cmd.Command | None:
    if not incident.assignments:
        return None
    kind = rng.choice((cmd.LadderHold, cmd.LadderHold, cmd.LadderResume))
    return kind(assignment=rng.choice(incident.assignments), reason="示例: I am on the telephone with them")


def _reopen(_world: World, incident: Incident, _rng: random.Random) -> cmd.Command:
    return cmd.IncidentReopen(incident=incident.id, reason="示例: smoke again")


_WEIGHED: dict[Act, float] = {
    _take: 3,
    _update: 3,
    _confirm: 3,
    _false: 1,
    _grade: 2,
    _close: 1,
    _note: 3,
    _split: 2,
    _merge: 1.5,
    _assign: 2,
    _recall: 1.5,
    _hand_over: 1.5,
    _outcome: 0.7,
    _hold: 2,
    _request_help: 1,
    _cancel_help: 0.5,
    _reopen: 0.3,
}
_ACTS, _WEIGHTS = list(_WEIGHED), list(_WEIGHED.values())
_AFTERWARDS: tuple[Act, ...] = (_outcome, _outcome, _reopen, _reopen, _note, _take, _merge)
