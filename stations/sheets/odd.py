"""Characters that nobody sees, or that look like others: stripped at the ends of a cell, named wherever they stay.

A value that differs from another by such a character alone looks right in every message that quotes it; `exposed` shows
it with the code point, so that a clerk sees what to delete.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_UNSEEN_KINDS = ("Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn", "Cs")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers and joiners that are drawn as nothing although they count as letters or marks."""

_LOOKS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"),
}
_ALPHABETS = ((0x370, 0x52F), (0x13A0, 0x13FF))  # Greek, Cyrillic, Cherokee
_VARIATIONS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


@lru_cache(maxsize=4096)
def is_unseen(character: str) -> bool:
    """Whether a character shows nothing, or a space that is not the common one."""
    if " " < character < "\x7f" or character == " ":
        return False
    kind = unicodedata.category(character)
    return kind in _UNSEEN_KINDS or character in _UNSEEN or _within(character, _VARIATIONS)


def is_odd(character: str) -> bool:
    """Whether a character is unseen, or looks like a letter, digit or dash of ASCII and is none."""
    if " " <= character < "\x7f":
        return False
    if is_unseen(character) or character in _LOOKS or _within(character, _ALPHABETS):
        return True
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and plain.isascii() and any(each.isalnum() or each in "._-" for each in plain)


def trimmed(cell: str) -> tuple[str, str]:
    """Return a cell without what is unseen at its ends, and those of the characters that are no common space."""
    if cell.isascii() and cell.isprintable():
        return cell.strip(), ""
    start, end = 0, len(cell)
    while start < end and _is_blank(cell[start]):
        start += 1
    while end > start and _is_blank(cell[end - 1]):
        end -= 1
    removed = cell[:start] + cell[end:]
    return cell[start:end], "".join(each for each in dict.fromkeys(removed) if each not in " \t\r\n")


def odd_in(text: str) -> str:
    """Return the odd characters of a text, each once."""
    return "" if text.isascii() and text.isprintable() else "".join(filter(is_odd, dict.fromkeys(text)))


def unseen_in(text: str) -> str:
    """Return the unseen characters of a text, each once; the line ends of a cell of several lines are none."""
    if text.isascii() and text.isprintable():
        return ""
    return "".join(each for each in dict.fromkeys(text) if each not in "\t\r\n" and is_unseen(each))


def exposed(text: str, longest: int = 80) -> str:
    """Return a text in which each odd character stands with its code point: ``s1‹U+200B›``, ``ｓ‹U+FF53›1``."""
    shown = text[:longest]
    if not odd_in(shown):
        return shown
    return "".join(_with_code(each) if is_odd(each) else each for each in shown)


def named(characters: str) -> str:
    """Return characters by code point and Unicode's name: ``U+200B ZERO WIDTH SPACE, U+3000 IDEOGRAPHIC SPACE``."""
    return ", ".join(f"{_code(each)} {unicodedata.name(each, 'CONTROL')}" for each in characters)


def plain(text: str) -> str:
    """Return a text with full-width letters, digits and dashes as those of ASCII (NFKC), for what has one reading."""
    if text.isascii():
        return text
    return "".join(_LOOKS.get(each, each) for each in unicodedata.normalize("NFKC", text))


def _is_blank(character: str) -> bool:
    return character.isspace() or is_unseen(character)


def _with_code(character: str) -> str:
    return f"‹{_code(character)}›" if is_unseen(character) else f"{character}‹{_code(character)}›"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _within(character: str, blocks: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(character) <= last for first, last in blocks)
