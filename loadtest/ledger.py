"""What a record holds, held against what was answered: nothing lost, nothing twice, every alarm served, every deadline
recorded. Pure functions over the events of ``GET /events``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from dispatch.client.http import Json

MILESTONES = ("assigned", "delivered", "acknowledged", "en_route", "on_scene", "controlled", "released")
"""The contract's milestones in order; one that is reached settles those before it."""

_ENDINGS = ("released", "declined", "recalled")
_ERR_BY = 1.5
"""So many times its foreseen time a crew that has answered may take before others are sent (decision 0036)."""

_TRIGGERS = {"undelivered": "delivered", "unacknowledged": "acknowledged"}


class AlarmAudit(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the alarms that were answered 201.

    ``lost`` are not in the record, ``doubled`` are there more than once, ``unserved`` are incidents with neither an
    order nor a named shortfall. ``ordered`` and ``short`` count incidents; one may be both.
    """

    answered: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unserved: tuple[str, ...]
    incidents: int
    ordered: int
    short: int
    merged: int

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, doubled or left without an answer."""
        return not (self.lost or self.doubled or self.unserved)


def audit_alarms(events: Iterable[Json], answered: Iterable[str]) -> AlarmAudit:
    """Hold the record against the ids of alarms that were answered 201."""
    raised: Counter[str] = Counter()
    opened: set[str] = set()
    ordered: set[str] = set()
    short: set[str] = set()
    merged = 0
    for event in events:
        match event["type"]:
            case "alarm.raised":
                raised[event["alarm"]] += 1
            case "incident.opened":
                opened.add(event["incident"])
            case "assignment.assigned":
                ordered.add(event["incident"])
            case "dispatch.shortfall":
                short.add(event["incident"])
            case "alarm.merged":
                merged += 1
    ids = list(answered)
    return AlarmAudit(
        answered=len(ids),
        lost=tuple(alarm for alarm in ids if not raised[alarm]),
        doubled=tuple(alarm for alarm, count in raised.items() if count > 1),
        unserved=tuple(sorted(opened - ordered - short)),
        incidents=len(opened),
        ordered=len(opened & ordered),
        short=len(opened & short),
        merged=merged,
    )


class Deadline(NamedTuple):
    """Something that fell due: ``miss:TARGET`` or ``rung:NUMBER`` of an assignment, in milliseconds since 1970."""

    assignment: str
    key: str
    due_ms: int


class _Wait(NamedTuple):
    """What an ``incident.hub_away`` says of an order."""

    at_ms: int
    until_ms: int
    ladder_ms: int


class _Order:
    """One assignment as its events tell it."""

    def __init__(self, event: Json) -> None:
        self.id: str = event["assignment"]
        self.targets: Sequence[Json] = event["targets"]
        self.eta_s: float | None = event.get("eta_s")
        self.reached: dict[str, int] = {"assigned": read_ms(event["at"])}
        self.ended_ms: int | None = None
        self.waits: list[_Wait] = []

    def after_outages(self, start_ms: int, due_ms: int, *, ladder: bool) -> int:
        """Return when something that began at ``start_ms`` acts: the hub that was away lets it wait."""
        waits = [wait for wait in self.waits if start_ms < wait.at_ms]
        if ladder:
            return due_ms + sum(wait.ladder_ms for wait in waits)
        return max([due_ms, *(wait.until_ms for wait in waits)])

    def chased_ms(self, start_ms: int, due_ms: int, grace_ms: int) -> int:
        """Return when a rung after a miss acts: of a crew that answered before that, once it is overdue."""
        acts, answered = self.after_outages(start_ms, due_ms, ladder=True), self.settled_ms("acknowledged")
        if answered is None or answered > acts + grace_ms or self.eta_s is None:
            return acts
        overdue = self.reached["assigned"] + round(self.eta_s * 1000 * _ERR_BY)
        return self.after_outages(start_ms, max(due_ms, overdue), ladder=True)

    def settled_ms(self, milestone: str) -> int | None:
        """Return when the milestone, or a later one, was reached."""
        later = MILESTONES[MILESTONES.index(milestone) :]
        return min((self.reached[each] for each in later if each in self.reached), default=None)

    def open_at(self, moment_ms: int, milestone: str) -> bool:
        """Whether the order still stood and waited for the milestone at that moment."""
        settled = self.settled_ms(milestone)
        return (settled is None or settled > moment_ms) and (self.ended_ms is None or self.ended_ms > moment_ms)


def unrecorded_deadlines(
    events: Iterable[Json], ladder: Sequence[Mapping[str, object]], *, until_ms: int, grace_ms: int
) -> list[Deadline]:
    """Return every deadline that fell due before ``until_ms`` and is not in the record exactly once.

    ``ladder`` is the district's: ``trigger`` and ``after_s`` of each rung. A deadline counts as due where what it waits
    for came neither by then nor within ``grace_ms`` after: a hub that was down then may learn of both at once. A target
    that was met late is recorded as well as one that was missed. What waits because the hub was away
    (``incident.hub_away``) is due as much later.
    """
    orders: dict[str, _Order] = {}
    recorded: Counter[tuple[str, str]] = Counter()
    met_late: set[tuple[str, str]] = set()
    for event in events:
        _note(event, orders, recorded)
        if event["type"] == "target.met" and event["late_ms"] > 0:
            met_late.add((event["assignment"], f"miss:{event['target']}"))
    wrong = []
    for order in orders.values():
        for deadline, milestone in _deadlines(order, ladder, grace_ms):
            key = (deadline.assignment, deadline.key)
            due = deadline.due_ms + grace_ms
            owed = due < until_ms and order.open_at(due, milestone) and key not in met_late
            if recorded[key] > 1 or (owed and not recorded[key]):
                wrong.append(deadline)
    return wrong


def count_deadlines(events: Iterable[Json]) -> int:
    """Return how many deadlines acted: missed targets and climbed rungs."""
    return sum(event["type"] in ("target.missed", "ladder.climbed") for event in events)


def _note(event: Json, orders: dict[str, _Order], recorded: Counter[tuple[str, str]]) -> None:
    kind: str = event["type"]
    if kind == "assignment.assigned":
        orders[event["assignment"]] = _Order(event)
    elif kind.startswith("assignment."):
        order, milestone = orders[event["assignment"]], kind.removeprefix("assignment.")
        order.reached.setdefault(milestone, read_ms(event["at"]))
        if milestone in _ENDINGS:
            order.ended_ms = read_ms(event["at"])
    elif kind == "incident.hub_away":
        at_ms, until_ms = read_ms(event["at"]), read_ms(event["wait_until"])
        for each in event["orders"]:
            orders[each["assignment"]].waits.append(_Wait(at_ms, until_ms, each["ladder_ms"]))
    elif kind == "target.missed":
        recorded[event["assignment"], f"miss:{event['target']}"] += 1
    elif kind == "ladder.climbed":
        recorded[event["assignment"], f"rung:{event['rung']}"] += 1


def _deadlines(order: _Order, ladder: Sequence[Mapping[str, object]], grace_ms: int) -> list[tuple[Deadline, str]]:
    """Return the order's deadlines, each with the milestone that it waits for."""
    found = []
    for target in order.targets:
        start = order.reached.get(target["start"])
        if start is None:
            continue
        due = start + 1000 * int(target["limit_s"])
        missed = order.after_outages(start, due, ladder=False)
        found.append((Deadline(order.id, f"miss:{target['name']}", missed), target["milestone"]))
        for number, rung in enumerate(ladder):
            if rung["trigger"] == f"missed_{target['name']}":
                rung_due = due + _milliseconds(rung["after_s"])
                chases = target["milestone"] == "on_scene"
                late = (
                    order.chased_ms(start, rung_due, grace_ms)
                    if chases
                    else order.after_outages(start, rung_due, ladder=True)
                )
                found.append((Deadline(order.id, f"rung:{number}", late), target["milestone"]))
    for number, rung in enumerate(ladder):
        if milestone := _TRIGGERS.get(str(rung["trigger"])):
            assigned = order.reached["assigned"]
            due = order.after_outages(assigned, assigned + _milliseconds(rung["after_s"]), ladder=True)
            found.append((Deadline(order.id, f"rung:{number}", due), milestone))
    return found


def read_ms(text: str) -> int:
    """Return an RFC 3339 time as milliseconds since 1970."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def _milliseconds(seconds: object) -> int:
    return round(float(str(seconds)) * 1000)
