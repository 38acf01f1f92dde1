"""What a signal would change: conditions that begin or end, limits that are crossed, a device that nobody knows.

Asked before anything is written down: what changes nothing is no event, however often it is sent (`would_change`).
"""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from dispatch.core.decide.limits import Crossing, crossings
from dispatch.core.devices import LATCHED, UNKNOWN_AT_MOST, DeviceState, Raised
from dispatch.core.evolve.signals import FLAP_WITHIN_MS
from dispatch.core.instant import Instant
from dispatch.core.known_devices import Known, known_of
from dispatch.core.own_time import read_own_time
from dispatch.core.shelf import parts_of
from dispatch.core.signal import Condition, Operation, Signal
from dispatch.core.world import World
from stations.device_kinds import DEVICE_KINDS

SAME_DEED_MS = 60_000
"""The same operation of one device within this time is one: panels send a key that is held again and again."""

OTHER_WORDS_MS = 3_600_000
"""What could not be read of a device is told again in other words after this time only."""

_NEVER_AGAIN: frozenset[Operation] = frozenset({"online", "unknown", "configured", "initialised"})


class Ended(NamedTuple):
    """A condition of a device that ends, and what ended it."""

    device: str
    condition: Condition
    reset: bool = False


class Change(NamedTuple):
    """What a signal changes. ``alarm``: its fire is an alarm of this kind; None: it is none, or is no news."""

    known: Known
    raised: tuple[Condition, ...]
    ended: tuple[Ended, ...]
    crossed: tuple[Crossing, ...]
    unknown: bool
    deed: bool
    unread: bool
    alarm: str | None

    @property
    def nothing(self) -> bool:
        """Whether nothing is to be written down."""
        return not (self.raised or self.ended or self.crossed or self.unknown or self.deed or self.unread)


def would_change(world: World, signal: Signal, now: Instant) -> bool:
    """Whether a signal would bring anything into the record. Work is bounded by the signal, but for a reset."""
    return not change_of(world, signal, now).nothing


def change_of(world: World, signal: Signal, now: Instant) -> Change:
    """Return what a signal changes, held against what is known."""
    known = known_of(world, signal)
    state = world.conditions.get(known.key)
    unknown = _is_news(world, known)
    # What no table names and no room is left for says nothing but fire.
    room = not unknown or len(world.unknown_devices) < UNKNOWN_AT_MOST
    began = _began(world, state, signal)
    began = began if room else tuple(each for each in began if each == "fire")
    crossed = tuple(crossings(known.row, {} if state is None else state.beyond, signal.measured))
    return Change(
        known=known,
        raised=began,
        ended=_ended(world, known, state, signal, now),
        crossed=crossed,
        unknown=unknown and room,
        deed=_is_deed(world, known.key, signal, now),
        unread=bool(signal.unread) and room and _is_new_unread(world, known.key, signal, now),
        alarm=alarm_kind(known, signal) if "fire" in began else None,
    )


def alarm_kind(known: Known, signal: Signal) -> str | None:
    """Return what kind of alarm a fire of a device is; None for what reports states alone.

    Where table and message say different things of what it is, the one of them that may be a fire is believed.
    """
    named = (each for each in (known.kind, signal.device_kind) if each is not None and each != "gateway")
    kinds = [DEVICE_KINDS[each] for each in named if each in DEVICE_KINDS]
    if not kinds:
        return "report"
    return next((each.alarm for each in kinds if each.alarm is not None), None)


def _is_news(world: World, known: Known) -> bool:
    """Whether a device speaks that no table names and that was not heard of before."""
    if known.row is not None or known.key in world.gateways:
        return False
    return known.key not in world.unknown_devices


def _began(world: World, state: DeviceState | None, signal: Signal) -> tuple[Condition, ...]:
    """Return what holds now and did not: each once, a fire first."""
    held = {} if state is None else state.conditions
    began = [
        each
        for each in dict.fromkeys(signal.raised)
        if each not in held or _burns_anew(world, each, held[each], signal)
    ]
    return tuple(sorted(began, key=lambda each: each != "fire"))


def _burns_anew(world: World, condition: Condition, raised: Raised, signal: Signal) -> bool:
    """Whether a fire that was never cleared is said again after its incident is over: many devices never clear.

    What only tells the state (``whole``), or repeats the message of then, is no news.
    """
    if condition != "fire" or raised.incident is None:
        return False
    incident = world.incidents.get(raised.incident)
    if incident is not None and world.merged(incident).open:
        return False
    own = read_own_time(signal.occurred_at, ZoneInfo(world.settings.timezone)) if signal.occurred_at else None
    return own is not None and own != raised.occurred_at if signal.occurred_at else not signal.whole


def _ended(world: World, known: Known, state: DeviceState | None, signal: Signal, now: Instant) -> tuple[Ended, ...]:
    own = () if state is None else tuple(_own_ended(state, signal, now))
    return own if signal.operation != "reset" else own + _ended_by_reset(world, known, signal, own)


def _own_ended(state: DeviceState, signal: Signal, now: Instant) -> list[Ended]:
    """Return what the device itself says holds no more; what chatters is held until its time is over."""
    named = set(signal.cleared)
    found = []
    for condition, raised in state.conditions.items():
        said = condition in named or (signal.whole and condition not in signal.raised)
        chatters = raised.chatters_until is not None and now < raised.chatters_until
        if said and condition not in signal.raised and not chatters:
            found.append(Ended(state.id, condition))
    return found


def _ended_by_reset(world: World, known: Known, signal: Signal, own: tuple[Ended, ...]) -> tuple[Ended, ...]:
    """Return what a reset ends: of all devices of its gateway whose address begins with the panel's."""
    panel = () if signal.address is None else parts_of(signal.address)
    already = {(each.device, each.condition) for each in own}
    # What is behind other gateways is only looked at for its gateway: a reset may come in the midst of a storm.
    own_devices = ((key, each) for key, each in world.conditions.items() if each.gateway == known.gateway)
    return tuple(
        Ended(key, condition, reset=True)
        for key, state in sorted(((key, each) for key, each in own_devices if _is_under(each, panel)), key=_by_key)
        for condition in state.conditions
        if condition in LATCHED and (key, condition) not in already
        if not (key == known.key and condition in signal.raised)
    )


def _by_key(entry: tuple[str, DeviceState]) -> str:
    return entry[0]


def _is_under(state: DeviceState, panel: tuple[str, ...]) -> bool:
    return not panel or (state.address is not None and parts_of(state.address)[: len(panel)] == panel)


def _is_deed(world: World, key: str, signal: Signal, now: Instant) -> bool:
    """Whether somebody did something there that was not just said."""
    if signal.operation is None:
        return False
    said = world.said.get(key)
    if said is None or said.operation != signal.operation or said.operation_at is None:
        return True
    return signal.operation not in _NEVER_AGAIN and now - said.operation_at > SAME_DEED_MS


def _is_new_unread(world: World, key: str, signal: Signal, now: Instant) -> bool:
    """Whether something could not be read that was read before, or in other words after a while.

    A table that reads a value wrongly has other words in every message: those are no news of a device.
    """
    said = world.said.get(key)
    if said is None or said.unread_at is None or any(name not in said.unread for name in signal.unread):
        return True
    others = any(said.unread[name] != words for name, words in signal.unread.items())
    return others and now - said.unread_at > OTHER_WORDS_MS


def chatters_until(world: World, key: str, condition: Condition, now: Instant) -> Instant | None:
    """Return until when a condition that is raised now is held: it comes and goes too often. A fire never is."""
    limit = world.settings.signals.chatters_above
    said = world.said.get(key)
    before = None if said is None else said.flaps.get(condition)
    if condition == "fire" or not limit or before is None or now - before.since > FLAP_WITHIN_MS:
        return None
    return now.plus(FLAP_WITHIN_MS) if before.times >= limit else None
