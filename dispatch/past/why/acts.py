"""Which of an incident's events were somebody's own act, and which the rules made of it.

One command brings about several events; the record does not name the command. What was done can be read off them
all the same: the events of one command share their time, their author and their cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.old_reasons import with_reasons
from dispatch.core.reasons import ByPerson
from dispatch.core.vocabulary import By

Sending = tuple[Instant, By, str | None]
"""What the events of one command share."""


def name_of(event: ev.Event) -> str:
    """Return the event's type as the wire names it, such as ``incident.opened``."""
    return str(event.__struct_config__.tag)


def sending_of(event: ev.Event) -> Sending:
    """Return what the event shares with the others of its command."""
    return (event.at, event.by, event.cause)


def by_hub(event: ev.Event) -> bool:
    """Whether the hub did it by itself."""
    return event.by.role == "hub"


def own_acts(events: Sequence[ev.Event]) -> Iterator[ev.IncidentEvent]:
    """Yield the events of one incident that people or devices brought about themselves, in order.

    Alarms, what people decided, what crews reported. Left out is what followed from them: choices, orders by a plan,
    the promises, the ladder, and the orders that end when an incident closes.
    """
    said = {sending_of(each) for each in events if isinstance(each, ev.AlarmRaised | ev.SceneReported)}
    for event in with_reasons(events):
        if isinstance(event, ev.IncidentUpdated | ev.AssignmentControlled) and sending_of(event) in said:
            continue
        if isinstance(event, ev.IncidentEvent) and _is_own_act(event):
            yield event


def _is_own_act(event: ev.IncidentEvent) -> bool:
    """Whether somebody did this, rather than the rules."""
    match event:
        case ev.AlarmRaised() | ev.AlarmSplit() | ev.IncidentUpdated():
            return True
        case ev.AssignmentDelivered() | ev.AssignmentDeclined():
            return True
        case ev.IncidentConfirmed() | ev.AssignmentAssigned() | ev.AssignmentRecalled():
            return isinstance(event.because, ByPerson)
        case ev.AssignmentReleased():
            return event.because is None
        case _:
            return isinstance(event, _OF_PEOPLE) and not by_hub(event)


_OF_PEOPLE = (
    ev.IncidentTaken,
    ev.IncidentGraded,
    ev.IncidentNoted,
    ev.IncidentHandOverOffered,
    ev.IncidentHandedOver,
    ev.IncidentOutcomeRecorded,
    ev.SceneReported,
    ev.IncidentMerged,
    ev.IncidentClosed,
    ev.IncidentReopened,
    ev.IncidentErased,
    ev.DispatchSettled,
    ev.AssignmentAcknowledged,
    ev.AssignmentEnRoute,
    ev.AssignmentOnScene,
    ev.AssignmentControlled,
    ev.LadderHeld,
    ev.LadderResumed,
)
"""Acts wherever a person is the author; the hub may do the same (raise a grade, settle a proposal) by itself."""
