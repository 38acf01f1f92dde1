"""Floors as panels, gateways and callers write them: ``12``, ``B2``, ``12F``, ``负一层``, ``L3``, ``地下2层``.

A floor is a whole number, the ground floor 1, basements negative. Of several floors the lowest above ground (or the
highest below) is where a crew comes first: it is used, and the words stay, since the fire may be further on.
"""

from __future__ import annotations

import re
from typing import Any

from dispatch.intake.fields.reading import LEFT_OUT, Reading, chinese_number, is_blank, plain, read_whole, words_of

_AMOUNT = r"(\d{1,3}|[零〇一二两三四五六七八九十百]{1,5})"
_STOREY = r"(?:层|楼|f|fl|/f|floor|楼层)"
_ABOVE = (
    re.compile(rf"(?:第|地上)?{_AMOUNT}\s*{_STOREY}?"),
    re.compile(r"(?:floor|level|fl|f|l|lvl|level)[\s.#:-]*(\d{1,3})"),
    re.compile(r"(\d{1,3})(?:st|nd|rd|th)(?: floor)?"),
)
_BELOW = (
    re.compile(rf"(?:负|-|地下|地下室|地库|地下室第|b-?|basement\s*|lg\s*|-b)\s*{_AMOUNT}\s*{_STOREY}?"),
    re.compile(r"-\s*(\d{1,3})\s*(?:层|楼|f|fl)?"),
)
_FIRST = frozenset({"首层", "底层", "一楼大厅", "首层大厅", "地面", "地面层", "首楼"})
_WITH_MORE = re.compile(rf"((?:负|地下|b)?\s*{_AMOUNT}\s*层)\s*\S.*")
_ENDS = 2
_SEVERAL = re.compile(r"(.+?)\s*(?:-|~|至|到|—|–|、|,|/|;|和|及|to|and|&)\s*(.+)")


def read_floor(value: Any) -> Reading[int]:
    """Read a floor. ``夹层``, ``屋顶`` and what else has no number are left to a person."""
    if is_blank(value):
        return LEFT_OUT
    if not isinstance(value, str):
        return read_whole(value)
    text = plain(value).lower()
    single = _one(text)
    if single is not None:
        return Reading(single)
    several = _SEVERAL.fullmatch(text)
    ends = [end for end in map(_one, several.groups()) if end is not None] if several else []
    if len(ends) == _ENDS:
        low, high = sorted(ends)
        return Reading(low if low > 0 else high if high < 0 else 1, words_of(value))
    beginning = _WITH_MORE.fullmatch(text)
    return Reading(_one(beginning[1]) if beginning else None, words_of(value))


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
