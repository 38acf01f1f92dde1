"""Floors as panels, gateways and callers write them: ``12``, ``B2``, ``12F``, ``负一层``, ``L3``, ``地下2层``.

A floor is a whole number, the ground floor 1, basements negative. Of several floors the lowest above ground (or the
highest below) is where a crew comes first: it is used, and the words stay, since the fire may be further on.
"""

from __future__ import annotations

import re
from typing import Any

from dispatch.intake.fields.reading import (
    LEFT_OUT,
    Reading,
    chinese_number,
    is_nothing,
    plain,
    read_whole,
    words_of,
)

_AMOUNT = r"(\d{1,3}|[零〇一二两三四五六七八九十百廿卅]{1,5})(?:\.0)?"
_STOREY = r"(?:层|楼|f|fl|/f|floor|楼层)"
_ABOVE = (
    re.compile(rf"(?:第|地上|地面|楼层:?)?\s*{_AMOUNT}\s*{_STOREY}?"),
    re.compile(r"(?:floor|level|fl|f|l|lvl|level)(?:[\s.#:]*|-(?=0\d))(\d{1,3})"),
    re.compile(r"(\d{1,3})(?:st|nd|rd|th)(?:\s*(?:floor|flr|fl))?"),
)
_BELOW = (
    re.compile(
        rf"(?:地下|地库|地下室)?\s*(?:负|-|地下|地下室|地库|地下室第|b-?|basement\s*|lg\s*|-b)\s*{_AMOUNT}\s*{_STOREY}?"
    ),
    re.compile(r"-\s*(\d{1,3})(?:\.0)?\s*(?:层|楼|f|fl)?"),
)
_FIRST = frozenset({"首层", "底层", "一楼大厅", "首层大厅", "地面", "地面层", "首楼"})
_NAMED = re.compile(
    rf"(?<![\w.+-])(?:第|地上|负|地下|-|b)?\s*{_AMOUNT}\s*(?:层|楼层?(?![\w栋幢座])|f(?![a-z\d_栋幢座]))|(?<![a-z\d])b-?\d{{1,2}}(?![\d#栋幢座.-]|号楼)"
    rf"|(?<=[号座栋幢楼元区])(?:第|负|地下|-)?\s*{_AMOUNT}\s*层"
)
"""A floor among other words, named as one."""

_ENDS = 2
_SEVERAL = re.compile(r"(.+?)\s*(?:-|~|至|到|、|,|/|;|和|及|与|to|and|&)\s*(.+)")
_LISTED = re.compile(r"\s*(?:、|,|;|和|及|与|and|&)\s*")


def read_floor(value: Any) -> Reading[int]:
    """Read a floor. ``夹层``, ``屋顶`` and what else has no number are left to a person."""
    if is_nothing(value):
        return LEFT_OUT
    if not isinstance(value, str):
        return read_whole(value)
    text = plain(value).lower()
    single = _one(text)
    if single is not None:
        return Reading(single)
    return Reading(_first_of(text) or _among_words(text), words_of(value))


def _first_of(text: str) -> int | None:
    """Return the floor of several that a crew comes to first; None where they are not several floors.

    A range goes away from the ground, or through it: ``12-03`` is a door, and its floor a matter of the building.
    """
    listed = [_one(each) for each in _LISTED.split(text)]
    if len(listed) > _ENDS and None not in listed:
        return _nearest_ground([each for each in listed if each is not None])
    several = _SEVERAL.fullmatch(text)
    ends = [end for end in map(_one, several.groups()) if end is not None] if several else []
    if len(ends) != _ENDS or (ends[0] > ends[1] > 0 and not _LISTED.search(text)):
        return None
    return _nearest_ground(ends)


def _nearest_ground(floors: list[int]) -> int:
    low, high = min(floors), max(floors)
    return low if low > 0 else high if high < 0 else 1


def _among_words(text: str) -> int | None:
    """Return the one floor that words name; None where they name none, or several."""
    found = {_one(each[0].strip()) for each in _NAMED.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _one(text: str) -> int | None:
    """Return the number of a single floor; None where it is not one."""
    if text in _FIRST:
        return 1
    whole = read_whole(text)
    if whole.value is not None:
        return whole.value
    for sign, patterns in ((-1, _BELOW), (1, _ABOVE)):
        for pattern in patterns:
            found = pattern.fullmatch(text)
            amount = _amount(found[1]) if found else None
            if amount is not None and (amount > 0 or sign > 0):
                return sign * amount
    return None


def _amount(text: str) -> int | None:
    return int(text) if text.isascii() else chinese_number(text)
