"""What units can do, as a vocabulary with figures: ``reach:54m`` is what a unit has, ``reach>=54m`` what a plan needs.

The words are data (``capabilities.toml``); a district adds its own. Stored capabilities are texts in one spelling, so
that a rule compares them without the vocabulary. A word that nobody knows is kept, and named by whoever reads it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from stations.problems import Findings, suggest
from stations.toml import Lines, Table

RELATIVE: tuple[str, ...] = ("building", "floor")
"""Figures that follow from the incident: the height of its building; that of its floor, of the building where no floor
is known."""

_FACTORS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "m": {"m": 1.0, "米": 1.0, "metres": 1.0, "meters": 1.0, "km": 1000.0},
        "L": {
            "l": 1.0,
            "升": 1.0,
            "litres": 1.0,
            "m3": 1000.0,
            "m³": 1000.0,
            "立方米": 1000.0,
            "t": 1000.0,
            "吨": 1000.0,
        },
        "L/s": {"l/s": 1.0, "升/秒": 1.0, "l/min": 1 / 60, "升/分": 1 / 60, "m3/h": 1 / 3.6},
        "m3/h": {"m3/h": 1.0, "m³/h": 1.0, "立方米/时": 1.0},
        "kg": {"kg": 1.0, "公斤": 1.0, "千克": 1.0, "t": 1000.0, "吨": 1000.0},
        "kW": {"kw": 1.0, "千瓦": 1.0},
        "kN": {"kn": 1.0, "千牛": 1.0},
        "people": {"people": 1.0, "人": 1.0, "persons": 1.0},
    }
)
"""Unit of a figure → how it may be written, in small letters, and how many of the unit that is."""

UNITS: tuple[str, ...] = tuple(_FACTORS)
"""Units that a figure may have."""

_WRITTEN = re.compile(r"(?P<word>[^:：=＝><≥]+?)\s*(?:(?:[:：=＝]|>=|≥|>)\s*(?P<figure>.*))?")
_FIGURE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>\D.*)?")
_FILE = Path(__file__).with_name("capabilities.toml")
_REMEMBERED = 1 << 14
_METRES_A_STOREY = 3.0


class Capability(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the vocabulary: what it is called, the ``unit`` of its figure (empty: it has none), other spellings."""

    id: str
    zh: str
    en: str
    unit: str = ""
    also: tuple[str, ...] = ()


class Read(NamedTuple):
    """A capability as it is kept, and what is wrong with how it was written; empty where nothing is."""

    kept: str
    problem: str = ""


Vocabulary = Mapping[str, Capability]
"""Every spelling in small letters → its word."""


@cache
def known_capabilities() -> tuple[Capability, ...]:
    """Return the words that come with this package."""
    text = _FILE.read_text(encoding="utf-8")
    return tuple(read_words(Table(tomllib.loads(text), Findings(_FILE.name), Lines(text)), "words"))


def read_words(table: Table, key: str) -> list[Capability]:
    """Read words from an array of tables."""
    words = []
    for entry in table.tables(key):
        word = Capability(
            id=entry.text("id"),
            zh=entry.text("zh"),
            en=entry.text("en"),
            unit=entry.choice("unit", UNITS) if "unit" in entry else "",
            also=entry.words("also"),
        )
        entry.warn_of_unread()
        if entry.ok:
            words.append(word)
    return words


@lru_cache(maxsize=8)
def vocabulary(own: tuple[Capability, ...] = ()) -> Vocabulary:
    """Return the words by every spelling of theirs; a district's own go before those of this package."""
    spelt: dict[str, Capability] = {}
    for word in (*known_capabilities(), *own):
        spelt |= dict.fromkeys((each.lower() for each in (word.id, word.zh, word.en, *word.also)), word)
    return spelt


def read_owned(written: str, words: Vocabulary) -> Read:
    """Read what a unit has: ``reach:54m``, ``foam``. What cannot be read is kept as it was written."""
    return _read(written, words, ":", relative=False)


def read_needed(written: str, words: Vocabulary) -> Read:
    """Read what a plan asks for: ``reach>=54m``, ``reach>=building``, ``foam``."""
    return _read(written, words, ">=", relative=True)


def _read(written: str, words: Vocabulary, sign: str, *, relative: bool) -> Read:
    parts = _WRITTEN.fullmatch(written)
    name = parts["word"] if parts else written
    word = words.get(name.lower())
    if word is None:
        return Read(written, f"“{name}” is no known capability; {suggest(name.lower(), _names(words, name))}")
    figure = parts["figure"] if parts else None
    if figure is None:
        return Read(word.id)
    if not word.unit:
        return Read(written, f"“{word.id}” has no figure; write “{word.id}” alone")
    if relative and word.unit == "m" and figure in RELATIVE:
        return Read(f"{word.id}{sign}{figure}")
    value = _value(figure, word.unit)
    if value is None:
        return Read(written, f"“{figure}” is no figure in {word.unit}; write “{word.id}{sign}54{word.unit}”")
    return Read(f"{word.id}{sign}{value:g}{word.unit}")


def _names(words: Vocabulary, like: str) -> tuple[str, ...]:
    """Return what the words are called, in the script of a name."""
    return tuple(dict.fromkeys(word.id if like.isascii() else word.zh for word in words.values()))


def _value(figure: str, unit: str) -> float | None:
    """Return a figure in its unit, in which it is meant where it names none; None where it is none."""
    parts = _FIGURE.fullmatch(figure.strip())
    if parts is None:
        return None
    factor = _FACTORS[unit].get((parts["unit"] or unit).strip().lower())
    return None if factor is None else float(parts["number"]) * factor


@lru_cache(_REMEMBERED)
def meets(needed: tuple[str, ...], owned: tuple[str, ...]) -> bool:
    """Whether a unit has all that is needed; a figure that nobody wrote down is not known to be enough."""
    has = _figures(owned)
    for need in needed:
        word, sign, figure = need.partition(">=")
        if word not in has:
            return False
        if sign:
            own, least = has[word], _number(figure)
            if own is None or least is None or own < least:
                return False
    return True


@lru_cache(_REMEMBERED)
def _figures(owned: tuple[str, ...]) -> dict[str, float | None]:
    """Return each word with its figure; of a word that stands twice the greater."""
    figures: dict[str, float | None] = {}
    for each in owned:
        word, sign, figure = each.partition(":")
        value = _number(figure) if sign else None
        if word not in figures or (value or 0.0) > (figures[word] or 0.0):
            figures[word] = value
    return figures


def _number(figure: str) -> float | None:
    """Return the number of a kept figure; None for one that cannot be read."""
    parts = _FIGURE.fullmatch(figure)
    return None if parts is None else float(parts["number"])


def is_relative(capability: str) -> bool:
    """Whether what is needed follows from the incident."""
    return capability.endswith(RELATIVE) and ">=" in capability


def made_concrete(
    needed: tuple[str, ...], *, height_m: float | None, storeys: int | None, floor: int | None
) -> tuple[str, ...]:
    """Return what is needed with the figures of an incident's place; the word alone where they are not known."""
    return tuple(_concrete(each, height_m, storeys, floor) if is_relative(each) else each for each in needed)


def _concrete(needed: str, height_m: float | None, storeys: int | None, floor: int | None) -> str:
    word, _, figure = needed.partition(">=")
    least_m = height_m if height_m is not None or storeys is None else storeys * _METRES_A_STOREY
    if figure == "floor" and floor is not None:
        a_storey_m = height_m / storeys if height_m and storeys else _METRES_A_STOREY
        least_m = max(0.0, floor * a_storey_m)
    return word if least_m is None else f"{word}>={least_m:g}m"


def together(*capabilities: tuple[str, ...]) -> tuple[str, ...]:
    """Return all of several lists, each once."""
    return tuple(dict.fromkeys(each for several in capabilities for each in several))
