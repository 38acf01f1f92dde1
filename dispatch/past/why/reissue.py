"""What somebody did in the record, as the command that does the same in a re-run, where ids are others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant, to_text
from dispatch.core.reasons import ByPerson, Reason
from dispatch.core.scene import Said
from dispatch.core.vocabulary import Flag

_FLAGS: tuple[Flag, ...] = get_args(Flag)


@dataclass
class IdMap:
    """Ids of the record and what stands for each in the re-run; the re-run fills it as it goes."""

    incident: str
    alarms: dict[str, str] = field(default_factory=dict)
    assignments: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)


def command_for(event: ev.Event, ids: IdMap) -> cmd.Command | None:
    """Return the command that does the same again; None where the re-run has nothing to do it to, or where it decides
    nothing (notes, taking in hand)."""
    maker = _MAKERS.get(type(event))
    return maker(event, ids) if maker is not None else None


def raise_again(event: ev.AlarmRaised) -> cmd.AlarmRaise:
    """Return the alarm as it came in; its place was completed from its building then."""
    return cmd.AlarmRaise(
        source=event.source,
        kind=event.kind,
        device=event.device,
        place=event.place,
        reporter=event.reporter,
        trapped=event.trapped,
        note=event.note,
        test=event.test,
        exercise=event.exercise,
        drill=event.drill,
        key_reused="key_reused" in event.flags,
        text_cut="text_cut" in event.flags,
        odd=tuple(flag for flag in _FLAGS if flag.startswith("bad_") and flag in event.flags),
        unread=event.unread,
        datum=event.datum,
        occurred_at=_text(event.occurred_at),
    )


def _join_again(event: ev.AlarmRaised, ids: IdMap) -> cmd.Command:
    """Return an alarm that is not the incident's first; with a key that was used before it goes there again."""
    alarm = raise_again(event)
    return replace(alarm, same_as=ids.incident) if alarm.key_reused else alarm


def _text(moment: Instant | None) -> str | None:
    return None if moment is None else to_text(moment)


def _words(because: Reason | None) -> str | None:
    """Return what a person wrote; None where they wrote nothing, or where it was no person."""
    return because.words if isinstance(because, ByPerson) else None


def _close(event: ev.IncidentClosed, ids: IdMap) -> cmd.Command:
    """With other crews a hand-over may be owed where none was: whoever closed it closes it there too."""
    if event.reason == "handled":
        why = event.not_handed_over or "closed so in the record"
        return cmd.IncidentClose(incident=ids.incident, note=event.note, reason=why)
    return cmd.IncidentFalseAlarm(incident=ids.incident, reason=event.reason, note=event.note)


def _report(event: ev.SceneReported, ids: IdMap) -> cmd.Command | None:
    """Return the same report; of a crew that the re-run did not send there is none.

    The lane that it closed and the hydrant that it marked are the district's, and come with what happened around it.
    """
    assignment = ids.assignments.get(event.assignment) if event.assignment is not None else None
    if event.assignment is not None and assignment is None:
        return None
    return cmd.SceneReport(
        incident=ids.incident,
        assignment=assignment,
        odd=tuple(flag for flag in _FLAGS if flag.startswith("bad_") and flag in event.flags),
        occurred_at=_text(event.occurred_at),
        **{name: getattr(event.said, name) for name in Said.__struct_fields__ if name not in _OF_THE_DISTRICT},
    )


_OF_THE_DISTRICT = ("lane", "water", "hydrant")


def _accept(event: ev.IncidentHandedOver, ids: IdMap) -> cmd.Command:
    """Whose crew took over is found again: in the re-run it may be another."""
    return cmd.IncidentAccept(
        incident=ids.incident,
        receiver=event.receiver or None,
        note=event.note,
        state=event.state,
        occurred_at=_text(event.occurred_at),
    )


def _settle(event: ev.DispatchSettled, ids: IdMap) -> cmd.Command | None:
    proposal = ids.proposals.get(event.proposal)
    if proposal is None:
        return None
    if event.outcome == "refused":
        return cmd.DispatchRefuse(proposal=proposal, reason=event.reason)
    return cmd.DispatchAccept(proposal=proposal)


def _of_assignment(
    command: Callable[..., cmd.AssignmentCommand], *, pressed: bool = False, reasoned: bool = False
) -> Callable[[Any, IdMap], cmd.Command | None]:
    """Make the maker of a command about an assignment; its press's own time and its reason come along."""

    def maker(event: Any, ids: IdMap) -> cmd.Command | None:
        assignment = ids.assignments.get(event.assignment)
        if assignment is None:
            return None
        more = {"occurred_at": _text(event.occurred_at)} if pressed else {}
        more |= {"reason": event.reason} if reasoned else {}
        return command(assignment=assignment, **more)

    return maker


_MAKERS: dict[type[ev.Event], Callable[[Any, IdMap], cmd.Command | None]] = {
    ev.AlarmRaised: _join_again,
    ev.IncidentConfirmed: lambda event, ids: cmd.IncidentConfirm(incident=ids.incident, reason=event.reason),
    ev.IncidentUpdated: lambda event, ids: cmd.IncidentUpdate(
        incident=ids.incident, place=event.place, kind=event.kind, trapped=event.trapped
    ),
    ev.IncidentGraded: lambda event, ids: cmd.IncidentGrade(incident=ids.incident, grade=event.grade),
    ev.IncidentHandOverOffered: lambda event, ids: cmd.IncidentHandOver(
        incident=ids.incident,
        receiver=event.receiver,
        note=event.note,
        state=event.state,
        occurred_at=_text(event.occurred_at),
    ),
    ev.IncidentHandedOver: _accept,
    ev.IncidentClosed: _close,
    ev.IncidentReopened: lambda event, ids: cmd.IncidentReopen(incident=ids.incident, reason=event.reason),
    ev.IncidentHubAway: lambda event, ids: cmd.NoteReturn(
        away_from=event.away_from, reason=event.reason, incident=ids.incident
    ),
    ev.DispatchSettled: _settle,
    ev.SceneReported: _report,
    ev.AssignmentAssigned: lambda event, ids: cmd.AssignmentAssign(
        incident=ids.incident, unit=event.unit, reason=_words(event.because)
    ),
    ev.AssignmentAcknowledged: _of_assignment(cmd.AssignmentAcknowledge, pressed=True),
    ev.AssignmentDeclined: _of_assignment(cmd.AssignmentDecline, pressed=True, reasoned=True),
    ev.AssignmentEnRoute: _of_assignment(cmd.AssignmentDepart, pressed=True),
    ev.AssignmentOnScene: _of_assignment(cmd.AssignmentArrive, pressed=True),
    ev.AssignmentControlled: _of_assignment(cmd.AssignmentControl, pressed=True),
    ev.AssignmentReleased: _of_assignment(cmd.AssignmentRelease, pressed=True),
    ev.AssignmentRecalled: _of_assignment(cmd.AssignmentRecall, reasoned=True),
    ev.LadderHeld: _of_assignment(cmd.LadderHold, reasoned=True),
    ev.LadderResumed: _of_assignment(cmd.LadderResume, reasoned=True),
}
