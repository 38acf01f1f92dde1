"""The vocabulary as TypeScript: what the pages call the codes of the wire. A code's short word is the pages' word."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dispatch.wire.vocabulary import Language, Word, vocabulary

HEAD = """// biome-ignore-all format: the generator lays it out
/** What the codes of the wire are called. Generated from dispatch/wire/vocabulary.toml by `make wire`, never edited. */

import type { AnyCommand, EventType } from "./generated";
"""

TITLES = {"event": ("EVENT_TITLES", "EventType"), "command": ("COMMAND_TITLES", 'AnyCommand["type"]')}
"""Families that stand apart, for the few pages that name them: family → its table, the type of its codes."""

LABELS = frozenset(
    {
        "close",
        "decline",
        "drill_kind",
        "effect",
        "gap",
        "kind",
        "objective_verdict",
        "party",
        "problem",
        "readiness",
        "role",
        "rule",
    }
)
"""Families whose words begin what they stand in on a page: a capital in English."""


def module() -> str:
    """Return the whole TypeScript file."""
    return "\n".join(
        [
            HEAD,
            "export const wireZh = {",
            *_entries("zh"),
            "} as const;",
            "",
            "export const wireEn = {",
            *_entries("en"),
            "} as const satisfies { readonly [K in keyof typeof wireZh]: string };",
            *(line for family in TITLES for line in _titles(family)),
            "",
        ]
    )


def _entries(language: Language) -> Iterator[str]:
    for family, words in vocabulary().items():
        if family not in TITLES:
            for code, word in words.items():
                yield f"  {_text(f'{family}.{code}')}: {_text(_shown(word, language, label=family in LABELS))},"


def _titles(family: str) -> Iterator[str]:
    name, codes = TITLES[family]
    yield ""
    yield f"export const {name}: {{ readonly [T in {codes}]: {{ readonly zh: string; readonly en: string }} }} = {{"
    for code, word in vocabulary()[family].items():
        zh, en = (_text(_shown(word, language, label=True)) for language in ("zh", "en"))
        yield f"  {_text(code)}: {{ zh: {zh}, en: {en} }},"
    yield "};"


def _shown(word: Word, language: Language, *, label: bool) -> str:
    if language == "zh":
        return word.short_zh
    return word.short_en[:1].upper() + word.short_en[1:] if label else word.short_en


def _text(value: str) -> str:
    return msgspec.json.encode(value).decode()
