"""What the texts of version 1 meant, as reasons. The only place that takes a sentence apart.

Events that were stored before reasons were data have the text alone. People's own words may look like the hub's, so a
text is never enough: an order is a plan's or the ladder's where a choice of that very rule stands before it in the same
decision, a recall is a proposal's where the proposal is settled beside it, and so on. What does not hold is a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec.structs import replace

from dispatch.core import events as ev, reasons as why
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import By

Sending: TypeAlias = tuple[Instant, By, str | None]
"""What the events of one decision share."""

_MAKERS: tuple[tuple[str, Callable[..., Reason]], ...] = (
    (r"plan (?P<plan>.+), to look, beside (?P<unit>\S+): its station is not ready", why.ToLookBeside),
    (r"plan (?P<plan>.+), beside (?P<unit>\S+): its station is not ready", why.Beside),
    (r"plan (?P<plan>.+), to look", why.ToLook),
    (r"plan (?P<plan>.+)", why.ByPlan),
    (r"ladder: (?P<unit>\S+) (?P<trigger>\w+)", why.ByLadder),
    (r"proposal (?P<proposal>\S+)", why.ByProposal),
    (r"(?P<proposal>pro-\d+), needed in (?P<incident>\S+)", why.NeededElsewhere),
    (r"(?P<proposal>pro-\d+), others are nearer", why.OthersNearer),
    (r"left for (?P<incident>\S+)", why.LeftFor),
    (r"incident closed: (?P<close>\w+)", why.IncidentOver),
    (r"needed in operation (?P<number>\S+)", why.NeededInOperation),
    (r"operation (?P<number>\S+)", why.OperationCalls),
    (r"order (?P<assignment>\S+)", why.OrderStands),
    (r"drill (?P<drill>\S+) is over", why.DrillOver),
    (
        r"same building, (?P<minutes>\d+) min after its last alarm",
        lambda minutes: why.SameBuilding(minutes=int(minutes)),
    ),
    (
        r"near: (?P<metres>\d+) m, (?P<seconds>\d+) s, same kind",
        lambda metres, seconds: why.NearBy(metres=int(metres), seconds=int(seconds)),
    ),
)
"""The sentences with something in them, the narrower before the wider."""

_FIELDLESS: tuple[Reason, ...] = (
    why.ByEverybody(),
    why.SuspectedFire(),
    why.SameDevice(),
    why.DrillLeft(),
    why.DrillStopped(),
    why.DrillDeserted(),
    why.DrillTimeOver(),
    why.OtherCheck(),
    why.OtherCheckThen(),
    why.HubAway(),
    why.NobodyOnDuty(),
    why.NobodyAnswered(),
    *(why.BySign(sign=sign) for sign in why.SIGNS),
)
_WHOLE: dict[str, Reason] = {reason.text: reason for reason in _FIELDLESS}

_BY_RULE = (why.ByPlan, why.ToLook, why.Beside, why.ToLookBeside, why.ByLadder)
_ENDINGS = (why.IncidentOver, why.DrillOver, why.LeftFor, why.NeededInOperation, why.DrillLeft)
_CHECKS = (
    why.OperationCalls,
    why.OrderStands,
    why.OtherCheck,
    why.OtherCheckThen,
    why.HubAway,
    why.NobodyOnDuty,
    why.NobodyAnswered,
)


def with_reasons(events: Iterable[ev.Event]) -> Iterator[ev.Event]:
    """Yield events, oldest first, each with the reason that its text meant; newer ones have it already."""
    decision: list[ev.Event] = []
    for event in events:
        if decision and _sending(decision[0]) != _sending(event):
            yield from _told(decision)
            decision = []
        decision.append(event)
    yield from _told(decision)


def _sending(event: ev.Event) -> Sending:
    return (event.at, event.by, event.cause)


def _told(decision: list[ev.Event]) -> Iterator[ev.Event]:
    """Yield the events of one decision with their reasons."""
    rules: set[str] = set()
    for event in decision:
        if isinstance(event, ev.DispatchChosen):
            rules.add(event.rule)
        told: Reason | None = getattr(event, "because", None)
        if told is None and (meant := _meant(event, decision, rules)) is not None:
            yield replace(event, because=meant)
        else:
            yield event


def _meant(event: ev.Event, decision: list[ev.Event], rules: set[str]) -> Reason | None:
    """Return what an event without a reason meant; None where it says none, or where nothing is known of it."""
    match event:
        case ev.DispatchChosen():
            return _read(event.rule)
        case ev.AlarmMerged() | ev.DispatchForewarned() | ev.CheckPostponed() | ev.CheckEnded():
            return _read(event.reason)
        case ev.AssignmentAssigned():
            return _of_order(event, decision, rules)
        case ev.AssignmentRecalled():
            return _of_recall(event, decision)
        case ev.AssignmentReleased() if event.reason is not None:
            return _one_of(_ENDINGS, event.reason)
        case ev.IncidentConfirmed():
            return _of_confirmation(event, decision)
        case ev.IncidentMerged():
            return why.MergedByHand(words=_own(event.reason, why.MergedByHand.sentence))
        case ev.IncidentClosed() if any(isinstance(each, ev.DrillEnded) for each in decision):
            return _one_of((why.DrillOver,), event.note or "")
        case ev.CheckExcused():
            return _of_check(event, decision)
        case ev.DrillBrokenOff():
            return _of_break_off(event, decision)
        case ev.DrillEnded():
            return _of_drills_end(event, decision)
        case _:
            return None


def _of_order(event: ev.AssignmentAssigned, decision: list[ev.Event], rules: set[str]) -> Reason:
    """The rule of a choice before it, a proposal, a drill that begins; else a person's hand."""
    found = _read(event.reason)
    if isinstance(found, why.ByProposal) and _is_settled(found.proposal, event, decision):
        return found
    if isinstance(found, why.ByEverybody) and event.exercise and any(isinstance(e, ev.AlarmRaised) for e in decision):
        return found
    if isinstance(found, _BY_RULE) and _rule_of(found).text in rules:
        return found
    return why.ByHand(words=_own(event.reason, why.ByHand.sentence))


def _rule_of(found: why.ByPlan | why.ToLook | why.Beside | why.ToLookBeside | why.ByLadder) -> Reason:
    """Return the rule of the choice that an order of this reason follows from."""
    match found:
        case why.Beside():
            return why.ByPlan(plan=found.plan)
        case why.ToLookBeside():
            return why.ToLook(plan=found.plan)
        case _:
            return found


def _of_recall(event: ev.AssignmentRecalled, decision: list[ev.Event]) -> Reason:
    """A proposal, or an incident that was closed with it; else a person's word."""
    found = _read(event.reason or "")
    match found:
        case why.NeededElsewhere() | why.OthersNearer() if _is_settled(found.proposal, event, decision):
            return found
        case why.IncidentOver() | why.DrillOver() if any(isinstance(each, ev.IncidentClosed) for each in decision):
            return found
        case _:
            return why.ByPerson(words=event.reason)


def _is_settled(proposal: str, event: ev.Event, decision: list[ev.Event]) -> bool:
    """Whether the proposal acted: by itself, or since a person accepted it in this very decision."""
    settled = (each.proposal for each in decision if isinstance(each, ev.DispatchSettled))
    return event.by.role == "hub" or proposal in settled


def _of_confirmation(event: ev.IncidentConfirmed, decision: list[ev.Event]) -> Reason | None:
    if any(isinstance(each, ev.AlarmRaised) for each in decision):
        return _one_of((why.BySign,), event.reason)
    return why.ConfirmedByHand(words=_own(event.reason, why.ConfirmedByHand.sentence))


def _of_check(event: ev.CheckExcused, decision: list[ev.Event]) -> Reason:
    """The hub's draw, or an operation that sends the crew; else a person's word."""
    by_rule = event.by.role == "hub" or any(isinstance(each, ev.AssignmentAssigned) for each in decision)
    return (_one_of(_CHECKS, event.reason) if by_rule else None) or why.ByPerson(words=event.reason)


def _of_break_off(event: ev.DrillBrokenOff, decision: list[ev.Event]) -> Reason:
    found = _read(event.reason or "")
    if event.needed_in is not None and isinstance(found, why.NeededInOperation):
        return replace(found, incident=event.needed_in)
    ended = (each.reason for each in decision if isinstance(each, ev.DrillEnded) and each.drill == event.drill)
    if isinstance(found, why.DrillDeserted) and event.station is None and event.reason in ended:
        return found
    return why.ByPerson(words=event.reason)


def _of_drills_end(event: ev.DrillEnded, decision: list[ev.Event]) -> Reason:
    broken_off = any(isinstance(each, ev.DrillBrokenOff) and each.station is None for each in decision)
    known = (why.DrillStopped, why.DrillDeserted) if broken_off else (why.DrillTimeOver,)
    by_rule = broken_off or event.by.role == "hub"
    return (_one_of(known, event.reason or "") if by_rule else None) or why.ByPerson(words=event.reason)


def _own(text: str, sentence: str) -> str | None:
    """Return what a person wrote; None where it is the sentence that stands for nothing written."""
    return None if text == sentence else text


def _one_of(kinds: tuple[type[Reason], ...], text: str) -> Reason | None:
    found = _read(text)
    return found if isinstance(found, kinds) else None


def _read(text: str) -> Reason | None:
    """Return the reason that a rule would have written as this text; None for any other text."""
    if text in _WHOLE:
        return _WHOLE[text]
    for pattern, maker in _MAKERS:
        found = re.fullmatch(pattern, text)
        if found is not None:
            return maker(**found.groupdict())
    return None
