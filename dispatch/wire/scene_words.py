"""A scene report in words, in Chinese and in English: what was said, in the order of its fields, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dispatch.core.scene import KNOWN_WANTS
from dispatch.wire.vocabulary import Language, word
from stations.helpers import HELPER_KINDS

_LISTED = {"zh": "，", "en": ", "}
_NARROW = {"zh": "，剩 {m:g} 米", "en": ", {m:g} m left"}


def scene_words(said: Mapping[str, Any], language: Language) -> str:
    """Return what a report says, as the wire has its content; a dash where it says nothing."""
    return _LISTED[language].join(_parts(said, language)) or "–"


def _parts(said: Mapping[str, Any], language: Language) -> Iterator[str]:
    for name, value in said.items():
        if name == "unread" or value in (None, False, [], ()):
            continue
        yield word("scene", name, language).format(**{name: _told(name, value, language)})


def _told(name: str, value: Any, language: Language) -> str:
    match name:
        case "saw" | "water":
            return word(name, value, language)
        case "want":
            return _LISTED[language].join(_wanted(each, language) for each in value)
        case "lane":
            narrow = value.get("narrows_to_m")
            return "" if narrow is None else _NARROW[language].format(m=narrow)
        case _:
            return str(value)


def _wanted(wanted: Mapping[str, Any], language: Language) -> str:
    kind, count = str(wanted["kind"]), wanted.get("count")
    family = "helper" if kind in HELPER_KINDS else "wanted" if kind in KNOWN_WANTS else None
    named = kind if family is None else word(family, kind, language)
    return named if count is None else f"{named} ×{count}"
