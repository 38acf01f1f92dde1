"""When an incident became urgent at the desk: nobody comes, or nobody is there in time. As the console has it."""

from __future__ import annotations

import msgspec

from dispatch.core import events as ev

ATTENDED: tuple[type[ev.Event], ...] = (
    ev.IncidentOpened,
    ev.IncidentClosed,
    ev.AssignmentAssigned,
    ev.AssignmentAcknowledged,
    ev.AssignmentEnRoute,
    ev.AssignmentOnScene,
    ev.AssignmentControlled,
    ev.AssignmentReleased,
    ev.AssignmentDeclined,
    ev.AssignmentRecalled,
    ev.AssignmentNoAnswer,
    ev.TargetMissed,
    ev.DispatchShortfall,
)


class _Case(msgspec.Struct):
    """What stands of an incident: its orders that somebody may still come by, who is there, what was missed."""

    coming: set[str] = msgspec.field(default_factory=set)
    silent: set[str] = msgspec.field(default_factory=set)
    there: set[str] = msgspec.field(default_factory=set)
    late: bool = False
    handled: bool = False
    urgent: bool = False


class Attendance:
    """Follows who goes to what, event by event."""

    def __init__(self) -> None:
        self._cases: dict[str, _Case] = {}

    def enter(self, event: ev.Event) -> bool:
        """Take in an event; return whether its incident became urgent by it."""
        if event.incident is None:
            return False
        if isinstance(event, ev.IncidentOpened):
            if not event.test:
                self._cases[event.incident] = _Case()
            return False
        if isinstance(event, ev.IncidentClosed):
            self._cases.pop(event.incident, None)
            return False
        case = self._cases.get(event.incident)
        if case is None or not isinstance(event, ATTENDED):
            return False
        _follow(case, event)
        before, case.urgent = case.urgent, _is_urgent(case)
        return case.urgent and not before


def _is_urgent(case: _Case) -> bool:
    if case.handled or case.there:
        return False
    return case.late or not case.coming - case.silent


def _follow(case: _Case, event: ev.Event) -> None:
    match event:
        case ev.AssignmentAssigned():
            case.coming.add(event.assignment)
            case.handled = False
        case ev.AssignmentNoAnswer():
            case.silent.add(event.assignment)
        case ev.AssignmentAcknowledged() | ev.AssignmentEnRoute():
            case.silent.discard(event.assignment)
        case ev.AssignmentOnScene():
            case.silent.discard(event.assignment)
            case.there.add(event.assignment)
            case.late = False
        case ev.AssignmentControlled():
            case.there.discard(event.assignment)
            case.coming.discard(event.assignment)
            case.handled = True
        case ev.AssignmentReleased() | ev.AssignmentDeclined() | ev.AssignmentRecalled():
            case.coming.discard(event.assignment)
            case.there.discard(event.assignment)
        case ev.TargetMissed():
            case.late = case.late or event.milestone == "on_scene"
        case _:
            pass
