"""What an alarm would bring about: read from the very events that its decision made, and that nobody writes down."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.core import events as ev
from dispatch.core.events import Event
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Legs, Place, Struct
from dispatch.core.world import World
from stations.model import TravelMode


class ForeseenOrder(Struct, frozen=True, kw_only=True):
    """A unit that would get an order: ``arrives_s`` seconds after it, on the way that ``legs`` are of.

    ``floor`` is the one that it is counted up to; ``cautions`` are signs against its vehicle on the way.
    """

    unit: str
    station: str
    mode: TravelMode
    arrives_s: float | None
    legs: Legs | None
    floor: int | None
    because: Reason | None
    not_ready: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


class ForeseenLack(Struct, frozen=True, kw_only=True):
    """``missing`` units of ``need`` that could not be sent; ``why`` as in ``dispatch.shortfall``.

    ``station`` is who would be asked for them, where somebody would be: a fire station, else the neighbours (None).
    """

    need: str
    missing: int
    why: str
    station: str | None = None


class Foreseen(Struct, frozen=True, kw_only=True):
    """What would come of an alarm: which open incident it ``joins`` (None: its own), how real, which rule chooses.

    ``will_send`` is in the order of arrival; ``reasons`` are those of the choice and of whoever is sent, each once.
    ``forewarned`` are stations that would be told beforehand.
    """

    joins: str | None
    number: str | None
    kind: str
    grade: int
    place: Place
    confirmed: bool
    plan: str | None
    will_send: tuple[ForeseenOrder, ...]
    missing: tuple[ForeseenLack, ...]
    reasons: tuple[Reason, ...]
    forewarned: tuple[str, ...]
    flags: tuple[str, ...]


def foresee(before: World, after: World, events: Sequence[Event]) -> Foreseen:
    """Return what the ``events`` of an alarm's decision say, on the World that it was made on and the one after it."""
    raised = next((each for each in events if isinstance(each, ev.AlarmRaised)), None)
    if raised is None:
        return _nobody(events)
    incident = after.incidents[raised.incident]
    chosen = [each for each in events if isinstance(each, ev.DispatchChosen)]
    sent = [each for each in events if isinstance(each, ev.AssignmentAssigned)]
    because = [*(each.because for each in chosen), *(each.because for each in sent)]
    own = raised.incident not in before.incidents
    return Foreseen(
        joins=None if own else incident.id,
        number=None if own else incident.number,
        kind=incident.kind,
        grade=incident.grade,
        place=incident.place,
        confirmed=incident.confirmed_at is not None,
        plan=chosen[0].rule if chosen else None,
        will_send=tuple(sorted((_send(each, chosen) for each in sent), key=_soonest)),
        missing=_missing(events),
        reasons=tuple(dict.fromkeys(each for each in because if each is not None)),
        forewarned=tuple(each.station for each in events if isinstance(each, ev.DispatchForewarned)),
        flags=raised.flags,
    )


def _nobody(events: Sequence[Event]) -> Foreseen:
    """Return what comes of the state of a device, which is no alarm: nobody is sent."""
    said = next((str(each.condition) for each in events if isinstance(each, ev.ConditionRaised)), "")
    return Foreseen(
        joins=None,
        number=None,
        kind=said,
        grade=0,
        place=Place(),
        confirmed=False,
        plan=None,
        will_send=(),
        missing=(),
        reasons=(),
        forewarned=(),
        flags=(),
    )


def _send(order: ev.AssignmentAssigned, chosen: Sequence[ev.DispatchChosen]) -> ForeseenOrder:
    looked_at = [each for choice in chosen for each in choice.considered if each.unit == order.unit]
    return ForeseenOrder(
        unit=order.unit,
        station=order.station,
        mode=order.mode,
        arrives_s=order.eta_s,
        legs=order.legs,
        floor=order.place.floor,
        because=order.because,
        not_ready=order.not_ready,
        cautions=looked_at[0].cautions if looked_at else (),
    )


def _soonest(send: ForeseenOrder) -> tuple[bool, float, str]:
    return send.arrives_s is None, send.arrives_s or 0.0, send.unit


def _missing(events: Sequence[Event]) -> tuple[ForeseenLack, ...]:
    """Return what is short, with who would be asked for it; what comes late is asked for without being short."""
    asked = {each.need: each.station for each in events if isinstance(each, ev.DispatchAsked)}
    return tuple(
        ForeseenLack(need=each.need, missing=each.missing, why=each.why, station=asked.get(each.need))
        for each in events
        if isinstance(each, ev.DispatchShortfall)
    )
