"""What happened before: a device's and a building's earlier incidents, the false alarms among them.

Two parts make it up, and neither reads the record when it is asked. Incidents of the last day are still in the World;
those that left it are in `Premises`, which the process that reads the past fills as it folds, some 300 bytes each.
Tests and exercises are nobody's history, nor are incidents that were merged: their alarms are in another one's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from dispatch.core.deadlines import ARCHIVE_AFTER_MS
from dispatch.core.indexes import building_key, device_key, realm_of
from dispatch.core.instant import Instant, decode_hook, encode_hook
from dispatch.core.vocabulary import CauseClass, CloseReason, Struct
from dispatch.core.world import Incident, World

WINDOW_DAYS = 90
"""Counted so far back: what was mended since counts no longer. A planning value."""

DEVICES_AT_MOST = 5
"""Of the devices with a history those with most false alarms are told; a panel may have forty."""

_DAY_MS = 24 * 3600 * 1000
_REAL = realm_of(test=False, exercise=False)


class Earlier(Struct, frozen=True, kw_only=True):
    """One incident that is over. ``confirmed``: somebody said that it burnt."""

    id: str
    number: str
    kind: str
    grade: int
    opened_at: Instant
    close_reason: CloseReason
    confirmed: bool = False
    cause: CauseClass | None = None

    @property
    def false(self) -> bool:
        """Whether it was a false alarm."""
        return self.close_reason.startswith("false_")


class Past(Struct, frozen=True, kw_only=True):
    """What is known of one device or building: ``incidents`` and ``false_alarms`` of the window, the newest ever."""

    incidents: int = 0
    false_alarms: int = 0
    last: Earlier | None = None
    last_false: Earlier | None = None

    def plus(self, other: Past) -> Past:
        """Return what is known together with what is known of others of the same place."""
        return Past(
            incidents=self.incidents + other.incidents,
            false_alarms=self.false_alarms + other.false_alarms,
            last=_newer(self.last, other.last),
            last_false=_newer(self.last_false, other.last_false),
        )


class DevicePast(Struct, frozen=True, kw_only=True):
    """What is known of one device."""

    source: str
    device: str
    past: Past


class Before(Struct, frozen=True, kw_only=True):
    """What happened before an incident. ``devices`` are those of its own that have a history, most false alarms first;
    ``building`` is None where it is in none."""

    incident: str
    window_days: int
    devices: tuple[DevicePast, ...]
    building: Past | None


def keys_of(incident: Incident) -> tuple[str, ...]:
    """Return under which keys the history of an incident's devices and building lies."""
    devices = tuple(device_key(_REAL, source, device) for source, device in incident.devices)
    building = incident.place.building
    return devices if building is None else (*devices, building_key(_REAL, building))


def window_of(now: Instant) -> Instant:
    """Return since when incidents are counted."""
    return now.plus(-WINDOW_DAYS * _DAY_MS)


def is_all_in_world(began_at: Instant, now: Instant) -> bool:
    """Whether nothing can have left the World of a record that began then."""
    return now - began_at < ARCHIVE_AFTER_MS


class Premises:
    """Incidents that left the World, by device and building, in the order in which they left it."""

    def __init__(self) -> None:
        self._by_key: defaultdict[str, list[Earlier]] = defaultdict(list)

    def enter(self, incident: Incident) -> None:
        """Keep an incident that is about to leave the World."""
        earlier = _earlier(incident)
        if earlier is not None:
            for key in keys_of(incident):
                self._by_key[key].append(earlier)

    def of(self, keys: Iterable[str], since: Instant) -> dict[str, Past]:
        """Return what is known under each of these keys; nothing where there is nothing."""
        return {key: _past(found, since) for key in keys if (found := self._by_key.get(key))}


def before(world: World, incident: Incident, archived: Mapping[str, Past], now: Instant) -> Before:
    """Say what happened before an incident; ``archived`` is what is known under its keys of those that left the World.

    Goes through the incidents of the last day: some 0.5 ms for a thousand.
    """
    own = set(keys_of(incident))
    recent: defaultdict[str, list[Earlier]] = defaultdict(list)
    for each in world.incidents.values():
        if each.id == incident.id or (earlier := _earlier(each)) is None:
            continue
        for key in own.intersection(keys_of(each)):
            recent[key].append(earlier)
    since = window_of(now)
    nothing = Past()

    def past(key: str) -> Past:
        return archived.get(key, nothing).plus(_past(recent.get(key, ()), since))

    devices = (
        DevicePast(source=source, device=device, past=past(device_key(_REAL, source, device)))
        for source, device in incident.devices
    )
    known = sorted((each for each in devices if each.past.last is not None), key=lambda each: -each.past.false_alarms)
    building = incident.place.building
    return Before(
        incident=incident.id,
        window_days=WINDOW_DAYS,
        devices=tuple(known[:DEVICES_AT_MOST]),
        building=None if building is None else past(building_key(_REAL, building)),
    )


def _earlier(incident: Incident) -> Earlier | None:
    """Return an incident as the history of its place; None where it is none, or not over."""
    reason = incident.close_reason
    if reason is None or reason in ("merged", "test"):
        return None
    if incident.test or incident.exercise or incident.drill is not None:
        return None
    return Earlier(
        id=incident.id,
        number=incident.number,
        kind=incident.kind,
        grade=incident.grade,
        opened_at=incident.opened_at,
        close_reason=reason,
        confirmed=incident.confirmed_at is not None,
        cause=None if incident.outcome is None else incident.outcome.cause,
    )


def _past(found: Iterable[Earlier], since: Instant) -> Past:
    incidents = false_alarms = 0
    last = last_false = None
    for each in found:
        counted = each.opened_at >= since
        incidents += counted
        last = _newer(last, each)
        if each.false:
            false_alarms += counted
            last_false = _newer(last_false, each)
    return Past(incidents=incidents, false_alarms=false_alarms, last=last, last_false=last_false)


def _newer(one: Earlier | None, other: Earlier | None) -> Earlier | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda each: each.opened_at)


_encoder = msgspec.json.Encoder(enc_hook=encode_hook)
_decoder = msgspec.json.Decoder(dict[str, Past], dec_hook=decode_hook)


def encode_pasts(pasts: Mapping[str, Past]) -> bytes:
    """Return what is known as text, to cross from one process to another."""
    return _encoder.encode(pasts)


def decode_pasts(body: bytes) -> dict[str, Past]:
    """Read what `encode_pasts` wrote."""
    return _decoder.decode(body)
