"""A scene report's fields, as a crew's page, a radio log or a gateway writes them.

Each field by itself, as an alarm's: what cannot be read is left out and flagged ``bad_FIELD``, and its words go with
the report. A report is never refused for what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from dispatch.core.scene import UNREAD_AS, BlockedLane, Saw, Wanted, Water
from dispatch.core.vocabulary import Flag
from dispatch.intake.alarm_limits import TEXT_CHARACTERS
from dispatch.intake.fields import names
from dispatch.intake.fields.floors import read_floor
from dispatch.intake.fields.positions import read_position
from dispatch.intake.fields.reading import (
    LEFT_OUT,
    Reading,
    is_blank,
    is_nothing,
    read_count,
    read_decimal,
    read_flag,
    read_name,
    read_text,
    unread,
    words_of,
)
from stations.helpers import HELPER_KINDS
from stations.registry.rows import HELPER_WORDS

_SAW = names.by_spelling(
    {
        "fire": ("有火", "着火", "火情", "起火", "明火", "有明火", "yes"),
        "no_fire": ("无火", "没有火", "没火", "未见火情", "无明火", "误报", "nofire", "no"),
        "cannot_tell": ("看不清", "不能确定", "无法确定", "不确定", "说不准", "unsure", "unclear"),
    }
)
_WATER = names.by_spelling(
    {
        "no_water": ("无水", "没水", "断水"),
        "hydrant_dry": ("消火栓无水", "消火栓没水", "栓无水", "dryhydrant", "dry"),
    }
)
_WANTED = names.by_spelling(
    {
        "crew": ("人员", "人手", "增援", "微型站", "people"),
        "foot": (),
        "motorcycle": ("摩托车", "消防摩托车"),
        "engine": ("消防车", "水罐车", "pumper"),
        "aerial": ("云梯", "云梯车", "举高车", "ladder"),
        **{kind: tuple(each for each, of in HELPER_WORDS.items() if of == kind) for kind in HELPER_KINDS},
    }
)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_WANTS_AT_MOST, _COUNT_AT_MOST = 8, 100
_ROOM_CHARACTERS = 200
_LANE_FOR_S = 7 * 24 * 3600
"""Nobody can tell for longer how long a lane will be blocked."""


def _known(codes: frozenset[str], spellings: Mapping[str, str]) -> Callable[[Any], Reading[str]]:
    def read(value: Any) -> Reading[str]:
        if isinstance(value, str) and value in codes:
            return Reading(value)
        found = read_name(value)
        if found.value is None:
            return found
        known = spellings.get(names.simple(found.value))
        return unread(value) if known is None else Reading(known)

    return read


def _read_words(value: Any) -> Reading[str]:
    return LEFT_OUT if is_nothing(value) else read_text(value)


def _read_code(value: Any) -> Reading[str]:
    found = read_name(value)
    return found if found.value is None or _CODE.fullmatch(found.value) else unread(value)


def _read_want(value: Any) -> Reading[tuple[Wanted, ...]]:
    """Read what is asked for: one thing or several, each a word or an object of ``kind`` and ``count``."""
    if is_blank(value) or value in ([], {}):
        return LEFT_OUT
    several = value if isinstance(value, list) else [value]
    read = [_read_wanted(each) for each in several]
    found = tuple(each for each in read if each is not None)
    odd = len(found) < len(several) or len(found) > _WANTS_AT_MOST
    return Reading(found[:_WANTS_AT_MOST] or None, words_of(value) if odd else None)


def _read_wanted(value: Any) -> Wanted | None:
    sent = value if isinstance(value, Mapping) else {"kind": value}
    kind = read_name(sent.get("kind", sent.get("capability"))).value
    kind = _WANTED.get(names.simple(kind or ""), kind)
    count = read_count(sent.get("count"))
    if kind is None or not _CODE.fullmatch(kind) or count.odd:
        return None
    if count.value is not None and not 1 <= count.value <= _COUNT_AT_MOST:
        return None
    return Wanted(kind=kind, count=count.value)


def _read_lane(value: Any) -> Reading[BlockedLane]:
    """Read where a lane is blocked and how far; of an object with anything odd in it the words stay beside it."""
    if is_blank(value) or value == {}:
        return LEFT_OUT
    if not isinstance(value, Mapping):
        return unread(value)
    position, way = read_position(value), _read_code(value.get("way"))
    narrows, for_s = read_decimal(value.get("narrows_to_m")), read_decimal(value.get("for_s"))
    closes = read_flag(value.get("closes"))
    narrow = narrows.value if narrows.value is not None and narrows.value > 0 and not closes.value else None
    lasts = round(for_s.value) if for_s.value is not None and 0 < for_s.value <= _LANE_FOR_S else None
    odd = (
        bool(position.unread and not _says_nowhere(value))
        or any(each.odd for each in (way, narrows, for_s, closes))
        or (narrows.value is not None and narrows.value <= 0)
        or (for_s.value is not None and lasts is None)
        or (closes.value is False and narrow is None)
    )
    lane = BlockedLane(way=way.value, lon=position.lon, lat=position.lat, narrows_to_m=narrow, for_s=lasts)
    return Reading(lane, words_of(value) if odd else None)


def _says_nowhere(value: Mapping[str, Any]) -> bool:
    return all(is_nothing(value.get(name)) for name in names.OF_PLACES if name not in ("text", "floor"))


READINGS: dict[str, tuple[Callable[[Any], Reading[Any]], Flag]] = {
    "saw": (_known(frozenset(get_args(Saw)), _SAW), "bad_saw"),
    "floor": (read_floor, "bad_floor"),
    "room": (_read_words, "bad_room"),
    "burning": (_read_words, "bad_burning"),
    "trapped": (read_count, "bad_trapped"),
    "got_out": (read_count, "bad_got_out"),
    "hurt": (read_count, "bad_hurt"),
    "want": (_read_want, "bad_want"),
    "lane": (_read_lane, "bad_lane"),
    "water": (_known(frozenset(get_args(Water)), _WATER), "bad_water"),
    "hydrant": (_read_code, "bad_hydrant"),
    "under_control": (read_flag, "bad_under_control"),
    "out": (read_flag, "bad_out"),
    "note": (read_text, "bad_note"),
    "occurred_at": (_read_words, "bad_time"),
}
"""How each field is read, and the flag of one that could not be."""

_TEXTS = {"room": _ROOM_CHARACTERS, "burning": _ROOM_CHARACTERS, **TEXT_CHARACTERS}


def with_scene(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report's fields as the command has them; whatever else was sent stays as it is."""
    values = {name: value for name, value in sent.items() if name not in (*READINGS, "odd", "unread")}
    odd: list[Flag] = []
    kept: dict[str, str] = {}
    for name, (read, flag) in READINGS.items():
        found = read(sent.get(name))
        value = found.value
        if found.words is not None:
            kept[UNREAD_AS.get(name, name)] = found.words
            odd.append(flag)
        if isinstance(value, str) and len(value) > _TEXTS.get(name, len(value)):
            value = value[: _TEXTS[name]]
            odd.append("text_cut")
        if value is not None:
            values[name] = msgspec.to_builtins(value)
    return {**values, "odd": list(dict.fromkeys(odd)), "unread": kept}
