"""Why an incident went as it did: its events, put together as answers. Pure; the events alone are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from dispatch.core import events as ev
from dispatch.core.errors import NotFound
from dispatch.core.old_reasons import with_reasons
from dispatch.core.performance import own_times
from dispatch.core.reasons import Reason
from dispatch.past.help_lines import help_lines
from dispatch.past.why.acts import by_hub, name_of, own_acts
from dispatch.past.why.explanation import (
    AlarmStory,
    Asked,
    Call,
    Choice,
    Explanation,
    Milestone,
    MoveUp,
    Order,
    Promise,
    ProposalStory,
    Rung,
    Said,
)

E = TypeVar("E", bound=ev.Event)
T = TypeVar("T")


def explain(events: Sequence[ev.Event], incident: str) -> Explanation:
    """Explain one incident from its own events, oldest first. Raises `NotFound` where its opening is not among them."""
    events = tuple(with_reasons(events))
    opened = next((each for each in _of(events, ev.IncidentOpened) if each.incident == incident), None)
    if opened is None:
        raise NotFound(f"the opening of incident {incident} is not in the record; name another one")
    own = [each for each in events if each.incident == incident]
    others = [each for each in events if each.incident != incident]
    came_from = [_said(each, each.incident, each.reason) for each in _of(others, ev.IncidentMerged)]
    came_from += [_said(each, each.incident, each.alarm) for each in _of(others, ev.AlarmSplit)]
    closings = [_said(each, None, each.reason) for each in _of(own, ev.IncidentClosed)]
    closings += [_said(each, each.into, each.reason) for each in _of(own, ev.IncidentMerged)]
    grades = [] if opened.because is None else [_said(opened, f"→ {opened.grade}", opened.because.text)]
    grades += [_said(each, f"{each.before} → {each.grade}", each.reason) for each in _of(own, ev.IncidentGraded)]
    grades += [_said(each, f"{each.before} → {each.grade}", each.reason) for each in _of(own, ev.GradeProposed)]
    archived = next((each.at for each in _of(own, ev.IncidentArchived)), None)
    hand_overs = (_said(each, each.receiver or each.station, each.note) for each in _of(own, ev.IncidentHandedOver))
    return Explanation(
        incident=incident,
        number=opened.number,
        kind=_newest(own, "kind", opened.kind),
        place=_newest(own, "place", opened.place),
        grade=[opened.grade, *(each.grade for each in _of(own, ev.IncidentGraded))][-1],
        exercise=opened.exercise,
        test=opened.test,
        flags=opened.flags,
        opened_at=opened.at,
        closed=closings[-1] if closings else None,
        archived_at=archived,
        alarms=tuple(_alarms(own)),
        came_from=tuple(came_from),
        verification=tuple(_said(each, None, each.reason) for each in _of(own, ev.IncidentConfirmed)),
        grades=tuple(grades),
        choices=tuple(_choice(each) for each in _of(own, ev.DispatchChosen)),
        orders=tuple(_orders(own)),
        shortfalls=tuple(
            Asked(at=each.at, need=each.need, missing=each.missing, why=each.why)
            for each in _of(own, ev.DispatchShortfall)
        ),
        asked=tuple(
            Asked(at=each.at, need=each.need, missing=each.missing, station=each.station, phone=each.phone)
            for each in _of(own, ev.DispatchAsked)
        ),
        forewarned=tuple(_said(each, each.station, each.reason) for each in _of(own, ev.DispatchForewarned)),
        move_ups=tuple(
            MoveUp(at=each.at, zone=each.zone, from_zone=each.from_zone, unit=each.unit)
            for each in _of(own, ev.DispatchMoveUp)
        ),
        proposals=tuple(_proposals(own)),
        calls=tuple(_calls(own)),
        overrides=tuple(_overrides(own)),
        hand_over=next(hand_overs, None),
        helpers=help_lines(own),
    )


def _of(events: Sequence[ev.Event], kind: type[E]) -> Iterator[E]:
    return (event for event in events if isinstance(event, kind))


def _said(event: ev.Event, about: str | None, reason: str | None) -> Said:
    because: Reason | None = getattr(event, "because", None)
    return Said(at=event.at, by=event.by, what=name_of(event), about=about, reason=reason, because=because)


def _alarms(own: Sequence[ev.Event]) -> Iterator[AlarmStory]:
    """Yield the alarms raised here; those that a split or a merger brought are in the other incident's record."""
    joined = {each.alarm: each for each in _of(own, ev.AlarmMerged)}
    left = {each.alarm: each.into for each in _of(own, ev.AlarmSplit)}
    for each in _of(own, ev.AlarmRaised):
        joining = joined.get(each.alarm)
        yield AlarmStory(
            alarm=each.alarm,
            at=each.at,
            source=each.source,
            kind=each.kind,
            device=each.device,
            place=each.place,
            flags=each.flags,
            joined=joining.reason if joining is not None else None,
            left_for=left.get(each.alarm),
            joined_because=joining.because if joining is not None else None,
            unread=each.unread,
            occurred_at=each.occurred_at,
        )


def _choice(event: ev.DispatchChosen) -> Choice:
    return Choice(
        at=event.at,
        by=event.by,
        rule=event.rule,
        needs=event.needs,
        considered=event.considered,
        network=event.network,
        closures=event.closures,
        because=event.because,
    )


def _orders(own: Sequence[ev.Event]) -> Iterator[Order]:
    by_hand = {each.assignment for each in own_acts(own) if isinstance(each, ev.AssignmentAssigned)}
    for order in _of(own, ev.AssignmentAssigned):
        about = [each for each in _of(own, ev.AssignmentEvent) if each.assignment == order.assignment]
        yield Order(
            assignment=order.assignment,
            unit=order.unit,
            station=order.station,
            at=order.at,
            by=order.by,
            by_hand=order.assignment in by_hand,
            reason=order.reason,
            eta_s=order.eta_s,
            legs=order.legs,
            promises=tuple(_promises(order, about)),
            milestones=tuple(_milestones(about)),
            rungs=tuple(
                Rung(at=each.at, rung=each.rung, trigger=each.trigger, action=each.action, outcome=each.outcome)
                for each in _of(about, ev.LadderClimbed)
            ),
            because=order.because,
        )


def _promises(order: ev.AssignmentAssigned, about: Sequence[ev.Event]) -> Iterator[Promise]:
    met = {each.target: each for each in _of(about, ev.TargetMet)}
    missed = {each.target for each in _of(about, ev.TargetMissed)}
    foreseen = {each.target: each.predicted_late_s for each in _of(about, ev.TargetWarned) if each.percent == 0}
    ended = any(isinstance(each, _ENDINGS) for each in about)
    for clock in order.targets:
        end = met.get(clock.name)
        if end is not None:
            outcome = "late" if end.late_ms else "kept"
        else:
            outcome = "missed" if clock.name in missed else "lapsed" if ended else "open"
        yield Promise(
            name=clock.name,
            milestone=clock.milestone,
            limit_s=clock.limit_s,
            outcome=outcome,
            took_ms=end.took_ms if end else None,
            late_ms=end.late_ms if end else None,
            predicted_late_s=foreseen.get(clock.name),
        )


_ENDINGS = (ev.AssignmentReleased, ev.AssignmentDeclined, ev.AssignmentRecalled)


def _milestones(about: Sequence[ev.Event]) -> Iterator[Milestone]:
    """Yield each milestone once: an order that several telephones showed was delivered with the first."""
    seen: set[str] = set()
    for event in about:
        name = name_of(event).removeprefix("assignment.")
        if isinstance(event, _MILESTONES) and name not in seen:
            seen.add(name)
            occurred_at, counts_from = own_times(event)
            yield Milestone(
                name=name,
                at=event.at,
                by=event.by,
                occurred_at=occurred_at,
                reason=getattr(event, "reason", None),
                because=getattr(event, "because", None),
                counts_from=counts_from,
            )


_MILESTONES = (ev.MilestoneEvent, ev.AssignmentDelivered, ev.AssignmentRecalled, ev.AssignmentNoAnswer)


def _proposals(own: Sequence[ev.Event]) -> Iterator[ProposalStory]:
    settled = {each.proposal: each for each in _of(own, ev.DispatchSettled)}
    for each in _of(own, ev.DispatchProposed):
        end = settled.get(each.proposal)
        yield ProposalStory(
            proposal=each.proposal,
            at=each.at,
            moves=each.moves,
            gain_s=each.gain_s,
            outcome=end.outcome if end else "waiting",
            settled=_said(end, end.outcome, end.reason) if end else None,
        )


def _calls(own: Sequence[ev.Event]) -> Iterator[Call]:
    ended = {(each.message, each.channel): "sent" for each in _of(own, ev.ChannelSent)}
    ended |= {(each.message, each.channel): each.error for each in _of(own, ev.ChannelFailed)}
    ended |= {(each.message, each.channel): f"given up: {each.given_up}" for each in _of(own, ev.ChannelGivenUp)}
    for each in _of(own, ev.ChannelCalled):
        if each.assignment is None:
            continue  # about a post, not about an order
        outcomes = {channel: ended.get((each.message, channel), "waiting") for channel in each.channels}
        yield Call(at=each.at, use=each.use, assignment=each.assignment, outcomes=outcomes)


def _overrides(events: Sequence[ev.Event]) -> Iterator[Said]:
    """Yield what people decided themselves, with who and why. What crews report of themselves is no overruling."""
    for act in own_acts(events):
        if by_hub(act) or not isinstance(act, _DECISIONS):
            continue
        about = next((getattr(act, name) for name in _ABOUT if getattr(act, name, None) is not None), None)
        yield _said(act, None if about is None else str(about), getattr(act, "reason", None))


_DECISIONS = (
    ev.IncidentTaken,
    ev.IncidentConfirmed,
    ev.IncidentUpdated,
    ev.IncidentGraded,
    ev.IncidentMerged,
    ev.IncidentClosed,
    ev.IncidentReopened,
    ev.IncidentErased,
    ev.AlarmSplit,
    ev.AssignmentAssigned,
    ev.AssignmentRecalled,
    ev.DispatchSettled,
    ev.LadderHeld,
    ev.LadderResumed,
)
_ABOUT = ("unit", "proposal", "alarm", "grade", "into")
"""Which of an act's fields says what it was about."""


def _newest(own: Sequence[ev.Event], field: str, first: T) -> T:
    """Return a field as it was corrected last."""
    known: list[T] = [getattr(each, field) for each in _of(own, ev.IncidentUpdated)]
    return [first, *(value for value in known if value is not None)][-1]
