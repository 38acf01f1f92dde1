"""A decision in the making: events are numbered, addressed and applied as they are written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from dispatch.core import events as ev
from dispatch.core.errors import NotFound
from dispatch.core.evolve import evolve
from dispatch.core.instant import Instant
from dispatch.core.reach import NeedElsewhere, NeedMore
from dispatch.core.readiness import judges_alike, not_ready
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import Assignment, Incident, World


class Failure(NamedTuple):
    """What was left out of a decision because its rule raised ``error``; the rest of the decision stands."""

    what: str
    error: Exception


class Step:
    """One command's decision on one World.

    `world` is always the newest: each emitted event is applied at once, so that a later rule of the same decision sees
    what an earlier one did. Nothing outside is changed; a Step that is thrown away never was.
    """

    def __init__(self, world: World, *, now: Instant, by: By, cause: str | None, heard: object = None) -> None:
        """``heard`` is what the question for travel times has found out already, on this World."""
        self.heard = heard
        self.world = world
        self.now = now
        self.by = by
        self.cause = cause
        self.events: list[ev.Event] = []
        self.failures: list[Failure] = []
        # Why stations are not ready, as far as it was asked, and on which World: a choice asks of one again and again.
        self._judged: dict[str, tuple[str, ...]] = {}
        self._judged_on = world

    def emit(self, kind: Callable[..., ev.Event], /, *, to: tuple[str, ...] = (), **fields: Any) -> None:
        """Write down an event of the district: ``to`` says which stations see it."""
        self._write(kind, to, fields)

    def emit_in(
        self, incident: str, kind: Callable[..., ev.Event], /, *, also: str | None = None, **fields: Any
    ) -> None:
        """Write down an event of an incident: the stations that are assigned see it, and ``also``."""
        found = self.world.incidents.get(incident)
        to = self.involved(found) if found is not None else ()
        if found is not None:
            fields["exercise"] = found.exercise
        if also is not None and also not in to:
            to = (*to, also)
        fields["incident"] = incident
        self._write(kind, to, fields)

    def emit_by_hub(self, incident: str, kind: Callable[..., ev.Event], /, **fields: Any) -> None:
        """Write down an event of an incident that the hub brings about by itself within somebody's command."""
        by, self.by = self.by, HUB
        self.emit_in(incident, kind, **fields)
        self.by = by

    def emit_of(self, assignment: Assignment, kind: Callable[..., ev.Event], /, **fields: Any) -> None:
        """Write down an event of an assignment; its own station always sees it."""
        self.emit_in(
            assignment.incident,
            kind,
            also=assignment.station,
            assignment=assignment.id,
            unit=assignment.unit,
            station=assignment.station,
            **fields,
        )

    def attempt(self, what: str, rule: Callable[..., None], /, *given: Any) -> None:
        """Have a rule act that may fail without harm: where it raises, the decision goes on as if it were not there.

        Raises `NeedMore` and `NeedElsewhere` as any rule does: to be asked again is no failure.
        """
        so_far, world = len(self.events), self.world
        try:
            rule(self, *given)
        except (NeedMore, NeedElsewhere):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not take an alarm or an order with it
            del self.events[so_far:]
            self.world = world
            self.failures.append(Failure(what, error))

    def involved(self, incident: Incident) -> tuple[str, ...]:
        """Stations with an active assignment there, in the order of their first order."""
        if not incident.assignments:
            return ()
        return tuple(dict.fromkeys([each.station for each in self.world.active_of(incident)]))

    def not_ready(self, station: str) -> tuple[str, ...]:
        """Return why a station is not ready; nothing where it is, or where it is not known to be otherwise."""
        if self.world is not self._judged_on:
            if not judges_alike(self.world, self._judged_on):
                self._judged.clear()
            self._judged_on = self.world
        found = self._judged.get(station)
        if found is None:
            found = self._judged[station] = not_ready(self.world, station, self.now)
        return found

    def new_id(self, kind: str) -> str:
        """Return an id that no other thing of this record has: it is made from the next event's number."""
        return f"{kind}-{self.world.seq + 1}"

    def incident(self, key: str) -> Incident:
        """Return the incident. Raises `NotFound`."""
        found = self.world.incidents.get(key)
        if found is None:
            raise NotFound(f"there is no incident {key} in the last 24 hours; list them with GET /api/v1/incidents")
        return found

    def assignment(self, key: str) -> Assignment:
        """Return the assignment. Raises `NotFound`."""
        found = self.world.assignments.get(key)
        if found is None:
            raise NotFound(f"there is no assignment {key} in the last 24 hours; read it from the order's event")
        return found

    def _write(self, kind: Callable[..., ev.Event], to: tuple[str, ...], fields: dict[str, Any]) -> None:
        event = kind(seq=self.world.seq + 1, at=self.now, by=self.by, cause=self.cause, to=to, **fields)
        self.events.append(event)
        self.world = evolve(self.world, event)
