"""What became of each request for help, from its events alone: who came, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.help import HelpEnding, Unanswered
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from stations.helpers import HelperKind


class HelpLine(Struct, frozen=True, kw_only=True):
    """One request as it went. ``asks`` are the ways that were tried; ``helper`` (called ``name``) is who accepted last.

    ``outside`` False: of an exercise or a test, nothing of it left the house.
    """

    request: str
    incident: str
    kind: HelperKind
    requested_at: Instant
    outside: bool = True
    asks: int = 0
    refusals: int = 0
    helper: str | None = None
    name: str = ""
    accepted_at: Instant | None = None
    en_route_at: Instant | None = None
    on_scene_at: Instant | None = None
    done_at: Instant | None = None
    overdue_at: Instant | None = None
    unanswered: Unanswered | None = None
    ending: HelpEnding | None = None

    @property
    def state(self) -> str:
        """The newest milestone, a code of the family ``help``."""
        reached = (("on_scene", self.on_scene_at), ("en_route", self.en_route_at), ("accepted", self.accepted_at))
        last = next((name for name, at in reached if at is not None), None)
        return self.ending or last or ("unanswered" if self.unanswered else "asked" if self.asks else "requested")


HELP_TAKEN: tuple[type[ev.Event], ...] = (
    ev.HelpRequested,
    ev.HelpAsked,
    ev.HelpAccepted,
    ev.HelpEnRoute,
    ev.HelpOnScene,
    ev.HelpDone,
    ev.HelpRefused,
    ev.HelpUnanswered,
    ev.HelpOverdue,
    ev.HelpCancelled,
)
"""Types of events that lines are made of."""

_MILESTONES: dict[type[ev.Event], str] = {
    ev.HelpEnRoute: "en_route_at",
    ev.HelpOnScene: "on_scene_at",
    ev.HelpDone: "done_at",
}


def follow_help(lines: dict[str, HelpLine], event: ev.Event) -> None:
    """Take one more event into the lines, by request; a request whose beginning is not known stays unknown."""
    if isinstance(event, ev.HelpRequested):
        lines[event.request] = HelpLine(
            request=event.request,
            incident=event.incident,
            kind=event.kind,
            requested_at=event.at,
            outside=event.outside,
        )
    elif isinstance(event, ev.HelpEvent) and (line := lines.get(event.request)) is not None:
        lines[event.request] = _after(line, event)


def help_lines(events: Iterable[ev.Event]) -> tuple[HelpLine, ...]:
    """Return a line for each request of an incident's events, in the order of the requests."""
    lines: dict[str, HelpLine] = {}
    for event in events:
        follow_help(lines, event)
    return tuple(lines.values())


def _after(line: HelpLine, event: ev.HelpEvent) -> HelpLine:
    match event:
        case ev.HelpAsked():
            return replace(line, asks=line.asks + 1, unanswered=None)
        case ev.HelpAccepted():
            accepted_at = line.accepted_at if line.helper == event.helper and line.accepted_at else event.at
            taken = replace(line, helper=event.helper, name=event.name, unanswered=None)
            return replace(taken, accepted_at=accepted_at, overdue_at=None)
        case ev.HelpMilestone():
            reached = replace(line, helper=event.helper, name=event.name, unanswered=None)
            reached = replace(reached, **{_MILESTONES[type(event)]: event.at})
            return replace(reached, ending="done") if isinstance(event, ev.HelpDone) else reached
        case ev.HelpRefused():
            refused = replace(line, refusals=line.refusals + 1)
            if line.helper != event.helper:
                return refused
            return replace(refused, helper=None, name="", accepted_at=None, en_route_at=None, on_scene_at=None)
        case ev.HelpUnanswered():
            return replace(line, unanswered=event.why)
        case ev.HelpOverdue():
            return replace(line, overdue_at=event.at)
        case ev.HelpCancelled():
            return replace(line, ending=event.ending)
        case _:
            return line
