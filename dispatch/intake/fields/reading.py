"""What a reading of a value comes to, and the readings of texts, yes or no, and numbers.

No value is refused here. What has one meaning is read, ``null`` and what is blank is left out, and of the rest the
words are kept so that a person can read them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from dispatch.core.vocabulary import WORDS_CHARACTERS
from stations.plain_text import visible

T = TypeVar("T")

_DIGITS_AT_MOST = 40
_UNSEEN = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\0\u200b\u200c\u200d\u2060\ufeff"
"""What nobody sees at the ends of a text: blanks, fillers of fixed lengths, byte order marks, joiners."""

_NOTHING_CHARACTERS = 16
_NOTHING = frozenset(
    {"null", "(null)", "<null>", "none", "nil", "undefined", "n/a", "na", "unknown", "empty", "not available"}
    | {"无", "未知", "不详", "不明", "空", "暂无", "未填", "未填写", "待定", "没有", "无数据", "未设置"}
)
"""What forms, databases and programs write where nothing is."""

READ_AT_MOST = 128
"""Characters of a value that a grammar looks at."""

_LEGIBLE = re.compile(r"[^\W_]")
_YES = frozenset({"true", "t", "1", "yes", "y", "on", "是", "是的", "真", "对", "有", "√", "✓", "☑"})
_NO = frozenset({"false", "f", "0", "no", "n", "off", "否", "假", "不是", "无", "×", "✗", "☐"})
_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d*)?|\.\d{1,40})(e[+-]?\d{1,3})?", re.IGNORECASE)
_PEOPLE = re.compile(r"(.+?)\s*(人|名|位|个|个人|persons?|people)")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_NOBODY = frozenset({"无人", "没人", "没有人", "无人被困", "nobody", "no one"})
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


class Reading(NamedTuple, Generic[T]):
    """A value as it is used (None: left out), and the words of what could not be used as it stands."""

    value: T | None = None
    words: str | None = None

    @property
    def odd(self) -> bool:
        """Whether a person must look at the words."""
        return self.words is not None


LEFT_OUT: Reading[Any] = Reading()


def words_of(value: Any) -> str:
    """Return any JSON value as words for a person: one line, without what steers a screen, cut to a limit."""
    return visible(_written(value)[:WORDS_CHARACTERS])[:WORDS_CHARACTERS]


def _written(value: Any) -> str:
    try:
        return str(value) if isinstance(value, str | Decimal) else json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "…"  # nested so deep that no person reads it


def unread(value: Any) -> Reading[Any]:
    """Return the reading of what has no meaning, or more than one."""
    return Reading(words=words_of(value))


def plain(text: str) -> str:
    """Return a text as grammars read it: full-width letters and digits made ordinary, what is unseen at its ends
    dropped; empty where it is longer than any floor, number or position: some grammars take long over such ones."""
    bare = text.strip(_UNSEEN)
    if len(bare) > READ_AT_MOST:
        return ""
    return unicodedata.normalize("NFKC", bare).translate(_DASHES).strip(_UNSEEN)


def is_blank(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or (isinstance(value, str) and not value.strip(_UNSEEN))


def is_nothing(value: Any) -> bool:
    """Whether a value says that there is none: ``null`` as a text, ``N/A``, ``未知``, a dash. No name of anything."""
    if not isinstance(value, str) or len(value) > _NOTHING_CHARACTERS:
        return is_blank(value)
    text = value.strip(_UNSEEN).lower()
    return text in _NOTHING or _LEGIBLE.search(text) is None


def read_name(value: Any) -> Reading[str]:
    """Read what names one thing among others. Two that say ``-`` or ``未知`` have no name, rather than the same."""
    if is_nothing(value):
        return LEFT_OUT
    return read_text(value.strip(_UNSEEN) if isinstance(value, str) else value)


def read_text(value: Any) -> Reading[str]:
    """Read a text: a number is its digits; what holds other values is none."""
    if is_blank(value):
        return LEFT_OUT
    if isinstance(value, str):
        return Reading(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Reading(str(value))
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _DIGITS_AT_MOST:
        whole = value.to_integral_value()
        return Reading(str(int(whole)) if whole == value else f"{value:f}")
    return unread(value)


def read_drill(value: Any) -> Reading[str]:
    """Read the name of a drill. A plain no names none: what is no exercise must not become one."""
    said = read_flag(value)
    return LEFT_OUT if said.value is False else read_name(value)


def read_flag(value: Any) -> Reading[bool]:
    """Read a yes or no. What is neither stands for no: an alarm is real until somebody says clearly that it is not."""
    if isinstance(value, bool):
        return Reading(value)
    text = plain(value).lower() if isinstance(value, str) else str(value)
    if isinstance(value, Decimal | float) and value in (0, 1):
        text = str(int(value))
    if text in _YES:
        return Reading(value=True)
    if text in _NO:
        return Reading(value=False)
    return LEFT_OUT if is_nothing(value) else unread(value)


def read_decimal(value: Any) -> Reading[float]:
    """Read a finite number, also where it is written as a text."""
    if is_nothing(value):
        return LEFT_OUT
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return unread(value)
    if isinstance(value, str):
        text = plain(value)
        if not _NUMBER.fullmatch(text):
            return unread(value)
        value = Decimal(text)
    try:
        number = float(value)
    except OverflowError:
        return unread(value)
    return Reading(number) if abs(number) != float("inf") and number == number else unread(value)  # noqa: PLR0124


def read_whole(value: Any) -> Reading[int]:
    """Read a whole number, also where it is written as a text or with a fraction of nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Reading(value)
    number = read_decimal(value)
    if number.value is None:
        return Reading(words=number.words)
    return Reading(int(number.value)) if number.value.is_integer() else unread(value)


def read_count(value: Any) -> Reading[int]:
    """Read how many people: a whole number, ``3人``, ``三人``; ``无人`` is none."""
    if is_nothing(value):
        return LEFT_OUT
    if not isinstance(value, str):
        return read_whole(value)
    text = plain(value)
    if text.lower() in _NOBODY:
        return Reading(0)
    counted = _PEOPLE.fullmatch(text)
    amount = counted[1] if counted else text
    named = chinese_number(amount)
    found = Reading(named) if named is not None else read_whole(amount)
    return unread(value) if found.value is None else found


def chinese_number(text: str) -> int | None:
    """Return a number from 0 to 999 as it is said in Chinese, ``十二``, ``一百零三``; None where it is none."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or not set(text) <= {*_CHINESE_DIGITS, "十", "百"}:
        return None
    if len(text) > 1 and not {"十", "百"} & set(text):
        return None  # digit by digit, 一二三, is said of rooms, not of amounts
    total, digit = 0, None
    for sign in text:
        if sign in _CHINESE_DIGITS:
            if digit not in (None, 0):
                return None
            digit = _CHINESE_DIGITS[sign]
        else:
            size = 10 if sign == "十" else 100
            total += (1 if digit in (None, 0) else digit) * size
            digit = None
    return total + (digit or 0)
