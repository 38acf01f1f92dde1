"""How long an alarm's texts may be. An alarm is never refused for a long one: it is cut, and the alarm says so.

What is cut would else stay in the record for ever, and on every console.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace

from dispatch.core.commands import AlarmRaise

NAME_CHARACTERS = 128
"""Of what names something: a source, a kind, a device, a building, a drill, a key."""

TEXT_CHARACTERS = {"note": 4000, "reporter": 256, "occurred_at": 64}
PLACE_TEXT_CHARACTERS = 1000

_NAMES = ("source", "kind", "device", "key", "drill")
_LEGIBLE = 40
_DIGEST_BYTES = 16


def within_limits(alarm: AlarmRaise) -> AlarmRaise:
    """Return an alarm with every text within its limit, marked where one was not: the same object where all are."""
    shorter: dict[str, Any] = {}
    for name in _NAMES:
        shorter |= _changed(name, getattr(alarm, name), _short_name)
    for name, limit in TEXT_CHARACTERS.items():
        shorter |= _changed(name, getattr(alarm, name), partial(_cut, limit=limit))
    place = _changed("text", alarm.place.text, partial(_cut, limit=PLACE_TEXT_CHARACTERS))
    place |= _changed("building", alarm.place.building, _short_name)
    if place:
        shorter["place"] = replace(alarm.place, **place)
    return replace(alarm, **shorter, text_cut=True) if shorter else alarm


def _changed(name: str, text: str | None, shorten: Callable[[str], str]) -> dict[str, Any]:
    if text is None:
        return {}
    shorter = shorten(text)
    return {} if shorter == text else {name: shorter}


def _cut(text: str, limit: int) -> str:
    return text[:limit]


def _short_name(text: str) -> str:
    """Return a name within its limit: the end of a long one becomes its digest, so that no two become one."""
    if len(text) <= NAME_CHARACTERS:
        return text
    digest = hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{text[:_LEGIBLE]}~{digest}"
