"""An alarm's fields, whoever sent them: the one reader of every way in.

Each field by itself: an odd value in one takes nothing from the others. What could not be read is left out and flagged
``bad_FIELD``, and its words go with the alarm (`AlarmRaise.unread`) to the record and to every screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dispatch.core.commands import AlarmRaise
from dispatch.core.vocabulary import KNOWN_KINDS, KNOWN_SOURCES, Flag, Place
from dispatch.intake.alarm_limits import within_limits
from dispatch.intake.fields import names
from dispatch.intake.fields.place import read_place
from dispatch.intake.fields.reading import (
    LEFT_OUT,
    Reading,
    is_nothing,
    read_count,
    read_drill,
    read_flag,
    read_name,
    read_text,
    words_of,
)

UNKNOWN = "unknown"
_NOWHERE = Place()


_SOURCES, _KINDS = names.by_spelling(names.SOURCES), names.by_spelling(names.KINDS)

_OTHERS_AT_MOST, _NAME_CHARACTERS = 12, 40
"""So many fields under other names are kept of an alarm that says no place, and so much of their names."""


def _read_source(value: Any) -> Reading[str]:
    return _known(value, KNOWN_SOURCES, _SOURCES)


def _read_kind(value: Any) -> Reading[str]:
    return _known(value, KNOWN_KINDS, _KINDS)


def _known(value: Any, ours: frozenset[str], spellings: Mapping[str, str]) -> Reading[str]:
    """Read a name: a known one also in other letters and in the words that people have for it."""
    if isinstance(value, str) and value in ours:
        return Reading(value)
    found = read_name(value)
    known = spellings.get(names.simple(found.value or ""))
    return found if known is None else Reading(known)


def _read_time(value: Any) -> Reading[str]:
    return LEFT_OUT if is_nothing(value) else read_text(value)


READINGS: dict[str, tuple[Callable[[Any], Reading[Any]], Flag]] = {
    "source": (_read_source, "bad_source"),
    "kind": (_read_kind, "bad_kind"),
    "device": (read_name, "bad_device"),
    "key": (read_name, "bad_key"),
    "occurred_at": (_read_time, "bad_time"),
    "reporter": (read_text, "bad_reporter"),
    "trapped": (read_count, "bad_trapped"),
    "note": (read_text, "bad_note"),
    "test": (read_flag, "bad_test"),
    "exercise": (read_flag, "bad_exercise"),
    "drill": (read_drill, "bad_drill"),
}
"""How each field but the place is read, and the flag of one that could not be.

What the time's words mean is read with the district's clock, in the rule (`dispatch.core.own_time`).
"""


def read_fields(
    sent: Mapping[str, Any],
    *,
    source: str = UNKNOWN,
    kind: str = UNKNOWN,
    flags: tuple[Flag, ...] = (),
    unread: Mapping[str, str] | None = None,
) -> AlarmRaise:
    """Return the alarm that these fields say, within the limits of texts. It refuses nothing.

    ``source`` and ``kind`` stand where none was sent; ``flags`` and ``unread`` are what the body had wrong already.
    """
    values: dict[str, Any] = {"source": source, "kind": kind}
    kept, odd = dict(unread or {}), list(flags)
    came, sent = sent, names.of_alarm(sent)
    for name, (read, flag) in READINGS.items():
        value = sent.get(name)
        found = read(value)
        if found.value is not None:
            values[name] = found.value
        if found.words is not None:
            kept[name] = found.words
            odd.append(flag)
    place = read_place(sent.get("place"), sent)
    kept |= place.unread
    if place.place == _NOWHERE:
        kept = _others(came) | kept
    all_odd = tuple(dict.fromkeys((*odd, *place.flags)))
    alarm = AlarmRaise(**values, place=place.place, odd=all_odd, unread=kept, datum=place.datum)
    return within_limits(alarm)


def _others(came: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of fields whose names nobody knows: where no place was read, it may be among them."""
    others = list(names.unknown_to_alarms(came).items())[:_OTHERS_AT_MOST]
    return {words_of(name)[:_NAME_CHARACTERS]: words_of(value) for name, value in others}
