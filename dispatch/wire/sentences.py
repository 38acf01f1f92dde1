"""Reasons as sentences in Chinese and in English: the vocabulary's, filled with what the reason holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from dispatch.core.reasons import ByPerson, Reason
from dispatch.wire.vocabulary import Language, trigger, word

_TAGS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Reason))


def read_reason(because: Mapping[str, Any] | None) -> Reason | None:
    """Read a reason as the wire has it; None for none, and for one of a later version."""
    known = because is not None and because["type"] in _TAGS
    return msgspec.convert(because, Reason) if known else None


def sentence(because: Reason, language: Language) -> str:
    """Return why, in words; what a person wrote stays as it is."""
    if isinstance(because, ByPerson) and because.words:
        return because.words
    fields = msgspec.structs.asdict(because)
    told = {name: _told(name, value, language) for name, value in fields.items()}
    told["said"] = str(fields.get(language, ""))  # a rule that a district wrote brings its words in both languages
    return word("reason", str(because.__struct_config__.tag), language).format(**told)


def _told(field: str, value: str, language: Language) -> str:
    """Return a field as it is told: a code by its word."""
    match field:
        case "trigger":
            return trigger(value, language)
        case "close" | "sign":
            return word(field, value, language)
        case _:
            return value
