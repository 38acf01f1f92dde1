"""The storey that a device's words name: ``12F``, ``B2``, ``负一层``, ``3层走廊``."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = "零一二三四五六七八九"
_BELOW = r"B|-|地下|负"
_STOREY = re.compile(
    rf"(?<![0-9A-Z])(?:(?P<below>{_BELOW})\s*(?P<depth>\d{{1,2}}|[一二三四五六七八九十]+)\s*(?:F|层|楼)?(?![0-9栋座区幢号#])"
    r"|(?P<above>\d{1,3}|[一二三四五六七八九十]+)\s*(?:F|层|楼(?!梯|栋|号)))"
)


def floor_in(text: str | None) -> int | None:
    """Return the floor that a text names first, basements negative; None where it names none."""
    if not text:
        return None
    found = _STOREY.search(unicodedata.normalize("NFKC", text).upper())
    if found is None:
        return None
    number = _number(found["depth"] or found["above"])
    if not number:
        return None
    return -number if found["below"] else number


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.find(words) if len(words) == 1 else 0
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if len(ones) == 1 else 0)
