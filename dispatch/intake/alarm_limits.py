"""How long an alarm's texts may be. An alarm is never refused for a long one: it is cut, and the alarm says so.

What is cut would else stay in the record for ever, and on every console.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from dispatch.core.commands import AlarmRaise

NAME_CHARACTERS = 128
"""Of what names something: a source, a kind, a device, a building, a drill, a key."""

TEXT_CHARACTERS = {"note": 4000, "reporter": 256, "occurred_at": 64}
PLACE_TEXT_CHARACTERS = 1000

_LEGIBLE = 40
_DIGEST_BYTES = 16


def within_limits(alarm: AlarmRaise) -> AlarmRaise:
    """Return an alarm with every text within its limit, marked where one was not: the same object where all are."""
    shorter = _shorter(alarm, _LIMITS)
    place = _shorter(alarm.place, _PLACE_LIMITS)
    if place:
        shorter["place"] = replace(alarm.place, **place)
    return replace(alarm, **shorter, text_cut=True) if shorter else alarm


def _shorter(texts: msgspec.Struct, limits: Mapping[str, _Limit]) -> dict[str, Any]:
    """Return the fields whose texts are longer than they may be, as they are kept."""
    found = {}
    for name, (n_characters, shorten) in limits.items():
        text = getattr(texts, name)
        if text is not None and len(text) > n_characters:
            found[name] = shorten(text, n_characters)
    return found


def _cut(text: str, n_characters: int) -> str:
    return text[:n_characters]


def _short_name(text: str, _n_characters: int) -> str:
    """Return a name that is too long within its limit: its end becomes its digest, so that no two become one."""
    digest = hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{text[:_LEGIBLE]}~{digest}"


_Limit = tuple[int, Callable[[str, int], str]]

_NAME: _Limit = (NAME_CHARACTERS, _short_name)
_LIMITS: Mapping[str, _Limit] = {
    **dict.fromkeys(("source", "kind", "device", "key", "drill"), _NAME),
    **{name: (n_characters, _cut) for name, n_characters in TEXT_CHARACTERS.items()},
}
_PLACE_LIMITS: Mapping[str, _Limit] = {"text": (PLACE_TEXT_CHARACTERS, _cut), "building": _NAME}
