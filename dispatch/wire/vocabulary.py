"""The words of the wire in Chinese and in English, read once from ``vocabulary.toml`` beside this file; those of
capabilities stand where these are defined (`stations.capabilities`).

A word is asked for by its family and its code, such as ``kind`` and ``smoke``: two families may have the same code and
mean different things by it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from stations.capabilities import known_capabilities

Language: TypeAlias = Literal["zh", "en"]

FILE = Path(__file__).with_name("vocabulary.toml")
MISSED = "missed_"
"""A trigger ``missed_NAME`` waits for the target NAME to be missed; its word is made of the target's."""


class Word(NamedTuple):
    """What one code is called: in running text, and where there is little room."""

    zh: str
    en: str
    short_zh: str
    short_en: str

    def in_language(self, language: Language) -> str:
        """Return the word in running text."""
        return self.zh if language == "zh" else self.en


@cache
def vocabulary() -> Mapping[str, Mapping[str, Word]]:
    """Return every family's words by their codes, in the file's order."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    words = {family: {code: _word(**told) for code, told in words.items()} for family, words in tables.items()}
    return words | {"capability": {each.id: _word(each.zh, each.en) for each in known_capabilities()}}


def _word(zh: str, en: str, short_zh: str | None = None, short_en: str | None = None) -> Word:
    return Word(zh, en, short_zh or zh, short_en or en)


def word(family: str, code: str, language: Language) -> str:
    """Return what a code is called; a code of a later version, or a district's own, is called by itself.

    Raises `KeyError` where there is no such family.
    """
    found = vocabulary()[family].get(code)
    return code if found is None else found.in_language(language)


def trigger(code: str, language: Language) -> str:
    """Return what a rung waits for: ``missed_arrive`` is "arrival missed"."""
    if not code.startswith(MISSED):
        return word("trigger", code, language)
    return word("trigger", "missed", language).format(target=word("target", code.removeprefix(MISSED), language))
